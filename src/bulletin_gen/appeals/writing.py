"""A unit's sheet as a workbook: what to do, its figures, its orders with columns for its appeal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_gen.appeals.model import (
    COUNTED,
    COUNTY,
    FIGURES,
    GUIDE,
    KIND,
    NUMBER,
    ORDERS,
    PERIOD,
    REASON,
    UNIT,
    UNTIL,
    UnitSheet,
)  # fmt: skip
from bulletin_gen.canonical import LABELS
from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.filenames import safe_name
from bulletin_gen.render.books.sheets import bordered, height_of, set_page, workbook
from bulletin_gen.render.layout import FACES
from bulletin_gen.tree import Properties

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Half characters a column: all of them on one page's width are still read at arm's length (8 points and more).
_WIDTHS = {NUMBER: 14, COUNTED: 17, KIND: 8, REASON: 18}
#: A time takes two lines.
_TIMES, _WIDE, _NARROW = 11, 9, 5
_NARROW_HEADS = frozenset((LABELS["excused"],))
_LONGEST_NUMBER = 24


def named_files(sheets: Sequence[UnitSheet], until: date, out: Path) -> dict[Path, bytes]:
    """File → content for every unit, under names that Windows allows, no two the same there."""
    files: dict[Path, bytes] = {}
    taken: set[str] = set()
    for sheet in sheets:
        stem = safe_name(f"{sheet.county}{sheet.period_name}核对表（{sheet.unit}）")
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}{number}"
        taken.add(name.casefold())
        files[out / f"{name}.xlsx"] = sheet_workbook(sheet, until)
    return files


def sheet_workbook(sheet: UnitSheet, until: date) -> bytes:
    """The workbook's bytes; the same sheet gives the same."""
    with workbook(Properties(f"{sheet.county}{sheet.period_name}核对表：{sheet.unit}")) as (book, buffer):
        _guide(book, sheet, until)
        _figures(book, sheet)
        _orders(book, sheet)
    return buffer.getvalue()


def _guide(book: Workbook, sheet: UnitSheet, until: date) -> None:
    kinds = "或".join(f"“{kind.value}”" for kind in sheet.kinds)
    chosen = f"选申诉类型（{kinds}），" if kinds else ""
    page, text = book.add_worksheet(GUIDE), book.add_format(bordered(font_name=FACES.song, align="left"))
    head = book.add_format(bordered(font_name=FACES.hei, bg_color="#D9E1F2"))
    day = f"{until.year}年{until.month}月{until.day}日"
    lines = (
        (COUNTY, sheet.county), (UNIT, sheet.unit), (PERIOD, sheet.period), (UNTIL, day),
        ("核对什么", f"“{FIGURES}”是{sheet.period_name}通报拟印发的本单位数据，“{ORDERS}”是计入其中、可以申诉的工单。"),
        ("怎样申诉", f"没有不同意见不用填。有的，在“{ORDERS}”那一行{chosen}写明理由，别的不要改。"),
        ("什么时候", f"{day}前交回本文件，文件名可以改。逾期没有交回的，按没有不同意见办理。"),
    )  # fmt: skip
    widths = (14, 70)
    for column, wide in enumerate(widths):
        page.set_column(column, column, wide)
    for row, (name, said) in enumerate(lines):
        page.set_row(row, height_of((name, said), widths) + 6)
        page.write_string(row, 0, name, head)
        page.write_string(row, 1, cleaned(said), text)
    set_page(page, landscape=False)


def _figures(book: Workbook, sheet: UnitSheet) -> None:
    rows = [(each.table or "（正文）", each.label, each.text) for each in sheet.figures]
    page = book.add_worksheet(FIGURES)
    _table(book, page, ("哪张表", "项目", "数据"), rows, (40, 26, 16))
    set_page(page, landscape=False)


def _orders(book: Workbook, sheet: UnitSheet) -> None:
    between = tuple(head for head, _ in sheet.orders[0].cells) if sheet.orders else ()
    # A column that is empty in every row would only widen the page; so would the times before the unit had the order.
    filled = [at for at, _ in enumerate(between) if any(order.cells[at][1] for order in sheet.orders)]
    sent = any(between[at] == LABELS["dispatched_at"] for at in filled)
    used = [at for at in filled if not (sent and between[at] == LABELS["accepted_at"])]
    heads = (NUMBER, *(between[at] for at in used), COUNTED, KIND, REASON)
    rows = [
        (order.number, *(order.cells[at][1] for at in used), "、".join(order.counted), "", "")
        for order in sheet.orders
    ]  # fmt: skip
    page = book.add_worksheet(ORDERS)
    numbers = max((len(order.number) + 2 for order in sheet.orders), default=0)
    widths = [_WIDTHS.get(head) or _width(head) for head in heads]
    widths[0] = max(widths[0], min(numbers, _LONGEST_NUMBER))
    _table(book, page, heads, rows, widths)
    if rows and sheet.kinds:
        at = heads.index(KIND)
        page.data_validation(
            1, at, len(rows), at,
            {
                "validate": "list", "source": [kind.value for kind in sheet.kinds], "error_title": "申诉类型",
                "error_message": f"只能选{'、'.join(kind.value for kind in sheet.kinds)}，或留空。",
            },
        )  # fmt: skip
    if not rows:
        page.write_string(1, 0, "本期没有可以申诉的工单。")
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    set_page(page, landscape=True)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)


def _width(head: str) -> int:
    if head.endswith(("时间", "时限")):
        return _TIMES
    return _NARROW if head in _NARROW_HEADS else _WIDE


def _table(
    book: Workbook, page: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    """Everything is text: numbers of orders keep their zeros, figures stand as they are printed."""
    head = book.add_format(bordered(font_name=FACES.hei, font_size=11, bg_color="#D9E1F2"))
    text = book.add_format(bordered(font_name=FACES.song, align="left", font_size=11, num_format="@"))
    asked = book.add_format(
        bordered(font_name=FACES.song, align="left", font_size=11, num_format="@", bg_color="#FFF9E5")
    )
    page.set_row(0, height_of(heads, widths))
    for column, (name, wide) in enumerate(zip(heads, widths, strict=True)):
        page.set_column(column, column, wide)
        page.write_string(0, column, name, head)
    for at, values in enumerate(rows, 1):
        page.set_row(at, height_of(values, widths))
        for column, value in enumerate(values):
            look = asked if heads[column] in (KIND, REASON) else text
            if value:
                page.write_string(at, column, cleaned(value), look)
            else:
                page.write_blank(at, column, None, look)
