"""The JSON Schema of profile.yaml, for editors that complete and check as one types."""

from __future__ import annotations

from typing import Any

from bulletin_gen.profile import Profile

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def profile_schema() -> dict[str, Any]:
    """JSON Schema of a profile as it may be written, short forms included; descriptions are in Chinese."""
    schema = _without_titles(Profile.model_json_schema(by_alias=True, mode="validation"))
    about = {"title": "profile.yaml", "description": "一个县（市、区）的通报规则"}
    for part in schema["$defs"].values():
        part.pop("description", None)  # the docstrings are for programmers
    return {"$schema": _DRAFT, **schema, **about}


def _without_titles(value: Any) -> Any:
    """Without the titles that Pydantic makes of English names; a property called title stays."""
    if isinstance(value, list):
        return [_without_titles(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _without_titles(inner) for key, inner in value.items() if key != "title" or isinstance(inner, dict)}
