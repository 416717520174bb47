"""The bulletin written into the office's own Word file: its letterhead, styles, headers, footers and sections stay."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bulletin_gen.leaves.frugal import late
from bulletin_gen.marks import PREFIX
from bulletin_gen.render.docx.blocks import set_block
from bulletin_gen.render.docx.package import zipped
from bulletin_gen.render.docx.writing import pieces_xml
from bulletin_gen.render.docx.xml import NAMESPACE
from bulletin_gen.render.layout import Layout
from bulletin_gen.render.office.annexes import add_annexes
from bulletin_gen.render.office.drawings import add_charts
from bulletin_gen.render.office.forms import Form, bookmark_of, emptied, forms_of, paragraph_of
from bulletin_gen.render.office.pages import layout_at
from bulletin_gen.render.office.styling import add_styles
from bulletin_gen.tree import Block, Bulletin, Chart, Table
from bulletin_gen.word import WordParagraph, open_word, word_file
from bulletin_gen.word.letterhead import body_blocks

if TYPE_CHECKING:
    from docx.document import Document

#: Marks of an earlier bulletin from which the office made its file: they would stand for other figures now.
_OLD_MARK = late(f"{PREFIX}[a-z]{{9,}}")
_NAMESPACES = (
    f"{NAMESPACE} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def write_letterhead(bulletin: Bulletin, office: Path) -> bytes:
    """The bulletin as the office's Word file with what is said in place of its sentences; the same bytes for the same
    tree and file. ``bulletin.seats`` tell which paragraph each block stands for.

    Raises ``BulletinError`` when the file cannot be opened or a table fits no page.
    """
    document = open_word(office)
    blocks, forms = body_blocks(document), forms_of(document)
    _take_out_marks(document)
    said: dict[int, list[tuple[Block, Form]]] = defaultdict(list)
    for block, seat in zip(bulletin.body, bulletin.seats, strict=True):
        said[seat.at].append((block, forms[seat.like]))
    for number, read in enumerate(word_file(document, office.name).body):
        if isinstance(read, WordParagraph) and read.text.strip():
            _say(blocks[number], said.get(number, []), layout_at(blocks[number], bulletin.layout))
    _mark_whole(document, bulletin.mark)
    add_annexes(document, bulletin, elements)
    add_charts(document, bulletin)
    add_styles(document, bulletin)
    _number_bookmarks(document)
    document.core_properties.title = bulletin.properties.title
    return _packed(document)


def elements(xml: str) -> list[Any]:
    """The elements that a piece of WordprocessingML says."""
    return list(parse_xml(f"<w:body {_NAMESPACES}>{xml}</w:body>"))


def _say(element: Any, said: list[tuple[Block, Form]], layout: Layout) -> None:
    """Puts blocks in the place of a paragraph; what is anchored in it, page breaks and the end of its section stay."""
    before, after, section = emptied(element)
    made = [each for block, form in said for each in _made(block, form, layout)]
    if not made and (before or after or section is not None):
        return
    for each in made:
        element.addprevious(each)
    if made:
        first = next((each for each in made if each.tag == qn("w:p")), made[-1])
        for piece in reversed(before):
            first.get_or_add_pPr().addnext(piece)
        for piece in after:
            made[-1].append(piece)
        if section is not None:
            made[-1].get_or_add_pPr().append(section)
    element.getparent().remove(element)


def _made(block: Block, form: Form, layout: Layout) -> list[Any]:
    if isinstance(block, Table | Chart):
        return elements(pieces_xml((set_block(block, layout),)))
    return [paragraph_of(block, form)]


def _mark_whole(document: Document, mark: str) -> None:
    """The mark by which the whole is known again, around nothing, at the start of the first paragraph with a figure."""
    first = next(iter(document.element.body.xpath(f".//w:bookmarkStart[starts-with(@w:name, '{PREFIX}')]")), None)
    if not mark or first is None:
        return
    paragraph = next(first.iterancestors(qn("w:p")))
    at = next((place for place, each in enumerate(paragraph) if each.tag != qn("w:pPr")), 0)
    paragraph.insert(at, bookmark_of("w:bookmarkStart", mark))
    paragraph.insert(at + 1, bookmark_of("w:bookmarkEnd", mark))


def _take_out_marks(document: Document) -> None:
    starts = [
        each
        for each in document.element.iter(qn("w:bookmarkStart"))
        if _OLD_MARK.fullmatch(each.get(qn("w:name")) or "")
    ]
    gone = {each.get(qn("w:id")) for each in starts}
    ends = [each for each in document.element.iter(qn("w:bookmarkEnd")) if each.get(qn("w:id")) in gone]
    for each in (*starts, *ends):
        each.getparent().remove(each)


def _number_bookmarks(document: Document) -> None:
    """Bookmarks that have their name for a number get one that no other has."""
    marks = [*document.element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]
    taken = [int(each.get(qn("w:id"))) for each in marks if each.get(qn("w:id")).isdigit()]
    numbers: dict[str, int] = {}
    for each in marks:
        name = each.get(qn("w:id"))
        if not name.isdigit():
            each.set(qn("w:id"), str(numbers.setdefault(name, max(taken, default=0) + 1 + len(numbers))))


def _packed(document: Document) -> bytes:
    """The file with fixed times in it."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return zipped({name: package.read(name) for name in package.namelist()})
