"""What printed numbers can stand for. All exact; a shown number is its value and its decimals."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from msgspec import Struct

#: Above so many counts every printed percentage of two decimals is possible.
_MANY = 10_001


#: The distance between two numbers of so many decimals that follow each other.
_STEPS = tuple(Fraction(1, 10**digits) for digits in range(8))


class Shown(Struct, frozen=True):
    """A number as printed: ``29.40`` is the value 29.4 with two ``digits``."""

    value: Fraction
    digits: int

    @property
    def units(self) -> int:
        """The number without its sign in units of the last decimal."""
        return int(abs(self.value.numerator) * 10**self.digits // self.value.denominator)

    @property
    def step(self) -> Fraction:
        """The distance to the next number that could have been printed."""
        return _STEPS[self.digits] if self.digits < len(_STEPS) else Fraction(1, 10**self.digits)


def light(value: Fraction) -> Fraction | int:
    """The same number, as an ``int`` where it is whole: that adds up ten times as fast, and is found where the other
    is in a dictionary."""
    return value.numerator if value.denominator == 1 else value


def fit(exact: Fraction, shown: Shown) -> str | None:
    """How ``exact`` gives what is shown: ``both``, ``rounded`` (halves either way), ``cut``; ``None`` if not."""
    return _fit(abs(exact.numerator), exact.denominator, shown)


def percent_fit(part: Fraction, whole: Fraction, shown: Shown) -> str | None:
    """How part ÷ whole, in percent, gives what is shown (see ``fit``)."""
    if not whole:
        return None
    return _fit(abs(100 * part.numerator * whole.denominator), abs(part.denominator * whole.numerator), shown)


def between_fit(part: tuple[Fraction, Fraction], whole: tuple[Fraction, Fraction], shown: Shown) -> str | None:
    """``percent_fit`` of numbers that may be so much more or less than printed (value, slack)."""
    if not part[1] and not whole[1]:
        return percent_fit(part[0], whole[0], shown)
    if whole[0] <= whole[1]:
        return None
    low = 100 * max(part[0] - part[1], Fraction(0)) / (whole[0] + whole[1])
    high = 100 * (part[0] + part[1]) / (whole[0] - whole[1])
    half = shown.step / 2
    if low <= shown.value + half and shown.value - half <= high:
        return "both"
    return "cut" if low < shown.value + shown.step and shown.value <= high else None


def _fit(numerator: int, denominator: int, shown: Shown) -> str | None:
    """In whole numbers: a bulletin of a hundred pages asks some million times."""
    scaled = numerator * 10**shown.digits
    target = shown.units * denominator
    rounded = 2 * abs(scaled - target) <= denominator
    cut = target <= scaled < target + denominator
    if rounded and cut:
        return "both"
    return "rounded" if rounded else "cut" if cut else None


def bases(part: Fraction, shown: Shown) -> tuple[Fraction, Fraction] | None:
    """The smallest and the greatest whole of which ``part`` is the shown percentage; ``None`` where unbounded."""
    low, high = shown.value - shown.step / 2, shown.value + shown.step / 2
    if low <= 0 or part <= 0:
        return None
    return 100 * part / high, 100 * part / low


def whole_bases(now: Fraction, growth: Shown, step: Fraction = Fraction(1), *, cut: bool = False) -> list[Fraction]:
    """The earlier counts, whole multiples of ``step``, from which ``now`` is the shown growth (negative: a fall)."""
    half = growth.step / 2
    low, high = growth.value - half, growth.value + half
    if cut:
        low, high = (growth.value, growth.value + growth.step)
        if growth.value < 0:
            low, high = growth.value - growth.step, growth.value
    if low <= -100:
        return []
    first, last = 100 * now / (100 + high), 100 * now / (100 + low)
    return list(_multiples(first, last, step))


def _multiples(first: Fraction, last: Fraction, step: Fraction) -> Iterator[Fraction]:
    count = ceil(first / step)
    for number in range(count, min(floor(last / step), count + 500) + 1):
        if number > 0:
            yield number * step


@lru_cache(maxsize=4096)
def possible(shown: Shown, most: int) -> tuple[int, int] | None:
    """Two counts k ≤ m ≤ ``most`` whose rate is shown, the smallest; ``None`` if there are none (the GRIM test)."""
    for whole in range(1, min(most, _MANY) + 1):
        part = floor(shown.value * whole / 100)
        for each in (part, part + 1):
            if each <= whole and percent_fit(Fraction(each), Fraction(whole), shown):
                return each, whole
    return None


def one_digit_apart(one: Fraction, other: Fraction) -> bool:
    """Whether two whole numbers differ in one digit only, have two digits changed over, or one digit more."""
    first, second = str(one), str(other)
    if len(first) == len(second):
        differing = [i for i in range(len(first)) if first[i] != second[i]]
        if len(differing) == 2:
            i, j = differing
            return first[i] == second[j] and first[j] == second[i]
        return len(differing) == 1
    longer, shorter = sorted((first, second), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
