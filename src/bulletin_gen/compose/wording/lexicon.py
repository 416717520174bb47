"""The table of names: what the profile, the registry and the orders of one period let a sentence say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from bulletin_gen.compose.wording.defining import way_to
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.syntax import NameStep
from bulletin_gen.compose.wording.things import Amount, Holder, Listing, Weight, inner_named
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure, Origin
from bulletin_gen.facts.model import BreakdownFacts, ScopeFacts
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.supplied import only_of_the_whole
from bulletin_gen.profile.document import DOCUMENT_LABELS
from bulletin_gen.profile.measures import Measure, Rate

_BOUND = late(r"[<>＜＞=＝≥≤]|大于|小于|多于|少于|超过|低于|高于|不到|不足|以上|以下|不为|等于")

#: What a scope has besides counts and rates, by the words of the field.
ASSESSED = {
    "得分": "score", "等级": "grade", "等次": "grade", "名次": "rank", "排名": "rank", "扣分": "deduct",
    "加分": "bonus",
}  # fmt: skip
#: Names of periods: word → (which period, what of it).
PERIODS = {
    "期间": ("period", "name"), "月份": ("period", "short_name"), "起止": ("period", "span"),
    "月名": ("period", "month_name"),
    "年份": ("period", "year"), "期数": ("period", "number"), "本期天数": ("period", "days"),
    "期初": ("period", "first"), "期末": ("period", "last"), "期初日": ("period", "first_day"),
    "期末日": ("period", "last_day"), "上期": ("previous", "name"), "上期数": ("previous", "number"),
    "上期月份": ("previous", "short_name"), "上年同期": ("year_ago", "name"),
}  # fmt: skip
#: Lists that every county has.
LISTS = ("单位", "参评单位", "各组", "等级", "等级变动")
#: Words with a meaning of their own, which no label may take.
RESERVED = (
    "全部", "名称", "件数", "个数", "占比", "子类", "工单", "编号", "同比", "环比", "分段", "标准", "累计", "每件分值",
    "表", "图", "图号", "文字", *LISTS,
)  # fmt: skip


class Lexicon:
    """Looks names up. A label of the profile goes before anything else that is called alike."""

    def __init__(self, facts: Facts, profile: Profile) -> None:
        self.facts, self.profile = facts, profile
        self.whole = Holder("whole", "total", scope=facts.total)

    @cached_property
    def amounts(self) -> Mapping[str, str]:
        """Label → the measure, rate or score that it names; the keys of the profile are names too."""
        profile = self.profile
        rules: dict[str, Measure | Rate] = {**profile.measures, **profile.rates}
        terms = {
            term.label or term.key: f"term_{term.key}"
            for score in profile.score.values()
            for term in score.terms
        }  # fmt: skip
        labels = {rule.label: name for name, rule in rules.items() if rule.label}
        return {**ASSESSED, **terms, **{name: name for name in rules}, **labels}

    @cached_property
    def twice(self) -> Mapping[str, list[str]]:
        """Labels that two rules of the profile have."""
        found: dict[str, list[str]] = {}
        rules: dict[str, Measure | Rate] = {**self.profile.measures, **self.profile.rates}
        for name, rule in rules.items():
            found.setdefault(rule.label or name, []).append(name)
        return {label: names for label, names in found.items() if len(names) > 1}

    @cached_property
    def fixed(self) -> Mapping[str, Amount]:
        """Names of the whole alone: the period, the document, supplied figures, quotients."""
        facts = self.facts
        found = {word: Amount(getattr(facts, which)[part], Weight.NEUTRAL) for word, (which, part) in PERIODS.items()}
        for word, part in DOCUMENT_LABELS.items():
            if part in facts.document:
                found[word] = Amount(facts.document[part], Weight.NEUTRAL)
            else:
                found[word] = Amount(None, Weight.MISSING, reason="supplied.yaml 的“公文”里没有写")
        found["热线名称"], found["地区"] = (Amount(each, Weight.NEUTRAL) for each in (facts.hotline, facts.county))
        found["截止"] = Amount(facts.desk.cut_off(), Weight.NEUTRAL)
        for name in facts.quotients:
            label = self.profile.quotients[name].label or name
            found[label] = found[name] = counted(facts.quotients[name], "", self.whole)
        for name in facts.supplied:
            if name not in self.profile.measures:
                found[name] = counted(facts.supplied[name], "", self.whole)
        for name in facts.desk.given_before:
            if name not in (*found, *self.profile.measures):
                found[name] = Amount(None, Weight.MISSING, reason="supplied.yaml 本期没有提供")
        return found

    @cached_property
    def unit_lists(self) -> Mapping[str, str]:
        """Name → list of units of the profile; one that is called like a count is its name with 单位: 超期单位."""
        return self._list_names({key: rule.label for key, rule in self.profile.lists.items()}, "单位")

    @cached_property
    def order_lists(self) -> Mapping[str, str]:
        """Name → order list of the profile; one that is called like a count is its name with 工单."""
        return self._list_names({key: rule.label for key, rule in self.profile.order_lists.items()}, "工单")

    def _list_names(self, labels: Mapping[str, str], behind: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, label in labels.items():
            called = label or (measure_label(self.profile, key) if key in self.amounts else key)
            found[f"{called}{behind}" if called in self.amounts else called] = key
            if key not in self.amounts:
                found.setdefault(key, key)
        return found

    @cached_property
    def whole_only(self) -> frozenset[str]:
        """Measures and rates that people supply for the whole alone: what units have of them is not known."""
        return only_of_the_whole(self.profile)

    def list_named(self, name: str) -> Listing | None:
        """The list of that name, of the whole."""
        facts, profile = self.facts, self.profile
        if name in LISTS:
            return {
                "单位": self.units, "参评单位": self.scored, "各组": self.groups, "等级": self.grades,
                "等级变动": self.moves,
            }[name]()  # fmt: skip
        if name in self.unit_lists:
            key = self.unit_lists[name]
            members = tuple(self.unit(scope) for scope in facts.lists[key])
            return Listing("units", f"lists.{key}", members, label=name, order=tuple(profile.lists[key].order))
        if name in self.order_lists:
            return self._orders(self.order_lists[name])
        for key, breakdown in profile.breakdowns.items():
            if name in (key, breakdown.label):
                return self.breakdown(key)
        return None

    def group_named(self, name: str) -> Holder | None:
        """The group of that name or label, or the one group whose members are called so (乡镇 for 乡镇（街道）)."""
        groups = self.groups().members
        exact = [each for each in groups if name in (each.key.removeprefix("groups."), each.called)]
        nouns = [each for each in groups if each.scope is not None and each.scope.noun == name]
        return exact[0] if exact else nouns[0] if len(nouns) == 1 else None

    def unit_named(self, name: str) -> Holder | None:
        """The unit of that name, under any name of the registry; or all units outside it, as the profile calls them."""
        if name and name == self.profile.units.outside:
            return self._outside(name)
        registered = self.facts.desk.by_name.get(name)
        return self.unit(self.facts.unit(registered)) if registered else None

    def _outside(self, label: str) -> Holder:
        """All units outside the registry; in a period without any they have nothing, and their clauses fall."""
        scope = self.facts.outside
        if scope is None:
            name = self.facts.desk.book.name("outside.name", label, "profile.yaml")
            scope = ScopeFacts("outside", name, name, name, "", {}, {})
        return Holder("unit", "outside", scope.name, scope)

    def values_named(self, name: str) -> list[Holder]:
        """Every value of that name, of whatever breakdown; where there is none, every sub-value."""
        found = [value for key in self.profile.breakdowns if (value := self.value(key, name)) is not None]
        return found or list(self._beneath_named(name))

    def _beneath_named(self, name: str) -> Iterator[Holder]:
        for key, rule in self.profile.breakdowns.items():
            for above in self.facts.desk.values.names(key) if rule.about else ():
                value = self.value(key, above)
                if value is not None and (sub := self.sub_named(value, name)) is not None:
                    yield sub

    def unit(self, scope: ScopeFacts, own: str = "") -> Holder:
        """A unit as it stands in a list."""
        return Holder("unit", f"units.{scope.key}", scope.name, scope, own, scope.prose.get(own))

    def units(self) -> Listing:
        """All registered units."""
        return Listing("units", "单位", tuple(self.unit(each) for each in self.facts.units), label="单位")

    def scored(self) -> Listing:
        """The units that have a score."""
        members = tuple(self.unit(each) for each in self.facts.units if "score" in each)
        return Listing("units", "参评单位", members, label="参评单位")

    def groups(self) -> Listing:
        """All groups, with their units in them."""
        members = tuple(
            Holder(
                "group",
                f"groups.{group.scope.key}",
                group.label,
                group.scope,
                words={"个数": group.unit_count},
                inner=tuple(self.unit(each) for each in group.units),
            )
            for group in self.facts.groups
        )
        return Listing("groups", "各组", members, label="各组")

    def grades(self) -> Listing:
        """The grades that any unit has."""
        members = tuple(each for each in self.every_grade if each.inner)
        return Listing("grades", "等级", members, label="等级", order=("grade",))

    @cached_property
    def every_grade(self) -> tuple[Holder, ...]:
        """The grades of the rules, those that nobody has too: C级0个."""
        members = []
        for name in self.facts.grades:
            grade = self.facts.grades[name]
            words = {"等级": grade.grade, "个数": grade.count}
            words |= {"扣分": grade.deduct} if grade.deduct is not None else {}
            words |= {"加分": grade.bonus} if grade.bonus is not None else {}
            units = tuple(self.unit(each) for each in grade.units)
            members.append(Holder("grade", f"grades.{name}", grade.grade, words=words, inner=units))
        return tuple(members)

    def moves(self) -> Listing:
        """Units whose grade is another than in the period before."""
        direction = {"up": "升为", "down": "降为"}
        desk = self.facts.desk
        members = tuple(
            Holder(
                "move",
                f"units.{each.unit.key}",
                each.unit.name,
                each.unit,
                words={
                    "原等级": each.before,
                    "等级": each.after,
                    "升降": desk.book.name(f"moves.{each.unit.key}.word", direction[each.direction], "考核规则"),
                },
            )
            for each in self.facts.moves
        )
        return Listing("moves", "等级变动", members, label="等级变动")

    def breakdown(self, key: str) -> Listing:
        """The values of a breakdown as the profile orders and cuts them, those without orders left out."""
        facts: BreakdownFacts = self.facts.breakdowns[key]
        rule = self.profile.breakdowns[key]
        members = []
        for item in facts.items:
            value = self.value(key, item.name.text) if item is not facts.rest else None
            inner = value.inner if value else ()
            scope = value.scope if value else None
            members.append(
                Holder("value", f"values.{key}.{item.name.text}", item.name, scope, rule.measure, item.count,
                       item.share, inner=inner, breakdown=key)
            )  # fmt: skip
        kept = tuple(each for each in members if each.count is not None and each.count.value)
        order = ("-count",) if rule.order == "count" else ()
        return Listing("values", f"breakdowns.{key}", kept, rule.measure, label=facts.label or key, order=order)

    def value(self, key: str, name: str) -> Holder | None:
        """One value of a breakdown, listed or not, with its sub-values."""
        desk, rule = self.facts.desk, self.profile.breakdowns[key]
        name = desk.values.called(key, name)
        scope = desk.values.scope(key, name)
        if scope is None:
            return None
        inner = tuple(self._sub(key, sub) for sub in desk.values.beneath(key, name))
        count = scope.prose[rule.measure]
        base = self.facts.total.prose[rule.base or rule.measure]
        share = desk.share(
            f"values.{key}.{name}.share", count, base, rule.style, "占" + self.facts.breakdowns[key].base_label
        )
        return Holder("value", f"values.{key}.{name}", scope.name, scope, rule.measure, count, share, inner=inner,
                      breakdown=key)  # fmt: skip

    def sub_named(self, value: Holder, name: str) -> Holder | None:
        """A sub-value of a value, also one that only an earlier period had."""
        if (found := inner_named(value, name)) is not None or value.kind != "value":
            return found
        scope = self.facts.desk.values.had_before(value.breakdown, value.called, name)
        return self._sub(value.breakdown, scope) if scope is not None else None

    def _sub(self, key: str, scope: ScopeFacts) -> Holder:
        measure = self.profile.breakdowns[key].measure
        return Holder("value", f"values.{scope.key}", scope.name, scope, measure, scope.prose[measure], breakdown=key)

    def ambiguous(self, step: NameStep, found: list[Holder]) -> SlipError:
        """What is told of a name that units or values of several breakdowns have."""
        wide = [self.facts.breakdowns[each.breakdown].label if each.breakdown else "单位" for each in found]
        ways = [
            f"{{{whose or each.breakdown}：{each.called}}}（{text_of(each.count) or '单位'}）"
            for whose, each in zip(wide, found, strict=True)
        ]
        return SlipError(step.at, f"“{step.text}”有{len(found)}种意思", "、".join(ways), advice="写全，说清是哪一个")

    def _orders(self, key: str) -> Listing:
        facts = self.facts.order_lists[key]
        members = tuple(
            Holder(
                "orders",
                f"order_lists.{key}.{entry.unit.key}",
                entry.unit.name,
                entry.unit,
                count=entry.count,
                inner=tuple(Holder("order", order.id, order) for order in entry.orders),
            )
            for entry in facts.entries
        )
        own = self.profile.order_lists[key].measure
        order = tuple(self.profile.order_lists[key].order)
        return Listing("orders", f"order_lists.{key}", members, own, label=facts.label or key, order=order)

    def names(self) -> Iterator[tuple[str, str]]:
        """Every name that can stand first, with what it prints now ("" for lists and what has no single value)."""
        for label, key in self.amounts.items():
            figure = self.facts.total.prose.get(key)
            yield label, text_of(figure)
        yield from ((word, text_of(amount.figure)) for word, amount in self.fixed.items())
        yield from ((each, "") for each in LISTS)
        yield from ((each.called, "") for each in self.groups().members)
        for key in self.profile.breakdowns:
            yield self.facts.breakdowns[key].label or key, ""
            for name in self.facts.desk.values.names(key):
                value = self.value(key, name)
                yield name, text_of(value.count) if value else ""
        yield from ((name, "") for name in (*self.unit_lists, *self.order_lists))
        yield from ((name, "") for name in self.facts.desk.by_name)
        yield from ((name, "") for name in (self.profile.units.outside,) if name)

    def said_twice(self, step: NameStep) -> SlipError:
        """What to say of a label that two rules have."""
        keys = "、".join(self.twice[step.text])
        return SlipError(step.at, f"有两个数都叫“{step.text}”", keys, advice="在 profile.yaml 里给其中一个换个名称")

    def unknown(self, step: NameStep) -> SlipError:
        """What to say of a name that means nothing: the nearest ones, or where a condition belongs."""
        if _BOUND.search(step.text):
            advice = (
                "在名单后面照话写：{单位：转办高于100}、{单位：满意率低于90%}；也可以在 profile.yaml 的“名单”里写条件"
            )
            return SlipError(step.at, f"花括号里不写条件“{step.text}”", step.text, advice=advice)
        near = self.near(step.text)
        way = way_to(step.text, self.profile)
        advice = "改成其中一个，或在 profile.yaml 里定义" if near else "在 profile.yaml 里定义，或检查名称"
        if way:
            advice = f"改成其中一个，或{way}" if near else way
        kind = f"没有“{step.text}”这个名称"
        return SlipError(step.at, kind, step.text, near and f"相近的有：{near}", advice)

    def unknown_value(self, listing: Listing, step: NameStep) -> SlipError:
        """What to say of a value that a category does not have: the nearest ones, and which it has."""
        slip, known = self.unknown(step), [each.called for each in listing.members]
        if slip.expected or not known:
            return slip
        shown = "、".join(known[:8]) + (f"等{len(known)}种" if len(known) > 8 else "")
        return SlipError(slip.at, slip.kind, slip.found, f"“{listing.label}”里有：{shown}", "照导出表里的写法改")

    def near(self, name: str) -> str:
        """The nearest names with what they are worth now: 受理（1200）、累计受理（4630）."""
        known = dict(self.names())
        close = alike(name, known, 3)
        close += [each for each in known if len(name) > 1 and (name in each or each in name and len(each) > 1)]
        shown = list(dict.fromkeys(close))[:4]
        return "、".join(f"{each}（{known[each]}）" if known[each] else each for each in shown)


def text_of(figure: Figure | None) -> str:
    """What a figure prints; nothing for none. (A figure that is zero is false.)"""
    return "" if figure is None else figure.text


#: What a rate follows from; where it has no value, there was nothing to divide by.
_RATIOS = (
    Origin.QUOTIENT, Origin.COMPLEMENT, Origin.PER_DAY, Origin.COMPLEMENT_PER_DAY, Origin.PER_TEN_THOUSAND,
    Origin.FITTED,
)  # fmt: skip


def _is_dash(text: str) -> bool:
    return re.fullmatch(r"[—\-/－]*", text) is not None


def counted(figure: Figure | None, name: str, whose: Holder, reason: str = "") -> Amount:
    """A figure as it weighs in a clause: 0 and a rate without base are nothing, though they can be printed."""
    if figure is None:
        return Amount(None, Weight.MISSING, name, whose, reason)
    if not figure.text:
        return Amount(None, Weight.MISSING, name, whose, "没有数")
    if figure.value is None and (
        figure.origin in _RATIOS and not re.search(r"\d", figure.text) or _is_dash(figure.text)
    ):
        return Amount(figure, Weight.NONE, name, whose)  # 未回访 in a table is no number for a sentence
    is_rate = figure.denominator is not None
    weight = Weight.NONE if figure.value == 0 and not is_rate else Weight.FULL
    return Amount(figure, weight, name, whose)
