"""Parts and what they are of: 其中 more than all, fewer numbers than 分别 announces, quarters against their months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.evidence import number, objection, printed
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral
from bulletin_gen.proof.sentences.words import MEAN

_COUNT = r"\d{1,2}|[两二三四五六七八九十]|十[一二三四五六七八九]"
_ANNOUNCED = late(
    rf"(?P<count>{_COUNT})(?P<of>[类家个项者地区镇种大]|个?季度|个月)[^,;。:\d]{{0,12}}(?:分别|依次)(?:约)?(?:达到|达|占比|占|为|是|有|:)+$"
)
_MONTH = late(r"^(\d{1,2})月份?$")
_PERIODS = {"一": (1, 3), "二": (4, 6), "三": (7, 9), "四": (10, 12)}


def check_within(discourse: Discourse) -> Iterator[Objection]:
    """Every 其中, every 分别 with its number, every quarter beside its months."""
    for utterance in discourse.utterances:
        yield from _among(utterance)
        yield from _announced(utterance)
        yield from _periods(utterance)


def _among(utterance: Utterance) -> Iterator[Objection]:
    """立案18件,其中罚没款入库的22件: a part is no more than all that was counted before it."""
    counts = utterance.counts()
    for at, part in enumerate(counts):
        told = part.among or re.search(r"其中,?$", utterance.text[max(part.begin - 3, 0) : part.begin])
        pointed = re.match(r"(?:上述|以上|这些?|该)[^,;。]{0,10}中", part.words)
        if pointed and not told:
            above = [each for each in counts[:at] if each.sentence == part.sentence - 1]
            above = [each for each in above if each.quantity.unit == part.quantity.unit]
            if above and all(each.amount < part.amount for each in above):
                most = max(each.amount for each in above)
                words = (printed(utterance, part), f"不多于{number(most)}", f"前一句里最多的是{number(most)}")
                yield objection("le", Gravity.DOUBTFUL, utterance, (part.begin, part.end), words)
            continue
        if not told or not at or part.times > 1 or MEAN.search(part.words):
            continue
        before = [each for each in counts[:at] if alike(each.quantity.unit, part.quantity.unit)]
        here = [each for each in before if each.sentence == part.sentence] or [
            each for each in before if each.sentence == part.sentence - 1
        ]
        last = counts[at - 1]
        later = [each for each in counts[at + 1 :] if each.sentence == part.sentence]
        alone = len([each for each in later if each.quantity.unit == part.quantity.unit]) < 2
        same = [each for each in before if each.sentence == part.sentence]
        near = part.begin - last.end <= 16 and ";" not in utterance.text[last.end : part.begin]
        beside = (
            last in here
            and last.quantity.unit == part.quantity.unit
            and len(same) <= 1
            and alone
            and near
            and not MEAN.search(last.words)
            and "中位" not in last.words
        )
        if not beside or any(each.amount + each.slack >= part.amount for each in here):
            continue
        words = (
            printed(utterance, part),
            f"不多于{number(last.amount)}",
            f"“其中”的数比前面的{number(last.amount)}还多",
        )
        yield objection("le", Gravity.DOUBTFUL, utterance, (part.begin, part.end), words)


def _announced(utterance: Utterance) -> Iterator[Objection]:
    """五类占比分别为39.3%、25.6%、18.2%、11.7%: one number for each."""
    mentions = utterance.mentions
    for i, first in enumerate(mentions):
        match = _ANNOUNCED.search(utterance.text[: first.start])
        if match is None:
            continue
        row = [first]
        for each in mentions[i + 1 :]:
            if (each.lead + each.words).strip("、和及与以,") or each.quantity.unit != first.quantity.unit:
                break
            row.append(each)
        said = numeral(match["count"])
        rest = utterance.text[row[-1].end : row[-1].end + 1]
        if len(row) >= 2 and said != len(row) and rest in (",", "。", ";", "") and said > 1:
            span = (match.start(), first.end)
            words = (utterance.words(match.start(), first.start), f"{len(row)}个", f"“分别”后面列出的是{len(row)}个数")
            yield objection("count", Gravity.DOUBTFUL, utterance, span, words)


def _months(label: str) -> tuple[int, int] | None:
    """The months that a label names: 二季度 → 4 to 6."""
    if match := re.search(r"(?<!前)第?([一二三四])季度$", label):
        return _PERIODS[match[1]]
    if match := re.search(r"([上下])半年$", label):
        return (1, 6) if match[1] == "上" else (7, 12)
    if match := re.search(r"前([二两三])季度$", label):
        return 1, 3 * numeral(match[1])
    if match := re.search(r"(?<!\d)(\d{1,2})月?[至到—~-]+(\d{1,2})月$", label):
        return int(match[1]), int(match[2])
    return None


def _periods(utterance: Utterance) -> Iterator[Objection]:
    """1至6月依次为…,一季度合计3832件: the months of a quarter, added up."""
    counts = [each for each in utterance.counts() if not is_of_another_time(utterance, each)]
    months: dict[int, Mention] = {}
    for each in counts:
        if match := _MONTH.match(each.label):
            months.setdefault(int(match[1]), each)
    if len(months) < 3:
        return
    for each in counts:
        label = re.sub(r"(?:合计|共计|共|累计)?(?:受理|办理|为|达|收到|接到)*$", "", each.label or "")
        span = _months(label)
        if span is None or not all(month in months for month in range(span[0], span[1] + 1)):
            continue
        parts = [months[month] for month in range(span[0], span[1] + 1)]
        total = sum((one.amount for one in parts), Fraction(0))
        slack = sum((one.slack for one in parts), each.slack)
        if len(parts) >= 2 and each.role is Role.COUNT and abs(total - each.amount) > slack:
            written = "+".join(number(one.amount) for one in parts)
            words = (printed(utterance, each), number(total), f"{written}={number(total)}")
            yield objection("sum", Gravity.DOUBTFUL, utterance, (each.begin, each.end), words)
