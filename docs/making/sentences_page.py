"""sentences.zh-CN.md: every sentence that ``new`` lays out, with what must hold for it to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from bulletin_gen.compose.wording import load_wording
from bulletin_gen.compose.wording.syntax import Bracketed, Clause, Named, Part, Plain
from bulletin_gen.grading.ordering import PLACES
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.profile.scoring import Bound, UnitList
from bulletin_gen.scaffold import skeletons

OPENING = """\
# 自带的句子，什么时候印

<!-- 本页由 docs/make_reference.py 从程序生成，请勿手改。 -->

`bulletin-gen new` 给五种通报各放一份 `正文.txt`，下面逐句列出什么时候印。句子怎样写、怎样改，见
[wording.zh-CN.md](wording.zh-CN.md)。条件由程序从句子和 `profile.yaml` 读出，改了句子或名单的标准，条件也跟着变。

- 标题下面一句也没有的，标题不印。
- “总是印”的句子里，0 件照印 0 件；没有数可印的（如没有回访时的满意率），报错，不印半句。
- 名单末位并列的，都列出，后面注“（含并列）”。
- `└` 是上一句里面的一小句：上一句印了，它才可能印。
"""

EXAMPLES = """
# 五个例子的句子，什么时候印

`examples/` 里五份通报的 `正文.txt`，照已印发的通报写成；同样逐句列出。
"""

#: Names that stand in every period: they keep no clause up and let none fall.
_ALWAYS = frozenset({"期间", "地区", "热线名称", "月份", "起止", "期末", "名称", "标准", "每件分值", "编号", "等级"})
_EVER = "总是印"
_FIRST = re.compile(r"(?:(?P<count>.+?))?(?P<end>[前后])(?P<number>\d+)$")
#: What a clerk is to fill in.
_TO_FILL = re.compile("〔[^〕]*〕")
#: Of counts, of rates.
_BOUNDS = {
    "below": ("少于{}", "低于{}"),
    "at_most": ("不多于{}", "不高于{}"),
    "at_least": ("不少于{}", "不低于{}"),
    "above": ("多于{}", "高于{}"),
    "equals": ("为{}", "为{}"),
}


class _Conditions(Struct, frozen=True):
    """Says when the clauses of one kind are printed; ``names``: measures and rates by their Chinese names."""

    profile: Profile
    rates: Mapping[str, str]
    lists: Mapping[str, UnitList]

    def clause(self, parts: Sequence[Part]) -> str:
        """What must hold for at least one thing in a clause to be something."""
        own = [part for part in parts if isinstance(part, Named)]
        found = [self.of(part) for part in own]
        # A rate that is not known cannot be printed: what stands in clauses beside it does not keep it up.
        rated = any(part.steps[-1].text in self.rates for part in own)
        inner = [self.clause(part.parts) for part in parts if isinstance(part, Clause) and not rated]
        return "，或".join(dict.fromkeys(filter(None, [*found, *inner])))

    def of(self, named: Named) -> str:
        """What must hold for what stands in a pair of braces to be something; nothing for what always stands."""
        names = [step.text for step in named.steps]
        if names[0] == "文字":
            return f"`narrative.md` 的“{names[1]}”下写了话"
        for word, base in (("同比", "上年同期"), ("环比", "上期")):
            if word in names:
                return f"有{base}的数可比"
        if names[-1] == "个数" or names[-1] in _ALWAYS:
            return self._list(names[0]) if names[0] in self.lists and names[-1] == "个数" else ""
        return self._listed(names, named) or self._counted(names[-1])

    def _listed(self, names: Sequence[str], named: Named) -> str:
        if names[0] == "各组":
            inner = self.clause(named.pattern or ())
            return f"任一组{inner}" if inner else _EVER
        if names[0] in self.lists:
            return self._list(names[0])
        if names[0] in ("单位", "等级"):
            return self._of_units(names)
        if names[0] in [group.name for group in self.profile.units.groups] and len(names) > 1:
            return names[0] + self._of_units(names)
        for rule in self.profile.breakdowns.values():
            if rule.label == names[0]:
                return f"有工单填了{rule.label}"
        for order_list in self.profile.order_lists.values():
            if order_list.label == names[0]:
                return self._counted(self._label(order_list.measure))
        return ""

    def _of_units(self, names: Sequence[str]) -> str:
        last = next((name for name in names[1:] if _FIRST.match(name)), names[-1])
        if last.startswith("有"):
            return f"有单位有{last[1:]}"
        chosen = _FIRST.match(last)
        past = next((name for name in names if name.endswith(("高于全部", "低于全部"))), "")
        if chosen and past:
            return f"有单位{past}的（列前{chosen['number']}个）"
        if chosen and chosen["count"] in self.profile.rates and chosen["end"] == "后":
            return f"各单位的{chosen['count']}不都一样（列最低的{chosen['number']}个，与最高的一样的不列）"
        if chosen and chosen["count"]:
            which = "最高" if chosen["end"] == "前" else "最低"
            return f"有单位有{chosen['count']}（列{which}的{chosen['number']}个）"
        return "有单位"

    def _list(self, label: str) -> str:
        rule = self.lists[label]
        rules = [self._label(name) + self._bound(name, bound) for name, bound in rule.where.items()]
        ways = ["、".join(rules)] if rules else []
        labels = {name: other.label for name, other in self.profile.lists.items()}
        ways += [f"在“{labels[name]}”里" for name in rule.any_list]
        added = f"，或 `adjustments.xlsx` 里有“{'”“'.join(rule.add)}”" if rule.add else ""
        taken = f"，“{'”“'.join(rule.remove)}”的除外" if rule.remove else ""
        first = next((key for key in rule.order if key.lstrip("-") not in PLACES), "registered")
        ranked = _ranked(self._label(first.lstrip("-")), first, rule) if not ways else ""
        if rule.add and not ways and not ranked:
            return f"`adjustments.xlsx` 里有“{'”“'.join(rule.add)}”{taken}"
        tied = "，并列的都列" if rule.ties == "include" else ""
        cut = f"（{'各组' if rule.within == 'group' else ''}取{rule.top}个{tied}）" if rule.top else ""
        return f"有单位{'或'.join(ways) or ranked}{added}{taken}{cut}"

    def _bound(self, name: str, bound: Bound) -> str:
        share = name in self.profile.rates and not self.profile.rates[name].per
        return "、".join(
            _BOUNDS[key][name not in self.profile.measures].format(_threshold(value, share=share))
            for key in _BOUNDS
            if (value := getattr(bound, key)) is not None
        )

    def _counted(self, name: str) -> str:
        if name in self.rates:
            return f"{self.rates[name]}不是0"
        return f"{name}不是0"

    def _label(self, name: str) -> str:
        for rules in (self.profile.measures, self.profile.rates, self.profile.quotients):
            if name in rules:
                return rules[name].label or name
        return {"score": "得分", "rank": "名次", "grade": "等级"}.get(name, name)


def page() -> str:
    """The page: a part a kind and a part an example, a row a sentence."""
    kinds = "".join(_kind(name, folder) for name, folder in skeletons().items())
    return OPENING + kinds + EXAMPLES + "".join(_kind(county_of(folder), folder) for folder in examples())


def examples() -> list[Path]:
    """The folders of the five examples."""
    return sorted(file.parent for file in (Path(__file__).parents[2] / "examples").glob("*/正文.txt"))


def county_of(folder: Path) -> str:
    """Whose bulletin it is."""
    return parse_profile((folder / "profile.yaml").read_text(encoding="utf-8"), "profile.yaml").county


def _kind(name: str, folder: Path) -> str:
    rows = "".join(f"| {sentence} | {condition} |\n" for sentence, condition in rows_of(folder))
    return f"\n## {name}\n\n| 句子 | 什么时候印 |\n| --- | --- |\n{rows}"


def rows_of(folder: Path) -> Iterator[tuple[str, str]]:
    """The sentences of a kind, in order, each with its condition; of a heading, what stands under it."""
    profile = parse_profile(_TO_FILL.sub("某县", (folder / "profile.yaml").read_text(encoding="utf-8")), "profile.yaml")
    rates = {rate.label: _label_of(profile, rate.denominator) for rate in profile.rates.values()}
    lists = {rule.label: rule for rule in profile.lists.values()}
    conditions = _Conditions(profile, rates, lists)
    for line in load_wording(folder / "正文.txt").lines:
        if line.line.level:
            yield f"**{line.line.text}**", "下面有话时印"
        elif line.line.text.startswith("{表："):
            yield f"`{line.line.text}`", _EVER
        else:
            yield from _sentences(line.parts, conditions)


def _sentences(parts: Sequence[Part], conditions: _Conditions, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Sentences of a paragraph; of each clause its own words first, then the clauses within it."""
    own = "".join("…" if isinstance(part, Clause) else _written(part) for part in parts)
    slots = [part for part in parts if isinstance(part, Named) and part.steps[0].text == "文字"]
    if not depth and own.replace("…", "").strip("，。；、"):
        yield f"`{own}`", conditions.of(slots[0]) if slots else _EVER
    for clause in (part for part in parts if isinstance(part, Clause)):
        words = "".join("…" if isinstance(part, Clause) else _written(part) for part in clause.parts)
        yield f"{'└ ' * depth}`{words}`", conditions.clause(clause.parts)
        yield from _sentences(clause.parts, conditions, depth + 1)
        if clause.otherwise:
            yield f"{'└ ' * depth}`{''.join(map(_written, clause.otherwise))}`", "上一句不印时"


def _written(part: Part) -> str:
    if isinstance(part, Named):
        return part.written
    if isinstance(part, Bracketed):
        return f"【{''.join(map(_written, part.parts))}】"
    if isinstance(part, Clause):
        return part.written
    return part.text if isinstance(part, Plain) else f"{{“{part.text}”}}"


def _ranked(label: str, key: str, rule: UnitList) -> str:
    """By what the first of all units are taken, where nothing else chooses."""
    return f"有{label}（从{'高' if key.startswith('-') else '低'}的一头）" if rule.top else ""


def _label_of(profile: Profile, measure: str) -> str:
    return profile.measures[measure].label or measure


def _threshold(value: Decimal, *, share: bool) -> str:
    return f"{(value * 100).normalize():f}%" if share else f"{value.normalize():f}"
