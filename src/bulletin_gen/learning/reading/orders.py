"""The orders of a county that has no rules yet, read as every county's are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.canonical import AUXILIARY_COLUMNS, COLUMNS, LABELS, OPINIONS, SOURCE_COLUMNS, ColumnType
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.intake.dispatches.derive import derive
from bulletin_gen.intake.read import read_orders
from bulletin_gen.intake.showing.inspect import UNKNOWN, Inspection
from bulletin_gen.learning.reading.columns import (
    PRIVATE_HEAD,
    IntakeTime,
    LimitWay,
    ReadColumn,
    by_values,
    inspected,
    intake_time,
    limit_ways,
    own_opinions,
    read_columns,
)
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, errors
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile

#: A name that rules can hold; a value by which orders are sorted: words, perhaps with a digit or two.
_NAME = late(r"[\u4e00-\u9fffA-Za-z（）、]{1,14}\d{0,2}")
_MOST_KINDS, _LONGEST = 8, 8
_MOST_TYPES = 20
#: What becomes of units that no table prints.
OUTSIDE = "附表以外的单位"


class SeenExports(Struct, frozen=True):
    """What the exports look like: their columns (canonical → head), the units as written, with their rows; ``own``:
    heads of columns that no standard one surely stands for; ``types``: the request types as they are written, where
    that is not as usual (咨询类); ``ignored``: heads that are not to be read;
    ``merged``: column → name → the values that the text counts together under it;
    ``limits``: the ways to read two columns of limits, the one that is taken first;
    ``intake``: the columns of which one tells when an order came in, where no head says so;
    ``heads``: what each column of the exports was taken for; ``opinions``: column → usual opinion → the office's own
    words that are taken for it."""

    columns: Mapping[str, str]
    units: Mapping[str, int]
    own: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    merged: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    heads: tuple[ReadColumn, ...] = ()
    opinions: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    intake: IntakeTime = IntakeTime()
    limits: tuple[LimitWay, ...] = ()

    @property
    def named(self) -> dict[str, str | list[str]]:
        """Canonical column → its head, or the heads of a limit of which the first that is not blank counts."""
        several = {"deadline_at": [*self.limits[0].heads]} if self.limits else {}
        return {**self.columns, **several}

    @property
    def unread(self) -> tuple[str, ...]:
        """The heads that are not to be read."""
        return (*self.ignored, *(self.limits[0].unused if self.limits else ()))

    def lead_only(self) -> SeenExports:
        """The same without the units that helped."""
        head = self.columns.get("co_units")
        kept = {column: name for column, name in self.columns.items() if column != "co_units"}
        return replace(self, columns=kept, ignored=(*self.ignored, head)) if head else self


class Orders(Struct, frozen=True):
    """The dispatches and the rules by which they were read; ``issues``: what was doubtful about them;
    ``own``: the office's own columns that hold a few short values."""

    frame: pl.DataFrame
    profile: Profile
    issues: tuple[Issue, ...]
    own: tuple[str, ...] = ()

    def at(self, cut_off: datetime) -> pl.DataFrame:
        """The dispatches with what holds at ``cut_off``."""
        return derive(self.frame, self.profile.intake, cut_off)


def seen_in(files: Sequence[Path], told: Mapping[str, str] | None = None, intake: int = 1) -> SeenExports:
    """What the exports hold; ``told``: canonical column → head, as people say; ``intake``: which of the columns (from
    1) tells when an order came in, where no head says so; beyond them none does. ``BulletinError`` where a file cannot
    be read."""
    found, named = inspected(files, told or {})
    may_be = intake_time(files, found, named)
    if may_be.heads:
        chosen = may_be.heads[intake - 1] if intake <= len(may_be.heads) else ""
        found, named = inspected(files, named | ({"accepted_at": chosen} if chosen else {}))
    if valued := by_values(files, found, named):
        found, named = inspected(files, named | valued)
    columns, own = found.recognised() | named, dict.fromkeys(_unknown(found))
    guessed = {column: head for column, head in found.guessed().items() if column not in found.sure_guesses()}
    flags = {column: head for column, head in guessed.items() if SOURCE_COLUMNS.get(column) is ColumnType.FLAG}
    kept = {column: head for column, head in columns.items() if column not in flags}
    opinions = own_opinions(found)
    heads = read_columns(found, kept, told or {}, opinions)
    return SeenExports(
        kept, _written(found), (*own, *flags.values()), _types(found), heads=heads, opinions=opinions, intake=may_be,
        limits=limit_ways(files, found, told or {}),
    )  # fmt: skip


