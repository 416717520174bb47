"""Word files, read by the room ``word``: paragraphs are passages, tables as drawn."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.proof.reading.grids import Gathered, joined
from bulletin_gen.proof.reading.publication import Passage, PrintedRow, Publication
from bulletin_gen.word import WordParagraph, WordTable, read_word


def read_word_file(path: Path) -> Publication:
    """The body of the Word file at ``path``, as it is printed once all changes are accepted. A passage's ``line`` is
    its paragraph's number. Raises ``BulletinError`` as the room ``word`` does."""
    gathered: list[Passage | Gathered] = []
    for block in read_word(path).body:
        if isinstance(block, WordTable):
            _add_table(gathered, block)
        else:
            _add_paragraph(gathered, block)
    return joined(path.name, gathered)


def _add_paragraph(gathered: list[Passage | Gathered], paragraph: WordParagraph) -> None:
    for each in (paragraph, *paragraph.boxes):
        for line in f"{each.label}{each.text}".split("\n"):
            if line.strip():
                number = each.place.paragraph
                gathered.append(Passage(line.strip(), number, len(gathered), f"第{number}段"))


def _add_table(gathered: list[Passage | Gathered], table: WordTable) -> None:
    """A table; where it has one cell a row it is a frame around text."""
    rows = [_row(table, number) for number in range(1, table.size[0] + 1)]
    if table.size[1] == 1:
        for row in rows:
            if row.cells[0]:
                gathered.append(Passage(row.cells[0], row.line, len(gathered), row.place))
        return
    gathered.append(Gathered(rows, len(gathered)))


def _row(table: WordTable, number: int) -> PrintedRow:
    """A row as drawn: a cell that covers several columns has its text in the first, several rows in all of them."""
    cells: list[str] = []
    for column in range(1, table.size[1] + 1):
        cell = table.at(number, column)
        first = cell is not None and cell.column == column
        cells.append(" ".join(cell.text.split()) if cell and first else "")
    return PrintedRow(tuple(cells), " | ".join(cells), number, f"表{table.number}第{number}行")
