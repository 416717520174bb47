"""版记: the rules and lines at the foot of the last page, and which page that is (7.4)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.render.docx.rows import PagesTaken
from bulletin_gen.render.docx.styles import imprint_indent
from bulletin_gen.render.docx.xml import closing, paragraph, paragraph_properties, run, runs, tiny_paragraph
from bulletin_gen.render.layout import EM_4, RULE_THICK, RULE_THIN, Layout
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Imprint, Text


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


def imprint_xml(imprint: Imprint, layout: Layout, *, page_break: bool = False) -> str:
    """The imprint as a floating table at the foot of the page on which its anchor stands; "" when it is empty."""
    rows = _imprint_rows(imprint, layout)
    if not rows:
        return ""
    spare = _spare(layout)
    if spare > 20:
        rows.append(
            f'<w:tr><w:trPr><w:trHeight w:val="{spare}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
            f'<w:tcW w:w="{layout.width}" w:type="dxa"/></w:tcPr>{tiny_paragraph()}</w:tc></w:tr>'
        )
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblpPr w:leftFromText="0" w:rightFromText="0"'
        ' w:topFromText="0" w:bottomFromText="0" w:vertAnchor="margin" w:horzAnchor="page"'
        f' w:tblpX="{layout.left}" w:tblpYSpec="bottom"/><w:tblW w:w="{layout.width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/><w:tblCaption w:val="版记"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{layout.width}"/></w:tblGrid>{"".join(rows)}</w:tbl>'
    )
    return tiny_paragraph(page_break=page_break) + table + tiny_paragraph()


def _imprint_rows(imprint: Imprint, layout: Layout) -> list[str]:
    contents = [(_imprint_line(label, line), False) for label, line in imprint.lines]
    if imprint.printed_by or imprint.printed_on:
        contents.append((_printed_line(imprint), True))
    if imprint.copies:
        contents.append((paragraph("GwCopies", runs(imprint.copies)), False))
    rows = []
    for number, (content, ruled) in enumerate(contents):
        top = RULE_THICK if number == 0 else RULE_THIN if ruled else 0
        rows.append(_imprint_row(content, layout, top, RULE_THICK if number == len(contents) - 1 else 0))
    return rows


def _imprint_row(content: str, layout: Layout, top: int, bottom: int) -> str:
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", top), ("bottom", bottom))
        if size
    )
    borders = f"<w:tcBorders>{rules}</w:tcBorders>" if rules else ""
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{layout.width}" w:type="dxa"/>{borders}'
        f"</w:tcPr>{content}</w:tc></w:tr>"
    )


def _imprint_line(label: str, content: Text) -> str:
    asked = imprint_indent(label)
    properties = paragraph_properties(indent="" if asked == imprint_indent("抄送") else asked)
    return paragraph("GwImprint", run(f"{label}：") + runs(closing(content, "。")), properties)


def _printed_line(imprint: Imprint) -> str:
    printed_on = closing(imprint.printed_on, "印发") if imprint.printed_on else ()
    return paragraph("GwPrinted", runs(imprint.printed_by) + run("\t") + runs(printed_on))
