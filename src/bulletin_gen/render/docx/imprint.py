"""版记: the rules and lines at the foot of the last page, and which page that is (7.4)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.render.docx.paging.rows import PagesTaken
from bulletin_gen.render.docx.styles import imprint_indent
from bulletin_gen.render.docx.values import ImprintRow, ImprintTable, Piece, SetParagraph, Setting, tiny
from bulletin_gen.render.layout import EM_4, RULE_THICK, RULE_THIN, Layout
from bulletin_gen.render.measure import width
from bulletin_gen.render.titles import closing
from bulletin_gen.tree import Imprint, Run, Text, text


class Placement(Struct, frozen=True):
    """Where the imprint goes: on the last page (neither flag), on a new one, or on the next even page.

    ``numbered``: whether its page bears a number; a page after a blank one does not (7.5).
    """

    new_page: bool = False
    even_section: bool = False
    numbered: bool = True


def place_imprint(imprint: Imprint, ends: Sequence[PagesTaken], layout: Layout) -> Placement:
    """``ends``: where the document ends by the exact, the short and the long count."""
    room = layout.height - imprint_height(imprint, layout) - layout.pitch
    fits = all(end.used <= room for end in ends)
    if not imprint.even_page:
        return Placement(new_page=not fits)
    sure = len({end.pages for end in ends}) == 1
    even = ends[0].pages % 2 == 0
    if even and sure and fits:
        return Placement()
    return Placement(even_section=True, numbered=not even)


def imprint_height(imprint: Imprint, layout: Layout) -> int:
    """Height of the imprint in twips."""
    room = layout.width // EM_4 * 2 - 4
    lines = sum(-(-(width(label) + 2 + sum(width(run.text) for run in text)) // room) for label, text in imprint.lines)
    lines += bool(imprint.printed_by or imprint.printed_on) + bool(imprint.copies)
    return lines * layout.small_pitch + _spare(layout)


def _spare(layout: Layout) -> int:
    """Between the type area's edge, on which the last rule lies, and the foot of the lines."""
    return max(0, layout.page_height - layout.bottom - layout.area_bottom)


def set_imprint(imprint: Imprint, layout: Layout, *, page_break: bool = False) -> Piece:
    """The imprint between the paragraph that it is anchored in and one after it; nothing when it is empty."""
    lines = [(_labelled(label, line), False) for label, line in imprint.lines]
    if imprint.printed_by or imprint.printed_on:
        lines.append((_printed_line(imprint), True))
    if imprint.copies:
        lines.append((SetParagraph("GwCopies", imprint.copies), False))
    if not lines:
        return ()
    rows = []
    for number, (line, ruled) in enumerate(lines):
        top = RULE_THICK if number == 0 else RULE_THIN if ruled else 0
        rows.append(ImprintRow(line, top, RULE_THICK if number == len(lines) - 1 else 0))
    spare = _spare(layout)
    return tiny(page_break=page_break), ImprintTable(tuple(rows), layout, spare if spare > 20 else 0), tiny()


def _labelled(label: str, content: Text) -> SetParagraph:
    asked = imprint_indent(label)
    setting = Setting(indent=() if asked == imprint_indent("抄送") else asked)
    return SetParagraph("GwImprint", (*text(f"{label}："), *closing(content, "。")), setting)


def _printed_line(imprint: Imprint) -> SetParagraph:
    printed_on = closing(imprint.printed_on, "印发") if imprint.printed_on else ()
    return SetParagraph("GwPrinted", (*imprint.printed_by, Run("\t"), *printed_on))
