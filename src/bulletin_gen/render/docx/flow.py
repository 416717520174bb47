"""Where pages end: an estimate from the paragraphs and rows that will be written, for what depends on it (7.4, 7.5).

Lines are exact and characters have the width of their square, so the estimate is right but for a line here and
there, which depends on how a program breaks lines at digits and marks. ``estimates`` therefore gives a short and a
long count too: what holds for all is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bulletin_gen.render.docx.rows import Extent, Rows, rows_extent
from bulletin_gen.render.docx.styles import Style, paragraph_styles
from bulletin_gen.render.layout import EM_3, Layout
from bulletin_gen.render.measure import character_width

_PARAGRAPH = re.compile(r'<w:p><w:pPr><w:pStyle w:val="(\w+)"/>(.*?)</w:pPr>(.*?)</w:p>')
_NUMBER = re.compile(r'w:(before|line|left|right|hanging|firstLine)="(\d+)"')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(<w:br/>)")
_ENTITY = re.compile(r"&\w+;")
_TOKEN = re.compile(r"[0-9A-Za-z.%]+|.")
#: Not at the beginning of a line: the character before comes along.
_CLOSING = frozenset("，。、；：？！）〕》】”’…％%")
#: What the type area is taken to hold, in parts of its width, in a short and in a long count.
SHORT, EXACT, LONG = 1.025, 1.0, 0.96


#: Written paragraphs, or a table among them.
Piece = str | Rows


def estimates(pieces: Sequence[Piece], layout: Layout, height: int, kept: int = 0) -> tuple[Extent, ...]:
    """Extents of the pieces on pages of ``height`` by the exact, the short and the long count.

    ``kept``: how many of the last pieces stay together on one page.
    """
    return tuple(_extent(pieces, layout, height, kept, scale) for scale in (EXACT, SHORT, LONG))


def _extent(pieces: Sequence[Piece], layout: Layout, height: int, kept: int, scale: float) -> Extent:
    here = Extent(1, 0)
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
    return Extent(here.pages, here.used + tail) if here.used + tail <= height else Extent(here.pages + 1, tail)


def _lines(here: Extent, before: int, line: int, count: int, height: int) -> Extent:
    pages, used = here.pages, here.used + before
    for _ in range(count):
        if used + line > height:
            pages, used = pages + 1, 0
        used += line
    return Extent(pages, used)


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


def _measured(xml: str, layout: Layout, scale: float) -> Iterator[tuple[int, int, int]]:
    """(space before, line, number of lines) of each paragraph."""
    styles = _by_id(layout)
    for style_id, properties, content in _PARAGRAPH.findall(xml):
        style, indents = styles[style_id]
        direct = _numbers(properties)
        indents = indents | direct
        line = direct.get("line") or style.line or layout.pitch
        room = (layout.width - indents.get("left", 0) - indents.get("right", 0)) * scale
        first = indents.get("firstLine", 0) - indents.get("hanging", 0)
        em = EM_3 if not style.size else round(style.size * 20)
        yield direct.get("before", style.before or 0), line, count_lines(_texts(content), room, first, em)


def _texts(content: str) -> str:
    return "".join("\n" if brk else _ENTITY.sub("&", text) for text, brk in _TEXT.findall(content))


def count_lines(text: str, room: float, first: int, em: int) -> int:
    """Lines of a paragraph ``room`` twips wide whose first line begins ``first`` twips in."""
    return sum(_count(part, room, first if number == 0 else 0, em) for number, part in enumerate(text.split("\n")))


def _count(text: str, room: float, first: float, em: int) -> int:
    lines, at, last = 1, first, 0.0
    for token, wide in _widths(text, em):
        if at + wide > room and at > 0:
            lines += 1
            at = last if token in _CLOSING else 0
        at += wide
        last = wide
    return lines


def _widths(text: str, em: int) -> Iterable[tuple[str, float]]:
    half = em / 2
    for token in _TOKEN.findall(text):
        yield token, half * sum(map(character_width, token))
