"""Every data check finds its own kind of doubt, as gravely as the profile says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from bulletin_gen.intake.doubts.register import REGISTER, unknown_checks
from bulletin_gen.leaves.issues import Severity
from bulletin_gen.profile.intake import CheckSeverity
from intake.sample import kinds, profile, read_table

HEAD = "工单编号 | 受理时间 | 派单时间 | 承办单位 | 办理时限 | 办结时间 | 回访时间 | 工单状态 | 是否超期"
GOOD = "A1 | 05-06 08:00 | 05-06 09:00 | 公安局 | 05-13 23:59 | 05-08 10:00 | 05-09 10:00 | 已办结 | 否"

DOUBTS = {
    "missing_accepted": " | 05-06 09:00 | 公安局 | 05-13 23:59 | 05-08 10:00 | 05-09 10:00 | 已办结 | 否",
    "missing_deadline": "05-06 08:00 | 05-06 09:00 | 公安局 | | 05-08 10:00 | 05-09 10:00 | 已办结 | 否",
    "dispatched_before_accepted": "05-06 09:01 | 05-06 09:00 | 公安局 | 05-13 23:59 | 05-08 10:00 | | 已办结 | 否",
    "closed_before_accepted": "05-09 08:00 | | 公安局 | 05-13 23:59 | 05-08 10:00 | 05-09 10:00 | 已办结 | 否",
    "closed_before_dispatched": "05-06 08:00 | 05-08 11:00 | 公安局 | 05-13 23:59 | 05-08 10:00 | | 已办结 | 否",
    "callback_before_closed": "05-06 08:00 | | 公安局 | 05-13 23:59 | 05-08 10:00 | 05-07 10:00 | 已办结 | 否",
    "deadline_before_dispatched": "05-06 08:00 | 05-06 09:00 | 公安局 | 05-05 23:59 | 05-08 10:00 | | 已办结 | 是",
    "closed_without_time": "05-06 08:00 | 05-06 09:00 | 公安局 | 06-13 23:59 | | | 已办结 | 否",
    "year_apart": "2023-05-06 08:00 | 05-06 09:00 | 公安局 | 05-13 23:59 | 05-08 10:00 | 05-09 10:00 | 已办结 | 否",
    "open_with_closing": "05-06 08:00 | 05-06 09:00 | 公安局 | 05-13 23:59 | 05-08 10:00 | 05-09 10:00 | 办理中 | 否",
    "overdue_disagrees": "05-06 08:00 | 05-06 09:00 | 公安局 | 05-13 23:59 | 05-14 10:00 | | 已办结 | 否",
    "outside_period": "06-01 00:00 | 06-01 09:00 | 公安局 | 06-13 23:59 | | | 办理中 | 否",
}


def with_year(text: str) -> str:
    return re.sub(r"(?<![\d-])(0[56]-\d\d)", r"2024-\1", text)


@pytest.mark.parametrize("check", DOUBTS)
def test_a_doubt_is_found_in_its_row_and_only_there(tmp_path: Path, check: str) -> None:
    text = f"{HEAD}\n{GOOD}\nA2 | {DOUBTS[check]}"
    got = read_table(tmp_path, with_year(text))
    assert [(issue.code, issue.place.row, issue.severity) for issue in got.issues] == [(check, 3, Severity.WARNING)]
    assert got.dispatches.height == 2


def test_every_check_has_a_specimen_that_it_finds() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert [check.name for check in REGISTER if f'"{check.name}"' not in tests] == []


def test_a_time_far_in_the_future(tmp_path: Path) -> None:
    text = with_year(f"{HEAD}\n{GOOD.replace('05-09 10:00', '2042-05-09 10:00')}").replace("2042-2024-", "2042-")
    assert kinds(read_table(tmp_path, text)) == ["future_time"]


def test_the_profile_makes_a_check_an_error_or_switches_it_off(tmp_path: Path) -> None:
    text = with_year(f"{HEAD}\nA2 | {DOUBTS['closed_without_time']}")
    [issue] = read_table(tmp_path, text, checks={"closed_without_time": "error"}).issues
    assert issue.severity is Severity.ERROR
    assert read_table(tmp_path, text, checks={"closed_without_time": "off"}).issues == ()


@pytest.mark.parametrize(("where", "found"), [({"dispatched": False}, 1), ({"dispatched": True}, 0)])
def test_an_order_settled_on_the_line_needs_a_time_where_its_closing_is_counted(
    tmp_path: Path, where: dict[str, bool], found: int
) -> None:
    measures = {
        "accepted": {"time": "accepted_at"},
        "part": {"of": "accepted", "where": where},
        "part_closed": {"of": "part", "where": {"closed": True}},
    }
    text = "工单编号 | 受理时间 | 承办单位 | 办结时间 | 工单状态\nA1 | 2024-05-06 | | | 直接办结"
    assert kinds(read_table(tmp_path, text, measures=measures)) == ["closed_without_time"] * found


def test_a_bare_day_is_compared_as_a_day(tmp_path: Path) -> None:
    text = (
        "工单编号 | 受理时间 | 派单时间 | 承办单位 | 办结时间\nA1 | 2024-05-06 | 2024-05-06 09:00 | 公安局 | 2024-05-06"
    )
    assert read_table(tmp_path, text).issues == ()


def test_every_check_of_the_register_has_a_name_of_its_own_and_a_usual_severity() -> None:
    assert len({check.name for check in REGISTER}) == len(REGISTER) >= 22
    assert {check.usual for check in REGISTER} <= set(get_args(CheckSeverity))
    assert all(check.meaning for check in REGISTER)


def test_a_check_that_does_not_exist_is_an_error_of_the_profile() -> None:
    [issue] = unknown_checks(profile(checks={"closed_befor_accepted": "off"}), "profile.yaml")
    assert issue.severity is Severity.ERROR
    assert issue.place.key == "intake → checks → closed_befor_accepted"
    assert "closed_before_accepted" in issue.expected


def test_many_findings_of_one_kind_are_counted_not_listed(tmp_path: Path) -> None:
    rows = "\n".join(f"A{number} | 某天 | 公安局" for number in range(1500))
    got = read_table(tmp_path, f"工单编号 | 受理时间 | 承办单位\n{rows}", checks={"missing_accepted": "off"})
    assert len(got.issues) == 1001
    assert "还有 500 处" in got.issues[-1].found
