"""What rests on a column that a county has not got is taken out, and what is left holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.intake.head.needs import needs_of
from bulletin_gen.keeping.editing.leavingout import keys_needing, without_column
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.load import parse_profile
from english import ENGLISH

ROOT = Path(__file__).parents[2]
PROFILES = sorted([*ROOT.glob("examples/*/profile.yaml"), *ROOT.glob("templates/new/*/profile.yaml")])


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.parent.name)
def test_nothing_needs_the_column_any_more(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("〔请填写", "〔")
    profile = parse_profile(text)
    gone = 0
    for column in needs_of(profile).columns:
        if not keys_needing(profile, column):
            continue
        try:
            left = without_column(text, column)
        except BulletinError:
            continue  # too much rests on it: it is told, and nothing is changed
        gone += 1
        assert column not in needs_of(parse_profile(left)).columns
        assert [line for line in left.split("\n") if line.startswith("#")] == [
            line for line in text.split("\n") if line.startswith("#")
        ]
    assert gone >= 2


def test_terms_columns_lists_and_tables_go_with_it() -> None:
    text = (ENGLISH / "pingjiang" / "profile.yaml").read_text(encoding="utf-8")
    left = parse_profile(without_column(text, "rework_count"))
    assert "rework" not in left.measures and "rework_rate" not in left.rates
    assert [term.key for term in left.score["default"].terms] == [
        "completion_rate",
        "on_time_rate",
        "dissatisfaction_rate",
    ]
    columns = [column.value for column in left.tables["evaluation"].columns]
    assert "rework" not in columns and "rework_rate" not in columns and "score" in columns


def test_a_list_without_any_condition_left_goes_too() -> None:
    text = (ENGLISH / "pingyu" / "profile.yaml").read_text(encoding="utf-8")
    assert "low_process" in parse_profile(text).lists
    left = parse_profile(without_column(text, "process_opinion"))
    assert "low_process" not in left.lists
    assert "low_process" not in left.lists["criticised"].any_list
