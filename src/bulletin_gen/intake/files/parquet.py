"""Parquet as a grid: the first row is the column names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain

import polars as pl

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.text import Cell
from bulletin_gen.intake.files.refused import broken

_SLICE = 8192


def parquet_grids(data: bytes, name: str) -> Iterator[Grid]:
    """The one table of a Parquet file; moments with a zone are told in Beijing time."""
    frame = _frame(data, name)
    heads: list[Cell] = list(frame.columns)
    yield Grid(name, "", chain([heads], _rows(frame)))


def _frame(data: bytes, name: str) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as reason:
        raise broken(name) from reason
    except BaseException as reason:
        # A panic of the reader's Rust code is no Exception and has no importable name.
        if type(reason).__name__ != "PanicException":
            raise
        raise broken(name) from reason
    zoned = [
        pl.col(column).dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None)
        for column, kind in frame.schema.items()
        if isinstance(kind, pl.Datetime) and kind.time_zone
    ]
    return frame.with_columns(zoned)


def _rows(frame: pl.DataFrame) -> Iterator[list[Cell]]:
    for part in frame.iter_slices(_SLICE):
        yield from (list(row) for row in part.rows())
