"""WordprocessingML as text: escaping, runs and paragraphs. Child elements always come in the order of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeAlias

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.marks import digits_of
from bulletin_gen.render.charts.parts import drawing_run
from bulletin_gen.render.docx.values import (
    PLAIN,
    DrawnChart,
    Indent,
    Inline,
    Marker,
    Section,
    SetParagraph,
    Setting,
    Tuned,
)
from bulletin_gen.render.layout import FACES, LANDSCAPE
from bulletin_gen.tree import Emphasis, Run

#: Name of a bookmark → what it is called by where it begins and ends: its number in a document.
Numbering: TypeAlias = Callable[[str], object]

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARKUP = late('[&<>"]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
#: Characters that Word sets in the Latin face unless told that they are Chinese.
_HINTED = late("[‘’“”—…·×÷±°\u2460-\u24ff\u2500-\u27bf]")
_BREAKS = late("([\n\t])")
_BREAK = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_FACE = {Emphasis.KAI: FACES.kai, Emphasis.HEI: FACES.hei}


def escape(text: str) -> str:
    """Text for an element or attribute: markup escaped, characters that XML cannot hold removed."""
    text = cleaned(text)
    return _MARKUP.sub(lambda match: _ENTITIES[match[0]], text) if _MARKUP.search(text) else text


def fonts(east_asian: str, latin: str = "", hint: bool = True) -> str:
    """``w:rFonts`` with all four faces set; without ``latin`` digits and quotation marks come in the Chinese face."""
    latin = latin or east_asian
    asked = ' w:hint="eastAsia"' if hint else ""
    return f'<w:rFonts{asked} w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}"/>'


def counted() -> Numbering:
    """Numbers of bookmarks in the order in which a document names them, from 0."""
    numbers: dict[str, int] = {}
    return lambda name: numbers.setdefault(name, len(numbers))


@lru_cache(maxsize=4096)
def run(text: str, emphasis: Emphasis = Emphasis.PLAIN, extra: str = "") -> str:
    """One run. ``extra``: run properties that follow ``w:b`` in the schema, as XML."""
    return f"<w:r>{_properties(text, emphasis, extra)}{_content(escape(text))}</w:r>"


def _properties(text: str, emphasis: Emphasis, extra: str) -> str:
    if emphasis in _FACE:
        extra = fonts(_FACE[emphasis]) + extra
    elif emphasis is Emphasis.BOLD:
        extra = f"{_hint(text)}<w:b/><w:bCs/>{extra}"
    elif not text.isascii():
        extra = _hint(text) + extra
    return f"<w:rPr>{extra}</w:rPr>" if extra else ""


def _hint(text: str) -> str:
    return '<w:rFonts w:hint="eastAsia"/>' if _HINTED.search(text) else ""


def _content(text: str) -> str:
    if "\n" not in text and "\t" not in text:
        return _t(text)
    return "".join(_BREAK.get(part) or _t(part) for part in _BREAKS.split(text) if part)


def _t(text: str) -> str:
    if text[:1] == " " or text[-1:] == " " or "  " in text:
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


def inlines(content: Iterable[Inline], number: Numbering) -> str:
    """What stands in a paragraph or a cell, one after another, marked digits in their bookmarks."""
    return "".join(
        _run(part, number) if isinstance(part, Run) else _inline(part, number)
        for part in content
    )  # fmt: skip


def _run(part: Run, number: Numbering) -> str:
    if part.mark:
        return marked_run(part, number)
    return run(part.text, part.emphasis) if part.text else ""


def _inline(part: Tuned | Marker | DrawnChart, number: Numbering) -> str:
    if isinstance(part, Marker):
        return bookmark(part.name, "", number)
    if isinstance(part, DrawnChart):
        return drawing_run(part.chart, part.layout, part.high)
    track = f'<w:spacing w:val="{part.track}"/>' if part.track is not None else ""
    size = f'<w:sz w:val="{part.size * 2}"/><w:szCs w:val="{part.size * 2}"/>' if part.size is not None else ""
    return run(part.text, extra=track + size)


def marked_run(part: Run, number: Numbering) -> str:
    """A run whose digits, from the first to the last, are in a bookmark: only so no line moves in any program."""
    start, end = digits_of(part.text)
    before = run(part.text[:start], part.emphasis) if start else ""
    after = run(part.text[end:], part.emphasis) if end < len(part.text) else ""
    return f"{before}{bookmark(part.mark, run(part.text[start:end], part.emphasis), number)}{after}"


def bookmark(name: str, content: str, number: Numbering) -> str:
    """Content in a bookmark."""
    called = number(name)
    return f'<w:bookmarkStart w:id="{called}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{called}"/>'


def paragraph(value: SetParagraph, number: Numbering) -> str:
    """A paragraph of a named style."""
    return framed(value.style, inlines(value.content, number), value.setting)


def framed(style: str, content: str, setting: Setting = PLAIN) -> str:
    """A paragraph around runs that are written already."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties(setting)}</w:pPr>{content}</w:p>'


def properties(setting: Setting) -> str:
    """The children of ``w:pPr`` that differ from the style."""
    if setting is PLAIN:
        return ""
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{position}"/>' for kind, position in setting.tabs)
    spacing = f' w:before="{setting.before}"' if setting.before is not None else ""
    spacing += f' w:line="{setting.line}" w:lineRule="exact"' if setting.line is not None else ""
    spacing += f' w:line="{setting.at_least}" w:lineRule="atLeast"' if setting.at_least is not None else ""
    parts = (
        "<w:keepNext/>" if setting.keep_next else "",
        "<w:pageBreakBefore/>" if setting.page_break else "",
        "<w:widowControl/>" if setting.widow_control else "",
        f"<w:tabs>{stops}</w:tabs>" if stops else "",
        f"<w:spacing{spacing}/>" if spacing else "",
        f"<w:ind {sides(setting.indent)}/>" if setting.indent else "",
        f'<w:jc w:val="{setting.align}"/>' if setting.align else "",
        section_end(setting.section) if setting.section else "",
    )
    return "".join(parts)


def sides(indent: Indent) -> str:
    """Attributes of ``w:ind``: characters (for Word's dialogue) and twips."""
    return " ".join(
        (f'w:{side.name}Chars="{side.chars}" ' if side.chars is not None else "") + f'w:{side.name}="{side.twips}"'
        for side in indent
    )


def section_end(section: Section) -> str:
    """``w:sectPr`` of pages that end here."""
    odd, even = ("rId6", "rId7") if section.landscape else ("rId4", "rId5") if section.numbered else ("rId8", "rId8")
    layout = section.layout
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


def field(instruction: str, shown: str = "1") -> str:
    """A field as five runs."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        char.format("begin")
        + f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        + char.format("separate")
        + f"<w:r><w:t>{shown}</w:t></w:r>"
        + char.format("end")
    )
