"""Parts and wholes in prose: which runs of counts add up to which number, and which should and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.proof.arithmetic import one_digit_apart
from bulletin_gen.proof.checks.evidence import at, number, objection, printed, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import COMPLEMENTS, REST

#: Below this number a sum may come about by chance; it is believed only where the whole stands right before its parts.
_TELLING = 12
#: So far apart, in hundredths, are a whole and its parts when a number is mistyped or forgotten.
_NEAR = Fraction(1, 100)
_LISTING = re.compile(r"(?:分别(?:是|为)|具体[^,;。]{0,12}(?:是|为)?|名单|明细|情况)[为是]?:?$|[为是]:$|:$")
_BROKEN = re.compile(r"…|\.\.\.|等$|略")


class Addends(Struct, frozen=True):
    """A run of counts of one unit in one passage, in the order of the text."""

    utterance: Utterance
    items: tuple[Mention, ...]

    @property
    def total(self) -> Fraction:
        """Their sum."""
        return sum((each.amount for each in self.items), Fraction(0))

    @property
    def written(self) -> str:
        """The addition, written out."""
        return "+".join(_addend(each) for each in self.items) + f"={number(self.total)}"


def _addend(mention: Mention) -> str:
    return number(mention.quantity.value) + (f"×{mention.times}" if mention.times > 1 else "")


def check_sums(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every sum that the text lets one see."""
    known = _wholes(discourse)
    for utterance in discourse.utterances:
        found = list(_whole_then_parts(utterance))
        settled = {each.start for whole, addends in found for each in (whole, *addends.items)}
        for whole, addends in found:
            yield proven("sum", utterance, (whole.begin, whole.end + len(whole.after)))
            yield proven("sum", utterance, (_begin(utterance, addends.items[0]), addends.items[-1].end))
        yield from _parts_elsewhere(discourse, utterance, known)
        yield from _wrong_sums(utterance, settled, discourse)
    yield from _across_sentences(discourse, known)
    yield from check_habits(discourse, known)


def _wholes(discourse: Discourse) -> dict[tuple[Fraction, str], list[tuple[Utterance, Mention]]]:
    known: dict[tuple[Fraction, str], list[tuple[Utterance, Mention]]] = {}
    for utterance, mention in discourse.all_counts():
        known.setdefault((mention.quantity.value, mention.quantity.unit), []).append((utterance, mention))
    return known


def _whole_then_parts(utterance: Utterance) -> Iterator[tuple[Mention, Addends]]:
    """Wholes with the run of parts right after them (or the first counts of the parts of the sentence)."""
    counts = utterance.counts()
    for i, whole in enumerate(counts[:-2]):
        after = [each for each in counts[i + 1 :] if each.quantity.unit == whole.quantity.unit]
        heads = _heads(after, whole)
        level = [each for each in after if _depth(utterance, each) == _depth(utterance, whole)]
        run = _run_to(after, whole) or _run_to(heads, whole) or _run_to(level, whole)
        if run:
            yield whole, Addends(utterance, run)


def _depth(utterance: Utterance, mention: Mention) -> int:
    """In how many brackets a number stands."""
    before = utterance.text[: mention.start]
    return before.count("(") - before.count(")")


def _begin(utterance: Utterance, mention: Mention) -> int:
    """Where the sentence or its part begins in which a list's first number stands: 工单分类：甲类…"""
    before = utterance.text[: mention.begin]
    return max(before.rfind(sign) for sign in "。;!?") + 1


def _heads(counts: Sequence[Mention], whole: Mention) -> list[Mention]:
    """The first count of each part of a sentence that semicolons divide."""
    heads: list[Mention] = []
    for each in counts:
        if each.part != (heads[-1].part if heads else None) and (heads or each.part >= whole.part):
            heads.append(each)
    return heads


