"""The same dispatch more than once: exact repeats and earlier states leave, the latest state stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.rawcolumns import DAMAGED

if TYPE_CHECKING:
    import polars as pl

_MOMENTS = [column for column, kind in SOURCE_COLUMNS.items() if kind is ColumnType.MOMENT and column != "deadline_at"]


def repeated(frame: pl.DataFrame) -> pl.Series:
    """Which rows say exactly what an earlier row says."""
    import polars as pl

    same_id = frame["order_id"].is_duplicated() & ~frame[DAMAGED]
    if not same_id.any():
        return same_id
    several = frame.select(pl.int_range(pl.len()).alias("place~"), *SOURCE_COLUMNS, "role").filter(same_id)
    again = several.filter(~pl.struct(*SOURCE_COLUMNS, "role").is_first_distinct())["place~"]
    return frame.select(pl.int_range(pl.len()).is_in(again.implode())).to_series()


def earlier_states(frame: pl.DataFrame, identity: Sequence[str]) -> pl.Series:
    """Which rows another row of the same dispatch outdates: by the last time on them, then by reading order."""
    import polars as pl

    doubled = frame.select(pl.struct(identity).is_duplicated()).to_series() & ~frame[DAMAGED]
    if not doubled.any():
        return doubled
    last = pl.max_horizontal(*_MOMENTS).fill_null(pl.datetime(1, 1, 1))
    ranked = frame.select(last.alias("last~"), DAMAGED, pl.int_range(pl.len()).alias("place~"), *identity).filter(
        doubled
    )
    earlier = ranked.sort("last~", "place~").filter(~pl.struct(identity).is_last_distinct())
    return frame.select(pl.int_range(pl.len()).is_in(earlier["place~"].implode())).to_series()
