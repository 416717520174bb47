"""Deadlines in workdays, compared with the platform's, and the durations of handling."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bulletin_gen.intake.dispatches.deadlines import deadline, handling_workdays
from bulletin_gen.intake.kept.workdays import official_calendar, own_days
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.intake import Deadlines
from intake.sample import kinds, read, read_table, table, write_xlsx


@pytest.mark.parametrize(
    ("start", "days", "rules", "expected"),
    [
        # 1 to 5 May 2024 are holidays, Saturday 11 May is a make-up day.
        ("2024-04-30 10:00", 5, {}, "2024-05-10 23:59:59"),
        ("2024-04-30 10:00", 6, {}, "2024-05-11 23:59:59"),
        ("2024-04-30 10:00", 1, {"start": "same_day"}, "2024-04-30 23:59:59"),
        ("2024-05-01 10:00", 1, {"start": "same_day"}, "2024-05-06 23:59:59"),
        ("2024-04-30 10:00", 5, {"until": "same_time"}, "2024-05-10 10:00:00"),
        ("2024-04-30 10:00", 5, {"unit": "calendar_day"}, "2024-05-05 23:59:59"),
        ("2024-12-31 10:00", 1, {}, "2025-01-02 23:59:59"),
    ],
)
def test_the_official_calendar(start: str, days: int, rules: dict[str, Any], expected: str) -> None:
    given = Deadlines.model_validate({"days": {}, **rules})
    assert deadline(datetime.fromisoformat(start), days, given, official_calendar()) == datetime.fromisoformat(expected)


def test_a_year_without_data_is_an_error_that_names_it() -> None:
    with pytest.raises(BulletinError, match="没有2051年的节假日安排"):
        official_calendar()(date(2051, 5, 1))


def test_a_countys_own_days(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text("日期,是否工作日\n2024-05-06,否\n2024/5/5,是\n", encoding="gb18030")
    calendar = official_calendar(own_days(path))
    assert [calendar(date(2024, 5, day)) for day in (4, 5, 6, 7)] == [False, True, False, True]
    path.write_text("日期,是否工作日\n2024-05-06,或许\n", encoding="utf-8")
    with pytest.raises(BulletinError, match="第2行"):
        own_days(path)


HEAD = "工单编号 | 受理时间 | 派单时间 | 承办单位 | 诉求类型 | 紧急程度"
RULES = {"days": {"咨询": 1, "默认": 5}, "urgent_days": {"特急": 2}}


def test_deadlines_by_type_and_urgency_where_the_export_has_none(tmp_path: Path) -> None:
    text = f"""{HEAD}
    A1 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 咨询类 | 一般
    A2 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 投诉 | 一般
    A3 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 投诉 | 特急
    A4 | 2024-05-06 | | | 咨询 | 一般"""
    got = read_table(tmp_path, text, deadlines=RULES)
    assert got.dispatches["deadline_at"].dt.day().to_list() == [7, 11, 8, None]
    assert got.issues == ()


def test_a_year_without_a_calendar_names_the_first_order_that_needs_it(tmp_path: Path) -> None:
    text = f"""{HEAD}
    A1 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 投诉 | 一般
    A2 | 2051-05-06 | 2051-05-06 09:00 | 公安局 | 投诉 | 一般
    A3 | 2051-05-06 | 2051-05-06 09:00 | 公安局 | 投诉 | 一般"""
    with pytest.raises(BulletinError) as reason:
        read_table(tmp_path, text, deadlines=RULES)
    (issue,) = reason.value.issues
    assert (issue.place.row, issue.place.column, issue.place.key) == (3, "派单时间", "工单A2")
    with pytest.raises(BulletinError) as reason:
        read_table(tmp_path, text.replace(" | 2051-05-06 09:00", " | "), deadlines=RULES)
    assert reason.value.issues[0].place.column == "受理时间"


def test_a_deadline_that_disagrees_is_reported_and_the_platforms_wins(tmp_path: Path) -> None:
    text = f"{HEAD} | 办理时限\nA1 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 咨询 | 一般 | 2024-05-09 23:59"
    got = read_table(tmp_path, text, deadlines=RULES)
    assert kinds(got) == ["deadline_disagrees"]
    assert got.dispatches["deadline_at"].to_list() == [datetime(2024, 5, 9, 23, 59)]


def test_a_number_of_days_in_the_export(tmp_path: Path) -> None:
    text = f"""{HEAD} | 处理时限 | 时限单位
    A1 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 咨询 | 一般 | 5 | 工作日
    A2 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 咨询 | 一般 | 5 | 天
    A3 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 咨询 | 一般 | 48小时 |"""
    got = read_table(tmp_path, text)
    assert got.dispatches["deadline_at"].dt.day().to_list() == [11, 11, 8]


DAYS = f"{HEAD} | 办理天数 | 时限单位\nA1 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 投诉 | 一般 | "


@pytest.mark.parametrize(
    ("written", "unit", "expected"),
    [
        ("5", "工作日", "11 23:59:59"),
        ("5.0", "", "11 23:59:59"),
        ("５个工作日", "", "11 23:59:59"),
        ("5 个工作日", "", "11 23:59:59"),
        ("5个工作日内", "", "11 23:59:59"),
        ("五个工作日", "", "11 23:59:59"),
        ("5天", "工作日", "11 23:59:59"),
        ("5日内", "", "11 23:59:59"),
        ("5", "自然日", "11 23:59:59"),
        ("十天之内", "", "16 23:59:59"),
        ("十五日", "", "21 23:59:59"),
        ("二十个自然日", "", "26 23:59:59"),
        ("两天", "", "08 23:59:59"),
        ("二十四小时", "", "07 09:00:00"),
        ("24.00", "小时", "07 09:00:00"),
        ("0", "日", "06 23:59:59"),
        ("—", "日", "07 23:59:59"),  # nothing given: the profile's
    ],
)
def test_every_form_of_a_number_of_days(tmp_path: Path, written: str, unit: str, expected: str) -> None:
    got = read_table(tmp_path, f"{DAYS}{written} | {unit}", deadlines={"days": {"默认": 1}})
    assert got.issues == ()
    assert got.dispatches["deadline_at"].to_list() == [datetime.fromisoformat(f"2024-05-{expected}")]


@pytest.mark.parametrize("written", ["1.5天", "尽快", "十十天", "一二天", "天", "5周", "2024", "2024-05-11"])
def test_a_number_of_days_that_is_none_is_named(tmp_path: Path, written: str) -> None:
    [issue] = read_table(tmp_path, f"{DAYS}{written} | 工作日", deadlines={"days": {"默认": 1}}).issues
    assert (issue.code, issue.place.column, issue.place.cell, issue.found) == (
        "unknown_value",
        "办理天数",
        "G2",
        written,
    )
    assert "5个工作日" in issue.expected


def test_a_unit_of_time_that_is_none_is_named(tmp_path: Path) -> None:
    [issue] = read_table(tmp_path, f"{DAYS}5 | 工作小时").issues
    assert (issue.code, issue.place.column, issue.found) == ("unknown_value", "时限单位", "工作小时")


def test_no_days_from_the_day_of_dispatch_end_on_it(tmp_path: Path) -> None:
    got = read_table(tmp_path, f"{DAYS}0 | 天", deadlines={"days": {"默认": 1}, "start": "same_day"})
    assert got.dispatches["deadline_at"].to_list() == [datetime(2024, 5, 6, 23, 59, 59)]


def test_bare_days_run_to_the_end_of_the_day(tmp_path: Path) -> None:
    text = (
        "工单编号 | 受理时间 | 承办单位 | 办理时限 | 办结时间\nA1 | 2024-05-06 | 公安局 | 2024-05-09 | 2024-05-09 17:00"
    )
    got = read_table(tmp_path, text)
    assert got.dispatches.select("deadline_at", "closed_on_time").row(0) == (datetime(2024, 5, 9, 23, 59, 59), True)


@pytest.mark.parametrize(
    ("written", "day", "on_time"),
    [
        ("2024-05-09", 9, True),
        (datetime(2024, 5, 9), 9, True),  # a cell with a day
        ("2024年5月9日", 9, True),
        ("20240509", 9, True),
        ("45421", 9, True),  # a serial number
        ("2024-05-09 24:00", 9, True),
        ("2024-05-09 24:00:00", 9, True),
        ("2024年5月9日24时", 9, True),
        ("2024-05-09 00:00:00", 9, False),  # as written: other deadlines here have times
        ("2024-05-09 16:59:59", 9, False),
    ],
)
def test_a_bare_day_among_deadlines_with_times_runs_to_its_end_too(
    tmp_path: Path, written: object, day: int, on_time: bool
) -> None:
    heads = ["工单编号", "受理时间", "承办单位", "办理时限", "办结时间"]
    rows = [
        ["A1", "2024-05-06", "公安局", written, "2024-05-09 17:00"],
        ["A2", "2024-05-06", "公安局", "2024-05-09 12:00", "2024-05-09 17:00"],
    ]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [heads, *rows]}))
    assert got.dispatches["deadline_at"].dt.day().to_list() == [day, 9]
    assert got.dispatches["closed_on_time"].to_list() == [on_time, False]


def test_deadlines_all_written_with_24_are_that_days_end(tmp_path: Path) -> None:
    text = OVERDUE.format("2024-05-09 24:00", "2024-05-10", "")
    assert read_table(tmp_path, text).dispatches["closed_on_time"].to_list() == [False]


OVERDUE = "工单编号 | 受理时间 | 承办单位 | 办理时限 | 办结时间 | 是否超期\nA1 | 2024-05-06 | 公安局 | {} | {} | {}"


@pytest.mark.parametrize(
    ("deadline_at", "closed_at", "mark", "flags", "issues"),
    [
        ("2024-05-09 12:00", "2024-05-09 12:00", "否", (True, True, False), []),
        ("2024-05-09 12:00", "2024-05-09 12:01", "", (True, False, True), []),
        ("2024-05-09 12:00", "2024-05-09 12:01", "否", (True, True, False), ["overdue_disagrees"]),
        ("2024-05-09 12:00", "", "是", (False, False, True), []),
        ("2024-06-05 12:00", "", "否", (False, False, False), []),
        ("2024-06-05 12:00", "2024-06-06 12:00", "是", (False, False, False), ["overdue_disagrees"]),
        ("", "2024-05-09 12:00", "", (True, None, None), ["missing_deadline"]),
        ("", "2024-05-09 12:00", "是", (True, False, True), ["missing_deadline"]),
    ],
)
def test_overdue_at_the_cut_off(
    tmp_path: Path, deadline_at: str, closed_at: str, mark: str, flags: tuple[bool | None, ...], issues: list[str]
) -> None:
    got = read_table(tmp_path, OVERDUE.format(deadline_at, closed_at, mark))
    assert got.dispatches.select("closed", "closed_on_time", "overdue").row(0) == flags
    assert kinds(got) == issues


@pytest.mark.parametrize(
    ("deadline_at", "closed_at", "mark", "flags", "issues"),
    [
        # The deadline falls on the cut-off: it has not passed, but a platform's mark is believed.
        ("2024-06-01 12:00:00", "", "", (False, False, False), []),
        ("2024-06-01 12:00:00", "", "否", (False, False, False), []),
        ("2024-06-01 12:00:00", "", "是", (False, False, True), ["overdue_disagrees"]),
        ("2024-06-01 11:59:59", "", "", (False, False, True), []),
        ("2024-06-01 11:59:59", "", "否", (False, False, False), ["overdue_disagrees"]),
        ("2024-06-01 12:00:01", "", "是", (False, False, False), ["overdue_disagrees"]),
        # Closed at the cut-off is closed; a second later it is still open.
        ("2024-06-01 12:00:00", "2024-06-01 12:00:00", "", (True, True, False), []),
        ("2024-06-01 11:59:59", "2024-06-01 12:00:00", "", (True, False, True), []),
        ("2024-06-01 12:00:00", "2024-06-01 12:00:01", "", (False, False, False), []),
    ],
)
def test_the_second_of_the_cut_off_itself(
    tmp_path: Path, deadline_at: str, closed_at: str, mark: str, flags: tuple[bool, ...], issues: list[str]
) -> None:
    got = read_table(tmp_path, OVERDUE.format(deadline_at, closed_at, mark), cut_off="2024-06-01 12:00")
    assert got.dispatches.select("closed", "closed_on_time", "overdue").row(0) == flags
    assert kinds(got) == issues


@pytest.mark.parametrize(
    ("dispatched_at", "acknowledged_at", "in_time"),
    [
        ("2024-05-31 12:00:00", "", None),  # the last hour ends at the cut-off: it may still come
        ("2024-05-31 11:59:59", "", False),
        ("2024-05-31 11:00:00", "2024-06-01 11:00:00", True),
        ("2024-05-31 11:00:00", "2024-06-01 11:00:01", False),
    ],
)
def test_acknowledging_is_late_once_the_cut_off_lies_behind_the_limit(
    tmp_path: Path, dispatched_at: str, acknowledged_at: str, in_time: bool | None
) -> None:
    head = "工单编号 | 受理时间 | 派单时间 | 承办单位 | 签收时间"
    text = f"{head}\nA1 | {dispatched_at} | {dispatched_at} | 公安局 | {acknowledged_at}"
    got = read_table(tmp_path, text, cut_off="2024-06-01 12:00", acknowledge_hours=24)
    assert got.dispatches["acknowledged_in_time"].to_list() == [in_time]


def test_a_later_cut_off_lets_later_closings_count(tmp_path: Path) -> None:
    text = OVERDUE.format("2024-06-05 12:00", "2024-06-02 12:00", "否")
    got = read_table(tmp_path, text, cut_off="period_end+3d")
    assert got.dispatches.select("closed", "closed_on_time").row(0) == (True, True)


def test_the_countys_calendar_lies_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "工作日.csv").write_text("日期,是否工作日\n2024-05-07,否\n", encoding="utf-8")
    text = f"{HEAD}\nA1 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 咨询 | 一般"
    got = read_table(tmp_path, text, deadlines={**RULES, "calendar": "工作日.csv"})
    assert got.dispatches["deadline_at"].dt.day().to_list() == [8]


def test_bare_days_of_one_file_are_told_apart_from_times_of_another(tmp_path: Path) -> None:
    head = "工单编号 | 受理时间 | 承办单位 | 办理时限 | 办结时间\n"
    days = head + "A1 | 2024-05-06 | 公安局 | 2024-05-09 | 2024-05-09 17:00"
    times = head + "A2 | 2024-05-06 | 公安局 | 2024-05-09 12:00 | 2024-05-09 17:00"
    files = [
        write_xlsx(tmp_path / f"{name}.xlsx", {"工单": table(text)}) for name, text in {"甲": days, "乙": times}.items()
    ]
    got = read(tmp_path, *files)
    assert dict(got.dispatches.select("order_id", "closed_on_time").rows()) == {"A1": True, "A2": False}


@pytest.mark.parametrize(
    ("cut_off", "closed_at", "closed"),
    [
        ("", "2024-05-31 23:59:59", True),
        ("", "2024-06-01", False),  # the day after the period, without a time
        ("", "2024-06-01 00:00:01", False),
        ("period_end+3d", "2024-06-03", True),
        ("period_end+3d", "2024-06-04", False),
        ("2024-06-03 18:00", "2024-06-03 18:00", True),
        ("2024-06-03 18:00", "2024-06-03 18:01", False),
        ("2024-06-03", "2024-06-03 18:01", True),  # a bare day is meant with all its hours
        ("2024-06-03", "2024-06-04", False),
    ],
)
def test_what_is_closed_at_the_cut_off(tmp_path: Path, cut_off: str, closed_at: str, closed: bool) -> None:
    got = read_table(tmp_path, OVERDUE.format("2024-06-05 12:00", closed_at, "否"), cut_off=cut_off)
    assert got.dispatches["closed"].to_list() == [closed]


@pytest.mark.parametrize(
    ("closed_at", "days"), [("2024-05-06", 0), ("2024-05-08", 2), ("2024-05-06 21:00", Fraction(1, 2))]
)
def test_handling_until_a_bare_day_is_counted_in_days(tmp_path: Path, closed_at: str, days: Fraction) -> None:
    head = "工单编号 | 受理时间 | 派单时间 | 承办单位 | 办结时间"
    got = read_table(tmp_path, f"{head}\nA1 | 2024-05-06 08:00 | 2024-05-06 09:00 | 公安局 | {closed_at}")
    assert got.dispatches["handling_seconds"].to_list() == [days * 86_400]


HANDLED = "工单编号 | 受理时间 | 派单时间 | 承办单位 | 办结时间"


@pytest.mark.parametrize("other", ["2024-05-06 18:00", "2024-05-07", "2024-05-06 08:59"])
def test_how_long_one_took_does_not_depend_on_other_rows(tmp_path: Path, other: str) -> None:
    start = "2024-05-06 08:00 | 2024-05-06 09:00 | 公安局"
    text = f"{HANDLED}\nA1 | {start} | 2024-05-06\nA2 | {start} | 2024-05-07 00:00:00\nA3 | {start} | {other}"
    got = read_table(tmp_path, text, checks={"closed_before_dispatched": "off"})
    days = [0, 1, {"2024-05-06 18:00": Fraction(9, 24), "2024-05-07": 1}.get(other, 0)]
    assert got.dispatches.sort("order_id")["handling_seconds"].to_list() == [part * 86_400 for part in days]


def test_whether_deadlines_are_days_does_not_depend_on_rows_that_are_set_aside(tmp_path: Path) -> None:
    head = "工单编号 | 受理时间 | 承办单位 | 工单状态 | 办理时限"
    text = f"""{head}
    A1 | 2024-05-06 | 公安局 | 办结 | 2024-05-09 00:00:00
    A2 | 2024-05-06 | 公安局 | 作废 | 2024-05-09 12:00:00"""
    assert read_table(tmp_path, text).dispatches["deadline_at"].to_list() == [datetime(2024, 5, 9)]
    got = read_table(tmp_path, text.replace("12:00:00", "00:00:00"))
    assert got.dispatches["deadline_at"].to_list() == [datetime(2024, 5, 9, 23, 59, 59)]


def test_what_is_closed_at_24_is_closed_on_that_day(tmp_path: Path) -> None:
    got = read_table(tmp_path, OVERDUE.format("2024-05-31 24:00", "2024-05-31 24:00:00", ""))
    assert got.dispatches.select("closed", "closed_on_time", "overdue").row(0) == (True, True, False)
    got = read_table(tmp_path, OVERDUE.format("2024-05-31 23:59:59", "2024-05-31 24:00", ""))
    assert got.dispatches.select("closed", "closed_on_time", "overdue").row(0) == (True, True, False)


def test_workdays_of_handling_are_those_of_what_is_closed() -> None:
    """6 to 8 May 2024 are Monday to Wednesday; what is closed only after data were taken is open."""
    days = [datetime(2024, 5, day, 9) for day in (6, 7, 8)]
    frame = pl.DataFrame(
        {
            "start": [days[0], days[0], days[1], days[2], None, days[0]],
            "closed_at": [days[2], days[0], days[2], days[1], days[2], None],
            "closed": [True, True, False, True, True, False],
        }
    )
    counted = handling_workdays(frame, pl.col("start"), official_calendar())
    assert counted.to_list() == [2, 0, None, None, None, None]


@pytest.mark.parametrize(("days", "known"), [(3659, True), (3660, False)])
def test_a_span_of_ten_years_is_a_slip_of_the_year(days: int, known: bool) -> None:
    start = datetime(2014, 5, 5, 9)
    frame = pl.DataFrame({"start": [start], "closed_at": [start + timedelta(days=days)], "closed": [True]})
    (counted,) = handling_workdays(frame, pl.col("start"), official_calendar()).to_list()
    assert (counted is not None) is known


def test_handling_is_counted_in_seconds_from_its_start(tmp_path: Path) -> None:
    text = """
    工单编号 | 受理时间 | 派单时间 | 承办单位 | 办结时间
    A1 | 2024-05-06 08:00 | 2024-05-06 09:00 | 公安局 | 2024-05-20 09:00:01
    A2 | 2024-05-06 08:00 |                  | 公安局 | 2024-05-06 08:00:59
    A3 | 2024-05-06 08:00 | 2024-05-06 09:00 | 公安局 | 2024-05-06 08:30
    A4 | 2024-05-06 08:00 | 2024-05-06 09:00 | 公安局 | 2024-05-08
    A5 | 2024-05-06 08:00 | 2024-05-06 09:00 | 公安局 |
    """
    seconds = {
        start: read_table(tmp_path, text, handling_from=start).dispatches.sort("order_id")["handling_seconds"].to_list()
        for start in ("dispatched_at", "accepted_at")
    }
    # A bare day ends what is counted in whole days; what ends before it begins took nothing.
    assert seconds["dispatched_at"] == [14 * 86400 + 1, 59, 0, 2 * 86400, None]
    assert seconds["accepted_at"] == [14 * 86400 + 3601, 59, 1800, 2 * 86400, None]


@pytest.mark.parametrize(("deadline", "overdue"), [("2024-05-31 18:00", True), ("2024-05-31 18:01", False)])
def test_a_mark_counts_from_the_moment_of_the_deadline(tmp_path: Path, deadline: str, overdue: bool) -> None:
    text = "工单编号 | 受理时间 | 派单时间 | 承办单位 | 办理时限 | 是否超期\n"
    text += f"A1 | 2024-05-06 08:00 | 2024-05-06 09:00 | 公安局 | {deadline} | 是"
    got = read_table(tmp_path, text, cut_off="2024-05-31 18:00")
    assert got.dispatches["overdue"].to_list() == [overdue]


def test_an_order_is_assessed_where_the_export_does_not_say_otherwise(tmp_path: Path) -> None:
    text = "工单编号 | 受理时间 | 派单时间 | 承办单位 | 是否剔除\n"
    text += "A1 | 2024-05-06 | 2024-05-06 | 公安局 | 是\nA2 | 2024-05-06 | 2024-05-06 | 公安局 |"
    got = read_table(tmp_path, text)
    assert got.dispatches.sort("order_id")["excluded"].to_list() == [True, False]


def test_what_is_closed_on_the_day_it_came_took_no_workday() -> None:
    day = datetime(2024, 5, 6, 9)
    frame = pl.DataFrame({"start": [day], "closed_at": [day], "closed": [True]})
    assert handling_workdays(frame, pl.col("start"), official_calendar()).to_list() == [0]


def test_without_a_word_on_it_every_order_is_assessed(tmp_path: Path) -> None:
    got = read_table(tmp_path, "工单编号 | 受理时间 | 派单时间 | 承办单位\nA1 | 2024-05-06 | 2024-05-06 | 公安局")
    assert got.dispatches["excluded"].to_list() == [False]
