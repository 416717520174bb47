"""One grid → its raw columns: only rows of orders and only wanted columns, and an account of all other rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.grids import EPOCH_1900, Grid, column_letters
from bulletin_gen.intake.heads import DEPTH, Head, Vocabulary, find_head
from bulletin_gen.intake.moments import from_serial, parse_moment
from bulletin_gen.intake.text import Cell, cell_text, key_of

if TYPE_CHECKING:
    import polars as pl

_CHUNK = 2048
#: Suffix of the raw column that holds those cells of a time column that are text.
AS_TEXT = "~text"

#: Raw column that says whether the id has lost digits.
DAMAGED = "order_id~damaged"

REPEATED_HEAD = "重复的表头"
TOTAL = "合计行"
BLANK = "空行"
NOTE = "表外说明"
NO_ID = "没有工单编号"

_TOTALS = ("合计", "总计", "小计", "共计", "总数")
_TOTAL_SIGNS = frozenset("合总小共")
_NOTES = ("注:", "备注", "说明", "制表", "填表", "审核", "统计", "导出", "数据", "*", "※", "附注")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was taken from one grid. ``frame`` is raw: texts as typed, times as found, ``source_row``."""

    file: str
    sheet: str
    heads: Mapping[str, str]  # canonical column → head as written
    letters: Mapping[str, str]  # canonical column → its letters in the spreadsheet
    frame: pl.DataFrame
    read: int
    set_aside: Mapping[str, int]
    without_id: tuple[int, ...]  # rows that look like orders and have no id
    left: int = 0


def take_sheet(grid: Grid, vocabulary: Vocabulary) -> tuple[Head | None, Iterator[list[Cell]], list[list[Cell]]]:
    """The head of a grid, the rows after it, and the rows down to it."""
    rows = iter(grid.rows)
    top = list(islice(rows, DEPTH))
    head = find_head(top, vocabulary)
    after = top[head.last :] if head else []
    return head, chain(after, rows), top


def read_sheet(grid: Grid, head: Head, rows: Iterator[list[Cell]], places: Mapping[str, Sequence[int]]) -> Sheet:
    """The rows of orders below ``head``. ``places`` says in which columns each canonical column is."""
    import polars as pl

    sorter = _Sorter(head, tuple(places["order_id"]))
    parts: list[pl.DataFrame] = []
    number = head.last + 1
    while chunk := list(islice(rows, _CHUNK)):
        kept, numbers = sorter.sort(chunk, number)
        if kept:
            parts.append(_columns(_transposed(kept), numbers, places, grid))
        number += len(chunk)
    frame = _whole_seconds(_rounded(pl.concat(parts))) if parts else _columns([], [], places, grid)
    heads = {column: head.names[indexes[0]] for column, indexes in places.items()}
    letters = {column: column_letters(grid.left + indexes[0]) for column, indexes in places.items()}
    counts = sorter.counts()
    read = frame.height + sum(counts.values())
    frame, lost = _own_numbers(grid, frame, tuple(sorter.without_id))
    return Sheet(grid.file, grid.sheet, heads, letters, frame, read, counts, lost, grid.left)


def _own_numbers(grid: Grid, frame: pl.DataFrame, lost: tuple[int, ...]) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """The frame and the rows without id with the sheet's own row numbers, where rows were left out."""
    import polars as pl

    if not grid.numbers:
        return frame, lost
    own = pl.Series(grid.numbers, dtype=pl.Int64)
    numbered = frame.with_columns(own.gather(frame["source_row"] - 1).alias("source_row"))
    return numbered, tuple(grid.numbers[row - 1] for row in lost)


