"""咨询 and 咨询类 are one type of request, in the profile as in the exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.intake.read import read_orders
from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile

SMALLEST = """\
kind: 通报
county: 某县
document: {title: 通报}
units: {groups: [乡镇]}
measures:
  accepted: {time: accepted_at}
"""


def of(text: str) -> Profile:
    return parse_profile(SMALLEST + text)


def refused(text: str) -> tuple[Issue, ...]:
    with pytest.raises(BulletinError) as caught:
        of(text)
    return caught.value.issues


def test_days_of_a_type_written_with_its_suffix(tmp_path: Path) -> None:
    rules = of("intake: {deadlines: {days: {咨询类: 5, 城管: 3, 默认: 1}}}\n")
    (tmp_path / "units.csv").write_text("单位名称,分组\n甲镇,乡镇\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text(
        "工单编号,受理时间,承办单位,诉求类型\n"
        "A1,2024-05-06,甲镇,咨询类\nA2,2024-05-06,甲镇,咨询\nA3,2024-05-06,甲镇,投诉类\nA4,2024-05-06,甲镇,城管\n",
        encoding="utf-8",
    )
    period = parse_period("2024-05")
    registry, _ = load_registry(tmp_path / "units.csv", rules.units, period.first, period.last)
    got = read_orders([tmp_path / "a.csv"], rules, registry, period)
    assert got.dispatches["deadline_at"].dt.day().to_list() == [11, 11, 7, 9]


def test_every_place_that_names_a_type() -> None:
    rules = of("""\
  asked: {of: accepted, where: {request_type: 咨询类}}
  others: {of: accepted, where: {request_type: {none_of: [咨询类, 投诉]}}}
  weighted: {of: accepted, level_column: request_type, levels: {投诉类: 2, 咨询: 1}}
breakdowns:
  types: {measure: accepted, by: request_type, order: listed, listed: [投诉类, 城管类], blank: 其他类}
  both: {measure: accepted, by: [district, request_type], order: listed, listed: [东街—投诉类]}
  streets: {measure: accepted, by: district, order: listed, listed: [投诉类]}
""")
    measures, breakdowns = rules.measures, rules.breakdowns
    assert measures["asked"].where["request_type"].any_of == ("咨询",)
    assert measures["others"].where["request_type"].none_of == ("咨询", "投诉")
    assert list(measures["weighted"].levels) == ["投诉", "咨询"]
    assert (breakdowns["types"].listed, breakdowns["types"].blank) == (("投诉", "城管类"), "其他")
    assert breakdowns["both"].listed == ("东街—投诉",)
    assert breakdowns["streets"].listed == ("投诉类",)


def test_a_type_that_all_orders_have_is_known_by_either_name() -> None:
    rules = of(
        "  asked: {of: accepted, where: {request_type: [咨询类, 咨询]}}\nintake: {constants: {request_type: 咨询类}}\n"
    )
    assert rules.intake.constants == {"request_type": "咨询"}


def test_a_profile_with_its_own_words_means_them() -> None:
    rules = of(
        "  asked: {of: accepted, where: {request_type: 咨询类}}\nintake: {values: {request_type: {咨询类: 问}}}\n"
    )
    assert rules.measures["asked"].where["request_type"].any_of == ("咨询类",)


def test_a_type_given_days_twice_is_named() -> None:
    [issue] = refused("intake:\n  deadlines:\n    days:\n      咨询: 1\n      咨询类: 5\n")
    assert (issue.place.row, issue.kind) == (11, "同一诉求类型写了两次")


@pytest.mark.parametrize("key", ["days: {投诉: 0}", "days: {投诉: 1}\n    urgent_days: {特急: 0}"])
def test_no_days_from_the_day_of_dispatch_are_refused(key: str) -> None:
    [issue] = refused(f"intake:\n  deadlines:\n    start: same_day\n    {key}\n")
    assert issue.kind == "当天起算的办理期限不能是 0"
    assert issue.place.key.endswith(("投诉", "特急"))
    assert of(f"intake:\n  deadlines:\n    start: next_day\n    {key}\n")
