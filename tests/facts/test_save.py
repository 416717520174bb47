"""facts.json: valid by its published schema, exact, and readable by the next period."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin_gen.facts.saved.save import exact_text, facts_schema, load_base
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period


@pytest.mark.parametrize(
    ("value", "kept"),
    [(37, 37), (Fraction(31, 32), "31/32"), (Fraction(4, 2), 2), (Decimal("97.40"), "97.40"), (None, None)],
)
def test_values_are_kept_exactly(value: int | Fraction | Decimal | None, kept: int | str | None) -> None:
    assert exact_text(value) == kept


def test_the_schema_is_one(tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(facts_schema())


def test_a_saved_file_becomes_a_base(tmp_path: Path) -> None:
    path = tmp_path / "2024-04.json"
    record = {"text": "", "value": "31/32", "rule": "按派单计件：全部工单"}
    empty = {"text": "—", "value": None}
    content = {
        "format": "bulletin-gen/facts/1",
        "figures": {"total.x": record, "total.y": empty},
        "grades": {"甲": "A"},
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    base, grades = load_base(path)
    assert base.values == {"total.x": Fraction(31, 32)}
    assert base.rules == {"total.x": "按派单计件：全部工单"}
    assert grades == {"甲": "A"}
    assert base.source == "facts/2024-04.json"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other"}', '{"format": "bulletin-gen/facts/1"}', "\x00"])
def test_another_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "2024-04.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BulletinError, match=r"facts/2024-04\.json"):
        load_base(path)


APRIL = {"key": "2024-04", "name": "2024年4月", "first": "2024-04-01", "last": "2024-04-30"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"county": "乙县"}, "facts.other"),
        ({"county": ""}, "facts.other"),
        ({"period": {**APRIL, "first": "2023-04-01", "last": "2023-04-30"}}, "facts.other"),
        ({"period": {**APRIL, "last": "2024-04-29"}}, "facts.other"),
        ({"period": {**APRIL, "first": "2018-12-31", "last": "2019-01-06"}}, "facts.other"),
        ({"period": {}}, "facts.other"),
    ],
)
def test_facts_of_another_county_or_time_are_no_base(tmp_path: Path, changed: dict[str, Any], code: str) -> None:
    path = tmp_path / "2024-04.json"
    content = {"format": "bulletin-gen/facts/1", "county": "甲县", "period": APRIL, "figures": {}, "grades": {}}
    path.write_text(json.dumps(content | changed), encoding="utf-8")
    if not code:
        assert load_base(path, "甲县", parse_period("2024-04"))[0].values == {}
        return
    with pytest.raises(BulletinError) as refused:
        load_base(path, "甲县", parse_period("2024-04"))
    [issue] = refused.value.issues
    assert (issue.code, issue.place.file) == (code, "facts/2024-04.json")
