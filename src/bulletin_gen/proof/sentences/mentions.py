"""A quantity in its sentence: what it is of (label), what it is (role), and how it is compared."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.sentences.folding import FoldedText
from bulletin_gen.proof.sentences.numbers import Quantity, quantities
from bulletin_gen.proof.sentences.words import (
    AMONG,
    BOUND_AFTER,
    BOUND_BEFORE,
    CHANGE,
    COUNTED,
    EVERY,
    LEVEL,
    ORDINAL_BEFORE,
    RATE,
    REFERENCE,
    SHARE,
    SHARE_OF,
    SPANS,
    TOTAL,
    trimmed,
)

_NONE = Fraction(0)


class Role(StrEnum):
    """What a quantity is in its sentence."""

    COUNT = "count"
    CHANGE = "change"
    SHARE = "share"
    RATE = "rate"
    BOUND = "bound"
    SCORE = "score"
    SPAN = "span"
    OTHER = "other"


class Mention(Struct, frozen=True):
    """One quantity of a passage.

    ``label`` is the noun before it without small words; ``words`` the same as it stands, from the last sign on;
    ``lead`` what stands before the label since the quantity before; ``after`` what follows up to the next sign.
    ``name`` is the rate's name (按期办结率) or, of a share, what it is a share of (工单总量). ``direction`` is +1 or -1
    of a change; ``reference`` year, period or other. ``sentence`` and ``part`` count 。 and ； in the passage.
    ``times`` is how many units the number holds for (各1件).
    """

    quantity: Quantity
    role: Role
    label: str
    words: str
    lead: str
    after: str
    name: str
    direction: int
    reference: str
    sentence: int
    part: int
    begin: int
    among: bool
    total: bool
    times: int = 1

    @property
    def start(self) -> int:
        """Where the number begins in the folded text."""
        return self.quantity.start

    @property
    def end(self) -> int:
        """Where the unit ends in the folded text."""
        return self.quantity.end

    @property
    def slack(self) -> Fraction:
        """How much more or less it may be than printed: 0.03万件 is rounded, 300件 is counted."""
        quantity = self.quantity
        return quantity.step / 2 if quantity.scale > 1 or quantity.shown.digits else _NONE

    @property
    def amount(self) -> Fraction:
        """What it adds to a sum."""
        return self.quantity.value * self.times if self.times > 1 else self.quantity.value


_CUT = late(r"[,;。:、(/!?…\"“”|]")
#: 占“五件小事”的: what a share is of may stand in quotes.
_QUOTED_BASE = late(r"占[^,;。:]{0,6}[“\"][^”\",;。]{1,14}[”\"]")
_SENTENCE = late(r"[。!?]")
_PART = late(r"[。!?;/]")
#: What stands between the shares of a list: 占16.1%和6.2%; 咨询类占50%,其他类20%.
_NEXT_SHARE = late(r"^(?:[、,]|和|及|与|以及|,?其[他它]|[,、;][^,、;]{1,10}类|[,、;]其[他它余][^,、;]{0,6})?$")
#: What a list of names ends before, and what stands between two names.
_NAMES, _NAME_ENDS = late("[,;。:]"), late("、|及|和|与")
_COUNT_UNIT = late(rf"^(?:{COUNTED})$")
_SPAN_UNIT = late(rf"^(?:{SPANS})$")


def mentions(folded: FoldedText) -> list[Mention]:
    """The quantities of a passage as its sentences mean them."""
    text = folded.text
    found: list[Mention] = []
    before = counted = sentence = part = 0
    for quantity in quantities(text):
        sentence += len(_SENTENCE.findall(text, counted, quantity.start))
        part += len(_PART.findall(text, counted, quantity.start))
        found.append(_mention(text, quantity, before, found, (sentence, part)))
        before, counted = quantity.end, quantity.start
    return found


def _mention(text: str, quantity: Quantity, before: int, earlier: list[Mention], place: tuple[int, int]) -> Mention:
    sentence, part = place
    gap = text[before : quantity.start]
    gap = gap[max((m.end() for m in _SENTENCE.finditer(gap)), default=0) :]
    cut = max((m.end() for m in _CUT.finditer(_QUOTED_BASE.sub(lambda m: "口" * len(m[0]), gap))), default=0)
    words, lead = gap[cut:], gap[:cut]
    if not trimmed(words):
        words, lead = _one_more(gap, cut)
    after = text[quantity.end : quantity.end + 24]
    if stop := re.search(r"[,;。:、!?/()\d]", after):
        after = after[: stop.start()]
    role = _role(quantity, gap[cut:], text[quantity.end :], earlier, gap[:cut])
    again = _same_change(quantity, gap, earlier)
    role = Role.CHANGE if again else role
    return Mention(
        quantity,
        role,
        trimmed(words),
        words,
        lead,
        after,
        _name(role, gap[cut:]),
        again.direction if again else _direction(role, gap[cut:], quantity),
        again.reference if again else _reference(gap),
        sentence,
        part,
        quantity.start - len(AMONG.sub("", words)),
        bool(re.search(r"其中|包括|包含", gap)) or bool(AMONG.match(words)),
        bool(TOTAL.search(words)),
        _times(gap),
    )


def _same_change(quantity: Quantity, gap: str, earlier: list[Mention]) -> Mention | None:
    """分别下降8.27%和8.36%: the change before, whose word and time a second number shares."""
    last = earlier[-1] if earlier else None
    if last is None or last.role is not Role.CHANGE or gap not in ("和", "、", "及", "与"):
        return None
    same = quantity.unit == last.quantity.unit or (quantity.is_points and last.quantity.is_points)
    return last if same else None


def _times(gap: str) -> int:
    """How many units a number holds for: 甲局、乙局和丙镇各1件 is three."""
    names = _NAMES.split(gap.removesuffix("各"))[-1] if gap.endswith("各") else ""
    return len([name for name in _NAME_ENDS.split(names) if name]) or 1


def _one_more(gap: str, cut: int) -> tuple[str, str]:
    """The words and the lead where nothing stands between the last sign and the number: 工单类(793件 → 工单类."""
    head = gap[: max(cut - 1, 0)]
    before = max((m.end() for m in _CUT.finditer(head)), default=0)
    return gap[before:], gap[:before]


def _role(quantity: Quantity, words: str, following: str, earlier: list[Mention], lead: str) -> Role:
    if _is_bound(words, following):
        return Role.BOUND
    if CHANGE.search(words) and not LEVEL.search(words):
        return Role.CHANGE
    if quantity.is_points:
        return Role.CHANGE
    if quantity.is_percent:
        return _percent_role(words, earlier, lead)
    return _count_role(quantity, words, following)


def _percent_role(words: str, earlier: list[Mention], lead: str) -> Role:
    if SHARE.search(words):
        return Role.SHARE
    if RATE.search(words):
        return Role.RATE
    if earlier and earlier[-1].role is Role.SHARE and _NEXT_SHARE.search(lead + words):
        return Role.SHARE
    bare = not words and earlier and earlier[-1].role is Role.COUNT
    return Role.SHARE if bare and lead in ("(", ",", "、") else Role.OTHER


def _count_role(quantity: Quantity, words: str, following: str) -> Role:
    if ORDINAL_BEFORE.search(words) or EVERY.search(words):
        return Role.OTHER
    if quantity.unit == "分":
        return Role.SCORE
    if _SPAN_UNIT.match(quantity.unit):
        return Role.SPAN
    return Role.COUNT if _COUNT_UNIT.match(quantity.unit) else Role.OTHER


def _is_bound(words: str, following: str) -> bool:
    return bool(BOUND_BEFORE.search(words) or BOUND_AFTER.match(following))


def _name(role: Role, words: str) -> str:
    if role is Role.RATE and (match := RATE.search(words)):
        return trimmed(match["name"])
    if role is Role.SHARE and (match := SHARE_OF.search(words)):
        return trimmed(match["base"])
    return ""


def _direction(role: Role, words: str, quantity: Quantity) -> int:
    if role is not Role.CHANGE:
        return 0
    sign = -1 if quantity.value < 0 else 1
    match = CHANGE.search(words)
    return -sign if match and match["down"] else sign


def _reference(gap: str) -> str:
    found = [match.lastgroup or "" for match in REFERENCE.finditer(gap)]
    return found[-1] if found else ""
