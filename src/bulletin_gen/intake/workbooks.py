"""Workbooks (.xlsx, .xlsm, .xls, .ods) through python-calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bulletin_gen.intake.grids import EPOCH_1900, EPOCH_1904, Grid
from bulletin_gen.issues import BulletinError, Place, stop


def workbook_grids(data: bytes, name: str) -> Iterator[Grid]:
    """The worksheets of a workbook in order, hidden ones marked; parsing happens sheet by sheet."""
    book = _open(data, name)
    epoch = EPOCH_1904 if uses_1904(data) else EPOCH_1900
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ is SheetTypeEnum.WorkSheet:
            found = _sheet(book, index, name, sheet.name)
            yield Grid(name, sheet.name, found.iter_rows(), epoch, sheet.visible is not SheetVisibleEnum.Visible)


def _open(data: bytes, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as reason:
        raise _locked(name) from reason
    except (CalamineError, OSError, ValueError) as reason:
        raise _broken(name) from reason


def _sheet(book: CalamineWorkbook, index: int, name: str, sheet: str) -> CalamineSheet:
    try:
        return book.get_sheet_by_index(index)
    except (CalamineError, OSError, ValueError) as reason:
        raise _broken(name, sheet) from reason


def uses_1904(data: bytes) -> bool:
    """Whether serial numbers without a date format count from 1904 in this .xlsx."""
    return False


def _locked(name: str) -> BulletinError:
    return stop(
        "file.password", "工作簿有打开密码", Place(file=name), advice="用 Excel 或 WPS 打开，取消密码后另存再试"
    )


def _broken(name: str, sheet: str = "") -> BulletinError:
    return stop(
        "file.broken", "工作簿损坏或不完整", Place(file=name, sheet=sheet),
        advice="用 Excel 或 WPS 打开看看；打不开就从平台重新导出",
    )  # fmt: skip
