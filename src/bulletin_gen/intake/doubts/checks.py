"""Data checks: each a small function from dispatches to the doubtful ones; how grave they are is the profile's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import polars as pl
from msgspec import Struct

from bulletin_gen.intake.dispatches.deadlines import COMPUTED
from bulletin_gen.intake.dispatches.handed import ROW
from bulletin_gen.intake.doubts.places import Finding, Places
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.leaves.periods import Period, last_moment
from bulletin_gen.profile.intake import IntakeRules

_NOTHING_THERE = "空白或错误值"
#: Statuses that say an order is closed.
CLOSED_STATUSES = ("已办结", "办结", "直接办结", "当场办结", "已结案", "结案", "已完成", "已归档", "已关闭")
_EVENTS = ("accepted_at", "dispatched_at", "acknowledged_at", "closed_at", "callback_at")
#: Times later than the cut-off by more than this are slips of the year.
_FAR = timedelta(days=366)


class Context(Struct, frozen=True):
    """What checks may look at beside the dispatches. ``settled``: closings of orders settled on the line are counted
    too."""

    period: Period
    cut_off: datetime
    rules: IntakeRules
    settled: bool = False


class Check(Struct, frozen=True):
    """A named check: which dispatches are doubtful, which column is to blame, which columns are shown as found."""

    finding: Finding
    column: str
    shown: tuple[str, ...]
    doubtful: Callable[[Context], pl.Expr]


def _before(early: str, late: str) -> Callable[[Context], pl.Expr]:
    """``early`` (which should not) lies before ``late``; a bare day is compared as a day."""

    def doubtful(context: Context) -> pl.Expr:
        one, other = pl.col(early), pl.col(late)
        bare = (one.dt.truncate("1d") == one) | (other.dt.truncate("1d") == other)
        return pl.when(bare).then(one.dt.truncate("1d") < other.dt.truncate("1d")).otherwise(one < other)

    return doubtful


def _outside(context: Context) -> pl.Expr:
    """Accepted after the period's end, or over and done with before its start."""
    times = [*_EVENTS, "deadline_at"]
    latest = pl.max_horizontal(*times)
    return (pl.col("accepted_at") >= context.period.end) | (
        (latest < context.period.start) & pl.col("closed_at").is_not_null()
    )


def _future(context: Context) -> pl.Expr:
    return pl.max_horizontal(*_EVENTS) > context.cut_off + _FAR


def _closed_without_time(context: Context) -> pl.Expr:
    without = pl.col("status").is_in(list(CLOSED_STATUSES)) & pl.col("closed_at").is_null()
    return without & (pl.lit(context.settled) | pl.col("unit").is_not_null())


def _no_acceptance(context: Context) -> pl.Expr:
    return pl.col("accepted_at").is_null()


def _no_deadline(context: Context) -> pl.Expr:
    return pl.col("deadline_at").is_null() & pl.col("unit").is_not_null()


def _overdue_disagrees(context: Context) -> pl.Expr:
    """The platform's mark against the times; an open order whose deadline has not come is no case for it."""
    closed = pl.col("closed_at") <= last_moment(context.cut_off)
    closed_late = pl.when(closed).then(pl.col("closed_at") > pl.col("deadline_at"))
    late = closed_late.otherwise(pl.col("deadline_at") < context.cut_off)
    return pl.col("unit").is_not_null() & (late != pl.col("overdue_mark"))


def _deadline_disagrees(context: Context) -> pl.Expr:
    """The platform's deadline against the rules, by the day; an approved extension explains a difference."""
    differs = pl.col("deadline_at").dt.date() != pl.col(COMPUTED).dt.date()
    return differs & (pl.col("extension_count").fill_null(0) == 0)


CHECKS: tuple[Check, ...] = (
    Check(Finding("missing_accepted", "没有受理时间", "受理时间"), "accepted_at", (), _no_acceptance),
    Check(Finding("missing_deadline", "已派单而没有办理时限", "办理时限"), "deadline_at", (), _no_deadline),
    Check(
        Finding("dispatched_before_accepted", "派单早于受理", "派单时间不早于受理时间"),
        "dispatched_at", ("dispatched_at", "accepted_at"), _before("dispatched_at", "accepted_at"),
    ),
    Check(
        Finding("closed_before_accepted", "办结早于受理", "办结时间不早于受理时间"),
        "closed_at", ("closed_at", "accepted_at"), _before("closed_at", "accepted_at"),
    ),
    Check(
        Finding("closed_before_dispatched", "办结早于派单", "办结时间不早于派单时间"),
        "closed_at", ("closed_at", "dispatched_at"), _before("closed_at", "dispatched_at"),
    ),
    Check(
        Finding("callback_before_closed", "回访早于办结", "回访时间不早于办结时间"),
        "callback_at", ("callback_at", "closed_at"), _before("callback_at", "closed_at"),
    ),
    Check(
        Finding("deadline_before_dispatched", "办理时限早于派单", "办理时限不早于派单时间"),
        "deadline_at", ("deadline_at", "dispatched_at"), _before("deadline_at", "dispatched_at"),
    ),
    Check(Finding("future_time", "时间远在数据截止之后", "不晚于数据截止", "核对年份"), "", _EVENTS, _future),
    Check(
        Finding("closed_without_time", "状态为办结而没有办结时间", "办结时间", "补上办结时间，或改正状态"),
        "closed_at", ("status",), _closed_without_time,
    ),
    Check(
        Finding("overdue_disagrees", "超期标识与时间不一致", "标识与办结时间、时限一致", "已按平台标识统计，请核对"),
        "overdue_mark", ("overdue_mark", "deadline_at", "closed_at"), _overdue_disagrees,
    ),
    Check(
        Finding("deadline_disagrees", "平台时限与规则不一致", "平台时限与按规则算出的是同一天", "已按平台时限统计"),
        "deadline_at", ("deadline_at", COMPUTED), _deadline_disagrees,
    ),
    Check(
        Finding("outside_period", "与本期无关的工单", "本期受理、办理或到期的工单", "按各项指标的时间，它不计入本期"),
        "accepted_at", ("accepted_at",), _outside,
    ),
)  # fmt: skip


def run_checks(frame: pl.DataFrame, places: Places, context: Context, absent: frozenset[str]) -> list[Issue]:
    """The findings of every check that the profile does not switch off and whose column the exports have."""
    wanted = [
        (check, severity)
        for check in CHECKS
        if check.column not in absent and (severity := context.rules.severity(check.finding.code)) != "off"
    ]
    # All at once: most find nothing.
    doubtful = frame.select(check.doubtful(context).alias(check.finding.code) for check, _ in wanted)
    issues: list[Issue] = []
    for check, severity in wanted:
        if doubtful[check.finding.code].any():
            rows = frame.filter(doubtful[check.finding.code]).unique(ROW, keep="first", maintain_order=True)
            issues += places.issues(rows, check.finding, severity, check.column, _found(rows, check.shown))
    return issues


def _found(rows: pl.DataFrame, columns: tuple[str, ...]) -> list[str]:
    """What stands in ``columns`` of each row: times as 2024-05-01 08:03, marks as 是/否; without columns, nothing.

    The reader does not tell an empty cell from an error value or a formula that was never computed.
    """
    if not columns:
        return [_NOTHING_THERE] * rows.height
    return ["，".join(_shown(value) for value in row if value is not None) for row in rows.select(columns).rows()]


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
