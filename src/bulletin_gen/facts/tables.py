"""Facts of tables: which units stand in which order, and totals: sums of the rows above, never of units not listed.

Where an order of several units counts once, it counts once in the total too: such a total is counted, not summed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from bulletin_gen.facts.book import Book
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ByName, ListFacts, OrderListFacts, ScopeFacts, TableFacts
from bulletin_gen.facts.orderrows import order_rows
from bulletin_gen.indicators import ratio_of
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile import Profile
from bulletin_gen.profile.document import TableRule
from bulletin_gen.tally import Counts

#: Units (their keys) in the order that keys of the profile give: ``score``, ``-overdue``, ``group``…
OrderUnits = Callable[[Sequence[ScopeFacts], Sequence[str]], Sequence[ScopeFacts]]


class RowSources(Struct, frozen=True):
    """What rows can be made of: units, those outside of the registry, groups in the order of prose, lists."""

    units: Sequence[ScopeFacts]
    outside: ScopeFacts | None
    groups: Sequence[ScopeFacts]
    lists: ByName[ListFacts]
    order_lists: ByName[OrderListFacts]


def table_facts(book: Book, counts: Counts, rows: RowSources, order: OrderUnits) -> ByName[TableFacts]:
    """The rows and totals of every table of units (all or those of a list), of groups, or of orders."""
    tables: dict[str, TableFacts] = {}
    for name, rule in book.profile.tables.items():
        kind, listed = rule.shape
        if rule.of_units:
            # Units outside the registry stand behind all others, whatever they have.
            chosen = sorted(_chosen(rule, rows, order), key=lambda unit: not unit.group)
            tables[name] = _with_totals(book, name, rule, chosen, counts)
        elif kind == "orders":
            made = order_rows(book, f"tables.{name}", rule, rows.order_lists[listed], counts.rows[listed])
            tables[name] = TableFacts((), {}, {}, made)
    return ByName(tables)


def _chosen(rule: TableRule, rows: RowSources, order: OrderUnits) -> Sequence[ScopeFacts]:
    kind, listed = rule.shape
    if kind == "groups":
        return _listed_units(rule, rows.groups, rows.outside)
    chosen = _listed_units(rule, rows.lists[listed].units if listed else rows.units, None if listed else rows.outside)
    return order(chosen, rule.order) if kind == "units" or "order" in rule.model_fields_set else chosen


def _listed_units(rule: TableRule, units: Iterable[ScopeFacts], outside: ScopeFacts | None) -> tuple[ScopeFacts, ...]:
    """The units that a table lists, in the order given; those outside the registry last, where the table has them."""
    last = [outside] if outside and rule.outside else []
    return tuple(unit for unit in (*units, *last) if _is_listed(rule, unit))


def _is_listed(rule: TableRule, unit: ScopeFacts) -> bool:
    if unit.group and rule.groups and unit.group not in rule.groups:
        return False
    return not rule.skip_without or bool(unit.table[rule.skip_without])


def _with_totals(book: Book, name: str, rule: TableRule, units: Sequence[ScopeFacts], counts: Counts) -> TableFacts:
    if not (rule.total or rule.subtotal or rule.merged):
        return TableFacts(tuple(units), {}, {})
    groups = dict.fromkeys(unit.group for unit in units if unit.group) if rule.subtotal else {}
    by_group = {
        group: _sums(
            book,
            f"tables.{name}.{group}",
            rule,
            [unit for unit in units if unit.group == group],
            counts.groups.get(group, {}),
        )
        for group in groups
    }
    return TableFacts(
        tuple(units), _sums(book, f"tables.{name}.total", rule, units, _together(book.profile, rule, counts)), by_group
    )


def _together(profile: Profile, rule: TableRule, counts: Counts) -> Mapping[str, Count]:
    """What all rows' units have together, an order of several of them counted once: one group's or all units'."""
    if rule.outside and profile.units.outside:
        return counts.named
    return counts.groups.get(rule.groups[0], {}) if len(rule.groups) == 1 else counts.registered


def _sums(
    book: Book, prefix: str, rule: TableRule, units: Sequence[ScopeFacts], together: Mapping[str, Count]
) -> Mapping[str, Figure]:
    profile = book.profile
    figures: dict[str, Figure] = {}

    def summed(measure: str) -> Count:
        return together.get(measure, 0) if profile.by_orders(measure) else _sum(units, measure)

    def parts(value: str) -> list[Figure]:
        return [unit.table[value] for unit in units if value in unit.table]

    for value in _summed_columns(profile, rule):
        if value in profile.measures:
            figures[value] = book.measure(f"{prefix}.{value}", value, summed(value), parts(value))
        else:
            rate = profile.rates[value]
            both = {each: summed(each) for each in (rate.numerator, rate.denominator)}
            figures[value] = book.rate(f"{prefix}.{value}", value, ratio_of(rate, both), parts(value))[1]
    return figures


def _summed_columns(profile: Profile, rule: TableRule) -> list[str]:
    """The measures and rates among a table's columns that have totals, each once.

    In a list's table, one that counts an order of several units once has none (profiles that would print it are
    refused): its units' counts do not add up, and nobody has counted the list as a whole.
    """
    shown = dict.fromkeys(column.value for column in rule.columns)
    known = [value for value in shown if value in profile.measures or value in profile.rates]
    return known if rule.rows in ("units", "groups") else [value for value in known if not profile.by_orders(value)]


def _sum(units: Sequence[ScopeFacts], measure: str) -> Count:
    values = (unit.table[measure].value for unit in units)
    return sum((value for value in values if isinstance(value, Count)), 0)