def _run_to(counts: Sequence[Mention], whole: Mention) -> tuple[Mention, ...]:
    """The counts from the first on that add up to the whole; small wholes only within their sentence."""
    total, target = Fraction(0), whole.quantity.value
    for i, each in enumerate(counts):
        total += each.amount
        if target < _TELLING and each.sentence > whole.sentence + 1:
            return ()
        if total >= target:
            ends = i + 1 == len(counts) or not _goes_on(each, counts[i + 1])
            return tuple(counts[: i + 1]) if total == target and i and ends else ()
    return ()


def _goes_on(one: Mention, other: Mention) -> bool:
    """Whether a list goes on from one count to the next: nothing but 、 stands between them."""
    return one.sentence == other.sentence and other.lead == "、" and other.begin - one.end <= 2


def _parts_elsewhere(
    discourse: Discourse, utterance: Utterance, known: dict[tuple[Fraction, str], list[tuple[Utterance, Mention]]]
) -> Iterator[Proven]:
    """Runs in one sentence whose sum is a number that stands elsewhere."""
    for run in _sentence_runs(utterance.counts()):
        taken: set[int] = set()
        for i, j in _spans(len(run)):
            addends = Addends(utterance, tuple(run[i:j]))
            if i in taken or not _telling(addends):
                continue
            for place, whole in known.get((addends.total, run[i].quantity.unit), ())[:1]:
                if whole not in addends.items:
                    taken |= set(range(i, j))
                    yield proven("sum", utterance, (_begin(utterance, run[i]), run[j - 1].end))
                    yield proven("sum", place, (whole.begin, whole.end + len(whole.after)))


def _telling(addends: Addends) -> bool:
    return addends.total >= 4 * _TELLING or (addends.total >= _TELLING and len(addends.items) >= 3)


def _spans(length: int) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of runs, the longest first."""
    for size in range(min(length, 40), 1, -1):
        for i in range(length - size + 1):
            yield i, i + size


def _sentence_runs(counts: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The counts of one sentence and unit."""
    run: list[Mention] = []
    for each in counts:
        if run and (each.sentence != run[-1].sentence or each.quantity.unit != run[-1].quantity.unit):
            yield run
            run = []
        run.append(each)
    yield run


def _across_sentences(
    discourse: Discourse, known: dict[tuple[Fraction, str], list[tuple[Utterance, Mention]]]
) -> Iterator[Proven]:
    """The first counts of sentences or passages that follow each other, when they make up a number of the text."""
    firsts = list(_first_counts(discourse))
    for i, (utterance, first) in enumerate(firsts):
        total = first.quantity.value
        for _, each in firsts[i + 1 : i + 13]:
            if each.quantity.unit != first.quantity.unit:
                break
            total += each.quantity.value
            for place, whole in known.get((total, first.quantity.unit), ())[:1]:
                if total >= 4 * _TELLING:
                    yield proven("sum", utterance, (_begin(utterance, first), first.end))
                    yield proven("sum", place, (whole.begin, whole.end))


def _first_counts(discourse: Discourse) -> Iterator[tuple[Utterance, Mention]]:
    for utterance in discourse.utterances:
        sentence = -1
        for each in utterance.counts():
            if each.sentence != sentence:
                yield utterance, each
            sentence = each.sentence


def _wrong_sums(utterance: Utterance, settled: set[int], discourse: Discourse) -> Iterator[Objection]:
    counts = utterance.counts()
    for i, whole in enumerate(counts[:-1]):
        if whole.start in settled:
            continue
        parts = _announced(utterance, counts[i + 1 :], whole)
        if len(parts) >= 2 and (gravity := _judged(utterance, whole, parts)) is not None:
            yield _wrong(utterance, whole, Addends(utterance, parts), gravity)
            settled |= {each.start for each in (whole, *parts)}
    yield from _halves(utterance, settled)
    yield from _complements_near(utterance, settled, discourse)


