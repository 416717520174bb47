"""The keys of a profile as fields: what each means, what may stand in it, as the profile's own models say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from bulletin_gen.profile import BUILT_IN
from bulletin_gen.profile.schema import profile_schema
from bulletin_gen.written.yamlfile import KeyPath, YamlFile

#: The key of a value → the names that may stand there.
Names = Mapping[str, tuple[str, ...]]


class RuleField(Struct, frozen=True):
    """One value of a profile: its path, its key, its meaning, what it is now; ``choices``: all that it may be."""

    path: tuple[str | int, ...]
    key: str
    meaning: str
    value: str
    choices: tuple[str, ...] = ()
    listed: bool = False


#: Keys that name a style.
_STYLED = ("style", "table_style", "score_style", "change_style")


@cache
def _schema() -> dict[str, Any]:
    return profile_schema()


def fields_below(file: YamlFile, path: tuple[str | int, ...]) -> Iterator[RuleField]:
    """A field for every value below ``path`` of a profile's file; where the name of a measure or a rate belongs, all
    of the profile's may be chosen. What is typed freely is shown in the words of the file."""
    value = data = file.data
    for step in path:
        value = value[step]
    measures, rates = tuple(data.get("measures") or ()), tuple(data.get("rates") or ())
    names = dict.fromkeys(("numerator", "denominator", "of", "measure", "share_of_group", "base"), measures)
    styles = (*(data.get("styles") or ()), *BUILT_IN)
    named = names | {"rate": rates} | dict.fromkeys(_STYLED, tuple(dict.fromkeys(styles)))
    for inner, each in _leaves(value, path):
        yield _field(file, inner, each, named)


def rule_labels(data: Any) -> dict[str, str]:
    """What the measures and rates in the data of a profile's file are called."""
    rules = {**(data.get("measures") or {}), **(data.get("rates") or {})}
    return {name: str((rule or {}).get("label") or name) for name, rule in rules.items()}


def _leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every single value, and every list of such, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def _field(file: YamlFile, path: tuple[str | int, ...], value: Any, names: Names) -> RuleField:
    rule, listed = described(path), isinstance(value, list)
    choices = ("true", "false") if rule.get("type") == "boolean" else tuple(map(str, rule.get("enum", ())))
    choices = choices or names.get(str(path[-1]), ())
    meaning = rule.get("description") or described(path[:-1]).get("description", "")  # of an entry, what it is one of
    key = file.spelling.path(path)[-1]
    called = f"第{key + 1}项" if isinstance(key, int) else key
    words = [file.word((*path, index)) or _text(each) for index, each in enumerate(value)] if listed else []
    single = "" if listed else _text(value) if choices else file.word(path) or _text(value)
    return RuleField(path, called, str(meaning), "、".join(words) or single, choices, listed)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def described(path: KeyPath) -> Mapping[str, Any]:
    """What the schema says of the value at ``path``: its description, its type or the words that it may be."""
    rule: dict[str, Any] = _schema()
    for step in path:
        outer = rule
        rule = next((found for each in _meant(outer) if (found := _inner(each, step)) is not None), {})
    said = dict(rule)
    for each in _meant(rule):
        said = {**each, **said}
    return said


def _meant(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A rule with its references followed and its alternatives laid out."""
    if "$ref" in rule:
        return _meant(_schema()["$defs"][str(rule["$ref"]).rpartition("/")[2]])
    if "anyOf" in rule:
        return [each for one in rule["anyOf"] for each in _meant(one)]
    return [dict(rule)]


def _inner(rule: Mapping[str, Any], step: str | int) -> dict[str, Any] | None:
    if isinstance(step, int):
        items = rule.get("items")
        return items if isinstance(items, dict) else None
    if step in rule.get("properties", {}):
        return dict(rule["properties"][step])
    more = rule.get("additionalProperties")
    return more if isinstance(more, dict) else None
