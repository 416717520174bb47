"""Reads a Word file into values: body, notes, headers and footers, comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from msgspec.structs import replace

from bulletin_gen.word.charts import chart_parts, read_chart
from bulletin_gen.word.guard import open_word
from bulletin_gen.word.headings import heading_level
from bulletin_gen.word.inline import InlineReader, own_paragraphs
from bulletin_gen.word.model import (
    Level,
    Story,
    WordBlock,
    WordComment,
    WordFile,
    WordParagraph,
    WordPlace,
    WordTable,
)
from bulletin_gen.word.numbering import Numbering
from bulletin_gen.word.styles import StyleBook, value
from bulletin_gen.word.tables import drawn_cells, revised_rows, row_size

if TYPE_CHECKING:
    from docx.document import Document

_SECTION_STORIES = ((RELATIONSHIP_TYPE.HEADER, Story.HEADER), (RELATIONSHIP_TYPE.FOOTER, Story.FOOTER))
_NOTES = ((RELATIONSHIP_TYPE.FOOTNOTES, Story.FOOTNOTE), (RELATIONSHIP_TYPE.ENDNOTES, Story.ENDNOTE))
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
#: What may stand around blocks.
_AROUND = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"))


def read_word(path: Path) -> WordFile:
    """All that the Word file at ``path`` says. Raises ``BulletinError`` as ``open_word`` does."""
    return word_file(open_word(path), path.name)


def word_file(document: Document, name: str) -> WordFile:
    """All that an open Word file says; ``name`` is how messages call it."""
    styles, numbering = StyleBook(document), Numbering(document)
    body = _PartReader(document.part, document.element, Story.BODY, styles, numbering)
    blocks = body.blocks(document.element.find(qn("w:body")))
    others = [
        (story, paragraph)
        for part, story in _other_parts(document, (*_NOTES, *_SECTION_STORIES))
        for paragraph in _of_part(part, story, styles, numbering)
    ]
    notes = tuple(each for story, each in others if story in (Story.FOOTNOTE, Story.ENDNOTE))
    around = tuple(each for story, each in others if story in (Story.HEADER, Story.FOOTER))
    drawn = tuple(read_chart(part) for part in chart_parts(document))
    return WordFile(name, blocks, notes, around, tuple(_comments(document, body, blocks)), drawn)


def _other_parts(document: Document, wanted: Iterable[tuple[str, Story]]) -> Iterator[tuple[Any, Story]]:
    stories = dict(wanted)
    found: dict[str, tuple[Any, Story]] = {}
    for relation in document.part.rels.values():
        if relation.reltype in stories and not relation.is_external:
            part = relation.target_part
            found[str(part.partname)] = (part, stories[relation.reltype])
    return (found[name] for name in sorted(found))


def _of_part(part: Any, story: Story, styles: StyleBook, numbering: Numbering) -> Iterator[WordParagraph]:
    root = getattr(part, "element", None)
    root = parse_xml(part.blob) if root is None else root
    reader = _PartReader(part, root, story, styles, numbering)
    for element in root.iter(qn("w:p")):
        note = element.getparent()
        outer = [*element.iterancestors(qn("w:txbxContent"))]
        if not outer and note.get(qn("w:type")) not in _SEPARATORS:
            paragraph = reader.paragraph(element, reader.next_place(element))
            if paragraph.text or paragraph.pictures or paragraph.boxes:
                yield paragraph


def _comments(document: Document, body: _PartReader, blocks: tuple[WordBlock, ...]) -> Iterator[WordComment]:
    from bulletin_gen.word.model import paragraphs

    places: dict[str, WordPlace] = {}
    for paragraph in paragraphs(blocks):
        for mark in paragraph.comments:
            places.setdefault(mark, paragraph.place)
    if all(each.reltype != RELATIONSHIP_TYPE.COMMENTS for each in document.part.rels.values()):
        return  # python-docx would make a part where there is none
    for comment in document.comments:
        mark = str(comment.comment_id)
        yield WordComment(mark, comment.author, comment.text, body.quoted.get(mark, ""), places.get(mark))


class _PartReader:
    """Reads the blocks of one part from first to last, counting paragraphs and tables as people do."""

    def __init__(self, part: Any, root: Any, story: Story, styles: StyleBook, numbering: Numbering) -> None:
        self._name, self._story = str(part.partname), story
        self._styles, self._numbering = styles, numbering
        self._inline = InlineReader(root, styles)
        self._paragraphs = self._tables = self._boxed = 0

    @property
    def quoted(self) -> dict[str, str]:
        """Comment → the text it is on."""
        return self._inline.quoted

    def blocks(self, container: Any) -> tuple[WordBlock, ...]:
        """The blocks of the body; paragraphs whose mark is deleted by a tracked change run on into the next."""
        return tuple(self._joined(container, None))

    def next_place(self, element: Any) -> WordPlace:
        """The place of the next paragraph of the story outside tables."""
        self._paragraphs += bool(_has_text(element))
        return WordPlace(self._story, self._paragraphs)

    def _joined(self, container: Any, cell: WordPlace | None) -> Iterator[WordBlock]:
        before: WordParagraph | None = None
        for element in block_elements(container):
            if element.tag == qn("w:tbl"):
                if before is not None:
                    yield before
                    before = None
                yield self._table(element)
                continue
            place = self.next_place(element) if cell is None else cell
            paragraph = self.paragraph(element, place)
            paragraph = _run_on(before, paragraph) if before is not None else paragraph
            before = paragraph if _mark_deleted(element) else None
            if before is None:
                yield paragraph
        if before is not None:
            yield before

    def paragraph(self, element: Any, place: WordPlace) -> WordParagraph:
        """One ``w:p`` at ``place``."""
        properties = element.find(qn("w:pPr"))
        style_id = value(properties, "w:pStyle") if properties is not None else None
        inline = self._inline.read(element, style_id)
        found = WordParagraph(
            place,
            inline.stretches,
            self._styles.name(style_id),
            bookmarks=inline.bookmarks,
            comments=inline.comments,
            pictures=inline.pictures,
            boxes=tuple(self._boxes(inline.boxes)),
            part=self._name,
        )
        return self._with_level(self._with_label(found, style_id, properties), style_id, properties)

    def _boxes(self, boxes: Iterable[Any]) -> Iterator[WordParagraph]:
        # The reader of a paragraph keeps state: each box is read by one of its own kind, after the paragraph.
        for box in boxes:
            for element in own_paragraphs(box):
                self._boxed += bool(_has_text(element))
                yield self.paragraph(element, WordPlace(Story.TEXT_BOX, self._boxed))

    def _with_label(self, found: WordParagraph, style_id: str | None, properties: Any) -> WordParagraph:
        listed = self._styles.list_of(style_id, properties)
        if listed is None or not found.stretches:
            return found
        return replace(found, label=self._numbering.label(*listed), list_level=listed[1])

    def _with_level(self, found: WordParagraph, style_id: str | None, properties: Any) -> WordParagraph:
        if not found.text.strip():
            return found
        level = self._styles.level(style_id, properties)
        if level is not None:
            return replace(found, level=level, level_by=Level.STYLE)
        level = heading_level(found.label + found.text)
        return found if level is None else replace(found, level=level, level_by=Level.NUMBER)

    def _table(self, element: Any) -> WordTable:
        self._tables += 1
        number = self._tables
        cells = tuple(
            replace(cell, blocks=tuple(self._cell(content, WordPlace(self._story, 0, number, cell.row, cell.column))))
            for cell, content in drawn_cells(element)
        )
        return WordTable(number, row_size(element), cells, revised_rows(element))

    def _cell(self, contents: Iterable[Any], place: WordPlace) -> Iterator[WordBlock]:
        for content in contents:
            yield from self._joined(content, place)


def block_elements(container: Any) -> Iterator[Any]:
    """The paragraphs and tables of a container, also those within content controls."""
    for child in container:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _AROUND:
            yield from block_elements(child)


def _has_text(element: Any) -> bool:
    return any((each.text or "").strip() for each in element.iter(qn("w:t")))


def _mark_deleted(element: Any) -> bool:
    return element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _run_on(before: WordParagraph, after: WordParagraph) -> WordParagraph:
    """Two paragraphs as one, which keeps the format of the second, as Word does."""
    moved = len(before.text)
    bookmarks = (replace(each, start=each.start + moved, end=each.end + moved) for each in after.bookmarks)
    return replace(
        after,
        place=before.place if before.text.strip() else after.place,
        stretches=(*before.stretches, *after.stretches),
        bookmarks=(*before.bookmarks, *bookmarks),
        comments=(*before.comments, *(each for each in after.comments if each not in before.comments)),
        pictures=before.pictures + after.pictures,
        boxes=(*before.boxes, *after.boxes),
    )
