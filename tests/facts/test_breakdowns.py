"""Breakdowns: order, cut, the rest, listed values, shares and the share of their total."""

from __future__ import annotations

from typing import Any

from bulletin_gen.facts.book import Book
from bulletin_gen.facts.breakdowns import breakdown_facts
from bulletin_gen.facts.model import BreakdownFacts
from bulletin_gen.indicators import Scope
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.tally import ValueCount

#: 汝州 2022年7月: ten hot topics of 4,480 requests.
HOT = (505, 182, 152, 135, 124, 103, 88, 87, 69, 66)


def broken_down(rule: dict[str, Any], counts: dict[str, int], base: int) -> BreakdownFacts:
    profile = Profile.model_validate(
        {
            "kind": "k",
            "county": "c",
            "document": {"mark": "m", "title": "t"},
            "units": {"groups": ["镇"]},
            "styles": {"tenth": {"digits": 1, "zeros": "keep"}, "rate": {"digits": 1}},
            "measures": {"all": {"label": "登记量"}},
            "breakdowns": {"b": {"measure": "all", "by": "category_1", **rule}},
        }
    )
    counted = [ValueCount(tuple(name.split("/")), count) for name, count in counts.items()]
    total = Scope("total", {"all": base}, {})
    return breakdown_facts(Book(profile, parse_period("2022-07")), "b", profile.breakdowns["b"], counted, total)


def lines(facts: BreakdownFacts) -> list[str]:
    return [f"{item.name.text} {item.count.text} {item.share.text}" for item in facts]


def test_the_total_share_is_of_the_counts_or_the_sum_of_the_printed_shares() -> None:
    counts = {f"t{i}": count for i, count in enumerate(HOT)}
    of_counts = broken_down({}, counts, 4480)
    summed = broken_down({"total_share": "sum_of_shares"}, counts, 4480)
    assert (of_counts.total.text, of_counts.total_share.text, summed.total_share.text) == ("1511", "33.7%", "33.8%")
    assert of_counts.base.text == "4480"
    assert of_counts.base_label == "登记量"


def test_the_total_may_print_in_a_style_of_its_own() -> None:
    facts = broken_down({"style": "tenth", "total_style": "rate"}, {"a": 7, "b": 3}, 10)
    assert lines(facts) == ["a 7 70.0%", "b 3 30.0%"]
    assert (facts.total_share.text, facts.table_total_share.text) == ("100%", "100%")


def test_only_the_first_are_kept_and_the_rest_is_joined_where_it_has_a_name() -> None:
    counts = {"a": 5, "b": 3, "c": 2}
    assert lines(broken_down({"top": 2}, counts, 10)) == ["a 5 50%", "b 3 30%"]
    assert lines(broken_down({"top": 2, "rest": "其他"}, counts, 10)) == ["a 5 50%", "b 3 30%", "其他 2 20%"]
    assert lines(broken_down({"top": 3, "rest": "其他"}, counts, 10)) == ["a 5 50%", "b 3 30%", "c 2 20%"]


def test_only_what_was_cut_off_is_a_rest() -> None:
    counts = {"a": 5, "b": 3, "c": 2}
    rest = broken_down({"top": 2, "rest": "其他"}, counts, 10).rest
    assert rest is not None and rest.name.text == "其他"
    for rule in ({"top": 2}, {"top": 3, "rest": "其他"}, {}):
        assert broken_down(rule, counts, 10).rest is None


def test_listed_values_keep_their_order_and_appear_with_zero() -> None:
    facts = broken_down({"order": "listed", "listed": ["c", "x", "a"]}, {"a": 5, "b": 3, "c": 2}, 10)
    assert lines(facts) == ["c 2 20%", "x 0 0%", "a 5 50%", "b 3 30%"]


def test_blank_values_have_a_name_or_are_left_out() -> None:
    counts = {"a": 3, "": 1}
    assert lines(broken_down({}, counts, 4)) == ["a 3 75%"]
    assert lines(broken_down({"blank": "未分类"}, counts, 4)) == ["a 3 75%", "未分类 1 25%"]


