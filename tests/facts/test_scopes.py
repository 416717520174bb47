"""Groups and their members, and what is said of recorded decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.facts.asked.values import ValueScopes
from bulletin_gen.facts.book import Book
from bulletin_gen.facts.changes import Base
from bulletin_gen.leaves.issues import Place
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.tally import Counts
from compose.factory import Case

PROFILE = """
kind: 热线周报
county: 某县
document: {title: 表}
units: {groups: [局, 镇]}
measures: {accepted: {time: accepted_at}}
"""
CASE = Case(PROFILE, "单位 | 分组 | accepted\n甲局 | 局 | 1\n乙镇 | 镇 | 2\n丙镇 | 镇 | 3")


def _decided(kind: AdjustmentKind, unit: str = "", order: str = "", points: str | None = None) -> Adjustment:
    return Adjustment(
        kind=kind,
        order_id=order,
        unit=unit,
        points=None if points is None else Decimal(points),
        reason="理由",
        decided_by="某人",
        decided_on=date(2024, 6, 1),
        place=Place("adjustments.xlsx", row=2),
    )


def test_a_group_has_its_own_units_and_their_number() -> None:
    groups = {group.scope.key: group for group in CASE.facts().groups}
    assert {name: [unit.key for unit in group.units] for name, group in groups.items()} == {
        "局": ["甲局"],
        "镇": ["乙镇", "丙镇"],
    }
    assert {name: group.unit_count.value for name, group in groups.items()} == {"局": 1, "镇": 2}


def test_a_decision_says_what_was_recorded_and_nothing_else() -> None:
    decided = (
        _decided(AdjustmentKind.BONUS, unit="乙镇", points="0"),
        _decided(AdjustmentKind.EXCLUDED, order="A17"),
    )
    bonus, excluded = CASE.but(adjustments=decided).facts().decisions
    assert bonus.unit is not None and bonus.unit.key == "乙镇"
    assert bonus.points is not None and (bonus.points.text, bonus.order) == ("0", None)
    assert excluded.order is not None and excluded.order.text == "A17"
    assert (excluded.unit, excluded.points) == (None, None)


def test_only_values_of_the_breakdown_in_its_own_measure_are_names_from_before() -> None:
    profile = parse_profile(PROFILE + "breakdowns: {hot: {measure: accepted, by: category_1}}\n")
    figures = ("total.accepted", "values.hot.供水.accepted", "values.hot.噪声.closed", "values.kinds.咨询.accepted")
    bases = {"previous": Base(dict.fromkeys(figures, Fraction(1)), "上期")}
    counts = Counts({}, {}, {}, {}, {}, {}, {})
    assert ValueScopes(Book(profile, parse_period("2024-05")), counts, bases).before("hot") == ("供水",)
