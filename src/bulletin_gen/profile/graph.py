"""What is made of what: which measures a measure or a rate rests on, what rests on them, and every place of a profile
that names one. Nothing else follows ``of``, ``plus``, ``less``, ``numerator`` and ``denominator``.

The functions end for measures that refer to each other in a circle too: such a profile is still to be told of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from bulletin_gen.profile.base import NamesMeasure, ProfilePart

if TYPE_CHECKING:
    from bulletin_gen.profile import Profile
    from bulletin_gen.profile.measures import Measure

Path: TypeAlias = tuple[str | int, ...]


class Use(Struct, frozen=True):
    """A place of the profile that may name a measure or a rate; ``name`` without the sign of an order or what a column
    compares it with."""

    path: Path
    name: str


def parts_of(profile: Profile, name: str) -> tuple[str, ...]:
    """The measures that a measure or a rate is made of at first hand: numerator before denominator, ``of``, ``plus``,
    ``less``. None for a name that is neither."""
    if rate := profile.rates.get(name):
        return (rate.numerator, rate.denominator)
    rule = profile.measures.get(name)
    return () if rule is None else (*((rule.of,) if rule.of else ()), *rule.plus, *rule.less)


def made_of(profile: Profile, name: str) -> tuple[str, ...]:
    """A measure or a rate and all measures behind it, each once, in the order in which a reader would ask for them."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        if (each := waiting.pop()) not in found:
            found[each] = None
            waiting += reversed(parts_of(profile, each))
    return tuple(found)


def resting_on(profile: Profile, names: Collection[str]) -> frozenset[str]:
    """``names`` and all measures and rates that are made of them, however far away."""
    known = [*profile.measures, *profile.rates]
    return frozenset({*names, *(name for name in known if not set(names).isdisjoint(made_of(profile, name)))})


def narrowed_from(profile: Profile, name: str) -> tuple[str, ...]:
    """A measure, the one that it is counted ``of``, and so on to the widest."""
    found: dict[str, None] = {}
    at: str | None = name
    while at in profile.measures and at not in found:
        found[at] = None
        at = profile.measures[at].of
    return tuple(found)


def are_parts(profile: Profile, names: Sequence[str], whole: str) -> bool:
    """Whether measures are counted ``of`` the same ``whole`` and no order can be among two of them: told beside it,
    they read as its parts. What sets them apart is one column; all else is asked of each alike."""
    rules = [profile.measures[name] for name in names]
    if len(set(names)) != len(names) or any(rule.of != whole or rule.sum or rule.levels for rule in rules):
        return False
    columns = [column for column in rules[0].where if all(_apart(rules, column, i) for i in range(len(rules)))]
    return any(len({_but(rule, column) for rule in rules}) == 1 for column in columns)


def _apart(rules: Sequence[Measure], column: str, index: int) -> bool:
    own = rules[index].where.get(column)
    return own is not None and all(
        other.where.get(column) is not None and own.excludes(other.where[column])
        for i, other in enumerate(rules)
        if i != index
    )


def _but(rule: Measure, column: str) -> str:
    """All that a measure asks but of one column, as text that can be compared."""
    others = sorted((key, repr(own)) for key, own in rule.where.items() if key != column)
    return repr((sorted(rule.time.items()), others))


def counted_for(profile: Profile, name: str) -> tuple[str, ...]:
    """The measures counted from rows that a measure or a rate is a formula of, each once: ``of`` is not followed, since
    it narrows what is counted by itself; what is supplied is counted from no rows."""
    rate = profile.rates.get(name)
    waiting = [rate.denominator, rate.numerator] if rate else [name]
    found: dict[str, None] = {}
    seen: set[str] = set()
    while waiting:
        each = waiting.pop()
        if each in seen or (rule := profile.measures.get(each)) is None:
            continue
        seen.add(each)
        if rule.counts_rows:
            found[each] = None
        waiting += reversed((*rule.plus, *rule.less))
    return tuple(found)


def circle_from(profile: Profile, name: str) -> list[str]:
    """The names on a way from a measure back to itself, or nothing."""
    waiting = [[name]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        parts = parts_of(profile, way[-1])
        if name in parts:
            return way
        waiting += [[*way, part] for part in parts if part not in seen]
        seen |= set(parts)
    return []


def uses(profile: Profile) -> Iterator[Use]:
    """Every place of the profile that may name a measure or a rate, in its order: what the fields of its models are
    marked with (``NamesMeasure``) decides. Other names may stand in some of these places too (score, group, days)."""
    yield from _uses_of_part((), profile)


def uses_resting(profile: Profile, names: Collection[str]) -> list[Use]:
    """The places that name any of ``names``, and those that name a term of a score which is made of one."""
    every = list(uses(profile))
    found = [use for use in every if use.name in names]
    terms = {f"term.{term_at(profile, use.path)}" for use in found if "terms" in use.path}
    return [*found, *(use for use in every if use.name in terms)]


def term_at(profile: Profile, path: Path) -> str:
    """The name of the term of a score that a path leads into."""
    _, group, _, index, *_ = path
    return profile.score[str(group)].terms[int(index)].key


def _uses_of_part(path: Path, part: ProfilePart) -> Iterator[Use]:
    for key, field in type(part).model_fields.items():
        value, here = getattr(part, key), (*path, field.alias or key)
        mark = next((each for each in field.metadata if isinstance(each, NamesMeasure)), None)
        if mark is not None:
            yield from _named(here, value, mark)
        else:
            yield from _uses_within(here, value)


def _uses_within(path: Path, value: object) -> Iterator[Use]:
    if isinstance(value, ProfilePart):
        yield from _uses_of_part(path, value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _uses_within((*path, key), inner)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _uses_within((*path, index), inner)


def _named(path: Path, value: Any, mark: NamesMeasure) -> Iterator[Use]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield Use((*path, key), _plain(key))
            if mark.values_too:
                yield Use((*path, key), _plain(inner))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield Use((*path, index), _plain(inner))
    elif value:
        yield Use(path, _plain(value))


def _plain(name: str) -> str:
    return name.removeprefix("-").replace(":", "：").rpartition("：")[0] or name.removeprefix("-")
