"""What follows the body: list of annexes, signature and date, note, imprint (7.3.4 to 7.3.6, 7.4)."""

from __future__ import annotations

from bulletin_gen.render.docx.xml import paragraph, paragraph_properties, run, runs, tiny_paragraph
from bulletin_gen.render.layout import EM_3, EM_4, RULE_THICK, RULE_THIN, Layout, mm
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Annex, Bulletin, Imprint, Signature, Text, plain, text

#: Twips of a half-width character of 3号: half of 16 pt, tracked by -0.25 pt.
_HALF_3 = 155
_SEAL = mm(45.5)


def text_width(characters: str) -> int:
    """Twips of a line of 3号 text as it is set."""
    wide = width(characters)
    full = wide - len(characters)
    return full * EM_3 + (len(characters) - full) * _HALF_3


def closing(content: Text, mark: str) -> Text:
    """The text with the closing mark that the standard asks for, unless it has it."""
    return content if plain(content).endswith(mark) else (*content, *text(mark))


def annex_list(annexes: tuple[Annex, ...], layout: Layout) -> str:
    """附件说明: a line below the body, names aligned, without closing marks (7.3.4)."""
    lines = []
    for number, annex in enumerate(annexes, 1):
        first = number == 1
        prefix = ("附件：" if first else "") + (f"{number}." if len(annexes) > 1 else "")
        properties = paragraph_properties(
            keep_next=True, before=layout.pitch if first else None, indent=_list_indent(prefix, len(annexes), number)
        )
        title = plain(annex.title).replace("\n", "")
        lines.append(paragraph("GwAnnexList", run(prefix + title), properties))
    return "".join(lines)


def _list_indent(prefix: str, count: int, number: int) -> str:
    """The names' first characters stand under each other; the numbers are set left of them."""
    serial = text_width(f"{count}.") if count > 1 else 0
    left = 5 * EM_3 + serial
    return f'w:leftChars="0" w:left="{left}" w:hangingChars="0" w:hanging="{text_width(prefix)}"'


def signature(sign: Signature, layout: Layout) -> str:
    """署名 and 成文日期."""
    if sign.seal and sign.bodies and sign.dated:
        return _sealed(sign, layout)
    if not sign.bodies:
        return _date_alone(sign, layout) if sign.dated else ""
    return _unsealed(sign, layout)


def _date_alone(sign: Signature, layout: Layout) -> str:
    right = (4 if sign.seal else 2) * EM_3
    return paragraph(
        "GwDate",
        runs(sign.dated),
        paragraph_properties(before=layout.pitch, indent=f'w:right="{right}"', align="right"),
    )


def _unsealed(sign: Signature, layout: Layout) -> str:
    """Without seal (7.3.5.2): names 2 字 from the right, the date 2 字 right of the name's first character."""
    widest = max(map(text_width, sign.bodies))
    dated = text_width(plain(sign.dated))
    longer = bool(sign.dated) and dated > widest
    right = 4 * EM_3 + dated - widest if longer else 2 * EM_3
    parts = []
    for number, name in enumerate(sign.bodies):
        keep = bool(sign.dated) or number < len(sign.bodies) - 1
        properties = paragraph_properties(
            keep_next=keep, before=None if number else layout.pitch, indent=f'w:right="{right}"', align="right"
        )
        parts.append(paragraph("GwSigner", _stretched(name, widest), properties))
    if sign.dated:
        left = layout.width - right - widest + 2 * EM_3
        parts.append(paragraph("GwDate", runs(sign.dated), paragraph_properties(indent=f'w:left="{left}"')))
    return "".join(parts)


def _stretched(name: str, widest: int) -> str:
    """Several names are set to the width of the widest, unless that would tear them apart."""
    missing = widest - text_width(name)
    gaps = len(name) - 1
    if not missing or gaps < 1 or missing / gaps > EM_3:
        return run(name)
    return run(name[:-1], extra=f'<w:spacing w:val="{missing // gaps - 5}"/>') + run(name[-1])


def _sealed(sign: Signature, layout: Layout) -> str:
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
    tab = paragraph_properties(tabs=(("center", center),))
    return "".join(parts) + paragraph("GwDate", run("\t") + runs(sign.dated), tab)


def _seal_row(names: list[str], center: int, slot: int, before: int) -> str:
    stops = tuple(("center", center - slot * back) for back in range(len(names) - 1, -1, -1))
    properties = paragraph_properties(keep_next=True, tabs=stops, before=before)
    return paragraph("GwSigner", "".join(run("\t") + run(name) for name in names), properties)


def note(content: Text) -> str:
    """附注: below the date, 2 字 in, in brackets (7.3.6)."""
    if not content:
        return ""
    if not plain(content).startswith("（"):
        content = (*text("（"), *content, *text("）"))
    return paragraph("GwNote", runs(content))


def after_body(bulletin: Bulletin, layout: Layout) -> str:
    """All that stands between the body and the annexes."""
    listed = annex_list(bulletin.annexes, layout) if bulletin.annexes and bulletin.list_annexes else ""
    return listed + signature(bulletin.signature, layout) + note(bulletin.note)


def imprint_xml(imprint: Imprint, layout: Layout, *, page_break: bool = False) -> str:
    """版记 as a floating table at the foot of the page on which its anchor stands."""
    rows = _imprint_rows(imprint, layout)
    if not rows:
        return ""
    spare = layout.page_height - layout.bottom - layout.area_bottom  # the last rule lies on the type area's edge
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
        contents.append((_printed_line(imprint, layout), True))
    if imprint.copies:
        contents.append((_copies_line(imprint), False))
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
    hanging = (width(label) // 2 + 1) * EM_4
    properties = paragraph_properties(indent=f'w:left="{EM_4 + hanging}" w:right="{EM_4}" w:hanging="{hanging}"')
    return paragraph("GwImprint", run(f"{label}：") + runs(closing(content, "。")), properties)


def _printed_line(imprint: Imprint, layout: Layout) -> str:
    printed_on = closing(imprint.printed_on, "印发") if imprint.printed_on else ()
    properties = paragraph_properties(
        tabs=(("right", layout.width - EM_4),), indent=f'w:left="{EM_4}" w:right="{EM_4}"', align="left"
    )
    return paragraph("GwImprint", runs(imprint.printed_by) + run("\t") + runs(printed_on), properties)


def _copies_line(imprint: Imprint) -> str:
    return paragraph("GwImprint", runs(imprint.copies), paragraph_properties(indent=f'w:right="{EM_4}"', align="right"))
