"""Facts of tables: what their total rows print is the sum of the rows above, never of units that are not listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bulletin_gen.facts.book import Book
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ListFacts, Names, ScopeFacts, TableTotals
from bulletin_gen.indicators import ratio_of
from bulletin_gen.numbers import Count
from bulletin_gen.profile.document import Table


def listed_units(rule: Table, units: Iterable[ScopeFacts], outside: ScopeFacts | None) -> tuple[ScopeFacts, ...]:
    """The units that a table lists, in the order given; those outside the registry last, where the table has them."""
    last = [outside] if outside and rule.outside else []
    return tuple(unit for unit in (*units, *last) if _is_listed(rule, unit))


def _is_listed(rule: Table, unit: ScopeFacts) -> bool:
    if unit.group and rule.groups and unit.group not in rule.groups:
        return False
    return not rule.skip_without or bool(unit.table[rule.skip_without])


def table_totals(
    book: Book, units: Sequence[ScopeFacts], outside: ScopeFacts | None, lists: Names[ListFacts]
) -> Names[TableTotals]:
    """The totals of every table of units, all or those of a list, that prints some: of all its rows, and of each
    group's."""
    totals: dict[str, TableTotals] = {}
    for name, rule in book.profile.tables.items():
        kind, _, listed = rule.rows.partition(".")
        if kind == "breakdown" or not (rule.total or rule.subtotal or rule.merged):
            continue
        chosen = listed_units(rule, lists[listed].units if listed else units, None if listed else outside)
        totals[name] = _totals(book, name, rule, chosen)
    return Names(totals)


def _totals(book: Book, name: str, rule: Table, units: Sequence[ScopeFacts]) -> TableTotals:
    groups = dict.fromkeys(unit.group for unit in units if unit.group) if rule.subtotal else {}
    by_group = {
        group: _sums(book, f"tables.{name}.{group}", rule, [unit for unit in units if unit.group == group])
        for group in groups
    }
    return TableTotals(_sums(book, f"tables.{name}.total", rule, units), by_group)


def _sums(book: Book, prefix: str, rule: Table, units: Sequence[ScopeFacts]) -> Mapping[str, Figure]:
    profile = book.profile
    figures: dict[str, Figure] = {}
    for value in dict.fromkeys(column.value for column in rule.columns):
        if value in profile.measures:
            figures[value] = book.measure(f"{prefix}.{value}", value, _sum(units, value))
        elif value in profile.rates:
            rate = profile.rates[value]
            counts = {each: _sum(units, each) for each in (rate.numerator, rate.denominator)}
            figures[value] = book.rate(f"{prefix}.{value}", value, ratio_of(rate, counts))[1]
    return figures


def _sum(units: Sequence[ScopeFacts], measure: str) -> Count:
    values = (unit.table[measure].value for unit in units)
    return sum((value for value in values if isinstance(value, Count)), 0)
