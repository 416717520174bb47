"""What checks share: quoting, and the making of objections and proofs from places in a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.numbers import round_exact
from bulletin_gen.proof.discourse import Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven, quoted
from bulletin_gen.proof.sentences.mentions import Mention


def where(pattern: re.Pattern[str], sign: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where ``pattern`` is found in ``text``. ``sign`` is in whatever it finds and is looked for first: a pattern that
    begins with a number is tried at every digit, and most passages hold many and no sign."""
    return pattern.finditer(text) if sign.search(text) else iter(())


def at(utterance: Utterance, begin: int, end: int) -> str:
    """The words between two folded places, as they stand, fit for a quote."""
    return quoted(utterance.passage.text, utterance.folded.place(begin), utterance.folded.place(end - 1) + 1)


def printed(utterance: Utterance, mention: Mention) -> str:
    """The quantity as it is printed."""
    return utterance.words(mention.start, mention.end)


def objection(
    kind: str, gravity: Gravity, utterance: Utterance, span: tuple[int, int], words: tuple[str, str, str]
) -> Objection:
    """An objection against the folded ``span``; ``words`` are what is printed, what follows, and why."""
    quote = at(utterance, *span)
    start = utterance.passage.text.find(quote)
    return Objection(kind, gravity, quote, *words, utterance.passage.line, max(start, 0), utterance.passage.where)


def proven(kind: str, utterance: Utterance, span: tuple[int, int], fit: str = "") -> Proven:
    """A proof of the folded ``span``."""
    return Proven(kind, utterance.words(*span).strip(), utterance.passage.line, fit if fit != "both" else "")


def percent(part: Fraction, whole: Fraction, digits: int) -> str:
    """part ÷ whole as a percentage with one decimal more than was printed, never less than two."""
    return f"{round_exact(100 * part / whole, max(digits, 2))}%" if whole else "—"


def number(value: Fraction) -> str:
    """A number as people write it: 4480, 1.1."""
    return str(value.numerator) if value.denominator == 1 else str(round_exact(value, 2)).rstrip("0")
