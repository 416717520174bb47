"""Plain workbooks of accounts: what does not fit on a line has room for several."""

from __future__ import annotations

import io

import openpyxl

from bulletin_gen.render.books.gridbook import BookSheet, write_grids


def test_rows_are_as_high_as_their_longest_text() -> None:
    rows = (("短", 1), ("按派单计件；受理时间在本期内；已派单为是；" * 5, 2), ("甲" * 4000, 3))
    book = openpyxl.load_workbook(io.BytesIO(write_grids([BookSheet("合计", ("口径", "数"), rows, (40, 8))], "汇总")))
    heights = [book["合计"].row_dimensions[row].height for row in (2, 3, 4)]
    assert heights == [16.5, 6 * 16.5, 408]
