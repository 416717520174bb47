"""The head of a document: 份号, 密级, red mark, number or 期号, red line, title, addressees (7.2, 7.3.1, 7.3.2)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.render.docx.tail import text_width
from bulletin_gen.render.docx.xml import bookmark, broken, closing, paragraph, paragraph_properties, run, runs
from bulletin_gen.render.layout import EM_3, SIZE_3, Layout, foot_below, head_above
from bulletin_gen.render.measure import width
from bulletin_gen.render.titles import title_lines
from bulletin_gen.tree import Bulletin, Emphasis, Head, HeadForm, plain

#: Half characters of 2号 that a line holds.
TITLE_WIDTH = 40
_LARGEST_MARK, _LARGEST_JOINT_MARK, _SMALLEST_MARK = 62, 44, 28
#: A mark is at most this part of the type area wide; a short one is spaced to a part of that.
_MARK_PART, _SPACED_PART = 0.96, 0.84
_SIGNATORY = "签发人："


def head_xml(bulletin: Bulletin, layout: Layout) -> str:
    """Everything above the body."""
    head = bulletin.head
    if head.form is HeadForm.BARE or not head.mark:
        return _title(bulletin, paragraph_properties(before=0)) + _addressees(bulletin, layout)
    parts = [*_top_lines(head), *_mark(head, layout, _top_count(head)), *_below_mark(head, layout)]
    return "".join(parts) + paragraph("GwRedLine", "") + _title(bulletin) + _addressees(bulletin, layout)


def _top_count(head: Head) -> int:
    return sum(1 for line in (head.copy_number, head.secrecy, head.urgency) if line)


def _top_lines(head: Head) -> list[str]:
    lines = (("GwCopyNumber", head.copy_number), ("GwSecrecy", head.secrecy), ("GwSecrecy", head.urgency))
    return [paragraph(style, run(line)) for style, line in lines if line]


class MarkType(Struct, frozen=True):
    """How a mark is set: size in points, extra space between characters in twips, width of its names in twips."""

    size: int
    track: int
    width: int

    @property
    def line(self) -> int:
        """Exact line of a name in twips."""
        return self.size * 25


def mark_type(head: Head, layout: Layout) -> MarkType:
    """A mark as large and as wide as it fits (7.2.4); several names are set to one width."""
    widest = max(width(name) for name in head.mark)
    room = layout.width * _MARK_PART
    whole = widest + width(head.mark_suffix)
    largest = _LARGEST_MARK if len(head.mark) == 1 else _LARGEST_JOINT_MARK
    size = max(min(largest, int(room / (whole * 10))), _SMALLEST_MARK)
    spare = room * _SPACED_PART - whole * size * 10
    gaps = max(whole // 2 - 1, 1)
    track = max(0, min(round(spare / gaps), size * 6)) if len(head.mark) == 1 else 0
    return MarkType(size, track, widest * size * 10)


def _mark(head: Head, layout: Layout, above: int) -> list[str]:
    kind = mark_type(head, layout)
    before = layout.mark_top - layout.top - above * layout.pitch - head_above(kind.line, kind.size)
    if len(head.mark) > 1 and head.mark_suffix:
        return [paragraph("GwTiny", "", paragraph_properties(before=before - 20)), _joint_mark(head, kind)]
    names = [name + head.mark_suffix for name in head.mark]
    return [
        paragraph("GwMark", _name(name, kind), paragraph_properties(before=0 if number else before, line=kind.line))
        for number, name in enumerate(names)
    ]


def _name(name: str, kind: MarkType) -> str:
    """A name spaced between its characters and not after the last, so that it is centred."""
    sized = f'<w:sz w:val="{kind.size * 2}"/><w:szCs w:val="{kind.size * 2}"/>'
    track = kind.track
    missing = kind.width - width(name) * kind.size * 10
    if missing > 0 and len(name) > 1:
        track = missing // (len(name) - 1)
    if not track or len(name) < 2:
        return run(name, extra=sized)
    return run(name[:-1], extra=f'<w:spacing w:val="{track}"/>{sized}') + run(name[-1], extra=sized)


def _joint_mark(head: Head, kind: MarkType) -> str:
    """Several names one below the other and “文件” beside them, centred in height (7.2.4)."""
    widths = (kind.width + kind.size * 4, width(head.mark_suffix) * kind.size * 10 + kind.size * 4)
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    rows = []
    for number, name in enumerate(head.mark):
        merge = '<w:vMerge w:val="restart"/>' if number == 0 else "<w:vMerge/>"
        suffix = _name(head.mark_suffix, replace(kind, width=0)) if number == 0 else ""
        cells = ((widths[0], "", _name(name, kind)), (widths[1], merge, suffix))
        rows.append(_mark_row(cells, kind.line))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/>'
        f'<w:tblCaption w:val="发文机关标志"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _mark_row(cells: tuple[tuple[int, str, str], ...], line: int) -> str:
    set_in = paragraph_properties(line=line)
    return (
        f'<w:tr><w:trPr><w:trHeight w:val="{line}" w:hRule="exact"/></w:trPr>'
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph('GwMark', content, set_in)}</w:tc>"
            for wide, merge, content in cells
        )
        + "</w:tr>"
    )


def _below_mark(head: Head, layout: Layout) -> list[str]:
    kind = mark_type(head, layout)
    under = foot_below(kind.line, kind.size) + head_above(layout.pitch, SIZE_3)
    if head.form is HeadForm.DOCUMENT:
        return [_number_line(head, layout, 2 * layout.line_gap - under)]
    lines = []
    before: int | None = layout.line_gap - under
    for line in (head.number, head.running_number):
        if line:
            lines.append(paragraph("GwNumber", runs(line), paragraph_properties(before=before)))
            before = None
    if head.issuer or head.dated:
        lines += _issued(head, layout, paragraph_properties(before=before))
    return lines


def _issued(head: Head, layout: Layout, properties: str) -> list[str]:
    """编发单位 to the left and the date to the right of one line; where both do not fit it, the date has a line of its
    own: a tab that finds no room would set it anywhere."""
    together = text_width(plain(head.issuer)) + EM_3 + text_width(plain(head.dated))
    if not head.issuer or not head.dated or together <= layout.width - 2 * EM_3:
        return [paragraph("GwIssuer", runs(head.issuer) + run("\t") + runs(head.dated), properties)]
    return [paragraph("GwIssuer", runs(head.issuer), properties), paragraph("GwIssuer", run("\t") + runs(head.dated))]


def _number_line(head: Head, layout: Layout, before: int) -> str:
    if not head.signatory:
        return paragraph("GwNumber", runs(head.number), paragraph_properties(before=before))
    return _signatories(head, layout, before)


def _signatories(head: Head, layout: Layout, before: int) -> str:
    """签发人 two to a line, names under names; the number left on the last of these lines (7.2.5, 7.2.6)."""
    pairs = [head.signatory[start : start + 2] for start in range(0, len(head.signatory), 2)]
    firsts = max(text_width(names[0]) for names in pairs)
    seconds = max((text_width(names[1]) for names in pairs if len(names) > 1), default=-EM_3)
    second = layout.width - EM_3 - seconds
    first = second - EM_3 - firsts
    label = first - text_width(_SIGNATORY)
    lines = []
    for number, names in enumerate(pairs):
        stops = (("left", label if number == 0 else first), ("left", second))
        left = runs(head.number) if number == len(pairs) - 1 else ""
        said = run("\t") + (run(_SIGNATORY) if number == 0 else "") + run("\t".join(names), Emphasis.KAI)
        properties = paragraph_properties(tabs=stops, before=None if number else before)
        lines.append(paragraph("GwSignatory", left + said, properties))
    return "".join(lines)


def _title(bulletin: Bulletin, properties: str = "") -> str:
    lines = title_lines(plain(bulletin.title), TITLE_WIDTH)
    whole = bookmark(bulletin.mark) if bulletin.mark else ""
    return paragraph("Title", whole + runs(broken(bulletin.title, lines)), properties)


def _addressees(bulletin: Bulletin, layout: Layout) -> str:
    if not bulletin.addressees:
        return paragraph("GwTiny", "", paragraph_properties(before=layout.addressees_before - 20))
    return paragraph("GwAddressees", runs(closing(bulletin.addressees, "：")))
