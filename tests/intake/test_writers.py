"""Exports by foreign writers, live: the same orders must come out, or an issue must say what is wrong; never a trace,
never a silent loss."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from bulletin_gen.intake.files.xlsstream import _container, _stream
from bulletin_gen.intake.showing.inspect import inspect_files
from bulletin_gen.leaves.issues import Severity
from cli.calls import environment
from intake.sample import read

HEAD = ["工单编号", "受理时间", "承办单位", "派单时间", "办结时间", "诉求类型"]
UNITS = ("公安局", "公安局", "城关镇", "城关镇", "城关镇", "住建局", "税务局", "东山乡")
ROWS = [
    [f"JX2024{n:04}", f"2024-05-{n + 10} 08:0{n}:00", unit, f"2024-05-{n + 10} 09:00:00", f"2024-05-{n + 12} 10:00:00"]
    + ["求助" if n % 2 else "投诉"]
    for n, unit in enumerate(UNITS)
]
#: Rows of equal units, counted from 1 (the head is row 0).
RUNS = ((1, 2), (3, 5))


def xls(rows: list[list[str]] = ROWS, *, merged: tuple[tuple[int, int], ...] = (), dates: bool = False) -> bytes:
    """The orders as xlwt writes them."""
    book, content = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("工单")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss")
    for row, cells in enumerate([HEAD, *rows]):
        for column, text in enumerate(cells):
            run = next((run for run in merged if column == 2 and run[0] <= row <= run[1]), None)
            if run and row == run[0]:
                sheet.write_merge(*run, 2, 2, text)
            elif not run:
                moment = dates and row and column in (1, 3, 4)
                sheet.write(row, column, datetime.fromisoformat(text) if moment else text, *([style] if moment else []))
    book.save(content)
    return content.getvalue()


def ods(*, merged: bool = False) -> bytes:
    """The orders as odfpy writes them."""
    document, table, content = OpenDocumentSpreadsheet(), Table(name="工单"), io.BytesIO()
    for number, cells in enumerate([HEAD, *ROWS]):
        row = TableRow()
        for column, text in enumerate(cells):
            run = next((run for run in RUNS if merged and column == 2 and run[0] <= number <= run[1]), None)
            if run and number > run[0]:
                row.addElement(CoveredTableCell())
                continue
            more = {"numberrowsspanned": run[1] - run[0] + 1, "numbercolumnsspanned": 1} if run else {}
            cell = TableCell(valuetype="string", **more)
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(content)
    return content.getvalue()


def by_openpyxl() -> bytes:
    book, content = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("工单")
    for row in [HEAD, *ROWS]:
        sheet.append(row)
    book.save(content)
    return content.getvalue()


def by_xlsxwriter() -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True})
    sheet = book.add_worksheet("工单")
    for number, row in enumerate([HEAD, *ROWS]):
        sheet.write_row(number, 0, row)
    sheet.autofilter(0, 0, len(ROWS), len(HEAD) - 1)
    book.close()
    return content.getvalue()


def by_polars() -> bytes:
    content = io.BytesIO()
    frame = pl.DataFrame(ROWS, schema=HEAD, orient="row")
    frame.write_excel(content, worksheet="工单", table_style="Table Style Medium 4")
    return content.getvalue()


WRITERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "xlwt": (".xls", xls),
    "xlwt with dates": (".xls", lambda: xls(dates=True)),
    "xlwt merged": (".xls", lambda: xls(merged=RUNS)),
    "odfpy": (".ods", ods),
    "odfpy merged": (".ods", lambda: ods(merged=True)),
    "openpyxl, written as a stream": (".xlsx", by_openpyxl),
    "xlsxwriter, in little memory": (".xlsx", by_xlsxwriter),
    "polars": (".xlsx", by_polars),
}


def orders(folder: Path, path: Path) -> list[tuple[str, str]]:
    """What was read, where nothing stands against it."""
    got = read(folder, path)
    assert [issue for issue in got.issues if issue.severity is Severity.ERROR] == []
    return sorted(zip(got.dispatches["order_id"], got.dispatches["unit"], strict=True))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("文本")
    path = folder / "工单.csv"
    path.write_text("\n".join(",".join(row) for row in [HEAD, *ROWS]), encoding="utf-8")
    found = orders(folder, path)
    assert len(found) == len(ROWS)
    return found


@pytest.mark.parametrize("name", WRITERS)
def test_each_writers_file_gives_the_same_orders(name: str, tmp_path: Path, expected: list[tuple[str, str]]) -> None:
    ending, write = WRITERS[name]
    path = tmp_path / f"导出{ending}"
    path.write_bytes(write())
    assert orders(tmp_path, path) == expected
    inspection = inspect_files([path])
    assert (inspection.issues, [sheet.rows for sheet in inspection.sheets]) == ((), [len(ROWS)])


def repacked(change: Callable[[bytearray], bytes | None], name: str = "Workbook") -> bytes:
    stream, _ = _stream(xls(), "x.xls")
    return _container(bytes(change(stream) or stream), name)


def records(stream: bytes) -> list[tuple[int, int, int]]:
    at, found = 0, []
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        found.append((kind, at + 4, length))
        at += 4 + length
    return found


@pytest.mark.parametrize("page", [1200, 1252, 936, 10008, 65001, 367, 0])
def test_whatever_code_page_an_xls_names(page: int, tmp_path: Path, expected: list[tuple[str, str]]) -> None:
    def change(stream: bytearray) -> None:
        [at] = [at for kind, at, _ in records(stream) if kind == 0x42]
        struct.pack_into("<H", stream, at, page)

    path = tmp_path / "导出.xls"
    path.write_bytes(repacked(change))
    assert orders(tmp_path, path) == expected


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "workbook", "WorkBook", "wORKBOOK"])
def test_however_the_stream_is_spelt(name: str, tmp_path: Path, expected: list[tuple[str, str]]) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes(repacked(lambda stream: None, name))
    assert orders(tmp_path, path) == expected


def bitten(place: int, value: int) -> Callable[[bytearray], None]:
    """Writes ``value`` into the sector table of a container at ``place`` of the stream's chain."""

    def change(data: bytearray) -> None:
        [first] = struct.unpack_from("<I", data, 76)
        struct.pack_into("<I", data, 512 * (first + 1) + 4 * place, value)

    return change


