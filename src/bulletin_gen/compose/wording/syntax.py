"""What a wording file says, as values: lines with their places, and the parts of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from bulletin_gen.leaves.issues import Place


class WrittenLine(Struct, frozen=True):
    """A paragraph as a person wrote it. ``level``: 1 to 4 for a heading, 0 for text. ``place`` names the file and the
    line, or the paragraph of a Word file; ``first`` is where ``text`` begins in its line, from 0; ``block`` which block
    of a Word file's body it stands in, from 0."""

    text: str
    place: Place
    level: int = 0
    first: int = 0
    block: int = -1


class Plain(Struct, frozen=True):
    """Words that are printed as they stand; ``at`` is the position of the first in its paragraph."""

    text: str
    at: int


class Verbatim(Struct, frozen=True):
    """The writer's own characters, digits and brackets among them: ``{“…”}``."""

    text: str
    at: int


class NameStep(Struct, frozen=True):
    """One name in a pair of braces."""

    text: str
    at: int


class Named(Struct, frozen=True):
    """A pair of braces: names from wide to narrow, and the pattern for each member where one is written.

    ``written`` is the whole as typed, for messages.
    """

    steps: tuple[NameStep, ...]
    pattern: tuple[Part, ...] | None
    at: int
    written: str


class Clause(Struct, frozen=True):
    """【…】: falls away when all that it speaks of is nothing; then ``otherwise`` is printed."""

    parts: tuple[Part, ...]
    otherwise: tuple[Part, ...]
    at: int
    written: str


class Bracketed(Struct, frozen=True):
    """【…】 without any name in it: brackets that are printed."""

    parts: tuple[Part, ...]
    at: int


Part = Plain | Verbatim | Named | Clause | Bracketed


def named_parts(parts: tuple[Part, ...]) -> Iterator[Named]:
    """Every pair of braces, those within patterns and clauses too."""
    for part in parts:
        if isinstance(part, Named):
            yield part
            yield from named_parts(part.pattern or ())
        elif isinstance(part, Clause):
            yield from named_parts((*part.parts, *part.otherwise))
        elif isinstance(part, Bracketed):
            yield from named_parts(part.parts)


class ParsedLine(Struct, frozen=True):
    """A paragraph of a wording file with its parts."""

    line: WrittenLine
    parts: tuple[Part, ...]


class WordingFile(Struct, frozen=True):
    """A county's wording file, read and found well-formed. ``letterhead``: the Word file, where it carries the office's
    own; ``kept``: what that says beside the sentences."""

    name: str
    lines: tuple[ParsedLine, ...]
    letterhead: Path | None = None
    kept: tuple[WrittenLine, ...] = ()


def place_in(line: WrittenLine, at: int) -> Place:
    """Where the character ``at`` of a paragraph, from 0, stands in its file."""
    key = f"第{line.first + at + 1}字"
    return Place(line.place.file, row=line.place.row, key=f"{line.place.key}{key}" if line.place.key else key)
