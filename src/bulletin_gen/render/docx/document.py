"""document.xml: head, body, what follows it, annexes and imprint, in sections of upright and landscape pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.render.docx.blocks import Paper, set_annex, set_block, table_plans
from bulletin_gen.render.docx.head import set_head
from bulletin_gen.render.docx.imprint import Placement, imprint_height, place_imprint, set_imprint
from bulletin_gen.render.docx.paging.flow import LONG, estimates, piece_height
from bulletin_gen.render.docx.paging.rows import PagesTaken
from bulletin_gen.render.docx.tail import after_body
from bulletin_gen.render.docx.values import Element, Piece, Section, SetParagraph, Written, one_by_one, tiny
from bulletin_gen.render.docx.writing import elements_xml
from bulletin_gen.render.docx.xml import DECLARATION, NAMESPACE, counted, section_end
from bulletin_gen.render.layout import Layout
from bulletin_gen.tree import Annex, Block, Bulletin, Chart, Heading, Imprint, Table, plain, text

_RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


class Pages(Struct, frozen=True):
    """A section and what stands on its pages."""

    section: Section
    pieces: tuple[Piece, ...]


def document_part(bulletin: Bulletin, layout: Layout) -> str:
    """document.xml of a bulletin."""
    *before, last = _in_sections(with_body_on_first_page(bulletin, layout), layout)
    number = counted()
    parts = [elements_xml(_ended(each), number) for each in before]
    body = "".join((*parts, elements_xml(one_by_one(last.pieces), number), section_end(last.section)))
    return f"{DECLARATION}<w:document {NAMESPACE} {_RELATIONS}><w:body>{body}</w:body></w:document>"


def with_body_on_first_page(bulletin: Bulletin, layout: Layout) -> Bulletin:
    """The bulletin with 主送 in the imprint where so many would push the body off the first page (7.3.2)."""
    wanted = 3 if bulletin.body and isinstance(bulletin.body[0], Heading) else 2
    room = layout.height - piece_height(set_head(bulletin, layout), layout, LONG)
    if not bulletin.addressees or room >= wanted * layout.pitch:
        return bulletin
    imprint = bulletin.imprint or Imprint()
    lines = (("主送", text(plain(bulletin.addressees).rstrip("：:"))), *imprint.lines)
    return replace(bulletin, addressees=(), imprint=replace(imprint, lines=lines))


def _ended(pages: Pages) -> Iterable[Written]:
    """What stands in a section whose last paragraph ends it: a paragraph more might begin a page of its own."""
    *before, last = one_by_one(pages.pieces)
    if isinstance(last, SetParagraph):
        return *before, replace(last, setting=replace(last.setting, section=pages.section))
    return *before, last, tiny(section=pages.section)


def _in_sections(bulletin: Bulletin, layout: Layout) -> list[Pages]:
    body = set_body(bulletin, layout)
    ends = estimates(body, layout, layout.height, kept=2)
    sections = [Pages(Section(layout), body)]
    for annex in bulletin.annexes:
        plans = table_plans(annex, layout)
        paper = Paper(layout, any(planned.landscape for planned in plans.values()))
        foot = _foot(bulletin, annex, paper)
        same = sections[-1].section.landscape == paper.landscape
        pieces = set_annex(annex, plans, paper, page_break=same, foot=foot)
        ends = _after(ends, estimates(pieces, layout, paper.height))
        _append(sections, Pages(Section(layout, paper.landscape), pieces))
    if bulletin.imprint:
        _add_imprint(sections, bulletin.imprint, ends, layout)
    return sections


def _foot(bulletin: Bulletin, annex: Annex, paper: Paper) -> int:
    if bulletin.imprint is None or annex is not bulletin.annexes[-1] or paper.landscape:
        return 0
    return imprint_height(bulletin.imprint, paper.layout) + paper.layout.pitch


def _after(ends: Sequence[PagesTaken], more: Sequence[PagesTaken]) -> tuple[PagesTaken, ...]:
    """Ends of the document when ``more`` begins on a new page."""
    return tuple(PagesTaken(end.pages + new.pages, new.used) for end, new in zip(ends, more, strict=True))


def _append(sections: list[Pages], new: Pages) -> None:
    last = sections[-1]
    if last.section.landscape == new.section.landscape and new.section.starts == "nextPage":
        sections[-1] = replace(last, pieces=last.pieces + new.pieces)
    else:
        sections.append(new)


def _add_imprint(sections: list[Pages], imprint: Imprint, ends: Sequence[PagesTaken], layout: Layout) -> None:
    place = place_imprint(imprint, ends, layout)
    if sections[-1].section.landscape and not imprint.even_page:
        place = Placement()  # a new upright page in any case
    piece = set_imprint(imprint, layout, page_break=place.new_page)
    if piece:
        starts = "evenPage" if place.even_section else "nextPage"
        _append(sections, Pages(Section(layout, starts=starts, numbered=place.numbered), (piece,)))


def set_body(bulletin: Bulletin, layout: Layout) -> tuple[Piece, ...]:
    """Head, body and what follows; the last two pieces are the last block and what is kept with it."""
    after = after_body(bulletin, layout)
    pieces = [set_head(bulletin, layout), *(set_block(block, layout) for block in bulletin.body)]
    if after:
        _keep_last(pieces, bulletin.body, after, layout)
    return *pieces, after


def _keep_last(pieces: list[Piece], body: Sequence[Block], after: Piece, layout: Layout) -> None:
    """Make sure that at least two lines of the body share the page with what follows it (7.3.5.5).

    Only where it might be otherwise: some programs take a whole paragraph along, not just its last two lines.
    """
    ends = estimates(pieces, layout, layout.height)
    tail = piece_height(after, layout, LONG)
    apart = any(end.used + tail > layout.height or end.used < 2 * layout.pitch for end in ends)
    missing = 2 if apart else 0
    for index in range(len(body) - 1, -1, -1):
        if isinstance(body[index], (Table, Chart)) or (missing <= 0 and index < len(body) - 1):
            return
        lines = piece_height(pieces[index + 1], layout) // layout.pitch
        pieces[index + 1] = tuple(_kept(each, keep=missing > 0) for each in pieces[index + 1])
        missing -= lines


def _kept(element: Element, *, keep: bool) -> Element:
    if not isinstance(element, SetParagraph):
        return element
    return replace(element, setting=replace(element.setting, keep_next=keep, widow_control=True))
