"""Establishing the facts: one call that turns results of all earlier steps into what can be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.county.registry import Registry
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.facts.asked.desk import Desk
from bulletin_gen.facts.asked.trends import Trends, trend_issues
from bulletin_gen.facts.asked.values import ValueScopes
from bulletin_gen.facts.book import Book
from bulletin_gen.facts.breakdowns import breakdown_facts
from bulletin_gen.facts.changes import Base, Bases, change_facts
from bulletin_gen.facts.dates import document_names, period_names
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure, Origin
from bulletin_gen.facts.lists import (
    FindUnit,
    decision_facts,
    grade_facts,
    list_facts,
    move_facts,
    order_list_facts,
)
from bulletin_gen.facts.model import BreakdownFacts, ByName, ChangeFacts, ListFacts, OrderListFacts, ScopeFacts
from bulletin_gen.facts.saved.strangers import unknown_values
from bulletin_gen.facts.saved.vanished import vanished
from bulletin_gen.facts.scopes import group_facts, unit_facts, whole_facts
from bulletin_gen.facts.tables import OrderUnits, RowSources, table_facts
from bulletin_gen.grading import Grading
from bulletin_gen.grading.ordering import Values, sort_key
from bulletin_gen.indicators import OUTSIDE, Indicators
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.leaves.numbers import Exact
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Quotient
from bulletin_gen.tally import Counts


class Findings(Struct, frozen=True):
    """What the earlier steps found out about one county and period."""

    profile: Profile
    registry: Registry
    period: Period
    counts: Counts
    indicators: Indicators
    grading: Grading
    supplied: Supplied
    adjustments: Sequence[Adjustment] = ()
    bases: Bases = field(default_factory=dict)
    history: Mapping[str, Base] = field(default_factory=dict)  # earlier periods by their keys


def establish(found: Findings) -> tuple[Facts, tuple[Issue, ...]]:
    """Everything that can be said, and issues for comparisons that cannot be made and for what is missing."""
    book = Book(found.profile, found.period)
    units = unit_facts(book, found.profile, found.indicators, found.grading)
    outside = found.indicators.outside
    outside_facts = whole_facts(book, outside, found.profile.units.outside) if outside else None
    find = _finder(units, outside_facts)
    changes, issues = _changes(book, found)
    lists = _lists(book, found, find)
    groups = group_facts(book, found.profile, found.registry, found.indicators, units)
    order_lists = _order_lists(book, found, find)
    rows = RowSources(units, outside_facts, tuple(group.scope for group in groups), lists, order_lists)
    tables = table_facts(book, found.counts, rows, _orderer(found))
    total = whole_facts(book, found.indicators.total, found.profile.county)
    trends = Trends(book, total, found.bases, found.history)
    facts = Facts(
        county=book.name("county", found.profile.county, "profile.yaml"),
        hotline=book.name("hotline", found.profile.hotline, "profile.yaml"),
        period=period_names(book, "period", found.period),
        previous=period_names(book, "previous", found.period.previous()),
        year_ago=period_names(book, "year_ago", found.period.year_ago()),
        document=document_names(book, found.supplied.document),
        total=total,
        outside=outside_facts,
        units=units,
        groups=groups,
        breakdowns=_breakdowns(book, found),
        quotients=_quotients(book, found),
        changes=changes,
        lists=lists,
        order_lists=order_lists,
        grades=ByName(grade_facts(book, found.grading, find)),
        moves=move_facts(book, found.grading, find),
        supplied=_supplied(book, found.supplied),
        tables=tables,
        decisions=decision_facts(book, found.adjustments, find),
        figures=book.figures,
        dated=found.supplied.document.dated,
        desk=Desk(
            book, ValueScopes(book, found.counts, found.bases), found.bases, _written_names(found.registry), trends
        ),
    )
    gone = vanished(found.profile, found.period, found.indicators, found.bases)
    strangers = unknown_values(found.profile, found.supplied, found.counts, found.bases)
    return facts, (*issues, *gone, *strangers, *trend_issues(trends))


def _written_names(registry: Registry) -> dict[str, str]:
    return {name: unit.name for unit in registry.units for name in unit.names}


def _finder(units: Sequence[ScopeFacts], outside: ScopeFacts | None) -> FindUnit:
    by_key: Mapping[str, ScopeFacts] = {unit.key: unit for unit in units} | ({OUTSIDE: outside} if outside else {})
    return by_key.__getitem__


def _orderer(found: Findings) -> OrderUnits:
    """Orders units as lists and ranks do: by the same values."""
    indicators, grading = found.indicators, found.grading
    scopes = {scope.name: scope for scope in indicators.units} | (
        {OUTSIDE: indicators.outside} if indicators.outside else {}
    )

    def order(units: Sequence[ScopeFacts], keys: Sequence[str]) -> list[ScopeFacts]:
        by_keys = sort_key([*keys, "registered"], Values(grading.assessments, found.profile))
        return sorted(units, key=lambda unit: by_keys(scopes[unit.key]))

    return order


def _breakdowns(book: Book, found: Findings) -> ByName[BreakdownFacts]:
    return ByName(
        {
            name: breakdown_facts(book, name, rule, found.counts.breakdowns[name], found.indicators.total)
            for name, rule in found.profile.breakdowns.items()
        }
    )


def _quotients(book: Book, found: Findings) -> ByName[Figure]:
    return ByName({name: _quotient(book, found, name, rule) for name, rule in found.profile.quotients.items()})


def _quotient(book: Book, found: Findings, name: str, rule: Quotient) -> Figure:
    counts = found.indicators.total.counts
    base = found.period.days if rule.denominator == "days" else counts[rule.denominator]
    parts = [f"total.{each}" for each in (rule.numerator, rule.denominator) if each in counts]
    return book.share(f"quotients.{name}", counts[rule.numerator], base, rule.style, rule.label or name, parts)


def _changes(book: Book, found: Findings) -> tuple[ByName[ChangeFacts], tuple[Issue, ...]]:
    changes: dict[str, ChangeFacts] = {}
    issues: list[Issue] = []
    for name, rule in found.profile.comparisons.items():
        changes[name], found_issues = change_facts(book, name, rule, found.indicators, found.bases)
        issues.extend(found_issues)
    return ByName(changes), tuple(dict.fromkeys(issues))  # comparisons may share what they are made of


def _lists(book: Book, found: Findings, find: FindUnit) -> ByName[ListFacts]:
    return ByName(
        {
            name: list_facts(book, name, rule, found.grading.lists[name], find)
            for name, rule in found.profile.lists.items()
        }
    )


def _order_lists(book: Book, found: Findings, find: FindUnit) -> ByName[OrderListFacts]:
    return ByName(
        {
            name: order_list_facts(book, name, rule, found.counts, found.indicators, found.grading, find)
            for name, rule in found.profile.order_lists.items()
        }
    )


def _supplied(book: Book, supplied: Supplied) -> ByName[Figure]:
    return ByName(
        {
            name: book.add(
                Figure(
                    f"supplied.{name}",
                    each.text,
                    _value(each.value),
                    rule="人工提供",
                    source=each.source,
                    origin=Origin.GIVEN,
                )
            )
            for name, each in supplied.figures.items()
        }
    )


def _value(value: Exact | None) -> Exact | None:
    return value
