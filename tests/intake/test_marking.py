"""Marked copies: every doubtful cell coloured and commented in its own place, without citizens' data."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from bulletin_gen.intake.showing.marking import marked_copies
from intake.sample import profile, read, write_xlsx

HEADS = ["序号", "工单编号", "来电人", "受理时间", "承办单位", "是否满意", "别的"]
ROWS = [
    ["工单表"],
    HEADS,
    [1, "A1", "张三", "2024-05-01", "公安局", "满意", "x"],
    [2, "A2", "李四", "某天", "公安厅", "凑合", "y"],
    [3, "", "王五", "2024-05-01", "公安局", "满意", "z"],
    ["注：张三填"],
]


def test_doubtful_cells_are_coloured_and_commented_in_place(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "五月.xlsx", {"工单": ROWS, "说明": [["x"]]})
    before = path.read_bytes()
    got = read(tmp_path, path, checks={"missing_accepted": "off"})
    copies = marked_copies([path], got.issues, profile().intake)
    assert path.read_bytes() == before
    assert copies == marked_copies([path], got.issues, profile().intake)
    [(name, data)] = copies.items()
    assert name == "五月（标记）.xlsx"
    [sheet] = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    marked = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.comment}
    assert sorted(marked) == ["B5", "D4", "E4", "F4"]
    assert {cell.fill.fgColor.rgb for cell in marked.values()} == {"FFF8CBAD"}
    assert "甲县公安局" in str(marked["E4"].comment.text)
    assert [sheet["B3"].value, sheet["D3"].value, sheet["C3"].value, sheet["G3"].value] == [
        "A1",
        "2024-05-01",
        None,
        None,
    ]
    assert not any(cell.value in ("张三", "注：张三填") for row in sheet.iter_rows() for cell in row)


def test_citizens_numbers_in_columns_that_are_read_are_masked(tmp_path: Path) -> None:
    rows = [
        HEADS,
        [1, "13812345678", "", "13812345678", "张三13812345678", "13812345678", ""],
        [2, "202405010000123456", "", "2024-05-01 08:00:00", "公安局", "满意", ""],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"工单": rows})
    got = read(tmp_path, path)
    [data] = marked_copies([path], got.issues, profile().intake).values()
    [sheet] = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    shown = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert shown[0][:6] == [None, "…", None, "…", "…", "…"]
    assert shown[1][:6] == [None, "202405010000123456", None, "2024-05-01 08:00:00", "公安局", "满意"]
    assert "13812345678" not in "".join(str(cell.comment and cell.comment.text) for row in sheet for cell in row)


def test_files_without_doubts_or_without_sheets_have_no_copy(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "好.xlsx", {"工单": ROWS[:3]})
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    got = read(tmp_path, good, tmp_path / "坏.xlsx")
    assert marked_copies([good, tmp_path / "坏.xlsx"], got.issues, profile().intake) == {}
