"""Exact numbers: rounded once, printed as the profile says, the same as Python's decimal module would."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gen.leaves.numbers import (
    NumberStyle,
    Rounding,
    Zeros,
    format_number,
    numeral,
    round_exact,
    round_fraction,
    shares_summing_to_whole,
)

RATE = NumberStyle(percent=True)
DECIMAL_NAMES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
}


@pytest.mark.parametrize(
    ("value", "digits", "half_up", "down", "half_even"),
    [
        ("2.344", 2, "2.34", "2.34", "2.34"),
        ("2.345", 2, "2.35", "2.34", "2.34"),
        ("2.355", 2, "2.36", "2.35", "2.36"),
        ("2.3451", 2, "2.35", "2.34", "2.35"),
        ("-2.345", 2, "-2.35", "-2.34", "-2.34"),
        ("0.5", 0, "1", "0", "0"),
        ("1.5", 0, "2", "1", "2"),
        ("-0.5", 0, "-1", "0", "0"),
        ("9.995", 2, "10.00", "9.99", "10.00"),
        ("0", 1, "0.0", "0.0", "0.0"),
    ],
)
def test_rounding(value: str, digits: int, half_up: str, down: str, half_even: str) -> None:
    exact = Fraction(value)
    rounded = [str(round_exact(exact, digits, way)) for way in Rounding]
    assert rounded == [half_up, down, half_even]


exact_decimals = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=9
) | st.decimals(min_value=-10, max_value=10, allow_nan=False, allow_infinity=False, places=3)


@given(exact_decimals, st.integers(0, 6), st.sampled_from(Rounding))
def test_rounding_is_what_the_decimal_module_makes_of_it(value: Decimal, digits: int, way: Rounding) -> None:
    expected = value.quantize(Decimal(1).scaleb(-digits), DECIMAL_NAMES[way], Context(prec=60))
    assert round_exact(value, digits, way) == expected


@given(st.fractions(), st.integers(0, 6), st.sampled_from(Rounding))
def test_a_rounded_value_is_near_and_stays_when_rounded_again(value: Fraction, digits: int, way: Rounding) -> None:
    rounded = Fraction(round_exact(value, digits, way))
    assert abs(rounded - value) * 10**digits <= (1 if way is Rounding.DOWN else Fraction(1, 2))
    assert Fraction(round_exact(rounded, digits, way)) == rounded
    assert Fraction(round_exact(-value, digits, way)) == -rounded


def test_digits_past_the_precision_of_decimal_arithmetic_are_kept() -> None:
    value = Fraction(10**40 + 1) + Fraction(1, 8)
    assert str(round_exact(value, 2)) == f"{10**40 + 1}.13"
    assert format_number(value, NumberStyle(2)) == f"{10**40 + 1}.13"


def test_a_float_is_refused() -> None:
    inexact: Any = 0.1
    with pytest.raises(TypeError, match="not exact"):
        round_exact(inexact, 2)


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        # percentages: two digits, half up, zeros dropped
        (Fraction(1, 3), RATE, "33.33%"),
        (Fraction(979, 1000), RATE, "97.9%"),
        (Fraction(8, 100), RATE, "8%"),
        (Fraction(1), RATE, "100%"),
        (Fraction(0), RATE, "0%"),
        (Fraction(19999, 20000), RATE, "100%"),
        # zeros kept
        (Fraction(979, 1000), NumberStyle(percent=True, zeros=Zeros.KEEP), "97.90%"),
        (Fraction(1), NumberStyle(percent=True, zeros=Zeros.KEEP), "100.00%"),
        # truncated: 1934/16198 = 11.9397%, 31/32 = 96.875%
        (Fraction(1934, 16198), NumberStyle(percent=True, rounding=Rounding.DOWN), "11.93%"),
        (Fraction(31, 32), NumberStyle(percent=True, rounding=Rounding.DOWN), "96.87%"),
        # whole percent
        (Fraction(1154, 1213), NumberStyle(0, percent=True), "95%"),
        # plain numbers
        (Decimal("98.2"), NumberStyle(1), "98.2"),
        (Decimal("98.0"), NumberStyle(1), "98"),
        (Decimal("98.0"), NumberStyle(1, zeros=Zeros.KEEP), "98.0"),
        (120, NumberStyle(2), "120"),
        (100, NumberStyle(0), "100"),
        (0, NumberStyle(0), "0"),
        # signs
        (Fraction(-759, 10000), RATE, "-7.59%"),
        (Fraction(1740, 10000), NumberStyle(2, zeros=Zeros.KEEP, percent=True, signed=True), "+17.40%"),
        (Fraction(-1, 2), NumberStyle(1, signed=True), "-0.5"),
        (Fraction(0), NumberStyle(1, signed=True), "0"),
        # what rounds to nothing has no sign
        (Fraction(-1, 1000), NumberStyle(1), "0"),
        (Fraction(-1, 1000), NumberStyle(1, zeros=Zeros.KEEP), "0.0"),
        (Fraction(1, 1000), NumberStyle(1, signed=True), "0"),
    ],
)
def test_printing(value: int | Fraction | Decimal, style: NumberStyle, text: str) -> None:
    assert format_number(value, style) == text


styles = st.builds(
    NumberStyle, st.integers(0, 4), st.sampled_from(Rounding), st.sampled_from(Zeros), st.booleans(), st.booleans()
)


@given(st.fractions(), styles)
def test_what_is_printed_is_the_rounded_value(value: Fraction, style: NumberStyle) -> None:
    text = format_number(value, style)
    number = Fraction(text.removesuffix("%")) / (100 if style.percent else 1)
    assert number == round_fraction(value, style)
    assert text.endswith("%") is style.percent
    if "." in text and style.zeros is Zeros.DROP:
        assert text.rstrip("%")[-1] not in "0."


@given(st.fractions(), styles)
def test_a_printed_value_prints_the_same_again(value: Fraction, style: NumberStyle) -> None:
    assert format_number(round_fraction(value, style), style) == format_number(value, style)


def test_shares_of_one_table_can_be_made_to_sum_to_a_hundred() -> None:
    shares = shares_summing_to_whole([1, 1, 1], 3, NumberStyle(1, percent=True))
    assert [format_number(share, NumberStyle(1, percent=True)) for share in shares] == ["33.4%", "33.3%", "33.3%"]


def test_the_largest_remainder_gets_the_missing_unit() -> None:
    # of 7: 14.28(57), 28.57(14), 57.14(28) — one hundredth is missing, the first remainder is the largest
    shares = shares_summing_to_whole([1, 2, 4], 7, RATE)
    assert [format_number(share, RATE) for share in shares] == ["14.29%", "28.57%", "57.14%"]


def test_shares_need_a_base() -> None:
    with pytest.raises(ValueError, match="positive total"):
        shares_summing_to_whole([0, 0], 0, RATE)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=30), st.integers(0, 3), st.integers(0, 3000))
def test_shares_sum_to_the_rounded_sum_and_stay_within_one_unit(counts: list[int], digits: int, rest: int) -> None:
    total = sum(counts) + rest
    if total == 0:
        return
    style = NumberStyle(digits, percent=True)
    shares = shares_summing_to_whole(counts, total, style)
    unit = Fraction(1, 100 * 10**digits)
    assert sum(shares) == round_fraction(Fraction(sum(counts), total), style)
    assert all(abs(share - Fraction(count, total)) < unit for share, count in zip(shares, counts, strict=True))
    assert all(round_fraction(share, style) == share for share in shares)


def test_nought_has_a_numeral() -> None:
    assert numeral(0) == "零"
