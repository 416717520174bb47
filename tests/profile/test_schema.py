"""The JSON Schema that editors use: whole, in Chinese, and of one mind with the loader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bulletin_gen.profile.base import ProfilePart
from bulletin_gen.profile.schema import profile_schema
from bulletin_gen.written.yamlfile import parse_yaml

SOUND = Path(__file__).with_name("sound.yaml").read_text(encoding="utf-8")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def plain(value: Any) -> Any:
    """As a JSON reader would have it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


def parts(of: type[ProfilePart] = ProfilePart) -> Iterator[type[ProfilePart]]:
    for part in of.__subclasses__():
        yield part
        yield from parts(part)


def test_every_field_says_in_chinese_what_it_means() -> None:
    silent = [
        f"{part.__name__}.{name}"
        for part in parts()
        for name, field in part.model_fields.items()
        if not CHINESE.search(field.description or "")
    ]
    assert silent == []


def test_it_is_a_valid_schema_and_accepts_what_the_loader_accepts() -> None:
    jsonschema.Draft202012Validator.check_schema(profile_schema())
    jsonschema.validate(plain(parse_yaml(SOUND, "profile.yaml").data), profile_schema())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("numerator: closed,", "numer: closed,"), ("change: count", "change: counts"), ("digits: 1", "digits: 一位")],
)
def test_it_refuses_what_the_loader_refuses(right: str, wrong: str) -> None:
    data = plain(parse_yaml(SOUND.replace(right, wrong, 1), "profile.yaml").data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, profile_schema())


def test_it_has_no_english_left_from_the_program() -> None:
    texts = [text for key, text in _texts(profile_schema()) if key in ("description", "title")]
    assert texts
    assert [text for text in texts if text != "profile.yaml" and not CHINESE.search(text)] == []


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [(key, inner)] if isinstance(inner, str) else _texts(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
