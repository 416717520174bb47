"""Facts of an invented county from a few tables: what compose reads, without any order being counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.compose import compose
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.facts import Facts
from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.establish import Findings, establish
from bulletin_gen.grading import grade
from bulletin_gen.indicators import compute
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.tally import Counts, ValueCount
from bulletin_gen.tree import Bulletin, Table, block_texts, plain
from ruletable import number, rows_of

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Case:
    """One county and period as a test states it.

    ``units``: a table with heads 单位, 分组 and measures. ``total`` completes or replaces the sums of units and
    outside. ``breakdowns``: name → value → count, or (count, sub-values). ``orders``: list → unit → order numbers.
    """

    profile: str
    units: str
    period: str = "2024-05"
    total: Mapping[str, int] = field(default_factory=dict)
    outside: Mapping[str, int] | None = None
    breakdowns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    orders: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    document: Mapping[str, object] = field(default_factory=lambda: {"dated": "2024-06-10", "issue_number": 6})
    figures: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    bases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    adjustments: Sequence[Adjustment] = ()
    grades_before: Mapping[str, str] = field(default_factory=dict)

    def but(self, **changes: Any) -> Case:
        """The same case with some things otherwise."""
        return replace(self, **changes)

    def read_profile(self) -> Profile:
        """The profile of the case."""
        return parse_profile(self.profile)

    def facts(self) -> Facts:
        """The facts of the case, established by the program."""
        profile = self.read_profile()
        rows = rows_of(self.units)
        registry = _registry(rows, profile)
        counts = self._counts(rows, profile)
        indicators = compute(counts, registry, profile)
        grading, _ = grade(indicators, registry, profile, self.adjustments, self.grades_before)
        supplied = Supplied.model_validate({"document": self.document, "figures": self.figures})
        bases = {
            against: Base({f"total.{name}": Fraction(Decimal(value)) for name, value in figures.items()}, "facts")
            for against, figures in self.bases.items()
        }
        period = parse_period(self.period)
        found = Findings(profile, registry, period, counts, indicators, grading, supplied, self.adjustments, bases)
        facts, _ = establish(found)
        return facts

    def bulletin(self, county_templates: Path | None = None) -> Bulletin:
        """The composed bulletin."""
        return compose(self.facts(), self.read_profile(), self.narrative, county_templates)

    def lines(self, county_templates: Path | None = None) -> list[str]:
        """The body as printed, one line a block; a table as its rows."""
        return body_lines(self.bulletin(county_templates))

    def _counts(self, rows: Sequence[Mapping[str, str]], profile: Profile) -> Counts:
        units = {row["单位"]: _measures(row, profile) for row in rows}
        groups: dict[str, dict[str, Count]] = {}
        for row in rows:
            group = groups.setdefault(row["分组"], dict.fromkeys(profile.measures, 0))
            for name, value in units[row["单位"]].items():
                group[name] += value
        if self.outside is not None:
            units[profile.units.outside] = dict.fromkeys(profile.measures, 0) | dict(self.outside)
        total = {name: sum((unit[name] for unit in units.values()), 0) for name in profile.measures}
        registered = {name: sum((group[name] for group in groups.values()), 0) for name in profile.measures}
        return Counts(
            units,
            groups,
            total | dict(self.total),
            self._breakdowns(profile),
            self._orders(profile),
            registered,
            total,
        )

    def _breakdowns(self, profile: Profile) -> dict[str, tuple[ValueCount, ...]]:
        return {
            name: tuple(_value(text, count, len(rule.by)) for text, count in self.breakdowns.get(name, {}).items())
            for name, rule in profile.breakdowns.items()
        }

    def _orders(self, profile: Profile) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            name: {unit: tuple(orders) for unit, orders in self.orders.get(name, {}).items()}
            for name in profile.order_lists
        }


def _registry(rows: Sequence[Mapping[str, str]], profile: Profile) -> Registry:
    units = tuple(Unit(row["单位"], row["分组"], order) for order, row in enumerate(rows))
    return Registry(units, tuple(group.name for group in profile.units.groups), {unit.name: unit for unit in units})


def _measures(row: Mapping[str, str], profile: Profile) -> dict[str, Count]:
    stated = {name: number(cell) for name, cell in row.items() if name not in ("单位", "分组")}
    assert set(stated) <= set(profile.measures), set(stated) - set(profile.measures)
    return dict.fromkeys(profile.measures, 0) | stated


def _value(text: str, count: Any, columns: int) -> ValueCount:
    about: tuple[tuple[str, int], ...] = ()
    if not isinstance(count, int):
        count, names = count
        about = tuple((name, 1) for name in names)
    return ValueCount(tuple(text.split("—", columns - 1)) if columns > 1 else (text,), count, about)


def body_lines(bulletin: Bulletin) -> list[str]:
    """The body as printed, one line a block; tables as rows of cells parted by ``|``."""
    return [line for block in bulletin.body for line in block_lines(block)]


def block_lines(block: object) -> list[str]:
    """The printed lines of one block."""
    if isinstance(block, Table):
        return table_lines(block)
    return ["".join(plain(text) for text in block_texts(block))]  # type: ignore[arg-type]


def table_lines(table: Table) -> list[str]:
    """Rows of a table as printed; a cell that covers several columns or rows says so: 合计>2, 组v3."""
    return ["|".join(_shown(cell) for cell in row) for row in (*table.head, *table.rows)]


def _shown(cell: Any) -> str:
    across = f">{cell.span}" if cell.span > 1 else ""
    down = f"v{cell.down}" if cell.down > 1 else ""
    return plain(cell.text) + across + down
