"""正文.txt line by line: sections, a paragraph put behind one, lines written otherwise, what says a name left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from bulletin_gen.compose.wording import WordingFile, parsed
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.compose.wording.parse import parse_paragraph
from bulletin_gen.compose.wording.syntax import Clause, Named, Part, Plain, named_parts
from bulletin_gen.county.workspace import WORDING
from bulletin_gen.leaves.frugal import late


class WordingSection(Struct, frozen=True):
    """A section of the file: its heading, and the last line that is of it, from 1 (0: before everything)."""

    heading: str
    last: int


def parsed_text(text: str) -> WordingFile:
    """The text as a run would read it. Raises ``BulletinError`` with every paragraph that cannot be read."""
    return parsed(text_lines(text, WORDING), WORDING)


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


def section_at(text: str, last: str) -> WordingSection | None:
    """The section of the text that ends with the line of that number, as a form sends it."""
    return next((each for each in sections(text) if str(each.last) == last), None)


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


_ENDS, _BREAKS = late("[。；！？]"), late("[，。；！？]")


def without_name(text: str, name: str) -> str:
    """The text without what says ``name``: the 【】 around it; where there is none, the clause between commas if the
    sentence says other names too, else the sentence. Lines that lose all their words go, and headings with nothing left
    below them. Raises ``SlipError`` where a line cannot be read."""
    before = text_lines(text, WORDING)
    new: dict[int, str] = {}
    for line in before:
        if (left := _left(line.text, name)) != line.text:
            lead = _lead(text.split("\n")[(line.place.row or 1) - 1], line.text)
            new[line.place.row or 0] = lead + left if left else ""
    gone = {row for row, words in new.items() if not words}
    levels = [(line.place.row or 0, line.level) for line in before]
    for at in reversed(range(len(levels))):
        row, level = levels[at]
        below = _below(levels, at)
        if level and below and all(each in gone for each in below):
            gone.add(row)
    return with_lines(text, new | dict.fromkeys(gone, ""))


def _lead(raw: str, words: str) -> str:
    """What stands before a heading's words: 一、 or #."""
    return raw[: raw.index(words)].lstrip()


def _below(levels: Sequence[tuple[int, int]], at: int) -> list[int]:
    """The lines that stand below a heading, up to the next that is as high."""
    found = []
    for row, level in levels[at + 1 :]:
        if level and level <= levels[at][1]:
            break
        found.append(row)
    return found


def _left(line: str, name: str) -> str:
    """A line without what says ``name``."""
    while (span := _span(parse_paragraph(line), line, name)) is not None:
        line = line[: span[0]] + line[span[1] :]
    return line.strip() if line.strip("，。；！？、 ") else ""


def _span(parts: Sequence[Part], line: str, name: str) -> tuple[int, int] | None:
    """From where to where goes what says ``name`` first; None where nothing does."""
    for part in parts:
        if not _say((part,), name):
            continue
        if isinstance(part, Clause):
            return _in_clause(part, name)
        return _around(parts, part.at, line)
    return None


def _in_clause(clause: Clause, name: str) -> tuple[int, int]:
    """The smallest 【】 that says the name."""
    if not _say(tuple(part for part in clause.parts if isinstance(part, Named)), name):
        for part in (*clause.parts, *clause.otherwise):
            if isinstance(part, Clause) and _say((part,), name):
                return _in_clause(part, name)
    return clause.at, clause.at + len(clause.written)


def _say(parts: tuple[Part, ...], name: str) -> bool:
    return any(step.text == name for named in named_parts(parts) for step in named.steps)


def _around(parts: Sequence[Part], at: int, line: str) -> tuple[int, int]:
    """The clause or the sentence in which the part at a place stands."""
    start, end = _between(parts, at, line, _ENDS)
    others = [part for part in parts if not isinstance(part, Plain) and start <= part.at < end and part.at != at]
    first, last = _between(parts, at, line, _BREAKS)
    outside = [part for part in others if not first <= part.at < last]
    if not outside:
        return start, end
    if line[last - 1] == "，" or first == start:
        return first, last
    return first - 1, last - 1  # the comma before goes, the end of the sentence stays


def _between(parts: Sequence[Part], at: int, line: str, marks: re.Pattern[str]) -> tuple[int, int]:
    """From behind the mark before a place to behind the next; marks within braces and 【】 are none."""
    places = [part.at + found.end() for part in parts if isinstance(part, Plain) for found in marks.finditer(part.text)]
    start = max((place for place in places if place <= at), default=0)
    return start, min((place for place in places if place > at), default=len(line))
