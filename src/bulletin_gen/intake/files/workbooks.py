"""Workbooks (.xlsx, .xlsm, .xls) through python-calamine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TypeVar, cast

from msgspec.structs import replace
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from bulletin_gen.intake.cells.grids import EPOCH_1900, EPOCH_1904, Grid
from bulletin_gen.intake.cells.text import Cell
from bulletin_gen.intake.files.guards import check_parts, open_zip, unpack
from bulletin_gen.intake.files.overlay import Overlay
from bulletin_gen.intake.files.package.mending import as_usual, rebuilt
from bulletin_gen.intake.files.package.usual import Held
from bulletin_gen.intake.files.package.xmlparts import sheet_parts
from bulletin_gen.intake.files.refused import broken, locked

_T = TypeVar("_T")
_DATE_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")


def xml_workbook(data: bytes, name: str) -> Iterator[Grid]:
    """The worksheets of an .xlsx or .xlsm, hidden ones marked; unpacking is checked before."""
    archive = open_zip(data, name)
    seen = check_parts(archive, data, name)
    parts = sheet_parts(archive)
    overlays = {sheet: seen.overlays[part] for sheet, part in parts.items() if part in seen.overlays}
    held = {sheet: seen.held[part] for sheet, part in parts.items() if part in seen.held}
    if seen.unusual:
        data = _guarded(lambda: rebuilt(archive, {part: as_usual(archive.read(part)) for part in seen.unusual}), name)
    return _grids(data, name, _epoch(archive, name), overlays, held)


def ole_workbook(data: bytes, name: str) -> Iterator[Grid]:
    """The worksheets of an .xls. An OLE container can also hold an encrypted .xlsx or another program's document."""
    from bulletin_gen.intake.files.xlsstream import xls_book  # olefile is for these files alone

    book = xls_book(data, name)
    return _grids(book.data, name, EPOCH_1904 if book.since_1904 else EPOCH_1900, book.overlays, {})


def _grids(
    data: bytes, name: str, epoch: datetime, overlays: Mapping[str, Overlay], held: Mapping[str, Held]
) -> Iterator[Grid]:
    book = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), name)
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ is SheetTypeEnum.WorkSheet:
            found = _guarded(partial(book.get_sheet_by_index, index), name, sheet.name)
            hidden, left = sheet.visible is not SheetVisibleEnum.Visible, found.start[1] if found.start else 0
            overlay = overlays.get(sheet.name, Overlay())
            merged = tuple((top, last, left, right) for (top, left), (last, right) in found.merged_cell_ranges or ())
            overlay = replace(overlay, merged=(*overlay.merged, *merged))
            # The same cells; lists are invariant.
            rows = cast(Iterator[list[Cell]], found.iter_rows())
            rows = overlay.over(held[sheet.name].over(rows) if sheet.name in held else rows, left)
            yield Grid(name, sheet.name, rows, epoch, hidden, left, filtered=len(overlay.hidden))


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


def _epoch(archive: zipfile.ZipFile, name: str) -> datetime:
    """Where serial numbers without a date format count from."""
    for part in archive.namelist():
        if part.replace("\\", "/").lower() == "xl/workbook.xml":
            return EPOCH_1904 if _DATE_1904.search(unpack(archive, part, name)) else EPOCH_1900
    return EPOCH_1900
