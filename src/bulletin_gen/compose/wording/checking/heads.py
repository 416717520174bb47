"""Heads of columns held against what the columns print: 满意率 over 办结率, 环比 over 同比, 上期 over this period."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_gen.compose.wording.checking.periods import meant, meant_now, periods_in
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.facts.asked.changes import PREVIOUS, YEAR_AGO
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, warning
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.document import ColumnRule, TableRule
from bulletin_gen.written.yamlfile import place_at

_BASES = {"同比": YEAR_AGO, "环比": PREVIOUS, "上年同期": YEAR_AGO, "上期": PREVIOUS}
_ASSESSED = {
    "score": ("得分", "分数", "总分"), "rank": ("名次", "排名", "位次"), "grade": ("等级", "等次"), "deduct": ("扣分",),
    "bonus": ("加分",),
}  # fmt: skip
#: What may stand about a name in a head and says nothing of what it is a name of.
_AROUND = Sought(r"[（(][^（）()]*[）)]|[（）()\s]|^(?:本期|本月|当月|本周|其中|总)|(?:总?数|总?量|件数|情况)$")
_RATE, _COUNT = late("率$|率[（(]"), late("(?:件数|数量|个数)(?:$|[（(])")
_CHANGE = late("增|减|升|降|变化|幅|比")
_NO_FIGURES = ("unit", "group", "serial", "name", "value")


def head_doubts(profile: Profile, period: Period) -> Iterator[Issue]:
    """A warning for each column whose head names another measure, another base or another period than it prints."""
    names = _names(profile)
    for table, rule in profile.tables.items():
        if rule.shape[0] == "orders":
            continue  # their columns are what one order says
        for index, column in enumerate(rule.columns):
            head = "".join(column.head)
            if "{" in head or "｛" in head or column.value in _NO_FIGURES:
                continue
            found = _other_name(column, rule, names, profile) or _other_period(head, column, period)
            if found:
                place = place_at("profile.yaml", ("tables", table, "columns", index, "head"))
                yield warning(
                    "wording.head", "列名和这一列的内容不一样", place, found=f"列名“{'→'.join(column.head)}”，{found}",
                    advice="改列名，或改 内容",
                )  # fmt: skip


def _names(profile: Profile) -> dict[str, set[str]]:
    """What measures, rates and what is assessed are called → their keys."""
    found: dict[str, set[str]] = {}
    for key in (*profile.measures, *profile.rates):
        for name in (measure_label(profile, key), key):
            found.setdefault(name, set()).add(key)
    for key, words in _ASSESSED.items():
        for word in words:
            found.setdefault(word, set()).add(key)
    return found


def _other_name(column: ColumnRule, rule: TableRule, names: dict[str, set[str]], profile: Profile) -> str:
    """What the column prints, where the last level of its head, or all of it, is the name of something else."""
    key, against = column.compared
    kind, breakdown = rule.shape
    if kind == "breakdown" and key == "count":
        key = profile.breakdowns[breakdown].measure
    called = next((name for name, keys in names.items() if key in keys), key)
    for text in ("".join(column.head), column.head[-1]):
        for said in dict.fromkeys((text, _AROUND.sub("", text), f"{_AROUND.sub('', text)}数")):
            if said in names:
                return "" if key in names[said] or key == "share" else f"内容是“{called}”"
    last = column.head[-1]
    if not against and key in profile.measures and _RATE.search(last) and last not in names:
        return f"内容“{called}”是件数，不是率"
    if not against and key in profile.rates and _COUNT.search(last) and profile.style(profile.rates[key].style).percent:
        return f"内容“{called}”是率，不是件数"
    if column.value == "share" and _COUNT.search(last) and "占" not in last:
        return "内容是占比，不是件数"
    if column.value == "count" and re.search("占比|比重|比例", last):
        return "内容是件数，不是占比"
    return ""


def _other_period(head: str, column: ColumnRule, period: Period) -> str:
    """What a column compares with, or is of, where its head says another period."""
    key, against = column.compared
    words = periods_in(head, period)
    if against in _BASES:
        base = _BASES[against]
        value = against in ("上期", "上年同期")
        said = frozenset(each for word in words for each in meant(word, period))
        if words and base not in said:
            return f"内容是“{column.value}”"
        if value and not words and (meant_now(head, period) or not re.search("[上去前年期月周季]|基数|原", head)):
            return f"内容是{period.previous().name if base == PREVIOUS else period.year_ago().name}的“{key}”"
        return ""
    if against or not words or _CHANGE.search(head):
        return f"内容是“{column.value}”，没有比较" if not against and words and re.search("同比|环比", head) else ""
    return f"内容是{period.name}的“{key}”" if any(meant(word, period) for word in words) else ""
