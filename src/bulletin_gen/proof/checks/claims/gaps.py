"""Differences within a list (首位与末位相差472件) and comparisons of two that are named (举报类数量高于投诉类)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import Shown, fit
from bulletin_gen.proof.checks.evidence import number, objection, percent
from bulletin_gen.proof.checks.relations.names import Names, names_of
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.checks.tables.columns import ColumnContent, views
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

_N = r"\d{1,2}|[一二三四五六七八九十]"
_APART = late(
    rf"(?P<one>首位|第(?:{_N})[位名]?|最[高多大长][^,;。\d与比和]{{0,6}}|峰谷?|两者|二者|两[地类家镇]|最[低少][^,;。\d与比和]{{0,6}})(?:与|和|比|较)?"
    rf"(?P<other>末位|第(?:{_N})[位名]?|最[低少小短高多大][^,;。\d]{{0,6}})?[^,;。\d]{{0,4}}?(?:相差|差距为?|多|少|高|低|高出)(?:了)?"
    r"(?P<by>\d+(?:\.\d+)?)(?P<unit>件|个百分点|百分点|个|分|条|封|人次|起|次)"
)
_COMPARED = late(
    r"(?:^|[,;。:、])(?:其中)?(?P<one>[^,;。:、()\d]{2,14}?)(?P<what>数量|件数|[诉来受办转接][^,;。:()\d]{0,2}量|占比|得分|满意率|办结率)?(?:均|略|明显|远|大幅)?(?P<way>高于|多于|大于|低于|少于|小于)"
    r"(?P<other>[^,;。:、()\d]{2,12}?)(?=[,;。:(]|$)"
)
#: 咨询比建议多258件; 6月较5月下降3.06%.
_NAMED = late(
    r"(?:^|[,;。:])(?:其中)?(?P<one>\d{1,2}月|[^,;。:、()\d]{2,12}?)(?:份|诉求)?(?:较|比)(?:第[一二三四五六七八九十]位)?的?(?P<other>\d{1,2}月|[^,;。:、()\d]{2,12}?)(?:份|诉求)?"
    r"(?P<way>多|少|上升|增长|增加|下降|减少)了?(?P<by>\d+(?:\.\d+)?)(?P<unit>件|个|条|封|次|%)"
)
_LEVELS = (Role.COUNT, Role.SCORE, Role.RATE, Role.OTHER)


def check_gaps(discourse: Discourse) -> Iterator[Objection]:
    """Every difference of members of a list, and every comparison of two names."""
    names = names_of(discourse)
    for utterance in discourse.utterances:
        for match in _APART.finditer(utterance.text):
            yield from _apart(discourse, utterance, match)
        for match in _NAMED.finditer(utterance.text):
            yield from _named(utterance, match, names)
        for match in _COMPARED.finditer(utterance.text):
            yield from _compared(utterance, match, names)


def _apart(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    by, unit = Fraction(match["by"]), match["unit"].removeprefix("个") if "百分" in match["unit"] else match["unit"]
    lists = _lists(discourse, utterance, match.start(), unit)
    wanted = [value for each in lists if (value := _between(match, each)) is not None]
    if not wanted or by in wanted:
        return
    if any(by == abs(a - b) for each in lists[:1] for a, b in combinations(each, 2)) and not match["other"]:
        return
    words = (match["by"] + match["unit"], number(wanted[0]), f"列出的数是{'、'.join(map(number, lists[0][:8]))}")
    yield objection("difference", Gravity.DOUBTFUL, utterance, (match.start(), match.end()), words)


def _lists(discourse: Discourse, utterance: Utterance, before: int, unit: str) -> list[list[Fraction]]:
    """The numbers of a unit that stand in a row: of the passage, of the one above, of every column of the tables."""
    found: list[list[Fraction]] = []
    for other in reversed(discourse.utterances[max(utterance.index - 1, 0) : utterance.index + 1]):
        end = before if other is utterance else len(other.text)
        levels = [each for each in other.mentions if each.end <= end and each.role in _LEVELS and _is_in(each, unit)]
        levels = [each for each in levels if not each.total and not is_of_another_time(other, each)]
        found += _rows(levels)
    for seen in discourse.once(views):
        for column in seen.of(ColumnContent.COUNT, ColumnContent.NUMBER, ColumnContent.RATE, ColumnContent.SHARE):
            values = list(column.values(seen.data()).values())
            if len(values) >= 2:
                found.append(values)
    return found


def _rows(levels: Sequence[Mention]) -> list[list[Fraction]]:
    """The last row of each sentence, the nearest sentence first."""
    by_sentence: dict[int, list[Fraction]] = {}
    for each in levels:
        by_sentence.setdefault(each.sentence, []).append(each.quantity.value)
    return [row for _, row in sorted(by_sentence.items(), reverse=True) if len(row) >= 2]


def _is_in(each: Mention, unit: str) -> bool:
    return each.quantity.is_percent if unit == "百分点" else each.quantity.unit == unit


def _between(match: re.Match[str], values: Sequence[Fraction]) -> Fraction | None:
    """What lies between the two members that the words name; ``None`` where the list does not have them."""
    places = [_place(words, values) for words in (match["one"], match["other"] or "")]
    if match["one"].startswith(("峰", "两", "二")) and match["other"] is None:
        return max(values) - min(values) if match["one"].startswith("峰") or len(values) == 2 else None
    if None in places:
        return None
    one, other = (each for each in places if each is not None)
    return abs(one - other)


def _place(words: str, values: Sequence[Fraction]) -> Fraction | None:
    if words.startswith(("最高", "最多", "最大", "最长")):
        return max(values)
    if words.startswith(("最低", "最少", "最小", "最短")):
        return min(values)
    if words == "首位":
        return values[0]
    if words == "末位":
        return values[-1]
    match = re.search(_N, words)
    at = numeral(match[0]) if match else 0
    return values[at - 1] if 0 < at <= len(values) else None


def _named(utterance: Utterance, match: re.Match[str], names: Names) -> Iterator[Objection]:
    """咨询比建议多258件: two that are counted further up."""
    pairs = [each for each in names.values([match["one"], match["other"]], utterance, match.start()) if each[1]]
    by, rising = Fraction(match["by"]), match["way"] in ("多", "上升", "增长", "增加")
    shown = Shown(by, len(match["by"].partition(".")[2]))
    for one, other in pairs:
        apart = (one - other) * (1 if rising else -1)
        if apart == by if match["unit"] != "%" else apart >= 0 and fit(100 * apart / other, shown):
            return
    if pairs:
        one, other = pairs[0]
        apart = abs(one - other)
        real = percent(apart, other, shown.digits) if match["unit"] == "%" else number(apart)
        way = "多" if one > other else "少"
        words = (
            match["by"] + match["unit"],
            f"{way}{real}",
            f"{match['one']}是{number(one)}，{match['other']}是{number(other)}",
        )
        yield objection("difference", Gravity.DOUBTFUL, utterance, (match.start("one"), match.end()), words)


def _compared(utterance: Utterance, match: re.Match[str], names: Names) -> Iterator[Objection]:
    pairs = names.values([match["one"], match["other"]], utterance, len(utterance.text))
    if not pairs or match["what"] in ("得分", "满意率", "办结率"):
        return
    higher = match["way"] in ("高于", "多于", "大于")
    if all((one > other) != higher for one, other in pairs if one != other) and any(a != b for a, b in pairs):
        one, other = next(each for each in pairs if each[0] != each[1])
        meant = {"高": "低于", "多": "少于", "大": "小于", "低": "高于", "少": "多于", "小": "大于"}[match["way"][0]]
        words = (match["way"], meant, f"{match['one']}是{number(one)}，{match['other']}是{number(other)}")
        yield objection("order", Gravity.DOUBTFUL, utterance, (match.start("one"), match.end()), words)