class _Sorter:
    """Tells rows of orders from everything else that stands in a table, and counts the latter."""

    def __init__(self, head: Head, id_places: tuple[int, ...]) -> None:
        self.without_id: list[int] = []
        self._ids = id_places
        self._levels = [{key_of(name) for name in level if name} for level in (head.names, head.upper) if level]
        self._counts: dict[str, int] = {}
        self._blank: list[int] = []
        self._last = 0

    def sort(self, rows: list[list[Cell]], first: int) -> tuple[list[list[Cell]], Sequence[int]]:
        """The rows of orders and their numbers, ``first`` being the number of the first row."""
        ids, starts = _cells(rows, self._ids[0]), _cells(rows, 0)
        odd = _odd_ids(ids) | {index for index, start in enumerate(starts) if start[:1] in _TOTAL_SIGNS}
        aside = {index for index in sorted(odd) if self._set_aside(rows[index], first + index)}
        if not aside:
            self._last = first + len(rows) - 1
            return rows, range(first, first + len(rows))
        kept = [index for index in range(len(rows)) if index not in aside]
        if kept:
            self._last = max(self._last, first + kept[-1])
        return [rows[index] for index in kept], [first + index for index in kept]

    def counts(self) -> dict[str, int]:
        """How many rows were set aside, by reason. Blank rows below the last row with content are not rows."""
        blank = sum(1 for number in self._blank if number < self._last)
        return self._counts | ({BLANK: blank} if blank else {})

    def _set_aside(self, row: list[Cell], number: int) -> bool:
        texts = [text for value in row if (text := cell_text(value))]
        if not texts:
            self._blank.append(number)
            return True
        self._last = max(self._last, number)
        reason = self._reason(row, texts)
        if reason is None:
            return False
        if reason == NO_ID:
            self.without_id.append(number)
        self._counts[reason] = self._counts.get(reason, 0) + 1
        return True

    def _reason(self, row: list[Cell], texts: list[str]) -> str | None:
        keys = {key_of(text) for text in texts}
        if any(len(keys & level) * 2 > len(keys) for level in self._levels):
            return REPEATED_HEAD
        if any(text.replace(" ", "").startswith(_TOTALS) for text in texts[:2]):
            return TOTAL
        order_id = next((text for index in self._ids if index < len(row) and (text := cell_text(row[index]))), "")
        if len(texts) == 1 or (order_id in ("", texts[0]) and key_of(texts[0]).startswith(_NOTES)):
            return NOTE
        return None if order_id else NO_ID


def _cells(rows: list[list[Cell]], index: int) -> list[str]:
    """The texts of a column; what is no text counts as one that needs no look."""
    try:
        return [value if type(value := row[index]) is str else "" if value is None else "0" for row in rows]
    except IndexError:  # text files have rows of different lengths
        return [str(row[index] or "") if index < len(row) else "" for row in rows]


def _odd_ids(ids: list[str]) -> set[int]:
    """Which rows need a closer look: their id is blank, or holds Chinese as heads, totals and notes do."""
    return {index for index, text in enumerate(ids) if not text.isascii() or not text or text.isspace()}


def _transposed(rows: list[list[Cell]]) -> list[tuple[Cell, ...]]:
    try:
        return list(zip(*rows, strict=True))
    except ValueError:  # text files have rows of different lengths
        return list(zip_longest(*rows, fillvalue=""))


def _columns(
    cells: list[tuple[Cell, ...]], numbers: Sequence[int], places: Mapping[str, Sequence[int]], grid: Grid
) -> pl.DataFrame:
    import polars as pl

    columns: dict[str, pl.Series] = {"source_row": pl.Series(numbers, dtype=pl.Int64)}
    for column, indexes in places.items():
        values = _values(cells, indexes, len(numbers))
        if column == "order_id":
            columns[DAMAGED] = _damaged(values)
        if SOURCE_COLUMNS.get(column) is ColumnType.MOMENT:
            columns[column], columns[column + AS_TEXT] = _moments(values, grid.epoch)
        else:
            columns[column] = _texts(values)
    return pl.DataFrame(columns)


