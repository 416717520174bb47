"""The register of data checks: a new one is a function and a line here. The documentation is made of this table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from bulletin_gen.canonical import SOURCE_COLUMNS
from bulletin_gen.intake.dispatches.handed import ROW
from bulletin_gen.intake.doubts import checks, decided, findings, gaps, oddities, wholes
from bulletin_gen.intake.doubts.evidence import DataCheck, Evidence, RowRule, Where
from bulletin_gen.intake.doubts.opinions import UNCOUNTED, uncounted_opinions
from bulletin_gen.intake.doubts.slipped import PERSONAL_DATA, personal_data
from bulletin_gen.leaves.issues import Issue, error
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import CheckSeverity, IntakeRules
from bulletin_gen.written.yamlfile import place_at

_NOTHING_THERE = "空白"

_SHEETS, _CELLS, _VALUES, _STATES, _DISPATCHES, _DECISIONS = Where

#: Every data check, in the order in which findings are told.
REGISTER: tuple[DataCheck, ...] = (
    DataCheck("missing_id", "error", "没有工单编号的行", _SHEETS, findings.rows_without_id),
    DataCheck("slipped_row", "error", "文字表里比表头多出格子的行（多半是内容里有没加引号的逗号，后面的格子错了列）",
              _SHEETS, wholes.slipped_rows),
    DataCheck("short_row", "warning", "文字表里比表头少格子的行（没有写完、缺了逗号，或导出时省去了末尾的空格子）",
              _SHEETS, wholes.short_rows),
    DataCheck("second_head", "error", "同一张表里又有一个表头，列的顺序不一样", _SHEETS, wholes.second_heads),
    DataCheck("hidden_rows", "warning", "表里有隐藏的行（多半是筛选），它们照样计入", _SHEETS, wholes.hidden_rows),
    DataCheck("error_value", "error", "错误值（#N/A 等）和从未计算过的公式；指标不用的列、次数里的 NaN 只提醒",
              _CELLS, wholes.error_values),
    DataCheck("same_as_above", "error", "指标要用的列里写“同上”的格子", _CELLS, oddities.same_as_above),
    DataCheck("shifted_times", "warning", "一列时间几乎都差43秒（旧的网页导出程序的毛病）",
              _VALUES, wholes.shifted_times),
    DataCheck("wrong_period", "error", "大多数工单与本期无关：多半放错了月份（多少算大多数：intake.outside_share）",
              _DISPATCHES, wholes.wrong_period),
    DataCheck("ends_early", "warning", "导出里最晚的时间比期末早几天：多半是期末以前导出的",
              _DISPATCHES, wholes.ends_early),
    DataCheck("quiet_days", "warning", "期间里连着几天没有一件工单：多半少放了一个文件", _DISPATCHES, gaps.quiet_days),
    DataCheck("never_there", "warning", "指标按渠道、来源、类型、区域、分类数的取值一行也没有：少放了文件，或写错了",
              _VALUES, gaps.never_there),
    DataCheck("damaged_id", "error", "工单编号丢了末几位（Excel 把长编号当成了数字）", _VALUES, findings.damaged_ids),
    DataCheck("unreadable_time", "error", "认不出的时间，或不可能的年份（1900、1970）",
              _VALUES, findings.unreadable_times),
    DataCheck("unknown_value", "error", "不在约定写法里的值", _VALUES, findings.unknown_values),
    DataCheck(PERSONAL_DATA, "error", "会印出或存下的列里有手机号码、身份证号码（错了列的行）", _CELLS, personal_data),
    DataCheck(oddities.ODD_CHARACTER, "warning", "会印出的文字里有不能打印的字符，或要专门字库才能显示的自造字",
              _CELLS, oddities.odd_characters),
    DataCheck("unmatched_adjustment", "error", "adjustments.xlsx 的记录对不上工单", _DECISIONS, decided.unmatched),
    DataCheck("vain_excuse", "warning", "免责的工单没有超期（规则只用超期的免责时）", _DECISIONS, decided.vain),
    DataCheck("similar_ids", "warning", "编号只差大小写或前面的 0：多半是同一张工单，计了两次",
              _DISPATCHES, wholes.similar_ids),
    DataCheck("two_orders", "warning", "同一编号的几行，受理时间（或渠道、类型、分类）不一样：多半是编号写重了",
              _DISPATCHES, findings.two_orders),
    DataCheck("perhaps_no_order", "warning", "编号、状态、工作表或文件的名称像示例、测试、撤销、备份，而照样计入的工单",
              _DISPATCHES, oddities.perhaps_no_orders),
    DataCheck("alike_values", "warning", "指标要用的列里只差空格、全半角、标点的几种写法，分开计了",
              _DISPATCHES, oddities.alike_values),
    DataCheck("duplicate_row", "warning", "完全重复的行", _STATES, findings.duplicates),
    DataCheck("two_states", "warning", "同一次派单导出了两种状态", _STATES, findings.two_states),
    DataCheck(UNCOUNTED, "error", "没有任何指标采用的满意度评价（有指标逐一列出了满意和不满意的评价时）",
              _DISPATCHES, uncounted_opinions),
    DataCheck("missing_unit", "warning", "已派单而没有承办单位", _DISPATCHES, checks.no_unit),
    DataCheck("partly_blank", "warning", "通报要用的列里有空白（通常都有内容的列，如渠道、类型、分类）", _DISPATCHES,
              wholes.partly_blank),
    DataCheck("blank_beside", "warning", "该一起填的列（回访时间和满意度）有的行只填了一列",
              _DISPATCHES, gaps.blank_beside),
    DataCheck("missing_accepted", "warning", "没有受理时间", _DISPATCHES, checks.no_acceptance),
    DataCheck("missing_deadline", "warning", "已派单而没有办理时限", _DISPATCHES, checks.no_deadline),
    DataCheck("dispatched_before_accepted", "warning", "派单早于受理", _DISPATCHES, checks.dispatched_before_accepted),
    DataCheck("closed_before_accepted", "warning", "办结早于受理", _DISPATCHES, checks.closed_before_accepted),
    DataCheck("closed_before_dispatched", "warning", "办结早于派单", _DISPATCHES, checks.closed_before_dispatched),
    DataCheck("callback_before_closed", "warning", "回访早于办结", _DISPATCHES, checks.callback_before_closed),
    DataCheck("deadline_before_dispatched", "warning", "办理时限早于派单",
              _DISPATCHES, checks.deadline_before_dispatched),
    DataCheck("future_time", "warning", "晚于数据截止一年以上的时间", _DISPATCHES, checks.far_in_the_future),
    DataCheck("year_apart", "warning", "受理与派单、时限相隔近一年：多半写错了年份", _DISPATCHES,
              checks.nearly_a_year_apart),
    DataCheck("open_with_closing", "warning", "状态为办理中而有办结时间", _DISPATCHES, checks.open_with_closing),
    DataCheck("closed_without_time", "warning", "状态为办结而没有办结时间", _DISPATCHES, checks.closed_without_time),
    DataCheck("overdue_disagrees", "warning", "平台的超期标识与按时限计算的不一致",
              _DISPATCHES, checks.overdue_disagrees),
    DataCheck("deadline_disagrees", "warning", "平台的时限与按规则计算的不一致",
              _DISPATCHES, checks.deadline_disagrees),
    DataCheck("outside_period", "warning", "与本期无关的工单", _DISPATCHES, checks.outside_period),
)  # fmt: skip


def severity(rules: IntakeRules, check: DataCheck) -> CheckSeverity:
    """How grave the findings of ``check`` are: as the profile says, else as usual."""
    return rules.checks.get(check.name, check.usual)


def run_checks(evidence: Evidence) -> list[Issue]:
    """The findings of every check that the profile does not switch off, in the register's order."""
    wanted = [(check, severity(evidence.profile.intake, check)) for check in REGISTER]
    wanted = [(check, grave) for check, grave in wanted if grave != "off"]
    doubtful = _doubtful(evidence, [check for check, _ in wanted])
    issues: list[Issue] = []
    for check, grave in wanted:
        if not isinstance(check.finds, RowRule):
            issues += check.finds(evidence, grave)
        elif check.name in doubtful.columns and doubtful[check.name].any():
            found = evidence.dispatches.filter(doubtful[check.name]).unique(ROW, keep="first", maintain_order=True)
            issues += _told(evidence, check, check.finds, grave, found)
    return issues


