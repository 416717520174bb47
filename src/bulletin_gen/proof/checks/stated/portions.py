"""Shares that name their whole (占当月总量1730件的9.02%) or their part elsewhere (物业纠纷占比最高，为41.50%)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import percent_fit
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role

_HIGHEST = late(
    r"(?P<name>[^,;。:、\d()]{2,12}?)(?:所占比例|占比重?|比重)(?:最[高大]|较[高大]|居首|位居第一)?,?(?:为|达到?|是)?约?$"
)


def check_stated_shares(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every share that says itself what it is a share of, or whose part was named before."""
    for utterance in discourse.utterances:
        for i, share in enumerate(utterance.mentions):
            if share.quantity.is_percent and i:
                yield from _of_stated(utterance, i, share)
                yield from _of_named(discourse, utterance, (utterance.mentions[i - 1], share))
                yield from _highest(discourse, utterance, share)


def _of_stated(utterance: Utterance, index: int, share: Mention) -> Iterator[Objection | Proven]:
    """…件，占…总量…件的…%."""
    whole = utterance.mentions[index - 1]
    stated = re.fullmatch(r"的(?:比例|比重)?(?:为|约|达)?", utterance.text[whole.end : share.start])
    if whole.role is not Role.COUNT or not stated or not re.search(r"占[^,;。]*$", whole.words):
        return
    before = [each for each in utterance.counts() if each.end <= whole.start and each.sentence == whole.sentence]
    parts = [each for each in before if alike(each.quantity.unit, whole.quantity.unit)]
    base, shown = whole.quantity.value, share.quantity.shown
    if not parts or not base or whole.slack or any(each.slack for each in parts):
        return
    how = next((fit for each in reversed(parts) if (fit := percent_fit(each.amount, base, shown))), None)
    total = sum((each.amount for each in parts), Fraction(0))
    if how or percent_fit(total, base, shown):
        yield proven("share", utterance, (parts[-1].begin, share.end), how or "")
    elif parts[-1].amount <= base:
        part = parts[-1].amount
        why = f"{number(part)}÷{number(base)}={percent(part, base, shown.digits + 2)}"
        gravity = Gravity.WRONG if len(parts) == 1 else Gravity.DOUBTFUL
        words = (printed(utterance, share), percent(part, base, shown.digits), why)
        yield objection("share", gravity, utterance, (whole.begin, share.end), words)


def _of_named(
    discourse: Discourse, utterance: Utterance, pair: tuple[Mention, Mention]
) -> Iterator[Objection | Proven]:
    """…5012件，占接通数的…%: of the one count of that name in the passage."""
    part, share = pair
    name = re.sub(r"(?:总数|总量|数量|件数|数|量|的)$", "", share.name)
    if part.role is not Role.COUNT or share.role is not Role.SHARE or len(name) < 2 or share.start - part.end > 20:
        return
    called = [
        each for each in utterance.counts() if each is not part and _is_called(each, name) and each.end < part.start
    ]
    every = [each.quantity.value for _, each in discourse.all_counts() if each.quantity.value >= part.amount]
    shown = share.quantity.shown
    alone = [each for each in utterance.counts() if each.sentence == part.sentence and each.end <= share.start]
    if len(alone) != 1 or re.search(r"总|全|[共合]|分别", share.words):
        return  # a list's shares, or of everything: its base is found by the list
    if len(called) != 1 or part.slack or called[0].slack or called[0].amount < part.amount:
        return
    base = called[0].amount
    if not any(percent_fit(part.amount, each, shown) for each in every if each):
        words = (
            printed(utterance, share),
            percent(part.amount, base, shown.digits),
            f"{number(part.amount)}÷{number(base)}",
        )
        yield objection("share", Gravity.DOUBTFUL, utterance, (share.begin, share.end), words)


def _is_called(mention: Mention, name: str) -> bool:
    """Whether a count is what a name says, and not what is left of it (未接通)."""
    return mention.label.endswith(name) and not re.search(r"未|不|非", mention.label.removesuffix(name))


def _highest(discourse: Discourse, utterance: Utterance, share: Mention) -> Iterator[Objection | Proven]:
    """…占比最高，为…%: the part is the count of that name, the whole any number of the text."""
    match = _HIGHEST.search(utterance.text[: share.start])
    if not match:
        return
    name = re.sub(r"(?:类?诉求|类?工单|类?案?件|类|量)$", "", match["name"])
    called = (match["name"], name, f"{name}类")
    named = [each for each in utterance.counts() if each.end <= match.start() and each.label in called]
    if len(named) != 1:
        return
    part, shown = named[0].amount, share.quantity.shown
    wholes = [each.quantity.value for _, each in discourse.all_counts() if each.quantity.value >= part]
    if any(percent_fit(part, each, shown) for each in wholes):
        yield proven("share", utterance, (match.start(), share.end))
        return
    before = [each for each in utterance.counts() if each.end <= named[0].start]
    total = next((each for each in reversed(before) if each.total), before[0] if len(before) == 1 else None)
    if total and total.quantity.value >= part:
        base = total.quantity.value
        words = (printed(utterance, share), percent(part, base, shown.digits), f"{number(part)}÷{number(base)}")
        yield objection("share", Gravity.DOUBTFUL, utterance, (match.start("name"), share.end), words)
