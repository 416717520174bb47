"""What can be said about one period, piece by piece, as frozen values that templates read.

All texts with digits or names are ``Figure``s. Lists keep the order in which they are to be printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, Literal, TypeVar

from msgspec import Struct

from bulletin_gen.facts.figure import Figure

Member = TypeVar("Member", covariant=True)


class ByName(Generic[Member]):
    """A read-only mapping whose members templates reach by a dot: ``breakdowns.channels``.

    Unlike a dict it has no methods that a name of the profile could collide with (``items``, ``count``…).
    """

    __slots__ = ("_members",)

    def __init__(self, members: Mapping[str, Member]) -> None:
        self._members = dict(members)

    def __getitem__(self, name: str) -> Member:
        return self._members[name]

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


class ScopeFacts(Struct, frozen=True):
    """A unit, a group, the units outside the registry, or the whole.

    Measures and rates are members by their profile names (``unit.accepted``, ``unit["completion_rate"]``); units
    also have ``score``, ``grade``, ``deduct``, ``bonus``, ``rank`` and ``term_NAME`` where rules give them.
    ``name`` is the prose name, ``table_name`` the one in tables, ``full_name`` the registered one.
    """

    key: str  # the registered name of a unit, the name of a group, "total" or "outside"
    name: Figure
    table_name: Figure
    full_name: Figure
    group: str
    prose: Mapping[str, Figure]
    table: Mapping[str, Figure]  # the same names, as tables print them
    noun: str = "单位"

    def __getitem__(self, name: str) -> Figure:
        return self.prose[name]

    def __contains__(self, name: object) -> bool:
        return name in self.prose


class GroupFacts(Struct, frozen=True):
    """A group with its own totals and its units in registered order."""

    label: Figure
    scope: ScopeFacts
    units: tuple[ScopeFacts, ...]
    unit_count: Figure


class BreakdownItem(Struct, frozen=True):
    """One value of a breakdown. ``about``: names of its largest sub-categories."""

    name: Figure
    count: Figure
    share: Figure
    table_share: Figure
    about: tuple[Figure, ...] = ()


class BreakdownFacts(Struct, frozen=True):
    """Counts by the values of a column. ``items`` as ordered and cut by the profile; ``total`` sums those items,
    ``base`` is what shares are shares of (``base_label`` names it).

    ``rest`` is the last item where that is all values past the cut together: it has no place among the others, which
    are ``leading``. Only with ``by_count`` do these come in the order of their counts; ``equal``: those that were cut
    off with as many as the last of them.
    """

    label: str
    items: tuple[BreakdownItem, ...]
    total: Figure
    total_share: Figure
    table_total_share: Figure
    base: Figure
    base_label: str
    leading: tuple[BreakdownItem, ...]
    rest: BreakdownItem | None
    by_count: bool
    equal: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[BreakdownItem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


Direction = Literal["up", "down", "same", "missing"]


class ChangeFacts(Struct, frozen=True):
    """A comparison with another period. ``amount`` has no sign (``direction`` says which way) and is None where the
    base is missing or zero; ``signed`` prints with its sign. ``against``: previous (环比) or year_ago (同比)."""

    direction: Direction
    against: Literal["previous", "year_ago"]
    kind: Literal["relative", "points", "count"]
    amount: Figure | None = None
    signed: Figure | None = None
    base: Figure | None = None


class ListFacts(Struct, frozen=True):
    """Units of a list in the order to be named, with what the profile sums over them. ``added``: those that a
    decision put there and not the rule."""

    label: str
    units: tuple[ScopeFacts, ...]
    count: Figure
    sums: ByName[Figure]
    shares: ByName[Figure]
    added: tuple[ScopeFacts, ...] = ()

    def __iter__(self) -> Iterator[ScopeFacts]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def of_group(self, group: str) -> tuple[ScopeFacts, ...]:
        """Those of one group."""
        return tuple(unit for unit in self.units if unit.group == group)


class OrderListEntry(Struct, frozen=True):
    """The orders of one unit in an order list."""

    unit: ScopeFacts
    orders: tuple[Figure, ...]
    count: Figure


class OrderListFacts(Struct, frozen=True):
    """Orders by unit. ``per_item``: points for each, without sign."""

    label: str
    entries: tuple[OrderListEntry, ...]
    count: Figure
    per_item: Figure | None = None

    def __iter__(self) -> Iterator[OrderListEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class GradeFacts(Struct, frozen=True):
    """A grade with the units that have it, best score first."""

    grade: Figure
    units: tuple[ScopeFacts, ...]
    count: Figure
    deduct: Figure | None = None
    bonus: Figure | None = None


class MoveFacts(Struct, frozen=True):
    """A unit whose grade differs from that of the period before."""

    unit: ScopeFacts
    before: Figure
    after: Figure
    direction: Literal["up", "down"]


class DecisionFacts(Struct, frozen=True):
    """An adjustment as it may be spoken of."""

    kind: str
    unit: ScopeFacts | None
    order: Figure | None
    points: Figure | None
    reason: str


class TableFacts(Struct, frozen=True):
    """The units of one table's rows in their order, and what its total rows print, by measure and rate: of all its
    rows, and of each group's. ``orders``: where each row is an order, what its columns print."""

    units: tuple[ScopeFacts, ...]
    whole: Mapping[str, Figure]
    groups: Mapping[str, Mapping[str, Figure]]
    orders: tuple[Mapping[str, Figure], ...] = ()
