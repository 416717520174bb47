"""Spreadsheets with fixed properties: the same rows give the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Value = str | int | float | datetime | date | None
Row = Sequence[Value]


@dataclass(frozen=True)
class Sheet:
    """A sheet: optional ``above`` rows (a title), the head, the rows, optional ``below`` (a total)."""

    head: Sequence[str]
    rows: Sequence[Row]
    above: Sequence[Row] = ()
    below: Sequence[Row] = ()
    widths: Mapping[str, int] | None = None
    dates: str = "yyyy-mm-dd hh:mm:ss"


def write_workbook(path: Path, sheets: Mapping[str, Sheet], made: datetime) -> None:
    """Writes ``sheets`` in order; ``made`` is the time that the file's properties carry."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": made})
        for name, sheet in sheets.items():
            _fill(book, book.add_worksheet(name), sheet)


def _fill(book: xlsxwriter.Workbook, target: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    moment = book.add_format({"num_format": sheet.dates})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, head in enumerate(sheet.head):
        target.set_column(column, column, (sheet.widths or {}).get(head, 14))
    rows = [*sheet.above, sheet.head, *sheet.rows, *sheet.below]
    head_at = len(sheet.above)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            _write(target, number, column, value, bold if number == head_at else None, moment, day)
    target.freeze_panes(head_at + 1, 0)


def _write(
    target: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: Value,
    style: xlsxwriter.format.Format | None,
    moment: xlsxwriter.format.Format,
    day: xlsxwriter.format.Format,
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        target.write_datetime(row, column, value, moment)
    elif isinstance(value, date):
        target.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        target.write_string(row, column, value, style)
    else:
        target.write_number(row, column, value, style)


def write_csv(path: Path, sheet: Sheet, encoding: str) -> None:
    """Writes one sheet as CSV with Windows line ends; moments as Excel shows them (2022/1/4 8:03)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as target:
        writer = csv.writer(target, lineterminator="\r\n")
        for row in [*sheet.above, sheet.head, *sheet.rows, *sheet.below]:
            writer.writerow([_plain(value) for value in row])


def _plain(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day} {value.hour}:{value.minute:02d}"
    return "" if value is None else str(value)


#: Heads of adjustments.xlsx.
ADJUSTMENT_HEADS = ("类型", "工单编号", "单位", "分值", "等级", "理由", "决定人", "决定日期")


def write_adjustments(path: Path, rows: Sequence[Row], made: datetime) -> None:
    """Writes what people decided."""
    widths = {"理由": 52, "单位": 24, "决定人": 24}
    write_workbook(path, {"调整记录": Sheet(ADJUSTMENT_HEADS, rows, widths=widths)}, made)
