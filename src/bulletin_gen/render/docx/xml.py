"""WordprocessingML as text: escaping, runs and paragraphs. Child elements always come in the order of the schema."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.marks import digits_of
from bulletin_gen.render.layout import FACES
from bulletin_gen.tree import Emphasis, Run, Text, plain

_MARKUP = re.compile('[&<>"]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
#: Characters that Word sets in the Latin face unless told that they are Chinese.
_HINTED = re.compile("[‘’“”—…·×÷±°\u2460-\u24ff\u2500-\u27bf]")
_BREAKS = re.compile("([\n\t])")
_BREAK = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_BOOKMARK = re.compile('(<w:bookmark(?:Start|End) w:id=")([a-z]+)"')
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


def runs(text: Text, extra: str = "") -> str:
    """All runs of a text, marked digits in their bookmarks."""
    return "".join(
        marked_run(part.text, part.mark, part.emphasis, extra) if part.mark else run(part.text, part.emphasis, extra)
        for part in text
        if part.text
    )


def marked_run(text: str, mark: str, emphasis: Emphasis = Emphasis.PLAIN, extra: str = "") -> str:
    """A text whose digits, from the first to the last, are in a bookmark: only so no line moves in any program."""
    start, end = digits_of(text)
    before = run(text[:start], emphasis, extra) if start else ""
    after = run(text[end:], emphasis, extra) if end < len(text) else ""
    return f"{before}{bookmark(mark, run(text[start:end], emphasis, extra))}{after}"


def bookmark(name: str, content: str = "") -> str:
    """Content in a bookmark; ``numbered_bookmarks`` gives it its number in the whole document."""
    return f'<w:bookmarkStart w:id="{name}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{name}"/>'


def numbered_bookmarks(xml: str) -> str:
    """A whole document with its bookmarks numbered in their order."""
    numbers: dict[str, int] = {}
    return _BOOKMARK.sub(lambda found: f'{found[1]}{numbers.setdefault(found[2], len(numbers))}"', xml)


def broken(text: Text, lines: Sequence[str]) -> Text:
    """A text with its lines ended where ``lines`` end, which together are its characters."""
    if "".join(lines) != plain(text):
        return text  # it has line ends of its own
    ends = {sum(map(len, lines[: count + 1])) for count in range(len(lines) - 1)}
    found, at = [], 0
    for part in text:
        said = "".join(character + ("\n" if at + index in ends else "") for index, character in enumerate(part.text, 1))
        found.append(replace(part, text=said))
        at += len(part.text)
    return tuple(found)


def closing(content: Text, mark: str) -> Text:
    """The text with the closing mark that the standard asks for, unless it has it."""
    return content if plain(content).endswith(mark) else (*content, Run(mark))


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph of a named style; ``properties`` are what ``paragraph_properties`` gives."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def paragraph_properties(
    *,
    keep_next: bool = False,
    page_break: bool = False,
    widow_control: bool = False,
    tabs: tuple[tuple[str, int], ...] = (),
    before: int | None = None,
    line: int | None = None,
    at_least: int | None = None,
    indent: str = "",
    align: str = "",
    section: str = "",
) -> str:
    """Properties of one paragraph that differ from its style. ``tabs``: (kind, position); ``indent``: attributes."""
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{position}"/>' for kind, position in tabs)
    spacing = f' w:before="{before}"' if before is not None else ""
    spacing += f' w:line="{line}" w:lineRule="exact"' if line is not None else ""
    spacing += f' w:line="{at_least}" w:lineRule="atLeast"' if at_least is not None else ""
    parts = (
        "<w:keepNext/>" if keep_next else "",
        "<w:pageBreakBefore/>" if page_break else "",
        "<w:widowControl/>" if widow_control else "",
        f"<w:tabs>{stops}</w:tabs>" if stops else "",
        f"<w:spacing{spacing}/>" if spacing else "",
        f"<w:ind {indent}/>" if indent else "",
        f'<w:jc w:val="{align}"/>' if align else "",
        section,
    )
    return "".join(parts)


def tiny_paragraph(section: str = "", *, page_break: bool = False) -> str:
    """A paragraph of 1 pt that only carries a section's end or an anchor."""
    return paragraph("GwTiny", "", paragraph_properties(page_break=page_break, section=section))


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
