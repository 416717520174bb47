"""How far the cells of a sheet's XML reach, without reading it: an upper bound in one quick pass, exact in doubt.

The reader allocates the whole rectangle that a sheet's cells span. Nearly every program writes every cell as
``<c r="B7" …``; whether any is written otherwise, or stands further out than most tables reach, is seen for a whole
window in one go. Windows with such cells are looked at name by name, and a sheet that then seems too large is gone
through with a parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from msgspec import Struct

from bulletin_gen.intake.files.package.windows import Window, windows

#: A sheet whose cells span more than this and fill less than one in so many is refused.
_WIDE_AREA, _SPARSE = 20_000_000, 20
COLUMNS, ROWS = 16_384, 1_048_576
#: What a part in a wide encoding begins with: only the parser can look at it.
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")

# Any attribute named r, of cells and rows; a literal start makes it fast.
_NAME = re.compile(rb'r\s*=\s*["\']([A-Za-z]*)([0-9]*)')
_ROW = re.compile(rb"[<:]row[\s/>]")
_PLACED = re.compile(rb"[<:](?:row|c)[\s/>]")
_NUMBER = re.compile(rb'r="[A-Z]+([0-9]+)')
_COLON = ord(":")
#: Columns and rows that a window's cells reach at the least, as the first look tells.
_FEW_COLUMNS, _FEW_ROWS = 26, 99_999

#: Columns within which all cells of a window are, when a pattern of these finds nothing. The pattern is of a cell that
#: is written unusually, or whose name has other letters or a larger number.
_LETTERS = (
    (_FEW_COLUMNS, "[^A-Z]|[A-Z](?:[^0-9]|{larger})"),
    (104, "[^A-Z]|[A-Z][^A-Z0-9]|[D-Z][A-Z]|[A-C][A-Z][^0-9]|[A-C]?[A-Z](?:{larger})"),
)
#: Elements that begin with <co (columns, conditions) are no cells; saying it like that, the engine looks twice as fast.
_UNUSUAL = r'<c(?:[^ o]| [^r]| r[^=]| r=[^"]| r="(?:'


def _larger(rows: int) -> str:
    """The pattern of a number beyond ``rows``, which is a digit and nines."""
    first, nines = int(str(rows)[0]), len(str(rows)) - 1
    longer = f"[0-9]{{{nines + 2}}}"
    return longer if first == 9 else f"{longer}|[{first + 1}-9][0-9]{{{nines}}}"


def rounded_up(row: int) -> int:
    """``row`` or the next number of a digit and nines: a pattern tells easily what is beyond it."""
    tens: int = 10 ** (len(str(row)) - 1)
    return max(_FEW_ROWS, (row // tens + 1) * tens - 1)


class Extent(Struct):
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


class ExtentBound:
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

    def reach(self, columns: int, rows: int, cells: int) -> None:
        """Takes in cells that are within these columns and rows; ``cells``: how many there are at the least."""
        self._seen.reach(columns, rows)
        self._seen.cells += cells

    def take(self, window: Window) -> None:
        """Looks at one window."""
        if window.data.startswith(_WIDE):
            self._seen.reach(COLUMNS + 1, 0)
        if not _PLACED.search(window.data):
            return  # other attributes than those of cells and rows are called r too
        if self._by_names or window.short or not self._is_usual(window):
            self._look_at_names(window.data)

    def _is_usual(self, window: Window) -> bool:
        # The patterns know no prefixes.
        prefixed = not window.ordinary and ((window.ahead(0) == _COLON) & (window.ahead(1) == ord("c"))).any()
        within = None if prefixed else _usual_extent(window)
        if within is None:
            return False
        self._seen.reach(*within)
        if within != (_FEW_COLUMNS, _FEW_ROWS):  # within these no table is so wide that its cells would matter
            self._seen.cells += window.data.count(b"<c ")
        return True

    def _look_at_names(self, data: bytes) -> None:
        names = _NAME.findall(data)
        for letters in {letters for letters, _ in names}:
            self._seen.reach(column_number(letters), 0)
        for digits in {digits for _, digits in names}:
            self._seen.reach(0, row_number(digits))
        for number, row in enumerate(_ROW.split(data) if b":row" in data else data.split(b"<row")):
            cells = row.count(b"<c") + row.count(b":c")
            self._seen.cells += cells
            self._beside = cells if number else self._beside + cells
            self._most_beside = max(self._most_beside, self._beside)
            self._below += number > 0


def _usual_extent(window: Window) -> tuple[int, int] | None:
    """Columns and rows within which the cells of a window are; None where some are written in other ways."""
    last = max(map(row_number, _NUMBER.findall(window.data[-4096:])), default=0)
    rows = rounded_up(last)
    for columns, beyond in _LETTERS:
        if rows < 10 * ROWS and window.has(_UNUSUAL + beyond.format(larger=_larger(rows)) + "))") is False:
            return columns, rows
    return None


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters[:8].upper():  # longer names are beyond any sheet; their numbers need not be worked out
        number = number * 26 + letter - 64
    return number


def row_number(digits: bytes) -> int:
    """The number of a row; longer ones are beyond any sheet."""
    return int(digits[:12] or b"0")


def extent_by_names(pieces: Iterable[bytes]) -> Extent:
    """A closer bound: no name is rounded up."""
    bound = ExtentBound(by_names=True)
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
            letters, digits = split_name(attributes.get("r", ""))
            self._begin(element, column_number(letters), row_number(digits))
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


def split_name(name: str) -> tuple[bytes, bytes]:
    """The letters of a cell's name and its digits; what is written otherwise has none of them."""
    written = name.encode("ascii", "replace")
    digits = written.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return written[: len(written) - len(digits)], digits if digits.isdigit() else b""
