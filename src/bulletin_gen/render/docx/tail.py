"""What follows the body: list of annexes, signature and date, note (7.3.4 to 7.3.6)."""

from __future__ import annotations

from msgspec.structs import replace

from bulletin_gen.marks import echoed
from bulletin_gen.render.docx.values import Indent, Piece, SetParagraph, Setting, Side, Tuned, in_characters
from bulletin_gen.render.layout import EM_3, Layout, mm
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Annex, Bulletin, Run, Signature, Text, plain, text

#: Twips of a half-width character of 3号: half of 16 pt, tracked by -0.25 pt.
_HALF_3 = 155
_SEAL = mm(45.5)
#: Several names are set to the width of the widest, unless that would tear one of them apart.
_WIDEST_GAP = 2 * EM_3


def text_width(characters: str) -> int:
    """Twips of a line of 3号 text as it is set."""
    wide = width(characters)
    full = wide - len(characters)
    return full * EM_3 + (len(characters) - full) * _HALF_3


def annex_list(annexes: tuple[Annex, ...], layout: Layout) -> Piece:
    """附件说明: a line below the body, names aligned, without closing marks (7.3.4)."""
    lines = []
    for number, annex in enumerate(annexes, 1):
        first = number == 1
        prefix = (f"{annex.word}：" if first else "") + (f"{number}." if len(annexes) > 1 else "")
        before, indent = layout.pitch if first else None, _list_indent(prefix, len(annexes))
        title = tuple(replace(part, text=part.text.replace("\n", "")) for part in echoed(annex.title))
        setting = Setting(keep_next=True, before=before, indent=indent)
        lines.append(SetParagraph("GwAnnexList", (*text(prefix), *title), setting))
    return tuple(lines)


def _list_indent(prefix: str, count: int) -> Indent:
    """The names' first characters stand under each other; the numbers are set left of them."""
    serial = text_width(f"{count}.") if count > 1 else 0
    return Side("left", 5 * EM_3 + serial, 0), Side("hanging", text_width(prefix), 0)


def signature(sign: Signature, layout: Layout) -> Piece:
    """署名 and 成文日期."""
    if sign.seal and sign.bodies and sign.dated:
        return _sealed(sign, layout)
    if not sign.bodies:
        return (_date_alone(sign, layout),) if sign.dated else ()
    return _unsealed(sign, layout)


def _date_alone(sign: Signature, layout: Layout) -> SetParagraph:
    setting = Setting(before=layout.pitch, indent=() if sign.seal else in_characters(right=2))
    return SetParagraph("GwDate", sign.dated, setting)


def _unsealed(sign: Signature, layout: Layout) -> Piece:
    """Without seal (7.3.5.2): names 2 字 from the right, the date 2 字 right of the name's first character."""
    widest = max(map(text_width, sign.bodies))
    dated = text_width(plain(sign.dated))
    longer = bool(sign.dated) and dated > widest
    right = 4 * EM_3 + dated - widest if longer else min(2 * EM_3, max(0, layout.width - widest - 20))
    parts = []
    aligned = all(_gap(name, widest) <= _WIDEST_GAP for name in sign.bodies)
    for number, name in enumerate(sign.bodies):
        keep = bool(sign.dated) or number < len(sign.bodies) - 1
        setting = Setting(keep_next=keep, before=None if number else layout.pitch, indent=_from_right(right))
        parts.append(SetParagraph("GwSigner", _stretched(name, widest) if aligned else text(name), setting))
    if sign.dated:
        left = Side("left", layout.width - right - widest + 2 * EM_3)
        setting = Setting(indent=(*_from_right(0), left), align="left")
        parts.append(SetParagraph("GwDate", sign.dated, setting))
    return tuple(parts)


def _from_right(right: int) -> Indent:
    """So many twips from the right edge, whatever characters the style says."""
    return (Side("right", right, 0),)


def _gap(name: str, widest: int) -> int:
    """Twips between the characters of a name that is set to the width of the widest."""
    return (widest - text_width(name)) // max(1, len(name) - 1)


def _stretched(name: str, widest: int) -> tuple[Run | Tuned, ...]:
    gap = _gap(name, widest)
    return (Tuned(name[:-1], track=gap - 5), Run(name[-1])) if gap else text(name)


def _sealed(sign: Signature, layout: Layout) -> Piece:
    """With seals (7.3.5.1): date 4 字 from the right; a name centred on it; several names side by side in rows."""
    dated = text_width(plain(sign.dated))
    widest = max(map(text_width, sign.bodies))
    center = min(layout.width - 4 * EM_3 - dated // 2, layout.width - widest // 2)
    slot = max(_SEAL, widest + EM_3)
    per_row = max(1, min(3, 1 + (center - max(_SEAL, widest) // 2) // slot))
    parts, rest = [], list(sign.bodies)
    first = True
    while rest:
        size = per_row if len(rest) % per_row == 0 else len(rest) % per_row
        row, rest = rest[:size], rest[size:]
        before = 2 * layout.pitch if first else 4 * layout.pitch
        parts.append(_seal_row(row, center, slot, before))
        first = False
    tab = Setting(tabs=(("center", center),), indent=_from_right(0), align="left")
    return *parts, SetParagraph("GwDate", (Run("\t"), *sign.dated), tab)


def _seal_row(names: list[str], center: int, slot: int, before: int) -> SetParagraph:
    stops = tuple(("center", center - slot * back) for back in range(len(names) - 1, -1, -1))
    setting = Setting(keep_next=True, tabs=stops, before=before, indent=_from_right(0), align="left")
    return SetParagraph("GwSigner", tuple(each for name in names for each in (Run("\t"), Run(name))), setting)


def note(content: Text) -> Piece:
    """附注: below the date, 2 字 in, in brackets (7.3.6)."""
    if not content:
        return ()
    if not plain(content).startswith("（"):
        content = (*text("（"), *content, *text("）"))
    return (SetParagraph("GwNote", content),)


def after_body(bulletin: Bulletin, layout: Layout) -> Piece:
    """All that stands between the body and the annexes."""
    listed = annex_list(bulletin.annexes, layout) if bulletin.annexes and bulletin.list_annexes else ()
    return listed + signature(bulletin.signature, layout) + note(bulletin.note)
