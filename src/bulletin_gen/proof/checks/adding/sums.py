"""Parts and wholes in prose: which runs of counts add up to which number, and which should and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import light
from bulletin_gen.proof.checks.adding.addends import (
    TELLING,
    Addends,
    Wholes,
    alike,
    begin_of,
    complementary,
    is_broken,
    near,
    one_slip,
    sentence_runs,
    wrong_sum,
)
from bulletin_gen.proof.checks.adding.habits import check_habits, complements_near
from bulletin_gen.proof.checks.adding.parallel import check_measures, check_parallel
from bulletin_gen.proof.checks.evidence import proven
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import REST, SOME

_LISTING = late(r"(?:分别(?:是|为)|具体[^,;。]{0,12}(?:是|为)?|名单|明细|情况)[为是]?:?$|[为是]:$|:$")


def check_sums(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every sum that the text lets one see."""
    known = _wholes(discourse)
    for utterance in discourse.utterances:
        found = list(_whole_then_parts(utterance))
        settled = {each.start for whole, addends in found for each in (whole, *addends.items)}
        yield from check_parallel(utterance, settled)
        yield from check_measures(utterance, settled)
        for whole, addends in found:
            yield proven("sum", utterance, (whole.begin, whole.end + len(whole.after)))
            yield proven("sum", utterance, (begin_of(utterance, addends.items[0]), addends.items[-1].end))
        yield from _parts_elsewhere(discourse, utterance, known)
        yield from _wrong_sums(utterance, settled, discourse)
    yield from _across_sentences(discourse, known)
    yield from check_habits(discourse, known)


def _wholes(discourse: Discourse) -> Wholes:
    known: Wholes = {}
    for utterance, mention in discourse.all_counts():
        known.setdefault((mention.quantity.value, mention.quantity.unit), []).append((utterance, mention))
    return known


def _whole_then_parts(utterance: Utterance) -> Iterator[tuple[Mention, Addends]]:
    """Wholes with the run of parts right after them (or the first counts of the parts of the sentence)."""
    counts = utterance.counts()
    for i, whole in enumerate(counts[:-2]):
        after = [each for each in counts[i + 1 :] if alike(each.quantity.unit, whole.quantity.unit)]
        run = _run_to(after, whole) or _run_to(_heads(after, whole), whole) or _run_on_level(utterance, after, whole)
        if run:
            yield whole, Addends(utterance, run)


def _run_on_level(utterance: Utterance, after: Sequence[Mention], whole: Mention) -> tuple[Mention, ...]:
    """The same among the counts that stand in as many brackets as the whole."""
    if "(" not in utterance.text and ")" not in utterance.text:
        return ()  # all do, and these were asked before
    depth = utterance.depth(whole.start)
    return _run_to([each for each in after if utterance.depth(each.start) == depth], whole)


def _heads(counts: Sequence[Mention], whole: Mention) -> list[Mention]:
    """The first count of each part of a sentence that semicolons divide."""
    heads: list[Mention] = []
    for each in counts:
        if each.part != (heads[-1].part if heads else None) and (heads or each.part >= whole.part):
            heads.append(each)
    return heads


def _run_to(counts: Sequence[Mention], whole: Mention) -> tuple[Mention, ...]:
    """The counts from the first on that add up to the whole; small wholes only within their sentence."""
    total: Fraction | int = 0
    target = light(whole.quantity.value)
    for i, each in enumerate(counts):
        total += light(each.amount)
        if target < TELLING and each.sentence > whole.sentence + 1:
            return ()
        if total >= target:
            ends = i + 1 == len(counts) or not _goes_on(each, counts[i + 1])
            return tuple(counts[: i + 1]) if total == target and i and ends else ()
    return ()


def _goes_on(one: Mention, other: Mention) -> bool:
    """Whether a list goes on from one count to the next: nothing but 、 stands between them."""
    return one.sentence == other.sentence and other.lead == "、" and other.begin - one.end <= 2


def _parts_elsewhere(discourse: Discourse, utterance: Utterance, known: Wholes) -> Iterator[Proven]:
    """Runs in one sentence whose sum is a number that stands elsewhere."""
    for run in sentence_runs(utterance.counts()):
        taken: set[int] = set()
        sums = list(accumulate((light(each.amount) for each in run), initial=0))
        for i, j in _spans(len(run)):
            if i in taken or not _telling(total := sums[j] - sums[i], j - i):
                continue
            for place, whole in known.get((total, run[i].quantity.unit), ())[:1]:
                if whole not in run[i:j]:
                    taken |= set(range(i, j))
                    yield proven("sum", utterance, (begin_of(utterance, run[i]), run[j - 1].end))
                    yield proven("sum", place, (whole.begin, whole.end + len(whole.after)))


