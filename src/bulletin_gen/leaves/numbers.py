"""Exact numbers and the one place where they are rounded and printed.

Values are ``int``, ``Fraction`` or ``Decimal``; no float enters or leaves. A ``NumberStyle`` is the profile's
decision how a number is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late

Exact = int | Fraction | Decimal

#: A count is an ``int``; one with weighted levels (满意 1, 基本满意 0.8) may be a ``Fraction``.
Count = int | Fraction

_GROUPED = late(r"[-+]?[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])")
_NUMERALS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def ungrouped(text: str) -> str:
    """A written number without the commas between its thousands: 1,430 is 1430. Commas in any other place stay, so that
    14,30 is no number."""
    found = _GROUPED.match(text.strip())
    return re.sub("[,，]", "", found[0]) + text.strip()[found.end() :] if found else text


class Rounding(StrEnum):
    """How a value between two printable ones is decided."""

    HALF_UP = "half_up"
    DOWN = "down"
    HALF_EVEN = "half_even"

    @property
    def word(self) -> str:
        """How people call it."""
        return _ROUNDING_WORDS[self]


_ROUNDING_WORDS = {Rounding.HALF_UP: "四舍五入", Rounding.DOWN: "舍去尾数", Rounding.HALF_EVEN: "四舍六入五成双"}


class Zeros(StrEnum):
    """Whether trailing zeros after the decimal point are printed (97.90%) or dropped (97.9%)."""

    KEEP = "keep"
    DROP = "drop"


class NumberStyle(Struct, frozen=True):
    """How a value is printed.

    ``percent``: the value is a fraction (1/2) and prints as a percentage (50%). ``digits`` counts decimals of what
    is printed (of the percentage, where it is one). ``signed``: a plus sign is printed too. ``bare``: the percentage
    stands without its sign (50), under a head that says so: 办结率（%）.
    """

    digits: int = 2
    rounding: Rounding = Rounding.HALF_UP
    zeros: Zeros = Zeros.DROP
    percent: bool = False
    signed: bool = False
    bare: bool = False


def round_exact(value: Exact, digits: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """``value`` rounded to ``digits`` decimals. Half-up is away from zero, ``DOWN`` towards zero."""
    # As text: arithmetic would round to the context's precision.
    return Decimal(f"{_rounded(value, digits, rounding)}E{-digits}")


def _rounded(value: Exact, digits: int, rounding: Rounding) -> int:
    """``value`` times ``10**digits`` as a whole number. Plain integers: a bulletin rounds some thousand times."""
    if isinstance(value, float):
        raise TypeError(f"a float is not exact: {value!r}")
    numerator, denominator = value.as_integer_ratio()
    whole: int
    rest: int
    whole, rest = divmod(abs(numerator) * 10**digits, denominator)
    twice = 2 * rest
    if rounding is not Rounding.DOWN and twice >= denominator:
        tie_to_even = rounding is Rounding.HALF_EVEN and twice == denominator and whole % 2 == 0
        whole += 0 if tie_to_even else 1
    return -whole if numerator < 0 else whole


def _places(style: NumberStyle) -> int:
    """Decimals of the value itself: two more than are printed of a percentage."""
    return style.digits + 2 if style.percent else style.digits


def round_fraction(value: Exact, style: NumberStyle) -> Fraction:
    """``value`` as it is after printing by ``style`` — a rate stays a fraction (0.9757 for 97.57%)."""
    places = _places(style)
    return Fraction(_rounded(value, places, style.rounding), 10**places)


def format_number(value: Exact, style: NumberStyle) -> str:
    """The printed text of ``value`` (``Fraction(1, 3)`` → ``33.33%`` for a percent style of two digits)."""
    rounded = _rounded(value, _places(style), style.rounding)
    figures = f"{abs(rounded):0{style.digits + 1}d}"
    text = f"{figures[: -style.digits]}.{figures[-style.digits :]}" if style.digits else figures
    if style.zeros is Zeros.DROP and style.digits:
        text = text.rstrip("0").rstrip(".")
    sign = "-" if rounded < 0 else "+" if style.signed and rounded > 0 else ""
    return f"{sign}{text}{'%' if style.percent and not style.bare else ''}"


def shares_summing_to_whole(counts: Sequence[int], total: int, style: NumberStyle) -> list[Fraction]:
    """Shares ``count/total`` rounded by ``style`` so that they sum to the rounded sum (largest remainder).

    Returns fractions that print without further rounding. Ties of remainders go to the earlier item.
    """
    if total <= 0:
        raise ValueError(f"a share needs a positive total, got {total}")
    unit = Fraction(1, (100 if style.percent else 1) * 10**style.digits)
    exact = [Fraction(count, total) for count in counts]
    floors = [share // unit for share in exact]
    target = int(round_exact(Fraction(sum(counts), total) / unit, 0, style.rounding))
    order = sorted(range(len(exact)), key=lambda i: (-(exact[i] / unit - floors[i]), i))
    for i in order[: target - sum(floors)]:
        floors[i] += 1
    return [floor * unit for floor in floors]


def numeral(number: int) -> str:
    """A whole number from 0 to 9999 in Chinese numerals: 10 → 十, 12 → 十二, 105 → 一百零五."""
    if not 0 <= number <= 9999:
        raise ValueError(f"no Chinese numeral for {number}: only 0 to 9999")
    if number == 0:
        return _NUMERALS[0]
    words = ""
    for place, digit in reversed(list(enumerate(map(int, reversed(str(number)))))):
        words += _NUMERALS[digit] + _PLACES[place] if digit else _NUMERALS[0]
    while _NUMERALS[0] * 2 in words:
        words = words.replace(_NUMERALS[0] * 2, _NUMERALS[0])
    words = words.rstrip(_NUMERALS[0])
    return words.removeprefix("一") if words.startswith("一十") else words
