"""Comparisons with other periods: every outcome has its name, and nothing is said without a base."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bulletin_gen.facts.book import Book
from bulletin_gen.facts.changes import Base, change_facts
from bulletin_gen.facts.model import ChangeFacts
from bulletin_gen.indicators import Indicators, Ratio, Scope
from bulletin_gen.issues import Issue
from bulletin_gen.periods import parse_period
from bulletin_gen.profile import Profile

PROFILE: dict[str, Any] = {
    "kind": "k",
    "county": "c",
    "document": {"mark": "m", "title": "t"},
    "units": {"groups": ["镇"]},
    "styles": {"kept": {"zeros": "keep"}},
    "measures": {"accepted": {"label": "受理"}, "satisfied": {}, "asked": {}},
    "rates": {"satisfaction_rate": {"label": "满意率", "numerator": "satisfied", "denominator": "asked"}},
}


def change(rule: dict[str, Any], *, base: str | None, accepted: int = 0) -> tuple[ChangeFacts, tuple[Issue, ...]]:
    profile = Profile.model_validate(PROFILE | {"comparisons": {"c": rule}})
    scope = Scope("total", {"accepted": accepted}, {"satisfaction_rate": Ratio(668, 764)})
    indicators = Indicators((), {"镇": scope}, scope)
    key = f"{'groups.镇' if rule.get('scope') else 'total'}.{rule['of']}"
    bases = {rule.get("against", "previous"): Base({key: Fraction(base)}, "上期")} if base is not None else {}
    return change_facts(Book(profile, parse_period("2021-W43")), "c", profile.comparisons["c"], indicators, bases)


@pytest.mark.parametrize(
    ("accepted", "base", "direction", "amount", "signed"),
    [
        (1909, "1626", "up", "17.40%", "+17.40%"),  # 莒南 2021年第43周
        (800, "1000", "down", "20.00%", "-20.00%"),
        (1000, "1000", "same", "0.00%", "0.00%"),
        (100001, "100000", "same", "0.00%", "0.00%"),  # equal once rounded: nobody prints a rise of 0.00%
        (3, "1", "up", "200.00%", "+200.00%"),
    ],
)
def test_a_relative_change(accepted: int, base: str, direction: str, amount: str, signed: str) -> None:
    found, issues = change({"of": "accepted", "style": "kept"}, base=base, accepted=accepted)
    assert found.amount is not None
    assert found.signed is not None
    assert (found.direction, found.amount.text, found.signed.text) == (direction, amount, signed)
    assert not issues


@pytest.mark.parametrize(
    ("base", "origin", "direction", "signed"),
    [
        ("0.9502", "rounded", "down", "-7.59"),  # 87.43 - 95.02, what a reader works out from the printed rates
        ("0.9502", "exact", "down", "-7.59"),
        ("0.5928", "rounded", "up", "+28.15"),
        ("0.87432", "rounded", "same", "0"),
        ("0.874296", "rounded", "same", "0"),
    ],
)
def test_a_change_of_a_rate_is_in_percentage_points(base: str, origin: str, direction: str, signed: str) -> None:
    rule = {"of": "satisfaction_rate", "against": "year_ago", "change": "points", "from": origin}
    found, _ = change(rule, base=base)
    assert found.signed is not None
    assert (found.direction, found.signed.text) == (direction, signed)


def test_a_change_of_a_count() -> None:
    found, _ = change({"of": "accepted", "change": "count", "scope": "镇"}, base="12", accepted=10)
    assert found.amount is not None
    assert (found.direction, found.amount.text) == ("down", "2")


def test_without_a_base_nothing_is_said_and_an_issue_says_where_it_belongs() -> None:
    found, (issue,) = change({"of": "accepted"}, base=None, accepted=10)
    assert (found.direction, found.amount) == ("missing", None)
    assert "facts/2021-W42.json" in str(issue)
    assert "supplied.yaml" in str(issue)


def test_a_zero_base_has_no_percentage() -> None:
    found, (issue,) = change({"of": "accepted"}, base="0", accepted=10)
    assert found.direction == "missing"
    assert "基数为零" in str(issue)
