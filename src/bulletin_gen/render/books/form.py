"""An office's own form of its annexed tables, filled: the workbook stays, one row of it is written many times, charts
stand where the form has their names."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error
from bulletin_gen.render.books.xlsx import apart, named_tables
from bulletin_gen.render.columns import placed
from bulletin_gen.render.docx.package import zipped
from bulletin_gen.tree import Bulletin, Cell, Table, plain

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "表题"
_PROPERTIES = "docProps/core.xml"
_NO_PROPERTIES = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_NAME = late(r"\{([^{}]+)\}")
_BLANKS = late(r"\s+")
_LOST = (
    (r"xl/drawings/|xl/media/", "图形、图片"), (r"xl/charts/", "图表"), (r"vbaProject", "宏"),
    (r"xl/pivot", "数据透视表"), (r"xl/embeddings/|xl/ctrlProps/|xl/activeX/", "嵌入的对象、控件"),
    (r"xl/externalLinks/", "到别的工作簿的链接"), (r"xl/tables/", "“表格”（套用表格格式的区域）"),
    (r"xl/comments|xl/threadedComments", "批注"), (r"xl/slicers?", "切片器"), (r"_xmlsignatures/", "数字签名"),
)  # fmt: skip


class FormRow(Struct, frozen=True):
    """Where a table goes in a form: the sheet, the row of names from 1, column from 1 → column of the table from 0."""

    sheet: str
    row: int
    columns: Mapping[int, int]
    table: Table


def fill_form(bulletin: Bulletin, form: Path) -> bytes:
    """The office's workbook with the tables of the bulletin in it, each in place of a row of names in braces, and its
    charts, each in place of its name.

    Raises ``BulletinError`` for everything of the workbook that would be lost, and for names that nothing has.
    """
    import openpyxl

    from bulletin_gen.render.books import formcharts

    if lost := [*_lost_parts(form)]:
        raise BulletinError(lost)
    book = openpyxl.load_workbook(form)
    issues = [*formcharts.name_issues(book, bulletin, form.name)]
    found: list[FormRow] = []
    drawn = any(
        formcharts.is_place(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    )
    for sheet in book.worksheets:
        try:
            found += _row_of(sheet, bulletin, form.name)
        except BulletinError as reason:
            issues += reason.issues
    if not found and not drawn and not issues:
        issues.append(_refused(form.name, "", "", "没有一行是花括号里的列名", "在要填的那一行写{单位}、{受理}等列名"))
    if issues:
        raise BulletinError(issues)
    for each in found:
        _fill(book[each.sheet], each)
    formcharts.say_captions(book, bulletin)
    if issues := formcharts.draw(book, bulletin, form.name):
        raise BulletinError(issues)
    return _packed(book, form)


def _packed(book: Workbook, form: Path) -> bytes:
    """The workbook with fixed times in it: its properties are the form's, which openpyxl would date anew."""
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as package, zipfile.ZipFile(form) as own:
        parts = {name: package.read(name) for name in package.namelist()}
        parts[_PROPERTIES] = own.read(_PROPERTIES) if _PROPERTIES in own.namelist() else _NO_PROPERTIES
    return zipped(parts)


def heads_of(table: Table) -> dict[str, int]:
    """What each column of a table is called in a form → the column: the lowest head, all heads where two are alike."""
    lines: list[list[str]] = [[] for _ in range(table.columns)]
    for row in placed(table.head, table.columns):
        for column, cell, text in row:
            for at in range(column, column + cell.span):
                lines[at].append(_BLANKS.sub("", text))
    last = [each[-1] if each else "" for each in lines]
    names = (each if last.count(each) == 1 else "".join(lines[at]) for at, each in enumerate(last))
    return {name: at for at, name in enumerate(names)}


def _lost_parts(form: Path) -> Iterator[Issue]:
    try:
        with zipfile.ZipFile(form) as package:
            names = package.namelist()
            extended = [name for name in names if name.endswith(".xml") and b"<extLst" in package.read(name)]
    except zipfile.BadZipFile as reason:
        issue = _refused(form.name, "", "", "不是 Excel 工作簿（.xlsx）", "用 Excel 或 WPS 另存为 .xlsx")
        raise BulletinError([issue]) from reason
    for pattern, called in _LOST:
        parts = [name for name in names if re.search(pattern, name)]
        if parts:
            yield _refused(form.name, "", parts[0], f"表样里有{called}，填的时候会丢失", "删去后另存")
    for name in extended:
        if name.startswith("xl/worksheets/"):
            yield _refused(
                form.name, "", name, "表样里有扩展功能（如迷你图、新式条件格式），填的时候会丢失", "删去后另存"
            )


def _refused(file: str, sheet: str, cell: str, kind: str, advice: str, expected: str = "") -> Issue:
    return error("form.refused", kind, Place(file=file, sheet=sheet, key=cell), expected=expected, advice=advice)


