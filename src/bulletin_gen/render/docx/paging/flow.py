"""Where pages end: an estimate from the paragraphs and rows that will be written, for what depends on it (7.4, 7.5).

Lines are exact and characters have the width of their square, so the estimate is right but for a line here and
there, which depends on how a program breaks lines at digits and marks. ``estimates`` therefore gives a short and a
long count too: what holds for all is sure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.docx.paging.rows import PagesTaken, Rows, rows_extent
from bulletin_gen.render.docx.styles import Style, paragraph_styles
from bulletin_gen.render.docx.values import (
    DrawnChart,
    Element,
    ImprintTable,
    Indent,
    Inline,
    JointMark,
    KeptTogether,
    Marker,
    Piece,
    SetParagraph,
    SetTable,
    Tuned,
)
from bulletin_gen.render.layout import EM_3, Layout
from bulletin_gen.render.measure import character_width

#: Not divided at the end of a line.
_SOLID = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.%")
#: Not at the beginning of a line: the character before comes along.
_CLOSING = frozenset("，。、；：？！）〕》】”’…％%")
#: What the type area is taken to hold, in parts of its width, in a short and in a long count.
SHORT, EXACT, LONG = 1.025, 1.0, 0.96


def estimates(pieces: Sequence[Piece], layout: Layout, height: int, kept: int = 0) -> tuple[PagesTaken, ...]:
    """Extents of the pieces on pages of ``height`` by the exact, the short and the long count.

    ``kept``: how many of the last pieces stay together on one page.
    """
    return tuple(_extent(pieces, layout, height, kept, scale) for scale in (EXACT, SHORT, LONG))


def _extent(pieces: Sequence[Piece], layout: Layout, height: int, kept: int, scale: float) -> PagesTaken:
    here = PagesTaken(1, 0)
    if kept and sum(piece_height(piece, layout, scale) for piece in pieces[-kept:]) > height:
        kept -= 1
    split = len(pieces) - kept
    for piece in pieces[:split]:
        for element in piece:
            here = _placed(element, here, layout, height, scale)
    tail = sum(piece_height(piece, layout, scale) for piece in pieces[split:])
    if not tail:
        return here
    return PagesTaken(here.pages, here.used + tail) if here.used + tail <= height else PagesTaken(here.pages + 1, tail)


def _lines(here: PagesTaken, before: int, line: int, count: int, height: int) -> PagesTaken:
    pages, used = here.pages, here.used + before
    for _ in range(count):
        if used + line > height:
            pages, used = pages + 1, 0
        used += line
    return PagesTaken(pages, used)


def _placed(element: Element, here: PagesTaken, layout: Layout, height: int, scale: float) -> PagesTaken:
    """Where pages end with an element more."""
    if isinstance(element, SetTable):
        return rows_extent(element.rows, here, height)
    if isinstance(element, KeptTogether):  # like a row, which is not divided
        whole = _height(element, layout, EXACT)
        return rows_extent(Rows(0, (whole,), whole), here, height)
    for each in _paragraphs(element):
        here = _lines(here, *_measured(each, layout, scale), height)
    return here


def piece_height(piece: Piece, layout: Layout, scale: float = EXACT) -> int:
    """Height in twips of a piece on one page."""
    return sum(_height(element, layout, scale) for element in piece)


def _height(element: Element, layout: Layout, scale: float) -> int:
    if isinstance(element, SetTable):
        return element.rows.head + sum(element.rows.heights)
    measured = (
        _measured(each, layout, EXACT if isinstance(element, KeptTogether) else scale) for each in _paragraphs(element)
    )
    return sum(before + line * count for before, line, count in measured)


def _paragraphs(element: SetParagraph | KeptTogether | JointMark | ImprintTable) -> Sequence[SetParagraph]:
    """The paragraphs that take room one below the other: the imprint floats, a word beside a mark takes none."""
    if isinstance(element, SetParagraph):
        return (element,)
    if isinstance(element, KeptTogether):
        return element.paragraphs
    return element.names if isinstance(element, JointMark) else ()


@lru_cache(maxsize=4)
def _by_id(layout: Layout) -> dict[str, tuple[Style, dict[str, int]]]:
    return {style.id: (style, _twips(style.indent)) for style in paragraph_styles(layout)}


def _twips(indent: Indent) -> dict[str, int]:
    return {side.name: side.twips for side in indent}


class ParagraphSize(Struct, frozen=True):
    """What the height of a paragraph follows from: space before, line, room for text, first indent and 字 in twips; its
    characters."""

    before: int
    line: int
    room: int
    first: int
    em: int
    words: str


def _measured(value: SetParagraph, layout: Layout, scale: float) -> tuple[int, int, int]:
    """Space before, line, number of lines of a paragraph."""
    found = _measure(value, layout)
    return found.before, found.line, count_lines(found.words, found.room * scale, found.first, found.em)


@lru_cache(maxsize=512)
def _measure(value: SetParagraph, layout: Layout) -> ParagraphSize:
    style, indents = _by_id(layout)[value.style]
    setting = value.setting
    if setting.indent:
        indents = indents | _twips(setting.indent)
    line = setting.line or setting.at_least or style.line or layout.pitch
    room = layout.width - indents.get("left", 0) - indents.get("right", 0)
    first = indents.get("firstLine", 0) - indents.get("hanging", 0)
    size = max((part.size or 0 for part in value.content if isinstance(part, Tuned)), default=0) or style.size
    before = setting.before if setting.before is not None else style.before or 0
    return ParagraphSize(before, line, room, first, round(size * 20) if size else EM_3, _words(value.content))


def _words(content: Sequence[Inline]) -> str:
    """The characters of a paragraph; a chart stands for none, a tab takes what room there is."""
    words = "".join(part.text for part in content if not isinstance(part, (Marker, DrawnChart)))
    return cleaned(words).replace("\t", "")


def count_lines(text: str, room: float, first: int, em: int) -> int:
    """Lines of a paragraph ``room`` twips wide whose first line begins ``first`` twips in."""
    return sum(_count(part, room, first if number == 0 else 0, em / 2) for number, part in enumerate(text.split("\n")))


@lru_cache(maxsize=512)
def _count(text: str, room: float, first: float, half: float) -> int:
    ends = _edges(text)
    lines, start, last = 1, 0, len(text)
    reached = -first / half
    while True:
        end = bisect_right(ends, (room / half) + reached, start)
        if end >= last:
            return lines
        start = max(_line_end(text, start, end), start + 1)
        reached = ends[start - 1]
        lines += 1


@lru_cache(maxsize=256)
def _edges(text: str) -> tuple[int, ...]:
    """Half characters up to the end of each character."""
    return tuple(accumulate(map(character_width, text)))


def _line_end(text: str, start: int, end: int) -> int:
    """Where a line really ends that could hold ``text[start:end]``; what is longer than a line is divided anywhere."""
    solid = end - 1 if text[end] in _CLOSING else end
    while solid > start and text[solid] in _SOLID and text[solid - 1] in _SOLID:
        solid -= 1
    return solid if solid > start else end
