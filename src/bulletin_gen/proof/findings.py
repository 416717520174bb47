"""What checking a bulletin brings: objections and proven statements."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

#: A quote is the words themselves, never a whole paragraph.
LONGEST_QUOTE = 40


class Gravity(StrEnum):
    """错: two printed numbers contradict each other, or a form that the standard rules out. 疑: a rule is inferred."""

    WRONG = "错"
    DOUBTFUL = "疑"


class Objection(Struct, frozen=True):
    """A statement that does not hold.

    ``quote``: the words as they stand; ``printed``: what is printed; ``follows``: what would follow from the other
    numbers; ``why``: how that was worked out. ``line`` is where, ``start`` the place of the quote in that line;
    ``where`` says it in Chinese.
    """

    kind: str
    gravity: Gravity
    quote: str
    printed: str
    follows: str
    why: str
    line: int = 0
    start: int = 0
    where: str = ""


class Proven(Struct, frozen=True):
    """A statement that was proved right. ``fit`` is ``cut`` where only cutting off gives what is printed, ``rounded``
    where only rounding does, empty where both do or nothing was rounded."""

    kind: str
    quote: str
    line: int = 0
    fit: str = ""


def quoted(text: str, start: int, end: int) -> str:
    """The words from ``start`` to ``end``, shortened at the front to ``LONGEST_QUOTE`` characters."""
    return text[max(start, end - LONGEST_QUOTE) : end].strip()
