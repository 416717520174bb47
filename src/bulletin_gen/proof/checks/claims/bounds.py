"""Bounds (超过100件的有…): every number of the list keeps to them, and as many are listed as announced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import objection
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.numerals import numeral

_COUNT = r"\d{1,3}|[一二两三四五六七八九十]{1,2}"
_BOUND = late(
    r"(?:(?P<op>不低于|不少于|超过|高于|大于|超|多于|达到|达|不足|低于|少于|不到|未达到?|小于|不满)(?P<value>\d+(?:\.\d+)?)(?P<unit>%|件|个|分|条|封|次|天|起|万件)"
    r"(?P<more>及?以上|及?以下)?|(?P<value2>\d+(?:\.\d+)?)(?P<unit2>%|件|个|分|条|封|次|天|起)(?P<more2>\(含\))?(?P<side>及?以上|及?以下|以内))"
    rf"(?:的)?[^,;。:、\d()]{{0,12}}?(?:的)?(?:有|为|是|共|共有|分别|依次|主要|仅有|只有)*(?P<count>{_COUNT})?(?P<of>[家个][^,;。:、\d()]{{0,8}})?"
    r"(?:[,:]|分别|依次|[为是]|:|,)*(?P<items>[^;。]+)"
)
_ITEM = late(r"(?P<name>[^\d,;。、()为是有]{2,16})[(]?(?P<value>\d+(?:\.\d+)?)(?P<unit>%|件|个|分|条|封|次|天|起)[)]?")
_BELOW = ("不足", "低于", "少于", "不到", "未达", "未达到", "小于", "不满")


def check_bounds(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every list behind a bound."""
    for utterance in discourse.utterances:
        for match in _BOUND.finditer(utterance.text):
            yield from _judged(utterance, match)


def _judged(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection | Proven]:
    unit = match["unit"] or match["unit2"]
    bound = Fraction(match["value"] or match["value2"])
    items = list(_items(match["items"], unit))
    if not items or (len(items) == 1 and not match["count"]):
        return
    for name, value, start, end in items:
        if not _keeps(match, bound, value):
            begin = match.start("items") + start
            span = (begin, match.start("items") + end)
            said = f"{match['op'] or ''}{match['value'] or match['value2']}{unit}{match['more'] or match['side'] or ''}"
            words = (utterance.words(*span), f"{said}的数", f"这一列说的是{said}，{name}不是")
            yield objection("le", Gravity.DOUBTFUL, utterance, span, words)
    count = numeral(match["count"]) if match["count"] and len(match["count"]) <= 2 else 0
    rest = match["items"]
    if count and len(items) > 1 and not re.search("等|其中|其余|…", rest) and _is_row(rest, items):
        span = (match.start(), match.start("items"))
        if count != len(items):
            words = (utterance.words(*span), str(len(items)), f"列出的是{len(items)}个")
            yield objection(
                "count", Gravity.DOUBTFUL, utterance, (match.start(), match.start("items") + items[0][3]), words
            )


def _items(text: str, unit: str) -> Iterator[tuple[str, Fraction, int, int]]:
    """The names with a number of the bound's unit, as far as they stand in a row."""
    end = 0
    for match in _ITEM.finditer(text):
        if match["unit"] != unit or re.search("合计|共|占|总|平均|较|比|其中|同比|环比|相差|最", match["name"]):
            break
        if match.start() - end > 2:
            break
        yield match["name"], Fraction(match["value"]), match.start(), match.end()
        end = match.end()


def _is_row(text: str, items: list[tuple[str, Fraction, int, int]]) -> bool:
    """Whether nothing but a sum follows the items."""
    return not re.match(r"[、和及与]", text[items[-1][3] :])


def _keeps(match: re.Match[str], bound: Fraction, value: Fraction) -> bool:
    op, side = match["op"] or "", match["more"] or match["side"] or ""
    if op in _BELOW:
        return value < bound or ("以下" in side and value <= bound)
    if op:
        return value >= bound  # 超过100件 is said of 100 too
    return value >= bound if "上" in side else value <= bound
