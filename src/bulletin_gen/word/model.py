"""What a Word file says, as values: blocks with their places, text with what reviewers did to it.

Nothing here touches a file. ``read.py`` makes these values; who writes into a file finds the elements again by
``Stretch.spot``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct


class Story(StrEnum):
    """Where in a Word file a paragraph stands; the value is what users read."""

    BODY = "正文"
    TEXT_BOX = "文本框"
    FOOTNOTE = "脚注"
    ENDNOTE = "尾注"
    HEADER = "页眉"
    FOOTER = "页脚"


class Revision(StrEnum):
    """What a tracked change, not yet accepted, does to text."""

    NONE = ""
    INSERTED = "插入"
    DELETED = "删除"


class Level(StrEnum):
    """What says that a paragraph is a heading."""

    STYLE = "样式"
    NUMBER = "序号"


class WordPlace(Struct, frozen=True):
    """Where a paragraph is, as a person counts: the ``paragraph``-th that is not empty of its story, or of its cell;
    in a table its number in the story, row and column (from 1; the column as drawn, merged cells counted wide)."""

    story: Story = Story.BODY
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        story = "" if self.story is Story.BODY else self.story.value
        if self.table:
            return f"{story}表{self.table}第{self.row}行第{self.column}列"
        return f"{story}第{self.paragraph}段"


class Stretch(Struct, frozen=True):
    """A piece of text in one state.

    ``spot`` is the number of its text element (``w:t`` or ``w:delText``) among those of its part, from 0; -1 for a
    tab or break. ``field`` is the instruction of the field whose result it is (``PAGE``), ``by`` who changed it.
    """

    text: str
    spot: int = -1
    revision: Revision = Revision.NONE
    hidden: bool = False
    bold: bool = False
    field: str = ""
    by: str = ""

    @property
    def printed(self) -> bool:
        """Whether it is on the page when all changes are accepted."""
        return self.revision is not Revision.DELETED and not self.hidden


class Bookmark(Struct, frozen=True):
    """A bookmark, from ``start`` to ``end`` in its paragraph's ``text``; both equal when nothing is left in it."""

    name: str
    start: int
    end: int


class WordParagraph(Struct, frozen=True):
    """A paragraph. ``level``: 1 to 9 for a heading, 0 for a title, none for text; ``level_by`` what says so.
    ``label``: the number or bullet that Word sets before it by itself; it is not in ``text``.
    ``list_level``: from 0 for an item of such a list. ``pictures``: how many pictures or drawings stand in it.
    ``comments``: the ids of comments on it. ``part``: the file's part in which its elements are.
    """

    place: WordPlace
    stretches: tuple[Stretch, ...] = ()
    style: str = ""
    level: int | None = None
    level_by: Level | None = None
    label: str = ""
    list_level: int | None = None
    bookmarks: tuple[Bookmark, ...] = ()
    comments: tuple[str, ...] = ()
    pictures: int = 0
    boxes: tuple[WordParagraph, ...] = ()
    part: str = ""

    @property
    def text(self) -> str:
        """What is printed once all changes are accepted: without deleted and hidden text, with the results of fields;
        tabs as ``\\t``, lines ended within the paragraph as ``\\n``."""
        return "".join(each.text for each in self.stretches if each.printed)

    @property
    def original(self) -> str:
        """What is printed once all changes are refused."""
        kept = (each for each in self.stretches if each.revision is not Revision.INSERTED and not each.hidden)
        return "".join(each.text for each in kept)

    @property
    def changed(self) -> bool:
        """Whether a tracked change in its text is still open."""
        return any(each.revision is not Revision.NONE for each in self.stretches)


class WordCell(Struct, frozen=True):
    """A cell as drawn: its first row and column (from 1), how many of each it covers, what is in it."""

    row: int
    column: int
    rows: int
    columns: int
    blocks: tuple[WordBlock, ...]

    @property
    def text(self) -> str:
        """The text of its paragraphs, one a line; empty ones at its ends are what merging leaves behind."""
        return "\n".join(each.text for each in paragraphs(self.blocks)).strip("\n")


class WordTable(Struct, frozen=True):
    """A table. ``number``: which of its story, from 1; ``size``: rows and columns of its grid; ``cells`` by rows.
    ``revised``: rows that tracked changes insert or delete."""

    number: int
    size: tuple[int, int]
    cells: tuple[WordCell, ...]
    revised: tuple[tuple[int, Revision], ...] = ()

    def at(self, row: int, column: int) -> WordCell | None:
        """The cell that covers this row and column."""
        return next(
            (
                cell
                for cell in self.cells
                if cell.row <= row < cell.row + cell.rows and cell.column <= column < cell.column + cell.columns
            ),
            None,
        )


WordBlock = WordParagraph | WordTable


class WordComment(Struct, frozen=True):
    """A comment: its id, who wrote it, what it says, the text that it is on, and the place of that."""

    id: str
    author: str
    text: str
    quoted: str = ""
    place: WordPlace | None = None


class WordSeries(Struct, frozen=True):
    """A series of a chart: its name, and a number for each category as the file keeps it, "" for a gap."""

    name: str
    values: tuple[str, ...]


class WordChart(Struct, frozen=True):
    """What a chart draws."""

    categories: tuple[str, ...]
    series: tuple[WordSeries, ...]


class WordFile(Struct, frozen=True):
    """All that a Word file says. ``around``: headers and footers; ``notes``: foot- and endnotes."""

    name: str
    body: tuple[WordBlock, ...]
    notes: tuple[WordParagraph, ...] = ()
    around: tuple[WordParagraph, ...] = ()
    comments: tuple[WordComment, ...] = ()
    charts: tuple[WordChart, ...] = ()

    @property
    def boxes(self) -> tuple[WordParagraph, ...]:
        """The paragraphs of all text boxes in the body."""
        return tuple(box for each in paragraphs(self.body) for box in each.boxes)

    @property
    def tables(self) -> tuple[WordTable, ...]:
        """The tables of the body, those within cells left out."""
        return tuple(block for block in self.body if isinstance(block, WordTable))


def paragraphs(blocks: Iterable[WordBlock]) -> Iterator[WordParagraph]:
    """The paragraphs of ``blocks`` in order, also those in tables; text boxes stand in ``WordParagraph.boxes``."""
    for block in blocks:
        if isinstance(block, WordParagraph):
            yield block
        else:
            for cell in block.cells:
                yield from paragraphs(cell.blocks)
