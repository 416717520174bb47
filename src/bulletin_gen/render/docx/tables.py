"""Tables as WordprocessingML: fixed layout, grid and cell widths both written, head rows that repeat, whole rows."""

from __future__ import annotations

import re
from functools import lru_cache

from bulletin_gen.render.columns import Plan
from bulletin_gen.render.docx.xml import escape, paragraph_properties, run, runs
from bulletin_gen.render.layout import TABLE_SIZES
from bulletin_gen.tree import Align, Cell, Table, plain

#: So many last rows stay on one page, and with the notes.
_TOGETHER = 3
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STYLE_END = re.compile(r'<w:pStyle w:val="\w+"/>')
_CENTERED = '<w:vAlign w:val="center"/>'


def table_xml(table: Table, plan: Plan, least: int) -> str:
    """The ``w:tbl`` of a table set by ``plan`` in rows of at least ``least`` twips.

    Its title is the table's caption, for screen readers and tests.
    """
    caption = escape(plain(table.title))
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in plan.widths)
    head = _rows(table.head, plan, "GwTableHead", least, head=True)
    body = _rows(table.rows, plan, "GwTableText", least, strong=table.strong_rows, notes=bool(table.notes))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/>'
        f'<w:tblW w:w="{sum(plan.widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/>'
        f'<w:tblCaption w:val="{caption}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>'
    )


def _rows(
    rows: tuple[tuple[Cell, ...], ...],
    plan: Plan,
    style: str,
    least: int,
    *,
    head: bool = False,
    strong: frozenset[int] = frozenset(),
    notes: bool = False,
) -> str:
    suffix = TABLE_SIZES[plan.size].suffix
    repeat = "<w:tblHeader/>" if head else ""
    opening = f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{least}" w:hRule="atLeast"/>{repeat}</w:trPr>'
    reach: dict[int, tuple[int, int]] = {}  # grid column → (rows still covered, columns covered)
    parts = []
    kept = range(len(rows)) if head else range(len(rows) - _TOGETHER, len(rows) - (not notes))
    for index, row in enumerate(rows):
        chosen = "GwTableTotal" if index in strong else style
        cells = _row(row, plan, reach, f'<w:p><w:pPr><w:pStyle w:val="{chosen}{suffix}"/>', head)
        parts.append(f"{opening}{cells}</w:tr>")
        if index in kept:
            parts[-1] = _STYLE_END.sub(r"\g<0><w:keepNext/>", parts[-1])
    return "".join(parts)


def _row(row: tuple[Cell, ...], plan: Plan, reach: dict[int, tuple[int, int]], opening: str, head: bool) -> str:
    parts: list[str] = []
    column, columns = 0, len(plan.widths)
    pending = iter(row)
    while column < columns:
        if column in reach:
            column += _covered(parts, plan, reach, column, opening)
            continue
        cell = next(pending, None)
        if cell is None:
            parts.append(_cell_xml("", plan.widths[column], "", opening, ""))
            column += 1
            continue
        span = min(cell.span, columns - column)
        if cell.down > 1:
            reach[column] = (cell.down - 1, span)
        parts.append(_cell(cell, plan, column, span, opening, head))
        column += span
    return "".join(parts)


def _covered(parts: list[str], plan: Plan, reach: dict[int, tuple[int, int]], column: int, opening: str) -> int:
    left, span = reach.pop(column)
    if left > 1:
        reach[column] = (left - 1, span)
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    parts.append(_cell_xml(f"{grid}<w:vMerge/>", sum(plan.widths[column : column + span]), "", opening, ""))
    return span


def _cell(cell: Cell, plan: Plan, column: int, span: int, opening: str, head: bool) -> str:
    merge = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if cell.down > 1:
        merge += '<w:vMerge w:val="restart"/>'
    wide = plan.widths[column] if span == 1 else sum(plan.widths[column : column + span])
    inset = 0 if head or span > 1 else plan.insets[column]
    text = cell.text
    content = run(text[0].text, text[0].emphasis) if len(text) == 1 else runs(text)
    return _cell_xml(merge, wide, _alignment(cell.align, inset), opening, content)


@lru_cache(maxsize=512)
def _alignment(align: Align, inset: int) -> str:
    if align is Align.CENTER and inset:
        return paragraph_properties(indent=f'w:right="{inset}"', align="right")
    return "" if align is Align.CENTER else paragraph_properties(align=align.value)


def _cell_xml(merge: str, wide: int, properties: str, opening: str, content: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{merge}{_CENTERED}</w:tcPr>'
        f"{opening}{properties}</w:pPr>{content}</w:p></w:tc>"
    )
