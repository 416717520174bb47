"""Writes into a copy of a Word file: comments at the exact spot, or other digits; nothing else of it changes."""

from __future__ import annotations

import copy
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn
from docx.text.run import Run as WordRun
from lxml import etree
from msgspec import Struct

from bulletin_gen.word.inline import TEXT_TAGS
from bulletin_gen.word.model import Stretch, WordParagraph

if TYPE_CHECKING:
    from docx.document import Document

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
AUTHOR, INITIALS = "bulletin-gen", "bg"


class Stroke(Struct, frozen=True):
    """Characters of a paragraph's text, from ``start`` to ``end``, and what is to be said or written there."""

    paragraph: int
    start: int
    end: int
    words: str


class Pen:
    """A Word file that is open for writing; ``paragraphs`` are those that strokes count, as they were read."""

    def __init__(self, document: Document, paragraphs: Sequence[WordParagraph]) -> None:
        self._document = document
        self._paragraphs = paragraphs
        self._parts = {str(part.partname): part for part in document.part.package.iter_parts()}
        self._own = str(document.part.partname)
        self._roots = {self._own: document.element}
        self._elements: dict[str, list[Any]] = {}

    def write(self, strokes: Iterable[Stroke]) -> None:
        """Replaces the characters of each stroke by its words, which take the format of the first of them."""
        for stroke in sorted(strokes, key=lambda each: (each.paragraph, -each.start)):
            pieces = [*self._pieces(stroke)]
            for number, (element, start, end) in enumerate(pieces):
                text = element.text or ""
                element.text = text[:start] + (stroke.words if number == 0 else "") + text[end:]
                element.set(_SPACE, "preserve")

    def rename(self, names: Mapping[str, str], dropped: Collection[str] = ()) -> None:
        """Gives bookmarks other names, all at once, and takes those out that are ``dropped``."""
        gone: set[str] = set()
        for element in [*self._document.element.iter(qn("w:bookmarkStart"))]:
            name = element.get(qn("w:name")) or ""
            if name in dropped:
                gone.add(element.get(qn("w:id")) or "")
                element.getparent().remove(element)
            elif name in names:
                element.set(qn("w:name"), names[name])
        for element in [*self._document.element.iter(qn("w:bookmarkEnd"))]:
            if element.get(qn("w:id")) in gone:
                element.getparent().remove(element)

    def mark(self, strokes: Iterable[Stroke]) -> None:
        """Puts a bookmark with its words as the name around the first run of each stroke."""
        used = [int(each.get(qn("w:id")) or 0) for each in self._document.element.iter(qn("w:bookmarkStart"))]
        for identity, stroke in enumerate(strokes, max(used, default=0) + 1):
            run = next(iter(self._whole_runs(stroke)), None) if self._part_of(stroke) == self._own else None
            if run is None:
                continue  # notes are not marked: what stands there is said again
            start, end = (run.makeelement(qn(f"w:{each}"), {qn("w:id"): str(identity)}) for each in
                          ("bookmarkStart", "bookmarkEnd"))  # fmt: skip
            start.set(qn("w:name"), stroke.words)
            run.addprevious(start)
            run.addnext(end)

    def comment(self, strokes: Iterable[Stroke], *, exact: bool = True) -> None:
        """Adds a comment with its words on the characters of each stroke; on the paragraph where there are none.

        Not ``exact``, whole runs are commented: so it can be done after ``write``.
        """
        for stroke in sorted(strokes, key=lambda each: (each.paragraph, -each.start)):
            if self._part_of(stroke) != self._own:
                continue  # Word has no comments in notes; the lists tell of them
            runs = self._runs(stroke) if exact else self._whole_runs(stroke)
            if runs:
                self._document.add_comment(
                    [WordRun(run, None) for run in runs],  # type: ignore[arg-type]
                    text=stroke.words,
                    author=AUTHOR,
                    initials=INITIALS,
                )

    def saved(self) -> bytes:
        """The file with all that was written."""
        for name, root in self._roots.items():
            if name != self._own:
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                self._parts[name]._blob = content  # noqa: SLF001  # python-docx has no setter
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _pieces(self, stroke: Stroke) -> Iterable[tuple[Any, int, int]]:
        """The text elements that hold a stroke's characters, with the characters of each."""
        at = 0
        for stretch in self._printed(stroke):
            start, end = max(stroke.start - at, 0), min(stroke.end - at, len(stretch.text))
            if start < end and stretch.spot >= 0:
                yield self._texts_of(self._part_of(stroke))[stretch.spot], start, end
            at += len(stretch.text)

    def _part_of(self, stroke: Stroke) -> str:
        return self._paragraphs[stroke.paragraph].part or self._own

    def _texts_of(self, part: str) -> list[Any]:
        """The text elements of a part of the file, by the spots of what was read; notes are opened as they are needed,
        and written back by ``saved``."""
        if part not in self._elements:
            if part not in self._roots:
                self._roots[part] = etree.fromstring(self._parts[part].blob)
            self._elements[part] = [*self._roots[part].iter(*TEXT_TAGS)]
        return self._elements[part]

    def _printed(self, stroke: Stroke) -> list[Stretch]:
        return [each for each in self._paragraphs[stroke.paragraph].stretches if each.printed]

    def _whole_runs(self, stroke: Stroke) -> list[Any]:
        pieces = [*self._pieces(stroke)] or [*self._pieces(Stroke(stroke.paragraph, 0, 1 << 30, ""))][:1]
        return [element.getparent() for element, _, _ in pieces]

    def _runs(self, stroke: Stroke) -> list[Any]:
        pieces = [*self._pieces(stroke)]
        if not pieces:
            whole = Stroke(stroke.paragraph, 0, 1 << 30, "")
            pieces = [*self._pieces(whole)][:1]
        return [_isolated(*piece) for piece in pieces]


def _isolated(element: Any, start: int, end: int) -> Any:
    """A run that holds just these characters of a text element; the run is divided where it holds more. What stands
    before them stays in ``element``: strokes are made from right to left."""
    run = element.getparent()
    text = element.text or ""
    content = [child for child in run if child.tag != qn("w:rPr")]
    if content != [element] or (start == 0 and end == len(text)):
        return run
    if text[end:]:
        run.addnext(_twin(run, element, text[end:]))
    if start == 0:
        element.text = text[:end]
        return run
    found = _twin(run, element, text[start:end])
    run.addnext(found)
    element.text = text[:start]
    element.set(_SPACE, "preserve")
    return found


def _twin(run: Any, element: Any, text: str) -> Any:
    twin = copy.deepcopy(run)
    piece = next(child for child in twin if child.tag == element.tag)
    piece.text = text
    piece.set(_SPACE, "preserve")
    return twin
