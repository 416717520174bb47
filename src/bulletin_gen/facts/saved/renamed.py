"""Records of earlier periods under the names that a profile has now: a figure is the same whatever a rule calls it, as
long as it keeps its label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.saved.identity import labels_of
from bulletin_gen.profile import Profile

Kept = TypeVar("Kept")

#: Ids whose second part names a breakdown.
_OF_BREAKDOWNS = ("values", "breakdowns")


def in_present_names(base: Base, labels: Mapping[str, str], profile: Profile) -> Base:
    """``base`` with what ``profile`` now calls otherwise under its present name. ``labels``: what each name meant then;
    without them nothing is known to be the same."""
    moved = _moved(labels, labels_of(profile))
    if not moved:
        return base
    codes = {moved.get(name, name): code for name, code in base.codes.items()}
    formerly = {new: old for old, new in moved.items()}
    values, rules = _under(base.values, moved), _under(base.rules, moved)
    return replace(base, values=values, rules=rules, codes=codes, formerly=formerly)


def _moved(then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Old name → new, for names that are gone whose label only one name has now, one that was not there then."""
    many = Counter(now.values())
    called = {label: name for name, label in now.items() if many[label] == 1 and name not in then}
    return {old: called[label] for old, label in then.items() if old not in now and label in called}


def _under(kept: Mapping[str, Kept], moved: Mapping[str, str]) -> dict[str, Kept]:
    return {_renamed(key, moved): value for key, value in kept.items()}


def _renamed(key: str, moved: Mapping[str, str]) -> str:
    parts = key.split(".")
    parts[-1] = moved.get(parts[-1], parts[-1])
    if parts[0] in _OF_BREAKDOWNS and len(parts) > 2:
        parts[1] = moved.get(parts[1], parts[1])
    return ".".join(parts)
