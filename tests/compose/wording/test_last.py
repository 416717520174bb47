"""Who is among the last: nobody who has as much as the best."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from bulletin_gen.compose.wording.picking import _behind


@pytest.mark.parametrize(
    ("values", "left"), [([1, 1, 1, Fraction(9, 10)], 1), ([1, 1, 1], 3), ([Fraction(1, 2), Fraction(1, 3), 1], 2)]
)
def test_who_has_as_much_as_the_best_is_not_among_the_last(values: list[Any], left: int) -> None:
    members: Any = [
        SimpleNamespace(scope=None, own="满意率", count=SimpleNamespace(value=Fraction(each))) for each in values
    ]
    assert len(_behind(members, "满意率")) == left
