"""What sentences ask of the desk beyond the book: values of a breakdown, and any comparison."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bulletin_gen.facts.asked.changes import AskedChange, ChangeKind, NoChange, asked_change
from bulletin_gen.facts.asked.values import ValueScopes
from bulletin_gen.facts.book import Book
from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.figure import Figure
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.tally import Counts, ValueCount

PROFILE = """
kind: 热线周报
county: 某县
document: {title: 表}
units: {groups: [局]}
styles: {kept: {zeros: keep}}
measures: {accepted: {}, closed: {}, weighted: {levels: {满意: 1, 基本满意: "0.8"}}, calls: {supplied: true}}
rates: {rate: {numerator: closed, denominator: accepted}}
score: {default: {terms: [{rate: rate, points: 100}], digits: 1, zeros: keep}}
breakdowns: {hot: {measure: accepted, by: category_1, about: category_2}}
"""


def _profile(more: str = "") -> Profile:
    return parse_profile(PROFILE + more)


def _asked(name: str, now: Any, before: str, kind: ChangeKind | None = None, more: str = "") -> AskedChange | NoChange:
    book = Book(_profile(more), parse_period("2024-05"))
    figure = Figure(f"total.{name}", "", now)
    bases = {"previous": Base({f"total.{name}": Fraction(before)}, "上期")}
    return asked_change(book, bases, figure, name, "previous", kind)


@pytest.mark.parametrize(
    ("name", "now", "before", "kind", "signed"),
    [
        ("accepted", 12, "10", "difference", "2"),
        ("weighted", Fraction("12.345"), "10.3", "difference", "2.05"),  # 2.045, rounded once
        ("weighted", Fraction("10.06"), "10.02", "difference", "0.04"),  # no score, which would be 10.1 and 10.0
        ("score", Decimal("90.5"), "90", "difference", "0.5"),
        ("score", Decimal(90), "91.04", "difference", "-1.0"),  # printed as 91.0
        ("rate", Fraction(668, 764), "0.95026", "points", "-7.6"),
        ("rate", Fraction(668, 764), "0.95026", "relative", "-7.99%"),  # of the exact rates: 87.43 / 95.03 is -8.00%
        ("accepted", 1, "3", None, "-66.67%"),
    ],
)
def test_a_change_is_of_what_is_printed_in_its_own_style(
    name: str, now: Any, before: str, kind: ChangeKind | None, signed: str
) -> None:
    found = _asked(name, now, before, kind)
    assert isinstance(found, AskedChange) and found.signed is not None
    assert found.signed.text == signed


@pytest.mark.parametrize(("kind", "signed"), [("points", "-8"), ("relative", "-7.99%")])
def test_points_are_printed_as_their_rate_is_and_relative_changes_as_rates_are(kind: ChangeKind, signed: str) -> None:
    own = PROFILE.replace("styles: {", "styles: {plain: {digits: 0}, ").replace(
        "accepted}}", "accepted, style: plain}}"
    )
    book, figure = Book(parse_profile(own), parse_period("2024-05")), Figure("total.rate", "", Fraction(668, 764))
    bases = {"previous": Base({"total.rate": Fraction("0.95026")}, "上期")}
    found = asked_change(book, bases, figure, "rate", "previous", kind)
    assert isinstance(found, AskedChange) and found.signed is not None
    assert found.signed.text == signed


def test_a_comparison_of_the_profile_may_ask_for_exact_rates() -> None:
    more = "comparisons: {c: {of: rate, change: points, from: exact}}\n"
    found = _asked("rate", Fraction(668, 764), "0.95026", "points", more)
    assert isinstance(found, AskedChange) and found.signed is not None
    assert found.signed.text == "-7.59"


def _values(counts: Counts, bases: dict[str, Base]) -> ValueScopes:
    return ValueScopes(Book(_profile(), parse_period("2024-05")), counts, bases)


def _counts(hot: tuple[ValueCount, ...], values: dict[tuple[str, ...], dict[str, int]] | None) -> Counts:
    known = {} if values is None else {"hot": values}
    return Counts({}, {}, {}, {"hot": hot}, {}, {}, {}, known)


def test_sub_values_of_earlier_periods_are_no_values() -> None:
    figures = ("values.hot.供水.accepted", "values.hot.供水.停水.accepted", "values.hot.供电.跳闸.accepted")
    bases = {"previous": Base(dict.fromkeys(figures, Fraction(1)), "上期")}
    assert _values(_counts((), {}), bases).before("hot") == ("供水", "供电.跳闸")


def test_a_value_that_no_order_has_this_time_counts_nought() -> None:
    bases = {"previous": Base({"values.hot.供水.accepted": Fraction(4)}, "上期")}
    found = _values(_counts((), {("噪声",): {"accepted": 2, "closed": 1}}), bases).scope("hot", "供水")
    assert found is not None
    assert {name: found[name].value for name in ("accepted", "closed", "weighted")} == dict.fromkeys(
        ("accepted", "closed", "weighted"), 0
    )
    assert "calls" not in found


def test_a_value_whose_measures_nobody_counted_has_its_own_count_alone() -> None:
    found = _values(_counts((ValueCount(("供水",), 3),), None), {}).scope("hot", "供水")
    assert found is not None and found["accepted"].value == 3
    assert "closed" not in found


def test_two_values_called_alike_add_up() -> None:
    profile = _profile().model_copy(
        update={"breakdowns": {"hot": _profile().breakdowns["hot"].model_copy(update={"blank": "供水"})}}
    )
    values = {("供水",): {"accepted": 2, "closed": 1}, ("",): {"accepted": 3, "closed": 2}}
    counts = _counts((ValueCount(("供水",), 2), ValueCount(("",), 3)), values)
    found = ValueScopes(Book(profile, parse_period("2024-05")), counts, {}).scope("hot", "供水")
    assert found is not None
    assert (found["accepted"].value, found["closed"].value) == (5, 3)


def test_sub_values_stand_largest_first() -> None:
    about = (("停水", 2), ("水质", 3), ("", 9))
    counts = _counts((ValueCount(("供水",), 14, about),), {("供水",): {"accepted": 14}})
    beneath = _values(counts, {}).beneath("hot", "供水")
    assert [(each.name.text, each["accepted"].value) for each in beneath] == [("水质", 3), ("停水", 2)]


def test_why_there_is_no_change_is_said() -> None:
    nothing_now = _asked("rate", None, "0.5")
    book, figure = Book(_profile(), parse_period("2024-05")), Figure("total.accepted", "7", 7)
    nothing_then = asked_change(book, {}, figure, "accepted", "previous", None)
    assert isinstance(nothing_now, NoChange) and isinstance(nothing_then, NoChange)
    assert (nothing_now.reason, nothing_then.reason) == ("本期没有数", "没有上一期的数")
    of_nought = _asked("accepted", 7, "0", "relative")
    assert isinstance(of_nought, NoChange) and "是0，算不出百分比" in of_nought.reason
