"""document.xml: head, body, what follows it, annexes and imprint, in sections of upright and landscape pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bulletin_gen.render.columns import Plan, plan
from bulletin_gen.render.docx.head import TITLE_WIDTH, head_xml
from bulletin_gen.render.docx.styles import DECLARATION, NAMESPACE
from bulletin_gen.render.docx.tables import table_xml
from bulletin_gen.render.docx.tail import after_body, imprint_xml
from bulletin_gen.render.docx.xml import paragraph, paragraph_properties, run, runs, tiny_paragraph
from bulletin_gen.render.layout import LANDSCAPE, SIZE_2, Layout, foot_below
from bulletin_gen.render.titles import title_lines
from bulletin_gen.tree import Annex, Block, Bulletin, ColumnTitle, Heading, Paragraph, Table, plain

_RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
#: Half characters of 2号 that a landscape line holds.
_WIDE_TITLE = 56


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive pages of one orientation."""

    landscape: bool
    content: str


def document_part(bulletin: Bulletin, layout: Layout) -> str:
    """document.xml of a bulletin."""
    sections = _sections(bulletin, layout)
    parts = [each.content + tiny_paragraph(_section_xml(layout, each.landscape)) for each in sections[:-1]]
    last = sections[-1]
    parts.append(last.content + _section_xml(layout, last.landscape))
    return f"{DECLARATION}<w:document {NAMESPACE} {_RELATIONS}><w:body>{''.join(parts)}</w:body></w:document>"


def _sections(bulletin: Bulletin, layout: Layout) -> list[Section]:
    body = head_xml(bulletin, layout) + _body(bulletin, layout) + after_body(bulletin, layout)
    sections = [Section(False, body)]
    for annex in bulletin.annexes:
        plans = _plans(annex, layout)
        landscape = any(planned.landscape for planned in plans.values())
        if landscape:
            plans = {index: plan(_turned(annex.blocks[index]), layout) for index in plans}
        joined = sections[-1].landscape == landscape
        content = _annex(annex, plans, layout, landscape, page_break=joined)
        _append(sections, landscape, content)
    if bulletin.imprint:
        _append(sections, False, imprint_xml(bulletin.imprint, layout))
    return sections


def _append(sections: list[Section], landscape: bool, content: str) -> None:
    if not content:
        return
    if sections[-1].landscape == landscape:
        sections[-1] = Section(landscape, sections[-1].content + content)
    else:
        sections.append(Section(landscape, content))


def _plans(annex: Annex, layout: Layout) -> dict[int, Plan]:
    return {index: plan(block, layout) for index, block in enumerate(annex.blocks) if isinstance(block, Table)}


def _turned(block: Block) -> Table:
    assert isinstance(block, Table)
    return replace(block, landscape=True)


def _section_xml(layout: Layout, landscape: bool) -> str:
    odd, even = ("rId6", "rId7") if landscape else ("rId4", "rId5")
    turn = LANDSCAPE
    if landscape:
        size = f'w:w="{layout.page_height}" w:h="{layout.page_width}" w:orient="landscape"'
        margins = (turn.top, turn.right, turn.bottom, turn.left)
    else:
        size = f'w:w="{layout.page_width}" w:h="{layout.page_height}"'
        margins = (layout.top, layout.right, layout.bottom, layout.left)
    top, right, bottom, left = margins
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{odd}"/><w:footerReference w:type="even" r:id="{even}"/>'
        f'<w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}"'
        f' w:left="{left}" w:header="851" w:footer="{layout.footer}" w:gutter="0"/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{layout.pitch}"/></w:sectPr>'
    )


def _body(bulletin: Bulletin, layout: Layout) -> str:
    last = len(bulletin.body) - 1
    signed = bool(bulletin.signature.bodies or bulletin.signature.dated)
    keeps = signed or bool(bulletin.annexes and bulletin.list_annexes)
    parts = []
    for index, block in enumerate(bulletin.body):
        if isinstance(block, Table):
            parts.append(_table(block, plan(block, layout, upright_only=True), ""))
        else:
            parts.append(_text_block(block, keep=keeps and index == last))
    return "".join(parts)


def _text_block(block: Paragraph | Heading | ColumnTitle, *, keep: bool = False) -> str:
    style = {Heading: "Heading", ColumnTitle: "GwColumnTitle", Paragraph: "GwBody"}[type(block)]
    if isinstance(block, Heading):
        style += str(block.level)
    properties = paragraph_properties(keep_next=True, widow_control=True) if keep else ""
    return paragraph(style, runs(block.text), properties)


def _annex(annex: Annex, plans: dict[int, Plan], layout: Layout, landscape: bool, *, page_break: bool) -> str:
    label = paragraph("GwAnnexLabel", run(annex.label), paragraph_properties(page_break=page_break))
    lines = title_lines(plain(annex.title), _WIDE_TITLE if landscape else TITLE_WIDTH)
    title = paragraph("GwAnnexTitle", run("\n".join(lines)), paragraph_properties(before=layout.pitch))
    parts = [label, title, paragraph("GwTiny", "", paragraph_properties(before=foot_below(layout.title_pitch, SIZE_2)))]
    for index, block in enumerate(annex.blocks):
        if isinstance(block, Table):
            parts.append(_table(block, plans[index], plain(annex.title)))
        else:
            parts.append(_text_block(block))
    return "".join(parts)


def _table(table: Table, planned: Plan, annex_title: str) -> str:
    """A table under its title, unless the annex has just said it; notes below; a gap before what follows."""
    title = "" if plain(table.title) in ("", annex_title) else paragraph("GwTableTitle", runs(table.title))
    notes = "".join(paragraph("GwTableNote", runs(line)) for line in table.notes)
    return title + table_xml(table, planned) + (notes or paragraph("GwTiny", ""))
