"""The head of a document: 份号, 密级, red mark, number or 期号, red line, title, addressees (7.2, 7.3.1, 7.3.2)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.render.docx.tail import text_width
from bulletin_gen.render.docx.values import (
    PLAIN,
    Element,
    Inline,
    JointMark,
    Marker,
    Piece,
    SetParagraph,
    Setting,
    Tuned,
    tiny,
)
from bulletin_gen.render.layout import EM_3, SIZE_3, Layout, foot_below, head_above
from bulletin_gen.render.measure import width
from bulletin_gen.render.titles import broken, closing, title_lines
from bulletin_gen.tree import Bulletin, Emphasis, Head, HeadForm, Run, plain, text

#: Half characters of 2号 that a line holds.
TITLE_WIDTH = 40
_LARGEST_MARK, _LARGEST_JOINT_MARK, _SMALLEST_MARK = 62, 44, 28
#: A mark is at most this part of the type area wide; a short one is spaced to a part of that.
_MARK_PART, _SPACED_PART = 0.96, 0.84
_SIGNATORY = "签发人："


def set_head(bulletin: Bulletin, layout: Layout) -> Piece:
    """Everything above the body."""
    head = bulletin.head
    if head.form is HeadForm.BARE or not head.mark:
        return _title(bulletin, Setting(before=0)), _addressees(bulletin, layout)
    above = (*_top_lines(head), *_mark(head, layout, _top_count(head)), *_below_mark(head, layout))
    return *above, SetParagraph("GwRedLine"), _title(bulletin), _addressees(bulletin, layout)


def _top_count(head: Head) -> int:
    return sum(1 for line in (head.copy_number, head.secrecy, head.urgency) if line)


def _top_lines(head: Head) -> list[SetParagraph]:
    lines = (("GwCopyNumber", head.copy_number), ("GwSecrecy", head.secrecy), ("GwSecrecy", head.urgency))
    return [SetParagraph(style, text(line)) for style, line in lines if line]


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


def _mark(head: Head, layout: Layout, above: int) -> Piece:
    kind = mark_type(head, layout)
    before = layout.mark_top - layout.top - above * layout.pitch - head_above(kind.line, kind.size)
    if len(head.mark) > 1 and head.mark_suffix:
        return tiny(before=before - 20), _joint_mark(head, kind)
    names = [name + head.mark_suffix for name in head.mark]
    return tuple(
        SetParagraph("GwMark", _name(name, kind), Setting(before=0 if number else before, line=kind.line))
        for number, name in enumerate(names)
    )


def _name(name: str, kind: MarkType) -> tuple[Tuned, ...]:
    """A name spaced between its characters and not after the last, so that it is centred."""
    track = kind.track
    missing = kind.width - width(name) * kind.size * 10
    if missing > 0 and len(name) > 1:
        track = missing // (len(name) - 1)
    if not track or len(name) < 2:
        return (Tuned(name, size=kind.size),)
    return Tuned(name[:-1], track, kind.size), Tuned(name[-1], size=kind.size)


def _joint_mark(head: Head, kind: MarkType) -> JointMark:
    """Several names one below the other and “文件” beside them, centred in height (7.2.4)."""
    widths = (kind.width + kind.size * 4, width(head.mark_suffix) * kind.size * 10 + kind.size * 4)
    setting = Setting(line=kind.line)
    names = tuple(SetParagraph("GwMark", _name(name, kind), setting) for name in head.mark)
    beside = SetParagraph("GwMark", _name(head.mark_suffix, replace(kind, width=0)), setting)
    return JointMark(names, beside, widths, kind.line)


def _below_mark(head: Head, layout: Layout) -> Piece:
    kind = mark_type(head, layout)
    under = foot_below(kind.line, kind.size) + head_above(layout.pitch, SIZE_3)
    if head.form is HeadForm.DOCUMENT:
        return _number_lines(head, layout, 2 * layout.line_gap - under)
    lines: list[Element] = []
    before: int | None = layout.line_gap - under
    for line in (head.number, head.running_number):
        if line:
            lines.append(SetParagraph("GwNumber", line, Setting(before=before)))
            before = None
    if head.issuer or head.dated:
        lines += _issued(head, layout, Setting(before=before))
    return tuple(lines)


def _issued(head: Head, layout: Layout, setting: Setting) -> Piece:
    """编发单位 to the left and the date to the right of one line; where both do not fit it, the date has a line of its
    own: a tab that finds no room would set it anywhere."""
    together = text_width(plain(head.issuer)) + EM_3 + text_width(plain(head.dated))
    dated: tuple[Inline, ...] = (Run("\t"), *head.dated)
    if not head.issuer or not head.dated or together <= layout.width - 2 * EM_3:
        return (SetParagraph("GwIssuer", (*head.issuer, *dated), setting),)
    return SetParagraph("GwIssuer", head.issuer, setting), SetParagraph("GwIssuer", dated)


def _number_lines(head: Head, layout: Layout, before: int) -> Piece:
    if not head.signatory:
        return (SetParagraph("GwNumber", head.number, Setting(before=before)),)
    return _signatories(head, layout, before)


def _signatories(head: Head, layout: Layout, before: int) -> Piece:
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
        left = head.number if number == len(pairs) - 1 else ()
        called = text(_SIGNATORY) if number == 0 else ()
        content = (*left, Run("\t"), *called, *text("\t".join(names), Emphasis.KAI))
        lines.append(SetParagraph("GwSignatory", content, Setting(tabs=stops, before=None if number else before)))
    return tuple(lines)


def _title(bulletin: Bulletin, setting: Setting = PLAIN) -> SetParagraph:
    lines = title_lines(plain(bulletin.title), TITLE_WIDTH)
    whole = (Marker(bulletin.mark),) if bulletin.mark else ()
    return SetParagraph("Title", (*whole, *broken(bulletin.title, lines)), setting)


def _addressees(bulletin: Bulletin, layout: Layout) -> SetParagraph:
    if not bulletin.addressees:
        return tiny(before=layout.addressees_before - 20)
    return SetParagraph("GwAddressees", closing(bulletin.addressees, "："))
