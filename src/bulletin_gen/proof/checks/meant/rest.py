"""What is left of a whole whose done part has its own rate: 共44件,已办结37件,办结率84.1%,剩余9件."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import percent_fit
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.evidence import number, objection, printed
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role

_REST = late(r"^(?:剩余|其余|余下|剩下|另有?|尚有|还有|仍有|尚余)")
_NOT = late(r"^(?:仍|尚|还|其中|另有?)?(?:未能?|不予?|没有|尚未|非)(?P<what>[\u4e00-\u9fff]{2,6})")
_OPEN = late(r"正在|尚未|未(?!按)|办理中|处理中|推进|跟进|在办")
#: How far a rest may stand behind the part that is done.
_CHANCE = 12


def check_rest(discourse: Discourse) -> Iterator[Objection]:
    """Every count of what is left, behind a part whose share of its whole is printed."""
    for utterance in discourse.utterances:
        for share in utterance.mentions:
            rated = share.role in (Role.RATE, Role.SHARE) and share.quantity.is_percent
            pair = _rated(utterance, share) if rated and share.quantity.value not in (0, 100) else None
            if pair is not None:
                yield from _left(utterance, share, *pair)


def _rated(utterance: Utterance, share: Mention) -> tuple[Mention, Mention] | None:
    """The whole and the done part of which ``share`` is the rate: the last count before it, and one before that."""
    before = [each for each in utterance.counts() if each.end <= share.start and each.part >= share.part - 1]
    before = [each for each in before if each.sentence == share.sentence and not is_of_another_time(utterance, each)]
    if not before or before[-1].slack:
        return None
    done = before[-1]
    above = [
        each for each in utterance.counts() if each.end <= done.start and alike(each.quantity.unit, done.quantity.unit)
    ]
    for whole in reversed(above):
        if whole.amount > done.amount and percent_fit(done.amount, whole.amount, share.quantity.shown):
            return whole, done
    return None


def _left(utterance: Utterance, share: Mention, whole: Mention, done: Mention) -> Iterator[Objection]:
    behind = [each for each in utterance.counts() if each.start >= share.end and each.sentence == share.sentence]
    if not behind or not alike(behind[0].quantity.unit, done.quantity.unit):
        return
    rest = behind[0]
    between = utterance.text[share.end : rest.start]
    if len([each for each in utterance.mentions if share.end <= each.start < rest.start]) > 1:
        return
    words = rest.words.lstrip(")")
    if not _is_rest(words, rest, done) or re.search("其中|分别", between):
        return
    left, others = whole.amount - done.amount, behind[1:3]
    sums = {rest.amount, *(rest.amount + each.amount for each in others), rest.amount + sum(e.amount for e in others)}
    if left in sums or rest.amount > whole.amount or rest.quantity.approximate:
        return
    counts = [each.amount for each in utterance.counts() if each.end <= rest.start]
    if any(one - other == rest.amount for one in counts for other in counts):
        return  # the rest of another whole
    why = f"{number(whole.amount)}-{number(done.amount)}={number(left)}"
    yield objection(
        "sum", Gravity.DOUBTFUL, utterance, (rest.begin, rest.end), (printed(utterance, rest), number(left), why)
    )


def _is_rest(words: str, rest: Mention, done: Mention) -> bool:
    """Whether words name what is not so of that which is: 不同意退回 of 同意退回, 剩余 of anything."""
    said = done.label + done.after
    if match := _NOT.match(words):
        if re.search("基本|比较|非常", done.label):
            return False
        return match["what"][:2] in said or (match["what"][-2:] in said and len(match["what"]) <= 4)
    if _REST.match(words):
        return not words.startswith(("另", "还有")) or bool(_OPEN.search(words + rest.after))
    return False
