"""What templates can call: phrases bound to one period's facts and the county's choice of words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from bulletin_gen.compose import language
from bulletin_gen.compose.markdown import CHART_MARK, TABLE_MARK, placed
from bulletin_gen.compose.narrative import beneath
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import CLOSE, MIDDLE, OPEN, Figure
from bulletin_gen.facts.model import BreakdownFacts, ByName, ChangeFacts, GradeFacts, ScopeFacts
from bulletin_gen.leaves.numbers import Exact, numeral
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Comparison
from bulletin_gen.tree import PROFILE_WORDS

_NEARLY = "基本"
_AREAS = "省市县区州旗盟镇乡"


class GroupPart(Struct, frozen=True):
    """The units of one list that belong to one group (or to no particular one).

    ``leading`` are those that the rule chose, of which ``places`` (前三位) speaks, and ``added`` those that a decision
    put there; ``units`` are both. ``label``: how prose calls the group, "" where the list goes over all groups;
    ``shares`` and ``sums``: those of the list where it is this group's alone, otherwise empty.
    """

    label: Figure | str
    noun: str
    units: tuple[ScopeFacts, ...]
    leading: tuple[ScopeFacts, ...]
    added: tuple[ScopeFacts, ...]
    places: str
    sums: ByName[Figure]
    shares: ByName[Figure]


Member = TypeVar("Member")

#: Names of the functions that templates call.
FUNCTIONS = ("by_group", "change", "changes_of", "days_word", "label", "chart", "table", "tables", "whole_area")


class Vocabulary:
    """Functions and filters of the templates for one period."""

    def __init__(self, facts: Facts, profile: Profile) -> None:
        self._facts = facts
        self._profile = profile
        self._placed: list[str] = []

    def functions(self) -> dict[str, object]:
        """Names that templates call."""
        bound: dict[str, object] = {name: getattr(self, name) for name in FUNCTIONS if name != "whole_area"}
        return bound | {"whole_area": whole_area(self._profile.county)}

    def by_group(self, name: str) -> list[GroupPart]:
        """The parts of the lists ``name`` and ``name_…``: a list within groups gives one part for each group."""
        found = [each for each in self._facts.lists if each == name or each.startswith(f"{name}_")]
        return [part for each in found for part in self._parts(each)]

    def _parts(self, name: str) -> Iterator[GroupPart]:
        rule, listed = self._profile.lists[name], self._facts.lists[name]
        if rule.within == "all" and len(rule.groups) != 1:
            yield self._part(name, "", "单位", listed.units, alone=True)
            return
        groups = [group for group in self._facts.groups if listed.of_group(group.scope.key)]
        for group in groups:
            units = listed.of_group(group.scope.key)
            yield self._part(name, group.label, group.scope.noun, units, alone=len(rule.groups) == 1)

    def _part(
        self, name: str, label: Figure | str, noun: str, units: tuple[ScopeFacts, ...], *, alone: bool
    ) -> GroupPart:
        listed = self._facts.lists[name]
        leading = tuple(unit for unit in units if unit not in listed.added)
        added = tuple(unit for unit in units if unit in listed.added)
        places = language.places(self._profile.lists[name].top, len(leading))
        empty = ByName[Figure]({})
        of_list = (listed.sums, listed.shares) if alone else (empty, empty)
        return GroupPart(label, noun, units, leading, added, places, *of_list)

    def change(self, name: str) -> str:
        """同比增长80.75%, 环比下降1.26个百分点, 与上月持平 — or nothing, where the base is missing."""
        if not isinstance(name, str):
            raise LookupError(f"change 要写 profile.yaml 里 comparisons 的名称，这里给的是“{name}”")
        if name not in self._facts.changes:
            return ""
        change, rule = self._facts.changes[name], self._profile.comparisons[name]
        if change.direction == "missing" or (change.amount is None and change.direction != "same"):
            return ""
        if change.direction == "same":
            return f"与{self._earlier(change)}{self._same(change)}"
        amount = f"{change.amount}{self._measure_word(change)}"
        words = self._profile.wording
        against = words.previous if change.against == "previous" else words.year_ago
        return f"{against}{self._verb(change, rule)}{amount}"

    def changes_of(self, measure: str) -> str:
        """All comparisons of one measure or rate, each with a comma before it: ，同比增长…，环比下降…."""
        if measure not in self._profile.measures and measure not in self._profile.rates:
            raise LookupError(f'profile.yaml 的计数和率里没有“{measure}”；changes_of 要写它们的名称，如 "accepted"')
        names = [name for name, rule in self._profile.comparisons.items() if rule.of == measure]
        whole = [name for name in names if self._profile.comparisons[name].scope == "total"]
        said = [self.change(name) for name in sorted(whole, key=self._years_first)]
        return "".join(f"，{words}" for words in said if words)

    def _years_first(self, name: str) -> bool:
        return self._profile.comparisons[name].against != "year_ago"

    def _same(self, change: ChangeFacts) -> str:
        """持平 for what is equal; 基本持平 where only the printed difference is zero."""
        word = self._profile.wording.same
        nearly = change.signed is not None and change.signed.value != 0 and not word.startswith(_NEARLY)
        return f"{_NEARLY if nearly else ''}{word}"

    def _earlier(self, change: ChangeFacts) -> object:
        return self._facts.period["last_word"] if change.against == "previous" else "上年同期"

    def _measure_word(self, change: ChangeFacts) -> str:
        return {"points": self._profile.wording.points, "count": "件", "relative": ""}[change.kind]

    def _verb(self, change: ChangeFacts, rule: Comparison) -> str:
        words = self._profile.wording
        if rule.of in self._profile.rates:
            return words.rise if change.direction == "up" else words.fall
        return words.counts_rise if change.direction == "up" else words.counts_fall

    def label(self, name: str, default: str = "") -> str:
        """What the profile calls a measure, a rate or a quotient; ``default`` where it says nothing."""
        for rules in (self._profile.measures, self._profile.rates, self._profile.quotients):
            if name in rules and rules[name].label:
                return own_words(rules[name].label)
        return default or own_words(name)

    def days_word(self, rate: str) -> str:
        """The measure word behind a mean duration: 天, or 个工作日 where workdays are summed."""
        rule = self._profile.rates[rate]
        counted = self._profile.measures.get(rule.numerator)
        return "个工作日" if counted and counted.sum == "handling_workdays" else "天"

    def table(self, name: str) -> str:
        """The place of a body table."""
        if name not in self._profile.tables:
            raise LookupError(f"profile.yaml 的 tables 里没有“{name}”")
        self._placed.append(name)
        return placed(TABLE_MARK, name)

    def chart(self, name: str) -> str:
        """The place of a chart that the profile defines."""
        if name not in self._profile.charts:
            raise LookupError(f"profile.yaml 的 charts 里没有“{name}”")
        return placed(CHART_MARK, name)

    def tables(self) -> str:
        """The place of every body table that has none yet, in the order of the profile."""
        names = [name for name, rule in self._profile.tables.items() if rule.place == "body"]
        return "".join(self.table(name) for name in names if name not in self._placed)


def whole_area(county: str) -> str:
    """全县, 全市, 全区… by the last character of the area's name."""
    return f"全{county[-1]}" if county[-1:] and county[-1] in _AREAS else "全辖区"


