"""document.xml: head, body, what follows it, annexes and imprint, in sections of upright and landscape pages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.render.charts.looks import height
from bulletin_gen.render.charts.parts import drawing_run
from bulletin_gen.render.columns import TablePlan, plan
from bulletin_gen.render.docx.flow import LONG, Piece, estimates, piece_height
from bulletin_gen.render.docx.head import TITLE_WIDTH, head_xml
from bulletin_gen.render.docx.imprint import Placement, imprint_height, imprint_xml, place_imprint
from bulletin_gen.render.docx.labels import Heights, named_on_every_page
from bulletin_gen.render.docx.rows import SLACK, PagesTaken, Rows, chosen_rows, row_lines
from bulletin_gen.render.docx.styles import DECLARATION, NAMESPACE
from bulletin_gen.render.docx.tables import table_xml
from bulletin_gen.render.docx.tail import after_body
from bulletin_gen.render.docx.xml import (
    broken,
    numbered_bookmarks,
    paragraph,
    paragraph_properties,
    run,
    runs,
    tiny_paragraph,
)
from bulletin_gen.render.layout import LANDSCAPE, SIZE_2, Layout, foot_below, pt
from bulletin_gen.render.titles import title_lines
from bulletin_gen.tree import (
    Annex,
    Block,
    Bulletin,
    Chart,
    ColumnTitle,
    Heading,
    Imprint,
    Paragraph,
    Table,
    plain,
    text,
)

_RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
#: Half characters of 2号 that a landscape line holds.
_WIDE_TITLE = 56


class Section(Struct, frozen=True):
    """Consecutive pages of one orientation. ``starts``: how the section begins, in Word's words."""

    landscape: bool
    content: str
    starts: str = "nextPage"
    numbered: bool = True


class Flow(Struct, frozen=True):
    """What stands one after another: the XML, and what of it takes how much room."""

    xml: str
    pieces: tuple[Piece, ...]


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


def document_part(bulletin: Bulletin, layout: Layout) -> str:
    """document.xml of a bulletin."""
    sections = _sections(with_body_on_first_page(bulletin, layout), layout)
    parts = [_ended(each.content, _section_xml(layout, each)) for each in sections[:-1]]
    parts.append(sections[-1].content + _section_xml(layout, sections[-1]))
    body = numbered_bookmarks("".join(parts))
    return f"{DECLARATION}<w:document {NAMESPACE} {_RELATIONS}><w:body>{body}</w:body></w:document>"


def with_body_on_first_page(bulletin: Bulletin, layout: Layout) -> Bulletin:
    """The bulletin with 主送 in the imprint where so many would push the body off the first page (7.3.2)."""
    wanted = 3 if bulletin.body and isinstance(bulletin.body[0], Heading) else 2
    room = layout.height - piece_height(head_xml(bulletin, layout), layout, LONG)
    if not bulletin.addressees or room >= wanted * layout.pitch:
        return bulletin
    imprint = bulletin.imprint or Imprint()
    lines = (("主送", text(plain(bulletin.addressees).rstrip("：:"))), *imprint.lines)
    return replace(bulletin, addressees=(), imprint=replace(imprint, lines=lines))


def _ended(content: str, section: str) -> str:
    """Content whose last paragraph ends its section: a paragraph more might begin a page of its own."""
    start = content.rfind("<w:p>")
    if "</w:tbl>" in content[start:]:
        return content + tiny_paragraph(section)
    end = content.index("</w:pPr>", start)
    return content[:end] + section + content[end:]


def _sections(bulletin: Bulletin, layout: Layout) -> list[Section]:
    body = _body(bulletin, layout)
    ends = estimates(body.pieces, layout, layout.height, kept=2)
    sections = [Section(False, body.xml)]
    for annex in bulletin.annexes:
        plans = table_plans(annex, layout)
        paper = Paper(layout, any(planned.landscape for planned in plans.values()))
        foot = _foot(bulletin, annex, paper)
        flow = set_annex(annex, plans, paper, page_break=sections[-1].landscape == paper.landscape, foot=foot)
        ends = _after(ends, estimates(flow.pieces, layout, paper.height))
        _append(sections, Section(paper.landscape, flow.xml))
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


