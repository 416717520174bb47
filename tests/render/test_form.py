"""Offices' own forms of their annexes, made in LibreOffice, are filled; what would be lost is refused by name."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, Side

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.outputs import filled_form
from bulletin_gen.pipeline import Options, generate, survey
from bulletin_gen.render.books.form import body_of, fill_form, heads_of
from bulletin_gen.render.books.xlsx import named_tables
from bulletin_gen.render.pdf import find_libreoffice
from bulletin_gen.tree import Bulletin, Table, plain
from bulletin_gen.verify.form import form_issues
from drafts.bulletins import EXAMPLES

COUNTIES = ("pingjiang", "junan", "ruzhou")


@pytest.fixture(scope="module")
def bulletins() -> dict[str, Bulletin]:
    """What three counties' bulletins say."""
    return {county: survey(EXAMPLES / county, None).bulletin for county in COUNTIES}


def _table(bulletin: Bulletin) -> Table:
    return next(table for _, table in named_tables(bulletin))


def _form(table: Table, path: Path, columns: int) -> None:
    """A form with a merged title, a head of two lines, merged, one row of names, a line for who made it."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = table.name
    names = list(heads_of(table))[:columns]
    thin = Side("thin")
    sheet.append(["{表题}"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=columns)
    sheet["A1"].font, sheet["A1"].alignment = Font("黑体", 20), Alignment("center")
    sheet.append(["对象", "", *["办理情况"] * (columns - 2)])
    sheet.merge_cells("A2:B2")
    sheet.merge_cells(start_row=2, end_row=2, start_column=3, end_column=columns)
    sheet.append(names)
    sheet.append([f"{{{name}}}" for name in names])
    for row in sheet["A2" : sheet.cell(4, columns).coordinate]:
        for cell in row:
            cell.border, cell.font = Border(thin, thin, thin, thin), Font("楷体_GB2312", 12)
    sheet.append(["制表：热线办"])
    sheet.merge_cells(start_row=5, end_row=5, start_column=1, end_column=columns)
    sheet.row_dimensions[4].height, sheet.row_dimensions[5].height = 31, 44
    sheet.column_dimensions["A"].width = 23
    sheet.print_area, sheet.print_title_rows = f"A1:{sheet.cell(5, columns).coordinate}", "1:3"
    sheet.page_setup.orientation = "landscape"
    book.save(path)


@pytest.fixture(scope="module")
def forms(bulletins: dict[str, Bulletin], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """County → its form as LibreOffice saves it."""
    program = find_libreoffice()
    if not program:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("forms")
    for columns, (county, bulletin) in zip((6, 5, 4), bulletins.items(), strict=True):
        _form(_table(bulletin), folder / f"{county}.xlsx", columns)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    sources = [str(folder / f"{county}.xlsx") for county in COUNTIES]
    subprocess.run([*command, "--outdir", str(folder / "made"), *sources], check=True, capture_output=True, timeout=120)
    return {county: folder / "made" / f"{county}.xlsx" for county in COUNTIES}


@pytest.mark.rendered
@pytest.mark.parametrize("county", COUNTIES)
def test_a_form_is_filled_and_keeps_all_that_it_has(
    bulletins: dict[str, Bulletin], forms: dict[str, Path], county: str, tmp_path: Path
) -> None:
    bulletin = bulletins[county]
    table, filled = _table(bulletin), filled_form(bulletin, forms[county])["form"]
    (tmp_path / "filled.xlsx").write_bytes(filled)
    before, after = (openpyxl.load_workbook(path).worksheets[0] for path in (forms[county], tmp_path / "filled.xlsx"))
    count = len(table.rows)
    assert after.max_row == before.max_row + count - 1
    assert after["A1"].value == plain(table.title)
    for row in range(4, 4 + count):
        assert after.cell(row, 1).font.name == before["A4"].font.name == "楷体_GB2312"
        assert after.row_dimensions[row].height == before.row_dimensions[4].height
    last = 4 + count
    assert after.cell(last, 1).value == "制表：热线办"
    assert after.row_dimensions[last].height == before.row_dimensions[5].height
    assert str(after.print_area).replace("$", "").endswith(f"{last}")
    assert {str(each).replace(str(last), "5") for each in after.merged_cells.ranges} == {
        str(each) for each in before.merged_cells.ranges
    }
    assert after.column_dimensions["A"].width == before.column_dimensions["A"].width
    assert (after.page_setup.orientation, after.print_title_rows) == (
        before.page_setup.orientation, before.print_title_rows,
    )  # fmt: skip


def test_any_other_cell_is_a_fault(bulletins: dict[str, Bulletin], tmp_path: Path) -> None:
    bulletin, form = bulletins["junan"], tmp_path / "form.xlsx"
    _form(_table(bulletin), form, 5)
    for row, column in ((5, 3), (1, 1), (4 + len(body_of(_table(bulletin))), 1)):
        (tmp_path / "filled.xlsx").write_bytes(fill_form(bulletin, form))
        book = openpyxl.load_workbook(tmp_path / "filled.xlsx")
        book.worksheets[0].cell(row, column).value = 123456
        book.save(tmp_path / "filled.xlsx")
        assert len([*form_issues(bulletin, form.read_bytes(), (tmp_path / "filled.xlsx").read_bytes())]) == 1


def _set(cell: str, value: str) -> Callable[[Any], object]:
    return lambda sheet: setattr(sheet[cell], "value", value)


def _chart(sheet: Any) -> None:
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=3, max_row=4))
    sheet.add_chart(chart, "H2")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("A5", "=SUM(C4:C4)"), "A5.*表样里有公式"),
        (_set("C4", "{没有这一列}"), "C4.*不能填"),
        (_chart, "图表，填的时候会丢失"),
        (lambda sheet: setattr(sheet.auto_filter, "ref", "A3:C4"), "筛选，加行后会错位"),
        (lambda sheet: sheet.delete_rows(4), "没有一行是花括号里的列名"),
    ],
)
def test_what_would_be_lost_is_refused_by_name(
    bulletins: dict[str, Bulletin], tmp_path: Path, change: Callable[[Any], object], told: str
) -> None:
    bulletin, form = bulletins["junan"], tmp_path / "附表样式.xlsx"
    _form(_table(bulletin), form, 5)
    book = openpyxl.load_workbook(form)
    change(book.worksheets[0])
    book.save(form)
    with pytest.raises(BulletinError) as caught:
        fill_form(bulletin, form)
    assert any(re.search(told, str(issue)) for issue in caught.value.issues), [
        str(each) for each in caught.value.issues
    ]


def test_generate_fills_the_form_of_a_county(bulletins: dict[str, Bulletin], tmp_path: Path) -> None:
    county = tmp_path / "junan"
    shutil.copytree(EXAMPLES / "junan", county)
    _form(_table(bulletins["junan"]), county / "附表样式.xlsx", 5)
    result = generate(county, None, tmp_path / "out", Options(record=False))
    form = next(path for path in result.files if "本办样式" in path.name).read_bytes()
    time.sleep(2.1)  # a zip tells times in steps of two seconds
    assert fill_form(bulletins["junan"], county / "附表样式.xlsx") == form
    assert sum(path.name.endswith("附表（本办样式）.xlsx") for path in result.files) == 1
