"""The cells of a table as they are drawn: what is merged, across and down, is one cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from msgspec.structs import replace

from bulletin_gen.word.model import Revision, WordCell
from bulletin_gen.word.styles import value

_AROUND = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"))


def drawn_cells(table: Any) -> Iterator[tuple[WordCell, tuple[Any, ...]]]:
    """Each cell without its blocks, and the ``w:tc`` that make it up, row by row."""
    cells: list[tuple[WordCell, list[Any]]] = []
    above: dict[int, int] = {}  # column → index of the cell that reaches down there
    for row, element in enumerate(_children(table, qn("w:tr")), 1):
        column = 1 + _count(element, "w:trPr/w:gridBefore", 0)
        reaching: dict[int, int] = {}
        for content in _children(element, qn("w:tc")):
            width = _count(content, "w:tcPr/w:gridSpan", 1)
            index = above.get(column) if _continues(content) else None
            if index is None:
                cells.append((WordCell(row, column, 1, width, ()), [content]))
                index = len(cells) - 1
            else:
                cell, contents = cells[index]
                cells[index] = (replace(cell, rows=row - cell.row + 1), [*contents, content])
            reaching[column] = index
            column += width
        above = reaching
    return ((cell, tuple(contents)) for cell, contents in cells)


def row_size(table: Any) -> tuple[int, int]:
    """How many rows and columns the grid of a table has."""
    rows = [*_children(table, qn("w:tr"))]
    widths = (
        _count(row, "w:trPr/w:gridBefore", 0)
        + sum(_count(cell, "w:tcPr/w:gridSpan", 1) for cell in _children(row, qn("w:tc")))
        for row in rows
    )
    return len(rows), max(widths, default=0)


def revised_rows(table: Any) -> tuple[tuple[int, Revision], ...]:
    """Rows, from 1, that an open tracked change inserts or deletes."""
    found: list[tuple[int, Revision]] = []
    for number, row in enumerate(_children(table, qn("w:tr")), 1):
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            found.append((number, Revision.DELETED))
        elif properties is not None and properties.find(qn("w:ins")) is not None:
            found.append((number, Revision.INSERTED))
    return tuple(found)


def _continues(content: Any) -> bool:
    merge = content.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _count(element: Any, path: str, default: int) -> int:
    found = value(element, path)
    return max(int(found), default) if found and found.isdigit() else default


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _children(child, tag)
