"""The geometry of tables: merged heads, merged columns, halves side by side."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TypedDict

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.profile.document import TableRule
from bulletin_gen.tree import Cell, plain


class LineKind(Enum):
    """What a row of a table is."""

    GROUP = auto()  # the name of a group across all columns
    DATA = auto()
    SUBTOTAL = auto()
    TOTAL = auto()


class TableLine(Struct, frozen=True):
    """A row before merging: one cell a column (None where a cell to the left covers it); GROUP lines have one."""

    kind: LineKind
    group: str
    cells: list[Cell | None]


class TableParts(TypedDict):
    """The parts of a tree table that layout decides."""

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong_rows: frozenset[int]


Matrix = list[list[Cell | None]]


class TablePart(Struct, frozen=True):
    """What is laid out of one table: its heads by column, its rows, what one merged cell prints of a whole column."""

    rule: TableRule
    heads: Sequence[Sequence[Cell]]
    lines: Sequence[TableLine]
    merged: dict[str, Cell]

    @property
    def values(self) -> list[str]:
        """What its columns print."""
        return [column.value for column in self.rule.columns]

    @property
    def has_total(self) -> bool:
        """Whether its last row is a total."""
        return bool(self.lines) and self.lines[-1].kind is LineKind.TOTAL


def lay_out(part: TablePart) -> TableParts:
    """Head and rows of a table, in as many halves as its rule asks for."""
    rule, lines = part.rule, part.lines
    size = -(-len(lines) // rule.halves) if lines else 0
    halves = [lines[i * size : (i + 1) * size] for i in range(rule.halves)]
    blocks = [_block(half, part.values, part.merged, size) for half in halves]
    strong = (LineKind.SUBTOTAL, LineKind.TOTAL) if rule.halves == 1 else ()
    return TableParts(
        head=tuple(tuple(cell for cell in row * rule.halves if cell) for row in _head(part.heads)),
        rows=_joined(blocks, size),
        strong_rows=frozenset(i for half in halves for i, line in enumerate(half) if line.kind in strong),
    )


def lay_out_beside(parts: Sequence[TablePart]) -> TableParts:
    """Head and rows of several tables beside each other. The shorter ones end in blank cells, above their totals;
    what is one row by its rule (the whole) is as high as all others."""
    size = max((len(part.lines) for part in parts if part.rule.rows != "whole"), default=1)
    totals = [part.has_total for part in parts if part.rule.rows != "whole"]
    return TableParts(
        head=tuple(
            tuple(cell for cell in row if cell) for row in _head([head for part in parts for head in part.heads])
        ),
        rows=_joined([_beside(part, size) for part in parts], size),
        strong_rows=frozenset([size - 1]) if totals and all(totals) else frozenset(),
    )


def _beside(part: TablePart, size: int) -> Matrix:
    if part.rule.rows == "whole":
        high = [replace(cell, down=size) if cell else None for cell in part.lines[0].cells]
        covered: list[Cell | None] = [None] * len(high)
        return [high, *(list(covered) for _ in range(size - 1))]
    if not part.has_total:
        return _block(part.lines, part.values, part.merged, size)
    body = _block(part.lines[:-1], part.values, part.merged, size - 1)
    return [*body, *_block(part.lines[-1:], part.values, {}, 1)]


def _joined(blocks: Sequence[Matrix], size: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(cell for block in blocks for cell in block[i] if cell) for i in range(size))


def _head(heads: Sequence[Sequence[Cell]]) -> Matrix:
    depth = max(len(head) for head in heads)
    return [[_head_cell(heads, level, column, depth) for column in range(len(heads))] for level in range(depth)]


def _head_cell(heads: Sequence[Sequence[Cell]], level: int, column: int, depth: int) -> Cell | None:
    head = heads[column]
    if level >= len(head) or (column and _same_above(heads[column - 1], head, level)):
        return None
    if level == len(head) - 1:
        return replace(head[level], down=depth - level)
    span = 1
    while column + span < len(heads) and _same_above(head, heads[column + span], level):
        span += 1
    return replace(head[level], span=span)


def _same_above(left: Sequence[Cell], right: Sequence[Cell], level: int) -> bool:
    """Whether two columns share the head at this level and all above; the lowest head is each column's own."""
    if level >= len(left) - 1 or level >= len(right) - 1:
        return False
    return [plain(cell.text) for cell in left[: level + 1]] == [plain(cell.text) for cell in right[: level + 1]]


def _block(lines: Sequence[TableLine], values: Sequence[str], merged: dict[str, Cell], size: int) -> Matrix:
    rows = [_full(line, len(values)) for line in lines]
    for column, value in enumerate(values):
        if value == "group":
            _merge_groups(rows, lines, column)
        elif value in merged:
            _merge_all(rows, lines, column, merged[value])
    return rows + [[Cell() for _ in values] for _ in range(size - len(rows))]


def _full(line: TableLine, width: int) -> list[Cell | None]:
    if line.kind is not LineKind.GROUP:
        return list(line.cells)
    first = line.cells[0]
    return [replace(first, span=width) if first else None, *[None] * (width - 1)]


def _merge_groups(rows: Matrix, lines: Sequence[TableLine], column: int) -> None:
    """One cell for the rows of a group; rows that stand under none (groups themselves, orders) keep their own."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].kind is LineKind.DATA and lines[end].group == lines[start].group:
            end += 1
        if end - start > 1 and lines[start].group:
            _merge(rows, column, start, end, rows[start][column])
        start = max(end, start + 1)


def _merge_all(rows: Matrix, lines: Sequence[TableLine], column: int, cell: Cell) -> None:
    data = [i for i, line in enumerate(lines) if line.kind is LineKind.DATA]
    if data and data == list(range(data[0], data[-1] + 1)):
        _merge(rows, column, data[0], data[-1] + 1, cell)


def _merge(rows: Matrix, column: int, start: int, end: int, cell: Cell | None) -> None:
    if cell:
        rows[start][column] = replace(cell, down=end - start)
        for row in rows[start + 1 : end]:
            row[column] = None
