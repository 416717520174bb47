"""Plain workbooks of several sheets: heads, rows of texts and numbers, filters. For accounts, not for annexes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.books.sheets import bordered, height_of, set_page, workbook
from bulletin_gen.render.layout import FACES
from bulletin_gen.tree import Properties

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Cell = str | int | Decimal


class BookSheet(Struct, frozen=True):
    """One sheet: its name, heads, rows as long as the heads, and column widths in characters."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]
    widths: tuple[int, ...]


def write_grids(grids: Sequence[BookSheet], title: str) -> bytes:
    """A workbook's bytes: heads frozen and filtered, a landscape page for each sheet."""
    with workbook(Properties(title)) as (book, buffer):
        for grid in grids:
            _sheet(book, grid)
    return buffer.getvalue()


def _sheet(book: Workbook, grid: BookSheet) -> None:
    sheet = book.add_worksheet(grid.name)
    head = book.add_format(bordered(font_name=FACES.hei, bg_color="#D9E1F2"))
    text = book.add_format(bordered(font_name=FACES.song, align="left", font_size=11))
    for column, (name, wide) in enumerate(zip(grid.heads, grid.widths, strict=True)):
        sheet.set_column(column, column, wide)
        sheet.write_string(0, column, name, head)
    for row, values in enumerate(grid.rows, 1):
        sheet.set_row(row, height_of(values, grid.widths))
        for column, value in enumerate(values):
            if isinstance(value, (int, Decimal)):
                sheet.write_number(row, column, value, text)
            else:
                sheet.write_string(row, column, cleaned(value), text)
    sheet.autofilter(0, 0, max(len(grid.rows), 1), len(grid.heads) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    set_page(sheet, landscape=True)
