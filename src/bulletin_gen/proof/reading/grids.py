"""Rows become tables: heads found, parts on several pages joined, captions taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.publication import Passage, PrintedRow, PrintedTable, Publication

_NUMERIC = late(r"^[-+]?\d[\d,]*(\.\d+)?\s*(%|‰|件|个|分|家|次|天|小时|万件)?$|^[-—–/]+$")
#: A head that calls its column a share of something: numbers under it are percentages.
SHARE_HEAD = late(r"率|占比|比重|比例|[%％]")
#: How alike the head rows of two parts must be to be one table's.
_ALIKE = 0.75


class Gathered(Struct):
    """Rows that stand together, before it is known which of them is the head."""

    rows: list[PrintedRow]
    order: int
    closed: bool = False


def is_numeric(cell: str) -> bool:
    """Whether a cell holds a number, with or without a unit, or the dash that stands for none."""
    return bool(_NUMERIC.match(cell))


def joined(name: str, gathered: Sequence[Passage | Gathered]) -> Publication:
    """The publication of what was gathered in order: single rows without a number become passages again."""
    passages: list[Passage] = []
    tables: list[PrintedTable] = []
    for each in gathered:
        if isinstance(each, Passage):
            passages.append(each)
        else:
            for table in _tables_of(each, _caption_before(passages, each.order)):
                _append(tables, table, passages)
    return Publication(name, tuple(passages), tuple(tables))


def _caption_before(passages: Sequence[Passage], order: int) -> str:
    last = passages[-1] if passages else None
    return last.text if last and last.order == order - 1 and len(last.text) <= 40 else ""


def _tables_of(gathered: Gathered, caption: str) -> list[PrintedTable]:
    """The tables in rows that stand together: a head row begins a new one."""
    tables: list[PrintedTable] = []
    pending: list[PrintedRow] = []
    for row in gathered.rows:
        if title := _title_of(row):
            caption = title
            if tables:
                tables[-1] = replace(tables[-1], between=(*tables[-1].between, (len(tables[-1].rows), row)))
        elif _is_head(row):
            tables.append(PrintedTable(_names(row), (), caption, gathered.order, row))
        elif tables and len(row.cells) >= 2:
            tables[-1] = _with_row(tables[-1], row)
        else:
            pending.append(row)
    if pending and not tables:
        tables.append(PrintedTable((), tuple(pending), caption, gathered.order))
    return tables


def _title_of(row: PrintedRow) -> str:
    filled = [cell for cell in row.cells if cell]
    return filled[0] if len(filled) == 1 and len(row.cells) > 2 and not is_numeric(filled[0]) else ""


def _is_head(row: PrintedRow) -> bool:
    filled = [cell for cell in row.cells if cell]
    return len(filled) >= 2 and not any(is_numeric(cell) for cell in filled)


def _names(row: PrintedRow) -> tuple[str, ...]:
    return tuple(re.sub(r"\s+", "", cell) for cell in row.cells)


def _with_row(table: PrintedTable, row: PrintedRow) -> PrintedTable:
    return replace(table, rows=(*table.rows, row))


def _append(tables: list[PrintedTable], table: PrintedTable, passages: Sequence[Passage]) -> None:
    """Adds a table, or its rows to the one before where it is that one's next part."""
    before = tables[-1] if tables else None
    between = before and any(before.order < each.order < table.order for each in passages)
    if before and not between and _continues(before, table):
        heads = (*before.repeated, table.head) if table.head else before.repeated
        later = tuple((place + len(before.rows), row) for place, row in table.between)
        tables[-1] = replace(before, rows=before.rows + table.rows, repeated=heads, between=before.between + later)
    else:
        tables.append(table)


def _continues(before: PrintedTable, table: PrintedTable) -> bool:
    if not before.rows and before.order == table.order:
        return False  # two rows of one head, however alike: merged cells stand in both
    if len(before.heads) != len(table.heads) or len(before.heads) < 2:
        return bool(before.rows) and not table.heads and {len(row.cells) for row in table.rows} == {len(before.heads)}
    alike = SequenceMatcher(None, "|".join(before.heads), "|".join(table.heads)).ratio()
    return alike >= _ALIKE and before.heads[0] == table.heads[0]
