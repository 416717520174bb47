"""A figure: one thing that can be printed, with how it came about."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.numbers import NumberStyle

#: Control characters around a figure in the text that templates produce. Clean text never contains them, so the
#: reader of that text (``compose``) can tell which characters print which figure, however a template joined them.
OPEN, MIDDLE, CLOSE = "\x02", "\x1f", "\x03"


class Origin(StrEnum):
    """How a figure's value follows from its numbers; verification takes no other way."""

    COUNTED = "counted"  # a number by itself
    QUOTIENT = "quotient"  # numerator ÷ denominator
    COMPLEMENT = "complement"  # 1 − numerator ÷ denominator
    PER_DAY = "per_day"  # numerator (seconds) ÷ denominator, in days
    COMPLEMENT_PER_DAY = "complement_per_day"  # 1 − that
    PER_TEN_THOUSAND = "per_ten_thousand"  # numerator for each 10,000 of the denominator
    FITTED = "fitted"  # a share moved by less than its last digit, so that all sum to the whole
    GIVEN = "given"  # text and value are somebody's word


class Figure(Struct, frozen=True):
    """What is printed, the exact value, and where both come from.

    ``id`` is stable from period to period (``total.accepted``, ``units.某局.completion_rate``; ``@table`` behind it
    where a table prints the same value in another style). ``value`` is None for names, dates and empty rates.
    ``rounding`` says the style in words for people, ``style`` is the style itself (None: a whole number printed as it
    is) and ``origin`` how the value follows: what ``verify`` works with. ``rule`` is the rule in Chinese
    (办结率＝办理数÷应办理数), ``source`` says what it was counted or taken from. ``parts`` are the ids of the figures
    that it was worked out from, where it is not counted from orders by itself: those added up, part and whole of a
    share, what is compared with a base.

    ``str()`` of a figure is its text *with its id around it*, so that no template can lose the link between a
    printed number and its origin; ``text`` is what is printed.
    """

    id: str
    text: str
    value: int | Fraction | Decimal | None = None
    numerator: int | Fraction | None = None
    denominator: int | Fraction | None = None
    rounding: str = ""
    rule: str = ""
    source: str = ""
    style: NumberStyle | None = None
    origin: Origin = Origin.COUNTED
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{OPEN}{self.id}{MIDDLE}{self.text}{CLOSE}"

    def __bool__(self) -> bool:
        # In a template ``if figure`` asks whether there is anything to speak of: zero and empty text are false.
        return bool(self.value) if self.value is not None else bool(self.text)
