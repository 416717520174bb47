"""What a page is set from: paragraphs and tables as values, which ``paging`` measures and ``writing`` writes last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from bulletin_gen.render.columns import TablePlan
from bulletin_gen.render.docx.paging.rows import Rows
from bulletin_gen.render.layout import EM_3, Layout
from bulletin_gen.tree import Chart, Run

SideName = Literal["left", "right", "hanging", "firstLine"]


class Side(Struct, frozen=True):
    """One of the indents of a paragraph in twips; ``chars``: what Word's dialogue shows of it, in hundredths of a
    character, 0 where a style's characters are to be void, None where nothing is said of them."""

    name: SideName
    twips: int
    chars: int | None = None


Indent: TypeAlias = tuple[Side, ...]


def in_characters(first: int = 0, left: int = 0, right: int = 0, hanging: int = 0) -> Indent:
    """Indents of so many characters of 3号 text."""
    counts: tuple[tuple[SideName, int], ...] = (
        ("left", left), ("right", right), ("hanging", hanging), ("firstLine", first),
    )  # fmt: skip
    return tuple(Side(name, count * EM_3, count * 100) for name, count in counts if count)


class Section(Struct, frozen=True):
    """How consecutive pages of one orientation are set up. ``starts``: how they begin, in Word's words."""

    layout: Layout
    landscape: bool = False
    starts: str = "nextPage"
    numbered: bool = True


class Setting(Struct, frozen=True):
    """How one paragraph is set otherwise than its style says. Lengths in twips; ``tabs``: kind and position; ``line``
    is exact, ``at_least`` the height of a line that a drawing fills; ``section``: what ends with the paragraph."""

    keep_next: bool = False
    page_break: bool = False
    widow_control: bool = False
    tabs: tuple[tuple[str, int], ...] = ()
    before: int | None = None
    line: int | None = None
    at_least: int | None = None
    indent: Indent = ()
    align: str = ""
    section: Section | None = None


#: As the style says.
PLAIN = Setting()


class Tuned(Struct, frozen=True):
    """Text spaced by ``track`` twips more and set in ``size`` points; where they are not said, as its paragraph is."""

    text: str
    track: int | None = None
    size: int | None = None


class Marker(Struct, frozen=True):
    """A bookmark around nothing, by which the whole document is known again."""

    name: str


class DrawnChart(Struct, frozen=True):
    """A chart in the place of a character, across the type area of its layout, ``high`` twips high."""

    chart: Chart
    layout: Layout
    high: int


Inline: TypeAlias = Run | Tuned | Marker | DrawnChart


class SetParagraph(Struct, frozen=True, cache_hash=True):
    """A paragraph in one of the named styles (its id). It is measured several times, so its hash is kept."""

    style: str
    content: tuple[Inline, ...] = ()
    setting: Setting = PLAIN


class SetTable(Struct, frozen=True):
    """A table in its type and columns (``plan``) and the heights of its rows; ``rows`` counts what stands ``below``,
    notes and a gap, with the last row. ``caption``: its title, for screen readers; ``strong``: rows of totals."""

    caption: str
    plan: TablePlan
    rows: Rows
    strong: frozenset[int]
    below: tuple[SetParagraph, ...]


class KeptTogether(Struct, frozen=True):
    """Paragraphs that stand on one page: a chart, what it shows, its notes."""

    paragraphs: tuple[SetParagraph, ...]


class JointMark(Struct, frozen=True):
    """Names of a joint mark one below the other and the word beside them. ``widths``: of the two, in twips; ``line``:
    height of a name."""

    names: tuple[SetParagraph, ...]
    beside: SetParagraph
    widths: tuple[int, int]
    line: int


class ImprintRow(Struct, frozen=True):
    """A line of the imprint with the rules above and below it, in eighths of a point (0: none)."""

    line: SetParagraph
    top: int
    bottom: int


class ImprintTable(Struct, frozen=True):
    """The imprint at the foot of the page; ``spare``: twips below its lines."""

    rows: tuple[ImprintRow, ...]
    layout: Layout
    spare: int


Element: TypeAlias = SetParagraph | SetTable | KeptTogether | JointMark | ImprintTable
#: What is looked at as one where pages are counted: a block with all that belongs to it.
Piece: TypeAlias = tuple[Element, ...]
#: What is written one after another.
Written: TypeAlias = SetParagraph | SetTable | JointMark | ImprintTable


def one_by_one(pieces: Iterable[Piece]) -> Iterator[Written]:
    """The paragraphs and tables of pieces, in their order."""
    for piece in pieces:
        for element in piece:
            if isinstance(element, KeptTogether):
                yield from element.paragraphs
                continue
            yield element
            if isinstance(element, SetTable):
                yield from element.below


def tiny(*, page_break: bool = False, before: int | None = None, section: Section | None = None) -> SetParagraph:
    """A paragraph of 1 pt that only carries a section's end, an anchor or a gap (``before``)."""
    return SetParagraph("GwTiny", (), Setting(page_break=page_break, before=before, section=section))
