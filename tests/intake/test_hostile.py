"""Files that lie about their size, name impossible places, or are no files at all: told of in words, not waited for."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt

from bulletin_gen.intake.files.opening import open_bytes, open_file
from bulletin_gen.intake.files.xlsstream import _container, _stream
from bulletin_gen.leaves.issues import BulletinError
from cli.calls import environment
from intake.sample import read, write_xlsx

HEAD = ["工单编号", "受理时间", "承办单位", "满意"]
ROWS = [[f"A{n}", f"2024-05-{n + 10} 08:00:00", "公安局", "是"] for n in range(4)]
SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def xml(rows: str) -> bytes:
    """An XML Spreadsheet of 2003 with these rows below the head."""
    head = "".join(f'<Cell><Data ss:Type="String">{each}</Data></Cell>' for each in HEAD)
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}"><Worksheet ss:Name="工单"><Table>'
        f"<Row>{head}</Row>{rows}</Table></Worksheet></Workbook>"
    ).encode()


def cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell{more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def order(number: str, mark: str) -> str:
    return f"<Row>{cell(number)}{cell('2024-05-12T08:00:00.000', 'DateTime')}{cell('公安局')}{mark}</Row>"


def rows_of(data: bytes) -> list[list[object]]:
    [grid] = open_bytes(data, "导出.xls")
    return [list(row) for row in grid.rows]


def test_error_and_boolean_cells_of_xml_spreadsheets() -> None:
    marks = [cell("#N/A", "Error"), cell("1", "Boolean"), cell("0", "Boolean"), cell("true", "Boolean")]
    rows = rows_of(xml("".join(order(f"A{n}", mark) for n, mark in enumerate(marks))))
    assert [row[3] for row in rows] == ["满意", "#N/A", True, False, True]


def test_an_error_in_a_column_that_counts_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes(xml(order("A1", "") + f"<Row>{cell('A2')}{cell('#REF!', 'Error')}{cell('公安局')}</Row>"))
    [issue] = [each for each in read(tmp_path, path).issues if "#REF!" in each.found]
    assert (issue.severity, issue.place.row, issue.place.column) == ("错误", 3, "受理时间")


def test_a_row_that_spans_keeps_its_cells_in_its_first_line() -> None:
    spanning = f'<Row ss:Span="2" ss:Hidden="1">{cell("A1")}</Row>'
    rows = rows_of(xml(spanning + f"<Row>{cell('A2')}</Row>"))
    assert [row[0] for row in rows] == ["工单编号", "A1", "", "", "A2"]


def at(column: int) -> str:
    return cell("x", more=f' ss:Index="{column}"')


FAR = {
    "a row far below": f'<Row ss:Index="1048576">{cell("A1")}</Row><Row>{at(16000)}</Row>',
    "rows beyond the last": "".join(f'<Row ss:Span="1048576">{cell("A1")}</Row>' for _ in range(50)),
    "a cell far to the right in each row": f"<Row>{at(16384)}</Row>" * 3000,
    "a column that no sheet has": f"<Row>{at(1000000)}</Row>",
    "an empty row that spans": '<Row ss:Span="1048000"/>' * 100,
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR)
def test_places_far_away_in_xml_spreadsheets_are_refused(rows: str) -> None:
    with pytest.raises(BulletinError) as caught:
        rows_of(xml(rows))
    assert caught.value.issues[0].code in ("file.scattered", "file.broken")


def xls(change: Callable[[bytearray], None]) -> bytes:
    """A small .xls whose stream is changed after writing."""
    book, content = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("工单")
    for row, cells in enumerate([HEAD, *ROWS]):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    book.save(content)
    stream, _ = _stream(content.getvalue(), "x.xls")
    change(stream)
    return _container(bytes(stream), "Workbook")


def _records(stream: bytearray) -> list[tuple[int, int, int]]:
    at, found = 0, []
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        found.append((kind, at + 4, length))
        at += 4 + length
    return found


def dimensions(*values: int) -> Callable[[bytearray], None]:
    """Makes the sheet's DIMENSIONS record say so."""

    def change(stream: bytearray) -> None:
        for kind, at, _ in _records(stream):
            if kind == 0x200:
                struct.pack_into("<IIHH", stream, at, *values)

    return change


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ((0, 5, 0, 4), True),
        ((0, 1, 0, 1), True),
        ((0, 0, 0, 0), True),
        ((0, 0xFFFFFFFF, 0, 0xFFFF), False),
        ((0, 65536, 0, 256), False),
        ((0xFFFFFFFF, 5, 0, 4), True),
        ((0, 5, 0xFFFF, 4), True),
    ],
)
def test_what_an_xls_says_of_its_extent_is_no_truth(said: tuple[int, ...], reads: bool, tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes(xls(dimensions(*said)))
    if reads:
        assert read(tmp_path, path).dispatches.height == len(ROWS)
        return
    issues = read(tmp_path, path).issues
    assert {issue.code for issue in issues} & {"file.broken", "file.scattered"}


def merged(count: int) -> Callable[[bytearray], None]:
    """So many merged cells, in records as long as they may be."""
    most = 1027
    record = struct.pack("<HHH", 0xE5, 2 + 8 * most, most) + struct.pack("<HHHH", 2, 3, 3, 3) * most

    def change(stream: bytearray) -> None:
        end = stream.rfind(b"\x0a\x00\x00\x00")
        stream[end:end] = record * (count // most)

    return change


def with_merged(count: int) -> Callable[[str, bytes], tuple[str, bytes]]:
    cells = b"</sheetData><mergeCells>" + b'<mergeCell ref="D3:D4"/>' * count + b"</mergeCells>"
    return lambda name, data: (name, data.replace(b"</sheetData>", cells))


@pytest.mark.parametrize("count", [2000, 600_000])
def test_merged_cells_by_the_million_are_refused_before_they_fill_the_memory(count: int, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(xls(merged(count)))
    packed = changed(write_xlsx(tmp_path / "a.xlsx", {"工单": [HEAD, *ROWS]}), with_merged(count))
    for path in (tmp_path / "a.xls", packed):
        if count < 500_000:
            assert read(tmp_path, path).dispatches.height == len(ROWS)
            continue
        with pytest.raises(BulletinError) as caught:
            list(open_file(path))
        (issue,) = caught.value.issues
        assert issue.code == "file.merged"
        assert "取消合并单元格" in issue.advice


Change = Callable[[str, bytes], tuple[str, bytes]]


def changed(path: Path, change: Change) -> Path:
    """The workbook with each part renamed and rewritten by ``change``."""
    target = path.with_name("改.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(*change(name, source.read(name)))
    return target


def moved(name: str, data: bytes) -> tuple[str, bytes]:
    """The sheet's part outside of ``worksheets/``."""
    return name.replace("xl/worksheets/", "xl/其他/"), data.replace(b"worksheets/", "其他/".encode()).replace(
        b"/xl/worksheets/", "/xl/其他/".encode()
    )


def far(name: str, data: bytes) -> tuple[str, bytes]:
    """The same, with a cell that no memory holds."""
    name, data = moved(name, data)
    return name, data.replace(b'r="A5"', b'r="ZZZZZZ5"')


def many_strings(name: str, data: bytes) -> tuple[str, bytes]:
    return name, re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4000000000"', data)


def test_sheets_outside_of_their_usual_folder_are_read(tmp_path: Path) -> None:
    path = changed(write_xlsx(tmp_path / "a.xlsx", {"工单": [HEAD, *ROWS]}), moved)
    assert read(tmp_path, path).dispatches.height == len(ROWS)


@pytest.mark.parametrize("change", [far, many_strings], ids=["a far cell", "four billion texts"])
def test_what_would_abort_the_process_is_refused(
    change: Callable[[str, bytes], tuple[str, bytes]], tmp_path: Path
) -> None:
    path = changed(write_xlsx(tmp_path / "a.xlsx", {"工单": [HEAD, *ROWS]}), change)
    with pytest.raises(BulletinError) as caught:
        list(open_file(path))
    assert caught.value.issues[0].code in ("file.broken", "file.scattered")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_pipes_devices_and_links_to_themselves_are_told_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "零.csv").symlink_to("/dev/zero")
    (tmp_path / "环.xlsx").symlink_to("环.xlsx")
    said = {"管道.xlsx": "管道或设备", "零.csv": "管道或设备", "环.xlsx": "指回它自己"}
    for name, words in said.items():
        command = [sys.executable, "-m", "bulletin_gen", "inspect", str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=20, env=environment())
        assert done.returncode == 1
        assert words in done.stderr.decode()


def test_a_cell_merged_over_several_columns_fills_its_first_column_only(tmp_path: Path) -> None:
    """Down, the orders of one unit; what stands beside it was nobody's value."""
    book = openpyxl.Workbook()
    for row in [[*HEAD, "备注"], *([*each, ""] for each in ROWS)]:
        book.active.append(row)
    book.active.merge_cells("C2:E4")
    book.save(tmp_path / "a.xlsx")
    [grid] = open_file(tmp_path / "a.xlsx")
    rows = [[text or "" for text in row] for row in grid.rows]
    assert [row[2:] for row in rows[1:4]] == [["公安局", "", ""]] * 3


def test_other_programs_tables_are_told_what_to_do() -> None:
    """Also where they are named by hand, and not found in a period's folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("Index/Document.iwa", b"\0" * 50)
        package.writestr("preview.jpg", b"\xff\xd8\xff")
    for data, name, advice in (
        (content.getvalue(), "工单.numbers", "导出到 → Excel"),
        (_container(b"\0" * 4096, "ET"), "工单.et", "用 WPS 打开后另存为 .xlsx"),
        (_container(b"\0" * 4096, "WordDocument"), "工单.wps", "用 WPS 打开后另存为 .xlsx"),
    ):
        with pytest.raises(BulletinError) as caught:
            list(open_bytes(data, name))
        assert advice in str(caught.value)
