"""Small inputs as text tables: what a test is about stands in the test."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from bulletin_gen.canonical import COLUMNS, ColumnType

_TYPES = {
    ColumnType.TEXT: pl.String,
    ColumnType.WHOLE: pl.Int64,
    ColumnType.FLAG: pl.Boolean,
    ColumnType.MOMENT: pl.Datetime("us"),
}


def rows(table: str) -> list[dict[str, str]]:
    """Rows of a table whose cells are divided by ``|`` and whose first line is the head."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def dispatches(table: str, year: int = 2024) -> pl.DataFrame:
    """Canonical dispatches: ``5-31 18:00`` is a moment of ``year``, 是/否 a flag, an empty cell is null.

    Columns that the table leaves out are null (``excluded`` is false); ``dispatched`` follows the unit.
    """
    records = [_record(row, year) for row in rows(table)]
    return pl.DataFrame(records, schema={name: _TYPES[kind] for name, kind in COLUMNS.items()})


def _record(row: dict[str, str], year: int) -> dict[str, object]:
    record: dict[str, object] = {name: _value(name, row.get(name, ""), year) for name in COLUMNS}
    record["excluded"] = record["excluded"] or False
    if "dispatched" not in row:
        record["dispatched"] = record["unit"] is not None
    return record


def _value(column: str, text: str, year: int) -> object:
    if not text:
        return None
    kind = COLUMNS[column]
    if kind is ColumnType.MOMENT:
        day, _, clock = text.partition(" ")
        month, number = day.split("-")
        hour, minute = (clock or "0:00").split(":")
        return datetime(year, int(month), int(number), int(hour), int(minute))  # noqa: DTZ001 — local time throughout
    if kind is ColumnType.FLAG:
        return {"是": True, "否": False}[text]
    return int(text) if kind is ColumnType.WHOLE else text
