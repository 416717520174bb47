"""Whether every tag of a part is whole: the reader passes over broken ones, and a cell is lost without a word."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from xml.parsers import expat

from bulletin_gen.intake.files.package.extent import column_number, split_name
from bulletin_gen.intake.files.package.windows import Window

#: The number of a row.
_ROW = re.compile(rb'<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*["\'](\d{1,9})["\']')

#: The same as nearly every program writes it, which takes a ninth of the time to find.
_USUAL_ROW = re.compile(rb'<row r="(\d{1,9})"')

#: The name of a cell as nearly every program writes it.
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"')
#: In names of elements with a prefix, as a pattern.
PREFIXED = ":c|:row"
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Tags:
    """Counts what tags are made of, window by window."""

    def __init__(self) -> None:
        self._left = self._right = self._closing = self._alone = self._other = 0
        self._legible = True

    def take(self, window: Window) -> None:
        """Looks at one window."""
        data = window.data
        self._legible = self._legible and _is_utf8(data)
        if window.short:
            self._left += data.count(b"<")
            self._right += data.count(b">")
            self._closing += data.count(b"</")
            self._alone += data.count(b"/>")
        else:
            left, right, slash = (window.bytes == ord(mark) for mark in "<>/")
            self._left += int(left.sum())
            self._right += int(right.sum())
            self._closing += int((left.slice(0, len(data)) & slash.slice(1, len(data))).sum())
            self._alone += int((slash.slice(0, len(data)) & right.slice(1, len(data))).sum())
        if data.startswith((b"<?", b"\xef\xbb\xbf<?")):
            self._other += 1

    @property
    def agree(self) -> bool:
        """Whether as many tags end as begin, and as many elements close as open.

        False where the part is no UTF-8, and also for XML with comments or with ``>`` in its texts, which is right
        all the same.
        """
        return self._legible and self._left == self._right == 2 * self._closing + self._alone + self._other


class CellNames:
    """Sees whether the rows of a sheet come in order and no cell is named twice, window by window; of two with one
    name the reader keeps one without a word. ``seen``: whether there was any cell."""

    def __init__(self) -> None:
        self._last = 0
        self._row: set[bytes] = set()
        self.in_order = True
        self.seen = False

    def take(self, window: Window) -> None:
        """Looks at one window."""
        for number in map(int, _row_numbers(window)):
            self.in_order = self.in_order and number > self._last
            self._last = number
        names = _CELL.findall(window.data)
        cells = window.data.count(b"<c ") + (0 if window.ordinary else window.data.count(b":c "))
        once = set(names)
        self.seen = self.seen or cells > 0
        # Where not every cell has a usual name, a parser has to look.
        usual = not names or len(names) == cells
        self.in_order = self.in_order and usual and len(once) == len(names) and once.isdisjoint(self._row)
        self._row = _last_row(names)


def _row_numbers(window: Window) -> list[bytes]:
    """The numbers of the rows that begin in a stretch of XML."""
    data = window.data
    found, prefixed = _USUAL_ROW.findall(data), 0 if window.ordinary else data.count(b":row")
    return found if len(found) == data.count(b"<row") + prefixed else _ROW.findall(data)


def _last_row(names: list[bytes]) -> set[bytes]:
    """The names of the last row, which may go on in the next window."""
    number = names[-1].lstrip(_LETTERS) if names else b""
    row = itertools.takewhile(lambda name: name.lstrip(_LETTERS) == number, reversed(names))
    return set(row)


def repeats_cells(pieces: Iterable[bytes]) -> bool:
    """Whether two cells of a sheet that hold something have one place. ``ExpatError`` for what is no XML."""
    places: set[tuple[int, int]] = set()
    row = column = 0
    holds, repeated = False, False

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal row, column, holds, repeated
        element = tag.rpartition(":")[2]
        if element == "row":
            row, column = int(given.get("r") or row + 1), 0
        elif element == "c":
            letters, digits = split_name(given.get("r", ""))
            row, column = int(digits or row), column_number(letters) if letters else column + 1
            holds = True
        elif element in ("v", "is") and holds:
            repeated |= (row, column) in places
            places.add((row, column))
            holds = False

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for piece in pieces:
        parser.Parse(piece, False)
    return repeated


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_well_formed(pieces: Iterable[bytes]) -> bool:
    """Whether a strict parser reads the part to its end."""
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        return False
    return True
