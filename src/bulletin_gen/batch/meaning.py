"""What a measure or a rate counts, whatever a county calls it and the measures that it is made of.

Two counties' figures may be added up or ranked only where this is the same. The words of the rules would not do: one
county counts what is closed 办结 among 转办, another among 承办, and both are the orders dispatched and closed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from bulletin_gen.facts.saved.explain import choices
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import made_of
from bulletin_gen.profile.measures import Condition, Measure


def meaning_of(profile: Profile, name: str) -> str:
    """A short text that is the same for all measures and rates that count the same."""
    rate = profile.rates.get(name)
    content: Any = (
        _measure(profile, name)
        if rate is None
        else {
            "above": _measure(profile, rate.numerator),
            "below": _measure(profile, rate.denominator),
            "complement": rate.complement,
            "per": rate.per,
        }
    )
    known = [content, *choices(profile, set(made_of(profile, name)))]
    return hashlib.sha256(_text(known).encode()).hexdigest()[:16]


def _measure(profile: Profile, name: str) -> dict[str, Any]:
    rule = profile.measures[name]
    if rule.supplied:
        return {"supplied": rule.label or name}
    if rule.plus or rule.less:
        return {
            "plus": sorted(_text(_measure(profile, part)) for part in rule.plus),
            "less": sorted(_text(_measure(profile, part)) for part in rule.less),
        }
    return {**_amount(rule), "where": _together(_conditions(profile, rule))}


def _amount(rule: Measure) -> dict[str, Any]:
    if rule.levels:
        return {"by": rule.level_column, "levels": {level: str(Fraction(each)) for level, each in rule.levels.items()}}
    return {"sum": rule.sum} if rule.sum else {"count": rule.count}


def _conditions(profile: Profile, rule: Measure) -> Iterator[tuple[str, Condition | str]]:
    """What a row must be, column by column: a measure of another adds its conditions to the other's."""
    yield from rule.time.items()
    yield from rule.where.items()
    if rule.assessed:
        yield "excluded", Condition(any_of=(False,))
    if rule.of:
        yield from _conditions(profile, profile.measures[rule.of])


def _together(conditions: Iterable[tuple[str, Condition | str]]) -> list[str]:
    """The conditions in one order; of several lists of values for one column, the values that are in all of them."""
    found: set[str] = set()
    values: dict[str, set[str]] = {}
    for column, condition in conditions:
        if isinstance(condition, str):
            found.add(_text([column, condition]))
            continue
        for name, value in condition.model_dump(exclude_none=True).items():
            if name == "any_of":
                allowed = set(map(_text, value))
                values[column] = values.get(column, allowed) & allowed
            elif name == "none_of":
                found |= {_text([column, name, each]) for each in value}
            else:
                found.add(_text([column, name, value]))
    return sorted(found | {_text([column, "any_of", sorted(allowed)]) for column, allowed in values.items()})


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
