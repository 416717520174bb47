"""Workbooks (.xlsx, .xlsm, .xls, .ods) through python-calamine."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TypeVar, cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from bulletin_gen.intake.cells.grids import EPOCH_1900, EPOCH_1904, Grid
from bulletin_gen.intake.cells.text import Cell
from bulletin_gen.intake.files.guards import broken, check_workbook, locked, open_zip, unpack, wrong_type

_T = TypeVar("_T")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS = tuple(stream.encode("utf-16-le") for stream in ("Workbook", "Book"))
_DATE_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")

#: How the globals of a BIFF8 workbook begin; the record that says where dates count from, and how soon it comes.
_BOOK_BEGINS, _DATE_MODE, _MOST_RECORDS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x22, 200


def xml_workbook(data: bytes, name: str) -> Iterator[Grid]:
    """The worksheets of an .xlsx, .xlsm or .ods, hidden ones marked; unpacking is checked before."""
    archive = open_zip(data, name)
    check_workbook(archive, data, name)
    return _grids(data, name, _epoch(archive, name))


def ole_workbook(data: bytes, name: str) -> Iterator[Grid]:
    """The worksheets of an .xls. An OLE container can also hold an encrypted .xlsx or another program's document."""
    if _ENCRYPTED in data:
        raise locked(name)
    if not any(stream in data for stream in _WORKBOOK_STREAMS):
        raise wrong_type(name, "Office 97—2003 的其他文件（如 .doc）")
    return _grids(data, name, _ole_epoch(data))


def _grids(data: bytes, name: str, epoch: datetime) -> Iterator[Grid]:
    book = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), name)
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ is SheetTypeEnum.WorkSheet:
            found = _guarded(partial(book.get_sheet_by_index, index), name, sheet.name)
            hidden, left = sheet.visible is not SheetVisibleEnum.Visible, found.start[1] if found.start else 0
            # The same cells; lists are invariant.
            rows = cast(Iterator[list[Cell]], found.iter_rows())
            yield Grid(name, sheet.name, rows, epoch, hidden, left)


def _guarded(read: Callable[[], _T], name: str, sheet: str = "") -> _T:
    """What ``read`` returns; the reader's ways of failing become one message."""
    try:
        return read()
    except PasswordError as reason:
        raise locked(name) from reason
    except (CalamineError, OSError, ValueError) as reason:
        raise broken(name, sheet) from reason
    except BaseException as reason:
        # A panic of the reader's Rust code is no Exception and has no importable name.
        if type(reason).__name__ != "PanicException":
            raise
        raise broken(name, sheet) from reason


def _ole_epoch(data: bytes) -> datetime:
    """The same for an .xls: a record (DATEMODE) not far behind that with which the workbook begins."""
    at = data.find(_BOOK_BEGINS)
    for _ in range(_MOST_RECORDS if at >= 0 else 0):
        record, length = struct.unpack_from("<HH", data.ljust(at + 4, b"\0"), at)
        if record == _DATE_MODE:
            return EPOCH_1904 if data[at + 4 : at + 6] == b"\x01\x00" else EPOCH_1900
        at += 4 + length
    return EPOCH_1900


def _epoch(archive: zipfile.ZipFile, name: str) -> datetime:
    """Where serial numbers without a date format count from."""
    for part in archive.namelist():
        if part.replace("\\", "/").lower() == "xl/workbook.xml":
            return EPOCH_1904 if _DATE_1904.search(unpack(archive, part, name)) else EPOCH_1900
    return EPOCH_1900
