"""An invented county whose numbers come from tables: what wording cases are said of, without any order counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.compose.narrative import Narrative
from bulletin_gen.compose.wording import parsed, said
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.county.basekeys import figure_id
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.facts import Facts
from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.establish import Findings, establish
from bulletin_gen.facts.figure import CLOSE, MIDDLE, OPEN
from bulletin_gen.grading import grade
from bulletin_gen.indicators import compute
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.tally import Counts, ValueCount
from ruletable import number, rows_of

HERE = Path(__file__).parent
#: The rules of the county.
BASE = (HERE / "profile.yaml").read_text(encoding="utf-8")


def with_rules(base: str, rules: str) -> str:
    """``base`` with each part of ``rules`` in place of its part of that name."""
    parts = re.split(r"(?m)^(?=\S)", base)
    new = [part.rstrip("\n") + "\n" for part in re.split(r"(?m)^(?=\S)", rules) if part.strip()]
    names = {part.partition(":")[0] for part in new}
    return "".join([*(part for part in parts if part.partition(":")[0] not in names), *new])


@dataclass(frozen=True)
class World:
    """One county and period. ``units``: 单位, 分组 and counts; ``values``: 类别, 名称 and counts (子类 in ``beneath``);
    ``total`` replaces sums of the units; ``bases``: base → written key → value."""

    units: str
    values: str
    total: Mapping[str, int] = field(default_factory=dict)
    beneath: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    grades_before: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    document: Mapping[str, object] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    profile_more: str = ""
    rules: str = BASE
    history: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    period: str = "2031-04"

    def profile(self) -> Profile:
        """The county's rules."""
        return parse_profile(self.rules + self.profile_more)

    def facts(self) -> Facts:
        """What can be said, established by the program."""
        profile, rows = self.profile(), rows_of(self.units)
        units = tuple(Unit(row["单位"], row["分组"], i, aliases=(row["单位"] + "机关",)) for i, row in enumerate(rows))
        groups = tuple(group.name for group in profile.units.groups)
        registry = Registry(units, groups, {name: unit for unit in units for name in unit.names})
        counts = self._counts(profile, rows)
        indicators = compute(counts, registry, profile)
        grading, _ = grade(indicators, registry, profile, self.adjustments, self.grades_before)
        supplied = Supplied.model_validate(
            {"document": {"dated": "2031-05-09", **self.document}, "figures": dict(self.figures)}
        )
        bases = {
            against: Base(
                {figure_id(profile, key) or key: _exact(value) for key, value in values.items()}, "以前的通报"
            )
            for against, values in self.bases.items()
        }
        history = {
            key: Base({figure_id(profile, each) or each: _exact(value) for each, value in values.items()}, "以前的通报")
            for key, values in self.history.items()
        }
        period = parse_period(self.period)
        found = Findings(
            profile, registry, period, counts, indicators, grading, supplied, self.adjustments, bases, history
        )
        return establish(found)[0]

    def says(self, wording: str) -> str:
        """What a wording file prints, figures without their ids, paragraphs parted by ⏎; raises what the program
        raises."""
        return shown(self.marked(wording))

    def marked(self, wording: str, facts: Facts | None = None) -> str:
        """The same with ids around its figures; ``facts`` spares establishing them again."""
        file = parsed(text_lines(wording, "正文.txt"), "正文.txt")
        return said(file, facts or self.facts(), self.profile(), Narrative(self.narrative))

    def _counts(self, profile: Profile, rows: list[dict[str, str]]) -> Counts:
        units = {row["单位"]: _measures(row, profile, ("单位", "分组")) for row in rows}
        groups: dict[str, dict[str, Count]] = {}
        for row in rows:
            group = groups.setdefault(row["分组"], dict.fromkeys(profile.measures, 0))
            for name, value in units[row["单位"]].items():
                group[name] += value
        registered = {name: sum((group[name] for group in groups.values()), 0) for name in profile.measures}
        total = registered | dict(self.total)
        values = rows_of(self.values)
        by_value = {
            key: {(row["名称"],): _measures(row, profile, ("类别", "名称")) for row in values if row["类别"] == key}
            for key in profile.breakdowns
        }
        counted = {
            key: tuple(
                ValueCount(name, int(each[rule.measure]), tuple(self.beneath.get(name[0], {}).items()))
                for name, each in by_value[key].items()
                if each[rule.measure]
            )
            for key, rule in profile.breakdowns.items()
        }
        orders = {name: dict(self.orders) for name in profile.order_lists}
        return Counts(units, groups, total, counted, orders, registered, total, by_value)


def _measures(row: Mapping[str, str], profile: Profile, names: tuple[str, ...]) -> dict[str, Count]:
    stated = {name: number(cell) for name, cell in row.items() if name not in names}
    assert set(stated) <= set(profile.measures), set(stated) - set(profile.measures)
    return dict.fromkeys(profile.measures, 0) | stated


def _exact(value: str) -> Fraction:
    return Fraction(Decimal(value.removesuffix("%"))) / (100 if value.endswith("%") else 1)


def shown(text: str) -> str:
    """Marked text as it is printed."""
    kept = [piece.partition(MIDDLE)[2] if MIDDLE in piece else piece for piece in text.split(OPEN)]
    return "".join(kept).replace(CLOSE, "").replace("\n\n", " ⏎ ").strip()