def _telling(total: Fraction | int, count: int) -> bool:
    return total >= 4 * TELLING or (total >= TELLING and count >= 3)


def _spans(length: int) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of runs, the longest first."""
    for size in range(min(length, 40), 1, -1):
        for i in range(length - size + 1):
            yield i, i + size


def _across_sentences(discourse: Discourse, known: Wholes) -> Iterator[Proven]:
    """The first counts of sentences or passages that follow each other, when they make up a number of the text."""
    firsts = list(_first_counts(discourse))
    for i, (utterance, first) in enumerate(firsts):
        total = first.quantity.value
        for _, each in firsts[i + 1 : i + 13]:
            if each.quantity.unit != first.quantity.unit:
                break
            total += each.quantity.value
            for place, whole in known.get((total, first.quantity.unit), ())[:1]:
                if total >= 4 * TELLING:
                    yield proven("sum", utterance, (begin_of(utterance, first), first.end))
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
        if whole.start in settled or is_of_another_time(utterance, whole):
            continue
        parts = _announced(utterance, counts[i + 1 :], whole)
        if parts and max(each.amount for each in parts) > whole.quantity.value:
            whole = _total_before(counts[:i], whole, settled) or whole
        total = sum((each.amount for each in parts), Fraction(0))
        if len(parts) >= 2 and sum(each.amount for each in _heads(parts, parts[0])) == whole.quantity.value:
            settled |= {each.start for each in (whole, *parts)}
            continue  # 甲3309个，有效2880件…；乙6件；…: only the first count of each part is of the whole
        if not whole.after.endswith("中") and any(total == each.quantity.value for each in counts[: i + 1]):
            continue  # the parts of a number further up: 转办2114件，办结1898件…。其中转办事项：…
        gravity = _judged(utterance, whole, parts) if len(parts) >= 2 else None
        if gravity and not whole.total and _is_among(discourse, whole, total):
            continue  # 按期379封,逾期9封,尚在办理3封: the first of three that make up 391
        if gravity and _only_follows(parts, whole):
            close = near(total, whole.quantity.value) or one_slip(total, whole.quantity.value) or _is_scale(parts)
            gravity = Gravity.DOUBTFUL if close else None
        if gravity is not None:
            yield wrong_sum(utterance, whole, Addends(utterance, parts), gravity)
            settled |= {each.start for each in (whole, *parts)}
    yield from _halves(utterance, settled, discourse)
    yield from complements_near(utterance, settled, discourse)


def _is_among(discourse: Discourse, whole: Mention, rest: Fraction) -> bool:
    """Whether a count and those behind it make up a total of the text: it is one of them, not their whole."""
    wanted = whole.amount + rest
    return any(each.amount == wanted and each.total for _, each in discourse.all_counts())


def _only_follows(parts: Sequence[Mention], whole: Mention) -> bool:
    """Whether nothing but its place says that a list is of the whole before it."""
    return not (parts[0].among or _LISTING.search(parts[0].lead) or whole.after.endswith("中"))


def _total_before(counts: Sequence[Mention], near_one: Mention, settled: set[int]) -> Mention | None:
    """共1655件，其中甲573件；包括…: the sentence's total, where the count before the list is not its whole."""
    totals = [each for each in counts if each.total and each.sentence == near_one.sentence]
    return totals[-1] if totals and totals[-1].start not in settled else None


def _halves(utterance: Utterance, settled: set[int], discourse: Discourse) -> Iterator[Objection]:
    """督办25件，已办结18件，7件正在办理: a whole and its two halves, side by side."""
    counts = [each for each in utterance.counts() if not is_of_another_time(utterance, each)]
    for whole, one, other in zip(counts, counts[1:], counts[2:], strict=False):
        beside = len({each.sentence for each in (whole, one, other)}) == 1
        same = len({each.quantity.unit for each in (whole, one, other)}) == 1
        apart = (
            re.search(r"[()]", utterance.text[one.end : other.start]) or ")" in utterance.text[whole.end : one.start]
        )
        if apart or not beside or not same or {whole.start, one.start, other.start} & settled:
            continue
        total, target = one.amount + other.amount, whole.quantity.value
        halves = complementary(one.label, other.label + other.after) and max(one.amount, other.amount) <= target
        halves = halves and not re.search("部分", whole.label + one.label + other.label)  # 已解决…、部分解决…、未解决…
        slack = whole.slack + one.slack + other.slack
        if halves and abs(total - target) > slack:
            if _is_among(discourse, whole, one.amount + other.amount):
                continue
            yield wrong_sum(utterance, whole, Addends(utterance, (one, other)), Gravity.DOUBTFUL)
            settled |= {whole.start, one.start, other.start}


