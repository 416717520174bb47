"""The profile's words for 诉求类型, as intake reads them from exports: 咨询类 is 咨询."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from bulletin_gen.canonical import request_type_name
from bulletin_gen.profile import Profile
from bulletin_gen.profile.base import ProfilePart
from bulletin_gen.profile.graph import narrowed_from
from bulletin_gen.profile.measures import Breakdown, Condition, Measure

_COLUMN = "request_type"
Some = TypeVar("Some", bound=ProfilePart)


def with_inherited_counts(profile: Profile) -> Profile:
    """``profile`` with every plain count that rests on one of whole orders counted by orders too, unless it says how it
    is counted: else a part could be more than the whole."""
    measures = {name: _inheriting(name, profile) for name in profile.measures}
    return profile.model_copy(update={"measures": measures})


def _inheriting(name: str, profile: Profile) -> Measure:
    rule = profile.measures[name]
    if "count" in rule.model_fields_set or rule.sum or rule.levels:
        return rule
    wider = (profile.measures[each] for each in narrowed_from(profile, name)[1:])
    said = next((under for under in wider if "count" in under.model_fields_set), None)
    return rule if said is None else rule.model_copy(update={"count": said.count})


def with_own_columns(profile: Profile) -> Profile:
    """``profile`` with the heads and words of the office's own columns among those of the standard ones, where intake
    looks for both."""
    rules = profile.intake
    if not rules.own_columns:
        return profile
    columns = {name: own.heads or (name,) for name, own in rules.own_columns.items()}
    values = {name: own.values for name, own in rules.own_columns.items() if own.values}
    update = {"columns": {**rules.columns, **columns}, "values": {**rules.values, **values}}
    return profile.model_copy(update={"intake": rules.model_copy(update=update)})


def with_plain_types(profile: Profile) -> Profile:
    """``profile`` with the plain name of a type wherever it means a value of that column.

    A profile that has its own words for the column (``intake.values``) is left as it is: so are the values then.
    """
    if _COLUMN in profile.intake.values:
        return profile
    return _with(
        profile,
        intake=_intake(profile),
        measures={name: _measure(rule) for name, rule in profile.measures.items()},
        breakdowns={name: _breakdown(rule) for name, rule in profile.breakdowns.items()},
    )


def plain_value(profile: Profile, breakdown: str, value: str) -> str:
    """How intake calls the value of a breakdown that a person may write as exports do: 咨询类 is 咨询, where the
    profile has no words of its own for the column."""
    rule = profile.breakdowns[breakdown]
    return request_type_name(value) if rule.by == (_COLUMN,) and _COLUMN not in profile.intake.values else value


def _with(part: Some, **changed: Any) -> Some:
    """``part`` with what has changed; itself where nothing has."""
    new = {key: value for key, value in changed.items() if value != getattr(part, key)}
    return part.model_copy(update=new) if new else part


def _intake(profile: Profile) -> Any:
    rules, constants = profile.intake, dict(profile.intake.constants)
    if _COLUMN in constants:
        constants[_COLUMN] = request_type_name(constants[_COLUMN])
    deadlines = rules.deadlines
    if deadlines is not None:
        deadlines = _with(deadlines, days={request_type_name(word): days for word, days in deadlines.days.items()})
    return _with(rules, constants=constants, deadlines=deadlines)


def _measure(rule: Measure) -> Measure:
    where, levels = dict(rule.where), rule.levels
    if _COLUMN in where:
        where[_COLUMN] = _condition(where[_COLUMN])
    if rule.level_column == _COLUMN:
        levels = {request_type_name(word): value for word, value in levels.items()}
    return _with(rule, where=where, levels=levels)


def _condition(condition: Condition) -> Condition:
    return _with(condition, any_of=_names(condition.any_of), none_of=_names(condition.none_of))


def _names(words: Iterable[Any] | None) -> tuple[Any, ...] | None:
    if words is None:
        return None
    return tuple(request_type_name(word) if isinstance(word, str) else word for word in words)


def _breakdown(rule: Breakdown) -> Breakdown:
    """Of one by two columns, an item to be listed names a value of each."""
    if _COLUMN not in rule.by:
        return rule
    place = rule.by.index(_COLUMN)
    rule = _with(rule, listed=tuple(_listed(word, place, rule) for word in rule.listed))
    # What blank values and the rest are called may be what other orders say in so many words.
    called = {key: request_type_name(getattr(rule, key)) for key in ("blank", "rest")}
    return _with(rule, **called) if len(rule.by) == 1 else rule


def _listed(word: str, place: int, rule: Breakdown) -> str:
    if len(rule.by) == 1:
        return request_type_name(word)
    parts = word.split(rule.join, 1) if rule.join else [word]
    if place < len(parts):
        parts[place] = request_type_name(parts[place])
    return rule.join.join(parts)