def _types(found: Inspection) -> tuple[str, ...]:
    columns = [column for sheet in found.sheets for column in sheet.columns if column.column == "request_type"]
    written = tuple(dict.fromkeys(value.text for column in columns for value in column.values))
    return written if any(text.endswith("类") for text in written) and len(written) <= _MOST_TYPES else ()


def _unknown(found: Inspection) -> Iterator[str]:
    taken = {*COLUMNS, *AUXILIARY_COLUMNS, *LABELS.values()}
    for sheet in found.sheets:
        for column in sheet.columns:
            if PRIVATE_HEAD.search(column.name):
                continue  # nothing of citizens is looked at, whatever its head
            if column.how == UNKNOWN and column.name and column.name not in taken and _NAME.fullmatch(column.name):
                yield column.name


def _written(found: Inspection) -> dict[str, int]:
    units: dict[str, int] = {}
    for sheet in found.sheets:
        for unit in sheet.units:
            units[unit.text] = units.get(unit.text, 0) + unit.count
    return units


def orders_of(files: Sequence[Path], seen: SeenExports, registry: Registry, period: Period) -> Orders:
    """The dispatches of ``files``: every column that was recognised, every unit of ``registry`` by its name, all others
    as one. Raises ``BulletinError`` where a file cannot be read; other issues come with the result."""
    profile = parse_profile(json.dumps(_provisional(seen, registry), ensure_ascii=False))
    intake = read_orders(files, profile, registry, period)
    if any(issue.code.startswith("file.") for issue in errors(intake.issues)):
        raise BulletinError(intake.issues)
    own = tuple(name for name in seen.own if _is_kind(intake.dispatches[name]))
    return Orders(intake.dispatches, profile, intake.issues, own)


def _is_kind(column: pl.Series) -> bool:
    """Whether a column holds a few short values, by which orders are sorted; no text that people wrote, no numbers."""
    values = column.drop_nulls().unique().to_list()
    return 0 < len(values) <= _MOST_KINDS and all(len(value) <= _LONGEST and _NAME.fullmatch(value) for value in values)


def _provisional(seen: SeenExports, registry: Registry) -> dict[str, object]:
    """LearntRules that look at every column there is: reading takes only what rules ask for."""
    columns = seen.named
    asked = {name: _looked_at(name) for name in columns if name in SOURCE_COLUMNS and name != "order_id"}
    return {
        "kind": "督查通报",
        "county": "县",
        "document": {"title": "通报"},
        "intake": {
            "columns": seen.named,
            "cut_off": "2999-12-31",
            "own_columns": {name: {"type": "text"} for name in seen.own},
            **kept_types(seen),
            "ignore_columns": list(seen.unread),
        },
        "units": {"groups": [{"name": name} for name in registry.groups], "outside": OUTSIDE},
        "measures": {f"m_{name}": rule for name, rule in asked.items()}
        | {f"o_{i}": {"where": {name: {"present": True}}} for i, name in enumerate(seen.own)}
        | {"all": {"where": {"dispatched": True}}},
    }


def kept_types(seen: SeenExports) -> dict[str, object]:
    """The rules by which request types stay as the office writes them, and values are put together as its text does."""
    values: dict[str, dict[str, list[str]]] = {}
    if seen.types:
        values["request_type"] = {text: [text] for text in seen.types}
    for column, words in seen.opinions.items():
        values[column] = {text: [text, *words.get(text, ())] for text in OPINIONS}
    for column, names in seen.merged.items():
        kept = values.setdefault(column, {})
        for name, parts in names.items():
            for part in parts:
                kept.pop(part, None)
            kept[name] = list(parts)
    return {"values": values} if values else {}


def _looked_at(name: str) -> dict[str, object]:
    kind = SOURCE_COLUMNS[name]
    if kind is ColumnType.MOMENT:
        return {"time": name}
    condition: object = {"at_least": 1} if kind is ColumnType.WHOLE else {"present": True}
    return {"where": {name: True if kind is ColumnType.FLAG else condition}}


def registry_of(units: Sequence[Unit], groups: Sequence[str]) -> Registry:
    """The printed units with all their spellings."""
    return Registry(tuple(units), tuple(groups), {name: unit for unit in units for name in unit.names})
