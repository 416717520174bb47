"""Sentences that claim no more than is true: places, ranks, ties, whose the orders are, what is equal."""

from __future__ import annotations

import pytest

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from compose.cases import CIRCULAR, INSPECTION, OPERATION, WEEKLY
from compose.factory import Case


def said(case: Case) -> str:
    return "\n".join(case.lines())


def of_categories(case: Case, rule: str, was: str = "top: 3") -> Case:
    """The case with another rule for its categories."""
    (line,) = [line for line in case.profile.splitlines() if line.startswith("  categories: {")]
    assert was in line
    return case.but(profile=case.profile.replace(line, line.replace(was, rule)))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "top: 2, rest: 其他",
            "数量居前两位的依次是：市容120件，占登记诉求总量的24%；供水80件，占16%。其他63件，占12.6%。",
        ),
        ("top: 1, rest: 其他", "从诉求类别看，数量居第一位的是市容120件，占登记诉求总量的24%。其他143件，占28.6%。"),
        (
            "order: listed, listed: [公交, 市容], top: 2",
            "从诉求类别看，数量分别为：公交3件，占登记诉求总量的0.6%；市容120件，占24%。",
        ),
        ("order: listed, listed: [公交], top: 1", "从诉求类别看，集中在公交3件，占登记诉求总量的0.6%。"),
        (
            "order: listed, listed: [公交, 市容], top: 2, rest: 其他",
            "数量分别为：公交3件，占登记诉求总量的0.6%；市容120件，占24%；其他140件，占28%。",
        ),
    ],
)
def test_what_has_no_place_by_number_is_given_none(rule: str, words: str) -> None:
    assert words in said(of_categories(INSPECTION, rule))


def test_the_rest_has_no_place_in_an_operation_report_either() -> None:
    case = of_categories(OPERATION, "top: 2, rest: 其他", "top: 2")
    assert "数量居前两位的依次是：卫生健康132件，占来电总量的13.46%；交通运输117件，占11.93%。其他700件，" in said(case)


def test_the_hot_topics_of_a_week_with_a_rest() -> None:
    text = said(WEEKLY.but(profile=WEEKLY.profile.replace("top: 3, about", "top: 2, rest: 其他, about")))
    assert "位的类别合计" not in text
    assert "\n1.居民生活60件，占24.00%。主要反映路灯、供暖等问题。\n2.城市管理40件" in text
    assert "\n其他25件，占10.00%。\n" in text


def test_the_hot_topics_of_a_week_in_a_given_order() -> None:
    listed = WEEKLY.profile.replace("top: 3, about", "top: 2, order: listed, listed: [卫生, 农村], about")
    assert "以下两个类别合计占受理总量的10.00%。" in said(WEEKLY.but(profile=listed))


COMMENDED = Adjustment(AdjustmentKind.COMMENDED, unit="民政局")


def with_added(case: Case, cut: str, shorter: str) -> Case:
    """The case with a list that takes the first so many and those that were commended."""
    assert case.profile.count(cut) == 1
    return case.but(profile=case.profile.replace(cut, f"{shorter}, add: 表扬}}"), adjustments=[COMMENDED])


VOLUME = "-closed, registered], within: group, top: 3}"


def test_units_added_by_hand_have_no_place() -> None:
    text = said(with_added(INSPECTION, VOLUME, VOLUME[:-2] + "2"))
    assert "乡镇中北关镇、东山镇居前两位，局中水务局、住建局居前两位，另列入民政局。" in text
    assert "含并列" not in text


def test_a_unit_that_the_rule_names_keeps_its_place_when_added_too() -> None:
    assert "局中水务局、住建局、民政局居前三位。" in said(with_added(INSPECTION, VOLUME, VOLUME[:-1]))


def test_units_added_by_hand_in_a_circular_and_in_a_week() -> None:
    text = said(with_added(CIRCULAR, "{order: [-accepted], top: 2}", "{order: [-accepted], top: 2"))
    assert "承办件数居前两位的是住建局（106件）、公安局（97件），另列入民政局（9件）。" in text
    cut = "县直部门], order: [-accepted], top: 2, sums: [accepted], share_of: {accepted: accepted}}"
    week = with_added(WEEKLY, cut, cut[:-1].replace("top: 2", "top: 1"))
    commended = [Adjustment(AdjustmentKind.COMMENDED, unit="供销社")]
    assert "承办量居第一位的是住建局，另列入供销社，合计占受理总量的24.4%。" in said(week.but(adjustments=commended))


def test_a_group_of_which_only_a_decision_names_units() -> None:
    case = with_added(INSPECTION, VOLUME, VOLUME[:-1] + ", where: {closed: {above: 90}}")
    commended = [Adjustment(AdjustmentKind.COMMENDED, unit="南坪乡")]
    assert "乡镇中列入南坪乡，局中水务局居第一位。" in said(case.but(adjustments=commended))


ONE = "    单位   | 分组 | accepted | closed | overdue\n    水务局 | 局   | 100      | 99     | 1\n"


@pytest.mark.parametrize(
    ("outside", "words"),
    [
        (None, "从办理时效看，本月超期工单1件，承办单位为水务局。"),
        ({"overdue": 3}, "从办理时效看，本月超期工单共4件，其中水务局1件。"),
    ],
)
def test_orders_are_said_to_be_one_units_only_if_all_are(outside: dict[str, int] | None, words: str) -> None:
    profile = INSPECTION.profile.replace("outside: true, sums: [overdue]", "sums: [overdue]")
    assert words in said(INSPECTION.but(profile=profile, units=ONE, outside=outside, orders={}))


def test_an_order_of_two_units_is_one_order_of_both() -> None:
    once = "unexcused_overdue: {label: 无故超期, time: deadline_at, count: orders}"
    profile = INSPECTION.profile.replace("unexcused_overdue: {label: 无故超期, time: deadline_at}", once)
    orders = {"unexcused_overdue": {"住建局": ["240501"], "东山镇": ["240501"]}}
    words = "无正当理由超期的工单共1件：东山镇1件（工单编号：240501），住建局1件（工单编号：240501），每件扣0.5分。"
    assert words in said(INSPECTION.but(profile=profile, orders=orders))


def test_letters_are_said_to_be_all_of_those_named_only_if_they_are() -> None:
    text = said(INSPECTION.but(total=INSPECTION.total | {"letters_very_satisfied": 4}))
    assert "群众评价“非常满意”的来信4件，其中东山镇1件、住建局2件。" in text


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("31500", "，与上月持平。"),
        ("31499", "，与上月基本持平。"),  # 0.003%
        ("31501", "，与上月基本持平。"),
        ("30000", "，环比增长5%。"),
    ],
)
def test_what_is_equal_only_as_printed_is_not_called_equal(base: str, words: str) -> None:
    case = INSPECTION.but(total=INSPECTION.total | {"accepted": 31500}, bases={"previous": {"accepted": base}})
    assert f"共受理交办工单31500件{words}" in said(case)


def test_a_county_may_call_everything_nearly_equal() -> None:
    case = INSPECTION.but(total=INSPECTION.total | {"accepted": 31500}, bases={"previous": {"accepted": "31499"}})
    assert "，与上月基本持平。" in said(case.but(profile="wording: {same: 基本持平}\n" + case.profile))
