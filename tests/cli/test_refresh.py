"""``bulletin-gen refresh`` as a clerk calls it: a new file, a list, the old one as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from bulletin_gen.pipeline import generate
from cli.calls import call

EXAMPLE = Path(__file__).parents[2] / "examples" / "pingjiang"
MONTH = "2024-05"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    target = tmp_path / "平江县"
    shutil.copytree(EXAMPLE, target)
    return target


@pytest.fixture
def draft(county: Path, tmp_path: Path) -> Path:
    """A bulletin that somebody has edited; since then one decision has been taken back."""
    result = generate(county, MONTH, tmp_path / "输出")
    path = next(each for each in result.files if each.suffix == ".docx")
    document = docx.Document(str(path))
    next(each for each in document.paragraphs if "压实办理责任" in each.text).add_run("请各单位照办。")
    edited = path.with_name("稿件.docx")
    document.save(str(edited))
    decided = openpyxl.load_workbook(county / MONTH / "adjustments.xlsx")
    decided.worksheets[0].delete_rows(2)
    decided.save(county / MONTH / "adjustments.xlsx")
    return edited


def test_a_draft_is_refreshed_into_a_new_file(county: Path, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = draft.read_bytes()
    said = call(capsys, "refresh", str(county), MONTH, str(draft))
    assert "稿件.docx：按平江县2024年5月的数据刷新" in said.out
    assert "整句换新 1 处" in said.out
    assert f"写出原稿件以后：{MONTH}/adjustments.xlsx 改过" in said.out
    assert draft.read_bytes() == before
    fresh = docx.Document(str(draft.with_name("稿件（刷新）.docx")))
    assert any(each.text.endswith("请各单位照办。") for each in fresh.paragraphs)
    rows = list(openpyxl.load_workbook(draft.with_name("稿件（刷新清单）.xlsx")).worksheets[0].values)
    assert rows[0][0] == "做了什么" and len(rows) > 1
    counts = [row for row in rows if row[4] == "total.无故超期"]
    assert not counts or all("免责是→否" in row[6] for row in counts)
    assert any("免责是→否" in (row[6] or "") for row in rows)
    call(capsys, "refresh", str(county), MONTH, str(draft))
    assert draft.with_name("稿件（刷新2）.docx").is_file()


def test_a_draft_of_a_run_that_was_replaced_is_still_known(
    county: Path, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(county, MONTH, tmp_path / "输出")
    assert list((county / "facts" / "以前").glob(f"{MONTH}-*.json"))
    said = call(capsys, "refresh", str(county), MONTH, str(draft))
    assert "整句换新 1 处" in said.out


def test_what_carries_no_mark_is_refused(county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph("受理1263件。")
    document.save(str(tmp_path / "别的.docx"))
    said = call(capsys, "refresh", str(county), MONTH, str(tmp_path / "别的.docx"))
    assert said.code == 1
    assert "找不到这份稿件当初的数据" in said.err


def test_the_new_draft_is_checked_and_signed_by_the_run_that_refresh_has_recorded(
    county: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = call(capsys, "sign", str(county), MONTH)
    assert refused.code == 1 and "adjustments.xlsx 改过" in refused.err and "--as-recorded" in refused.err
    call(capsys, "refresh", str(county), MONTH, str(draft))
    new = next(each for each in draft.parent.glob("稿件*.docx") if "刷新" in each.name)
    said = call(capsys, "check", str(new), "--county", str(county), "--period", MONTH)
    assert "现在是" not in said.out and "以前" not in said.out
    assert call(capsys, "sign", str(county), MONTH).code == 0


def test_a_draft_of_a_run_that_another_has_replaced_is_held_against_its_own(
    county: Path, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(county, MONTH, tmp_path / "又")
    said = call(capsys, "check", str(draft), "--county", str(county), "--period", MONTH)
    assert "现在是" not in said.out
    assert said.code == 1 and "本期现在存下的不同" in said.out


def test_a_run_older_than_the_decisions_is_signed_only_when_told(
    county: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, "sign", str(county), MONTH).code == 1
    assert call(capsys, "sign", str(county), MONTH, "--as-recorded").code == 0
