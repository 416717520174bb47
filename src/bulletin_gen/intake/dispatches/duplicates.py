"""Each dispatch once: what is void, of no registered unit, repeated or outdated leaves, the latest state stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl
from msgspec import Struct

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.cells.rawcolumns import DAMAGED
from bulletin_gen.intake.dispatches.handed import OUTSIDE, ROW, UNKNOWN, VOID
from bulletin_gen.intake.dispatches.ledger import Ledger
from bulletin_gen.profile.intake import IntakeRules

_MOMENTS = [column for column, kind in SOURCE_COLUMNS.items() if kind is ColumnType.MOMENT and column != "deadline_at"]

#: What an exact repeat has in common with the row before.
_ALL = (*SOURCE_COLUMNS, "role", OUTSIDE)
_VOID = "作废工单"


class OnceEach(Struct, frozen=True):
    """The dispatches of known units, each once; then one a source row, those that were exact repeats, and those that
    were earlier states."""

    dispatches: pl.DataFrame
    repeated: pl.DataFrame
    earlier: pl.DataFrame


def once_each(frame: pl.DataFrame, ledger: Ledger, rules: IntakeRules) -> OnceEach:
    """Each dispatch of a known unit in its latest state, not at all where that is void; ``ledger`` takes down why each
    of the others left."""
    identity = identity_of(rules.dispatch_identity)
    # Of what is void from first to last nothing has to be put right.
    frame = ledger.keep(_VOID, frame, ~(never_live(frame, identity) | (frame[VOID] & frame[UNKNOWN].is_not_null())))
    frame = ledger.keep("单位未登记", frame, frame[UNKNOWN].is_null())
    again = repeated(frame, rules.own_columns)
    repeats = _rows(frame, again)
    frame = ledger.keep("完全重复", frame, ~again)
    outdated = earlier_states(frame, identity)
    earlier = _rows(frame, outdated)
    frame = ledger.keep("同一派单的较早状态", frame, ~outdated)
    return OnceEach(ledger.keep(_VOID, frame, ~frame[VOID]), repeats, earlier)


def _rows(frame: pl.DataFrame, chosen: pl.Series) -> pl.DataFrame:
    """The chosen dispatches, one a source row."""
    return frame.filter(chosen).unique(ROW, keep="first", maintain_order=True)


def identity_of(columns: Sequence[str]) -> list[str]:
    """The columns that tell dispatches apart, where the profile names ``columns``: outside, a unit is its name."""
    return [*columns, OUTSIDE] if "unit" in columns else list(columns)


def repeated(frame: pl.DataFrame, own: Iterable[str] = ()) -> pl.Series:
    """Which rows say exactly what an earlier row says; ``own``: columns of the office's own."""
    every = (*_ALL, *own)
    same_id = frame["order_id"].is_duplicated() & ~frame[DAMAGED]
    if not same_id.any():
        return same_id
    several = frame.select(pl.int_range(pl.len()).alias("place~"), *every).filter(same_id)
    again = several.filter(~pl.struct(*every).is_first_distinct())["place~"]
    return frame.select(pl.int_range(pl.len()).is_in(again.implode())).to_series()


def never_live(frame: pl.DataFrame, identity: Sequence[str]) -> pl.Series:
    """Which rows are void, as every row of the same dispatch is."""
    if not frame[VOID].any():
        return frame[VOID]
    place = pl.int_range(pl.len())
    certain = frame.select(place.alias("place~"), VOID, *identity).filter(~frame[DAMAGED])
    live = certain.filter(~certain[VOID]).select(identity)
    also_live = certain.filter(certain[VOID]).join(live, on=identity, how="semi", nulls_equal=True)["place~"]
    return frame[VOID] & ~frame.select(place.is_in(also_live.implode())).to_series()


def earlier_states(frame: pl.DataFrame, identity: Sequence[str]) -> pl.Series:
    """Which rows another row of the same dispatch outdates: by the last time on them, then by reading order."""
    doubled = frame.select(pl.struct(identity).is_duplicated()).to_series() & ~frame[DAMAGED]
    if not doubled.any():
        return doubled
    last = pl.max_horizontal(*_MOMENTS).fill_null(pl.datetime(1, 1, 1))
    ranked = frame.select(last.alias("last~"), DAMAGED, pl.int_range(pl.len()).alias("place~"), *identity).filter(
        doubled
    )
    earlier = ranked.sort("last~", "place~").filter(~pl.struct(identity).is_last_distinct())
    return frame.select(pl.int_range(pl.len()).is_in(earlier["place~"].implode())).to_series()
