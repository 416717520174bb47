"""How far the cells of a sheet's XML reach, without reading it: an upper bound in one quick pass, exact in doubt.

The reader allocates the whole rectangle that a sheet's cells span. Nearly every program writes every cell as
``<c r="B7" …``; whether any is written otherwise, or stands further out than most tables reach, is seen for a whole
window in one go. Windows with such cells are looked at name by name, and a sheet that then seems too large is gone
through with a parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from bulletin_gen.intake.windows import Window, windows

if TYPE_CHECKING:
    import polars as pl

#: A sheet whose cells span more than this and fill less than one in so many is refused.
_WIDE_AREA, _SPARSE = 20_000_000, 20
COLUMNS, ROWS = 16_384, 1_048_576
#: What a part in a wide encoding begins with: only the parser can look at it.
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")

# Any attribute named r, of cells and rows; a literal start makes it fast.
_NAME = re.compile(rb'r\s*=\s*["\']([A-Za-z]*)([0-9]*)')
_CELL = re.compile(rb"[<:]c[\s/>]")
_ROW = re.compile(rb"[<:]row[\s/>]")
_COLON = ord(":")
_ONE_LETTER = "[^A-Z]|[A-Z][^0-9]|[A-Z][0-9]{%d}"
_TO_CZ = "[^A-Z]|[A-Z][^A-Z0-9]|[D-Z][A-Z]|[A-C][A-Z][^0-9]|[A-C]?[A-Z][0-9]{%d}"


def _beyond(names: str, digits: int) -> str:
    """The pattern of a cell that is written unusually, or whose name has other letters or more digits than that."""
    return r'<c(?:[\t\r\n/>]| [^r]| r[^=]| r=[^"]| r="(?:' + names % (digits + 1) + "))"


#: Columns and rows within which all cells of a window are, and the pattern that then finds nothing.
_LEVELS = (
    (104, 99_999, _beyond(_TO_CZ, 5)),
    (26, 999_999, _beyond(_ONE_LETTER, 6)),
    (104, 999_999, _beyond(_TO_CZ, 6)),
)


@dataclass(slots=True)
class Extent:
    """How far the cells of a sheet reach and how many there are."""

    columns: int = 0
    rows: int = 0
    cells: int = 0

    def reach(self, columns: int, rows: int) -> None:
        """Takes in the cell in that column and row."""
        self.columns, self.rows = max(self.columns, columns), max(self.rows, rows)

    @property
    def scattered(self) -> bool:
        """Whether the rectangle that the cells span costs much memory, and they fill little of it."""
        area = self.columns * self.rows
        return area > _WIDE_AREA and area > _SPARSE * self.cells

    @property
    def impossible(self) -> bool:
        """Whether a cell is named that no sheet has."""
        return self.columns > COLUMNS or self.rows > ROWS

    @property
    def refused(self) -> bool:
        """Whether such a sheet is not read."""
        return self.scattered or self.impossible


def _cell_starts(window: Window) -> pl.Series:
    """Where a tag of a cell starts: ``<c`` (or ``:c`` behind a prefix) and no further letter."""
    first, after = window.ahead(0), window.ahead(2)
    begins = ((first == ord("<")) | (first == _COLON)) & (window.ahead(1) == ord("c"))
    return begins & ((after <= ord("/")) | (after == ord(">")))


def _plain_names(window: Window) -> pl.Series:
    """Where, if a cell's tag starts there, its name comes first and is one letter and at most five digits."""
    plain = window.ahead(2) == ord(" ")
    for place, mark in enumerate('r="', 3):
        plain &= window.ahead(place) == ord(mark)
    letter, next_one, sixth = window.ahead(6), window.ahead(7), window.ahead(12)
    plain &= (letter >= ord("A")) & (letter <= ord("Z")) & (next_one <= ord("9"))
    return plain & ((sixth < ord("0")) | (sixth > ord("9")))


class Bound:
    """Takes a sheet window by window; its cells reach no further than ``extent`` says."""

    def __init__(self, *, by_names: bool = False) -> None:
        self._by_names = by_names
        self._seen = Extent()
        self._beside = self._most_beside = self._below = 0

    @property
    def extent(self) -> Extent:
        """The bound so far. Cells without a name stand beside the one before, rows without a number below."""
        seen = self._seen
        return Extent(seen.columns + self._most_beside, seen.rows + self._below, seen.cells)

    def take(self, window: Window) -> None:
        """Looks at one window."""
        if window.data.startswith(_WIDE):
            self._seen.reach(COLUMNS + 1, 0)
        if self._by_names or window.short or not self._is_usual(window):
            self._look_at_names(window.data)

    def _is_usual(self, window: Window) -> bool:
        starts = _cell_starts(window)
        if not (starts & ~_plain_names(window)).any():
            within = (26, 99_999)
        else:
            within = next((level[:2] for level in _LEVELS if window.has(level[2]) is False), (0, 0))
            # A prefix, which the patterns do not know, or text that is no UTF-8.
            if within == (0, 0) or ((window.ahead(0) == _COLON) & starts).any():
                return False
        self._seen.reach(*within)
        self._seen.cells += int(starts.sum())
        return True

    def _look_at_names(self, data: bytes) -> None:
        names = _NAME.findall(data)
        for letters in {letters for letters, _ in names}:
            self._seen.reach(column_number(letters), 0)
        for digits in {digits for _, digits in names}:
            self._seen.reach(0, _row_number(digits))
        for number, row in enumerate(_ROW.split(data)):
            cells = len(_CELL.findall(row))
            self._seen.cells += cells
            self._beside = cells if number else self._beside + cells
            self._most_beside = max(self._most_beside, self._beside)
            self._below += number > 0


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters[:8].upper():  # longer names are beyond any sheet; their numbers need not be worked out
        number = number * 26 + letter - 64
    return number


def _row_number(digits: bytes) -> int:
    return int(digits[:12] or b"0")


def extent_by_names(pieces: Iterable[bytes]) -> Extent:
    """A closer bound: no name is rounded up."""
    bound = Bound(by_names=True)
    for window in windows(pieces):
        bound.take(window)
    return bound.extent


def exact_extent(pieces: Iterable[bytes]) -> Extent:
    """How far the cells with content reach. Raises ``expat.ExpatError`` where the XML is not well formed."""
    cells = _Cells()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return cells.extent


class _Cells:
    """Follows the elements of a sheet as the reader does."""

    def __init__(self) -> None:
        self.extent = Extent()
        self._row = self._column = 1
        self._cell = 1, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        if element in ("row", "c"):
            letters, digits = _split_name(attributes.get("r", ""))
            self._begin(element, column_number(letters), _row_number(digits))
        elif element in ("v", "is"):
            self.extent.reach(*self._cell)

    def _begin(self, element: str, column: int, row: int) -> None:
        if element == "row":
            self._row = row or self._row
            return
        self.extent.cells += 1
        self._column = column or self._column
        self._cell = self._column, row or self._row

    def end(self, name: str) -> None:
        element = name.rpartition(":")[2]
        if element == "c":
            self._column += 1
        elif element == "row":
            self._row, self._column = self._row + 1, 1


def _split_name(name: str) -> tuple[bytes, bytes]:
    written = name.encode("ascii", "replace")
    digits = written.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return written[: len(written) - len(digits)], digits if digits.isdigit() else b""
