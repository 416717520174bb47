"""问题清单.xlsx: what the program found in the inputs, for clerks to go through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bulletin_gen.issues import Issue, Severity
from bulletin_gen.render.characters import cleaned
from bulletin_gen.render.layout import FACES
from bulletin_gen.render.sheets import bordered, set_page, workbook
from bulletin_gen.tree import Properties

if TYPE_CHECKING:
    from xlsxwriter import Workbook

#: Heads and column widths.
COLUMNS = (
    ("序号", 6),
    ("级别", 7),
    ("类别", 20),
    ("文件", 24),
    ("工作表", 14),
    ("行", 8),
    ("列", 16),
    ("读到", 30),
    ("应为", 30),
    ("处理", 40),
)
_COLORS = {Severity.ERROR: "#F8CBAD", Severity.WARNING: "#FFE699", Severity.NOTE: "#FFFFFF"}


def write_issues(issues: Sequence[Issue], properties: Properties | None = None) -> bytes:
    """A workbook's bytes: one row an issue in the given order, with filters; an empty list says so."""
    with workbook(properties or Properties("问题清单")) as (book, buffer):
        _fill(book, issues)
    return buffer.getvalue()


def _fill(book: Workbook, issues: Sequence[Issue]) -> None:
    sheet = book.add_worksheet("问题清单")
    head = book.add_format(bordered(font_name=FACES.hei, bg_color="#D9E1F2"))
    text = book.add_format(bordered(font_name=FACES.song, align="left", font_size=11))
    marks = {grade: book.add_format(bordered(font_name=FACES.song, bg_color=color)) for grade, color in _COLORS.items()}
    for column, (name, wide) in enumerate(COLUMNS):
        sheet.set_column(column, column, wide)
        sheet.write_string(0, column, name, head)
    for row, issue in enumerate(issues, 1):
        sheet.write_number(row, 0, row, text)
        for column, value in enumerate(_values(issue), 1):
            chosen = marks[issue.severity] if column == 1 else text
            if isinstance(value, int):
                sheet.write_number(row, column, value, chosen)
            else:
                sheet.write_string(row, column, cleaned(value), chosen)
    if not issues:
        sheet.merge_range(1, 0, 1, len(COLUMNS) - 1, "未发现问题", text)
    sheet.autofilter(0, 0, max(len(issues), 1), len(COLUMNS) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    set_page(sheet, landscape=True)


def _values(issue: Issue) -> tuple[str | int, ...]:
    """The cells after the serial number. A key (a unit, an order number) stands with the column."""
    place = issue.place
    row = place.row if place.row is not None else ""
    column = " ".join(part for part in (place.column, place.key) if part)
    return (
        issue.severity.value,
        issue.kind,
        place.file,
        place.sheet,
        row,
        column,
        issue.found,
        issue.expected,
        issue.advice,
    )
