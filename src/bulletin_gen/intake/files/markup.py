"""Tables in markup named .xls, as web platforms export them: HTML, and the XML Spreadsheet of 2003."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.parsers import expat

from msgspec import Struct, field

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.moments import parse_moment
from bulletin_gen.intake.cells.text import Cell
from bulletin_gen.intake.files.guards import broken

_MOST_SPAN = 1000
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def html_grids(text: str, name: str) -> Iterator[Grid]:
    """Every table of an HTML page as a grid; merged cells keep their text in the first of them."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    for number, rows in enumerate(parser.tables, 1):
        yield Grid(name, f"表{number}" if len(parser.tables) > 1 else "", rows)


class _Tables(HTMLParser):
    """Collects the cells of tables, nested ones as part of their cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[Cell]]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._taken: dict[int, int] = {}  # column → rows that a merged cell above still covers
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._skip += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._taken = {}
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._start_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._start_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._skip = max(0, self._skip - 1)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skip:
            self._cell.append(data)

    def _start_row(self) -> None:
        self.tables[-1].append([])
        self._fill()

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        if not self.tables[-1]:
            self._start_row()
        self._cell, self._span = [], (_span(attrs.get("rowspan")), _span(attrs.get("colspan")))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row, (down, across) = self.tables[-1][-1], self._span
        self._taken |= dict.fromkeys(range(len(row), len(row) + across), down - 1)
        row.extend(["".join(self._cell).strip(), *[""] * (across - 1)])
        self._cell = None
        self._fill()

    def _fill(self) -> None:
        row = self.tables[-1][-1]
        while self._taken.get(len(row), 0) > 0:
            self._taken[len(row)] -= 1
            row.append("")


def _span(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isascii() and text.isdigit() and int(text) > 0 else 1


def is_xml_spreadsheet(text: str) -> bool:
    """Whether ``text`` is an XML Spreadsheet of Excel 2003."""
    return _SPREADSHEET in text[:4000]


def xml_grids(text: str, name: str) -> Iterator[Grid]:
    """The worksheets of an XML Spreadsheet of Excel 2003."""
    sheets = _XmlSheets()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = sheets.start, sheets.end
    parser.CharacterDataHandler = sheets.characters
    parser.EntityDeclHandler = sheets.entity
    try:
        parser.Parse(text.encode(), True)
    except (expat.ExpatError, ValueError) as reason:
        raise broken(name) from reason
    for sheet, rows in sheets.sheets:
        yield Grid(name, sheet, rows)


class _XmlSheets(Struct):
    """Collects rows of cells while the parser goes through."""

    sheets: list[tuple[str, list[list[Cell]]]] = field(default_factory=list)
    _kind: str = ""
    _text: list[str] | None = None

    def entity(self, *_: object) -> None:
        raise ValueError("entities have no place in a spreadsheet")

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        name, given = tag.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attrs.items()}
        if name == "Worksheet":
            self.sheets.append((given.get("Name", ""), []))
        elif name == "Row" and self.sheets:
            rows = self.sheets[-1][1]
            rows.extend([] for _ in range(_index(given) - len(rows) - 1))
            rows.append([])
        elif name == "Cell" and self.sheets and self.sheets[-1][1]:
            row = self.sheets[-1][1][-1]
            row.extend([""] * (_index(given) - len(row) - 1))
            row.append("")
        elif name == "Data":
            self._kind, self._text = given.get("Type", "String"), []

    def characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if tag.rpartition(" ")[2] == "Data" and self._text is not None:
            if self.sheets and self.sheets[-1][1] and self.sheets[-1][1][-1]:
                self.sheets[-1][1][-1][-1] = _xml_value(self._kind, "".join(self._text))
            self._text = None


def _index(given: dict[str, str]) -> int:
    index = int(given.get("Index", "0"))
    if not 0 <= index <= 1_048_576:
        raise ValueError(f"row or column {index}")
    return index


def _xml_value(kind: str, text: str) -> Cell:
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return parse_moment(text) or text
    return text
