"""``bulletin-gen explain 县 期间 97.4``: from the rows of the exports to what is printed, on one screen."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cli.calls import EXAMPLES, call

COUNTY, MONTH = str(EXAMPLES / "pingjiang"), "2024-05"


def test_a_number_is_explained_step_by_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "工单.xlsx"
    said = call(capsys, "explain", COUNTY, MONTH, "1263", "--out", str(out))
    assert said.code == 0
    assert "1263  total.受理案件" in said.out
    assert "读入 2616 行" in said.out and "2040  登记诉求" in said.out and "1263  受理案件" in said.out
    rows = list(openpyxl.load_workbook(out).worksheets[0].values)
    assert len(rows) == 1264
    assert rows[0][0] == "工单编号" and rows[0][-3:] == ("来源文件", "来源工作表", "来源行")


def test_a_score_shows_its_terms(capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "explain", COUNTY, MONTH, "三市镇 综合指标值")
    assert "89.7  units.三市镇.score" in said.out
    assert "30＋30＋10.91＋18.75＝89.66" in said.out
    assert "评分项 返工率：10.91" in said.out


def test_other_words_still_search_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert "写：" in call(capsys, "explain", COUNTY, MONTH, "办结率").out
    assert call(capsys, "explain", COUNTY, MONTH, "97531.2").code == 1
