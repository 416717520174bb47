"""Where pages end: an estimate from the paragraphs and rows that will be written, for what depends on it (7.4, 7.5).

Lines are exact and characters have the width of their square, so the estimate is right but for a line here and
there, which depends on how a program breaks lines at digits and marks. ``estimates`` therefore gives a short and a
long count too: what holds for all is sure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from bulletin_gen.render.docx.rows import PagesTaken, Rows, rows_extent
from bulletin_gen.render.docx.styles import Style, paragraph_styles
from bulletin_gen.render.layout import EM_3, Layout
from bulletin_gen.render.measure import character_width

_PARAGRAPH = re.compile(r'<w:p><w:pPr><w:pStyle w:val="(\w+)"/>(.*?)</w:pPr>(.*?)</w:p>')
#: Cells beside the first of their row, which add nothing to its height.
_BESIDE = re.compile(r"</w:tc><w:tc>.*?</w:tr>")
_NUMBER = re.compile(r'w:(before|line|left|right|hanging|firstLine)="(\d+)"')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(<w:br/>)")
_ENTITY = re.compile(r"&\w+;")
#: Not divided at the end of a line.
_SOLID = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.%")
#: Not at the beginning of a line: the character before comes along.
_CLOSING = frozenset("，。、；：？！）〕》】”’…％%")
#: What the type area is taken to hold, in parts of its width, in a short and in a long count.
SHORT, EXACT, LONG = 1.025, 1.0, 0.96


#: Written paragraphs, or a table among them.
Piece = str | Rows


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
        if isinstance(piece, Rows):
            here = rows_extent(piece, here, height)
        else:
            for before, line, count in _measured(piece, layout, scale):
                here = _lines(here, before, line, count, height)
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


def piece_height(piece: Piece, layout: Layout, scale: float = EXACT) -> int:
    """Height in twips of a piece on one page."""
    if isinstance(piece, Rows):
        return piece.head + sum(piece.heights)
    return sum(before + line * count for before, line, count in _measured(piece, layout, scale))


@lru_cache(maxsize=4)
def _by_id(layout: Layout) -> dict[str, tuple[Style, dict[str, int]]]:
    return {style.id: (style, _numbers(style.indent)) for style in paragraph_styles(layout)}


def _numbers(attributes: str) -> dict[str, int]:
    return {name: int(value) for name, value in _NUMBER.findall(attributes)}


class Written(Struct, frozen=True):
    """A paragraph as it is written: space before, line, room for text, first indent and 字 in twips; its text."""

    before: int
    line: int
    room: int
    first: int
    em: int
    text: str


def _measured(xml: str, layout: Layout, scale: float) -> Iterator[tuple[int, int, int]]:
    """(space before, line, number of lines) of each paragraph."""
    for each in _written(xml, layout):
        yield each.before, each.line, count_lines(each.text, each.room * scale, each.first, each.em)


@lru_cache(maxsize=256)
def _written(xml: str, layout: Layout) -> tuple[Written, ...]:
    styles = _by_id(layout)
    found = []
    for style_id, properties, content in _PARAGRAPH.findall(_BESIDE.sub("", xml)):
        style, indents = styles[style_id]
        direct = _numbers(properties)
        indents = indents | direct
        line = direct.get("line") or style.line or layout.pitch
        room = layout.width - indents.get("left", 0) - indents.get("right", 0)
        first = indents.get("firstLine", 0) - indents.get("hanging", 0)
        em = EM_3 if not style.size else round(style.size * 20)
        before = direct.get("before", style.before or 0)
        found.append(Written(before, line, room, first, em, _texts(content)))
    return tuple(found)


def _texts(content: str) -> str:
    return "".join("\n" if brk else _ENTITY.sub("&", text) for text, brk in _TEXT.findall(content))


def count_lines(text: str, room: float, first: int, em: int) -> int:
    """Lines of a paragraph ``room`` twips wide whose first line begins ``first`` twips in."""
    return sum(_count(part, room, first if number == 0 else 0, em / 2) for number, part in enumerate(text.split("\n")))


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
