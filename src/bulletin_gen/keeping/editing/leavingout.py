"""A profile without what a column would be needed for: measures, rates, terms, columns of tables that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bulletin_gen.intake.head.needs import needs_of
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import Path, resting_on, uses_resting
from bulletin_gen.profile.load import parse_profile, read_profile_file, without_rules

#: Parts of which a whole entry goes with a name that it uses; of the others only the place where the name stands.
_WHOLE = ("measures", "rates", "breakdowns", "quotients", "comparisons", "order_lists")


def keys_needing(profile: Profile, column: str) -> tuple[str, ...]:
    """The keys of the profile that rest on a source column, as people find them; none where nothing works without."""
    needs = needs_of(profile)
    return needs.keys_without(column) if column in needs.columns else ()


def without_column(text: str, column: str) -> str:
    """The text of a profile from which everything that rests on ``column`` is taken out; comments elsewhere stay.

    Raises ``BulletinError`` where what is left does not hold together.
    """
    profile = parse_profile(text)
    left = without_rules(text, _deepest_first(_places(profile, column), read_profile_file(text).data))
    parse_profile(left)
    return left


def names_of_rules(profile: Profile) -> set[str]:
    """Everything by which sentences may call what the rules bring: names and labels of counts, rates, lists, …."""
    found: set[str] = set()
    for part in (*_WHOLE, "lists", "score"):
        for name, rule in (getattr(profile, part, None) or {}).items():
            found |= {name, getattr(rule, "label", "") or name}
    return found | {called for name, table in profile.tables.items() for called in (name, table.called) if called}


def _places(profile: Profile, column: str) -> Iterator[Path]:
    """Where a profile speaks of what rests on the column, each as the path of what is to go."""
    given = needs_of(profile).columns.get(column, ())
    names = resting_on(profile, {key.partition(".")[2] for key in given if key.startswith("measures.")})
    yield from (("measures", name) for name in names if name in profile.measures)
    yield from (("rates", name) for name in names if name in profile.rates)
    yield from (("breakdowns", key.partition(".")[2]) for key in given if key.startswith("breakdowns."))
    yield from (_what_goes(use.path) for use in uses_resting(profile, names))


def _what_goes(path: Path) -> Path:
    """The entry, the term, the column of a table that goes with a name at ``path``; else the place itself."""
    if path[0] in _WHOLE:
        return path[:2]
    for part in ("terms", "columns"):
        if part in path:
            return path[: path.index(part) + 2]
    return path


def _deepest_first(paths: Iterator[Path], data: Any) -> list[Path]:
    """The paths that the file has, so that taking one out moves no other: later items of a list first, and nothing
    within what goes anyway."""
    found = {path for each in paths if (path := _as_written(each, data)) is not None}
    found |= set(_lists_without_rule(found, data))
    found |= set(_shown_elsewhere(found, data))
    outer = {path for path in found if not any(path[:length] in found for length in range(1, len(path)))}
    return sorted(outer, key=_in_order, reverse=True)


def _lists_without_rule(found: set[Path], data: Any) -> Iterator[Path]:
    """Lists all of whose conditions go: without any, they would hold every unit."""
    for name, rule in (data.get("lists") or {}).items():
        where = rule.get("where") or {}
        if where and all(("lists", name, "where", key) in found for key in where):
            yield ("lists", name)


def _shown_elsewhere(found: set[Path], data: Any) -> Iterator[Path]:
    """Tables whose rows are a list or a breakdown that goes; places where such a list is taken into another."""
    lists = {str(path[1]) for path in found if path[0] == "lists" and len(path) == 2}
    gone = {f"list.{name}" for name in lists}
    gone |= {f"breakdown.{path[1]}" for path in found if path[0] == "breakdowns" and len(path) == 2}
    for name, rule in (data.get("tables") or {}).items():
        if rule.get("rows") in gone:
            yield ("tables", name)
    for name, rule in (data.get("lists") or {}).items():
        taken = rule.get("any_list") or []
        if isinstance(taken, str) and taken in lists:
            yield ("lists", name, "any_list")
        elif isinstance(taken, list):
            yield from (("lists", name, "any_list", index) for index, each in enumerate(taken) if each in lists)


def _in_order(path: Path) -> list[tuple[int, int, str]]:
    return [(1, step, "") if isinstance(step, int) else (0, 0, step) for step in path]


def _as_written(path: Path, data: Any) -> Path | None:
    """``path`` of the model as the file writes it: one score for all groups stands there without a name."""
    if path[:2] == ("score", "default") and "terms" in (data.get("score") or {}):
        path = (path[0], *path[2:])
    value = data
    for length, step in enumerate(path):
        if isinstance(value, str) and isinstance(step, int):
            return path[:length]  # a single name, written without the brackets of a list
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return path
