"""Which source columns a profile's measures, breakdowns and rules need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from bulletin_gen.canonical import SOURCE_COLUMNS
from bulletin_gen.profile import Profile
from bulletin_gen.profile.resting import keys_resting_on

#: Derived column → source columns that it needs.
_BEHIND: dict[str, tuple[str, ...]] = {
    "group": ("unit",),
    "role": ("unit",),
    "dispatched": ("unit",),
    "closed": ("closed_at",),
    "closed_on_time": ("closed_at", "deadline_at"),
    "overdue": ("closed_at", "deadline_at"),
    "acknowledged_in_time": ("acknowledged_at",),
    "handling_seconds": ("closed_at",),
    "handling_workdays": ("closed_at",),
}


_NOTHING_WITHOUT = ("order_id", "unit")


class Needs(Struct, frozen=True):
    """Source column → who needs it (keys of the profile, the first first), without those that constants give.

    ``by_mark``: the deadline is needed only to tell what is overdue, so the platform's mark does as well.
    ``category_separators``: what parts the levels of a category that are written in one cell.
    """

    columns: Mapping[str, tuple[str, ...]]
    by_mark: bool = False
    category_separators: str = ""
    profile: Profile | None = None

    def keys_without(self, column: str) -> tuple[str, ...]:
        """The keys of the profile to take out where a county has no such column; none where nothing works without."""
        if column in _NOTHING_WITHOUT or self.profile is None:
            return ()
        return keys_resting_on(self.profile, self.columns[column])


def needs_of(profile: Profile) -> Needs:
    """What the profile's measures and breakdowns need of the exports."""
    needed: dict[str, list[str]] = {"order_id": ["每张工单"], "unit": ["各单位的计数"]}
    for column, user in _uses(profile):
        for source in _BEHIND.get(column, (column,)):
            if source in profile.intake.source_columns:
                needed.setdefault(source, []).append(user)
    given = {"excluded", *profile.intake.constants}  # adjustments exclude where the export does not
    if profile.intake.deadlines is not None:
        given.add("deadline_at")  # computed
    columns = {column: tuple(users) for column, users in needed.items() if column not in given}
    return Needs(columns, not uses(profile, "deadline_at"), profile.intake.category_separators, profile)


def asked_of(profile: Profile) -> frozenset[str]:
    """The columns that must have been filled when orders were read, for this profile to count them.

    Source columns, ``overdue`` where the platform's mark does for it, and what is worked out only on demand.
    """
    needs = needs_of(profile)
    asked = set(needs.columns)
    if "deadline_at" in asked:
        asked.add("overdue")
        if needs.by_mark:
            asked.remove("deadline_at")
    if any(rule.by_unit for rule in profile.measures.values()):
        asked.add("单位数据")
    return frozenset(asked | {column for column in ("handling_workdays",) if uses(profile, column)})


def filled(profile: Profile, read: Iterable[Iterable[str]]) -> frozenset[str]:
    """The columns that are null only where nothing is known: those that every sheet had, of which ``read`` are the
    columns, and those that the profile asks for."""
    every = frozenset(profile.intake.source_columns).intersection(*read)
    marked = {"overdue"} if every & {"deadline_at", "overdue_mark"} else set()
    return every | marked | asked_of(profile)


def looked_at(profile: Profile) -> list[str]:
    """The columns of the exports that the profile's rules look at."""
    return [column for column in needs_of(profile).columns if column in SOURCE_COLUMNS]


def uses(profile: Profile, column: str) -> bool:
    """Whether any measure or rule of the profile looks at ``column``."""
    return any(used == column for used, _ in _uses(profile))


def _uses(profile: Profile) -> Iterator[tuple[str, str]]:
    for name, measure in profile.measures.items():
        if measure.supplied:
            continue
        columns = [*measure.time, *measure.where, measure.sum or "", measure.level_column if measure.levels else ""]
        yield from ((column, f"measures.{name}") for column in columns if column)
    for name, breakdown in profile.breakdowns.items():
        yield from ((column, f"breakdowns.{name}") for column in (*breakdown.by, breakdown.about) if column)


_CLOSING = frozenset({"closed", "closed_at", "closed_on_time", "handling_seconds", "handling_workdays"})


def counts_settled_closings(profile: Profile) -> bool:
    """Whether a measure counts the closing of orders that were settled on the line, without a unit."""
    return any(
        _CLOSING & used and not only_dispatched
        for used, only_dispatched in (_whole_chain(profile, name) for name in profile.measures)
    )


def _whole_chain(profile: Profile, name: str | None) -> tuple[frozenset[str], bool]:
    """The columns that a measure and those it builds upon look at, and whether only dispatched orders count."""
    used: set[str] = set()
    only_dispatched = False
    while name:
        measure = profile.measures[name]
        used |= {*measure.time, *measure.where, measure.sum or ""}
        condition = measure.where.get("dispatched")
        only_dispatched |= condition is not None and condition.any_of == (True,)
        name = measure.of
    return frozenset(used), only_dispatched
