"""The columns of a printed table by what they hold: counts, rates, scores, ranks, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import Shown
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Gravity, Objection, Proven, quoted
from bulletin_gen.proof.reading.publication import PrintedRow, PrintedTable

_CELL = late(r"^(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[%％‰]|件|个|分|家|次|天|小时|人|起)?$")
_TOTAL = late(r"^(?:合\s*计|总\s*计|小\s*计|总\s*数|总\s*和|总\s*量|共\s*计|全[市县区州]合计|全\s*年$)")
_NO_COUNT = late(r"率|占比|比例|比重|分|指标|排名|名次|序号|满意度|时长|评价|等级|同比|环比|平均|电话|编号")
_RATE_HEAD = late(r"率|占比|比例|比重|满意度")


class ColumnContent(StrEnum):
    """What a column holds."""

    COUNT = "count"
    RATE = "rate"
    SHARE = "share"
    GROWTH = "growth"
    NUMBER = "number"
    RANK = "rank"
    WORDS = "words"


class Figures(Struct, frozen=True):
    """One cell's number; ``percent`` where a sign stands behind it."""

    shown: Shown
    percent: bool

    @property
    def value(self) -> Fraction:
        """The number."""
        return self.shown.value


class TableColumn(Struct, frozen=True):
    """A column: its place, head, content, and a number or nothing for every row."""

    place: int
    head: str
    content: ColumnContent
    figures: tuple[Figures | None, ...]

    def values(self, rows: Iterable[int]) -> dict[int, Fraction]:
        """The numbers of these rows, those without one left out."""
        return {row: figure.value for row in rows if (figure := self.figures[row])}


class TableView(Struct, frozen=True):
    """A table with its columns understood; ``names`` are the rows' names, ``totals`` which rows are totals."""

    table: PrintedTable
    columns: tuple[TableColumn, ...]
    names: tuple[str, ...]
    totals: tuple[bool, ...]

    def of(self, *contents: ColumnContent) -> list[TableColumn]:
        """The columns that hold one of these."""
        return [each for each in self.columns if each.content in contents]

    def data(self) -> list[int]:
        """The places of the rows that are no totals."""
        return [i for i, total in enumerate(self.totals) if not total]


def view(table: PrintedTable) -> TableView:
    """The table's columns, understood by their heads and cells."""
    width = max((len(row.cells) for row in table.rows), default=0)
    columns = tuple(_column(table, place) for place in range(width))
    named = next((each.place for each in columns if each.content is ColumnContent.WORDS), 0)
    names = tuple(row.cells[named] if named < len(row.cells) else "" for row in table.rows)
    return TableView(
        table, columns, names, tuple(any(_TOTAL.match(cell) for cell in row.cells[:3]) for row in table.rows)
    )


def views(discourse: Discourse) -> tuple[TableView, ...]:
    """All tables of a publication, understood; to be asked for by ``discourse.once(views)``."""
    return tuple(map(view, discourse.tables))


def head_and_stem(head: str) -> tuple[str, str]:
    """A head without what stands in brackets, and what is left of it without 件数, 总量 and the like."""
    plain = re.sub(r"[(（][^)）]*[)）]", "", head)
    return plain, re.sub(r"(?:件数|总数|数量|总量|[数量件])$", "", plain)


def is_of_measures(seen: TableView) -> bool:
    """Whether each row is another measure (受理数, 立案数, 立案率): its columns hold nothing of one kind."""
    named = [name for name in seen.names if name]
    return len(named) >= 3 and sum(1 for name in named if re.search(r"[数量率]$", name)) * 2 > len(named)


def _column(table: PrintedTable, place: int) -> TableColumn:
    head = table.heads[place] if place < len(table.heads) else ""
    figures = tuple(parsed(row.cells[place]) if place < len(row.cells) else None for row in table.rows)
    filled = sum(1 for row in table.rows if row.cells[place : place + 1] not in ((), ("",)))
    return TableColumn(place, head, _content(head, figures, filled), figures)


@lru_cache(maxsize=4096)
def parsed(cell: str) -> Figures | None:
    """The number in a cell; ``None`` for words, dashes and blanks."""
    match = _CELL.match(cell.strip())
    if not match:
        return None
    number = match["number"].replace(",", "")
    shown = Shown(Fraction(int(number) if number.isdecimal() else number), len(number.partition(".")[2]))
    return Figures(shown, match["unit"] in ("%", "％"))


def _content(head: str, figures: tuple[Figures | None, ...], filled: int) -> ColumnContent:
    """What a column with ``filled`` cells holds."""
    numbers = [each for each in figures if each]
    if not numbers or len(numbers) * 2 < filled:
        return ColumnContent.WORDS
    if re.search(r"排名|名次|序号|位次", head):
        return ColumnContent.RANK
    percents = sum(1 for each in numbers if each.percent)
    if percents * 2 > len(numbers) and re.search(r"同比|环比|增幅|增长|增减", head):
        return ColumnContent.GROWTH
    if percents * 2 > len(numbers):
        return (
            ColumnContent.SHARE if re.search(r"占|比例|比重|百分比", head) and "率" not in head else ColumnContent.RATE
        )
    whole = all(not each.shown.digits and each.value >= 0 for each in numbers)
    return ColumnContent.COUNT if whole and not _NO_COUNT.search(head) else ColumnContent.NUMBER


def cell_end(row: PrintedRow, place: int) -> int:
    """Where cell ``place`` ends in the row as it stands."""
    end = 0
    for cell in row.cells[: place + 1]:
        found = row.raw.find(cell, end)
        end = found + len(cell) if found >= 0 else end
    return end


def cell_objection(kind: str, gravity: Gravity, row: PrintedRow, place: int, words: tuple[str, str]) -> Objection:
    """An objection against a cell; ``words`` are what follows and why."""
    end = cell_end(row, place)
    quote = quoted(row.raw, 0, end)
    return Objection(kind, gravity, quote, row.cells[place], *words, row.line, max(end - len(quote), 0), row.where)


def cell_proven(kind: str, row: PrintedRow, place: int, fit: str = "") -> Proven:
    """A proof of a cell."""
    return Proven(kind, row.raw[: cell_end(row, place)], row.line, fit if fit != "both" else "")


def figure_pairs(one: TableColumn, other: TableColumn) -> Iterator[tuple[int, Figures, Figures]]:
    """The rows where both columns have a number."""
    for i, (first, second) in enumerate(zip(one.figures, other.figures, strict=True)):
        if first and second:
            yield i, first, second
