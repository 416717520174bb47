"""What a bulletin prints, where: its paragraphs and tables with the figures in them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from bulletin_gen.facts.book import TABLE
from bulletin_gen.tree import Block, Bulletin, Chart, Table, Text, is_fact, plain

_STOPS = "。；！？"


class FigureSpot(Struct, frozen=True):
    """A figure in a text: its id without what a table's style adds, and where its digits begin and end."""

    figure: str
    start: int
    end: int


class FiguredText(Struct, frozen=True):
    """A paragraph, a heading or a note: how its place is told, its words, and the figures in them."""

    place: str
    words: str
    figures: tuple[FigureSpot, ...]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence begins and ends; one that begins with 其中 goes on from the one before it."""
        start = 0
        while start < len(self.words):
            stop = self.words.find("。", start)
            while stop >= 0 and self.words.startswith("其中", stop + 1):
                stop = self.words.find("。", stop + 1)
            end = len(self.words) if stop < 0 else stop + 1
            yield start, end
            start = end

    def between(self, start: int, end: int) -> tuple[FigureSpot, ...]:
        """The figures of a stretch."""
        return tuple(each for each in self.figures if start <= each.start < end)

    def quote(self, said: FigureSpot) -> str:
        """The clause around a figure, as a reader would point at it."""
        before = max(self.words.rfind(sign, 0, said.start) for sign in _STOPS + "，：、") + 1
        return self.words[before : said.end + 1].rstrip("，、" + _STOPS)


class Drawn(Struct, frozen=True):
    """A table: its name in the profile, how its place is told, the ids of its cells below the head, its notes."""

    name: str
    place: str
    cells: frozenset[str]
    notes: str


class PrintedFigures(Struct, frozen=True):
    """All of a bulletin that can be added up."""

    passages: tuple[FiguredText, ...]
    tables: tuple[Drawn, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Every figure that is printed anywhere."""
        spoken = {said.figure for passage in self.passages for said in passage.figures}
        return frozenset(spoken.union(*(table.cells for table in self.tables)))


def printed_of(bulletin: Bulletin) -> PrintedFigures:
    """The passages and tables of ``bulletin``, in its order; titles and dates hold no counts."""
    placed = [(f"正文第{number}段", block) for number, block in enumerate(bulletin.body, 1)]
    placed += [(annex.label, _titled(block, annex.title)) for annex in bulletin.annexes for block in annex.blocks]
    passages: list[FiguredText] = []
    tables: list[Drawn] = []
    for place, block in placed:
        if isinstance(block, Chart):
            passages += (_passage(f"{place}的图注", note) for note in block.notes)
        elif isinstance(block, Table):
            where = f"{place}“{title}”" if (title := plain(block.title)) else f"{place}的表"
            tables.append(_drawn(block, where))
            passages += (_passage(f"{where}的表注", note) for note in block.notes)
        else:
            passages.append(_passage(place, block.text))
    return PrintedFigures(tuple(passages), tuple(tables))


def _titled(block: Block, title: Text) -> Block:
    from msgspec.structs import replace

    return replace(block, title=title) if isinstance(block, Table) and not block.title else block


def _passage(place: str, text: Text) -> FiguredText:
    found: list[FigureSpot] = []
    at = 0
    for run in text:
        if run.figure and is_fact(run.figure):
            found.append(FigureSpot(run.figure.removesuffix(TABLE), at, at + len(run.text)))
        at += len(run.text)
    return FiguredText(place, plain(text), tuple(found))


def _drawn(table: Table, place: str) -> Drawn:
    cells = {run.figure.removesuffix(TABLE) for row in table.rows for cell in row for run in cell.text}
    return Drawn(table.name, place, frozenset(cells - {""}), "".join(plain(note) for note in table.notes))
