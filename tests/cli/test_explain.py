"""``explain`` lists every name with a sentence that really prints what it says."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import load_workbook

from bulletin_gen.compose.wordlist.entries import DEFINED, GROUPS, name_entries
from bulletin_gen.pipeline import names_of
from cli.calls import EXAMPLES, call
from compose.wording.worlds import WORLDS


@pytest.mark.parametrize("world", WORLDS)
def test_every_name_has_a_sentence_that_can_be_said(world: str) -> None:
    county = WORLDS[world]
    entries = name_entries(county.facts(), county.profile(), county.narrative)
    assert {each.group for each in entries} == set(GROUPS) - {DEFINED}  # these rules name no column of the exports
    for each in entries:
        assert each.printed == "（本期没有，不印）" or not each.printed.startswith("（"), each
        assert county.says(each.example).replace(" ⏎ ", " ") in (each.printed, ""), each


@pytest.mark.parametrize(
    "county", sorted(path.parent for path in EXAMPLES.glob("*/profile.yaml")), ids=lambda p: p.name
)
def test_the_examples_names_can_be_said(county: Path) -> None:
    _, entries = names_of(county, None)
    assert [each for each in entries if each.printed.startswith("（") and "本期没有" not in each.printed] == []
    assert len({each.name for each in entries}) > 40


def test_a_word_finds_names_and_a_file_holds_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "名称.xlsx"
    shown = call(capsys, "explain", str(EXAMPLES / "pingjiang"), "办结率", "--out", str(out))
    assert shown.code == 0
    assert "办结率" in shown.out and "印：" in shown.out and "已写出" in shown.out
    sheet = load_workbook(out).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("类", "名称", "现在的数", "规则", "例句", "印成")
    assert len(rows) > 2 and all("办结率" in "".join(map(str, row)) for row in rows[1:])


def test_a_word_that_nothing_has_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    shown = call(capsys, "explain", str(EXAMPLES / "pingjiang"), "2024-05", "没有这个词")
    assert shown.code == 1 and "没有这个词" in shown.out


def test_a_column_that_no_count_uses_brings_the_line_that_counts_by_it(tmp_path: Path) -> None:
    """What explain says of 退单 can be copied into the rules as it stands, and is then a name."""
    county = copytree(EXAMPLES / "junan", tmp_path / "县")
    (entry,) = (each for each in names_of(county, None)[1] if each.has("退单"))
    assert (entry.group, entry.name) == (DEFINED, "退单次数")
    assert entry.printed == "退单: {属于: 受理, 条件: {退单次数: {不低于: 1}}}"
    rules = (county / "profile.yaml").read_text(encoding="utf-8")
    assert rules.count("\n计数:\n") == 1
    rules = rules.replace("\n计数:\n", f"\n计数:\n  {entry.printed}\n")
    (county / "profile.yaml").write_text(rules, encoding="utf-8")
    found = [each for each in names_of(county, None)[1] if each.name == "退单"]
    assert len(found) == 1 and found[0].value.isdigit() and int(found[0].value) > 0
