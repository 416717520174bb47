"""Columns that follow from the read ones: closed, on time, overdue, how long it took."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from bulletin_gen.leaves.periods import last_moment
from bulletin_gen.profile.intake import IntakeRules

_END_OF_DAY = "23h59m59s"
_SECONDS = 1_000_000


def whole_day_deadlines(frame: pl.DataFrame) -> pl.DataFrame:
    """Deadlines of a sheet that all are written with 0:00 are days: they run to the day's end. Other times are left as
    they are. ``frame`` holds every row that was read, so that what is set aside later changes nothing.

    Days without any time have been taken to their end while reading.
    """
    deadline = pl.col("deadline_at")
    days = _is_bare(deadline).all().over("source_file", "source_sheet")
    return frame.with_columns(pl.when(days).then(deadline.dt.offset_by(_END_OF_DAY)).otherwise(deadline))


def _is_bare(moment: pl.Expr) -> pl.Expr:
    """Whether a moment is a day without a time."""
    return moment == moment.dt.truncate("1d")


def derive(frame: pl.DataFrame, rules: IntakeRules, cut_off: datetime) -> pl.DataFrame:
    """``frame`` with the flags and durations that hold at ``cut_off``.

    The platform's overdue mark wins over the comparison of times, but for deadlines that the cut-off has not reached.
    """
    start = start_of_handling(rules)
    closed, late = closed_by(cut_off), late_at(cut_off)
    not_yet = pl.col("deadline_at") > cut_off
    overdue = pl.when(not_yet & ~closed).then(pl.lit(value=False)).otherwise(pl.coalesce("overdue_mark", late))
    on_time = pl.when(closed).then(pl.coalesce(~pl.col("overdue_mark"), ~late)).otherwise(pl.lit(value=False))
    dispatched = pl.col("unit").is_not_null()
    # Until a bare day, handling is counted in whole days. None is less than nothing.
    start = pl.when(_is_bare(pl.col("closed_at"))).then(start.dt.truncate("1d")).otherwise(start)
    seconds = ((pl.col("closed_at") - start).dt.total_microseconds() // _SECONDS).clip(lower_bound=0)
    return frame.with_columns(
        dispatched.alias("dispatched"),
        closed.alias("closed"),
        on_time.alias("closed_on_time"),
        overdue.alias("overdue"),
        _acknowledged(rules, cut_off).alias("acknowledged_in_time"),
        pl.when(closed).then(seconds).alias("handling_seconds"),
        pl.col("excluded").fill_null(value=False),
    )


def closed_by(cut_off: datetime) -> pl.Expr:
    """Whether a dispatch is closed when data are taken; never null."""
    return (pl.col("closed_at") <= last_moment(cut_off)).fill_null(value=False)


def late_at(cut_off: datetime) -> pl.Expr:
    """Whether a dispatch is late by its times alone: closed after its deadline, or open when the deadline has passed.

    A deadline that falls on the cut-off itself has not passed; null where there is no deadline.
    """
    deadline = pl.col("deadline_at")
    return pl.when(closed_by(cut_off)).then(pl.col("closed_at") > deadline).otherwise(deadline < cut_off)


def start_of_handling(rules: IntakeRules) -> pl.Expr:
    """From when handling is counted: dispatch (acceptance where there is none), or acceptance."""
    order = ("dispatched_at", "accepted_at") if rules.handling_from == "dispatched_at" else ("accepted_at",)
    return pl.coalesce(*order)


def _acknowledged(rules: IntakeRules, cut_off: datetime) -> pl.Expr:
    if rules.acknowledge_hours is None:
        return pl.lit(None, dtype=pl.Boolean)
    limit = pl.coalesce("dispatched_at", "accepted_at").dt.offset_by(f"{rules.acknowledge_hours}h")
    known = pl.col("acknowledged_at") <= limit
    waiting = pl.when(limit < cut_off).then(pl.lit(value=False))
    return pl.when(pl.col("unit").is_not_null()).then(pl.coalesce(known, waiting))