def _doubtful(evidence: Evidence, wanted: list[DataCheck]) -> pl.DataFrame:
    """A column of marks for each check of dispatches whose column the exports have, all at once: most find nothing."""
    absent = SOURCE_COLUMNS.keys() - set(evidence.raw.columns)
    return evidence.dispatches.select(
        check.finds.doubtful(evidence).alias(check.name)
        for check in wanted
        if isinstance(check.finds, RowRule) and check.finds.column not in absent
    )


def _told(evidence: Evidence, check: DataCheck, rule: RowRule, grave: CheckSeverity, rows: pl.DataFrame) -> list[Issue]:
    return evidence.places.issues(rows, check.finding(rule), grave, rule.column, _found(rows, rule.shown))


def _found(rows: pl.DataFrame, columns: tuple[str, ...]) -> list[str]:
    """What stands in ``columns`` of each row: times as 2024-05-01 08:03, marks as 是/否; without columns, nothing."""
    if not columns:
        return [_NOTHING_THERE] * rows.height
    return ["，".join(_shown(value) for value in row if value is not None) for row in rows.select(columns).rows()]


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def unknown_checks(profile: Profile, label: str) -> Iterator[Issue]:
    """An error for each name in the profile's ``intake.checks`` that is none; ``label`` is the profile's file."""
    known = {check.name for check in REGISTER}
    for name in profile.intake.checks:
        if name not in known:
            place = place_at(label, ("intake", "checks", name))
            yield error("key.unknown", "没有这样的检查项", place, found=name, expected="、".join(sorted(known)))
