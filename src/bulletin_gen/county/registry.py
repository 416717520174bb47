"""The registry of units: who can be handed an order, under which names, in which group, from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field


class Unit(Struct, frozen=True):
    """A registered unit. ``name`` identifies it; ``short`` is printed in prose, ``table_name`` in tables."""

    name: str
    group: str
    order: int  # place in units.csv, from 0: the registered order
    short: str = ""
    table_name: str = ""
    aliases: tuple[str, ...] = ()
    first: date | None = None  # 启用日期
    last: date | None = None  # 停用日期, inclusive

    @property
    def prose_name(self) -> str:
        """The name in running text."""
        return self.short or self.name

    @property
    def column_name(self) -> str:
        """The name in a table."""
        return self.table_name or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which an export may write it."""
        return tuple(dict.fromkeys(filter(None, (self.name, self.short, self.table_name, *self.aliases))))

    def valid_in(self, first: date, last: date) -> bool:
        """Whether it existed on any day from ``first`` to ``last``."""
        return (self.first is None or self.first <= last) and (self.last is None or self.last >= first)

    def meets(self, other: Unit) -> bool:
        """Whether both existed on any one day."""
        return self.valid_in(other.first or date.min, other.last or date.max)


class Registry(Struct, frozen=True):
    """The units valid in one period, in registered order, and the groups in the profile's order."""

    units: tuple[Unit, ...]
    groups: tuple[str, ...]
    by_name: Mapping[str, Unit] = field(default_factory=dict)  # every written name → unit
    retired: Mapping[str, Unit] = field(default_factory=dict)  # written names of units of other times

    def of_group(self, group: str) -> tuple[Unit, ...]:
        """The units of one group in registered order."""
        return tuple(unit for unit in self.units if unit.group == group)