def test_two_columns_are_joined_and_an_absent_second_one_leaves_no_joint() -> None:
    assert lines(broken_down({"by": ["category_1", "category_2"]}, {"城管/市容": 3, "城管/": 1}, 4)) == [
        "城管—市容 3 75%",
        "城管 1 25%",
    ]


def test_shares_can_be_made_to_sum_to_a_hundred() -> None:
    counts = {"a": 1, "b": 1, "c": 1}
    assert lines(broken_down({}, counts, 3)) == ["a 1 33.3%", "b 1 33.3%", "c 1 33.3%"]
    assert lines(broken_down({"largest_remainder": True}, counts, 3)) == ["a 1 33.4%", "b 1 33.3%", "c 1 33.3%"]


def test_tables_may_print_shares_in_another_style() -> None:
    (item,) = broken_down({"style": "rate", "table_style": "tenth"}, {"a": 1}, 2).items
    assert (item.share.text, item.table_share.text) == ("50%", "50.0%")


def test_an_empty_base_prints_a_dash() -> None:
    assert broken_down({}, {}, 0).total_share.text == "—"


def test_blank_values_join_those_that_are_called_the_same() -> None:
    counts = {"a": 3, "其他": 2, "": 2}
    assert lines(broken_down({"blank": "其他"}, counts, 7)) == ["其他 4 57.1%", "a 3 42.9%"]
    listed = broken_down({"blank": "其他", "order": "listed", "listed": ["a", "其他"]}, counts, 7)
    assert lines(listed) == ["a 3 42.9%", "其他 4 57.1%"]
    assert listed.total.text == "7"


def test_the_rest_takes_in_the_value_that_is_called_like_it() -> None:
    counts = {"a": 5, "其他": 4, "b": 3, "c": 2}
    assert lines(broken_down({"top": 2, "rest": "其他"}, counts, 14)) == ["a 5 35.7%", "b 3 21.4%", "其他 6 42.9%"]


def test_summed_shares_are_those_that_are_printed() -> None:
    thirds = {"a": 1, "b": 1, "c": 1}
    assert broken_down({"total_share": "sum_of_shares"}, thirds, 3).total_share.text == "99.9%"
    fitted = broken_down({"total_share": "sum_of_shares", "largest_remainder": True}, thirds, 3)
    assert fitted.total_share.text == "100%"


def test_without_a_base_shares_cannot_be_made_to_sum_to_a_hundred() -> None:
    assert [line.split()[-1] for line in lines(broken_down({"largest_remainder": True}, {"a": 0}, 0))] == ["—"]


def test_whether_it_is_ordered_by_count_is_said() -> None:
    assert broken_down({}, {"a": 1}, 1).by_count
    assert not broken_down({"order": "listed", "listed": ["b", "a"]}, {"a": 1}, 1).by_count


def test_what_a_joined_value_is_about_adds_up() -> None:
    """Two values that are called alike: 市容 is 3 of the one and 2 of the other, 噪声 4 of the one; of nine nothing is
    said."""
    profile = Profile.model_validate(
        {
            "kind": "k", "county": "c", "document": {"mark": "m", "title": "t"}, "units": {"groups": ["镇"]},
            "measures": {"all": {}},
            "breakdowns": {
                "b": {"measure": "all", "by": "category_1", "blank": "城管", "about": "category_2", "about_top": 2}
            },
        }
    )  # fmt: skip
    counted = [
        ValueCount(("城管",), 16, (("", 9), ("噪声", 4), ("市容", 3))),
        ValueCount(("",), 3, (("市容", 2), ("供水", 1))),
    ]
    book, total = Book(profile, parse_period("2022-07")), Scope("total", {"all": 19}, {})
    (item,) = breakdown_facts(book, "b", profile.breakdowns["b"], counted, total)
    assert [each.text for each in item.about] == ["市容", "噪声"]
