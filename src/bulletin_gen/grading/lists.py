"""Lists of units by rule (commended, below a standard, best and worst N), with what people added and removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.grading.decisions import Decisions, describe
from bulletin_gen.grading.model import Assessment, ListEntry, Removal, UnitListResult
from bulletin_gen.grading.ordering import PLACES, Values, sort_key
from bulletin_gen.indicators import Indicators, Ratio, Scope
from bulletin_gen.leaves.issues import Issue, stop, warning
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile import Profile
from bulletin_gen.profile.scoring import Bound, UnitList

_NO_WHOLES: Mapping[str, Fraction | None] = {}


class _ListMaker(Struct):
    """Makes each list once, those it takes in first."""

    indicators: Indicators
    profile: Profile
    decisions: Decisions
    assessments: Mapping[str, Assessment]
    made: dict[str, UnitListResult] = field(default_factory=dict)
    making: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def result(self, name: str) -> UnitListResult:
        if name in self.making:
            raise stop("list.circular", "名单互相并入", found="→".join([*self.making, name]), advice="改 any_list")
        if name not in self.made:
            self.making.append(name)
            self.made[name] = self._make(name, self.profile.lists[name])
            self.making.pop()
        return self.made[name]

    def _make(self, name: str, rule: UnitList) -> UnitListResult:
        values = Values(self.assessments, self.profile, rule.compare)
        candidates = self._candidates(rule)
        removers = self.decisions.units_with(rule.remove)
        entries = self._by_rule(rule, candidates, values)
        staying = [entry for entry in entries if entry.scope.name not in removers]
        kept = _cut(rule, staying, values)
        self._tell_ties(name, rule, kept, staying, values)
        chosen = kept + self._added(rule, candidates)
        ordered = sorted(_once(chosen), key=lambda entry: sort_key(_printing_order(rule), values)(entry.scope))
        removed = [Removal(e.scope, removers[e.scope.name]) for e in entries if e.scope.name in removers]
        sums = _sums(ordered, {*rule.sums, *rule.share_of})
        return UnitListResult(
            tuple(ordered), {key: sums[key] for key in rule.sums}, self._shares(rule, sums), tuple(removed)
        )

    def _tell_ties(
        self, name: str, rule: UnitList, kept: Sequence[ListEntry], every: Sequence[ListEntry], values: Values
    ) -> None:
        """A word on lists that end among equals where the profile does not say that they are to: 居前三位 of six."""
        if rule.top is None or "ties" in rule.model_fields_set:
            return
        for group in dict.fromkeys(entry.scope.group for entry in kept) if rule.within == "group" else [None]:
            inside = [entry for entry in kept if group in (None, entry.scope.group)]
            others = [entry for entry in every if group in (None, entry.scope.group) and entry not in inside]
            if equal := _as_good_as_last(rule, inside, others, values):
                self.issues.append(_ends_among_equals(rule.label or name, len(inside), equal))

    def _candidates(self, rule: UnitList) -> list[Scope]:
        scopes = [scope for scope in self.indicators.units if not rule.groups or scope.group in rule.groups]
        outside = self.indicators.outside
        return [*scopes, outside] if rule.outside and outside is not None else scopes

    def _by_rule(self, rule: UnitList, candidates: Sequence[Scope], values: Values) -> list[ListEntry]:
        """Those that the rule names, whoever took them out again."""
        names = {scope.name for scope in candidates}
        joined = [entry for other in rule.any_list for entry in self.result(other).entries if entry.scope.name in names]
        if not rule.where and (rule.any_list or (rule.add and rule.top is None)):
            return _once(joined)
        wholes = {name: self._whole(name, values) for name, bound in rule.where.items() if compares_with_whole(bound)}
        met = [ListEntry(scope) for scope in candidates if meets(rule.where, scope, values, wholes)]
        return _once([*met, *joined])

    def _whole(self, name: str, values: Values) -> Fraction | None:
        """What a bound against the whole is: the rate of the whole; of counts, scores and places the mean of units."""
        if name in self.indicators.total.rates:
            return values.number(name, self.indicators.total)
        known = [number for scope in self.indicators.units if (number := values.number(name, scope)) is not None]
        return sum(known, Fraction()) / len(known) if known else None

    def _added(self, rule: UnitList, candidates: Sequence[Scope]) -> list[ListEntry]:
        adders = self.decisions.units_with(rule.add)
        return [ListEntry(scope, adders[scope.name]) for scope in candidates if scope.name in adders]

    def _shares(self, rule: UnitList, sums: Mapping[str, Count]) -> dict[str, Ratio]:
        total = self.indicators.total.counts
        return {count: Ratio(sums[count], total[base]) for count, base in rule.share_of.items()}


def make_lists(
    indicators: Indicators, profile: Profile, decisions: Decisions, assessments: Mapping[str, Assessment]
) -> tuple[dict[str, UnitListResult], tuple[Issue, ...]]:
    """Every list of the profile by its name. Raises ``BulletinError`` when lists take each other in."""
    maker = _ListMaker(indicators, profile, decisions, assessments)
    lists = {name: maker.result(name) for name in profile.lists}
    return lists, (*maker.issues, *_idle_decisions(profile, decisions, lists))


def compares_with_whole(bound: Bound) -> bool:
    """Whether a bound is the whole's own value."""
    return bool(bound.below_whole or bound.above_whole)


def meets(
    where: Mapping[str, Bound], scope: Scope, values: Values, wholes: Mapping[str, Fraction | None] = _NO_WHOLES
) -> bool:
    """Whether a unit meets all bounds. A rate without denominator meets only ``empty: true``. ``wholes``: what bounds
    against the whole are; nobody meets one that is not known."""
    return all(_within(bound, name, scope, values, wholes.get(name)) for name, bound in where.items())


