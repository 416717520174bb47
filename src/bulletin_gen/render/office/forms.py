"""How the office sets a paragraph, character by character, and what is said set in the same way."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run as WordRun
from msgspec import Struct

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.marks import digits_of
from bulletin_gen.render.layout import FACES
from bulletin_gen.tree import NUMBERING, ColumnTitle, Emphasis, Heading, Paragraph, Run, Text, plain
from bulletin_gen.word.letterhead import body_blocks
from bulletin_gen.word.styles import StyleBook, value

if TYPE_CHECKING:
    from docx.document import Document

_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
_ANCHORED = (
    qn("w:drawing"), qn("w:pict"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
)  # fmt: skip
_BLANKS = late(r"[ \t　]*")
_FACES = {Emphasis.KAI: FACES.kai, Emphasis.HEI: FACES.hei}


class Form(Struct, frozen=True):
    """A paragraph's properties, its characters, the run properties of each, and whether Word numbers it."""

    properties: Any
    text: str
    faces: tuple[Any, ...]
    listed: bool = False


def forms_of(document: Document) -> list[Form]:
    """The form of each block of the body; tables have none."""
    styles = StyleBook(document)
    return [_form(each, styles) for each in body_blocks(document)]


def _form(element: Any, styles: StyleBook) -> Form:
    if element.tag != qn("w:p"):
        return Form(None, "", ())
    properties = copy.deepcopy(element.find(qn("w:pPr")))
    if properties is not None:
        for name in ("w:sectPr", "w:pPrChange"):
            for each in properties.findall(qn(name)):
                properties.remove(each)
    style = value(properties, "w:pStyle") if properties is not None else None
    signs = [*_signs(element)]
    text = "".join(sign for sign, _ in signs)
    return Form(properties, text, tuple(face for _, face in signs), styles.list_of(style, properties) is not None)


def _signs(element: Any) -> Iterator[tuple[str, Any]]:
    for run in element.iter(qn("w:r")):
        if next(run.iterancestors(qn("w:txbxContent")), None) is not None:
            continue
        face = run.find(qn("w:rPr"))
        for child in run:
            text = child.text or "" if child.tag == qn("w:t") else _SIGNS.get(child.tag, "")
            yield from ((sign, face) for sign in text)


def emptied(element: Any) -> tuple[list[Any], list[Any], Any]:
    """Takes the words out of a paragraph. Returns what is anchored before and after the first of them, page breaks
    among that, and the end of a section."""
    before: list[Any] = []
    after: list[Any] = []
    into = before
    for child in [each for each in element if each.tag != qn("w:pPr")]:
        if child.tag == qn("w:r"):
            kept = [each for each in child if _stays(each)]
            if next(child.iterchildren(qn("w:t")), None) is not None:
                into = after
            for each in [each for each in child if each.tag != qn("w:rPr") and each not in kept]:
                child.remove(each)
            if kept:
                into.append(child)
                continue
        elif child.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
            into.append(child)
            continue
        element.remove(child)
    properties = element.find(qn("w:pPr"))
    return before, after, properties.find(qn("w:sectPr")) if properties is not None else None


def _stays(child: Any) -> bool:
    return child.tag in _ANCHORED or (child.tag == qn("w:br") and child.get(qn("w:type")) in ("page", "column"))


def paragraph_of(block: Paragraph | Heading | ColumnTitle, form: Form) -> Any:
    """A paragraph that says the block, set as the office's own is."""
    made = OxmlElement("w:p")
    if form.properties is not None:
        made.append(copy.deepcopy(form.properties))
    if form.listed and block.text[0].figure == NUMBERING:
        numbered = made.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val = 0
        numbered.get_or_add_numId().val = 0  # the number is in the text
    ends = _BLANKS.match(form.text), _BLANKS.match(form.text[::-1])
    lead, trail = (found[0] if found else "" for found in ends)
    text = (Run(lead), *block.text, Run(trail if form.text.strip() else ""))
    for each in _runs(text, form):
        made.append(each)
    return made


def _runs(text: Text, form: Form) -> Iterator[Any]:
    faces, at = _faces(plain(text), form), 0
    for part in text:
        inner = range(at, at + len(part.text))
        at = inner.stop
        if not part.mark:
            yield from _set(part, inner, faces, at - len(part.text))
            continue
        start, end = (inner.start + each for each in digits_of(part.text))
        yield from _set(part, range(inner.start, start), faces, inner.start)
        yield bookmark_of("w:bookmarkStart", part.mark)
        yield from _set(part, range(start, end), faces, inner.start)
        yield bookmark_of("w:bookmarkEnd", part.mark)
        yield from _set(part, range(end, inner.stop), faces, inner.start)


def bookmark_of(tag: str, name: str) -> Any:
    """The start or the end (``tag``) of a bookmark; its name stands for its number until all are numbered."""
    made = OxmlElement(tag)
    made.set(qn("w:id"), name)
    if tag == "w:bookmarkStart":
        made.set(qn("w:name"), name)
    return made


def _faces(said: str, form: Form) -> list[Any]:
    """The run properties of each character: as in the office's sentence where that has it, else as at its place."""
    if not form.faces:
        return [None] * len(said)
    found: list[Any] = []
    for kind, a, b, c, d in SequenceMatcher(None, form.text, said, autojunk=False).get_opcodes():
        if kind == "equal":
            found += form.faces[a:b]
        else:
            near = a if kind == "replace" else max(a - 1, 0)
            found += [form.faces[min(near, len(form.faces) - 1)]] * (d - c)
    return found


def _set(part: Run, inner: range, faces: list[Any], start: int) -> Iterator[Any]:
    """The runs of some characters of a part, one for each change of face."""
    at = inner.start
    while at < inner.stop:
        end = next((each for each in range(at + 1, inner.stop) if faces[each] is not faces[at]), inner.stop)
        yield _run(part.text[at - start : end - start], faces[at], part.emphasis)
        at = end


def _run(text: str, face: Any, emphasis: Emphasis) -> Any:
    made: Any = OxmlElement("w:r")
    if face is not None:
        made.append(copy.deepcopy(face))
    made.text = cleaned(text)
    if emphasis is Emphasis.BOLD:
        WordRun(made, None).font.bold = True  # type: ignore[arg-type]
    elif emphasis:
        fonts = made.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(name), _FACES[emphasis])
    return made