def _values(cells: list[tuple[Cell, ...]], indexes: Sequence[int], height: int) -> Sequence[Cell]:
    """The cells of a column; where several columns mean the same, the first that is not blank."""
    first, *others = (cells[index] if index < len(cells) else ("",) * height for index in indexes)
    for other in others:
        first = tuple(b if a in ("", None) else a for a, b in zip(first, other, strict=True))
    return first


def _damaged(values: Sequence[Cell]) -> pl.Series:
    """Whether each id was stored as a number too long for one, so that its last digits are gone."""
    import polars as pl

    if set(map(type, values)) <= {str}:
        return pl.Series(values, dtype=pl.String).str.contains(r"^\s*\d(\.\d+)?[Ee]\+\d+\s*$")
    numbers = [value for value in values if isinstance(value, (int, float)) and value >= 10**15]
    # A platform's own 16 digits are whole; what Excel has saved ends in zeros after the 15th.
    limit = 10**15 if all(value % 10 == 0 for value in numbers) else _EXACT
    return pl.Series([_is_damaged(value, limit) for value in values], dtype=pl.Boolean)


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """Marks ids saved as text after Excel had rounded them: long ones that all have only zeros after 15 digits."""
    import polars as pl

    long = pl.col("order_id").str.contains(r"^\d{16,}$")
    ids = frame.filter(long)["order_id"]
    if ids.len() < _ENOUGH or not ids.str.slice(15).str.contains("^0+$").all():
        return frame
    return frame.with_columns((pl.col(DAMAGED) | long).alias(DAMAGED))


def _is_damaged(value: Cell, limit: int) -> bool:
    if isinstance(value, str):
        return "+" in value and _SCIENTIFIC.fullmatch(value) is not None
    return isinstance(value, (int, float)) and value >= limit


_ENOUGH = 3  # so many ids ending in zeros are no chance
_EXACT = 2**53  # whole numbers beyond it are not all told apart
_SCIENTIFIC = re.compile(r"\s*\d(?:\.\d+)?[Ee]\+\d+\s*")


def _texts(values: Sequence[Cell]) -> pl.Series:
    import polars as pl

    try:
        return pl.Series(values, dtype=pl.String)
    except TypeError:  # not all are texts
        texts = {value: cell_text(value) for value in set(values) if type(value) is not str}
        return pl.Series([value if type(value) is str else texts[value] for value in values], dtype=pl.String)


def _moments(values: Sequence[Cell], epoch: datetime) -> tuple[pl.Series, pl.Series]:
    """The cells that are moments, and the texts of those that are not (null elsewhere)."""
    import polars as pl

    kinds = set(map(type, values))
    if kinds <= {datetime}:
        return pl.Series(values, dtype=pl.Datetime("us")), _no_texts(len(values))
    if kinds <= {str} and epoch == EPOCH_1900:
        empty = pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, len(values))
        return empty, pl.Series(values, dtype=pl.String)
    if kinds <= {datetime, str} and not any(value for value in values if type(value) is str):
        blank = [value or None for value in values]
        return pl.Series(blank, dtype=pl.Datetime("us")), _no_texts(len(values))
    moments = [value if type(value) is datetime else _moment(value, epoch) for value in values]
    texts = [
        cell_text(value) or None if moment is None else None for value, moment in zip(values, moments, strict=True)
    ]
    return pl.Series(moments, dtype=pl.Datetime("us")), pl.Series(texts, dtype=pl.String)


def _no_texts(height: int) -> pl.Series:
    import polars as pl

    return pl.Series([None], dtype=pl.String).new_from_index(0, height)


def _whole_seconds(frame: pl.DataFrame) -> pl.DataFrame:
    """A serial number is a binary fraction of a day: 8:03:00 may come back as 8:02:59.999."""
    import polars as pl

    return frame.with_columns(pl.col(pl.Datetime("us")).dt.round("1s"))


def _moment(value: Cell, epoch: datetime) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return from_serial(float(value), epoch)
    # Texts are read later, all at once; only a serial as text needs to know its workbook.
    return parse_moment(value, epoch) if isinstance(value, str) and epoch != EPOCH_1900 else None