def _append(sections: list[Section], new: Section) -> None:
    last = sections[-1]
    if last.landscape == new.landscape and new.starts == "nextPage":
        sections[-1] = replace(last, content=last.content + new.content)
    else:
        sections.append(new)


def _add_imprint(sections: list[Section], imprint: Imprint, ends: Sequence[PagesTaken], layout: Layout) -> None:
    place = place_imprint(imprint, ends, layout)
    if sections[-1].landscape and not imprint.even_page:
        place = Placement()  # a new upright page in any case
    content = imprint_xml(imprint, layout, page_break=place.new_page)
    if content:
        starts = "evenPage" if place.even_section else "nextPage"
        _append(sections, Section(False, content, starts, place.numbered))


def table_plans(annex: Annex, layout: Layout) -> dict[int, TablePlan]:
    """Index of block → how its table is set; one landscape table turns the whole annex."""
    tables = {index: block for index, block in enumerate(annex.blocks) if isinstance(block, Table)}
    plans = {index: plan(table, layout) for index, table in tables.items()}
    if any(planned.landscape for planned in plans.values()):
        for index, planned in plans.items():
            if not planned.landscape:
                plans[index] = plan(replace(tables[index], landscape=True), layout)
    return plans


def _section_xml(layout: Layout, section: Section) -> str:
    odd, even = ("rId6", "rId7") if section.landscape else ("rId4", "rId5") if section.numbered else ("rId8", "rId8")
    if section.landscape:
        size = f'w:w="{layout.page_height}" w:h="{layout.page_width}" w:orient="landscape"'
        margins = (LANDSCAPE.top, LANDSCAPE.right, LANDSCAPE.bottom, LANDSCAPE.left)
    else:
        size = f'w:w="{layout.page_width}" w:h="{layout.page_height}"'
        margins = (layout.top, layout.right, layout.bottom, layout.left)
    top, right, bottom, left = margins
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{odd}"/><w:footerReference w:type="even" r:id="{even}"/>'
        f'<w:type w:val="{section.starts}"/><w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}"'
        f' w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="{layout.footer}" w:gutter="0"/>'
        f'<w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="{layout.pitch}"/></w:sectPr>'
    )


def _body(bulletin: Bulletin, layout: Layout) -> Flow:
    """Head, body and what follows; the last two pieces are the last block and what is kept with it."""
    after = _flow(after_body(bulletin, layout))
    head = _flow(head_xml(bulletin, layout))
    flows = [head, *(set_block(block, layout) for block in bulletin.body)]
    if after.xml:
        _keep_last(flows, bulletin.body, after, layout)
    return _joined([*flows, after])


def set_block(block: Block, layout: Layout) -> Flow:
    """A block of the body, a table at the width of the page."""
    if isinstance(block, Table):
        return _table(block, plan(block, layout, upright_only=True), "", Paper(layout), Room())
    return _chart_or_text(block, layout)


def _chart_or_text(block: Paragraph | Heading | ColumnTitle | Chart, layout: Layout) -> Flow:
    if isinstance(block, Chart):
        xml = _chart(block, layout)
        whole = piece_height(xml, layout)
        return Flow(xml, (Rows(0, (whole,), whole),))  # what stays together is one row to the estimate
    return _flow(_text_block(block))


def _chart(chart: Chart, layout: Layout) -> str:
    """A chart in a line of its own, what it shows below it, its notes: all on one page."""
    high = height(chart, layout)
    drawing = paragraph(
        "GwChart", drawing_run(chart, layout, high), paragraph_properties(keep_next=True, at_least=high)
    )
    caption = paragraph("GwChartCaption", runs(chart.caption), paragraph_properties(keep_next=bool(chart.notes)))
    return drawing + caption + "".join(paragraph("GwTableNote", runs(note)) for note in chart.notes)


