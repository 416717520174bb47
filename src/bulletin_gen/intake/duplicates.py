"""The same dispatch more than once: exact repeats and earlier states leave, the latest state stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.sheets import DAMAGED

if TYPE_CHECKING:
    import polars as pl

_MOMENTS = [column for column, kind in SOURCE_COLUMNS.items() if kind is ColumnType.MOMENT and column != "deadline_at"]


def repeated() -> pl.Expr:
    """Rows that say exactly what an earlier row says."""
    import polars as pl

    return ~pl.struct(*SOURCE_COLUMNS, "role").is_first_distinct() & ~pl.col(DAMAGED)


def earlier_states(frame: pl.DataFrame, identity: Sequence[str]) -> pl.Expr:
    """Rows of a dispatch of which another row tells a later state: by the last time on it, then by reading order."""
    import polars as pl

    doubled = frame.select(pl.struct(identity).is_duplicated()).to_series()
    if not (doubled & ~frame[DAMAGED]).any():
        return pl.lit(value=False)
    last = pl.max_horizontal(*_MOMENTS).fill_null(pl.datetime(1, 1, 1))
    ranked = frame.select(last.alias("last~"), DAMAGED, pl.int_range(pl.len()).alias("place~"), *identity).filter(
        doubled & ~pl.col(DAMAGED)
    )
    earlier = ranked.sort("last~", "place~").filter(~pl.struct(identity).is_last_distinct())
    return pl.int_range(pl.len()).is_in(earlier["place~"].implode())
