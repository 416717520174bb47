"""Spreadsheets of OpenDocument (.ods, and .fods, which is one flat file), read by their XML.

python-calamine wants a ``mimetype`` first in the archive, passes over CDATA and indented text, and knows neither error
values nor merged cells of this format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from xml.parsers import expat

from msgspec import Struct, field

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.moments import parse_moment
from bulletin_gen.intake.cells.text import NOT_COMPUTED, Cell
from bulletin_gen.intake.files.guards import open_zip, unpack
from bulletin_gen.intake.files.overlay import Merged, Overlay
from bulletin_gen.intake.files.refused import broken, locked, scattered

#: More cells than this from repetition alone are no table.
_MOST_REPEATED = 5_000_000
#: Columns and rows that a sheet may have in any program.
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576
#: How programs that write no type of errors show that a formula has none but an error for its value.
_ERROR_TEXTS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "Err:")
_SPREADSHEET = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def is_flat(text: str) -> bool:
    """Whether ``text`` is a flat OpenDocument file."""
    return _SPREADSHEET in text[:4000] and "office:document" in text[:4000]


def ods_grids(data: bytes, name: str) -> Iterator[Grid]:
    """The sheets of an .ods, hidden ones marked."""
    archive = open_zip(data, name)
    parts = {part.replace("\\", "/").lower(): part for part in archive.namelist()}
    manifest = unpack(archive, parts["meta-inf/manifest.xml"], name) if "meta-inf/manifest.xml" in parts else b""
    if b"encryption-data" in manifest:
        raise locked(name)
    if "content.xml" not in parts:
        raise broken(name)
    return _grids(unpack(archive, parts["content.xml"], name), name)


def flat_grids(text: str, name: str) -> Iterator[Grid]:
    """The sheets of a flat OpenDocument file."""
    return _grids(text.encode("utf-8"), name, "utf-8")


def _grids(content: bytes, name: str, encoding: str | None = None) -> Iterator[Grid]:
    tables = _OdsTables()
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = tables.start, tables.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = tables.text, tables.entity
    try:
        parser.Parse(content, True)
    except _TooMuchError as reason:
        raise scattered(name, str(reason)) from reason
    except (expat.ExpatError, ValueError) as reason:
        raise broken(name) from reason
    for table in tables.found:
        hidden = table.style in tables.hidden_styles
        overlay = Overlay({}, tuple(table.merged), frozenset(table.hidden))
        rows = overlay.over(_even(table.rows), 0)
        yield Grid(name, table.name, rows, hidden=hidden, filtered=len(table.hidden))


def _even(rows: list[list[Cell]]) -> Iterable[list[Cell]]:
    """Rows of one length, as a workbook's are."""
    width = max(map(len, rows), default=0)
    return ([*row, *[""] * (width - len(row))] for row in rows)


class _TooMuchError(Exception):
    """One cell or row is repeated more often than any table has cells."""


class _OdsTable(Struct):
    """One sheet while it is read; ``blank`` rows are added when a row with content follows."""

    name: str
    style: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    blank: int = 0


