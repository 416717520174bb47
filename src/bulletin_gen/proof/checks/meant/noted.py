"""按时办结率99.02%(占办结数): a rate whose whole is named in brackets behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import percent_fit
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed
from bulletin_gen.proof.checks.meant.bases import base_key
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role

_NOTE = late(
    r"^[(](?:(?:占|以|按|为|分母为|基数为)(?P<name>[^(),;。÷/\d]{2,12}?)(?:的比[例重率]|为基数|为分母|计算?|比例|比重)?"
    r"|[^(),;。÷/\d]{2,12}[÷/](?P<whole>[^(),;。÷/\d]{2,12}))[)]"
)
_NEGATIVE = late(r"^(?:其中)?(?:不|未)")


def check_noted(discourse: Discourse) -> Iterator[Objection]:
    """Every percentage with such a note."""
    for utterance in discourse.utterances:
        for each in utterance.mentions:
            match = _NOTE.match(utterance.text[each.end : each.end + 20]) if each.quantity.is_percent else None
            if match and each.role in (Role.RATE, Role.SHARE, Role.OTHER):
                yield from _judged(discourse, utterance, each, match["name"] or match["whole"])


def _called(discourse: Discourse, utterance: Utterance, rate: Mention, key: str) -> list[Mention]:
    """The counts that are called so: of the passage before the rate, else of the passages above."""
    before = [each for each in utterance.counts() if each.end <= rate.start]
    near = discourse.utterances[max(utterance.index - 6, 0) : utterance.index]
    for counts in (before, [each for other in near for each in other.counts()]):
        exact = [each for each in counts if base_key(each.label) == key and not each.slack]
        in_order = [each for each in counts if _in_order(key, each.label) and not each.slack]
        if exact or len(in_order) == 1:
            return exact or in_order
    return []


def _all_of(discourse: Discourse, name: str) -> list[Mention]:
    """以全部工单计: the count with which the bulletin begins."""
    first = next((each for utterance in discourse.utterances for each in utterance.counts()), None)
    told = re.search("全部|所有|总", name) and first is not None and not first.slack
    return [first] if told and first is not None else []


def _in_order(key: str, label: str) -> bool:
    """应于5月办结 is 应办结."""
    rest = iter(label)
    return label[:1] == key[:1] and all(sign in rest for sign in key)


def _judged(discourse: Discourse, utterance: Utterance, rate: Mention, name: str) -> Iterator[Objection]:
    key = base_key(re.sub("回访|评价", "", name)) or base_key(name)
    before = [each for each in utterance.counts() if each.end <= rate.start]
    called = _called(discourse, utterance, rate, key) if key else _all_of(discourse, name)
    if not called or not before or before[-1].sentence != rate.sentence or before[-1] in called:
        return
    part = before[-1].amount
    if _NEGATIVE.match(before[-1].label) and not re.search("不|未", rate.name):
        if before[-1].label[-2:] not in rate.name:
            return
        called = [each for each in called if each.amount > part]
        part = called[-1].amount - part if called else part
    wholes = [each.amount for each in called if each.amount >= part]
    if not wholes or any(percent_fit(part, each, rate.quantity.shown) for each in wholes):
        return
    follows = percent(part, wholes[-1], rate.quantity.shown.digits)
    words = (printed(utterance, rate), follows, f"注明的分母是{name}：{number(part)}÷{number(wholes[-1])}={follows}")
    yield objection("rate", Gravity.DOUBTFUL, utterance, (rate.begin, rate.end), words)
