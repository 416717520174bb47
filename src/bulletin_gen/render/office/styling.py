"""The program's styles of tables and annexes, put beside the office's own in its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bulletin_gen.render.docx.styles import styles_part
from bulletin_gen.render.docx.xml import NAMESPACE, fonts
from bulletin_gen.render.layout import FACES, LAYOUTS, SIZE_3
from bulletin_gen.word.styles import value

if TYPE_CHECKING:
    from docx.document import Document

    from bulletin_gen.tree import Bulletin

_OURS, _BASE = "Gw", "GwBase"


def add_styles(document: Document, bulletin: Bulletin) -> None:
    """Adds each style of ours that the document uses and has not; those that it has stay as they are."""
    styles = document.part.styles.element
    ours = parse_xml(styles_part(LAYOUTS[bulletin.layout], bulletin.latin_font).encode())
    known = {each.get(qn("w:styleId")): each for each in ours.findall(qn("w:style"))}
    there = {each.get(qn("w:styleId")) for each in styles.findall(qn("w:style"))}
    for name in _wanted(document, known):
        if name not in there:
            there.add(name)
            styles.append(_fitting(known[name], bulletin.latin_font))


def _wanted(document: Document, known: dict[str, Any]) -> Iterator[str]:
    used = (each.get(qn("w:val")) for each in document.element.iter(qn("w:pStyle"), qn("w:tblStyle")))
    for name in dict.fromkeys(each for each in used if each.startswith(_OURS)):
        at: str | None = name
        while at in known and at.startswith(_OURS):
            yield at
            at = value(known[at], "w:basedOn")


def _fitting(style: Any, latin: str) -> Any:
    """A style without what refers to others of ours; the base says what our documents' defaults say."""
    for tag in ("w:next", "w:basedOn"):
        for each in style.findall(qn(tag)):
            if tag == "w:next" or not each.get(qn("w:val")).startswith(_OURS):
                style.remove(each)
    if style.get(qn("w:styleId")) == _BASE:
        face = f"{fonts(FACES.fang, latin)}"
        size = f'<w:sz w:val="{SIZE_3 * 2}"/><w:szCs w:val="{SIZE_3 * 2}"/>'
        run = style.find(qn("w:rPr"))
        extra = parse_xml(f"<w:rPr {NAMESPACE}>{face}{size}</w:rPr>")
        run.insert(0, extra[0])
        run.extend(list(extra))
    return style
