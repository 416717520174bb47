"""compare: what differs from the recorded run, no more and no less."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from bulletin_gen.pipeline import generate
from cli.calls import EXAMPLES, call

MONTH = "2024-05"


def facts_in(path: Path) -> dict[str, str]:
    said = json.loads(path.read_text(encoding="utf-8"))
    printed = {each[2] for line in said["printed"] for each in line.get("figures", ())}
    return {name: figure["text"] for name, figure in said["figures"].items() if name in printed}


def test_a_decision_and_just_the_figures_it_moves_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county, out = tmp_path / "平江县", tmp_path / "出"
    shutil.copytree(EXAMPLES / "pingjiang", county)
    generate(county, MONTH, out)
    assert "没有不同" in call(capsys, "compare", str(county), MONTH).out
    before = facts_in(county / "facts" / f"{MONTH}.json")
    call(capsys, "decide", str(county), MONTH, "免责", "233459", "--reason", "退回前未超期")
    said = call(capsys, "compare", str(county), MONTH, "--out", str(tmp_path / "更正"))
    assert said.code == 0 and "免责 233459 退回前未超期（新增）" in said.out
    generate(county, MONTH, out)
    after = facts_in(county / "facts" / f"{MONTH}.json")
    moved = {name for name in before | after if before.get(name) != after.get(name)}
    book = openpyxl.load_workbook(next((tmp_path / "更正").glob("*差异清单*.xlsx")))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    listed = {str(row[1]): (row[2] or "", row[3] or "") for row in rows if row[0] == "数据"}
    assert moved and set(listed) == moved
    assert all(listed[name] == (before.get(name, ""), after.get(name, "")) for name in moved)


def test_facts_of_another_period_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county, other = tmp_path / "平江县", tmp_path / "别的.json"
    shutil.copytree(EXAMPLES / "pingjiang", county)
    other.write_text(
        json.dumps({"county": "平江县", "period": {"key": "2024-04", "name": "2024年4月"}, "figures": {}}), "utf-8"
    )
    said = call(capsys, "compare", str(county), MONTH, "--run", str(other))
    assert said.code == 1 and "不是同一县同一期" in said.err