def _halves(utterance: Utterance, settled: set[int]) -> Iterator[Objection]:
    """督办25件，已办结18件，7件正在办理: a whole and its two halves, side by side."""
    counts = utterance.counts()
    for whole, one, other in zip(counts, counts[1:], counts[2:], strict=False):
        beside = len({each.sentence for each in (whole, one, other)}) == 1
        same = len({each.quantity.unit for each in (whole, one, other)}) == 1
        if not beside or not same or {whole.start, one.start, other.start} & settled:
            continue
        total, target = one.amount + other.amount, whole.quantity.value
        halves = complementary(one.label, other.label + other.after) and max(one.amount, other.amount) <= target
        if halves and total != target:
            yield _wrong(utterance, whole, Addends(utterance, (one, other)), Gravity.DOUBTFUL)
            settled |= {whole.start, one.start, other.start}


def _announced(utterance: Utterance, after: Sequence[Mention], whole: Mention) -> tuple[Mention, ...]:
    """The list that a whole announces by 其中, 分别为 or a colon, up to the end of its sentence."""
    if not after or not (after[0].among or _LISTING.search(after[0].lead)):
        return ()
    if after[0].sentence > whole.sentence + 1 or (after[0].sentence > whole.sentence and not after[0].among):
        return ()
    same = [each for each in after if each.sentence == after[0].sentence]
    if any(each.quantity.unit != whole.quantity.unit for each in same):
        same = _until_other_unit(same, whole)
    return tuple(same)


def _until_other_unit(counts: Sequence[Mention], whole: Mention) -> list[Mention]:
    kept: list[Mention] = []
    for each in counts:
        if each.quantity.unit != whole.quantity.unit:
            break
        kept.append(each)
    return kept


def _judged(utterance: Utterance, whole: Mention, parts: Sequence[Mention]) -> Gravity | None:
    """How grave it is that these parts do not add up to the whole; ``None`` where they need not."""
    total = sum((each.amount for each in parts), Fraction(0))
    target = whole.quantity.value
    if total == target or whole.quantity.approximate or _is_broken(utterance, parts):
        return None
    if max(each.amount for each in parts) > target and not _lists_all(parts):
        return None  # not its parts: they are another number's
    if len(parts) == 2 and complementary(parts[0].label, parts[1].label):
        return Gravity.WRONG if near(total, target) or total > target else Gravity.DOUBTFUL
    if any(REST.search(each.label) for each in parts) and _is_flat(parts):
        return Gravity.WRONG
    if _is_flat(parts) and _lists_all(parts):
        return Gravity.WRONG
    return Gravity.DOUBTFUL if _is_flat(parts) and near(total, target) else None


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


def _is_flat(parts: Sequence[Mention]) -> bool:
    """Whether the parts stand side by side: no 其中 within."""
    return not any(each.among for each in parts[1:])


def _lists_all(parts: Sequence[Mention]) -> bool:
    """Whether the list says that it is the whole: 分别为, 具体…为."""
    return bool(re.search(r"分别(?:是|为)?:?$|具体[^,;。]{0,12}[为是]?:?$", parts[0].lead or parts[0].words))


def _is_broken(utterance: Utterance, parts: Sequence[Mention]) -> bool:
    """Whether something is left out of the list: an ellipsis, 等, or a text that ends in its middle."""
    end = parts[-1].end
    rest = utterance.text[end : end + 2]
    between = utterance.text[parts[0].begin : end] + utterance.text[end : end + 6].split("。")[0]
    return not rest or bool(_BROKEN.search(between))


def _wrong(utterance: Utterance, whole: Mention, addends: Addends, gravity: Gravity) -> Objection:
    words = (
        printed(utterance, whole),
        number(addends.total),
        f"{addends.written}，与{number(whole.quantity.value)}不等",
    )
    return objection("sum", gravity, utterance, (whole.begin, whole.end), words)


