"""Runs of counts that may add up, and what is said when they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import one_digit_apart
from bulletin_gen.proof.checks.evidence import at, number, objection, printed
from bulletin_gen.proof.discourse import Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention
from bulletin_gen.proof.sentences.words import COMPLEMENTS

#: Every count of a text by its value and unit, with the places where it stands.
Wholes = dict[tuple[Fraction | int, str], list[tuple[Utterance, Mention]]]
#: Below this number a sum may come about by chance; it is believed only where the whole stands right before its parts.
TELLING = 12
#: So far apart, in hundredths, are a whole and its parts when a number is mistyped or forgotten.
_NEAR = Fraction(1, 100)
_BROKEN = late(r"…|\.\.\.|等$|略")
#: From here on one digit mistyped is told from a list that is not whole.
_LARGE = 100
#: A whole so near to its parts is quoted with them.
_CLOSE = 12
#: What hotlines count their orders in: 电话46908个、邮件7件、短信2条 are of one kind.
_ORDERS = frozenset(["件", "个", "条", "封", "次", "件次", "个次", "通", "通次", "起", "宗", "例", "单", "批", "笔"])


def alike(one: str, other: str) -> bool:
    """Whether two units may be added up."""
    return one == other or (one in _ORDERS and other in _ORDERS) or {one, other} == {"家", "个"}


class Addends(Struct, frozen=True):
    """A run of counts of one unit in one passage, in the order of the text."""

    utterance: Utterance
    items: tuple[Mention, ...]

    @property
    def total(self) -> Fraction:
        """Their sum."""
        return sum((each.amount for each in self.items), Fraction(0))

    @property
    def slack(self) -> Fraction:
        """How much more or less their sum may be than printed."""
        return sum((each.slack for each in self.items), Fraction(0))

    def is_apart_from(self, whole: Mention) -> bool:
        """Whether they cannot make up a whole, however much more or less both may be than printed."""
        return abs(self.total - whole.quantity.value) > self.slack + whole.slack

    @property
    def written(self) -> str:
        """The addition, written out."""
        return "+".join(_addend(each) for each in self.items) + f"={number(self.total)}"


def _addend(mention: Mention) -> str:
    return number(mention.quantity.value) + (f"×{mention.times}" if mention.times > 1 else "")


def begin_of(utterance: Utterance, mention: Mention) -> int:
    """Where the sentence or its part begins in which a list's first number stands: 工单分类：甲类…"""
    before = utterance.text[: mention.begin]
    return max(before.rfind(sign) for sign in "。;!?") + 1


def sentence_runs(counts: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The counts of one sentence and unit."""
    run: list[Mention] = []
    for each in counts:
        if run and (each.sentence != run[-1].sentence or each.quantity.unit != run[-1].quantity.unit):
            yield run
            run = []
        run.append(each)
    yield run


def is_broken(utterance: Utterance, parts: Sequence[Mention]) -> bool:
    """Whether something is left out of the list: an ellipsis, 等, or a text that ends in its middle."""
    end = parts[-1].end
    rest = utterance.text[end : end + 2]
    between = utterance.text[parts[0].begin : end] + utterance.text[end : end + 6].split("。")[0]
    return not rest or bool(_BROKEN.search(between))


def wrong_sum(utterance: Utterance, whole: Mention, addends: Addends, gravity: Gravity) -> Objection:
    """The objection against a whole that its parts do not make up; it quotes the parts: any of them may be wrong."""
    words = (
        printed(utterance, whole),
        number(addends.total),
        f"{addends.written}，与{number(whole.quantity.value)}不等",
    )
    first = addends.items[0]
    begin = min(whole.begin, first.begin) if abs(first.begin - whole.end) <= _CLOSE else first.begin
    return objection("sum", gravity, utterance, (begin, addends.items[-1].end), words)


def misses(addends: Addends, target: Fraction, said: str = "文中的总数是") -> Objection:
    """The doubt about a list that should make up ``target``, which ``said`` names, and does not."""
    utterance, span = addends.utterance, (addends.items[0].begin, addends.items[-1].end)
    words = (at(utterance, *span), number(target), f"{addends.written}，{said}{number(target)}")
    return objection("sum", Gravity.DOUBTFUL, utterance, span, words)


def near(total: Fraction, target: Fraction) -> bool:
    """Whether a sum misses a number as a slip of the hand would make it."""
    apart = abs(total - target)
    return apart <= _NEAR * target or (one_digit_apart(total, target) and apart <= 10 * _NEAR * target)


def complementary(one: str, other: str) -> bool:
    """Whether two labels make up a whole between them: 当月受理 and 上月结转."""
    return any(
        (re.search(first, one) and re.search(second, other)) or (re.search(first, other) and re.search(second, one))
        for first, second in COMPLEMENTS
    )


def one_slip(total: Fraction, target: Fraction) -> bool:
    """Whether one digit of one number of the sum, mistyped, explains the difference, and it is small."""
    apart = abs(total - target)
    if target < _LARGE or not apart or apart > target / 10 or apart.denominator != 1:
        return False
    return str(apart.numerator).rstrip("0") in "123456789"