class _OdsTables:
    """Collects tables while the parser goes through."""

    def __init__(self) -> None:
        self.found: list[_OdsTable] = []
        self.hidden_styles: set[str] = set()
        self._style = ""
        self._row: list[Cell] = []
        self._row_given: dict[str, str] = {}
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._inside = 0  # how deep in text that belongs to the cell
        self._beside = 0  # how deep in what stands in a cell and is none of its text
        self._depth = 0

    def entity(self, *_: object) -> None:
        raise ValueError("entities have no place in a spreadsheet")

    def start(self, tag: str, given: dict[str, str]) -> None:
        if self._beside or tag in ("office:annotation", "table:shapes", "draw:frame", "office:forms"):
            self._beside += 1
        elif tag == "style:style":
            self._style = given.get("style:name", "")
        elif tag == "style:table-properties" and given.get("table:display") == "false":
            self.hidden_styles.add(self._style)
        elif tag == "table:table":
            self._depth += 1
            if self._depth == 1:
                self.found.append(_OdsTable(given.get("table:name", ""), given.get("table:style-name", "")))
        elif self._depth == 1 and tag == "table:table-row":
            self._row, self._row_given = [], given
        elif self._depth == 1 and tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._paragraphs = given, []
        elif self._cell is not None:
            self._start_text(tag, given)

    def _start_text(self, tag: str, given: dict[str, str]) -> None:
        if tag == "text:p":
            self._paragraphs.append("")
            self._inside += 1
        elif self._inside and self._paragraphs:
            marks = {
                "text:s": " " * min(int(given.get("text:c", "1")), 1000),
                "text:tab": "\t",
                "text:line-break": "\n",
            }
            self._paragraphs[-1] += marks.get(tag, "")

    def text(self, data: str) -> None:
        if self._inside and not self._beside:
            self._paragraphs[-1] += data

    def end(self, tag: str) -> None:
        if self._beside:
            self._beside -= 1
        elif tag == "text:p" and self._inside:
            self._inside -= 1
        elif tag == "table:table" and self._depth:
            self._depth -= 1
        elif self._depth == 1 and tag in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif self._depth == 1 and tag == "table:table-row":
            self._end_row(self._row_given)

    def _end_cell(self, given: dict[str, str]) -> None:
        times = _count(given, "table:number-columns-repeated", _MOST_COLUMNS)
        value = _value(given, "\n".join(self._paragraphs))
        down = _count(given, "table:number-rows-spanned", _MOST_ROWS)
        if down > 1:
            table, column = self.found[-1], len(self._row)
            first = len(table.rows) + table.blank
            table.merged.append((first, first + down - 1, column, column))
        # A blank to the row's end is no cell; one before another cell is filled in when that comes.
        self._row += [value] * times

    def _end_row(self, given: dict[str, str]) -> None:
        table, row = self.found[-1], self._row
        while row and row[-1] == "":
            row.pop()
        times = _count(given, "table:number-rows-repeated", _MOST_ROWS)
        if not row:
            table.blank += times
            return
        if times * len(row) > _MOST_REPEATED:
            raise _TooMuchError("同一内容向下填充了十万行以上")
        if len(table.rows) + table.blank + times > _MOST_ROWS:
            raise ValueError("more rows than a sheet has")
        table.rows += [[] for _ in range(table.blank)]
        table.blank = 0
        if given.get("table:visibility") in ("collapse", "filter"):
            table.hidden |= set(range(len(table.rows), len(table.rows) + times))
        table.rows += [row] * times


def _count(given: dict[str, str], key: str, most: int) -> int:
    count = int(given.get(key, "1"))
    if not 0 < count <= most:
        raise ValueError(f"{key}={count}")
    return count


def _value(given: dict[str, str], text: str) -> Cell:
    """The value of a cell; error values as spreadsheets show them."""
    kind = given.get("office:value-type", "")
    if given.get("calcext:value-type") == "error" or (given.get("table:formula") and text.startswith(_ERROR_TEXTS)):
        return text if text.startswith("#") else "#N/A"
    if kind in ("float", "percentage", "currency"):
        return float(given.get("office:value", text))
    if kind == "date":
        return _date(given.get("office:date-value", text)) or text
    if kind == "time":
        return _span(given.get("office:time-value", ""), text)
    if kind == "boolean":
        return given.get("office:boolean-value", text) == "true"
    if kind == "string":
        return given.get("office:string-value", text)
    return text or (NOT_COMPUTED if given.get("table:formula") else "")


def _date(written: str) -> Cell:
    try:
        return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    except ValueError:
        return parse_moment(written)


def _span(written: str, text: str) -> Cell:
    """PT08H03M00S as a span of time."""
    body = written.removeprefix("PT").rstrip("S")
    try:
        hours, _, rest = body.partition("H")
        minutes, _, seconds = rest.partition("M")
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds or 0))
    except ValueError:
        return text