def check_habits(
    discourse: Discourse, known: dict[tuple[Fraction, str], list[tuple[Utterance, Mention]]]
) -> Iterator[Objection]:
    """Lists that are whole wherever else they stand (主要涉及…), and those that say how they divide all (从来源看…)."""
    listed = list(_topics(discourse))
    off = [each for each in listed if each[1].total != each[0].quantity.value]
    if len(off) == 1 and len(listed) >= 3:
        whole, addends = off[0]
        yield _wrong(addends.utterance, whole, addends, Gravity.DOUBTFUL)
    for utterance in discourse.utterances:
        for run in _sentence_runs(utterance.counts()):
            if len(run) >= 3 and _divides_all(utterance, run):
                yield from _against_all(discourse, Addends(utterance, tuple(run)), known)


def _topics(discourse: Discourse) -> Iterator[tuple[Mention, Addends]]:
    """…类793件。主要涉及…390件、…: a count, and the list of the next sentence."""
    for utterance in discourse.utterances:
        counts = utterance.counts()
        for run in _sentence_runs(counts):
            before = [each for each in counts if each.sentence == run[0].sentence - 1] if run else []
            told = run and re.search(r"主要(?:涉及|包括|是|反映)", run[0].lead + run[0].words)
            if told and before and len(run) >= 2 and not _is_broken(utterance, run) and before[0].sentence == 0:
                yield before[0], Addends(utterance, tuple(run))


def _divides_all(utterance: Utterance, run: Sequence[Mention]) -> bool:
    """Whether a list is of everything: 按…分, 从…看 before it, and a rest at its end."""
    lead = utterance.text[_begin(utterance, run[0]) : run[0].start]
    told = re.search(r"(?:按|从)[^,;。]{2,14}(?:分|看|来看|划分|统计)|分类:|来源:", lead)
    return bool(told) and bool(REST.search(run[-1].label)) and not _is_broken(utterance, run)


def _against_all(
    discourse: Discourse, addends: Addends, known: dict[tuple[Fraction, str], list[tuple[Utterance, Mention]]]
) -> Iterator[Objection]:
    unit = addends.items[0].quantity.unit
    if (addends.total, unit) in known:
        return
    most = max(each.amount for each in addends.items)
    totals = [each for _, each in discourse.all_counts() if each.total and each.quantity.unit == unit]
    whole = next((each for each in totals if each.quantity.value >= most and each not in addends.items), None)
    if whole is not None:
        utterance, first, last = addends.utterance, addends.items[0], addends.items[-1]
        shown = at(utterance, first.begin, last.end)
        words = (shown, number(whole.quantity.value), f"{addends.written}，文中的总数是{number(whole.quantity.value)}")
        yield objection("sum", Gravity.DOUBTFUL, utterance, (first.begin, last.end), words)


def _complements_near(utterance: Utterance, settled: set[int], discourse: Discourse) -> Iterator[Objection]:
    """Two counts that make up a whole (办结, 办理中), with a whole nearby that they just miss."""
    counts = utterance.counts()
    for one, other in zip(counts, counts[1:], strict=False):
        if one.start in settled or one.sentence != other.sentence or not complementary(one.label, other.label):
            continue
        total = one.quantity.value + other.quantity.value
        wholes = [each.quantity.value for _, each in discourse.all_counts() if each.quantity.unit == one.quantity.unit]
        if total in wholes or one.quantity.unit != other.quantity.unit:
            continue
        for target in (each for each in wholes if near(total, each) and each > _TELLING):
            addends = Addends(utterance, (one, other))
            words = (
                at(utterance, one.begin, other.end),
                number(target),
                f"{addends.written}，文中的总数是{number(target)}",
            )
            yield objection("sum", Gravity.DOUBTFUL, utterance, (one.begin, other.end), words)
            break


def ordered(items: Sequence[Mention]) -> bool:
    """Whether the counts fall or stay equal."""
    values = [each.quantity.value for each in items if each.role is Role.COUNT]
    return all(one >= other for one, other in zip(values, values[1:], strict=False))
