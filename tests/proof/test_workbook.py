"""Workbooks are read as they look: percentages, digits, cells without a format."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.proof.reading.files import read_publication
from bulletin_gen.proof.reading.workbook import shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.939394, "0.00%", "93.94%"),
        (1, "0.00%", "100.00%"),
        (0.5, "0.##%", "50%"),
        (0.12345, "0.0##%", "12.345%"),
        (97.4, "0.00", "97.40"),
        (97.4, "General", "97.4"),
        (97.0, "General", "97"),
        (1234, "#,##0", "1234"),
        (2.675, "0.00", "2.68"),
        (0.1 + 0.2, "General", "0.3"),
        (12, '0"件"', "12"),
        (-3.5, "0.0_);[Red]\\(0.0\\)", "-3.5"),
        (5, "@", "5"),
        (45000, "yyyy-mm-dd", "45000"),
        ("93.94%", "General", "93.94%"),
        (" 甲 \n镇 ", "General", "甲 镇"),
        (None, "0.00", ""),
        (True, "General", "True"),
    ],
)
def test_a_number_is_shown_by_its_format(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_sheet_is_read_as_it_looks(tmp_path: Path) -> None:
    """Empty rows and columns around are none of the table; the row's own number is told."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row, cells in enumerate((("单位", "受理数", "办结率"), ("甲局", 10, 0.9), ("乙局", 12, 1)), 3):
        for column, value in enumerate(cells, 2):
            sheet.cell(row, column, value).number_format = "0.0%" if column == 4 else "General"
    book.save(tmp_path / "附表.xlsx")
    (table,) = read_publication(tmp_path / "附表.xlsx").tables
    assert table.heads == ("单位", "受理数", "办结率")
    assert [row.cells for row in table.rows] == [("甲局", "10", "90.0%"), ("乙局", "12", "100.0%")]
    assert table.rows[0].where == "工作表第4行"


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(BulletinError, match="表格文件读不了"):
        read_publication(tmp_path / "坏.xlsx")


def test_without_formats_numbers_under_a_rate_are_percentages(tmp_path: Path) -> None:
    """An .ods file gives its values alone."""
    path = tmp_path / "附表.ods"
    _ods(path, (("单位", "受理数", "办结率", "得分"), ("甲局", "10", "0.9", "0.5"), ("乙局", "12", "0.8333", "1")))
    (table,) = read_publication(path).tables
    assert [row.cells for row in table.rows] == [("甲局", "10", "90%", "0.5"), ("乙局", "12", "83.33%", "1")]


def _ods(path: Path, rows: tuple[tuple[str, ...], ...]) -> None:
    from zipfile import ZipFile

    def cell(text: str) -> str:
        if text.replace(".", "").isdigit():
            return f'<table:table-cell office:value-type="float" office:value="{text}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    table = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr(
            "content.xml",
            f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="表">{table}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