def _announced(utterance: Utterance, after: Sequence[Mention], whole: Mention) -> tuple[Mention, ...]:
    """The list that a whole announces by 其中, 分别为 or a colon, up to the end of its sentence."""
    if (
        not after
        or SOME.search(after[0].lead + after[0].words)
        or not (after[0].among or _LISTING.search(after[0].lead) or _told_by_whole(utterance, after, whole))
    ):
        return ()
    if after[0].sentence > whole.sentence + 1 or (after[0].sentence > whole.sentence and not after[0].among):
        return ()
    same = [each for each in after if each.sentence == after[0].sentence]
    if any(not alike(each.quantity.unit, whole.quantity.unit) for each in same):
        same = _until_other_unit(same, whole)
    return tuple(same)


def _told_by_whole(utterance: Utterance, after: Sequence[Mention], whole: Mention) -> bool:
    """56家单位中A类50家、B类4家…; 回访246件，满意240件，一般5件…; 共受理来信146件，甲7件，乙8件，…"""
    same = [each for each in after if each.sentence == whole.sentence]
    if "占" in utterance.text[whole.end : after[0].start]:
        return False  # it is a part itself
    if len(same) < 2 or not all(alike(each.quantity.unit, whole.quantity.unit) for each in same):
        return False
    if re.search(r"中$", whole.after) and len(same) >= 3:
        return True
    return _is_scale(same) or (whole.total and len(same) >= 3 and not any(each.total for each in same))


def _is_scale(parts: Sequence[Mention]) -> bool:
    """Whether the parts are the degrees of one scale: A类, B类, C类; 满意, 一般, 不满意."""
    labels = [each.label.removesuffix("的").removesuffix("的有") for each in parts]
    grades = len(labels) >= 3 and all(re.search(r"[A-E](?:类|级|等|档)?$", label) for label in labels)
    content = all(re.search(r"满意$|一般$", label) for label in labels) and "不满意" in labels[-1]
    graded = all(re.search(r"(?:优秀|良好|合格|较差|差)$", label) for label in labels)
    return grades or content or (graded and len(labels) >= 3 and bool(re.search(r"不合格$|差$", labels[-1])))


def _until_other_unit(counts: Sequence[Mention], whole: Mention) -> list[Mention]:
    kept: list[Mention] = []
    for each in counts:
        if not alike(each.quantity.unit, whole.quantity.unit):
            break
        kept.append(each)
    return kept


def _judged(utterance: Utterance, whole: Mention, parts: Sequence[Mention]) -> Gravity | None:
    """How grave it is that these parts do not add up to the whole; ``None`` where they need not."""
    total = sum((each.amount for each in parts), Fraction(0))
    target = whole.quantity.value
    slack = whole.slack + sum((each.slack for each in parts), Fraction(0))
    if abs(total - target) <= slack or whole.quantity.approximate or is_broken(utterance, parts):
        return None
    if max(each.amount for each in parts) > target and not _lists_all(parts):
        return None  # not its parts: they are another number's
    if len(parts) == 2 and complementary(parts[0].label, parts[1].label):
        return Gravity.WRONG if near(total, target) or total > target else Gravity.DOUBTFUL
    if any(REST.search(each.label) for each in parts) and _is_flat(parts):
        return Gravity.WRONG
    if _is_flat(parts) and _lists_all(parts):
        return Gravity.WRONG
    if not _is_flat(parts):
        return None
    if _is_scale(parts) and total <= 2 * target:
        return Gravity.DOUBTFUL
    return Gravity.DOUBTFUL if near(total, target) or _is_slip(parts, total, target) else None


def _is_slip(parts: Sequence[Mention], total: Fraction, target: Fraction) -> bool:
    """Whether classes of orders miss their whole by one mistyped digit, or are more than it."""
    classes = len(parts) >= 3 and all(each.label.endswith(("类", "件", "诉求")) for each in parts)
    slip = one_slip(total, target)
    return (classes and (slip or target < total <= target * 2)) or (len(parts) >= 4 and slip)


def _is_flat(parts: Sequence[Mention]) -> bool:
    """Whether the parts stand side by side: no 其中 within."""
    return not any(each.among for each in parts[1:])


def _lists_all(parts: Sequence[Mention]) -> bool:
    """Whether the list says that it is the whole: 分别为, 具体…为."""
    return bool(re.search(r"分别(?:是|为)?:?$|具体[^,;。]{0,12}[为是]?:?$", parts[0].lead or parts[0].words))


def ordered(items: Sequence[Mention]) -> bool:
    """Whether the counts fall or stay equal."""
    values = [each.quantity.value for each in items if each.role is Role.COUNT]
    return all(one >= other for one, other in zip(values, values[1:], strict=False))
