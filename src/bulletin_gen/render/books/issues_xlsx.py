"""问题清单.xlsx: what the program found in the inputs, for clerks to go through, each with a link to where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.issues import Issue, Place, Severity
from bulletin_gen.render.books.links import external_link
from bulletin_gen.render.books.sheets import bordered, height_of, set_page, workbook
from bulletin_gen.render.layout import FACES
from bulletin_gen.tree import Properties

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Heads and column widths of the list.
COLUMNS = (
    ("序号", 6),
    ("级别", 7),
    ("类别", 20),
    ("文件", 24),
    ("工作表", 14),
    ("行", 8),
    ("列", 16),
    ("打开", 9),
    ("读到", 30),
    ("应为", 30),
    ("处理", 40),
)
_SUMMARY = (("级别", 7), ("类别", 30), ("处数", 8), ("文件", 40), ("处理", 60))
_LIST, _COUNTS = "问题清单", "分类汇总"
_COLORS = {Severity.ERROR: "#F8CBAD", Severity.WARNING: "#FFE699", Severity.NOTE: "#FFFFFF"}
_GRADES = tuple(Severity)
_LINK = COLUMNS.index(("打开", 9))
#: A sheet holds no more links.
_MOST_LINKS = 65_530


class _Formats(Struct, frozen=True):
    head: Format
    text: Format
    link: Format
    grades: Mapping[Severity, Format]


def write_issues(
    issues: Sequence[Issue], properties: Properties | None = None, sources: Mapping[str, str] | None = None
) -> bytes:
    """A workbook's bytes: one row an issue, grave ones first and like ones together, with filters and counts by kind.

    ``sources``: file as issues name it → its path, relative to the workbook's folder or absolute. An empty list says
    so.
    """
    with workbook(properties or Properties(_LIST)) as (book, buffer):
        formats = _formats(book)
        ordered = in_order(issues)
        _fill_list(book.add_worksheet(_LIST), ordered, formats, sources or {})
        if ordered:
            _fill_counts(book.add_worksheet(_COUNTS), ordered, formats)
    return buffer.getvalue()


def in_order(issues: Sequence[Issue]) -> list[Issue]:
    """By severity, then by kind as they first appear, then by file, sheet and row."""
    kinds = {kind: rank for rank, kind in enumerate(dict.fromkeys(issue.kind for issue in issues))}
    return sorted(issues, key=lambda issue: (_GRADES.index(issue.severity), kinds[issue.kind], *_where(issue.place)))


def _where(place: Place) -> tuple[str, str, int]:
    # What is said about the rest of a group (还有几处…) names no file: it comes last.
    return place.file or "\U0010ffff", place.sheet, place.row or 0


def _formats(book: Workbook) -> _Formats:
    song, left = {"font_name": FACES.song}, {"align": "left", "font_size": 11}
    return _Formats(
        head=book.add_format(bordered(font_name=FACES.hei, bg_color="#D9E1F2")),
        text=book.add_format(bordered(**song, **left)),
        link=book.add_format(bordered(**song, font_size=11, font_color="#0563C1", underline=1)),
        grades={grade: book.add_format(bordered(**song, bg_color=color)) for grade, color in _COLORS.items()},
    )


def _fill_list(sheet: Worksheet, issues: Sequence[Issue], formats: _Formats, sources: Mapping[str, str]) -> None:
    _write_heads(sheet, COLUMNS, formats)
    links = 0
    for row, issue in enumerate(issues, 1):
        values = (row, *_values(issue))
        _set_height(sheet, row, values, COLUMNS)
        for column, value in enumerate(values):
            _write(sheet, row, column, value, formats.grades[issue.severity] if column == 1 else formats.text)
        link = external_link(sources.get(issue.place.file, ""), issue.place) if links < _MOST_LINKS else ""
        if link:
            links += 1
            sheet.write_url(row, _LINK, link, formats.link, string=_shown(issue.place))
    if not issues:
        sheet.merge_range(1, 0, 1, len(COLUMNS) - 1, "未发现问题", formats.text)
    sheet.autofilter(0, 0, max(len(issues), 1), len(COLUMNS) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    set_page(sheet, landscape=True)


def _fill_counts(sheet: Worksheet, issues: Sequence[Issue], formats: _Formats) -> None:
    """How many of each kind; a number leads to the first of them in the list."""
    _write_heads(sheet, _SUMMARY, formats)
    for row, (first, group) in enumerate(_groups(issues), 1):
        files = "、".join(dict.fromkeys(issue.place.file for issue in group if issue.place.file))
        grade = group[0].severity
        count = sum(issue.times for issue in group)
        values: tuple[str | int, ...] = (grade.value, group[0].kind, count, files, group[0].advice)
        _set_height(sheet, row, values, _SUMMARY)
        sheet.write_url(row, 2, f"internal:'{_LIST}'!A{first + 2}", formats.link)
        for column, (value, chosen) in enumerate(zip(values, _summary_formats(formats, grade), strict=True)):
            _write(sheet, row, column, value, chosen)
    total: tuple[str | int, ...] = ("合计", "", sum(issue.times for issue in issues), "", "")
    for column, value in enumerate(total):
        _write(sheet, row + 1, column, value, formats.head)
    sheet.freeze_panes(1, 0)
    set_page(sheet, landscape=True)


def _summary_formats(formats: _Formats, grade: Severity) -> tuple[Format, ...]:
    return formats.grades[grade], formats.text, formats.link, formats.text, formats.text


def _groups(issues: Sequence[Issue]) -> Iterator[tuple[int, list[Issue]]]:
    """Issues of one kind and severity, with the place of the first in the list."""
    groups: dict[tuple[Severity, str], list[int]] = {}
    for index, issue in enumerate(issues):
        groups.setdefault((issue.severity, issue.kind), []).append(index)
    return ((places[0], [issues[place] for place in places]) for places in groups.values())


def _write_heads(sheet: Worksheet, columns: Sequence[tuple[str, int]], formats: _Formats) -> None:
    for column, (name, wide) in enumerate(columns):
        sheet.set_column(column, column, wide)
        sheet.write_string(0, column, name, formats.head)


def _set_height(sheet: Worksheet, row: int, values: Sequence[str | int], columns: Sequence[tuple[str, int]]) -> None:
    sheet.set_row(row, height_of(values, [wide for _, wide in columns]))


def _write(sheet: Worksheet, row: int, column: int, value: str | int, chosen: Format) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, chosen)
    elif not value:
        sheet.write_blank(row, column, None, chosen)
    else:
        sheet.write_string(row, column, cleaned(value), chosen)


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
        "",
        issue.found,
        issue.expected,
        issue.advice,
    )


def _shown(place: Place) -> str:
    """What a clerk clicks on."""
    return place.cell or (f"第{place.row}行" if place.row is not None else "文件")