def _keep_last(flows: list[Flow], body: Sequence[Block], after: Flow, layout: Layout) -> None:
    """Make sure that at least two lines of the body share the page with what follows it (7.3.5.5).

    Only where it might be otherwise: some programs take a whole paragraph along, not just its last two lines.
    """
    ends = estimates(_joined(flows).pieces, layout, layout.height)
    tail = piece_height(after.xml, layout, LONG)
    apart = any(end.used + tail > layout.height or end.used < 2 * layout.pitch for end in ends)
    missing = 2 if apart else 0
    for index in range(len(body) - 1, -1, -1):
        block = body[index]
        if isinstance(block, (Table, Chart)) or (missing <= 0 and index < len(body) - 1):
            return
        lines = piece_height(flows[index + 1].xml, layout) // layout.pitch
        flows[index + 1] = _flow(_text_block(block, keep=missing > 0, widow=True))
        missing -= lines


def _flow(xml: str) -> Flow:
    return Flow(xml, (xml,))


def _joined(flows: Sequence[Flow]) -> Flow:
    return Flow("".join(flow.xml for flow in flows), tuple(piece for flow in flows for piece in flow.pieces))


def _text_block(block: Paragraph | Heading | ColumnTitle, *, keep: bool = False, widow: bool = False) -> str:
    properties = paragraph_properties(keep_next=keep, widow_control=widow)
    if isinstance(block, Heading):
        return paragraph(f"Heading{block.level}", runs(block.text), properties)
    return paragraph("GwColumnTitle" if isinstance(block, ColumnTitle) else "GwBody", runs(block.text), properties)


def set_annex(annex: Annex, plans: dict[int, TablePlan], paper: Paper, *, page_break: bool, foot: int) -> Flow:
    """An annex; ``foot``: height that the imprint wants on its last page."""
    label = paragraph("GwAnnexLabel", run(annex.label), paragraph_properties(page_break=page_break))
    lines = title_lines(plain(annex.title), _WIDE_TITLE if paper.landscape else TITLE_WIDTH)
    title = paragraph("GwAnnexTitle", runs(broken(annex.title, lines)))
    gap = paragraph("GwTiny", "", paragraph_properties(before=foot_below(paper.layout.title_pitch, SIZE_2)))
    flows = [_flow(label + title + gap)]
    for index, block in enumerate(annex.blocks):
        last = index == len(annex.blocks) - 1
        if isinstance(block, Table):
            start = estimates(_joined(flows).pieces, paper.layout, paper.height)[0]
            room = Room(start, last, foot if last else 0)
            flows.append(_table(block, plans[index], plain(annex.title), paper, room))
        else:
            flows.append(_chart_or_text(block, paper.layout))
    return _joined(flows)


def _table(table: Table, planned: TablePlan, annex_title: str, paper: Paper, room: Room) -> Flow:
    """A table under its title, unless the annex has just said it; notes below; a gap before what follows."""
    title = "" if plain(table.title) in ("", annex_title) else paragraph("GwTableTitle", runs(table.title))
    below = "".join(paragraph("GwTableNote", runs(line)) for line in table.notes)
    if not room.last:
        below += paragraph("GwTiny", "", paragraph_properties(before=pt(6)))
    elif not below:
        below = tiny_paragraph()  # a table must not meet what follows
    under = piece_height(below, paper.layout) + (SLACK if room.last else 0)
    lines = row_lines(planned, notes=bool(table.notes))
    before = room.start or PagesTaken(1, 0)
    start = PagesTaken(before.pages, before.used + piece_height(title, paper.layout))
    rows = chosen_rows(lines, start, paper.heights.least, under, room.foot)
    if room.start:
        planned, rows = named_on_every_page(planned, lines, rows, start, paper.heights, under)
    return Flow(title + table_xml(table, planned, rows) + below, (title, rows))
