"""Scores of weighted rates from which points go for every order of a count that no column need print."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest

from bulletin_gen.learning.finding.scoring.deducted import UnitCount, found_deducted
from bulletin_gen.learning.finding.scoring.scores import RateColumn
from bulletin_gen.leaves.numbers import NumberStyle, Zeros, format_number

RATE = NumberStyle(2, percent=True)
SCORE = NumberStyle(2, zeros=Zeros.KEEP)
UNITS = 24


class Office:
    """Three rates of every unit and three counts, at random."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        orders = [draw.randint(20, 90) for _ in range(UNITS)]
        parts = [[Fraction(draw.randint(n * 7 // 10, n), n) for n in orders] for _ in range(3)]
        heads = ("办结率", "按时办结率", "满意率")
        self.rates = [RateColumn(head, tuple(part), RATE) for head, part in zip(heads, parts, strict=True)]
        self.counts = [
            UnitCount(name, tuple(draw.choice((0, 0, 1, 2, 3, 5)) for _ in range(UNITS)))
            for name in ("退回", "延期", "超期")
        ]
        self.draw = draw

    def scores(self, weights: Sequence[int], points: Sequence[Fraction]) -> list[str]:
        made = [
            sum((w * rate.exact[i] for w, rate in zip(weights, self.rates, strict=True)), Fraction())  # type: ignore[operator]
            + sum((p * count.counts[i] for p, count in zip(points, self.counts, strict=True)), Fraction())
            for i in range(UNITS)
        ]
        return [format_number(score, SCORE) for score in made]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("weights", "points"),
    [((40, 30, 30), ("-1/2", "0", "0")), ((43, 42, 15), ("0", "-2", "0")), ((50, 0, 50), ("0", "0", "-0.3")),
     ((40, 30, 30), ("-0.5", "0", "-1")), ((30, 30, 40), ("0", "0.2", "0"))],
)  # fmt: skip
def test_weights_and_points_are_found(seed: int, weights: tuple[int, ...], points: tuple[str, ...]) -> None:
    office = Office(seed)
    worth = [Fraction(each) for each in points]
    found = found_deducted("得分", office.scores(weights, worth), office.rates, office.counts)
    assert found is not None
    assert found.rule is not None
    assert {term.head: term.points for term in found.rule.terms} == {
        rate.head: weight for rate, weight in zip(office.rates, weights, strict=True) if weight
    }
    assert {item.head: item.points for item in found.rule.items} == {
        count.name: each for count, each in zip(office.counts, worth, strict=True) if each
    }


@pytest.mark.parametrize("seed", range(40))
def test_numbers_without_a_rule_have_none(seed: int) -> None:
    office = Office(seed)
    cells = [f"{office.draw.uniform(60, 100):.2f}" for _ in range(UNITS)]
    assert found_deducted("得分", cells, office.rates, office.counts) is None


@pytest.mark.parametrize("seed", range(10))
def test_one_wrong_score_is_not_explained_by_a_count(seed: int) -> None:
    office = Office(seed)
    cells = office.scores((40, 30, 30), (Fraction(-1, 2), Fraction(), Fraction()))
    wrong = office.draw.randrange(UNITS)
    cells[wrong] = f"{float(cells[wrong]) - 1.37:.2f}"
    assert found_deducted("得分", cells, office.rates, office.counts) is None


def test_few_units_prove_nothing() -> None:
    office = Office(1)
    cells = office.scores((40, 30, 30), (Fraction(-1, 2), Fraction(), Fraction()))[:9]
    rates = [RateColumn(rate.head, rate.exact[:9], rate.style) for rate in office.rates]
    counts = [UnitCount(each.name, each.counts[:9]) for each in office.counts]
    assert found_deducted("得分", cells, rates, counts) is None


@pytest.mark.parametrize(("empty", "points"), [("zero", 0), ("full", 30)])
def test_a_unit_without_a_base_keeps_its_deductions(empty: str, points: int) -> None:
    office = Office(3)
    cells = office.scores((40, 30, 30), (Fraction(-1, 2), Fraction(), Fraction()))
    unit, rate = next(i for i, n in enumerate(office.counts[0].counts) if n), office.rates[2]
    lost = office.rates[0].exact[unit], office.rates[1].exact[unit]
    score = 40 * (lost[0] or 0) + 30 * (lost[1] or 0) + points - Fraction(office.counts[0].counts[unit], 2)
    cells[unit] = format_number(score, SCORE)
    exact = tuple(None if i == unit else value for i, value in enumerate(rate.exact))
    rates = [*office.rates[:2], RateColumn(rate.head, exact, RATE)]
    found = found_deducted("得分", cells, rates, office.counts)
    assert found is not None
    assert found.rule is not None
    assert (found.rule.empty, found.gaps) == (empty, True)
    assert [(item.head, item.points) for item in found.rule.items] == [("退回", Fraction(-1, 2))]
