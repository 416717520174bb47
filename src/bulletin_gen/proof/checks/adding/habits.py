"""Lists that are whole by what stands around them: by the other lists of the text, by how they divide all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.proof.checks.adding.addends import (
    TELLING,
    Addends,
    Wholes,
    begin_of,
    complementary,
    is_broken,
    misses,
    near,
    one_slip,
    sentence_runs,
    wrong_sum,
)
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention
from bulletin_gen.proof.sentences.words import REST, SOME


def check_habits(discourse: Discourse, known: Wholes) -> Iterator[Objection]:
    """Lists that are whole wherever else they stand (主要涉及…), and those that say how they divide all (从来源看…)."""
    listed = list(_topics(discourse))
    off = [each for each in listed if each[1].total != each[0].quantity.value]
    if len(off) == 1 and (
        len(listed) >= 3 or (len(listed) == 2 and one_slip(off[0][1].total, off[0][0].quantity.value))
    ):
        whole, addends = off[0]
        yield wrong_sum(addends.utterance, whole, addends, Gravity.DOUBTFUL)
    told = [
        Addends(utterance, tuple(run))
        for utterance in discourse.utterances
        for run in sentence_runs(utterance.counts())
        if len(run) >= 3 and (_is_told(utterance, run) or _is_told_by_heading(discourse, utterance, run))
    ]
    wholes = {addends.total for addends in told if (addends.total, addends.items[0].quantity.unit) in known}
    common = wholes.pop() if len(wholes) == 1 else None
    for addends in told:
        if REST.search(addends.items[-1].label):
            yield from _against_all(discourse, addends, known)
        elif common:
            yield from _against_siblings(addends, common, known)
        else:
            yield from _against_totals(discourse, addends, known)


def _against_totals(discourse: Discourse, addends: Addends, known: Wholes) -> Iterator[Objection]:
    """工单分类：… with classes that miss the one total of the text by a digit mistyped."""
    unit = addends.items[0].quantity.unit
    classes = all(each.label.endswith("类") for each in addends.items)
    headed = _is_told_by_heading(discourse, addends.utterance, addends.items)
    if (addends.total, unit) in known or not (classes or headed):
        return
    totals = {
        each.quantity.value
        for _, each in discourse.all_counts()
        if (each.total or re.search(r"受理|收到|接到", each.label)) and each.quantity.unit == unit
    }
    near_ones = [each for each in totals if one_slip(addends.total, each) or (headed and near(addends.total, each))]
    if len(near_ones) == 1:
        yield misses(addends, near_ones[0])


def _against_siblings(addends: Addends, target: Fraction, known: Wholes) -> Iterator[Objection]:
    """按目的分…，按类型分…: where the others make up all, this one should."""
    if (addends.total, addends.items[0].quantity.unit) in known:
        return
    apart = abs(addends.total - target)
    if max(each.amount for each in addends.items) < target and apart > addends.slack and apart * 10 <= target:
        yield misses(addends, target, "另一种分法合计")


def _topics(discourse: Discourse) -> Iterator[tuple[Mention, Addends]]:
    """…类793件。主要涉及…390件、…: a count, and the list of the next sentence."""
    for utterance in discourse.utterances:
        counts = utterance.counts()
        for run in sentence_runs(counts):
            before = [each for each in counts if each.sentence == run[0].sentence - 1] if run else []
            told = run and re.search(r"主要(?:涉及|包括|是|反映)", run[0].lead + run[0].words)
            if told and before and len(run) >= 2 and not is_broken(utterance, run) and before[0].sentence == 0:
                yield before[0], Addends(utterance, tuple(run))


def _is_told(utterance: Utterance, run: Sequence[Mention]) -> bool:
    """Whether a list says how it divides: 按…分, 从…看 before it."""
    lead = utterance.text[begin_of(utterance, run[0]) : run[0].start]
    told = re.search(r"(?:按|从)[^,;。]{2,14}(?:分|看|来看|划分|统计)|分类:|来源:", lead)
    return bool(told) and not SOME.search(lead) and not is_broken(utterance, run)


def _is_told_by_heading(discourse: Discourse, utterance: Utterance, run: Sequence[Mention]) -> bool:
    """二、案件来源情况, and under it a passage that is this list alone."""
    above = discourse.utterances[utterance.index - 1].text if utterance.index else ""
    headed = len(above) <= 16 and re.search(r"来源|分类|渠道|构成", above)
    alone = utterance.counts() == list(run) and run[0].begin <= 2 and utterance.text[run[-1].end :] in ("。", "")
    return bool(headed) and alone


def _against_all(discourse: Discourse, addends: Addends, known: Wholes) -> Iterator[Objection]:
    unit = addends.items[0].quantity.unit
    if (addends.total, unit) in known:
        return
    most = max(each.amount for each in addends.items)
    totals = [each for _, each in discourse.all_counts() if each.total and each.quantity.unit == unit]
    whole = next((each for each in totals if each.quantity.value >= most and each not in addends.items), None)
    if whole is not None and addends.is_apart_from(whole):
        yield misses(addends, whole.quantity.value)


def _whole_right_before(counts: Sequence[Mention], one: Mention) -> Fraction | None:
    """共受理506件…。交办495件，直办11件: the total of the sentence before."""
    before = [each for each in counts if each.start < one.start and each.sentence >= one.sentence - 1]
    first = next((each for each in before if each.total and each.quantity.unit == one.quantity.unit), None)
    return first.quantity.value if first and len(before) <= 2 else None


def complements_near(utterance: Utterance, settled: set[int], discourse: Discourse) -> Iterator[Objection]:
    """Two counts that make up a whole (办结, 办理中), with a whole nearby that they just miss."""
    counts = utterance.counts()
    for one, other in zip(counts, counts[1:], strict=False):
        if one.start in settled or one.sentence != other.sentence or not complementary(one.label, other.label):
            continue
        if re.search(r"[()]", utterance.text[one.end : other.start]):
            continue
        total = one.quantity.value + other.quantity.value
        slack = one.slack + other.slack
        wholes = [each.quantity.value for _, each in discourse.all_counts() if each.quantity.unit == one.quantity.unit]
        if any(abs(total - each) <= slack + slack / 2 for each in wholes) or one.quantity.unit != other.quantity.unit:
            continue
        before = _whole_right_before(counts, one)
        for target in (each for each in wholes if each > TELLING and (near(total, each) or each == before)):
            yield misses(Addends(utterance, (one, other)), target)
            break
