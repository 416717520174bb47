"""The JSON Schema of profile.yaml, for editors that complete and check as one types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from bulletin_gen.profile import Profile
from bulletin_gen.profile.terms import chinese_choice, chinese_of, models_of

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def profile_schema(*, bilingual: bool = False) -> dict[str, Any]:
    """JSON Schema of a profile as it may be written, short forms included; descriptions are in Chinese. ``bilingual``:
    with the Chinese spellings of keys and fixed values too."""
    schema = _without_titles(Profile.model_json_schema(by_alias=True, mode="validation"))
    about = {"title": "profile.yaml", "description": "一个县（市、区）的通报规则"}
    for part in schema["$defs"].values():
        part.pop("description", None)  # the docstrings are for programmers
    if bilingual:
        models = {model.__name__: model for model in models_of(Profile)}
        held = schema["$defs"]
        schema = _in_both(schema, Profile)
        schema["$defs"] = {
            name: _in_both(part, models[name]) if name in models else _choices_in_both(part, "", "")
            for name, part in held.items()
        }
    return {"$schema": _DRAFT, **schema, **about}


def _in_both(part: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """The schema of one model with the Chinese spelling of each key beside the English one."""
    properties, required = part["properties"], part.get("required", ())
    both = {
        spelling: _choices_in_both(rule, model.__name__, key)
        for key, rule in properties.items()
        for spelling in (key, *chinese_of(model, key))
    }
    either = [{"anyOf": [{"required": [spelling]} for spelling in (key, *chinese_of(model, key))]} for key in required]
    rest = {key: value for key, value in part.items() if key not in ("properties", "required")}
    return {**rest, "properties": both, **({"allOf": either} if either else {})}


def _choices_in_both(rule: Any, model: str, key: str) -> Any:
    """The schema of one key's values with the Chinese spelling of each fixed one."""
    if isinstance(rule, list):
        return [_choices_in_both(inner, model, key) for inner in rule]
    if not isinstance(rule, dict):
        return rule
    made = {name: _choices_in_both(inner, model, key) for name, inner in rule.items()}
    if "enum" in made:
        made["enum"] = [*made["enum"], *filter(None, (chinese_choice(model, key, str(each)) for each in made["enum"]))]
    if made.get("type") == "boolean":
        made["type"], made["enum"] = ["boolean", "string"], [True, False, "是", "否"]
    return made


def _without_titles(value: Any) -> Any:
    """Without the titles that Pydantic makes of English names; a property called title stays."""
    if isinstance(value, list):
        return [_without_titles(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _without_titles(inner) for key, inner in value.items() if key != "title" or isinstance(inner, dict)}
