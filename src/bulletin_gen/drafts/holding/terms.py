"""Words of official sentences that must not become their opposites: directions, bases, rankings, units, negations.

A sentence may be put into other words; where a word of one side has become one of the other side, the sentence does not
say any more what its figures are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import prod

from msgspec import Struct

from bulletin_gen.leaves.frugal import late

#: What is opposed → side → its words. The longest word that fits is the one that is meant: 不高于 before 高于.
_SIDES: dict[str, dict[str, tuple[str, ...]]] = {
    "升降": {
        "升": ("增长", "上升", "增加", "提高", "提升", "上涨", "增幅", "走高", "攀升", "增多", "升高", "上扬", "涨幅"),
        "降": ("下降", "减少", "降低", "回落", "下滑", "下跌", "降幅", "走低", "缩减", "缩小", "跌幅"),
        "平": ("持平", "没有变化", "无变化"),
    },
    "同比、环比": {
        "同比": ("同比", "较上年同期", "比上年同期", "与上年同期相比", "较去年同期", "比去年同期", "与去年同期相比",
                 "较去年", "比去年", "较上年", "比上年", "上年同期", "去年同期"),
        "环比": ("环比", "较上月", "比上月", "与上月相比", "较上周", "比上周", "与上周相比", "较上期", "比上期",
                 "与上期相比", "较上季度", "比上季度", "与上季度相比"),
    },
    "最高、最低": {
        "最高": ("最高", "最多", "最大", "最好", "最长", "最快", "最优", "居首", "第一位", "首位", "榜首"),
        "最低": ("最低", "最少", "最小", "最差", "最短", "最慢", "末位", "垫底", "倒数第一"),
    },
    "前列、后列": {
        "前": ("靠前", "居前", "领先", "前列", "排前", "位居前"),
        "后": ("靠后", "居后", "后列", "排后", "倒数", "位居后", "落后"),
    },
    "好、差": {
        "好": ("较好", "良好", "很好", "优秀", "优良", "好的"),
        "差": ("较差", "很差", "不好", "不佳", "欠佳", "不力", "滞后", "差的"),
    },
    "表扬、批评": {"表扬": ("表扬", "表彰", "肯定"), "批评": ("批评", "问责")},
    "高、低": {"高": ("偏高", "较高", "过高"), "低": ("偏低", "较低", "过低", "不高")},
    "多、少": {"多": ("较多", "偏多"), "少": ("较少", "偏少", "不多")},
    "快、慢": {"快": ("较快", "偏快"), "慢": ("较慢", "偏慢", "不快")},
    "长、短": {"长": ("较长", "偏长"), "短": ("较短", "偏短")},
    "界限": {
        "高于": ("高于", "超过", "大于", "多于", "高出", "突破"),
        "低于": ("低于", "不足", "小于", "少于", "不到", "未达到", "未达"),
        "不低于": ("不低于", "不少于", "不小于", "及以上", "以上"),
        "不高于": ("不高于", "不超过", "不多于", "不大于", "及以下", "以下", "以内"),
    },
    "满意、不满意": {
        "满意": ("满意", "非常满意", "基本满意"), "不满意": ("不满意", "非常不满意", "未表示满意", "不够满意"),
    },
    "按期、超期": {
        "按期": ("按期", "按时", "如期", "及时"),
        "超期": ("超期", "逾期", "超时", "未按期", "未按时", "未能按期", "未能按时", "不及时", "延期", "未及时"),
    },
    "办结、未办结": {
        "办结": ("办结", "已办结", "全部办结"), "未办结": ("未办结", "未能办结", "没有办结", "在办", "尚未办结"),
    },
    "全部、部分": {
        "全部": ("全部", "所有", "均", "全都", "一律", "无一例外"),
        "部分": ("部分", "大部分", "多数", "少数", "个别", "一些", "有的", "半数"),
    },
    "有、没有": {"没有": ("没有", "无", "未发生", "未出现", "不存在"), "有": ("存在", "发生", "出现")},
    "合格、不合格": {"合格": ("合格", "达标", "合规"), "不合格": ("不合格", "不达标", "未达标", "违规")},
    "认定": {"是": ("经认定",), "不是": ("未经认定", "不予认定", "未认定")},
    "免责": {"免责": ("免责",), "不免责": ("不免责", "不予免责", "未免责", "追责")},
    "扣分、加分": {"扣": ("扣", "扣分", "扣减"), "加": ("加分", "各加", "每件加", "奖励")},
}  # fmt: skip
_WORDS = {word: (group, side) for group, sides in _SIDES.items() for side, words in sides.items() for word in words}
_PATTERN = late("|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))))
_PLACES = late(r"(前|后|末|倒数第?|倒数前)([一二两三四五六七八九十0-9]+)(?:位|名)?(?!季度|个月|月|年|周|天|日)")
_RANKED = "前几位"
#: What turns a statement into its opposite where nothing else is put in or taken out.
_NO = late(r"不|未|没有|没|无|非|尚未|并未|从未")
_FILLERS = late(r"均|都|已|已经|是|有|能|可|曾|并|尚|还|也|仍|全部|予|予以|再|应|会")


class OpposedWord(Struct, frozen=True):
    """A word that has an opposite: what is opposed (升降), its side (升), the word."""

    group: str
    side: str
    word: str


def terms_in(text: str) -> list[OpposedWord]:
    """The words of a text that have opposites; ranks (前三位) by their number too."""
    found = [OpposedWord(*_WORDS[each[0]], each[0]) for each in _PATTERN.finditer(text)]
    ranks = [OpposedWord(_RANKED, f"{each[1][0]}{each[2]}", each[0]) for each in _PLACES.finditer(text)]
    return found + ranks


def by_sides(text: str) -> str:
    """A text with the words that have opposites made the names of their sides: 环比 and 较上周 are the same."""
    return _PATTERN.sub(lambda found: "<{}{}>".format(*_WORDS[found[0]]), text)


def opposed(was: str, now: str, beside: Sequence[str] = ()) -> list[tuple[OpposedWord, OpposedWord]]:
    """Words of ``was`` that ``now`` lacks, each with one of the same kind and another side that ``now`` has more;
    ``beside``: what else was printed that ``now`` may say too."""
    ours, theirs = terms_in(was), terms_in(now)
    known = Counter((each.group, each.side) for each in ours)
    said = Counter((each.group, each.side) for each in theirs)
    others = Counter((each.group, each.side) for text in beside for each in terms_in(text))
    lost = [each for each in ours if known[each.group, each.side] > said[each.group, each.side]]
    more = [
        each for each in theirs
        if said[each.group, each.side] > known[each.group, each.side] + others[each.group, each.side]
    ]  # fmt: skip
    pairs = []
    for one in lost:
        other = next((each for each in more if each.group == one.group and each.side != one.side), None)
        if other is not None:
            more.remove(other)
            pairs.append((one, other))
    return pairs


def negates(was: str, now: str) -> bool:
    """Whether exactly one of two pieces, which stand in each other's place and are nothing else, says no: 有 and 没有,
    nothing and 未."""
    ours, theirs = bool(_NO.search(was)), bool(_NO.search(now))
    rest = (_FILLERS.sub("", _NO.sub("", each)) for each in (was, now))
    return ours != theirs and not any(rest)


# ---- units ---------------------------------------------------------------------------------------------------------
_TIMES = r"(?:(?!百分点)[十百千万亿])+"
_BY = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNITS = (
    "个百分点", "百分点", "%", "％", "‰", "件次", "人次", "人/次", "小时", "分钟", "公里", "平方米", "万元", "元",
    "件", "宗", "起", "条", "个", "项", "次", "人", "名", "户", "家", "天", "日", "时", "分", "秒", "位", "封", "期",
    "号", "年", "月", "周", "倍", "成", "级", "类", "例", "单", "笔", "通", "篇", "套", "所", "处", "张", "批", "辆",
)  # fmt: skip
_UNIT = late(rf"\s*(?:余|多|几)?\s*(?P<times>{_TIMES})?\s*(?:余|多|几)?(?P<unit>{'|'.join(_UNITS)})?")
#: Words that count the same things.
_ALIKE = ({"件", "宗", "起", "条", "单", "封", "例", "笔", "通"}, {"天", "日"}, {"个", "家", "所"}, {"人", "名", "位"})
_PER_CENT = ("%", "‰", "个百分点")


class UnitWord(Struct, frozen=True):
    """What a number counts: the words that multiply it (万), its unit, the text as it stands."""

    times: str
    unit: str
    text: str


def unit_after(text: str, end: int) -> UnitWord:
    """The unit behind the digits of a number that end at ``end``."""
    found = _UNIT.match(text, end)
    assert found is not None  # everything in it may be missing
    unit = (found["unit"] or "").replace("％", "%")
    unit = "个百分点" if unit == "百分点" else unit
    return UnitWord(found["times"] or "", unit, found[0] if found["unit"] or found["times"] else "")


def times_of(unit: UnitWord) -> int:
    """By how much the words before a unit multiply its number: 10000 for 万件."""
    return prod(_BY[each] for each in unit.times)


def other_unit(one: UnitWord, other: UnitWord) -> bool:
    """Whether the same digits with these units are not the same amount. A count whose word was left out still is."""
    if one.times != other.times:
        return True
    if one.unit == other.unit or any({one.unit, other.unit} <= each for each in _ALIKE):
        return False
    return bool(one.unit and other.unit) or one.unit in _PER_CENT or other.unit in _PER_CENT


# ---- measures ------------------------------------------------------------------------------------------------------
#: What an order goes through: a measure that begins with one of these is meant by it (受理案件 by 受理).
_STAGES = (
    "受理", "登记", "办理", "办结", "承办", "交办", "转办", "派发", "回访", "响应", "签收", "来电", "来信", "返工",
    "超期", "逾期", "延期", "退回", "评价",
)  # fmt: skip


def measure_words(measures: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Words by which measures of the county are meant → the measures."""
    found: dict[str, set[str]] = {}
    for name in measures:
        for word in (name, *(each for each in _STAGES if name.startswith(each))):
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def other_measure(was: str, now: str, words: Iterable[str]) -> tuple[list[str], list[str]]:
    """The words for measures that a text has lost, and those that it has instead."""
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    ours, theirs = set(filter(None, pattern.findall(was))), set(filter(None, pattern.findall(now)))
    return sorted(ours - theirs), sorted(theirs - ours)
