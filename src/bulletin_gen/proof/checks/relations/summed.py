"""Sums of what was just named (三地合计227件; 上述五类共1467件): no run of the counts before comes to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.adding.addends import Addends, alike
from bulletin_gen.proof.checks.evidence import number, objection, printed
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention
from bulletin_gen.proof.sentences.numerals import numeral

_COUNT = r"\d{1,2}|[二两三四五六七八九十]|十[一二三四五六七八九]"
_MANY = late(
    rf"^(?P<points>上述|以上|前述|这|该)?(?:前)?(?P<count>{_COUNT})(?P<of>[家个类项地者局镇乡街区县市大种]|个月)"
    r"(?P<noun>[^,;。:\d]{0,12}?)(?:(?P<sum>合计|共计|总计|累计|合共|共)(?P<verb>[^,;。:\d]{0,8}))?$"
)
_BARE = late(
    r"^(?:以上|上述)?(?:[三两四五六]项|[\u4e00-\u9fff]个月)?(?:合计|共计|总计)(?:办理|受理|承办|转办|派发|交办|收到|反映|办结|为|达|约)*$"
)


_CUMULATED = late(r"^(?:[\u4e00-\u9fff]{0,6})?累计(?:办理|受理|承办|转办|收到|接到|为|达|登记)*$")


def check_summed(discourse: Discourse) -> Iterator[Objection]:
    """Every count that says it is the sum of those before it."""
    for utterance in discourse.utterances:
        counts = utterance.counts()
        for i, total in enumerate(counts):
            words = total.words.lstrip(")，,、")
            many, bare = _MANY.match(words), _BARE.match(words)
            cumulated = i >= 2 and _CUMULATED.match(words) and _is_in_turn(counts[:i])
            short = re.fullmatch("共计?", words) if i >= 2 and total.end <= total.begin + 8 else None
            bare = bare or (short if short and _is_row(utterance, counts[:i], total) else None)
            needed = i >= 2 and re.match(r"^(?:本[月周期季])?(?:共需|共应|应|需|合计应?|总计)(?:办理|办结|处理)", words)
            needed = needed and re.search("结转|遗留", counts[i - 1].words + counts[i - 2].words)
            if (many or bare or cumulated or needed) and i >= 2 and not total.among and not total.slack:
                yield from _judged(utterance, counts[:i], total, many)


def _is_row(utterance: Utterance, before: Sequence[Mention], total: Mention) -> bool:
    """推诿14件、退单不当5件,共20件: all counts of the sentence, 、 between them, right before 共."""
    own = [each for each in before if each.sentence == total.sentence]
    joined = all(each.lead.endswith("、") or each.lead + each.words == "、" for each in own[1:])
    beside = len(own) >= 2 and utterance.text[own[-1].end : total.start] in (",共", ",共计")
    same = len({each.quantity.unit for each in (*own, total)}) == 1
    return beside and joined and same and all(each.label and not each.total for each in own)


def _is_in_turn(before: Sequence[Mention]) -> bool:
    """Whether the counts right before are a row that nothing but 、 divides: 211件、220件、249件."""
    return before[-1].lead + before[-1].words == "、"


def _judged(
    utterance: Utterance, before: Sequence[Mention], total: Mention, many: re.Match[str] | None
) -> Iterator[Objection]:
    run = _run(before, total, across=bool(many and many["points"]))
    if len(run) < 2 or any(each.slack for each in run):
        return
    said = numeral(many["count"]) if many else 0
    if many and not (many["sum"] or many["points"]) and said != len(run):
        return  # 三家单位退单74件, without a word that it is a sum: of three, right behind the three
    if many and many["points"] and said > len(run) >= 3 and many["sum"]:
        shown = utterance.words(total.begin, total.start)
        words = (shown, f"{len(run)}", f"前面列出的是{len(run)}个：{run[0].label}……{run[-1].label}")
        yield objection("count", Gravity.DOUBTFUL, utterance, (total.begin, total.end), words)
        return
    sums = dict(enumerate(accumulate(each.amount for each in reversed(run)), 1))
    if total.amount in list(sums.values())[1:] or (said and said not in sums) or said == 1:
        return
    count = said or len(run)
    addends = Addends(utterance, tuple(run[-count:]))
    if not said and max(each.amount for each in run) >= total.amount:
        return
    words = (printed(utterance, total), number(sums[count]), f"{addends.written}，与{number(total.amount)}不等")
    yield objection("sum", Gravity.DOUBTFUL, utterance, (total.begin, total.end), words)


def is_apart(each: Mention, run: Sequence[Mention]) -> bool:
    """Whether a count does not belong to the row of numbers in turn that was begun."""
    return not (each.lead + each.words == "、" or "分别" in each.words or "依次" in each.words or "各月" in each.words)


def _run(before: Sequence[Mention], total: Mention, *, across: bool) -> list[Mention]:
    """The counts that may be added up: of the sum's sentence, or, where it points back, of the one before."""
    run: list[Mention] = []
    sentences = {total.sentence, *({total.sentence - 1} if across else ())}
    for each in reversed(before):
        if each.sentence not in sentences or not alike(each.quantity.unit, total.quantity.unit):
            break
        if run and each.sentence != run[-1].sentence:
            break
        if each.total and each.sentence == total.sentence:
            break
        if run and run[-1].lead + run[-1].words == "、" and is_apart(each, run):
            break
        run.append(each)
        if each.among:
            break
    return run[::-1]
