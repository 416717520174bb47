"""Verification takes nothing on trust: a figure whose text, value, style or origin does not fit is a fault."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bulletin_gen.facts.figure import Figure, Origin
from bulletin_gen.leaves.numbers import NumberStyle, Rounding, Zeros, format_number
from bulletin_gen.verify.recompute import figure_issues

RATE, WHOLE = NumberStyle(2, percent=True), NumberStyle(0, percent=True)
QUARTER = Figure("a", "25%", Fraction(1, 4), 1, 4, "", style=RATE, origin=Origin.QUOTIENT)
WRONG = {
    "another text": replace(QUARTER, text="99%"),
    "another text, its rounding worded otherwise": replace(QUARTER, text="99%", rounding="由平台给出"),
    "no style": replace(QUARTER, style=None),
    "another style": replace(QUARTER, style=NumberStyle(2, zeros=Zeros.KEEP, percent=True)),
    "a sign that is not there": replace(QUARTER, style=NumberStyle(2, percent=True, signed=True)),
    "a quotient said to be a complement": replace(QUARTER, origin=Origin.COMPLEMENT),
    "a quotient said to be per day": replace(QUARTER, origin=Origin.PER_DAY),
    "a quotient said to be for each 10,000": replace(QUARTER, origin=Origin.PER_TEN_THOUSAND),
    "a quotient said to be counted": replace(QUARTER, origin=Origin.COUNTED),
    "a complement said to be a quotient": replace(QUARTER, text="75%", value=Fraction(3, 4)),
    "days said to be the rest of days": Figure(
        "a", "1.5", Fraction(3, 2), 3 * 86400, 2, style=NumberStyle(1), origin=Origin.COMPLEMENT_PER_DAY
    ),
    "no denominator": replace(QUARTER, denominator=None),
    "no numerator": replace(QUARTER, numerator=None),
    "a value over nothing": replace(QUARTER, denominator=0),
    "nothing over something": replace(QUARTER, value=None, text="—"),
    "fitted by a whole digit": Figure("a", "26%", Fraction(26, 100), 1, 4, style=WHOLE, origin=Origin.FITTED),
    "fitted by a whole digit that is no percentage": Figure(
        "a", "2.6", Fraction(26, 10), 5, 2, style=NumberStyle(1), origin=Origin.FITTED
    ),
    "a count printed otherwise": Figure("a", "12", 13),
    "a fraction without a style": Figure("a", "0.5", Fraction(1, 2)),
}  # fmt: skip
RIGHT = {
    "a quotient": QUARTER,
    "a complement": Figure("a", "75%", Fraction(3, 4), 1, 4, style=RATE, origin=Origin.COMPLEMENT),
    "days": Figure("a", "1.5", Fraction(3, 2), 3 * 86400, 2, style=NumberStyle(1), origin=Origin.PER_DAY),
    "for each 10,000": Figure(
        "a", "5.25", Fraction(21, 4), 42, 80000, style=NumberStyle(2), origin=Origin.PER_TEN_THOUSAND
    ),
    "the rest of days": Figure(
        "a", "-0.5", Fraction(-1, 2), 3 * 86400, 2, style=NumberStyle(1), origin=Origin.COMPLEMENT_PER_DAY
    ),
    "nothing over nothing": Figure("a", "—", None, 0, 0, style=RATE, origin=Origin.QUOTIENT),
    "fitted within a digit": Figure(
        "a", "34%", Fraction(34, 100), 1, 3, style=NumberStyle(0, percent=True), origin=Origin.FITTED
    ),
    "fitted within a digit that is no percentage": Figure(
        "a", "3.4", Fraction(34, 10), 10, 3, style=NumberStyle(1), origin=Origin.FITTED
    ),
    "a count": Figure("a", "13", 13),
    "a name": Figure("a", "公安局"),
    "somebody's word": Figure("a", "1.2万", 12000, origin=Origin.GIVEN),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_a_fault(name: str) -> None:
    assert [issue.code for issue in figure_issues([WRONG[name]])] == ["verify.mismatch"]


@pytest.mark.parametrize("name", RIGHT)
def test_what_fits_is_none(name: str) -> None:
    assert list(figure_issues([RIGHT[name]])) == []


STYLES = st.builds(
    NumberStyle, st.integers(0, 4), st.sampled_from(Rounding), st.sampled_from(Zeros), st.booleans(), st.booleans()
)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), STYLES)
def test_two_arithmetics_print_the_same(numerator: int, denominator: int, style: NumberStyle) -> None:
    value = Fraction(numerator, denominator)
    figure = Figure(
        "a", format_number(value, style), value, numerator, denominator, style=style, origin=Origin.QUOTIENT
    )
    assert list(figure_issues([figure])) == []
    digit = next(sign for sign in reversed(figure.text) if sign.isdigit())
    other = figure.text[::-1].replace(digit, str((int(digit) + 1) % 10), 1)[::-1]
    assert len(list(figure_issues([replace(figure, text=other)]))) == 1
