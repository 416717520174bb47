"""Orders in words (列前五位; 依次为): the numbers of the list fall, or rise where the last are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import number, objection, printed
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

_COUNT = r"\d{1,2}|[一二两三四五六七八九十]"
_FALLING = late(
    rf"最[多高大](?!值|限|不超)|依次|(?:排名?|位列|位居|居|列|排在?)?前(?P<count>{_COUNT})(?!季度|个月|月|天|期|周)(?:位|名|个|家|大)?|由[多高大]到|从[多高大]到|位居前列"
)
_RISING = late(
    rf"最[少低小](?!值)|(?:排名?|居|列|排在?)?(?:后|末|倒数)(?P<count>{_COUNT})(?:位|名|个|家)|倒数|由[少低]到|从[少低]到"
)
_BEHIND = late(
    rf"^[)]?(?:等)?,?(?:分别|依次)?(?:居|列|排|位居|位列|排名|排在|名列)(?:全[县市区])?前(?P<count>{_COUNT})"
)
_OWN = late(r"合计|共|占|总|累计|平均|全[县市区]|[两三四五六七八九十\d]+[家个地项类]")
_PERIOD = late(r"^(?:\d{1,2}月份?|第?[一二三四]季度|20\d\d年|周[一二三四五六日])$")
_ITEMS = (Role.COUNT, Role.SCORE, Role.RATE, Role.OTHER, Role.SHARE)
#: What may stand between two items of a row.
_BETWEEN = late(r"^[)]?(?:[,(]?占[^,;。()]*%[)]?)?(?:[,;、]|和|及|以及|与)[^。\d]{0,26}[(]?$")


def check_order(discourse: Discourse) -> Iterator[Objection]:
    """Every row of numbers whose sentence says how it is ordered."""
    for utterance in discourse.utterances:
        for row in _rows(utterance):
            yield from _judged(utterance, row)


def _rows(utterance: Utterance) -> Iterator[list[Mention]]:
    """Numbers of one unit and role that stand in a row, each with its own few words; shares between are passed over."""
    row: list[Mention] = []
    for each in utterance.mentions:
        if each.role not in _ITEMS or (each.role is Role.SHARE and row and row[-1].role is not Role.SHARE):
            if each.role is not Role.SHARE:
                if len(row) > 1:
                    yield row
                row = []
            continue
        if row and not _follows(utterance, row[-1], each):
            if len(row) > 1:
                yield row
            row = []
        if not row or not _OWN.search(each.words.replace("占道", "")):
            row.append(each)
    if len(row) > 1:
        yield row


def _follows(utterance: Utterance, before: Mention, each: Mention) -> bool:
    between = utterance.text[before.end : each.start]
    between = re.sub(r"^[)]?[,(]?(?:占比?|占[^,;。()\d]*)[\d.]+%[)]?", "", between)
    same = before.quantity.unit == each.quantity.unit and bool(each.quantity.unit)
    kind = before.role is each.role or before.quantity.is_percent
    anew = _FALLING.search(between) or _RISING.search(between) or re.search("其中", between)
    return same and kind and before.sentence == each.sentence and bool(_BETWEEN.match(between)) and not anew


def _judged(utterance: Utterance, row: Sequence[Mention]) -> Iterator[Objection]:
    text, first = utterance.text, row[0]
    start = max(text.rfind(sign, 0, first.start) for sign in "。;") + 1
    lead, behind = text[start : first.start], text[row[-1].end :]
    before = [each for each in utterance.mentions if start <= each.start < first.start]
    lead = lead[before[-1].end - start :] if before else lead
    toward = re.search(r"(?:由|从)(?P<from>[多高大少低小])到[多高大少低小]", behind[:40])
    if toward and len(row) >= 3:
        values = [each.quantity.value for each in row]
        if values != sorted(values, reverse=toward["from"] in "多高大"):
            begin = row[-1].end + toward.start()
            words = (toward[0], "数的次序", "、".join(number(Fraction(each)) for each in values))
            yield objection("order", Gravity.DOUBTFUL, utterance, (begin, begin + len(toward[0])), words)
        return
    fall, rise, after = _last(_FALLING, lead), _last(_RISING, lead), _BEHIND.match(behind)
    cue = after or (max((each for each in (fall, rise) if each), key=lambda each: each.end(), default=None))
    if cue is None or re.search("不分先后|其中", lead[cue.end() :] if cue is not after else ""):
        return
    said = cue.groupdict().get("count")
    count = numeral(said) if said else len(row)
    items = list(row[:count])
    values = [each.quantity.value for each in items]
    labels = [each.label for each in row if each.label]
    if any(_PERIOD.match(each.label) for each in items) or len(set(labels)) < len(labels):
        return
    falls = values == sorted(values, reverse=True)
    if len(items) < 2 or falls or (cue is rise and values == sorted(values)):
        return
    if (
        cue is fall
        and re.search("最", cue[0])
        and not re.search("依次|其次|分别|[为是有]", lead[cue.end() :] + text[first.start : row[-1].end])
    ):
        return
    place = _odd(values)
    one = items[place]
    words = (
        printed(utterance, one),
        "按次序的数",
        f"说的是{cue[0]}，{'、'.join(number(Fraction(each)) for each in values)}没有按次序排列",
    )
    yield objection("order", Gravity.DOUBTFUL, utterance, (one.begin, one.end), words)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda each: each.end(), default=None)


def _odd(values: Sequence[Fraction]) -> int:
    """The place of the number without which the rest would be in order, else of the first that rises."""
    for i in range(len(values) - 1, -1, -1):
        rest = [*values[:i], *values[i + 1 :]]
        if rest == sorted(rest, reverse=True):
            return i
    return next(i for i in range(1, len(values)) if values[i] > values[i - 1])
