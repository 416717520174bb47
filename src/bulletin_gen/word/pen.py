"""Writes into a copy of a Word file: comments at the exact spot, or other digits; nothing else of it changes."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn
from docx.text.run import Run as WordRun
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
        self._elements = [*document.element.iter(*TEXT_TAGS)]

    def write(self, strokes: Iterable[Stroke]) -> None:
        """Replaces the characters of each stroke by its words, which take the format of the first of them."""
        for stroke in sorted(strokes, key=lambda each: (each.paragraph, -each.start)):
            pieces = [*self._pieces(stroke)]
            for number, (element, start, end) in enumerate(pieces):
                text = element.text or ""
                element.text = text[:start] + (stroke.words if number == 0 else "") + text[end:]
                element.set(_SPACE, "preserve")

    def comment(self, strokes: Iterable[Stroke]) -> None:
        """Adds a comment with its words on the characters of each stroke; on the paragraph where there are none."""
        for stroke in sorted(strokes, key=lambda each: (each.paragraph, -each.start)):
            runs = self._runs(stroke)
            if runs:
                self._document.add_comment(
                    [WordRun(run, None) for run in runs],  # type: ignore[arg-type]
                    text=stroke.words,
                    author=AUTHOR,
                    initials=INITIALS,
                )

    def saved(self) -> bytes:
        """The file with all that was written."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _pieces(self, stroke: Stroke) -> Iterable[tuple[Any, int, int]]:
        """The text elements that hold a stroke's characters, with the characters of each."""
        at = 0
        for stretch in self._printed(stroke):
            start, end = max(stroke.start - at, 0), min(stroke.end - at, len(stretch.text))
            if start < end and stretch.spot >= 0:
                yield self._elements[stretch.spot], start, end
            at += len(stretch.text)

    def _printed(self, stroke: Stroke) -> list[Stretch]:
        return [each for each in self._paragraphs[stroke.paragraph].stretches if each.printed]

    def _runs(self, stroke: Stroke) -> list[Any]:
        pieces = [*self._pieces(stroke)]
        if not pieces:
            whole = Stroke(stroke.paragraph, 0, 1 << 30, "")
            pieces = [*self._pieces(whole)][:1]
        return [_isolated(*piece) for piece in pieces]


def _isolated(element: Any, start: int, end: int) -> Any:
    """A run that holds just these characters of a text element; the run is divided where it holds more."""
    run = element.getparent()
    text = element.text or ""
    content = [child for child in run if child.tag != qn("w:rPr")]
    if content != [element] or (start == 0 and end == len(text)):
        return run
    for part, after in ((text[:start], False), (text[end:], True)):
        if part:
            twin = copy.deepcopy(run)
            piece = next(child for child in twin if child.tag == element.tag)
            piece.text = part
            piece.set(_SPACE, "preserve")
            (run.addnext if after else run.addprevious)(twin)
    element.text = text[start:end]
    element.set(_SPACE, "preserve")
    return run
