"""Every figure worked out and rounded once more, with the ``decimal`` module instead of whole numbers.

A figure says by values how it is printed (``style``) and how it follows from its numbers (``origin``). What it does not
say is not guessed: a number without a style is a whole number, and one with a denominator is a quotient only where it
says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from bulletin_gen.facts.figure import Figure, Origin
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.leaves.numbers import Exact, NumberStyle, Rounding, Zeros
from bulletin_gen.verify.fault import fault

_MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.DOWN: ROUND_DOWN, Rounding.HALF_EVEN: ROUND_HALF_EVEN}
#: Ties are finite decimals, far within these digits.
_PRECISE = Context(prec=60)
_SECONDS_A_DAY = 24 * 60 * 60
#: How a value follows from the quotient of its numbers.
_FROM_QUOTIENT: dict[Origin, Callable[[Fraction], Fraction]] = {
    Origin.QUOTIENT: lambda quotient: quotient,
    Origin.COMPLEMENT: lambda quotient: 1 - quotient,
    Origin.PER_DAY: lambda quotient: quotient / _SECONDS_A_DAY,
    Origin.COMPLEMENT_PER_DAY: lambda quotient: 1 - quotient / _SECONDS_A_DAY,
    Origin.PER_TEN_THOUSAND: lambda quotient: quotient * 10_000,
}


def figure_issues(figures: Iterable[Figure]) -> Iterator[Issue]:
    """A fault for every figure whose text is not its value, or whose value does not follow from its numbers."""
    for figure in figures:
        if not (prints_value(figure) and follows(figure)):
            yield fault(figure.id, found=figure.text, expected=str(figure.value))


def prints_value(figure: Figure) -> bool:
    """Whether the printed text is the value in the figure's style; somebody's word is printed as it was given."""
    if figure.value is None or figure.origin is Origin.GIVEN:
        return True
    if figure.style is None:
        return isinstance(figure.value, int) and figure.text == f"{figure.value:d}"
    return figure.text == _printed(figure.value, figure.style)


def _printed(value: Exact, style: NumberStyle) -> str:
    """The text of a value in a style."""
    numerator, denominator = value.as_integer_ratio()
    scaled = _PRECISE.divide(Decimal(numerator * (100 if style.percent else 1)), Decimal(denominator))
    rounded = scaled.quantize(Decimal(1).scaleb(-style.digits), _MODES[style.rounding], _PRECISE)
    text = f"{rounded or abs(rounded):f}"
    if style.zeros is Zeros.DROP and "." in text:
        text = text.rstrip("0").rstrip(".")
    sign = "+" if style.signed and rounded > 0 else ""
    return f"{sign}{text}{'%' if style.percent and not style.bare else ''}"


def follows(figure: Figure) -> bool:
    """Whether the value follows from numerator and denominator in the way that the figure says."""
    if figure.origin in (Origin.COUNTED, Origin.GIVEN):
        return figure.denominator is None
    if figure.numerator is None or figure.denominator is None:
        return False
    if not figure.denominator:
        return figure.value is None
    if figure.value is None:
        return False
    quotient = _quotient(figure.numerator, figure.denominator)
    value = Fraction(figure.value) if isinstance(figure.value, Decimal) else figure.value
    if figure.origin is Origin.FITTED:
        return figure.style is not None and abs(value - quotient) < _last_place(figure.style)
    return value == _FROM_QUOTIENT[figure.origin](quotient)


def _quotient(numerator: Exact, denominator: Exact) -> Fraction:
    if isinstance(numerator, int) and isinstance(denominator, int):
        return Fraction(numerator, denominator)  # in one step: nearly all are of whole numbers
    return Fraction(numerator) / Fraction(denominator)


def _last_place(style: NumberStyle) -> Fraction:
    """One unit of the last digit that is printed."""
    return Fraction(1, 10 ** (style.digits + (2 if style.percent else 0)))
