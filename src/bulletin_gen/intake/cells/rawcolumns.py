"""Cells of orders, chunk by chunk → raw columns: texts as typed, times as found, what is left to be read as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import cast

import polars as pl

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.cells.grids import EPOCH_1900
from bulletin_gen.intake.cells.moments import YEARS, from_serial, parse_moment
from bulletin_gen.intake.cells.text import Cell, cell_text

#: Suffix of the raw column that holds those cells of a time column that are text.
AS_TEXT = "~text"

#: Raw column that says whether the id has lost digits.
DAMAGED = "order_id~damaged"

_ENOUGH = 3  # so many ids ending in zeros are no chance
_EXACT = 2**53  # whole numbers beyond it are not all told apart
_SCIENTIFIC = r"^\s*\d(?:\.\d+)?[Ee]\+\d+\s*$"
#: What the engine counts from. No time here has a zone.
_START = datetime(1970, 1, 1)


class RawColumns:
    """Collects the wanted columns of one sheet."""

    def __init__(self, places: Mapping[str, Sequence[int]], epoch: datetime) -> None:
        self._places = places
        self._epoch = epoch
        self._numbers: list[Sequence[int]] = []
        self._height = 0
        # A number in place of a series stands for so many blanks.
        self._series: dict[str, list[pl.Series | int]] = {column: [] for column in _names(places)}
        self._number_ids: list[tuple[int, Sequence[Cell]]] = []

    def add(self, cells: Sequence[tuple[Cell, ...]], numbers: Sequence[int]) -> None:
        """Takes the columns of some rows; ``numbers`` are the rows' own."""
        for column, indexes in self._places.items():
            values = _values(cells, indexes, len(numbers))
            if SOURCE_COLUMNS.get(column) is ColumnType.MOMENT:
                moments, texts = _moments(values, self._epoch)
                self._series[column].append(moments)
                self._series[column + AS_TEXT].append(texts)
            else:
                self._series[column].append(self._texts(column, values))
        self._numbers.append(numbers)
        self._height += len(numbers)

    def _texts(self, column: str, values: Sequence[Cell]) -> pl.Series:
        try:
            return pl.Series(values, dtype=pl.String)
        except TypeError:  # not all are texts
            if column == "order_id":
                self._number_ids.append((self._height, values))
            texts = {value: cell_text(value) for value in set(values) if type(value) is not str}
            return pl.Series([value if type(value) is str else texts[value] for value in values], dtype=pl.String)

    def frame(self) -> pl.DataFrame:
        """All rows: ``source_row``, the columns, ``AS_TEXT`` beside each time column, ``DAMAGED``."""
        rows = pl.Series("source_row", chain.from_iterable(self._numbers), dtype=pl.Int64)
        columns = [_joined(column, parts, self._height) for column, parts in self._series.items()]
        frame = pl.DataFrame([rows, *columns])
        return _rounded(_of_our_time(_whole_seconds(frame.with_columns(self._damaged(frame["order_id"])))))

    def _damaged(self, ids: pl.Series) -> pl.Series:
        """Whether each id was stored as a number too long for one, so that its last digits are gone."""

        written = ids.str.contains(_SCIENTIFIC).fill_null(value=False).alias(DAMAGED)
        numbers = {
            first + index: value
            for first, values in self._number_ids
            for index, value in enumerate(values)
            if isinstance(value, (int, float)) and value >= _LONG
        }
        # A platform's own 16 digits are whole; what Excel has saved ends in zeros after the 15th.
        limit = _LONG if all(value % 10 == 0 for value in numbers.values()) else _EXACT
        places = [place for place, value in numbers.items() if value >= limit]
        return written.scatter(places, True) if places else written


_LONG = 10**15


def _names(places: Iterable[str]) -> Iterable[str]:
    for column in places:
        yield column
        if SOURCE_COLUMNS.get(column) is ColumnType.MOMENT:
            yield column + AS_TEXT


