"""A sheet as it was found: rows of cells, still with everything above and below the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

#: The moment of serial number 0 in ordinary workbooks (Excel's, after February 1900) and in 1904 workbooks.
EPOCH_1900 = datetime(1899, 12, 30)
EPOCH_1904 = datetime(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet (or text table). ``rows`` begins with the sheet's first row and can be gone through once."""

    file: str
    sheet: str
    rows: Iterable[list[Any]]  # of cells; readers differ in which types they promise
    epoch: datetime = EPOCH_1900
    hidden: bool = False
