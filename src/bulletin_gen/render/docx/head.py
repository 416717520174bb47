"""The head of a document: 份号, 密级, red mark, number or 期号, red line, title, addressees (7.2, 7.3.1, 7.3.2)."""

from __future__ import annotations

from bulletin_gen.render.docx.xml import closing, paragraph, paragraph_properties, run, runs
from bulletin_gen.render.layout import EM_3, SIZE_2, SIZE_3, Layout, foot_below, head_above, mm
from bulletin_gen.render.measure import width
from bulletin_gen.render.titles import title_lines
from bulletin_gen.tree import Bulletin, Emphasis, Head, HeadForm, Text, plain, text

#: Half characters of 2号 that a line holds.
TITLE_WIDTH = 40
_LARGEST_MARK, _SMALLEST_MARK = 62, 28
#: Nothing of the head is wider than this part of the type area.
_MARK_PART = 0.96


def head_xml(bulletin: Bulletin, layout: Layout) -> str:
    """Everything above the body."""
    head = bulletin.head
    if head.form is HeadForm.BARE or not head.mark:
        return _title(bulletin, layout, 0) + _addressees(bulletin, layout)
    parts = [*_top_lines(head), *_mark(head, layout, _top_count(head)), *_below_mark(head, layout)]
    parts.append(paragraph("GwRedLine", "", paragraph_properties(before=mm(4) - foot_below(layout.pitch, SIZE_3))))
    # the red line's own paragraph is 1 pt high and lies below it
    parts.append(_title(bulletin, layout, 2 * layout.line_gap - 20 - head_above(layout.title_pitch, SIZE_2)))
    return "".join(parts) + _addressees(bulletin, layout)


def _top_count(head: Head) -> int:
    return sum(1 for line in (head.copy_number, head.secrecy, head.urgency) if line)


def _top_lines(head: Head) -> list[str]:
    lines = (("GwCopyNumber", head.copy_number), ("GwSecrecy", head.secrecy), ("GwSecrecy", head.urgency))
    return [paragraph(style, run(line)) for style, line in lines if line]


def mark_size(names: tuple[str, ...], suffix: str, layout: Layout) -> tuple[int, int]:
    """(type size in points, extra space between characters in twips) of a mark: as large as it fits (7.2.4)."""
    widest = max(width(name) for name in names) + width(suffix)
    room = layout.width * _MARK_PART
    size = min(_LARGEST_MARK if len(names) == 1 else 44, int(room / (widest * 10)))
    size = max(size, _SMALLEST_MARK)
    gaps = max(widest // 2 - 1, 1)
    spare = room * 0.84 - widest * size * 10
    return size, max(0, min(round(spare / gaps), size * 6))


def _mark(head: Head, layout: Layout, above: int) -> list[str]:
    size, track = mark_size(head.mark, head.mark_suffix, layout)
    line = round(size * 25)
    before = layout.mark_top - layout.top - above * layout.pitch - head_above(line, size)
    lines = []
    for number, name in enumerate(head.mark):
        last = number == len(head.mark) - 1
        content = _tracked(name + (head.mark_suffix if last else ""), size, track)
        lines.append(paragraph("GwMark", content, paragraph_properties(before=0 if number else before, line=line)))
    return lines


def _tracked(name: str, size: int, track: int) -> str:
    """A name in ``size``, spaced by ``track`` between its characters and not after the last, so that it is centred."""
    sized = f'<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'
    if not track or len(name) < 2:
        return run(name, extra=sized)
    return run(name[:-1], extra=f'<w:spacing w:val="{track}"/>{sized}') + run(name[-1], extra=sized)


def _below_mark(head: Head, layout: Layout) -> list[str]:
    size, _ = mark_size(head.mark, head.mark_suffix, layout)
    under = foot_below(round(size * 25), size) + head_above(layout.pitch, SIZE_3)
    if head.form is HeadForm.DOCUMENT:
        return [_number_line(head, layout, 2 * layout.line_gap - under)]
    lines = []
    before: int | None = layout.line_gap - under
    for line in (head.number, head.running_number):
        if line:
            lines.append(paragraph("GwNumber", runs(line), paragraph_properties(before=before)))
            before = None
    if head.issuer or head.dated:
        lines.append(_issuer_line(head.issuer, head.dated, layout, before))
    return lines


def _number_line(head: Head, layout: Layout, before: int) -> str:
    if not head.signatory:
        return paragraph("GwNumber", runs(head.number), paragraph_properties(before=before))
    names = (*text("签发人："), *text("　".join(head.signatory), Emphasis.KAI))
    return _issuer_line(head.number, names, layout, before)


def _issuer_line(left: Text, right: Text, layout: Layout, before: int | None) -> str:
    """What stands left (1 字 in) and right (1 字 in) on one line."""
    properties = paragraph_properties(tabs=(("right", layout.width - EM_3),), before=before)
    return paragraph("GwIssuer", runs(left) + run("\t") + runs(right), properties)


def _title(bulletin: Bulletin, layout: Layout, before: int) -> str:
    lines = title_lines(plain(bulletin.title), TITLE_WIDTH)
    return paragraph("Title", run("\n".join(lines)), paragraph_properties(before=before or None))


def _addressees(bulletin: Bulletin, layout: Layout) -> str:
    gap = layout.line_gap - foot_below(layout.title_pitch, SIZE_2) - head_above(layout.pitch, SIZE_3)
    if not bulletin.addressees:
        return paragraph("GwTiny", "", paragraph_properties(before=gap - 20))
    return paragraph("GwAddressees", runs(closing(bulletin.addressees, "：")), paragraph_properties(before=gap))
