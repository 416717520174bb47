"""Cells of tables that people have typed over: told by checks in their count and by refreshing beside the cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document

from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.refreshing.plan import RefreshStep
from bulletin_gen.drafts.report import names_told
from bulletin_gen.word import WordFile
from drafts.altered import altered
from drafts.bulletins import COUNTIES
from drafts.test_kinds import Edited, texts
from drafts.test_refresh import refreshed


def typed(table: int, row: int, column: int, now: str) -> Callable[[Document], None]:
    """An edit that types a cell (row and column from 0) over, its marks kept."""

    def edit(document: Document) -> None:
        first, *others = texts(document.tables[table].rows[row].cells[column]._tc)
        first.text = now
        for each in others:
            each.text = ""

    return edit


def cells(file: WordFile, table: int, column: int) -> list[str]:
    return [each.text for each in file.tables[table].cells if each.column == column]


@pytest.mark.parametrize(("column", "was", "now"), [(13, "A", "B"), (1, "平江人民医院", "第一医院")])
def test_a_grade_or_a_name_is_counted_and_told(column: int, was: str, now: str, tmp_path: Path) -> None:
    edited = Edited("pingjiang", typed(0, 1, column, now), tmp_path)
    (finding,) = (each for each in edited.checked.of(Verdict.CHANGED) if not each.is_number)
    assert (finding.was, finding.now) == (was, now)
    assert names_told(edited.checked) == "名称、等级改过 1 处"
    result, after = refreshed(edited.path, edited.run, edited.run)
    (told,) = result.changes
    assert (told.step, told.was, told.now) == (RefreshStep.LEFT, was, now)
    (comment,) = after.comments
    assert comment.text == f"印出时是 {was}，手工改成 {now}，没有动；按数据仍是 {was}"
    assert now in cells(after, 0, column + 1)


def test_a_number_that_is_replaced_in_a_cell_that_people_corrected_is_told(tmp_path: Path) -> None:
    edited = Edited("pingjiang", typed(0, 1, 2, "9999"), tmp_path)
    result, after = edited.refreshed()
    (done,) = (each for each in result.changes if each.was == "9999")
    assert done.step is RefreshStep.REPLACED and "手工改过" in done.note
    assert any("手工改成过 9999" in each.text for each in after.comments)


@pytest.mark.parametrize("county", COUNTIES)
def test_nothing_is_counted_in_an_untouched_bulletin(county: str, tmp_path: Path) -> None:
    assert names_told(Edited(county, lambda document: None, tmp_path).checked) == ""


def test_total_rows_are_renewed_where_people_have_sorted_the_others(tmp_path: Path) -> None:
    def sorted_(document: Document) -> None:
        rows = [each._tr for each in document.tables[1].rows]
        for row in reversed(rows[2:8]):
            rows[8].addprevious(row)

    edited = Edited("huaibei", sorted_, tmp_path)
    new = altered("huaibei", 1, 0.05)
    result, after = edited.refreshed()
    printed = [line.text for line in new.printed if line.cell and line.cell[0] == 2 and line.cell[2] == 3]
    assert printed[-1] == cells(after, 1, 3)[-1]
    assert not any("仍不一样" in each.note for each in result.changes)


def test_numbers_of_rows_stay_where_rows_stay(tmp_path: Path) -> None:
    edited = Edited("junan", typed(0, 1, 2, "9999"), tmp_path)
    before = cells(edited_file(edited), 0, 1)
    _, after = edited.refreshed()
    assert cells(after, 0, 1) == before


def edited_file(edited: Edited) -> WordFile:
    from bulletin_gen.word import read_word

    return read_word(edited.path)


def test_rows_that_are_missing_are_said_at_the_table(tmp_path: Path) -> None:
    def without(document: Document) -> None:
        row = document.tables[0].rows[3]._tr
        row.getparent().remove(row)

    edited = Edited("pingjiang", without, tmp_path)
    result, after = edited.refreshed()
    missing = [each.now for each in result.changes if "多一行" in each.note]
    assert missing and all(any(each in one.text for one in after.comments) for each in missing)