CHAINS = {
    "its own end": bitten(1, 1),
    "back to the start": bitten(5, 1),
    "back by one": bitten(6, 5),
    "past the end": bitten(4, 60_000),
    "cut short": bitten(3, 0xFFFFFFFE),
    "into the directory": bitten(4, 0),
}


@pytest.mark.parametrize("name", CHAINS)
def test_chains_of_sectors_that_lead_astray(name: str, tmp_path: Path) -> None:
    data = bytearray(repacked(lambda stream: None))
    CHAINS[name](data)
    path = tmp_path / "导出.xls"
    path.write_bytes(data)
    got = read(tmp_path, path)
    assert "file.broken" in {issue.code for issue in got.issues}


ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@pytest.mark.parametrize("code", ERRORS)
def test_error_cells_of_an_xls_are_told(code: int, tmp_path: Path) -> None:
    def change(stream: bytearray) -> bytes:
        """The unit of the third order as an error value."""
        made = bytearray()
        for kind, at, length in records(stream):
            body = bytes(stream[at : at + length])
            if kind == 0xFD and struct.unpack_from("<HH", body) == (3, 2):
                kind, body = 0x205, body[:6] + bytes((code, 1))
            made += struct.pack("<HH", kind, len(body)) + body
        return bytes(made)

    path = tmp_path / "导出.xls"
    path.write_bytes(repacked(change))
    found = [each for each in read(tmp_path, path).issues if each.place.row == 4 and each.place.column == "承办单位"]
    [issue] = [each for each in found if each.severity is Severity.ERROR]
    assert ERRORS[code] in issue.found


@pytest.mark.parametrize("runs", [RUNS, RUNS[::-1], RUNS[:1], RUNS[1:]], ids=["both", "backwards", "first", "second"])
def test_merged_units_of_an_xls_reach_all_their_rows(
    runs: tuple[tuple[int, int], ...], tmp_path: Path, expected: list[tuple[str, str]]
) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes(xls(merged=runs))
    assert orders(tmp_path, path) == expected


BEYOND = [(0, 65535, 2, 2), (3, 5, 2, 2), (9, 65535, 2, 2), (60000, 65535, 0, 255), (5, 3, 2, 2)]


@pytest.mark.parametrize("extra", BEYOND)
def test_merged_ranges_beyond_the_table_fill_nothing_that_is_filled(
    extra: tuple[int, ...], tmp_path: Path, expected: list[tuple[str, str]]
) -> None:
    def change(stream: bytearray) -> bytes:
        made, depth = bytearray(), 0
        for kind, at, length in records(stream):
            depth += kind == 0x809
            if kind == 0x0A and depth == 2:
                made += struct.pack("<HHHHHHH", 0xE5, 10, 1, *extra)
            made += stream[at - 4 : at + length]
        return bytes(made)

    path = tmp_path / "导出.xls"
    path.write_bytes(repacked(change))
    assert orders(tmp_path, path) == expected


#: Looks at a file, and says what memory it took. Not ru_maxrss: a process begins with the peak of the one that started
#: it, which here has run other tests.
_MEASURED = """
import runpy, sys
sys.argv = ["bulletin-gen", "inspect", sys.argv[1]]
try:
    runpy.run_module("bulletin_gen", run_name="__main__")
finally:
    status = open("/proc/self/status").read()
    sys.stderr.write(status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory by /proc")
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".xls"])
def test_a_large_export_takes_little_memory_and_time(ending: str, tmp_path: Path) -> None:
    """Twenty thousand orders: a busy city's month."""
    path = tmp_path / f"导出{ending}"
    wide = [*ROWS[0], *(["路灯不亮，夜里看不见，请尽快派人来修。"] * 4)]
    head = [*HEAD, *(f"备注{n}" for n in range(4))]
    rows = ([f"JX{n:08}", *wide[1:]] for n in range(20_000))
    if ending == ".xlsx":
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        sheet = book.add_worksheet("工单")
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
        book.close()
    else:  # platforms call a table of HTML .xls
        start, mark, end = ("", ",", "\n") if ending == ".csv" else ("<tr><td>", "</td><td>", "</td></tr>")
        text = "".join(start + mark.join(row) + end for row in [head, *rows])
        path.write_text(text if ending == ".csv" else f"<html><table>{text}</table></html>", encoding="utf-8")
    before = _processor_seconds()
    command = [sys.executable, "-c", _MEASURED, str(path)]
    done = subprocess.run(command, capture_output=True, check=False, env=environment())
    assert done.returncode == 0
    assert "工单 20000 行" in done.stdout.decode()
    assert _processor_seconds() - before < 10  # of a processor: the machine may have other things to do
    assert int(done.stderr.split()[-1]) < 1 << 20  # KiB


def _processor_seconds() -> float:
    import resource  # Windows has none

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