def _row_of(sheet: Worksheet, bulletin: Bulletin, file: str) -> Iterator[FormRow]:
    from bulletin_gen.render.books.formcharts import is_place, without_captions

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    charted = [cell for cell in cells if is_place(cell.value)]
    names = [(cell, _NAME.findall(without_captions(str(cell.value)))) for cell in cells if cell not in charted]
    named = [(cell, found) for cell, found in names if found and found != [TITLE]]
    if not named:
        return
    table = table_for(sheet.title, bulletin, file)
    heads = heads_of(table)
    row = named[0][0].row
    issues = [
        _refused(
            file, sheet.title, cell.coordinate, f"“{cell.value}”不能填", "每格只写一个列名，都写在同一行",
            "、".join(heads),
        )
        for cell, found in named
        if cell.row != row or cell.value != f"{{{found[0]}}}" or _BLANKS.sub("", found[0]) not in heads
    ]  # fmt: skip
    issues += [
        _refused(file, sheet.title, cell.coordinate, "图写在了列名那一行", "把图放到别的行")
        for cell in charted
        if cell.row == row
    ]
    issues += _unmoved(sheet, row, file)
    if issues:
        raise BulletinError(issues)
    yield FormRow(sheet.title, row, {cell.column: heads[_BLANKS.sub("", found[0])] for cell, found in named}, table)


def _unmoved(sheet: Worksheet, row: int, file: str) -> Iterator[Issue]:
    """What does not come along when rows are put in."""
    advice = "删去后另存；合计由程序填"
    for cell in (cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"):
        yield _refused(file, sheet.title, cell.coordinate, "表样里有公式，加行后会指错格子", advice)
    if sheet.conditional_formatting or sheet.data_validations.dataValidation or sheet.auto_filter.ref:
        yield _refused(file, sheet.title, "", "表样里有条件格式、数据验证或筛选，加行后会错位", "删去后另存")
    for each in sheet.merged_cells.ranges:
        if each.min_row <= row <= each.max_row and each.min_row != each.max_row:
            yield _refused(file, sheet.title, str(each), "列名那一行有跨行的合并格", "取消这一处合并")


def table_for(sheet: str, bulletin: Bulletin, file: str) -> Table:
    """The table that a sheet of this name is the form of; ``BulletinError`` where none or several may be."""
    tables = [table for _, table in named_tables(bulletin)]
    titles = [_BLANKS.sub("", plain(table.title)) for table in tables]
    name = _BLANKS.sub("", sheet)
    found = [table for table, title in zip(tables, titles, strict=True) if name in (table.name, title)]
    if not found and len(tables) == 1:
        found = tables
    if len(found) == 1:
        return found[0]
    known = "、".join(table.name for table in tables)
    advice = "把工作表改成这些名称之一（profile.yaml 的“表格”里的名称）"
    raise BulletinError([_refused(file, sheet, "", "不知道这张工作表是哪张表的样式", advice, known)])


def body_of(table: Table) -> list[dict[int, Cell]]:
    """The rows of a table, each a map from column to cell; what reaches over rows is said in each."""
    return [
        {column: cell for column, cell, _ in row} for row in placed(apart(table.rows, table.columns), table.columns)
    ]


def _fill(sheet: Any, form: FormRow) -> None:
    rows = body_of(form.table)
    _make_room(sheet, form.row, len(rows) - 1)
    for number, cells in enumerate(rows):
        for column in range(1, sheet.max_column + 1):
            target = sheet.cell(form.row + number, column)
            if number:
                _like(target, sheet.cell(form.row, column))
            if column in form.columns:
                _write(target, cells.get(form.columns[column], Cell()))
            elif number:
                target.value = sheet.cell(form.row, column).value
    title = plain(form.table.title)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and f"{{{TITLE}}}" in cell.value:
                cell.value = cell.value.replace(f"{{{TITLE}}}", title)


def _like(target: Any, pattern: Any) -> None:
    if pattern.has_style:
        target._style = copy.copy(pattern._style)  # noqa: SLF001 - openpyxl's own way to copy a format


def _write(target: Any, cell: Cell) -> None:
    if cell.value:
        target.value = Decimal(cell.value)
        target.number_format = cell.number_format or "General"
    else:
        target.value = cleaned(plain(cell.text))
        target.data_type = "s"


def _make_room(sheet: Any, row: int, more: int) -> None:
    """Puts ``more`` rows below ``row``; heights, merged cells and the print area come along."""
    if more <= 0:
        return
    heights = {at: sheet.row_dimensions[at].height for at in range(row, sheet.max_row + 1)}
    below = [each for each in sheet.merged_cells.ranges if each.min_row > row]
    across = [each for each in sheet.merged_cells.ranges if each.min_row == row]
    for each in below:
        sheet.merged_cells.remove(each)
    sheet.insert_rows(row + 1, more)
    for each in below:
        each.shift(row_shift=more)
        sheet.merged_cells.add(each)
    for at, height in sorted(heights.items(), reverse=True):
        if at > row:
            sheet.row_dimensions[at + more].height = height
    for at in range(row + 1, row + more + 1):
        sheet.row_dimensions[at].height = heights[row]
        for each in across:
            sheet.merge_cells(start_row=at, end_row=at, start_column=each.min_col, end_column=each.max_col)
    if sheet.print_area:
        area = str(sheet.print_area).rpartition("!")[2].replace("$", "")
        sheet.print_area = re.sub(r"\d+$", lambda found: str(int(found[0]) + more), area)
