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
    assert "2616 → 其中三市镇的 26 → 应办理 11 → 办理 11 → 返工 5" in said.out


def test_other_words_still_search_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert "写：" in call(capsys, "explain", COUNTY, MONTH, "办结率").out
    assert call(capsys, "explain", COUNTY, MONTH, "97531.2").code == 1


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("无系统单位2件", "2  outside.超期"), ("无系统单位 超期", "2  outside.超期"),
        ("免责的 ３１件", "31  total.免责超期"),
        ("5月超期工单共37件", "37  total.超期"), ("占登记诉求总量的20.88%", "20.88%  breakdowns.事件类别.1.share"),
    ],
)  # fmt: skip
def test_words_that_are_printed_are_found(words: str, id_: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "explain", COUNTY, MONTH, words)
    assert said.code == 0 and id_ in said.out


def test_a_quotient_is_found_by_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "explain", str(EXAMPLES / "junan"), "2021-W43", "日均273件")
    assert said.code == 0 and "quotients.日均受理" in said.out and "1909÷7" in said.out
    part_of_a_number = call(capsys, "explain", str(EXAMPLES / "junan"), "2021-W43", "73件，环比增长")
    assert "quotients.日均受理" not in part_of_a_number.out


def test_a_list_of_names_is_explained_by_its_rule(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ("从综合指标看…居前三位", "从综合指标看", "向家镇、大洲乡、童市镇居前三位"):
        said = call(capsys, "explain", COUNTY, MONTH, words)
        assert said.code == 0 and "units.大洲乡.name" in said.out
        assert "综合指标前三：按得分从高到低、办理从高到低；每组取前3个。（大洲乡：得分 100" in said.out


def test_decisions_stand_under_what_they_touch(capsys: pytest.CaptureFixture[str]) -> None:
    for words, touched in (("1263", 0), ("total.超期", 0), ("total.免责超期", 31), ("total.无故超期", 31)):
        said = call(capsys, "explain", COUNTY, MONTH, words).out
        assert (f"人工认定：涉及 {touched} 条" in said) == bool(touched) and ("人工认定" in said) == bool(touched), (
            words
        )
