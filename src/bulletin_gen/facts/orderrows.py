"""Facts of tables whose rows are orders: what each column of an order prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from bulletin_gen.facts.book import Book
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import OrderListFacts, ScopeFacts
from bulletin_gen.profile.document import TableRule
from bulletin_gen.tally.counts import OrderRow


def order_rows(
    book: Book, prefix: str, rule: TableRule, listed: OrderListFacts, rows: Sequence[OrderRow]
) -> tuple[Mapping[str, Figure], ...]:
    """One mapping an order (column as the table writes it → figure), units as the order list has them, each unit's
    orders by number. Blank cells are left out. Orders that are nobody's stand in no order list."""
    by_unit: dict[str, list[OrderRow]] = {}
    for row in rows:
        by_unit.setdefault(row.unit, []).append(row)
    pairs = [(entry.unit, row) for entry in listed.entries for row in by_unit[_tally_name(book, entry.unit)]]
    return tuple(_figures(book, f"{prefix}.{number}", rule, *pair) for number, pair in enumerate(pairs, start=1))


def _tally_name(book: Book, unit: ScopeFacts) -> str:
    return unit.key if unit.group else book.profile.units.outside


def _figures(book: Book, prefix: str, rule: TableRule, unit: ScopeFacts, row: OrderRow) -> dict[str, Figure]:
    known = book.profile.intake.printed_columns
    figures = {"unit": unit.table_name}
    for column in rule.columns:
        name, said = column.compared
        value = row.cells.get(known.get(name, ""))
        if value is not None:
            text = _text(value, day=book.profile.intake.prints_day(known[name], said), year=book.period.start.year)
            figures[column.value] = book.name(f"{prefix}.{column.value}", text, "工单")
        elif known.get(name) == "unit":
            figures[column.value] = unit.table_name
    return figures


def _text(value: Any, *, day: bool, year: int) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, datetime):
        return str(value)
    date = f"{value.month}月{value.day}日" if value.year == year else f"{value.year}年{value.month}月{value.day}日"
    return date if day or value.time() == time() else f"{date}{value.hour}:{value.minute:02}"
