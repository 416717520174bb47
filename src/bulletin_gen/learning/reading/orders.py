"""The orders of a county that has no rules yet, read as every county's are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
from msgspec import Struct

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.intake.dispatches.derive import derive
from bulletin_gen.intake.read import read_orders
from bulletin_gen.intake.showing.inspect import Inspection, inspect_files
from bulletin_gen.leaves.issues import BulletinError, Issue, errors
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile

#: What becomes of units that no table prints.
OUTSIDE = "附表以外的单位"


class SeenExports(Struct, frozen=True):
    """What the exports look like: their columns (canonical → head) and the units as written, with their rows."""

    columns: Mapping[str, str]
    units: Mapping[str, int]


class Orders(Struct, frozen=True):
    """The dispatches and the rules by which they were read; ``issues``: what was doubtful about them."""

    frame: pl.DataFrame
    profile: Profile
    issues: tuple[Issue, ...]

    def at(self, cut_off: datetime) -> pl.DataFrame:
        """The dispatches with what holds at ``cut_off``."""
        return derive(self.frame, self.profile.intake, cut_off)


def seen_in(files: Sequence[Path]) -> SeenExports:
    """What the exports hold; ``BulletinError`` where a file cannot be read."""
    found = inspect_files(files)
    if errors(found.issues):
        raise BulletinError(found.issues)
    return SeenExports(found.recognised(), _written(found))


def _written(found: Inspection) -> dict[str, int]:
    units: dict[str, int] = {}
    for sheet in found.sheets:
        for unit in sheet.units:
            units[unit.text] = units.get(unit.text, 0) + unit.count
    return units


def orders_of(files: Sequence[Path], seen: SeenExports, registry: Registry, period: Period) -> Orders:
    """The dispatches of ``files``: every column that was recognised, every unit of ``registry`` by its name, all others
    as one. Raises ``BulletinError`` where a file cannot be read; other issues come with the result."""
    profile = parse_profile(json.dumps(_provisional(seen.columns, registry), ensure_ascii=False))
    intake = read_orders(files, profile, registry, period)
    if any(issue.code.startswith("file.") for issue in errors(intake.issues)):
        raise BulletinError(intake.issues)
    return Orders(intake.dispatches, profile, intake.issues)


def _provisional(columns: Mapping[str, str], registry: Registry) -> dict[str, object]:
    """LearntRules that look at every column there is: reading takes only what rules ask for."""
    asked = {name: _looked_at(name) for name in columns if name in SOURCE_COLUMNS and name != "order_id"}
    return {
        "kind": "督查通报",
        "county": "县",
        "document": {"title": "通报"},
        "intake": {"columns": dict(columns), "cut_off": "2999-12-31"},
        "units": {"groups": [{"name": name} for name in registry.groups], "outside": OUTSIDE},
        "measures": {f"m_{name}": rule for name, rule in asked.items()} | {"all": {"where": {"dispatched": True}}},
    }


def _looked_at(name: str) -> dict[str, object]:
    kind = SOURCE_COLUMNS[name]
    if kind is ColumnType.MOMENT:
        return {"time": name}
    condition: object = {"at_least": 1} if kind is ColumnType.WHOLE else {"present": True}
    return {"where": {name: True if kind is ColumnType.FLAG else condition}}


def registry_of(units: Sequence[Unit], groups: Sequence[str]) -> Registry:
    """The printed units with all their spellings."""
    return Registry(tuple(units), tuple(groups), {name: unit for unit in units for name in unit.names})
