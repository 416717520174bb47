"""Marked copies of what was handed in: the doubtful cells coloured, each with a comment. The originals stay untouched.

A copy has the rows and columns of its source in their places, but only the columns that the program reads: citizens'
data and texts are left blank, and their numbers masked where they stand in a column that the program reads.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin_gen.county.workspace import MARKED
from bulletin_gen.intake.cells.grids import Grid, column_letters
from bulletin_gen.intake.cells.text import cell_text
from bulletin_gen.intake.cells.told import is_moment, is_slipped, told
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.intake.head.heads import HeadWords
from bulletin_gen.intake.head.sheets import take_sheet
from bulletin_gen.leaves.issues import BulletinError, Issue, Severity
from bulletin_gen.leaves.personal import SHORTEST, masked, masked_id
from bulletin_gen.profile.intake import IntakeRules

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COLOURS = {Severity.ERROR: "#F8CBAD", Severity.WARNING: "#FFE699", Severity.NOTE: "#DDEBF7"}
_GRAVEST = tuple(Severity)
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))

#: Sheet → cell → the issues about it.
_Marks = Mapping[tuple[str, str], Mapping[str, Sequence[Issue]]]


def marked_copies(files: Sequence[Path], issues: Sequence[Issue], rules: IntakeRules) -> dict[str, bytes]:
    """File name → workbook, for every file with an issue about one of its cells or rows."""
    marks, vocabulary = _marks(issues), HeadWords.of(rules)
    copies: dict[str, bytes] = {}
    for path in files:
        try:
            grids = [grid for grid in open_file(path) if (grid.file, grid.sheet) in marks]
            if grids:
                copies[f"{path.stem}{MARKED}.xlsx"] = _copy(grids, marks, vocabulary)
        except BulletinError:
            continue  # an unreadable file has no cells; its issue is in the list
    return copies


def _marks(issues: Sequence[Issue]) -> _Marks:
    marks: dict[tuple[str, str], dict[str, list[Issue]]] = {}
    for issue in issues:
        place = issue.place
        if place.row is not None:
            cells = marks.setdefault((place.file, place.sheet), {})
            cells.setdefault(place.cell or f"A{place.row}", []).append(issue)
    return marks


def _copy(grids: Sequence[Grid], marks: _Marks, vocabulary: HeadWords) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # no clock: the same issues give the same bytes
    formats = {severity: book.add_format({"bg_color": colour}) for severity, colour in _COLOURS.items()}
    for number, grid in enumerate(grids, 1):
        sheet = book.add_worksheet(_sheet_name(grid, number))
        _fill(sheet, grid, marks[grid.file, grid.sheet], formats, vocabulary)
    book.close()
    return out.getvalue()


def _sheet_name(grid: Grid, number: int) -> str:
    """A name that a workbook may have: sheets of several files can share one."""
    name = f"{number} {grid.sheet or Path(grid.file).stem}".translate(_FORBIDDEN)
    return name[:_LONGEST_NAME].strip("'")


def _fill(
    sheet: Worksheet,
    grid: Grid,
    marks: Mapping[str, Sequence[Issue]],
    formats: Mapping[Severity, Any],
    vocabulary: HeadWords,
) -> None:
    for number, cells in _shown_rows(grid, vocabulary):
        for index, text in cells.items():
            issues = marks.get(f"{column_letters(index)}{number}", ())
            style = formats[min((issue.severity for issue in issues), key=_GRAVEST.index)] if issues else None
            sheet.write_string(number - 1, index, text, style)
            if issues:
                sheet.write_comment(number - 1, index, "\n".join(map(_comment, issues)), {"x_scale": 2, "y_scale": 2})


def _comment(issue: Issue) -> str:
    parts = (issue.kind, issue.expected and f"应为：{issue.expected}", issue.advice and f"处理：{issue.advice}")
    return "；".join(filter(None, parts))


_SLIPPED = "…"


def _fit(column: str, text: str, slipped: bool) -> str:
    """How the text of a canonical column is shown: in a row whose cells slipped it may be a citizen's name, number or
    address, but for times."""
    if not text:
        return ""
    if column == "order_id":
        return masked_id(text)
    if is_moment(column):
        return told(text, column, slipped=slipped)
    return _SLIPPED if slipped else text if len(text) < SHORTEST else masked(text)


def _shown_rows(grid: Grid, vocabulary: HeadWords) -> Iterator[tuple[int, dict[int, str]]]:
    """Row number and the texts of its columns that are read (0 is column A); notes and blank rows are left out."""
    head, rows, _ = take_sheet(grid, vocabulary)
    if head is None:
        return
    yield head.last, {grid.left + index: name for index, name in enumerate(head.names) if name}
    meant = {index: column for index in range(len(head.names)) if (column := head.meaning(index, vocabulary))}
    for number, row in enumerate(rows, head.last + 1):
        texts = {index: cell_text(row[index]) for index in meant if index < len(row)}
        beyond = grid.text and any(cell_text(cell) for cell in row[len(head.names) :])
        slipped = beyond or is_slipped({meant[index]: text for index, text in texts.items()})
        cells = {grid.left + index: _fit(meant[index], text, slipped) for index, text in texts.items()}
        if sum(map(bool, cells.values())) > 1:
            yield number, cells
