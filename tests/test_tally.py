"""Counts: every time basis, every kind of condition, orders and dispatches, levels, formulas, breakdowns."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from bulletin_gen.facts.saved.explain import _condition_text
from bulletin_gen.indicators import Ratio
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Condition
from bulletin_gen.tally import Counts, tally, tally_counties
from bulletin_gen.tally.conditions import _column_conditions
from texttable import dispatches

MAY = parse_period("2024-05")


def profile(**parts: Any) -> Profile:
    base = {"kind": "k", "county": "c", "document": {"mark": "m", "title": "t"}, "units": {"groups": ["镇", "局"]}}
    return Profile.model_validate(base | parts)


def counted(table: str, measures: dict[str, Any], **parts: Any) -> Counts:
    return tally(dispatches(table), profile(measures=measures, **parts), MAY)


ORDERS = """
order_id | unit | group | accepted_at | deadline_at | closed_at  | result_opinion | rework_count | excluded | overdue
1        | 甲镇 | 镇    | 4-30 23:59  | 5-1 0:00    | 5-1 0:00   | 满意           |              |          | 否
2        | 甲镇 | 镇    | 5-1 0:00    | 5-31 23:59  |            | 一般           | 1            |          | 是
3        | 甲镇 | 镇    | 5-31 23:59  | 6-1 0:00    | 6-2 9:00   | 不满意         | 2            | 是       | 否
3        | 乙局 | 局    | 5-31 23:59  | 5-31 18:00  | 5-30 9:00  |                | 0            |          | 否
4        |      |       | 5-2 9:00    |             |            |                |              |          |
"""


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ({"time": "accepted_at"}, 4),  # 2, 3 twice, 4: the period's first and last minutes are in it
        ({"time": "accepted_at", "count": "orders"}, 3),
        ({"time": {"accepted_at": "before"}}, 1),
        ({"time": {"accepted_at": "until_end"}}, 5),
        ({"time": "deadline_at"}, 3),
        ({"time": "accepted_at", "where": {"dispatched": True}}, 3),
        ({"time": "accepted_at", "assessed": True}, 3),
        ({"where": {"closed_at": {"present": False}}}, 2),
        ({"where": {"closed_at": {"present": True}}}, 3),
        ({"where": {"result_opinion": ["满意", "一般"]}}, 2),
        ({"where": {"result_opinion": {"none_of": ["满意", "一般"]}}}, 3),  # blanks are none of them
        ({"where": {"rework_count": {"at_least": 1}}}, 2),
        ({"where": {"rework_count": {"at_most": 1}}}, 2),
        ({"where": {"rework_count": {"at_least": 1, "at_most": 1}}}, 1),
        ({"where": {"overdue": False}}, 3),
        ({"sum": "rework_count"}, 3),
        ({"sum": "rework_count", "where": {"unit": "甲镇"}}, 3),
        ({"levels": {"满意": 1, "一般": "0.6", "不满意": 0}}, Fraction(8, 5)),
        ({"levels": {"满意": 2}, "time": "deadline_at"}, 2),
    ],
)
def test_a_measure_counts_what_it_says(measure: dict[str, Any], expected: Count) -> None:
    assert counted(ORDERS, {"m": measure}).total["m"] == expected


def test_scopes_are_units_groups_and_the_whole() -> None:
    counts = counted(ORDERS, {"accepted": {"time": "accepted_at"}})
    assert {unit: row["accepted"] for unit, row in counts.units.items()} == {"甲镇": 2, "乙局": 1}
    assert {group: row["accepted"] for group, row in counts.groups.items()} == {"镇": 2, "局": 1}
    assert counts.total["accepted"] == 4  # the settled order belongs to no unit


def test_an_order_counts_when_any_of_its_dispatches_does() -> None:
    closed = {"count": "orders", "where": {"closed_at": {"present": True}}}
    counts = counted(ORDERS, {"closed": closed})
    assert counts.total["closed"] == 2  # 1 and 3
    assert counts.units["甲镇"]["closed"] == 2


def test_an_order_of_several_units_counts_once_in_all_units_together() -> None:
    table = """
    order_id | unit   | group | accepted_at
    1        | 甲镇   | 镇    | 5-1 8:00
    1        | 乙局   | 局    | 5-1 8:00
    1        | 某公司 |       | 5-1 8:00
    2        | 某公司 |       | 5-1 8:00
    3        |        |       | 5-1 8:00
    """
    counts = counted(
        table, {"orders": {"count": "orders"}, "dispatches": {}, "both": {"plus": ["orders", "dispatches"]}}
    )
    assert counts.registered == {"orders": 1, "dispatches": 2, "both": 3}
    assert counts.named == {"orders": 2, "dispatches": 4, "both": 6}
    assert counts.total == {"orders": 3, "dispatches": 5, "both": 8}


def test_each_value_has_every_measure_orders_counted_once() -> None:
    table = """
    order_id | unit | group | category_1 | accepted_at
    1        | 甲镇 | 镇    | 供水       | 5-1 8:00
    1        | 乙局 | 局    | 供水       | 5-1 8:00
    2        | 甲镇 | 镇    | 供水       | 5-1 8:00
    3        | 甲镇 | 镇    |            | 5-1 8:00
    """
    measures = {"orders": {"count": "orders"}, "dispatches": {}}
    rules = profile(measures=measures, breakdowns={"kinds": {"measure": "dispatches", "by": "category_1"}})
    counts = tally(dispatches(table), rules, MAY, by_value=True)
    values = {values: dict(each) for values, each in counts.values["kinds"].items()}
    assert values[("供水",)] == {"orders": 2, "dispatches": 3}


def test_measures_build_on_each_other() -> None:
    counts = counted(
        ORDERS,
        {
            "due": {"time": "deadline_at"},
            "closed": {"of": "due", "where": {"closed_at": {"present": True}}},
            "open": {"plus": ["due"], "less": ["closed"]},
            "both": {"plus": ["open", "closed"]},
        },
    )
    assert counts.total == {"due": 3, "closed": 2, "open": 1, "both": 3}


def test_supplied_counts_enter_formulas_of_the_whole_only() -> None:
    rules = profile(measures={"calls": {"supplied": True}, "all": {"plus": ["calls", "n"]}, "n": {}})
    counts = tally(dispatches(ORDERS), rules, MAY, supplied={"calls": 100})
    assert counts.total == {"calls": 100, "all": 105, "n": 5}
    assert counts.units["甲镇"]["all"] == 3


def test_a_breakdown_lists_values_largest_first_with_what_they_are_about() -> None:
    table = """
    order_id | unit | category_1 | category_2 | accepted_at
    1        | 甲镇 | 城管       | 市容       | 5-1 8:00
    2        | 甲镇 | 城管       | 市容       | 5-1 8:00
    2        | 乙局 | 城管       | 市容       | 5-1 8:00
    3        | 甲镇 | 城管       | 噪声       | 5-1 8:00
    4        | 甲镇 | 供水       |            | 5-1 8:00
    5        | 甲镇 |            |            | 5-1 8:00
    6        | 甲镇 | 旧账       |            | 4-1 8:00
    """
    rules = {"orders": {"time": "accepted_at", "count": "orders"}}
    breakdowns = {"hot": {"measure": "orders", "by": "category_1", "about": "category_2"}}
    hot = counted(table, rules, breakdowns=breakdowns).breakdowns["hot"]
    assert [(item.values, item.count, item.about) for item in hot] == [
        (("城管",), 3, (("市容", 2), ("噪声", 1))),
        (("",), 1, (("", 1),)),
        (("供水",), 1, (("", 1),)),
    ]


def test_order_numbers_of_a_measure_by_unit() -> None:
    counts = counted(ORDERS, {"late": {"where": {"overdue": True}}}, order_lists={"late": {"measure": "late"}})
    assert counts.orders["late"] == {"甲镇": ("2",)}


def test_no_rows_at_all_are_zero_everywhere() -> None:
    counts = counted("order_id | unit\n", {"n": {"time": "accepted_at"}, "o": {"count": "orders"}})
    assert counts.total == {"n": 0, "o": 0}
    assert counts.units == {}


def test_a_rate_in_days_and_its_complement() -> None:
    assert Ratio(3 * 86400, 2, scale=86400).value == Fraction(3, 2)
    assert Ratio(1, 4, complement=True).value == Fraction(3, 4)
    assert Ratio(1, 0, complement=True).value is None


def test_values_are_counted_only_where_they_are_asked_for() -> None:
    breakdowns = {"kinds": {"measure": "all", "by": "category_1"}}
    table = "order_id | unit | category_1 | accepted_at\n1 | 甲镇 | 供水 | 5-1 8:00"
    assert not counted(table, {"all": {}}, breakdowns=breakdowns).values
    rules = profile(measures={"all": {}}, breakdowns=breakdowns)
    assert tally(dispatches(table), rules, MAY, by_value=True).values["kinds"]


def test_times_of_one_day_are_one_value() -> None:
    table = "order_id | unit | accepted_at\n1 | 甲镇 | 5-1 8:00\n2 | 甲镇 | 5-1 9:00\n3 | 甲镇 | 5-2 9:00"
    breakdowns = {"days": {"measure": "all", "by": "accepted_at"}}
    rules = profile(measures={"all": {}}, breakdowns=breakdowns)
    counts = tally(dispatches(table), rules, MAY, by_value=True)
    assert {values: each["all"] for values, each in counts.values["days"].items()} == {("5月1日",): 2, ("5月2日",): 1}


def test_the_rows_of_a_list_of_orders_stand_by_order_and_unit() -> None:
    table = """
    order_id | unit | category_1 | accepted_at
    7        | 乙局 | 供水       | 5-1 8:00
    3        | 甲镇 | 噪声       | 5-1 8:00
    7        | 甲镇 | 供水       | 5-1 8:00
    """
    rules = profile(
        measures={"all": {}},
        order_lists={"late": {"measure": "all"}},
        tables={
            "t": {
                "rows": "orders.late",
                "columns": [{"head": "工单", "value": "order"}, {"head": "类", "value": "category_1"}],
            }
        },
    )
    rows = tally(dispatches(table), rules, MAY).rows["late"]
    assert [(row.order, row.unit, row.cells["category_1"]) for row in rows] == [
        ("3", "甲镇", "噪声"), ("7", "乙局", "供水"), ("7", "甲镇", "供水"),
    ]  # fmt: skip


def test_a_sum_over_nothing_is_nought_where_an_engine_says_null() -> None:
    from bulletin_gen.tally.queries import _counts

    assert _counts({"county": "某县", "a": None, "b": 3}, ("a", "b")) == {"a": 0, "b": 3}


@pytest.mark.parametrize("word", Condition.model_fields)
def test_every_word_of_a_condition_is_counted_by_and_explained(word: str) -> None:
    kind = str(Condition.model_fields[word].annotation)
    value = ["甲"] if "Scalar" in kind or "tuple" in kind else True if "bool" in kind else 1 if "int" in kind else "甲"
    condition = Condition.model_validate({word: value})
    assert len([*_column_conditions(pl.col("channel"), condition)]) == 1
    assert _condition_text(condition)


def test_a_sum_of_nothing_but_blanks_is_nought_on_every_engine() -> None:
    duckdb = pytest.importorskip("duckdb")
    frame = dispatches(
        """
        order_id | unit | group | category_1 | accepted_at | rework_count
        1        | 甲镇 | 镇    | 供水       | 5-1 8:00    |
        2        | 甲镇 | 镇    | 噪声       | 5-1 8:00    | 3
        """
    ).with_columns(pl.lit("县").alias("county"))
    rules = profile(
        measures={"again": {"time": "accepted_at", "sum": "rework_count"}},
        breakdowns={"kinds": {"measure": "again", "by": "category_1"}},
    )
    rows = duckdb.from_arrow(frame.to_arrow())
    counts = tally_counties(rows, rules, MAY, MAY.end, ["县"], {}, by_value=True)["县"]
    assert [(each.values, each.count) for each in counts.breakdowns["kinds"]] == [(("噪声",), 3)]
    assert {values: each["again"] for values, each in counts.values["kinds"].items()} == {("供水",): 0, ("噪声",): 3}
