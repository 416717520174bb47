"""Facts of units, groups and the whole."""

from __future__ import annotations

from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.facts.book import Book
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import GroupFacts, ScopeFacts
from bulletin_gen.grading import Assessment, Grading, TermPoints
from bulletin_gen.indicators import OUTSIDE, TOTAL, Indicators, Scope
from bulletin_gen.leaves.numbers import NumberStyle
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import Group


def scope_figures(book: Book, prefix: str, scope: Scope) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """The figures of all measures and rates of a scope: for prose, and for tables."""
    prose = {name: book.measure(f"{prefix}.{name}", name, value) for name, value in scope.counts.items()}
    table = dict(prose)
    for name, ratio in scope.rates.items():
        prose[name], table[name] = book.rate(f"{prefix}.{name}", name, ratio)
    return prose, table


def whole_facts(book: Book, scope: Scope, label: str) -> ScopeFacts:
    """The whole, or the units outside the registry: one name for all uses."""
    prefix = {TOTAL: "total", OUTSIDE: "outside"}[scope.name]
    prose, table = scope_figures(book, prefix, scope)
    name = book.name(f"{prefix}.name", label, "profile.yaml")
    return ScopeFacts(prefix, name, name, name, "", prose, table)


def unit_facts(book: Book, profile: Profile, indicators: Indicators, grading: Grading) -> tuple[ScopeFacts, ...]:
    """Every registered unit with its measures, rates, score, grade and rank."""
    nouns = {group.name: group.noun for group in profile.units.groups}
    return tuple(
        _unit_facts(book, profile, scope, scope.unit, grading.assessments.get(scope.name), nouns)
        for scope in indicators.units
        if scope.unit is not None
    )


def _unit_facts(
    book: Book, profile: Profile, scope: Scope, unit: Unit, assessment: Assessment | None, nouns: dict[str, str]
) -> ScopeFacts:
    prefix = f"units.{unit.name}"
    prose, table = scope_figures(book, prefix, scope)
    if assessment is not None:
        assessed = _assessment_figures(book, profile, prefix, assessment)
        prose |= assessed
        table |= assessed
    return ScopeFacts(
        unit.name,
        book.name(f"{prefix}.name", unit.prose_name, "units.csv"),
        book.name(f"{prefix}.table_name", unit.column_name, "units.csv"),
        book.name(f"{prefix}.full_name", unit.name, "units.csv"),
        unit.group,
        prose,
        table,
        nouns.get(unit.group, "单位"),
    )


def _assessment_figures(book: Book, profile: Profile, prefix: str, assessment: Assessment) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for name, term in assessment.terms.items():
        figures[f"term_{name}"] = _term_figure(book, f"{prefix}.term.{name}", term)
    if assessment.score is not None:
        figures["score"] = _score_figure(book, profile, prefix, assessment)
    if assessment.grade:
        how = assessment.grade_how
        figures["grade"] = book.add(Figure(f"{prefix}.grade", assessment.grade, rule=how, source="考核规则"))
        figures["deduct"] = book.points(f"{prefix}.deduct", assessment.deduct, "等次对应的扣分", "考核规则")
        figures["bonus"] = book.points(f"{prefix}.bonus", assessment.bonus, "等次对应的加分", "考核规则")
    if assessment.rank is not None:
        figures["rank"] = book.whole(f"{prefix}.rank", assessment.rank, assessment.rank_how, "考核规则")
    elif profile.ranking is not None:
        shown, why = profile.ranking.unranked, assessment.unranked
        figures["rank"] = book.add(Figure(f"{prefix}.rank", shown, rule=why, source="考核规则"))
    return figures


def _term_figure(book: Book, key: str, term: TermPoints) -> Figure:
    if term.points is None:
        return book.add(Figure(key, "—", rule=term.how, source="分母为零，本项不计"))
    return book.points(key, term.points, term.how, "考核规则")


def _score_figure(book: Book, profile: Profile, prefix: str, assessment: Assessment) -> Figure:
    scores = profile.score
    rule = scores.get(assessment.unit.group) or scores["default"]
    how = assessment.how
    style = NumberStyle(rule.digits, rule.rounding, rule.zeros)
    assert assessment.score is not None  # the caller asked
    return book.number(f"{prefix}.score", assessment.score, style, how, "考核规则")


def group_facts(
    book: Book, profile: Profile, registry: Registry, indicators: Indicators, units: tuple[ScopeFacts, ...]
) -> tuple[GroupFacts, ...]:
    """The groups in the order of prose."""
    return tuple(
        _group_facts(book, group, indicators.groups[group.name], units)
        for group in groups_in_prose(profile)
        if group.name in registry.groups
    )


def groups_in_prose(profile: Profile) -> tuple[Group, ...]:
    """The profile's groups in the order in which prose speaks of them."""
    order = profile.units.prose_order
    named = {group.name: group for group in profile.units.groups}
    return tuple(named[name] for name in order) + tuple(
        group for group in profile.units.groups if group.name not in order
    )


def _group_facts(book: Book, group: Group, scope: Scope, units: tuple[ScopeFacts, ...]) -> GroupFacts:
    prefix = f"groups.{group.name}"
    prose, table = scope_figures(book, prefix, scope)
    label = book.name(f"{prefix}.label", group.label or group.name, "profile.yaml")
    name = book.name(f"{prefix}.name", group.name, "units.csv")
    members = tuple(unit for unit in units if unit.group == group.name)
    return GroupFacts(
        label,
        ScopeFacts(group.name, name, name, name, group.name, prose, table, group.noun),
        members,
        book.whole(f"{prefix}.unit_count", len(members), "本组单位数", "units.csv"),
    )
