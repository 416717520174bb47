"""Lists that count the same things twice, in two units: …150件，576人次。其中甲94件，402人次；乙54件，173人次；…"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.adding.addends import Addends, begin_of, near, wrong_sum
from bulletin_gen.proof.checks.evidence import proven
from bulletin_gen.proof.discourse import Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention

#: What is counted of each: 受理600件, 办结500件.
_MEASURE = late(r"(受理|承办|转办|派发|办结|结案|回复|答复|解决)(?:了|诉求|工单|事项)*$")


def check_parallel(utterance: Utterance, settled: set[int]) -> Iterator[Objection | Proven]:
    """Two wholes side by side and the pairs that 其中 divides them into: where one adds up, so must the other.
    ``settled`` are the starts of numbers that are accounted for; those found here are added."""
    counts = utterance.counts()
    for i in range(len(counts) - 5):
        wholes, pairs = counts[i : i + 2], _pairs(counts[i:])
        if len(pairs) < 2 or not pairs[0][0].among or wholes[0].sentence != wholes[1].sentence:
            continue
        runs = [Addends(utterance, tuple(pair[side] for pair in pairs)) for side in (0, 1)]
        right = [run.total == whole.quantity.value for run, whole in zip(runs, wholes, strict=True)]
        if not any(right):
            continue
        for run, whole, adds_up in zip(runs, wholes, right, strict=True):
            settled |= {each.start for each in (whole, *run.items)}
            if adds_up:
                yield proven("sum", utterance, (whole.begin, whole.end))
                yield proven("sum", utterance, (begin_of(utterance, run.items[0]), run.items[-1].end))
            elif not whole.quantity.approximate and run.is_apart_from(whole):
                yield wrong_sum(utterance, whole, run, Gravity.WRONG)


def check_measures(utterance: Utterance, settled: set[int]) -> Iterator[Objection]:
    """共受理1000件，办结800件。其中，甲受理600件，办结500件；乙…: a whole of each measure, lists that name both."""
    counts = utterance.counts()
    for one, other in zip(counts, counts[1:], strict=False):
        if one.sentence != other.sentence:
            continue
        measures = [_measure(each) for each in (one, other)]
        if not all(measures) or measures[0] == measures[1]:
            continue
        after = [each for each in counts if each.start > other.start and each.quantity.unit == one.quantity.unit]
        if len(after) < 4:
            continue
        after = [each for each in after if each.sentence == after[0].sentence]
        if not after[0].among or any(each.among for each in after[1:]):
            continue
        for whole, measure in zip((one, other), measures, strict=True):
            parts = [each for each in after if _measure(each) == measure]
            rest = [each for each in after if not _measure(each)]
            if len(parts) >= 2 and len({each.part for each in parts}) == len(parts):
                yield from _of_measure(utterance, whole, (parts, rest), settled)


def _measure(mention: Mention) -> str:
    match = _MEASURE.search(mention.label)
    return match[1] if match else ""


def _of_measure(
    utterance: Utterance, whole: Mention, listed: tuple[list[Mention], list[Mention]], settled: set[int]
) -> Iterator[Objection]:
    parts, rest = listed
    runs = [Addends(utterance, tuple(parts)), Addends(utterance, (*parts, *rest))]
    apart = all(run.is_apart_from(whole) for run in runs)
    if apart and whole.start not in settled and not whole.quantity.approximate:
        settled |= {each.start for each in (whole, *parts, *rest)}
        closest = min(runs, key=lambda run: abs(run.total - whole.quantity.value))
        if near(closest.total, whole.quantity.value) or closest.total > whole.quantity.value or rest:
            yield wrong_sum(utterance, whole, closest, Gravity.DOUBTFUL)


def _pairs(counts: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """The pairs behind the first two counts that are of the same two units, as far as they go on in one sentence."""
    one, other = (each.quantity.unit for each in counts[:2])
    found: list[tuple[Mention, Mention]] = []
    if one == other:
        return found
    for first, second in zip(counts[2::2], counts[3::2], strict=False):
        if (first.quantity.unit, second.quantity.unit) != (one, other) or first.sentence != counts[2].sentence:
            break
        found.append((first, second))
    return found
