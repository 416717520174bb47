"""A sheet as it was found: rows of cells, still with everything above and below the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

#: The moment of serial number 0 in ordinary workbooks (Excel's, after February 1900) and in 1904 workbooks.
EPOCH_1900 = datetime(1899, 12, 30)
EPOCH_1904 = datetime(1904, 1, 1)


def column_letters(index: int) -> str:
    """A for 0, AA for 26."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Grid(Struct, frozen=True):
    """One sheet (or text table). ``rows`` begins with the sheet's first row and can be gone through once."""

    file: str
    sheet: str
    rows: Iterable[list[Any]]  # of cells; readers differ in which types they promise
    epoch: datetime = EPOCH_1900
    hidden: bool = False
    left: int = 0  # how many empty columns to the left the rows leave out
    numbers: tuple[int, ...] = ()  # the sheet's own number of each row, where rows between them were left out
    text: bool = False  # whether it is a text table, whose rows have as many cells as separators were typed
    filtered: int = 0  # how many rows are hidden, mostly by a filter
