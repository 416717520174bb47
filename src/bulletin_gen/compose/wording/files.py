"""The wording file, as text or as a Word file: its paragraphs with their places, and what neither may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_gen.compose.wording.syntax import WrittenLine
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error
from bulletin_gen.written.textfile import read_text

if TYPE_CHECKING:
    from bulletin_gen.word import WordFile, WordParagraph, WordTable

_MARKED = re.compile(r"(#{1,4})\s*(\S.*)")
_ITEM = re.compile(r"(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）)")
_CHINESE = "[一二三四五六七八九十百]{1,4}"
#: Headings by the form of their number: 一、 and （一）.
_NUMBERED = ((1, re.compile(rf"{_CHINESE}、\s*(.+)")), (2, re.compile(rf"[（(]{_CHINESE}[）)]\s*(.+)")))
_SENTENCE = re.compile(r"[。；！？](?=.)|[，、：,;:。；]$")
_LONGEST_HEADING = 40
#: How a line begins that is not printed.
_NOTE = "〔说明："


def read_wording(path: Path) -> tuple[WrittenLine, ...]:
    """The paragraphs of a wording file. Raises ``BulletinError`` with everything that would be passed over."""
    if path.suffix == ".docx":
        from bulletin_gen.word import read_word  # python-docx, where there is a Word file

        return word_lines(read_word(path))
    return text_lines(read_text(path), path.name)


def text_lines(text: str, label: str) -> tuple[WrittenLine, ...]:
    """The paragraphs of a text: each line one, but blank ones and notes (〔说明：…〕)."""
    return tuple(
        _line(line, Place(label, row=number))
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and not _is_note(line)
    )


def _is_note(line: str) -> bool:
    """Whether a line is a note to whoever edits the file: it is not printed."""
    return line.strip().startswith(_NOTE) and line.rstrip().endswith("〕")


def _line(raw: str, place: Place) -> WrittenLine:
    text = raw.strip()
    if found := _MARKED.fullmatch(text):
        return WrittenLine(found[2], place, len(found[1]), raw.index(found[2]))
    for level, form in _NUMBERED:
        found = form.fullmatch(text)
        if found and len(found[1]) <= _LONGEST_HEADING and not _SENTENCE.search(found[1]):
            return WrittenLine(found[1], place, level, raw.index(found[1]))
    return WrittenLine(text, place, 0, raw.index(text))


def word_lines(file: WordFile) -> tuple[WrittenLine, ...]:
    """The paragraphs of a Word file, headings by their styles or by the form of their numbers."""
    from bulletin_gen.word import WordTable

    issues: list[Issue] = [*_around(file)]
    lines: list[WrittenLine] = []
    for block in file.body:
        if isinstance(block, WordTable):
            issues.append(_table(file, block))
            continue
        issues += _refused(file, block)
        lines += _word_paragraph(file, block)
    if issues:
        raise BulletinError(issues)
    return tuple(lines)


def _word_paragraph(file: WordFile, paragraph: WordParagraph) -> Iterator[WrittenLine]:
    for text in paragraph.text.replace("\t", "").split("\n"):
        if not text.strip() or _is_note(text):
            continue
        line = _line(text, _place(file, paragraph))
        if paragraph.level is not None and not (paragraph.level > 2 and _ITEM.match(text.strip())):
            yield WrittenLine(line.text, line.place, min(max(paragraph.level, 1), 4), line.first)
        elif paragraph.label and _ITEM.match(paragraph.label):
            yield WrittenLine(paragraph.label + line.text, line.place)
        else:
            yield line


def _place(file: WordFile, paragraph: WordParagraph) -> Place:
    return Place(file=file.name, key=f"{paragraph.place}“{paragraph.text.strip()[:12]}”")


def _refused(file: WordFile, paragraph: WordParagraph) -> Iterator[Issue]:
    place = _place(file, paragraph)
    if paragraph.changed:
        yield _issue(place, "还有没接受的修订", "在“审阅”里接受或拒绝全部修订再保存")
    if paragraph.pictures:
        yield _issue(place, "正文里有图片", "删去图片")
    if paragraph.boxes:
        yield _issue(place, "正文里有文本框", "把里面的字移到正文段落里，删去文本框")


def _around(file: WordFile) -> Iterator[Issue]:
    for note in file.notes:
        if note.text.strip():
            yield _issue(_place(file, note), "正文里有脚注或尾注", "移到正文里，或删去")
    for each in file.around:
        if any(character.isalpha() for character in each.text):
            yield _issue(_place(file, each), "页眉页脚里有字", "页眉页脚由程序排，删去")


def _table(file: WordFile, table: WordTable) -> Issue:
    place = Place(file=file.name, key=f"表{table.number}")
    return _issue(place, "正文里有表格", "删去表格，另起一段写{表：表的名称}")


def _issue(place: Place, kind: str, advice: str) -> Issue:
    return error("wording.not_text", kind, place, expected="只有文字段落", advice=advice)
