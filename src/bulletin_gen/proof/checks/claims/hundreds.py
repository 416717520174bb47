"""Shares without counts that divide all (上午占48%、下午占39%、夜间占17%) and do not make a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import percent_fit
from bulletin_gen.proof.checks.evidence import at, number, objection, percent
from bulletin_gen.proof.checks.portions import portions
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import SOME

_LED = late(r"(?:按|从|就)[^,;。:\d]{2,16}?(?:分类|分布|划分|分为|分|来看|上看|看|统计)[,:]")
_REST = late(r"其[他它余]|剩余")
_PAIRS = (
    ("城区|城镇|县城|市区", "乡镇|农村|乡村"),
    ("白天", "夜间|夜晚"),
    ("男", "女"),
    ("工作日", "周末|休息日|节假日"),
    ("电话", "网络|非电话|互联网"),
    ("县直|部门", "乡镇|镇街|街道"),
    ("个人", "企业"),
    ("实名", "匿名"),
    ("线上|网上", "线下|窗口"),
)
_PARTS_OF_DAY = ("上午|早", "下午", "夜|晚")


def check_hundreds(discourse: Discourse) -> Iterator[Objection]:
    """Every row of bare shares that is whole by its own words."""
    for utterance in discourse.utterances:
        yield from _beyond(utterance)
        parts = {each.share.start for each in portions(utterance)}
        for row in _rows(utterance, parts):
            total = sum((each.quantity.value for each in row), Fraction(0))
            slack = sum((each.quantity.step for each in row), Fraction(0)) / 2
            if abs(total - 100) > slack and _is_whole(utterance, row, total):
                written = "+".join(number(each.quantity.value) for each in row)
                span = (row[0].begin, row[-1].end)
                words = (at(utterance, *span), "合计100%", f"{written}={number(total)}")
                yield objection("share_sum", Gravity.DOUBTFUL, utterance, span, words)


def _beyond(utterance: Utterance) -> Iterator[Objection]:
    """满意率93.52%;不满意率8.38%: more than all between them."""
    rates = [each for each in utterance.mentions if each.role is Role.RATE and each.quantity.is_percent]
    for one, other in zip(rates, rates[1:], strict=False):
        opposite = other.name[1:] == one.name[-len(other.name) + 1 :] and other.name[:1] in "不未非"
        total = one.quantity.value + other.quantity.value
        opposite = opposite or (one.name.endswith("好评率") and other.name.endswith("差评率"))
        if opposite and len(other.name) >= 3:
            yield from _of_both(utterance, one, other)
        if opposite and len(other.name) >= 3 and total > 100 + one.quantity.step + other.quantity.step:
            written = f"{number(one.quantity.value)}+{number(other.quantity.value)}={number(total)}"
            words = (at(utterance, other.begin, other.end), "合起来不超过100%", written)
            yield objection("rate", Gravity.DOUBTFUL, utterance, (other.begin, other.end), words)


def _of_both(utterance: Utterance, one: Mention, other: Mention) -> Iterator[Objection]:
    """满意的241件,满意率93.05%,不满意18件,不满意率2.89%: both of the two together."""
    core = other.name[1:].removesuffix("率")
    good = [each for each in utterance.counts() if re.search(rf"(?<![不未非本]){core}的?$", each.label)]
    bad = [each for each in utterance.counts() if re.search(rf"[不未非]{core}的?$", each.label)]
    if len(good) != 1 or len(bad) != 1:
        return
    whole = good[0].amount + bad[0].amount
    right = percent_fit(good[0].amount, whole, one.quantity.shown)
    if right and not percent_fit(bad[0].amount, whole, other.quantity.shown):
        follows = percent(bad[0].amount, whole, other.quantity.shown.digits)
        why = f"{number(bad[0].amount)}÷({number(good[0].amount)}+{number(bad[0].amount)})={follows}"
        words = (at(utterance, other.begin, other.end), follows, why)
        yield objection("rate", Gravity.DOUBTFUL, utterance, (other.begin, other.end), words)


def _rows(utterance: Utterance, parts: set[int]) -> Iterator[list[Mention]]:
    row: list[Mention] = []
    for each in utterance.mentions:
        pair = each.role is Role.OTHER and re.fullmatch("线上|线下|城区|乡镇|男|女|网上|窗口", each.label)
        bare = (each.role is Role.SHARE or pair) and each.start not in parts and each.quantity.is_percent
        if bare and row and row[-1].sentence != each.sentence:
            yield row
            row = []
        if bare and each.label and not re.search("合计|共计|总计", each.label):
            row.append(each)
        elif row:
            yield row
            row = []
    if row:
        yield row


def _is_whole(utterance: Utterance, row: Sequence[Mention], total: Fraction) -> bool:
    if len(row) < 2 or any(each.quantity.approximate for each in row):
        return False
    labels = [each.label for each in row]
    text = utterance.text
    before = re.split("[。;]", text[: row[0].start])[-1]
    if SOME.search(before) or len({each.name for each in row} - {""}) > 1:
        return False
    if len(row) == 2:
        return any(re.search(a, x) and re.search(b, y) for a, b in _PAIRS for x, y in (labels, labels[::-1]))
    day = all(any(re.search(each, label) for label in labels) for each in _PARTS_OF_DAY)
    near = abs(total - 100) <= 15
    return day or (near and bool(_LED.search(before) or _REST.search(labels[-1])))