def own_words(words: str) -> str:
    """Words of the profile, marked so that digits in them are the profile's own."""
    return f"{OPEN}{PROFILE_WORDS}{MIDDLE}{words}{CLOSE}"


def names(units: Sequence[ScopeFacts]) -> str:
    """Prose names of units with 、 between."""
    return language.listed(unit.name for unit in units)


def with_counts(units: Sequence[ScopeFacts], measure: str, measure_word: str = "件") -> str:
    """甲6件、乙5件."""
    return language.listed(f"{unit.name}{unit[measure]}{measure_word}" for unit in units)


def in_brackets(units: Sequence[ScopeFacts], measure: str, measure_word: str = "") -> str:
    """甲（25%）、乙（41.67%）."""
    return language.listed(f"{unit.name}（{unit[measure]}{measure_word}）" for unit in units)


def members(names_: ByName[Member]) -> list[Member]:
    """The values of a mapping of the facts, in order."""
    return [names_[name] for name in names_]


def base(breakdown: BreakdownFacts) -> str:
    """What shares are shares of: 登记诉求总量 (a label that says 量 or 数 itself stays as it is)."""
    words = breakdown.base_label
    return own_words(words if words.endswith(("量", "数")) else f"{words}总量")


class Deduction(Struct, frozen=True):
    """Units of one grade that lose the same points for it."""

    grade: Figure
    points: Figure
    units: tuple[ScopeFacts, ...]


def deductions(grades: ByName[GradeFacts]) -> list[Deduction]:
    """Who loses points for a grade, grade by grade: one grade may cost different points in different groups."""
    found: list[Deduction] = []
    for grade in members(grades):
        for points in dict.fromkeys(_points_lost(unit) for unit in grade.units):
            if points:
                units = tuple(unit for unit in grade.units if _points_lost(unit) == points)
                found.append(Deduction(grade.grade, units[0]["deduct"], units))
    return found


def _points_lost(unit: ScopeFacts) -> Exact:
    points = unit["deduct"].value if "deduct" in unit else None
    return points or 0


#: Filters that need no facts.
FILTERS: dict[str, Callable[..., object]] = {
    "and_others": language.and_others,
    "base": base,
    "beneath": beneath,
    "clauses": language.clauses,
    "counted": language.counted,
    "deductions": deductions,
    "firstly": language.firstly,
    "in_brackets": in_brackets,
    "listed": language.listed,
    "members": members,
    "names": names,
    "numeral": numeral,
    "own_words": own_words,
    "quantity": language.quantity,
    "respectively": language.respectively,
    "with_counts": with_counts,
}
