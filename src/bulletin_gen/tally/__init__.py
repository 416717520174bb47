"""Step 3: whole counts from canonical dispatches.

Written once in what Polars and Narwhals have in common: one county is counted by Polars itself, many at once on Polars,
DuckDB or PySpark through Narwhals. Engines only count; formulas of counts and weighted levels are worked out here, in
exact numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from bulletin_gen.leaves.periods import Period, last_moment
from bulletin_gen.profile import Profile
from bulletin_gen.tally.counts import Counts, UnitCounts, ValueCount

__all__ = ["Counts", "UnitCounts", "ValueCount", "tally", "tally_counties"]


def tally(
    dispatches: Any,
    profile: Profile,
    period: Period,
    cut_off: datetime | None = None,
    supplied: Mapping[str, int] | None = None,
    *,
    by_value: bool = False,
    units: UnitCounts | None = None,
) -> Counts:
    """Counts of one county's canonical ``dispatches`` (a Polars frame) in ``period``.

    ``cut_off`` is the moment up to which data were taken; the end of the period by default. ``supplied`` are the
    whole county's figures for measures that are not counted from orders. ``by_value``: every measure also for every
    value of each breakdown, which only sentences of a county's own ask for. ``units``: what each unit was given of
    measures that no order holds; groups and the whole have their sums.
    """
    from bulletin_gen.tally.conditions import Measuring, TimeSpan
    from bulletin_gen.tally.queries import COUNTY, ONE, Counting

    span = TimeSpan(period.start, period.end, last_moment(cut_off or period.end))
    frame = dispatches.lazy().with_columns(pl.lit(ONE).alias(COUNTY))
    counting = Counting(frame, Measuring(profile, span, pl), _whole, by_value)
    return counting.count({ONE: supplied or {}}, (ONE,), {ONE: units or UnitCounts({}, {})})[ONE]


def tally_counties(
    dispatches: Any,
    profile: Profile,
    period: Period,
    cut_off: datetime,
    counties: Sequence[str],
    supplied: Mapping[str, Mapping[str, int]],
    *,
    by_value: bool = False,
) -> dict[str, Counts]:
    """Counts of all ``counties`` in one grouped query each for scopes, breakdowns and lists.

    ``dispatches`` is a lazy frame of any engine with the canonical columns and ``county``; all its counties count by
    the measures, breakdowns and order lists of ``profile``.
    """
    import narwhals as nw

    from bulletin_gen.tally.conditions import Measuring, TimeSpan
    from bulletin_gen.tally.queries import Counting

    frame = nw.from_native(dispatches).lazy()
    start, end, taken = (_moment(each, frame) for each in (period.start, period.end, last_moment(cut_off)))
    measuring = Measuring(profile, TimeSpan(start, end, taken), nw)
    return Counting(frame, measuring, _streamed, by_value).count(supplied, counties)


def _moment(moment: datetime, frame: Any) -> Any:
    """``moment`` as the frame's engine compares it with its own moments, which have no zone."""
    import narwhals as nw

    if frame.implementation.is_polars() or frame.implementation.is_duckdb():
        return moment
    # Spark takes a Python datetime for a moment in the driver's zone and turns it into the session's.
    return nw.lit(moment.isoformat(" ")).cast(nw.Datetime("us"))


def _whole(frame: Any) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = frame.collect().to_dict(as_series=False)
    return columns


def _streamed(frame: Any) -> dict[str, list[Any]]:
    # More orders than memory holds: Polars reads them in pieces; the other engines do so anyway.
    engine = {"engine": "streaming"} if frame.implementation.is_polars() else {}
    columns: dict[str, list[Any]] = frame.collect(**engine).to_dict(as_series=False)
    return columns
