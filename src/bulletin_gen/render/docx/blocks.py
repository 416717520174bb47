"""Blocks of the tree as they are set: paragraphs, charts, tables under their titles, annexes."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.render.charts.looks import height
from bulletin_gen.render.columns import TablePlan, plan
from bulletin_gen.render.docx.head import TITLE_WIDTH
from bulletin_gen.render.docx.paging.flow import estimates, piece_height
from bulletin_gen.render.docx.paging.labels import Heights, named_on_every_page
from bulletin_gen.render.docx.paging.rows import SLACK, PagesTaken, chosen_rows, row_lines
from bulletin_gen.render.docx.values import (
    DrawnChart,
    KeptTogether,
    Piece,
    SetParagraph,
    SetTable,
    Setting,
    tiny,
)
from bulletin_gen.render.layout import LANDSCAPE, SIZE_2, Layout, foot_below, pt
from bulletin_gen.render.titles import broken, title_lines
from bulletin_gen.tree import Annex, Block, Chart, ColumnTitle, Heading, Paragraph, Table, Text, plain, text

#: Half characters of 2号 that a landscape line holds.
_WIDE_TITLE = 56


class Paper(Struct, frozen=True):
    """A page layout, upright or turned."""

    layout: Layout
    landscape: bool = False

    @property
    def height(self) -> int:
        """Twips that hold lines on a page."""
        return LANDSCAPE.height(self.layout) if self.landscape else self.layout.height

    @property
    def heights(self) -> Heights:
        """Twips that hold rows: LibreOffice sets tables within whole lines of the grid, Word down to the margin."""
        return Heights(self.height // self.layout.pitch * self.layout.pitch, self.height)


class Room(Struct, frozen=True):
    """Where a table and its title start (none: not known), whether it ends its section, and the height that something
    wants at the page's foot."""

    start: PagesTaken | None = None
    last: bool = False
    foot: int = 0


def set_block(block: Block, layout: Layout) -> Piece:
    """A block of the body, a table at the width of the page."""
    if isinstance(block, Table):
        return _table(block, plan(block, layout, upright_only=True), "", Paper(layout), Room())
    return _chart_or_text(block, layout)


def _chart_or_text(block: Paragraph | Heading | ColumnTitle | Chart, layout: Layout) -> Piece:
    return (_chart(block, layout) if isinstance(block, Chart) else text_block(block),)


def _chart(chart: Chart, layout: Layout) -> KeptTogether:
    """A chart in a line of its own, what it shows below it, its notes: all on one page."""
    high = height(chart, layout)
    drawn = SetParagraph("GwChart", (DrawnChart(chart, layout, high),), Setting(keep_next=True, at_least=high))
    caption = SetParagraph("GwChartCaption", chart.caption, Setting(keep_next=bool(chart.notes)))
    last = len(chart.notes) - 1
    notes = (SetParagraph("GwTableNote", note, Setting(keep_next=at < last)) for at, note in enumerate(chart.notes))
    return KeptTogether((drawn, caption, *notes))


def _notes(notes: Iterable[Text]) -> tuple[SetParagraph, ...]:
    return tuple(SetParagraph("GwTableNote", note) for note in notes)


def text_block(block: Paragraph | Heading | ColumnTitle) -> SetParagraph:
    """A paragraph or heading of the body."""
    if isinstance(block, Heading):
        return SetParagraph(f"Heading{block.level}", block.text)
    return SetParagraph("GwColumnTitle" if isinstance(block, ColumnTitle) else "GwBody", block.text)


def table_plans(annex: Annex, layout: Layout) -> dict[int, TablePlan]:
    """Index of block → how its table is set; one landscape table turns the whole annex."""
    tables = {index: block for index, block in enumerate(annex.blocks) if isinstance(block, Table)}
    plans = {index: plan(table, layout) for index, table in tables.items()}
    if any(planned.landscape for planned in plans.values()):
        for index, planned in plans.items():
            if not planned.landscape:
                plans[index] = plan(replace(tables[index], landscape=True), layout)
    return plans


def set_annex(
    annex: Annex, plans: dict[int, TablePlan], paper: Paper, *, page_break: bool, foot: int
) -> tuple[Piece, ...]:
    """An annex; ``foot``: height that the imprint wants on its last page."""
    lines = title_lines(plain(annex.title), _WIDE_TITLE if paper.landscape else TITLE_WIDTH)
    head: Piece = (
        SetParagraph("GwAnnexLabel", text(annex.label), Setting(page_break=page_break)),
        SetParagraph("GwAnnexTitle", broken(annex.title, lines)),
        tiny(before=foot_below(paper.layout.title_pitch, SIZE_2)),
    )
    pieces = [head]
    for index, block in enumerate(annex.blocks):
        last = index == len(annex.blocks) - 1
        if isinstance(block, Table):
            start = estimates(pieces, paper.layout, paper.height)[0]
            room = Room(start, last, foot if last else 0)
            pieces.append(_table(block, plans[index], plain(annex.title), paper, room))
        else:
            pieces.append(_chart_or_text(block, paper.layout))
    return tuple(pieces)


def _table(table: Table, planned: TablePlan, annex_title: str, paper: Paper, room: Room) -> Piece:
    """A table under its title, unless the annex has just said it; notes below; a gap before what follows."""
    title = () if plain(table.title) in ("", annex_title) else (SetParagraph("GwTableTitle", table.title),)
    below: tuple[SetParagraph, ...] = _notes(table.notes)
    if not room.last:
        below += (tiny(before=pt(6)),)
    elif not below:
        below = (tiny(),)  # a table must not meet what follows
    under = piece_height(below, paper.layout) + (SLACK if room.last else 0)
    lines = row_lines(planned, notes=bool(table.notes))
    before = room.start or PagesTaken(1, 0)
    start = PagesTaken(before.pages, before.used + piece_height(title, paper.layout))
    rows = chosen_rows(lines, start, paper.heights.least, under, room.foot)
    if room.start:
        planned, rows = named_on_every_page(planned, lines, rows, start, paper.heights, under)
    return *title, SetTable(plain(table.title) or annex_title, planned, rows, table.strong_rows, below)
