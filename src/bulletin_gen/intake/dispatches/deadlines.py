"""Deadlines by the profile's rules: where the export has none, and to compare with its own where it has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal

import polars as pl
from msgspec.structs import replace

from bulletin_gen.intake.cells.spans import DAYS, UNIT, SpanUnit, read_span, read_unit
from bulletin_gen.intake.dispatches.derive import start_of_handling
from bulletin_gen.intake.head.needs import uses
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.intake.kept.workdays import Calendar, add_days, counts_up_to
from bulletin_gen.leaves.issues import BulletinError, Place
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import Deadlines

#: Column of the deadline that the rules give.
COMPUTED = "deadline~computed"
_DEFAULT = "默认"
_LAST_SECOND = time(23, 59, 59)
#: A time span beyond this cannot be handling; it is a slip of the year that a data check reports.
_LONGEST = timedelta(days=3660)


def with_deadlines(frame: pl.DataFrame, rules: Deadlines | None, calendar: Calendar) -> pl.DataFrame:
    """``frame`` with ``COMPUTED``, and ``deadline_at`` filled from it where the export has none.

    A number of days in the export comes before the profile's. Settled orders have no deadline.
    """
    if rules is None and DAYS not in frame.columns:
        return frame.with_columns(pl.lit(None, dtype=pl.Datetime("us")).alias(COMPUTED))
    given = [pl.col(name) if name in frame.columns else pl.lit(None).alias(name) for name in _GIVEN]
    start = pl.when(pl.col("unit").is_not_null()).then(pl.coalesce("dispatched_at", "accepted_at"))
    cases = frame.select(start.alias("start~"), *given)
    known = {case: _placed(case, frame, cases, rules or Deadlines(days={}), calendar) for case in cases.unique().rows()}
    computed = pl.Series(COMPUTED, [known[case] for case in cases.rows()], dtype=pl.Datetime("us"))
    return frame.with_columns(computed, pl.coalesce("deadline_at", computed).alias("deadline_at"))


def _placed(
    case: _Case, frame: pl.DataFrame, cases: pl.DataFrame, rules: Deadlines, calendar: Calendar
) -> datetime | None:
    """The deadline of a case; where its year has no calendar, the issue names the first row with that start."""
    try:
        return _deadline(case, rules, calendar)
    except BulletinError as reason:
        row = frame.filter(cases["start~"] == case[0]).row(0, named=True)
        column = "dispatched_at" if row["dispatched_at"] is not None else "accepted_at"
        place = Place(
            row["source_file"], row["source_sheet"], row["source_row"], head_of(column),
            f"工单{masked_id(row['order_id'])}" if row["order_id"] else "",
        )  # fmt: skip
        raise BulletinError([replace(issue, place=place) for issue in reason.issues]) from reason


_GIVEN = ("request_type", "urgency", DAYS, UNIT)
_Case = tuple[datetime | None, str | None, str | None, str | None, str | None]


def _deadline(case: _Case, rules: Deadlines, calendar: Calendar) -> datetime | None:
    start, request, urgency, written, unit = case
    if start is None:
        return None
    span = read_span(written or "")
    if span is None:
        days = _days(rules, request, urgency)
        return None if days is None else deadline(start, days, rules, calendar)
    said = read_unit(unit or "")
    counted = said if span.unit is None or (span.unit, said) == (SpanUnit.DAY, SpanUnit.WORKDAY) else span.unit
    if counted is SpanUnit.HOUR:
        return start + timedelta(hours=span.count)
    kind = rules.unit if counted is None else _KINDS[counted]
    # None at all from the day itself is that day.
    days = max(span.count, 1) if rules.start == "same_day" else span.count
    return deadline(start, days, rules.model_copy(update={"unit": kind}), calendar)


_KINDS: Mapping[SpanUnit, Literal["workday", "calendar_day"]] = {
    SpanUnit.WORKDAY: "workday",
    SpanUnit.DAY: "calendar_day",
}


def _days(rules: Deadlines, request: str | None, urgency: str | None) -> int | None:
    if urgency is not None and urgency in rules.urgent_days:
        return rules.urgent_days[urgency]
    return rules.days.get(request or "", rules.days.get(_DEFAULT))


def deadline(start: datetime, days: int, rules: Deadlines, calendar: Calendar) -> datetime:
    """The moment until which an order handed out at ``start`` may be closed."""
    same_day = rules.start == "same_day"
    if rules.unit == "workday":
        day = add_days(start.date(), days, calendar, same_day)
    else:
        day = start.date() + timedelta(days=days - 1 if same_day else days)
    return datetime.combine(day, start.time() if rules.until == "same_time" else _LAST_SECOND)


def with_workdays(frame: pl.DataFrame, profile: Profile, calendar: Calendar) -> pl.DataFrame:
    """``frame`` with the workdays of handling where a measure asks for them, since they need the calendar of every year
    concerned; else without a value."""
    if not uses(profile, "handling_workdays"):
        return frame.with_columns(pl.lit(None, dtype=pl.Int64).alias("handling_workdays"))
    counted = handling_workdays(frame, start_of_handling(profile.intake), calendar)
    return frame.with_columns(counted.alias("handling_workdays"))


def handling_workdays(frame: pl.DataFrame, start: pl.Expr, calendar: Calendar) -> pl.Series:
    """Workdays from ``start`` to closing, the closing day counted and the first not; null while open."""
    days = frame.select(start.dt.date().alias("from"), pl.col("closed_at").dt.date().alias("to"), "closed")
    known = days.filter(
        pl.col("closed") & (pl.col("to") - pl.col("from") < _LONGEST) & (pl.col("to") >= pl.col("from"))
    )
    if not known.height:
        return pl.Series([None], dtype=pl.Int64).new_from_index(0, frame.height)
    first, last = known["from"].min(), known["to"].max()
    assert isinstance(first, date) and isinstance(last, date)  # noqa: S101 - for the type checker
    counts = counts_up_to(first, last, calendar)
    span = _counted(days["to"], counts) - _counted(days["from"], counts)
    fits = (days["closed"] & (days["to"] >= days["from"])).fill_null(value=False)
    return pl.select(pl.when(fits).then(span)).to_series()


def _counted(days: pl.Series, counts: Mapping[date, int]) -> pl.Series:
    return days.replace_strict(counts, default=None, return_dtype=pl.Int64)