def _joined(column: str, parts: Sequence[pl.Series | int], height: int) -> pl.Series:
    dtype = pl.Datetime("us") if SOURCE_COLUMNS.get(column) is ColumnType.MOMENT else pl.String()
    if all(isinstance(part, int) for part in parts):
        return _blanks(height, dtype).alias(column)
    return pl.concat([_blanks(part, dtype) if isinstance(part, int) else part for part in parts]).alias(column)


def _blanks(height: int, dtype: pl.DataType) -> pl.Series:
    return pl.Series([None], dtype=dtype).new_from_index(0, height)


def _values(cells: Sequence[tuple[Cell, ...]], indexes: Sequence[int], height: int) -> Sequence[Cell]:
    """The cells of a column; where several columns mean the same, the first that is not blank."""
    first, *others = (cells[index] if index < len(cells) else ("",) * height for index in indexes)
    for other in others:
        first = tuple(b if a in ("", None) else a for a, b in zip(first, other, strict=True))
    return first


def _moments(values: Sequence[Cell], epoch: datetime) -> tuple[pl.Series | int, pl.Series | int]:
    """The cells that are moments, and the texts of those that are not."""
    kinds = set(map(type, values))
    if kinds == {str} and epoch == EPOCH_1900:
        return len(values), pl.Series(values, dtype=pl.String)
    if kinds == {datetime} or (kinds <= {datetime, str} and not any(value for value in values if type(value) is str)):
        return _as_series(values), len(values)
    moments = [value if type(value) is datetime else _moment(value, epoch) for value in values]
    texts = [
        cell_text(value) or None if moment is None else None for value, moment in zip(values, moments, strict=True)
    ]
    return _as_series(moments), pl.Series(texts, dtype=pl.String)


def _as_series(moments: Sequence[Cell]) -> pl.Series:
    """Moments and blanks. The engine takes spans of time from Python twice as fast as moments."""
    # Whatever is not blank is a moment here: the callers have looked.
    since = [value - _START if value else None for value in cast("Sequence[datetime | None]", moments)]
    return pl.Series(since, dtype=pl.Duration("us")).cast(pl.Int64).cast(pl.Datetime("us"))


def _moment(value: Cell, epoch: datetime) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return from_serial(float(value), epoch)  # not a number is no serial either: it is left as text
    # Texts are read later, all at once; only a serial as text needs to know its workbook.
    return parse_moment(value, epoch) if isinstance(value, str) and epoch != EPOCH_1900 else None


def _whole_seconds(frame: pl.DataFrame) -> pl.DataFrame:
    """Fractions of a second dropped, as from texts. A serial number is a binary fraction of a day: 8:03:00 may come
    back as 8:02:59.999."""
    return frame.with_columns(pl.col(pl.Datetime("us")).dt.offset_by("50ms").dt.truncate("1s"))


def _of_our_time(frame: pl.DataFrame) -> pl.DataFrame:
    """Moments of years that no order is of become texts, to be named as what they are."""
    changed: list[pl.Expr] = []
    for column in frame.columns:
        if SOURCE_COLUMNS.get(column) is ColumnType.MOMENT and not frame[column].dt.year().is_between(*YEARS).all():
            strange = ~pl.col(column).dt.year().is_between(*YEARS)
            text = pl.col(column).dt.strftime("%Y-%m-%d %H:%M:%S")
            changed.append(pl.when(strange).then(None).otherwise(pl.col(column)).alias(column))
            changed.append(pl.when(strange).then(text).otherwise(pl.col(column + AS_TEXT)).alias(column + AS_TEXT))
    return frame.with_columns(changed)


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """Marks ids saved as text after Excel had rounded them: long ones that all have only zeros after 15 digits."""
    long = pl.col("order_id").str.contains(r"^\d{16,}$")
    ids = frame.filter(long)["order_id"]
    if ids.len() < _ENOUGH or not ids.str.slice(15).str.contains("^0+$").all():
        return frame
    return frame.with_columns((pl.col(DAMAGED) | long).alias(DAMAGED))
