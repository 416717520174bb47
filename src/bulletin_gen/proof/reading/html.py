"""Web pages: paragraphs and tables of what a browser would show."""

from __future__ import annotations

from html.parser import HTMLParser

from bulletin_gen.proof.reading.grids import Gathered, joined
from bulletin_gen.proof.reading.publication import Passage, PrintedRow, Publication

_HIDDEN = ("script", "style", "head", "noscript", "template", "title", "svg")
_BLOCKS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "section",
    "article",
    "header",
    "footer",
    "ul",
    "ol",
    "dd",
    "dt",
)
#: No cell of a bulletin covers more rows or columns.
_WIDEST = 200


def read_html(name: str, text: str) -> Publication:
    """The publication that the page ``text`` shows. A passage's ``line`` is its number among the passages."""
    reader = _Page()
    reader.feed(text)
    reader.close()
    reader.end_passage()
    return joined(name, reader.gathered)


class _Page(HTMLParser):
    """Collects passages, and tables with the cells that reach over rows and columns spread out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.gathered: list[Passage | Gathered] = []
        self._words: list[str] = []
        self._hidden = 0
        self._tables: list[_TableCells] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self.end_passage()
            self._tables.append(_TableCells())
        elif self._tables and tag == "tr":
            self._tables[-1].begin_row()
        elif self._tables and tag in ("td", "th"):
            self._tables[-1].begin_cell(dict(attrs))
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag == "table" and self._tables:
            self._end_table(self._tables.pop())
        elif self._tables and tag in ("td", "th"):
            self._tables[-1].end_cell()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._tables:
            self._tables[-1].add(data)
        else:
            self._words.append(data)

    def _break(self) -> None:
        if self._tables:
            self._tables[-1].add(" ")
        else:
            self.end_passage()

    def end_passage(self) -> None:
        """Ends the passage at hand: line ends in the source are no line ends of the page."""
        text = "".join(self._words).replace("\n", "").replace("\r", "").strip()
        self._words.clear()
        if text:
            self.gathered.append(
                Passage(text, len(self.gathered) + 1, len(self.gathered), f"第{len(self.gathered) + 1}段")
            )

    def _end_table(self, table: _TableCells) -> None:
        """A table within a table, or of one column, is a frame around text."""
        rows = table.rows()
        if self._tables:
            self._tables[-1].add(" ".join(cell for row in rows for cell in row))
        elif rows and max(len(row) for row in rows) == 1:
            for (text,) in rows:
                self._words.append(text)
                self.end_passage()
        elif rows:
            printed = [
                PrintedRow(row, " | ".join(row), number, f"表内第{number}行") for number, row in enumerate(rows, 1)
            ]
            self.gathered.append(Gathered(printed, len(self.gathered)))


class _TableCells:
    """The cells of a table as they come."""

    def __init__(self) -> None:
        self._grid: dict[tuple[int, int], str] = {}
        self._row = -1
        self._column = 0
        self._words: list[str] | None = None
        self._spans = (1, 1)

    def begin_row(self) -> None:
        """A new row."""
        self.end_cell()
        self._row, self._column = self._row + 1, 0

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        """A new cell in the next free place of the row."""
        self.end_cell()
        self._row = max(self._row, 0)
        self._words, self._spans = [], (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
        while (self._row, self._column) in self._grid:
            self._column += 1

    def add(self, data: str) -> None:
        """Text of the cell at hand."""
        if self._words is not None:
            self._words.append(data)

    def end_cell(self) -> None:
        """Puts the cell in its place; the places that it covers besides stay blank."""
        if self._words is None:
            return
        text, self._words = " ".join("".join(self._words).split()), None
        for row in range(self._spans[0]):
            for column in range(self._spans[1]):
                self._grid[self._row + row, self._column + column] = "" if row or column else text
        self._column += self._spans[1]

    def rows(self) -> list[tuple[str, ...]]:
        """All rows, as wide as the widest."""
        self.end_cell()
        if not self._grid:
            return []
        width = max(column for _, column in self._grid) + 1
        height = max(row for row, _ in self._grid) + 1
        return [tuple(self._grid.get((row, column), "") for column in range(width)) for row in range(height)]


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _WIDEST) if text and text.strip().isdigit() else 1
