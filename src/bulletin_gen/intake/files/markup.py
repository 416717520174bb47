"""Tables in markup named .xls, as web platforms export them: HTML, and the XML Spreadsheet of 2003."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.parsers import expat

from msgspec import Struct, field

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.moments import parse_moment
from bulletin_gen.intake.cells.text import NOT_COMPUTED, Cell
from bulletin_gen.intake.files.overlay import Merged, Overlay
from bulletin_gen.intake.files.package.extent import Extent
from bulletin_gen.intake.files.refused import broken, scattered

_MOST_SPAN = 1000
#: Cells that all merged ones of a table may cover together.
_MOST_SPREAD = 3_000_000
#: A page that ends like this was not cut, though a table of it was never ended.
_ENDS = re.compile(r"</(?:html|body|table)\s*>", re.IGNORECASE)
#: A row that neither browsers nor Excel show.
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def html_grids(text: str, name: str) -> Iterator[Grid]:
    """Every table of an HTML page as a grid, tables in the cells of others among them; cells that reach down say the
    same in each of their rows. ``BulletinError`` where a table has no end: the download broke off."""
    parser = _HtmlTables()
    try:
        parser.feed(text)
        parser.close()
    except _TooWideError as reason:
        raise scattered(name, str(reason)) from reason
    if parser.is_open and not _ENDS.search(text[-200:]):
        raise broken(name)
    for number, table in enumerate(parser.tables, 1):
        yield Grid(name, f"表{number}" if len(parser.tables) > 1 else "", table.rows, filtered=table.hidden)


class _TooWideError(Exception):
    """Merged cells span far more than the table holds."""


class _HtmlTable(Struct):
    """A table while it is read. ``taken``: column → rows that a merged cell above still covers, what it says."""

    rows: list[list[Cell]] = field(default_factory=list)
    taken: dict[int, tuple[int, str]] = field(default_factory=dict)
    cell: list[str] | None = None
    span: tuple[int, int] = (1, 1)
    spread: int = 0
    hidden: int = 0


class _HtmlTables(HTMLParser):
    """Collects the cells of tables; the text of a cell that holds a table is its own alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_HtmlTable] = []
        self._open: list[_HtmlTable] = []
        self._skip = 0

    @property
    def is_open(self) -> bool:
        """Whether a table has not ended."""
        return bool(self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._skip += 1
        elif tag == "table":
            self._open.append(_HtmlTable())
            self.tables.append(self._open[-1])
        elif not self._open:
            return
        elif tag == "br" and self._open[-1].cell is not None:
            self._open[-1].cell.append("\n")
        elif tag == "tr":
            self._end_cell()
            self._start_row()
            self._open[-1].hidden += bool(_HIDDEN.search(dict(attrs).get("style") or ""))
        elif tag in ("td", "th"):
            self._end_cell()
            self._start_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._skip = max(0, self._skip - 1)
        elif tag in ("td", "th", "tr") and self._open:
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None and not self._skip:
            self._open[-1].cell.append(data)

    def _start_row(self) -> None:
        self._open[-1].rows.append([])
        self._fill()

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        table = self._open[-1]
        if not table.rows:
            self._start_row()
        table.cell, table.span = [], (_span(attrs.get("rowspan")), _span(attrs.get("colspan")))

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.cell is None:
            return
        row, (down, across) = table.rows[-1], table.span
        text = "".join(table.cell).strip()
        if across > 1 or down > 1:
            table.spread += across * down
            if table.spread > _MOST_SPREAD:
                raise _TooWideError(f"合并单元格铺开成{table.spread}格以上")
        if down > 1:
            table.taken[len(row)] = (down - 1, text)
            table.taken |= dict.fromkeys(range(len(row) + 1, len(row) + across), (down - 1, ""))
        row.append(text)
        row.extend([""] * (across - 1))
        table.cell = None
        self._fill()

    def _fill(self) -> None:
        table = self._open[-1]
        row = table.rows[-1]
        while (covered := table.taken.get(len(row))) and covered[0] > 0:
            table.taken[len(row)] = (covered[0] - 1, covered[1])
            row.append(covered[1])


def _span(text: str | None) -> int:
    """The whole number that an attribute begins with, as browsers read it (3px is 3); 1 where it has none."""
    digits = re.match(r"\s*\+?([0-9]{1,9})", text or "")
    return min(int(digits[1]), _MOST_SPAN) or 1 if digits else 1


def is_xml_spreadsheet(text: str) -> bool:
    """Whether ``text`` is an XML Spreadsheet of Excel 2003."""
    return _SPREADSHEET in text[:4000]


def xml_grids(text: str, name: str) -> Iterator[Grid]:
    """The worksheets of an XML Spreadsheet of Excel 2003."""
    sheets = _XmlSheets()
    parser = expat.ParserCreate("utf-8", " ")  # the text is decoded already, whatever its declaration says
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = sheets.start, sheets.end
    parser.CharacterDataHandler = sheets.characters
    parser.EntityDeclHandler = sheets.entity
    try:
        parser.Parse(text.encode("utf-8"), True)
    except _TooWideError as reason:
        raise scattered(name, str(reason)) from reason
    except (expat.ExpatError, ValueError) as reason:
        raise broken(name) from reason
    for sheet in sheets.sheets:
        overlay = Overlay({}, tuple(sheet.merged), frozenset(sheet.hidden))
        rows = overlay.over(_even(sheet.rows), 0)
        yield Grid(name, sheet.name, rows, hidden=sheet.is_hidden, filtered=len(sheet.hidden))


def _even(rows: list[list[Cell]]) -> Iterator[list[Cell]]:
    width = max(map(len, rows), default=0)
    return ([*row, *[""] * (width - len(row))] for row in rows)


class _XmlSheet(Struct):
    """One worksheet while it is read."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    is_hidden: bool = False
    cells: int = 0
    width: int = 0

    def reach(self, rows: int, columns: int) -> None:
        """Makes sure that the rectangle which so many more rows and columns make is no larger than one that is mostly
        filled: a row may name any place, and repeat itself a million times."""
        self.width = max(self.width, columns)
        area = Extent(self.width, len(self.rows) + rows, self.cells)
        if area.refused:
            raise _TooWideError(f"内容散布到第{area.rows}行、第{area.columns}列，只有{area.cells}个单元格")


class _XmlSheets(Struct):
    """Collects rows of cells while the parser goes through."""

    sheets: list[_XmlSheet] = field(default_factory=list)
    _kind: str = ""
    _text: list[str] | None = None
    _formula: bool = False
    _beside: int = 0  # how deep in a comment, whose text is none of the cell's
    _visible: bool = False

    def entity(self, *_: object) -> None:
        raise ValueError("entities have no place in a spreadsheet")

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        name, given = tag.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attrs.items()}
        if self._beside or name in ("Comment", "PhoneticText"):
            self._beside += 1
        elif name == "Worksheet":
            self.sheets.append(_XmlSheet(given.get("Name", "")))
        elif self.sheets:
            self._start_inside(name, given)

    def _start_inside(self, name: str, given: dict[str, str]) -> None:
        rows = self.sheets[-1].rows
        if name == "Row":
            self._start_row(max(0, _index(given) - len(rows) - 1))
            self._span = (_index(given, "Span"), given.get("Hidden") == "1")
        elif name == "Cell" and rows:
            self._start_cell(given)
        elif name == "Data":
            self._kind, self._text = given.get("Type", "String"), []
        elif name == "Visible":
            self._visible = True

    def _start_row(self, passed_over: int) -> None:
        sheet = self.sheets[-1]
        sheet.reach(passed_over + 1, 0)
        sheet.rows.extend([] for _ in range(passed_over + 1))

    def _end_row(self) -> None:
        """A row that spans is followed by as many more of its dress, without cells."""
        (more, hidden), sheet = self._span, self.sheets[-1]
        sheet.reach(more, 0)
        if hidden:
            sheet.hidden |= set(range(len(sheet.rows) - 1, len(sheet.rows) + more))
        sheet.rows.extend([] for _ in range(more))
        self._span = (0, False)

    def _start_cell(self, given: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        row = sheet.rows[-1]
        sheet.cells += 1
        sheet.reach(0, max(_index(given), len(row) + 1))
        row.extend([""] * (_index(given) - len(row) - 1))
        row.append(NOT_COMPUTED if given.get("Formula") else "")
        down, across = _index(given, "MergeDown"), _index(given, "MergeAcross")
        if down:
            first = len(sheet.rows) - 1
            sheet.merged.append((first, first + down, len(row) - 1, len(row) - 1))
        self._across = across

    _across: int = 0
    _span: tuple[int, bool] = (0, False)

    def characters(self, text: str) -> None:
        if self._visible and self.sheets and text.strip() in ("SheetHidden", "SheetVeryHidden"):
            self.sheets[-1].is_hidden = True
        if self._text is not None and not self._beside:
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if self._beside:
            self._beside -= 1
        elif name == "Data" and self._text is not None:
            if self.sheets and self.sheets[-1].rows and self.sheets[-1].rows[-1]:
                self.sheets[-1].rows[-1][-1] = _xml_value(self._kind, "".join(self._text))
            self._text = None
        elif name == "Cell" and self._across and self.sheets and self.sheets[-1].rows:
            self.sheets[-1].rows[-1].extend([""] * min(self._across, _MOST_SPAN))
            self._across = 0
        elif name == "Row" and self.sheets and self.sheets[-1].rows:
            self._end_row()
        elif name == "Visible":
            self._visible = False


def _index(given: dict[str, str], key: str = "Index") -> int:
    index = int(given.get(key, "0"))
    if not 0 <= index <= 1_048_576:
        raise ValueError(f"row or column {index}")
    return index


def _xml_value(kind: str, text: str) -> Cell:
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return parse_moment(text) or text
    if kind == "Boolean":
        return text.strip() in ("1", "true")
    return text
