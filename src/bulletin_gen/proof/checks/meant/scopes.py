"""温度不达标诉求中,…1143户,占61.72%; 追回金额占涉及金额的83.2%: wholes that a sentence names first, or beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import percent_fit
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed
from bulletin_gen.proof.checks.portions import Portion, portions
from bulletin_gen.proof.checks.relations.names import plain
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role

_AMONG = late(r"^(?P<name>[^,;。:、()\d]{3,14}?)(?:诉求|工单|问题|事项|件)?(?:当)?中[,:]")
_OF_EACH_OTHER = late(
    r"(?P<part>[\u4e00-\u9fff]{2,8}?)(?P<noun>金额|人数|户数|资金|面积)约?占(?P<whole>[\u4e00-\u9fff]{2,8}?)(?P=noun)的$"
)


def check_scopes(discourse: Discourse) -> Iterator[Objection]:
    """Every share whose whole the sentence names first, and every share of one named sum in another."""
    for utterance in discourse.utterances:
        for portion in portions(utterance):
            yield from _among(discourse, utterance, portion)
        for share in utterance.mentions:
            match = _OF_EACH_OTHER.search(utterance.text[: share.start]) if share.role is Role.SHARE else None
            if match and share.quantity.is_percent:
                yield from _named(discourse, utterance, share, match)


def _among(discourse: Discourse, utterance: Utterance, portion: Portion) -> Iterator[Objection]:
    share = portion.share
    start = max(utterance.text.rfind(sign, 0, share.start) for sign in "。;") + 1
    match = _AMONG.match(utterance.text[start:])
    if match is None or share.name or portion.listed or portion.part.slack or not share.quantity.shown.digits:
        return
    name = plain(match["name"])
    own = [each for each in utterance.counts() if start <= each.start and each.end <= share.start]
    called = [
        each.amount
        for other in discourse.utterances[max(utterance.index - 2, 0) : utterance.index + 1]
        for each in other.counts()
        if len(name) >= 3
        and plain(each.label) == name
        and not is_of_another_time(other, each)
        and (other is not utterance or each.end <= start)
    ]
    wholes = [*called, *(each.amount for each in own if each is not portion.part)]
    if len(set(called)) != 1 or called[0] < portion.amount:
        return
    if any(whole and percent_fit(portion.amount, whole, share.quantity.shown) for whole in wholes):
        return
    follows = percent(portion.amount, called[0], share.quantity.shown.digits)
    why = f"{match['name']}是{number(called[0])}：{number(portion.amount)}÷{number(called[0])}={follows}"
    yield objection("share", Gravity.DOUBTFUL, utterance, portion.span, (printed(utterance, share), follows, why))


def _named(discourse: Discourse, utterance: Utterance, share: Mention, match: re.Match[str]) -> Iterator[Objection]:
    """追回金额占涉及金额的: the sums of money that are called so."""
    parts, wholes = _called(discourse, utterance, match["part"]), _called(discourse, utterance, match["whole"])
    pairs = [
        (one, other)
        for one in parts
        for other in wholes
        if one.quantity.unit == other.quantity.unit and one.quantity.value < other.quantity.value
    ]
    if not pairs or any(percent_fit(a.quantity.value, b.quantity.value, share.quantity.shown) for a, b in pairs):
        return
    part, whole = (Fraction(each.quantity.value) for each in pairs[0])
    follows = percent(part, whole, share.quantity.shown.digits)
    why = f"{number(part)}÷{number(whole)}={follows}"
    begin = match.start()
    yield objection("share", Gravity.DOUBTFUL, utterance, (begin, share.end), (printed(utterance, share), follows, why))


def _called(discourse: Discourse, utterance: Utterance, name: str) -> list[Mention]:
    """The sums of people, money, area that a text up to here calls so."""
    return [
        each
        for other in discourse.utterances[: utterance.index + 1]
        for each in other.mentions
        if name in each.words and each.quantity.unit and not each.quantity.is_percent and each.role is not Role.CHANGE
    ]
