"""facts.json: valid by its published schema, exact, and readable by the next period."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_gen.facts.saved.save import exact_text, facts_schema, load_base
from bulletin_gen.leaves.issues import BulletinError


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
