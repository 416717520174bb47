"""Tables whose columns are parted by blanks alone (甲局  130  15.85%), as they come out of a copied page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.grids import is_numeric
from bulletin_gen.proof.reading.publication import PrintedRow

#: A head and so many rows less one make a table.
_ROWS = 3
_COLUMNS = 3
_BLANKS = late(r"[ \u3000\xa0]+")
_WIDE = late(r" {2,}|[\u3000\xa0]+")
_SENTENCE = late("[。；;|\t]|，.*，")


def aligned_rows(lines: Sequence[tuple[int, str]]) -> tuple[PrintedRow, ...]:
    """The rows from the first line on that have as many cells each, all but the head with numbers behind a name;
    nothing where they are too few to be a table."""
    if not _may_begin(lines):
        return ()
    for blanks in (_WIDE, _BLANKS):
        rows: list[PrintedRow] = []
        for number, line in lines:
            cells = tuple(blanks.split(line.strip()))
            if _SENTENCE.search(line) or (rows and len(cells) != len(rows[0].cells)) or (rows and not _counts(cells)):
                break
            rows.append(PrintedRow(cells, line.strip(), number))
        told = rows and len(rows) >= _ROWS and len(rows[0].cells) >= _COLUMNS and not _counts(rows[0].cells)
        if told and not any(map(is_numeric, rows[0].cells)):
            return tuple(rows)
    return ()


def _may_begin(lines: Sequence[tuple[int, str]]) -> bool:
    """Whether the first two lines look like a head and a row: most lines do not, and are asked quickly."""
    if len(lines) < _ROWS or not re.search(r"\S[ \u3000\xa0]+\S", lines[0][1]):
        return False
    return bool(re.search(r"\S[ \u3000\xa0]+[-+]?\d", lines[1][1]))


def _counts(cells: Sequence[str]) -> bool:
    """Whether at least two cells, and all but two at most, are numbers; dashes stand for none."""
    numbers = sum(1 for cell in cells if is_numeric(cell) or cell in ("—", "-", "/", "——"))
    return numbers >= 2 and len(cells) - numbers <= 2 and numbers * 2 >= len(cells)
