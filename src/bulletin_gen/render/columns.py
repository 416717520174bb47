"""How a table fits a page: type size and column widths from the content (a Chinese character 2, a digit 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin_gen.issues import Place, stop
from bulletin_gen.render.layout import LANDSCAPE, Layout
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Cell, Table, plain

#: Type sizes in points: 小四, 五号, 小五, 六号. Nobody reads less on paper.
SIZES = (12.0, 10.5, 9.0, 7.5)
#: Left and right of the text in a cell, together with its rule, in twips.
PADDING = 70
_SOLID = re.compile(r"[0-9A-Za-z.%+\-/]+")
_NUMERIC = re.compile(r"[+\-−]?[0-9][0-9.,]*(?:%|％|‰)?|[-—－/]|")
#: A text column may be squeezed to this many half characters.
_NARROWEST_TEXT = 10


@dataclass(frozen=True, slots=True)
class Column:
    """What one column asks for, in half characters. ``fixed`` columns hold numbers and are never squeezed."""

    natural: int
    least: int
    numeric: bool
    widest_number: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is set: type size in points, column widths in twips, and the inset of numbers per column."""

    size: float
    widths: tuple[int, ...]
    insets: tuple[int, ...]
    landscape: bool


def placed(rows: tuple[tuple[Cell, ...], ...], columns: int) -> Iterator[tuple[int, int, Cell]]:
    """Every cell with its row index and grid column; cells that reach down push later rows' cells aside."""
    busy = [0] * columns
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < columns and busy[column] > index:
                column += 1
            yield index, column, cell
            for covered in range(column, min(column + cell.span, columns)):
                busy[covered] = index + cell.down
            column += cell.span


def plan(table: Table, layout: Layout, *, upright_only: bool = False) -> Plan:
    """The largest type and the more upright page on which the table fits.

    Raises ``BulletinError`` when its columns fit no page.
    """
    asked = demands(table)
    for size, landscape, squeeze in _attempts(False if upright_only else table.landscape):
        available = LANDSCAPE.width(layout) if landscape else layout.width
        widths = _fit(asked, available, size, squeeze)
        if widths:
            insets = tuple(_inset(column, got, size) for column, got in zip(asked, widths, strict=True))
            return Plan(size, widths, insets, landscape)
    raise stop(
        "table.too_wide",
        "表格太宽",
        Place(key=plain(table.title)),
        found=f"{table.columns}列，六号字横排也放不下",
        expected="一页放得下的列数",
        advice="在配置中减少该表的列，或拆成两张表",
    )


def _attempts(landscape: bool | None) -> list[tuple[float, bool, bool]]:
    """(size, landscape, squeeze) from the best to the last resort."""
    upright = [(size, False, squeeze) for squeeze in (False, True) for size in SIZES[:2]]
    turned = [(size, True, squeeze) for size in SIZES for squeeze in (False, True)]
    small = [(size, False, squeeze) for size in SIZES[2:] for squeeze in (False, True)]
    if landscape is None:
        return upright + turned
    return turned if landscape else upright + small


def demands(table: Table) -> list[Column]:
    """What each column asks for."""
    texts: list[list[str]] = [[] for _ in range(table.columns)]
    labels = [False] * table.columns
    for _, column, cell in placed(table.rows, table.columns):
        if cell.span == 1 and column < table.columns:
            texts[column].append(plain(cell.text))
            labels[column] |= cell.down > 2
    heads = _heads(table)
    return [_demand(texts[i], heads[i], labels[i]) for i in range(table.columns)]


def _demand(texts: list[str], head: int, label: bool) -> Column:
    numeric = all(_NUMERIC.fullmatch(text) for text in texts)
    widest = max(map(width, texts), default=0)
    if numeric:
        return Column(max(widest, head), max(widest, head), bool(texts), widest)
    solid = max((len(match) for text in set(texts) for match in _SOLID.findall(text)), default=0)
    if label:  # a group's name beside its rows runs downwards
        return Column(max(4, solid, head), max(2, solid, head), False)
    return Column(max(widest, head), max(min(widest, max(_NARROWEST_TEXT, -(-widest // 4))), solid, head), False)


def _heads(table: Table) -> list[int]:
    least = [2] * table.columns
    for _, column, cell in placed(table.head, table.columns):
        asked = _head_width(plain(cell.text))
        covered = range(column, min(column + cell.span, table.columns))
        missing = asked - sum(least[i] for i in covered)
        for i in covered:
            least[i] += max(0, -(-missing // len(covered)))
    return least


def _head_width(text: str) -> int:
    """A head is set in up to four lines."""
    whole = width(text)
    lines = 1 if whole <= 4 else 2 if whole <= 12 else 3 if whole <= 24 else 4
    solid = max(map(len, _SOLID.findall(text)), default=0)
    per_line = -(-whole // lines)
    return max(per_line + per_line % 2, solid)


def _fit(asked: list[Column], available: int, size: float, squeeze: bool) -> tuple[int, ...]:
    """Widths that fill ``available``, or none."""
    half = size * 10
    natural = [round(column.natural * half) + PADDING for column in asked]
    if sum(natural) <= available:
        return _spread(natural, available)
    least = [round(column.least * half) + PADDING for column in asked]
    if not squeeze or sum(least) > available:
        return ()
    room = available - sum(least)
    wish = sum(natural) - sum(least)
    return _spread([low + room * (high - low) // wish for low, high in zip(least, natural, strict=True)], available)


def _spread(widths: list[int], available: int) -> tuple[int, ...]:
    """The rest of the width shared in proportion; the last column takes what rounding leaves."""
    total = sum(widths)
    shared = [available * wide // total for wide in widths]
    shared[-1] += available - sum(shared)
    return tuple(shared)


def _inset(column: Column, got: int, size: float) -> int:
    """Right indent that centres a column of right-aligned numbers, so that digits stand under digits."""
    if not column.numeric or not column.widest_number:
        return 0
    return max(0, (got - PADDING - round(column.widest_number * size * 10)) // 2)
