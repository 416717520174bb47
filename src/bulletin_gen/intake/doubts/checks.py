"""Checks of dispatches: each a function from what was read to an expression that is true of the doubtful ones."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from bulletin_gen.intake.dispatches.deadlines import COMPUTED
from bulletin_gen.intake.dispatches.derive import late_at
from bulletin_gen.intake.doubts.evidence import Evidence, RowRule, rows

#: Statuses that say an order is closed.
CLOSED_STATUSES = ("已办结", "办结", "直接办结", "当场办结", "已结案", "结案", "已完成", "已归档", "已关闭")
#: Statuses that say it is not.
OPEN_STATUSES = (
    "办理中",
    "正在办理",
    "处理中",
    "承办中",
    "在办",
    "待办",
    "待办理",
    "待签收",
    "待处理",
    "未办结",
    "待派单",
)
_EVENTS = ("accepted_at", "dispatched_at", "acknowledged_at", "closed_at", "callback_at")
#: Times later than the cut-off by more than this are slips of the year.
_FAR = timedelta(days=366)
#: An order that was accepted so long before it went further is more likely one whose year was mistyped.
_NEARLY_A_YEAR = timedelta(days=330)


def _before(early: str, late: str, blamed: str, expected: str) -> RowRule:
    """``early`` (which should not) lies before ``late``; a bare day is compared as a day."""

    @rows(blamed, (early, late), expected)
    def doubtful(_: Evidence) -> pl.Expr:
        one, other = pl.col(early), pl.col(late)
        bare = (one.dt.truncate("1d") == one) | (other.dt.truncate("1d") == other)
        return pl.when(bare).then(one.dt.truncate("1d") < other.dt.truncate("1d")).otherwise(one < other)

    return doubtful


dispatched_before_accepted = _before("dispatched_at", "accepted_at", "dispatched_at", "派单时间不早于受理时间")
closed_before_accepted = _before("closed_at", "accepted_at", "closed_at", "办结时间不早于受理时间")
closed_before_dispatched = _before("closed_at", "dispatched_at", "closed_at", "办结时间不早于派单时间")
callback_before_closed = _before("callback_at", "closed_at", "callback_at", "回访时间不早于办结时间")
deadline_before_dispatched = _before("deadline_at", "dispatched_at", "deadline_at", "办理时限不早于派单时间")


@rows("accepted_at", ("accepted_at",), "本期受理、办理或到期的工单", "按各项指标的时间，它不计入本期")
def outside_period(evidence: Evidence) -> pl.Expr:
    """Accepted after the period's end, or over and done with before its start; a file of the wrong month is said as a
    whole."""
    strange = outside(evidence).fill_null(value=False)
    return strange & (strange.mean().over("source_file") <= float(evidence.profile.intake.outside_share))


def outside(evidence: Evidence) -> pl.Expr:
    """Whether an order has nothing to do with the period."""
    latest = pl.max_horizontal(*_EVENTS, "deadline_at")
    return (pl.col("accepted_at") >= evidence.period.end) | (
        (latest < evidence.period.start) & pl.col("closed_at").is_not_null()
    )


@rows("", _EVENTS, "不晚于数据截止", "核对年份", kind="时间远在数据截止之后")
def far_in_the_future(evidence: Evidence) -> pl.Expr:
    """A time that can only be a slip of the year."""
    return pl.max_horizontal(*_EVENTS) > evidence.cut_off + _FAR


@rows(
    "accepted_at", ("accepted_at", "dispatched_at", "deadline_at", "closed_at"), "受理到派单、时限相隔不到一年",
    "核对年份；写错了年份的，这张工单计到了别的年份", kind="受理与派单、时限相隔近一年",
)  # fmt: skip
def nearly_a_year_apart(_: Evidence) -> pl.Expr:
    """Accepted a year before it was handed out or was to be closed: times that follow each other by days."""
    next_times = pl.min_horizontal("dispatched_at", "deadline_at")
    return next_times - pl.col("accepted_at") >= _NEARLY_A_YEAR


@rows("status", ("status", "closed_at"), "没有办结时间，或状态为办结", "核对；已按办结时间计为办结")
def open_with_closing(_: Evidence) -> pl.Expr:
    """Still in hand by its status, and closed by its time."""
    return pl.col("status").is_in(list(OPEN_STATUSES)) & pl.col("closed_at").is_not_null()


@rows("closed_at", ("status",), "办结时间", "补上办结时间，或改正状态")
def closed_without_time(evidence: Evidence) -> pl.Expr:
    """Closed by its status; settled on the line only where such closings are counted."""
    without = pl.col("status").is_in(list(CLOSED_STATUSES)) & pl.col("closed_at").is_null()
    return without & (pl.lit(evidence.settled) | pl.col("unit").is_not_null())


@rows("accepted_at", (), "受理时间")
def no_acceptance(_: Evidence) -> pl.Expr:
    """Not known when it was accepted."""
    return pl.col("accepted_at").is_null()


@rows("deadline_at", (), "办理时限")
def no_deadline(_: Evidence) -> pl.Expr:
    """Handed to a unit without a deadline."""
    return pl.col("deadline_at").is_null() & pl.col("unit").is_not_null()


@rows(
    "unit", ("dispatched_at", "deadline_at", "closed_at"), "承办单位", "补上承办单位；不补，这些工单不计入任何单位",
)  # fmt: skip
def no_unit(_: Evidence) -> pl.Expr:
    """No unit, though it was dispatched, has a deadline, or is closed with a status that orders of units have."""
    alone = pl.col("unit").is_null()
    handed = pl.col("dispatched_at").is_not_null() | (pl.col("deadline_at").is_not_null() & pl.col(COMPUTED).is_null())
    as_others = pl.col("closed_at").is_not_null() & (alone.mean().over("status") < 0.5) & pl.col("status").is_not_null()
    return alone & (handed | as_others)


@rows(
    "overdue_mark", ("overdue_mark", "deadline_at", "closed_at"), "标识与办结时间、时限一致",
    "已按平台标识统计，请核对", kind="超期标识与时间不一致",
)  # fmt: skip
def overdue_disagrees(evidence: Evidence) -> pl.Expr:
    """The platform's mark against the times; an open order whose deadline has not come is no case for it."""
    return pl.col("unit").is_not_null() & (late_at(evidence.cut_off) != pl.col("overdue_mark"))


@rows(
    "deadline_at", ("deadline_at", COMPUTED), "平台时限与按规则算出的是同一天",
    "已按平台时限统计", kind="平台时限与规则不一致",
)  # fmt: skip
def deadline_disagrees(_: Evidence) -> pl.Expr:
    """The platform's deadline against the rules, by the day; an approved extension explains a difference."""
    differs = pl.col("deadline_at").dt.date() != pl.col(COMPUTED).dt.date()
    return differs & (pl.col("extension_count").fill_null(0) == 0)