def _within(bound: Bound, name: str, scope: Scope, values: Values, whole: Fraction | None) -> bool:
    if bound.in_ is not None:
        return values.word(name, scope) in bound.in_
    number = values.number(name, scope)
    if bound.empty is not None and bound.empty != (number is None):
        return False
    if number is None:
        return bound.empty is True
    if compares_with_whole(bound) and whole is None:
        return False
    return _in_bounds(bound, number, whole)


def _in_bounds(bound: Bound, number: Fraction, whole: Fraction | None) -> bool:
    checks = (
        not bound.below_whole or whole is None or number < whole,
        not bound.above_whole or whole is None or number > whole,
        bound.below is None or number < bound.below,
        bound.at_most is None or number <= bound.at_most,
        bound.at_least is None or number >= bound.at_least,
        bound.above is None or number > bound.above,
        bound.equals is None or number == bound.equals,
    )
    return all(checks)


def _cut(rule: UnitList, entries: Sequence[ListEntry], values: Values) -> list[ListEntry]:
    """The first ``top`` of all or of each group, with those who tie with the last where the rule includes them."""
    if rule.top is None:
        return list(entries)
    if rule.within == "all":
        return _first(rule, rule.top, entries, values)
    groups = dict.fromkeys(entry.scope.group for entry in entries)
    split = [[entry for entry in entries if entry.scope.group == group] for group in groups]
    return [entry for part in split for entry in _first(rule, rule.top, part, values)]


def _merit(rule: UnitList) -> list[str]:
    """By what units come before others, registered places apart."""
    return [key for key in rule.order if key.removeprefix("-") not in PLACES]


def _as_good_as_last(
    rule: UnitList, kept: Sequence[ListEntry], others: Sequence[ListEntry], values: Values
) -> list[ListEntry]:
    """Those of ``others`` that the last of ``kept`` is in nothing ahead of."""
    merit = _merit(rule)
    if not kept or not merit:
        return []
    by_merit = sort_key(merit, values)
    last = max(by_merit(entry.scope) for entry in kept)
    return [entry for entry in others if by_merit(entry.scope) == last]


def _ends_among_equals(label: str, number: int, equal: Sequence[ListEntry]) -> Issue:
    names = "、".join(entry.scope.name for entry in equal[:3]) + ("等" if len(equal) > 3 else "")
    return warning(
        "list.ties_cut",
        "名单在并列处截断",
        found=f"“{label}”取到第{number}个，{names}{len(equal)}个单位与末位一样",
        advice="核对要不要都列：在 profile.yaml 这个名单里写 并列: 都列出；按登记顺序取满为止的，写 并列: 到数为止，"
        "不再提示",
    )


def _is_behind(key: str, scope: Scope, values: Values) -> bool:
    """Whether a unit cannot be among the first by ``key``: it has no such value, or none of a count of which most is
    first."""
    number = values.number(key.removeprefix("-"), scope)
    return number is None or (key.startswith("-") and key[1:] in scope.counts and not number)


def _first(rule: UnitList, top: int, entries: Sequence[ListEntry], values: Values) -> list[ListEntry]:
    merit = _merit(rule)
    by_merit = sort_key(merit, values)
    ordered = sorted(entries, key=lambda entry: sort_key([*merit, "registered"], values)(entry.scope))
    # Without a value (no denominator, no score) nobody is best or worst; a missing second value only places it last.
    if merit:
        ordered = [entry for entry in ordered if not _is_behind(merit[0], entry.scope, values)]
    kept, others = ordered[:top], ordered[top:]
    if rule.ties == "stop" or not others:
        return kept
    last = by_merit(kept[-1].scope)
    return kept + [entry for entry in others if by_merit(entry.scope) == last]


def _printing_order(rule: UnitList) -> tuple[str, ...]:
    grouped = rule.within == "group" and not any("group" in key for key in rule.order)
    return (*(["prose_group"] if grouped else []), *rule.order, "registered")


def _once(entries: Iterable[ListEntry]) -> list[ListEntry]:
    """Each unit once; being named by the rule comes before being added by hand."""
    first: dict[str, ListEntry] = {}
    for entry in entries:
        first.setdefault(entry.scope.name, entry)
    return list(first.values())


def _sums(entries: Sequence[ListEntry], names: Iterable[str]) -> dict[str, Count]:
    return {name: sum((entry.scope.counts[name] for entry in entries), 0) for name in names}


def _idle_decisions(profile: Profile, decisions: Decisions, lists: Mapping[str, UnitListResult]) -> tuple[Issue, ...]:
    """Decisions about lists that changed none of them: the unit is not where it was to be added or removed."""
    adding = {kind for rule in profile.lists.values() for kind in rule.add}
    removing = {kind for rule in profile.lists.values() for kind in rule.remove}
    named = {scope.name for result in lists.values() for scope in result.scopes}
    removed = {removal.scope.name for result in lists.values() for removal in result.removed}
    idle = [each for unit, each in decisions.units_with(adding).items() if unit not in named]
    idle += [each for unit, each in decisions.units_with(removing).items() if unit not in removed]
    return tuple(_idle(decision) for decision in idle)


def _idle(decision: Adjustment) -> Issue:
    return warning(
        "adjustments.list_unchanged",
        "表扬批评记录未起作用",
        decision.place,
        found=describe(decision),
        expected="要撤销的单位本来在名单里，要增加的单位属于名单的分组",
        advice="核对单位名称；如确实无需调整，可删去这一行",
    )
