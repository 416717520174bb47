"""Rows written as nearly every program writes them: one look of the engine shows that nothing about them is odd.

The pattern is a grammar of whole rows. What it takes is well-formed XML of named cells, none of which holds an error
value, a formula, a comment or a character by its number, and none of whose rows is hidden: no other look at such rows
could find anything but that a cell is named twice. That is seen when they are read, by their number (``Held``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from bulletin_gen.intake.cells.text import Cell
from bulletin_gen.intake.files.package.extent import rounded_up, row_number
from bulletin_gen.intake.files.package.windows import Window

#: Cells further to the right than this (CZ) are looked at one by one.
COLUMNS = 104
_BLANKS = "[ \\t\\r\\n]*"
_NAMED = "spans|s|ht|customHeight|customFormat|thickBot|thickTop|outlineLevel|collapsed|ph|x14ac:dyDescent"
_ATTRIBUTES = f'(?: (?:(?:{_NAMED})="[^"<>&]*"|hidden="(?:0|false)"))*'
_STYLE = '(?: s="[0-9]{1,9}")?'
#: A value without blanks around it, or marks within that the reader would not take as XML does.
_VALUE = "[^<>&\\s](?:[^<>&]*[^<>&\\s])?"
_CONTENT = (
    ' t="s"' + _STYLE + ">" + _BLANKS + "<v>[0-9]{1,9}</v>"
    '| t="inlineStr"' + _STYLE + ">" + _BLANKS + '<is><t(?: xml:space="preserve")?>[^<>]+</t></is>'
    '|(?: t="(?:n|b|str)")?' + _STYLE + ">" + _BLANKS + "(?:<v>" + _VALUE + "</v>)?"
)
_FIRST_ROW = b'<row r="'
#: No sheet has rows beyond.
_MOST_ROWS = 1_999_999


@lru_cache(maxsize=8)
def _rows(last: int) -> str:
    """The pattern of rows up to ``last``, which is a digit and nines."""
    first, nines = int(str(last)[0]), len(str(last)) - 1
    number = f"(?:[0-9]{{1,{nines}}}|[0-{first}][0-9]{{{nines}}})"
    cell = f'<c r="[A-C]?[A-Z]{number}"{_STYLE}(?: ?/>|(?:{_CONTENT}){_BLANKS}</c>){_BLANKS}'
    return f'^(?:<row r="{number}"{_ATTRIBUTES} ?(?:/>|>{_BLANKS}(?:{cell})*</row>){_BLANKS})*$'


class Usual(Struct, frozen=True):
    """Rows that the pattern takes: how far they reach, and how many of their cells hold something."""

    rows: int
    cells: int


class Held(Struct, frozen=True):
    """How many cells of a sheet hold something; ``odd`` looks closer where another number of them is read."""

    cells: int
    odd: Callable[[], None]

    def over(self, rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
        """The rows, which must bring as many: of two cells with one name the reader keeps one without a word."""
        held = 0
        for row in rows:
            held += len(row) - row.count("")
            yield row
        if held != self.cells:
            self.odd()


def stretches(window: Window) -> Iterator[tuple[Window, Usual | None]]:
    """A window in parts: usual rows, and what is before and behind them; a window of other rows as it is."""
    data = window.data
    start, end = data.find(_FIRST_ROW), data.rfind(b"</row>") + len(b"</row>")
    if start < 0 or end <= start:
        yield window, None
        return
    body = window if start == 0 and not data[end:].strip() else Window(data[start:end])
    usual = _usual(body)
    if usual is None:
        yield window, None
        return
    if body is not window and start:
        yield Window(data[:start]), None
    yield body, usual
    if body is not window and data[end:]:
        yield Window(data[end:]), None


def _usual(body: Window) -> Usual | None:
    """What is to be said of the rows of ``body``; None where they are not all usual."""
    data = body.data
    begun = data.rfind(_FIRST_ROW) + len(_FIRST_ROW)
    number = data[begun : begun + 12].partition(b'"')[0]
    last = rounded_up(row_number(number)) if number.isdigit() else 0
    if not last or last > _MOST_ROWS or body.has(_rows(last)) is not True:
        return None
    return Usual(last, data.count(b"</v>") + data.count(b"</is>"))
