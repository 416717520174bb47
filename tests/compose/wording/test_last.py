"""Who is among the last: nobody who has as much as the best, and nobody at all where all have the same."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from bulletin_gen.compose.wording.picking import _behind


class _Scope(SimpleNamespace):
    def __contains__(self, key: str) -> bool:
        return key in self.prose


def _left(name: str, values: list[Any], denominator: int | None) -> int:
    figures = [SimpleNamespace(value=each, denominator=denominator) for each in values]
    members: Any = [SimpleNamespace(own=name, count=each, scope=_Scope(prose={name: each})) for each in figures]
    return len(_behind(members, name))


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ([1, 1, 1, Fraction(9, 10)], 1),
        ([1, 1, 1], 0),
        ([Fraction(1, 2), Fraction(1, 2)], 0),
        ([Fraction(1, 2), Fraction(1, 3), 1], 2),
        ([Fraction(1, 2)], 1),
        ([1], 0),
    ],
)
def test_who_has_as_much_as_the_best_is_not_among_the_last(values: list[Any], left: int) -> None:
    assert _left("满意率", [Fraction(each) for each in values], denominator=2) == left


@pytest.mark.parametrize(("values", "left"), [([0, 0, 0], 0), ([0, 0, 3], 3), ([0], 0)])
def test_where_nobody_has_any_of_a_count_nobody_has_the_fewest(values: list[int], left: int) -> None:
    assert _left("超期", values, denominator=None) == left
