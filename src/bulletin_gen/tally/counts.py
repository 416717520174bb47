"""What counting comes to: whole counts by scope, by value, by order; and the formulas worked out from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Measure

#: Between a measure and one of its levels in the name of a basic count.
_LEVEL = "\x1f"


class ValueCount(Struct, frozen=True):
    """How often one value (or combination of values) of a breakdown's columns was counted, and its sub-values."""

    values: tuple[str, ...]
    count: int
    about: tuple[tuple[str, int], ...] = ()


class OrderRow(Struct, frozen=True):
    """One dispatch of an order list as a table prints it: its unit ("" where it is nobody's) and the asked columns."""

    unit: str
    order: str
    cells: Mapping[str, Any]


class UnitCounts(Struct, frozen=True):
    """What people gave for each unit, by measure, and the group of each such unit."""

    units: Mapping[str, Mapping[str, Count]]
    groups: Mapping[str, str]

    def of_group(self, group: str) -> dict[str, Count]:
        """The sums of a group's units."""
        return _sums(counts for unit, counts in self.units.items() if self.groups[unit] == group)

    def of_all(self) -> dict[str, Count]:
        """The sums of all units."""
        return _sums(self.units.values())


def _sums(parts: Iterable[Mapping[str, Count]]) -> dict[str, Count]:
    found: dict[str, Count] = {}
    for counts in parts:
        for name, value in counts.items():
            found[name] = found.get(name, 0) + value
    return found


class Counts(Struct, frozen=True):
    """Every measure for every scope. ``units`` also holds the profile's label for units outside the registry.

    ``breakdowns``: each value with its count, largest first, blank values under "". ``orders``: order numbers by
    unit for each order list. ``registered`` are all units of the registry together and ``named`` those and the units
    outside it, in which an order of several units may count once; ``total`` also has what is nobody's. ``values``:
    every measure for every value of a breakdown's columns; empty where nobody asked for it. ``rows``: the orders of
    those order lists that a table has for rows, by number and unit.
    """

    units: Mapping[str, Mapping[str, Count]]
    groups: Mapping[str, Mapping[str, Count]]
    total: Mapping[str, Count]
    breakdowns: Mapping[str, tuple[ValueCount, ...]]
    orders: Mapping[str, Mapping[str, tuple[str, ...]]]
    registered: Mapping[str, Count]
    named: Mapping[str, Count]
    values: Mapping[str, Mapping[tuple[str, ...], Mapping[str, Count]]] = field(default_factory=dict)
    rows: Mapping[str, tuple[OrderRow, ...]] = field(default_factory=dict)


def level_name(measure: str, level: str) -> str:
    """The name under which one level of a measure is counted."""
    return f"{measure}{_LEVEL}{level}"


def measure_of(name: str) -> str:
    """The measure that a basic count belongs to."""
    return name.split(_LEVEL)[0]


class Formulas(Struct, frozen=True):
    """The measures of a profile, each after what it is made of; ``rule`` None where it is a basic count by itself."""

    steps: tuple[tuple[str, Measure | None], ...]
    names: tuple[str, ...]

    @staticmethod
    def of(profile: Profile) -> Formulas:
        """Those of a profile, whose rules are known to make no circle."""
        steps: dict[str, Measure | None] = {}
        for name in profile.measures:
            _add_steps(name, profile, steps)
        return Formulas(tuple(steps.items()), tuple(profile.measures))

    def finished(self, counts: Mapping[str, Count]) -> dict[str, Count]:
        """Counts as the profile names them: levels weighted, formulas worked out, absent measures zero."""
        done: dict[str, Count] = {}
        for name, rule in self.steps:
            done[name] = counts.get(name, 0) if rule is None else _whole_if_it_is(_worked_out(name, rule, counts, done))
        return {name: done[name] for name in self.names}


def _add_steps(name: str, profile: Profile, steps: dict[str, Measure | None]) -> None:
    if name in steps:
        return
    rule = profile.measures[name]
    for part in (*rule.plus, *rule.less):
        _add_steps(part, profile, steps)
    steps[name] = rule if rule.plus or rule.less or rule.levels else None


def _worked_out(name: str, rule: Measure, counts: Mapping[str, Count], done: Mapping[str, Count]) -> Count:
    if rule.plus or rule.less:
        return sum((done[part] for part in rule.plus), 0) - sum((done[part] for part in rule.less), 0)
    weighted = (Fraction(weight) * counts.get(level_name(name, level), 0) for level, weight in rule.levels.items())
    return sum(weighted, Fraction())


def _whole_if_it_is(value: Count) -> Count:
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value
