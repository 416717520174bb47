"""Other programs read facts.json by ids that stay, whatever a profile calls things: 标识.csv says which."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bulletin_gen.facts.saved.save import facts_schema, load_base
from bulletin_gen.facts.saved.standing import standing_id
from bulletin_gen.intake.kept.identifiers import load_identifiers
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import rehearse
from bulletin_gen.profile.load import load_profile
from bulletin_gen.runs.record import as_record
from english import in_english

ROOT = Path(__file__).parents[2]
COUNTIES = sorted(path.parent.name for path in ROOT.glob("examples/*/标识.csv"))


def figures(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rehearse(folder, None))["figures"]
    return found


@pytest.mark.parametrize("county", COUNTIES)
def test_every_figure_keeps_the_id_that_it_had_before_its_name_became_chinese(tmp_path: Path, county: str) -> None:
    folder = tmp_path / county
    shutil.copytree(ROOT / "examples" / county, folder)
    now = figures(folder)
    in_english(folder, county)
    then = figures(folder)
    # What a sentence asks for is called by the words that ask for it.
    lost = [key for key in then if key not in now and not key.startswith(("asked.groups", "asked.share"))]
    assert not lost
    assert all(now[key]["text"] == each["text"] for key, each in then.items() if key in now)
    assert sum("same" in each for each in now.values()) > 500


def test_all_five_examples_have_such_a_table() -> None:
    assert sorted(path.parent.name for path in ROOT.glob("examples/*/profile.yaml")) == COUNTIES


def test_a_figure_is_read_once_from_its_record(tmp_path: Path) -> None:
    content = rehearse(ROOT / "examples" / "pingjiang", None)
    both = json.loads(content)["figures"]
    assert both["total.accepted"] == both["total.受理案件"] | {"same": "total.受理案件"}
    run = as_record(content)
    assert "total.受理案件" in run.figures and "total.accepted" not in run.figures
    path = tmp_path / "2024-05.json"
    path.write_bytes(content)
    base, _ = load_base(path)
    assert "total.受理案件" in base.values and "total.accepted" not in base.values
    assert "same" in facts_schema()["properties"]["figures"]["additionalProperties"]["properties"]


@pytest.mark.parametrize(
    ("key", "standing"),
    [
        ("total.办结率@table", "total.rate@table"),
        ("units.办理.办理", "units.办理.closed"),
        ("groups.办理.办理.名次", "groups.办理.closed.名次"),
        ("values.类别.办理.count", "values.kinds.办理.count"),
        ("asked.values.类别.办理.share", "asked.values.kinds.办理.share"),
        ("breakdowns.类别.1.count", "breakdowns.kinds.1.count"),
        ("document.title", "document.title"),
    ],
)
def test_names_of_units_groups_and_values_are_no_rules(key: str, standing: str) -> None:
    assert standing_id(key, {"办理": "closed", "办结率": "rate", "类别": "kinds"}) == standing


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("名字,标识\n受理案件,accepted", "第1行：标识表的表头不对"),
        ("名称,标识\n受理案件,Accepted 1", "第2行：标识的写法不对；读到：Accepted 1"),
        ("名称,标识\n受理案件,", "第2行：标识的写法不对；读到：空白"),
        ("名称,标识\n受理案件,accepted\n办理,accepted", "第3行：标识表里写了两次；读到：办理，accepted"),
        ("名称,标识\n受理案件,accepted\n受理案件,received", "第3行：标识表里写了两次；读到：受理案件，received"),
    ],
)
def test_a_slip_in_the_table_is_told_by_its_line(tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "标识.csv"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(BulletinError, match=said):
        load_identifiers(path, load_profile(ROOT / "examples" / "pingjiang" / "profile.yaml"))


def test_a_name_that_the_profile_has_no_more_is_told(tmp_path: Path) -> None:
    path = tmp_path / "标识.csv"
    path.write_text("名称,标识\n受理案子,accepted\n", encoding="utf-8")
    _, (told,) = load_identifiers(path, load_profile(ROOT / "examples" / "pingjiang" / "profile.yaml"))
    assert "第2行：标识表里的名称在 profile.yaml 里没有；读到：受理案子；应为：受理案件" in str(told)


def test_a_list_and_a_count_may_have_one_identifier(tmp_path: Path) -> None:
    path = tmp_path / "标识.csv"
    path.write_text("名称,标识\n超期,overdue\n超期单位,overdue\n,\n", encoding="utf-8")
    profile = load_profile(ROOT / "examples" / "pingjiang" / "profile.yaml")
    assert load_identifiers(path, profile) == ({"超期": "overdue", "超期单位": "overdue"}, ())
    assert load_identifiers(tmp_path / "没有.csv", profile) == ({}, ())
