"""The grouped queries that count many counties at once; one county is the same with a constant for its name.

Units, groups and the whole come from one query by county, unit and group; only measures counted by orders need one
query a scope, because an order may stand with several units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from msgspec import Struct

from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Breakdown
from bulletin_gen.tally.conditions import Expr, Measuring
from bulletin_gen.tally.counts import Counts, Formulas, OrderRow, UnitCounts, ValueCount, measure_of

#: A lazy frame of Polars or of Narwhals.
Frame: TypeAlias = Any
Row = Mapping[str, Any]
#: A query's rows brought home, by columns.
Columns = Mapping[str, Sequence[Any]]
Collect = Callable[[Frame], Columns]

#: Column that names the county; :data:`ONE` where there is only one.
COUNTY, ONE = "county", "*"
_UNIT, _GROUP, _ORDER, _COUNT = "unit", "group", "order_id", "_count"
#: Columns that only rows of some unit have: of any, or of one in the registry.
_HOLDERS = (_UNIT, _GROUP)

#: county → scope (unit or group name) → basic count → number
Sums = dict[str, dict[str | None, dict[str, int]]]
Sums3 = tuple[Sums, Sums, Sums]
#: value (or combination of values) → measure → count
ValueMeasures = dict[tuple[str, ...], Mapping[str, Count]]


class Counting(Struct, frozen=True):
    """Counts the counties of ``frame`` by ``measuring``'s rules; ``collect`` brings a query's rows home. ``by_value``:
    every measure is counted for every value of a breakdown too."""

    frame: Frame
    measuring: Measuring
    collect: Collect
    by_value: bool

    @property
    def profile(self) -> Profile:
        """The rules."""
        return self.measuring.profile

    def count(
        self,
        supplied: Mapping[str, Mapping[str, int]],
        counties: Iterable[str],
        given: Mapping[str, UnitCounts] = MappingProxyType({}),
    ) -> dict[str, Counts]:
        """The counts of each of ``counties``; those without rows have none but what is ``supplied`` of the whole and
        ``given`` of units."""
        units, groups, wholes = self._scopes()
        formulas = Formulas.of(self.profile)
        breakdowns = {name: self._breakdown(rule) for name, rule in self.profile.breakdowns.items()}
        values = self._values(formulas) if self.by_value else {}
        orders = {name: self._orders(rule.measure) for name, rule in self.profile.order_lists.items()}
        rows = {name: self._order_rows(name) for name in orders if self.profile.asked_of_orders(name)}
        return {
            county: Counts(
                units=self._named(formulas, units.get(county, {}), own.units),
                groups=self._named(
                    formulas, groups.get(county, {}), {name: own.of_group(name) for name in own.groups.values()}
                ),
                total=formulas.finished(_whole(wholes, county, None) | own.of_all() | dict(supplied.get(county, {}))),
                breakdowns={name: found.get(county, ()) for name, found in breakdowns.items()},
                orders={name: found.get(county, {}) for name, found in orders.items()},
                registered=formulas.finished(_whole(wholes, county, _GROUP) | own.of_all()),
                named=formulas.finished(_whole(wholes, county, _UNIT) | own.of_all()),
                values={name: found.get(county, {}) for name, found in values.items()},
                rows={name: found.get(county, ()) for name, found in rows.items()},
            )
            for county in counties
            for own in [given.get(county, UnitCounts({}, {}))]
        }

    def _rows(self, frame: Frame) -> Iterator[Row]:
        columns = self.collect(frame)
        return (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))

    def _named(
        self,
        formulas: Formulas,
        scopes: Mapping[str | None, Mapping[str, int]],
        own: Mapping[str, Mapping[str, Count]],
    ) -> dict[str, Mapping[str, Any]]:
        """Counts of units or groups; ``own``: what people gave for them, also for those without any order."""
        names = dict.fromkeys(name for name in (*scopes, *own) if name)
        return {name: formulas.finished({**scopes.get(name, {}), **own.get(name, {})}) for name in names}

    def _scopes(self) -> Sums3:
        """Sums of the basic counts by unit, by group, and over all (None), all with a unit and all with a group."""
        amounts = self.measuring.basic_amounts()
        by_order = [name for name in amounts if self.profile.measures[measure_of(name)].count == "orders"]
        plain = [name for name in amounts if name not in by_order]
        sums: Sums3 = ({}, {}, {})
        if plain:
            totals = [amounts[name].sum().alias(name) for name in plain]
            for row in self._rows(self.frame.group_by(COUNTY, _UNIT, _GROUP).agg(*totals)):
                counts = _counts(row, plain)
                for scopes, scope in zip(sums, (row[_UNIT], row[_GROUP], None), strict=True):
                    _add(scopes, row, scope, counts)
                for key in _HOLDERS:
                    if row[key] is not None:
                        _add(sums[2], row, key, counts)
        if by_order:
            self._add_orders(sums, {name: amounts[name] for name in by_order})
        return sums

    def _add_orders(self, sums: Sums3, amounts: Mapping[str, Expr]) -> None:
        for scopes, key in zip(sums[:2], (_UNIT, _GROUP), strict=True):
            for row in self._rows(self._once(amounts, key)):
                _add(scopes, row, row[key], _counts(row, amounts))
        of_units = {_held(name, key): self._where(key, amount) for name, amount in amounts.items() for key in _HOLDERS}
        for row in self._rows(self._once({**amounts, **of_units})):
            _add(sums[2], row, None, _counts(row, amounts))
            for key in _HOLDERS:
                _add(sums[2], row, key, {name: int(row[_held(name, key)] or 0) for name in amounts})

    def _where(self, key: str, amount: Expr) -> Expr:
        words = self.measuring.words
        return words.when(~words.col(key).is_null()).then(amount).otherwise(words.lit(0))

    def _once(self, amounts: Mapping[str, Expr], *keys: str | None, among: Frame | None = None) -> Frame:
        """Sums by county and ``keys`` in which each order counts once."""
        by = [COUNTY, *(key for key in keys if key)]
        once = (
            (self.frame if among is None else among)
            .group_by(*by, _ORDER)
            .agg(*(amount.max().alias(name) for name, amount in amounts.items()))
        )
        return once.group_by(*by).agg(*(self.measuring.words.col(name).sum() for name in amounts))

    def _breakdown(self, rule: Breakdown) -> dict[str, tuple[ValueCount, ...]]:
        about: dict[tuple[str, tuple[str, ...]], list[tuple[str, int]]] = {}
        if rule.about:
            for county, values, count in self._value_counts(rule.measure, (*rule.by, rule.about)):
                about.setdefault((county, values[:-1]), []).append((values[-1], count))
        found: dict[str, list[ValueCount]] = {}
        for county, values, count in self._value_counts(rule.measure, rule.by):
            found.setdefault(county, []).append(ValueCount(values, count, tuple(about.get((county, values), ()))))
        return {county: tuple(counted) for county, counted in found.items()}

    def _values(self, formulas: Formulas) -> dict[str, dict[str, ValueMeasures]]:
        """Breakdown → county → value → every measure; breakdowns by the same columns are counted once."""
        by_columns: dict[tuple[str, ...], dict[str, ValueMeasures]] = {}
        for rule in self.profile.breakdowns.values():
            if rule.by not in by_columns:
                by_columns[rule.by] = self._by_columns(rule.by, formulas)
        return {name: by_columns[rule.by] for name, rule in self.profile.breakdowns.items()}

    def _by_columns(self, columns: tuple[str, ...], formulas: Formulas) -> dict[str, ValueMeasures]:
        amounts = self.measuring.basic_amounts()
        by_order = {name: a for name, a in amounts.items() if self.profile.measures[measure_of(name)].count == "orders"}
        plain = [amount.sum().alias(name) for name, amount in amounts.items() if name not in by_order]
        sums: dict[tuple[str, tuple[str, ...]], dict[str, int]] = {}
        frames = [self.frame.group_by(COUNTY, *columns).agg(*plain)] if plain else []
        if by_order:
            frames.append(self._once(by_order, *columns))
        for row in (row for frame in frames for row in self._rows(frame)):
            counts = sums.setdefault((str(row[COUNTY]), _words_of(row, columns)), {})
            _add_to(counts, _counts(row, (name for name in row if name in amounts)))
        found: dict[str, ValueMeasures] = {}
        for (county, values), counts in sums.items():
            found.setdefault(county, {})[values] = formulas.finished(counts)
        return found

    def _value_counts(self, measure: str, columns: Sequence[str]) -> list[tuple[str, tuple[str, ...], int]]:
        """Counts of a measure by the values of ``columns``, largest first; equal counts in order of the values."""
        amount = self.measuring.amount_of(measure)
        among = self.frame.filter(self.measuring.condition_of(measure))
        if self.profile.measures[measure].count == "orders":
            grouped = self._once({_COUNT: amount}, *columns, among=among)
        else:
            grouped = among.group_by(COUNTY, *columns).agg(amount.sum().alias(_COUNT))
        found: dict[tuple[str, tuple[str, ...]], int] = {}
        for row in self._rows(grouped):
            key = str(row[COUNTY]), _words_of(row, columns)
            found[key] = found.get(key, 0) + int(row[_COUNT] or 0)
        counted = [(county, values, count) for (county, values), count in found.items() if count]
        return sorted(counted, key=lambda item: (-item[2], item[1]))

    def _orders(self, measure: str) -> dict[str, dict[str, tuple[str, ...]]]:
        chosen = self.frame.filter(self.measuring.condition_of(measure)).select(COUNTY, _UNIT, _ORDER)
        found: dict[str, dict[str, set[str]]] = {}
        columns = self.collect(chosen)  # one row an order and unit: most of what is brought home
        for county, unit, order in zip(columns[COUNTY], columns[_UNIT], columns[_ORDER], strict=True):
            found.setdefault(str(county), {}).setdefault(unit or "", set()).add(order)
        return {county: dict(_in_order(units)) for county, units in found.items()}

    def _order_rows(self, order_list: str) -> dict[str, tuple[OrderRow, ...]]:
        """The orders of a list with the columns that tables print of them; one row an order and unit."""
        asked = self.profile.asked_of_orders(order_list)
        condition = self.measuring.condition_of(self.profile.order_lists[order_list].measure)
        chosen = self.frame.filter(condition).select(COUNTY, _UNIT, *asked)
        found: dict[str, dict[tuple[str, str], OrderRow]] = {}
        made = (
            (str(row[COUNTY]), OrderRow(row[_UNIT] or "", row[_ORDER], {name: row[name] for name in asked}))
            for row in self._rows(chosen)
        )
        for county, row in sorted(made, key=lambda each: _rank(each[1])):
            found.setdefault(county, {}).setdefault((row.order, row.unit), row)
        return {county: tuple(rows.values()) for county, rows in found.items()}


def _words_of(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    """The values of columns as a breakdown calls them: a yes or no in a word, a time by its day, blanks as ""."""
    return tuple(_word(row[column]) for column in columns)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value.month}月{value.day}日"
    return "" if value is None else str(value)


def _rank(row: OrderRow) -> tuple[str, str, str]:
    return row.order, row.unit, repr(sorted(row.cells.items()))


def _whole(wholes: Sums, county: str, key: str | None) -> dict[str, Count]:
    return dict(wholes.get(county, {}).get(key, {}))


def _held(name: str, key: str) -> str:
    """The name under which a basic count is counted again, only over rows that have ``key``."""
    return f"{name}\x1f\x1f{key}"


def _in_order(units: Mapping[str, set[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for unit, orders in sorted(units.items()):
        yield unit, tuple(sorted(orders))


def _counts(row: Row, names: Iterable[str]) -> dict[str, int]:
    """A row's counts; what had no row to sum up is null in some engines."""
    return {name: int(row[name] or 0) for name in names}


def _add(sums: Sums, row: Row, scope: str | None, counts: Mapping[str, int]) -> None:
    _add_to(sums.setdefault(str(row[COUNTY]), {}).setdefault(scope, {}), counts)


def _add_to(known: dict[str, int], counts: Mapping[str, int]) -> None:
    for name, count in counts.items():
        known[name] = known.get(name, 0) + count
