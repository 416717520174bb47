"""The wording file, as text or as a Word file: its paragraphs with their places, and what neither may hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.wording.syntax import WrittenLine
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error
from bulletin_gen.written.textfile import read_text

if TYPE_CHECKING:
    from bulletin_gen.word import WordFile, WordParagraph, WordTable

_MARKED = late(r"(#{1,4})\s*(\S.*)")
_ITEM = late(r"(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）)")
_CHINESE = "[一二三四五六七八九十百]{1,4}"
#: Headings by the form of their number: 一、 and （一）.
_NUMBERED = ((1, late(rf"{_CHINESE}、\s*(.+)")), (2, late(rf"[（(]{_CHINESE}[）)]\s*(.+)")))
_SENTENCE = late(r"[。；！？](?=.)|[，、：,;:。；]$")
_LONGEST_HEADING = 40
#: How a line begins that is not printed.
_NOTE = "〔说明："


class WrittenWords(Struct, frozen=True):
    """The paragraphs of a wording file. ``letterhead``: the Word file, where it carries the office's letterhead, and
    ``kept`` what that says elsewhere: in headers, footers, text boxes and tables."""

    lines: tuple[WrittenLine, ...]
    letterhead: Path | None = None
    kept: tuple[WrittenLine, ...] = ()


def read_wording(path: Path) -> WrittenWords:
    """What a wording file says. Raises ``BulletinError`` with everything that would be passed over."""
    if path.suffix != ".docx":
        return WrittenWords(text_lines(read_text(path), path.name))
    from bulletin_gen.word import WordParagraph, open_word, word_file  # python-docx, where there is a Word file
    from bulletin_gen.word.letterhead import is_letterhead, kept_words, refusals

    document = open_word(path)
    file = word_file(document, path.name)
    if not is_letterhead(file, document):
        return WrittenWords(word_lines(file))
    found = (
        not_text(place_in(file, each.where) if each.where else Place(file=file.name), each.kind, each.advice)
        for each in refusals(file, document)
    )
    if issues := [*found]:
        raise BulletinError(issues)
    kept = tuple(WrittenLine(words, place_in(file, paragraph)) for paragraph, words in kept_words(file))
    lines = tuple(
        each
        for number, block in enumerate(file.body)
        if isinstance(block, WordParagraph)
        for each in word_paragraph(file, block, number, titled=False)
    )
    return WrittenWords(lines, path, kept)


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
    for number, block in enumerate(file.body):
        if isinstance(block, WordTable):
            issues.append(_table(file, block))
            continue
        issues += _refused(file, block)
        lines += word_paragraph(file, block, number)
    if issues:
        raise BulletinError(issues)
    return tuple(lines)


def word_paragraph(
    file: WordFile, paragraph: WordParagraph, block: int, *, titled: bool = True
) -> Iterator[WrittenLine]:
    """The lines of one paragraph, the ``block``-th of the body; a title is a heading too, or text where it is not to be
    ``titled``, as in a letterhead, whose tabs count as well."""
    words = paragraph.text.replace("\t", "") if titled else paragraph.text
    level = paragraph.level if titled or paragraph.level else None
    for text in words.split("\n"):
        if not text.strip() or _is_note(text):
            continue
        line = replace(_line(text, place_in(file, paragraph)), block=block)
        if level is not None and not (level > 2 and _ITEM.match(text.strip())):
            yield replace(line, level=min(max(level, 1), 4))
        elif paragraph.label and _ITEM.match(paragraph.label):
            yield replace(line, text=paragraph.label + line.text, level=0, first=0)
        else:
            yield line


def place_in(file: WordFile, paragraph: WordParagraph) -> Place:
    """Where a paragraph is, for messages."""
    return Place(file=file.name, key=f"{paragraph.place}“{paragraph.text.strip()[:12]}”")


def _refused(file: WordFile, paragraph: WordParagraph) -> Iterator[Issue]:
    place = place_in(file, paragraph)
    if paragraph.changed:
        yield not_text(place, "还有没接受的修订", "在“审阅”里接受或拒绝全部修订再保存")
    if paragraph.pictures:
        yield not_text(place, "正文里有图片", "删去图片")
    if paragraph.boxes:
        yield not_text(place, "正文里有文本框", "把里面的字移到正文段落里，删去文本框")


def _around(file: WordFile) -> Iterator[Issue]:
    for note in file.notes:
        if note.text.strip():
            yield not_text(place_in(file, note), "正文里有脚注或尾注", "移到正文里，或删去")
    for each in file.around:
        if any(character.isalpha() for character in each.text):
            yield not_text(place_in(file, each), "页眉页脚里有字", "页眉页脚由程序排，删去")


def _table(file: WordFile, table: WordTable) -> Issue:
    place = Place(file=file.name, key=f"表{table.number}")
    return not_text(place, "正文里有表格", "删去表格，另起一段写{表：表的名称}")


def not_text(place: Place, kind: str, advice: str) -> Issue:
    """What to say of anything that is not words to be printed."""
    return error("wording.not_text", kind, place, expected="只有文字段落", advice=advice)
