"""Workbooks as another library reads them."""

from __future__ import annotations

import io

import openpyxl
from msgspec.structs import replace

from bulletin_gen.render.books.xlsx import write_xlsx
from bulletin_gen.tree import Annex, Cell, Table, text
from render import samples


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_each_table_is_a_sheet_annexes_first() -> None:
    book = opened(write_xlsx(samples.brief()))
    assert book.sheetnames == ["附件1 乡镇街道考核评分表", "附件2 市直单位考核评分表", "诉求类型统计表"]


def test_numbers_are_numbers_and_the_rest_is_text() -> None:
    rows = ((Cell(text("001")), Cell(text("97.57%"), value="0.9757", number_format="0.00%"), Cell(text("=1+1"))),)
    table = Table(text("表"), 3, (samples.row("编号", "率", "说明"),), rows)
    sheet = opened(write_xlsx(replace(samples.notice(), annexes=(Annex("附件", text("表"), (table,)),)))).active
    assert [cell.value for cell in sheet[3]] == ["001", 0.9757, "=1+1"]
    assert [cell.data_type for cell in sheet[3]] == ["s", "n", "s"]
    assert sheet["B3"].number_format == "0.00%"


def test_a_sheet_prints_on_a4_with_its_head_on_every_page() -> None:
    sheet = opened(write_xlsx(samples.weekly())).worksheets[0]
    assert sheet["A1"].value == "镇街热线办理情况"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$2:$3"
    assert sheet.freeze_panes == "A4"
    assert {str(merged) for merged in sheet.merged_cells.ranges} >= {"A1:G1", "A2:A3", "C2:F2"}


def test_a_wide_table_turns_the_page() -> None:
    assert opened(write_xlsx(samples.supervision())).active.page_setup.orientation == "landscape"
    assert opened(write_xlsx(samples.weekly())).active.page_setup.orientation == "portrait"


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert write_xlsx(samples.brief()) == write_xlsx(samples.brief())


def test_rows_can_be_sorted() -> None:
    """No cell of the body reaches down; the filter holds the rows between head and totals."""
    down = Table(
        text("表"), 2, (samples.row("组", "单位"),),
        ((Cell(text("甲组"), down=2), Cell(text("一"))), (Cell(text("二")),), (Cell(text("合计"), span=2),)),
        strong_rows=frozenset({2}),
    )  # fmt: skip
    bulletin = replace(samples.notice(annexes=0), annexes=(Annex("附件", text("表"), (down,)),))
    [sheet] = opened(write_xlsx(bulletin)).worksheets
    assert [[cell.value for cell in row] for row in sheet["A3:B4"]] == [["甲组", "一"], ["甲组", "二"]]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:B1", "A5:B5"}
    assert sheet.auto_filter.ref == "A2:B4"


def test_totals_between_rows_are_not_sorted_away() -> None:
    rows = tuple((Cell(text(name)), Cell(text("1"))) for name in ("一", "小计", "二", "小计"))
    table = Table(text("表"), 2, (samples.row("单位", "数"),), rows, strong_rows=frozenset({1, 3}))
    bulletin = replace(samples.notice(annexes=0), annexes=(Annex("附件", text("表"), (table,)),))
    assert opened(write_xlsx(bulletin)).worksheets[0].auto_filter.ref is None
