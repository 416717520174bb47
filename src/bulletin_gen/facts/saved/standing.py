"""Ids that stay: what other programs read from facts.json keeps its id, whatever a profile calls it by now."""

from __future__ import annotations

from collections.abc import Mapping

#: How far behind which part of an id a name stands that is no rule's: a unit's, a group's, a value's.
_NAMED_BEHIND = {"units": 1, "groups": 1, "values": 2}


def standing_id(key: str, identifiers: Mapping[str, str]) -> str:
    """The id under which other programs know the figure ``key``: with each rule under its entry in ``identifiers``
    (name → identifier). ``key`` itself where it names none of them."""
    parts = key.split(".")
    kept = {index + _NAMED_BEHIND[part] for index, part in enumerate(parts) if part in _NAMED_BEHIND}
    return ".".join(part if index in kept else _standing(part, identifiers) for index, part in enumerate(parts))


def _standing(part: str, identifiers: Mapping[str, str]) -> str:
    name, at, style = part.partition("@")  # of a rate that tables print in another style
    return identifiers.get(name, name) + at + style
