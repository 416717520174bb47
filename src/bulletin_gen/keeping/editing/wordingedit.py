"""正文.txt line by line: where its sections end, a paragraph put behind one, lines written otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.county.workspace import WORDING


class WordingSection(Struct, frozen=True):
    """A section of the file: its heading, and the last line that is of it, from 1 (0: before everything)."""

    heading: str
    last: int


def sections(text: str) -> tuple[WordingSection, ...]:
    """The sections of the text in order; a text without headings is one, called 全文."""
    found: list[WordingSection] = []
    heading, last = "", 0
    for line in text_lines(text, WORDING):
        if line.level:
            if last:
                found.append(WordingSection(heading or "开头", last))
            heading = line.text
        last = line.place.row or last
    return (*found, WordingSection(heading or "全文", last)) if last else ()


def with_paragraph(text: str, after: int, paragraph: str) -> str:
    """The text with a paragraph of its own behind line ``after``; nothing else changes."""
    lines = text.split("\n")
    return "\n".join([*lines[:after], paragraph, *lines[after:]])


def with_lines(text: str, new: Mapping[int, str]) -> str:
    """The text with other words in the lines of ``new`` (from 1), the blanks around them kept; a line without words
    goes."""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if number not in new:
            lines.append(line)
        elif new[number].strip():
            lead = line[: len(line) - len(line.lstrip())]
            lines.append(lead + new[number].strip() + line[len(line.rstrip()) :])
    return "\n".join(lines)
