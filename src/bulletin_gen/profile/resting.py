"""What of a profile rests on a measure or a breakdown: what must go, or be changed, when these go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import Path, resting_on, term_at, uses_resting

#: The order in which people are told.
_PARTS = (
    "measures", "rates", "breakdowns", "quotients", "comparisons", "order_lists", "score", "ranking", "lists", "tables",
)  # fmt: skip
#: Those of which a name of their own decides whether they are told.
_BY_NAME = ("measures", "breakdowns", "tables")


def keys_resting_on(profile: Profile, keys: Iterable[str]) -> tuple[str, ...]:
    """``keys`` (``measures.NAME``, ``breakdowns.NAME``) and the keys of everything that is made of these, in the
    order of the profile: measures, rates, …, terms of scores, tables with their columns."""
    given = tuple(dict.fromkeys(keys))
    names = resting_on(profile, _named(given, "measures"))
    places = [use.path for use in uses_resting(profile, names)]
    shown = {*_named(given, "breakdowns"), *(str(path[1]) for path in places if path[0] == "breakdowns")}
    told = [
        *(("measures", f"measures.{name}") for name in profile.measures if name in names),
        *(("breakdowns", f"breakdowns.{name}") for name in profile.breakdowns if name in shown),
        *((str(path[0]), _told(profile, path)) for path in places if path[0] not in _BY_NAME),
        *(("tables", text) for text in _tables(profile, places, shown)),
    ]
    made = (text for part in _PARTS for of, text in told if of == part)
    return tuple(dict.fromkeys((*given, *made)))


def _named(keys: Iterable[str], part: str) -> frozenset[str]:
    return frozenset(key.removeprefix(f"{part}.") for key in keys if key.startswith(f"{part}."))


def _told(profile: Profile, path: Path) -> str:
    """The entry of the profile that a path leads into, as people find it: ``lists.NAME``, ``score.terms 的 NAME``."""
    if path[0] == "score":
        return f"score.terms 的 {term_at(profile, path)}" if "terms" in path else f"score.{path[1]} 的 minimum"
    return "ranking" if path[0] == "ranking" else f"{path[0]}.{path[1]}"


def _tables(profile: Profile, places: list[Path], breakdowns: Collection[str]) -> Iterator[str]:
    for name, table in profile.tables.items():
        kind, _, shown = table.rows.partition(".")
        if kind == "breakdown" and shown in breakdowns:
            yield f"tables.{name}"
            continue
        inside = [path[2:] for path in places if path[:2] == ("tables", name)]
        columns = [table.columns[int(path[1])].value for path in inside if path[0] == "columns"]
        if columns:
            yield f"tables.{name} 的 {'、'.join(columns)} 列"
        for key in dict.fromkeys(str(path[0]) for path in inside if path[0] != "columns"):
            yield f"tables.{name} 的 {key}"
