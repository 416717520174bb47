"""What all our workbooks share: constant properties, fonts, page set-up, safe names."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Properties

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
#: Pixels of a half character of 12 pt, and of the digit by which a workbook counts column widths.
_HALF, _DIGIT, _CELL_PADDING = 8, 7, 12
_NAME_FORBIDDEN = late(r"[\[\]:*?/\\'\x00-\x1f]")
_NAME_LENGTH = 31
_EXCEL_EPOCH = date(1980, 1, 1)


@contextmanager
def workbook(properties: Properties) -> Iterator[tuple[Workbook, io.BytesIO]]:
    """A workbook and the buffer that holds its bytes after the block; the same content gives the same bytes."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        created = datetime.combine(properties.created or _EXCEL_EPOCH, time())
        texts = {"title": properties.title, "subject": properties.subject, "author": properties.author}
        book.set_properties(texts | {"keywords": properties.keywords, "created": created})
        yield book, buffer


def column_width(half_characters: int) -> float:
    """A column's width in the workbook's unit for text of 12 pt."""
    pixels = half_characters * _HALF + _CELL_PADDING
    return round(pixels / _DIGIT, 2)


def lines_in(text: str, half_characters: int) -> int:
    """How many lines a text takes in a column."""
    return sum(max(1, -(-width(line) // max(half_characters, 1))) for line in text.split("\n"))


#: Points of a line of text of size 11, and of the highest row that a workbook can have.
_LINE, _HIGHEST = 16.5, 408.0


def height_of(values: Sequence[object], widths: Sequence[int]) -> float:
    """Points that a row of text of size 11 needs for its longest cell, in columns of so many half characters.

    Not every program makes the room by itself.
    """
    lines = (lines_in(str(value), wide - 1) for value, wide in zip(values, widths, strict=True))
    return min(_HIGHEST, _LINE * max(lines, default=1))


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook accepts: at most 31 characters, no forbidden ones, not used yet. Remembers it."""
    base = _NAME_FORBIDDEN.sub("", cleaned(wanted)).strip()
    name, number = _cut(base, _NAME_LENGTH) or "表", 1
    while name.casefold() in taken:
        number += 1
        end = f"({number})"
        name = _cut(base, _NAME_LENGTH - len(end)) + end
    taken.add(name.casefold())
    return name


def _cut(text: str, units: int) -> str:
    """The beginning of a text in at most so many UTF-16 units, by which workbooks count."""
    while len(text.encode("utf-16-le", "surrogatepass")) > units * 2:
        text = text[:-1]
    return text


def set_page(sheet: Worksheet, *, landscape: bool) -> None:
    """A4, one page wide, centred, numbered."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_footer('&C&"宋体"&12— &P —')


def bordered(**more: Any) -> dict[str, Any]:
    """A cell format with rules, wrapped and centred."""
    return {"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "font_size": 12} | more
