"""Step 3: whole counts from canonical dispatches.

Written once against Narwhals, so that the same expressions run on Polars (in process), DuckDB and PySpark. Engines
only count; formulas of counts and weighted levels are worked out here, in exact numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bulletin_gen.periods import Period, last_moment
from bulletin_gen.profile import Profile
from bulletin_gen.tally.counts import Counts, ValueCount

__all__ = ["Counts", "ValueCount", "tally", "tally_counties"]


def tally(
    dispatches: Any,
    profile: Profile,
    period: Period,
    cut_off: datetime | None = None,
    supplied: Mapping[str, int] | None = None,
) -> Counts:
    """Counts of one county's canonical ``dispatches`` (any frame that Narwhals knows) in ``period``.

    ``cut_off`` is the moment up to which data were taken; the end of the period by default. ``supplied`` are the
    whole county's figures for measures that are not counted from orders.
    """
    from bulletin_gen.tally.conditions import Span
    from bulletin_gen.tally.queries import ONE, Counting, one_county

    span = Span(period.start, period.end, last_moment(cut_off or period.end))
    counting = Counting(one_county(dispatches), profile, span, _rows)
    return counting.count({ONE: supplied or {}}, (ONE,))[ONE]


def tally_counties(
    dispatches: Any,
    profile: Profile,
    period: Period,
    cut_off: datetime,
    counties: Sequence[str],
    supplied: Mapping[str, Mapping[str, int]],
) -> dict[str, Counts]:
    """Counts of all ``counties`` in one grouped query each for scopes, breakdowns and lists.

    ``dispatches`` is a lazy frame of any engine with the canonical columns and ``county``; all its counties count by
    the measures, breakdowns and order lists of ``profile``.
    """
    import narwhals as nw

    from bulletin_gen.tally.conditions import Span
    from bulletin_gen.tally.queries import Counting

    frame = nw.from_native(dispatches).lazy()
    start, end, taken = (_moment(each, frame) for each in (period.start, period.end, last_moment(cut_off)))
    return Counting(frame, profile, Span(start, end, taken), _streamed).count(supplied, counties)


def _moment(moment: datetime, frame: Any) -> Any:
    """``moment`` as the frame's engine compares it with its own moments, which have no zone."""
    import narwhals as nw

    if frame.implementation.is_polars() or frame.implementation.is_duckdb():
        return moment
    # Spark takes a Python datetime for a moment in the driver's zone and turns it into the session's.
    return nw.lit(moment.isoformat(" ")).cast(nw.Datetime("us"))


def _rows(frame: Any) -> list[dict[str, Any]]:
    return list(frame.collect().iter_rows(named=True))


def _streamed(frame: Any) -> list[dict[str, Any]]:
    # More orders than memory holds: Polars reads them in pieces; the other engines do so anyway.
    engine = {"engine": "streaming"} if frame.implementation.is_polars() else {}
    return list(frame.collect(**engine).iter_rows(named=True))
