"""Tables whose groups stand in rows of their own, with their sums before the units that they add up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from bulletin_gen.learning.learn import Request, learn
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Options, generate
from learning.invented import county as invented

_TITLE = "六月份承办单位办理情况表"
Rows = Sequence[Sequence[str | int]]


def _printed() -> Rows:
    """The table as a county would print it: title rows, sums first."""
    counted = invented.counted(invented.orders_of_month(2024, 6, "month6"), 2024, 6).rows

    def line(name: str, units: Sequence[str]) -> list[str | int]:
        due, good = (sum(getattr(counted[unit], key) for unit in units) for key in ("due", "in_time"))
        return [name, due, good, f"{round(good * 10000 / due) / 100:.2f}%" if due else "—"]

    rows: list[list[str | int]] = [["承办单位", "应办件数", "按期办结件数", "按期办结率"]]
    rows.append(line("全县合计", invented.UNITS))
    for title, units in (("一、乡镇", invented.TOWNS), ("二、县直部门", invented.OFFICES)):
        rows += [[title], line("小计", units), *(line(unit, [unit]) for unit in units)]
    return rows


def _workbook(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([_TITLE])
    sheet.merge_cells("A1:D1")
    for row in _printed():
        sheet.append(list(row))
        if len(row) == 1:
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
    book.save(path)
    return path


def _word(path: Path) -> Path:
    made = Document()
    made.add_paragraph(_TITLE)
    rows = _printed()
    table = made.add_table(len(rows), 4)
    for cells, row in zip(table.rows, rows, strict=True):
        target = [cells.cells[0].merge(cells.cells[3])] if len(row) == 1 else cells.cells
        for cell, value in zip(target, row, strict=True):
            cell.text = str(value)
    made.save(str(path))
    return path


@pytest.mark.parametrize(("name", "write"), [("附表.xlsx", _workbook), ("附表.docx", _word)])
def test_they_are_learnt_and_printed_in_the_same_places(name: str, write: object, tmp_path: Path) -> None:
    assert callable(write)
    orders = invented.export(invented.orders_of_month(2024, 6, "month6"), tmp_path / "六月.xlsx")
    folder = tmp_path / "某某县"
    found = learn(Request(folder, (write(tmp_path / name),), (orders,), parse_period("2024-06"), "某某县"))
    assert not found.stopped
    assert len(found.fit.cells) == (len(invented.UNITS) + 3) * 3
    assert [cell for cell in found.fit.cells if not cell.same] == []
    files = generate(folder, "2024-06", tmp_path / "出", Options(record=False)).files
    tables = Document(str(next(path for path in files if path.suffix == ".docx"))).tables
    table = max(tables, key=lambda each: len(each.rows))
    firsts = [row.cells[0].text for row in table.rows]
    printed = [str(row[0]).removeprefix("一、").removeprefix("二、") for row in _printed()]
    assert firsts == printed
