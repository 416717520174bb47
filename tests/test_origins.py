"""Odd characters in a finished bulletin are named by the cell or the line in which somebody can mend them."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from bulletin_gen.leaves.issues import Issue
from bulletin_gen.pipeline import Options, generate

EXAMPLE = Path(__file__).parents[1] / "examples" / "pingjiang"
MONTH = "2024-05"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "county", ignore=shutil.ignore_patterns("facts")))


def odd(county: Path) -> list[Issue]:
    result = generate(county, MONTH, county.parent / "out", Options(record=False))
    return [issue for issue in result.issues if "U+" in issue.found]


def change(path: Path, before: str, after: str) -> int:
    """Replaces a text in a file; returns the line on which it stood."""
    text = path.read_text(encoding="utf-8-sig")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_in_the_orders_by_file_sheet_and_cell(county: Path) -> None:
    path = county / MONTH / "orders.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    cells = [row[heads.index("一级分类")] for row in sheet.iter_rows(min_row=2)]
    chosen = [cell for cell in cells if cell.value == "市场管理类"]
    for cell in chosen[:2]:
        cell.value = "市场管理类\ue001"
    for cell in chosen[2:4]:
        cell.value = "市场_xD842_管理类"
    for cell in chosen[4:6]:  # reading drops what turns the direction of text, but says so
        cell.value = "市场\u202e管理类"
    book.save(path)
    places = {(each.place.file, each.place.sheet, each.place.cell, each.kind) for each in odd(county)}
    assert places == {
        ("orders.xlsx", "工单明细", cell.coordinate, kind)
        for cell, kind in zip(chosen[:6], ["自造字"] * 2 + ["不能打印的字符"] * 4, strict=True)
    }


def test_in_the_registry_by_line(county: Path) -> None:
    line = change(county / "units.csv", "三墩乡,乡镇（街道）,,,", "三墩乡,乡镇（街道）,,三墩\ue002乡,")
    issues = odd(county)
    assert issues
    assert {(each.place.file, each.place.row) for each in issues} == {("units.csv", line)}
    assert any("附件" in each.place.key for each in issues)


def test_in_the_narrative_by_line(county: Path) -> None:
    line = change(county / MONTH / "narrative.md", "下水道", "下水\ue003道")
    (issue,) = odd(county)
    assert (issue.place.file, issue.place.row) == ("narrative.md", line)


def test_the_examples_have_none(county: Path) -> None:
    assert odd(county) == []
