"""What checking brought, as files: a list as workbook, and a copy of a Word file with a comment at the exact words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin_gen.proof.examine import Examination
from bulletin_gen.proof.findings import Objection
from bulletin_gen.proof.wording import kind_name
from bulletin_gen.render.books.gridbook import BookSheet, write_grids

_HEADS = ("文件", "级别", "位置", "种类", "原文", "印的是", "应为", "怎样得出")
_WIDTHS = (28, 8, 14, 18, 44, 18, 24, 50)


def findings_workbook(examinations: Sequence[Examination]) -> bytes:
    """检查结果.xlsx: what was found on the first sheet, what was proved on the second."""
    found = tuple(_row(each.file, one) for each in examinations for one in each.objections)
    proved = tuple(
        (each.file, f"第{one.line}行", kind_name(one.kind), one.quote) for each in examinations for one in each.proven
    )
    sheets = [
        BookSheet("问题", _HEADS, found, _WIDTHS),
        BookSheet("算对的", ("文件", "位置", "种类", "原文"), proved, (28, 14, 18, 60)),
    ]
    return write_grids(sheets, "检查结果")


def _row(file: str, one: Objection) -> tuple[str, ...]:
    return (file, str(one.gravity), one.where, kind_name(one.kind), one.quote, one.printed, one.follows, one.why)


def explained(one: Objection) -> str:
    """A finding in one line, for a comment."""
    return f"{one.gravity}（{kind_name(one.kind)}）：印的是 {one.printed}；应为 {one.follows}；{one.why}"


def commented_word(path: Path, objections: Sequence[Objection]) -> bytes:
    """A copy of the Word file at ``path`` with a comment on the words of each objection; nothing else of it changes."""
    from bulletin_gen.word import WordParagraph, open_word, paragraphs, read_word
    from bulletin_gen.word.pen import Pen, Stroke

    found: list[WordParagraph] = list(paragraphs(read_word(path).body))

    def strokes() -> Iterator[Stroke]:
        for one in objections:
            number = next((i for i, each in enumerate(found) if _is_there(each, one)), None)
            if number is not None:
                start, end = _span(found[number].text, one)
                yield Stroke(number, start, end, explained(one))

    pen = Pen(open_word(path), found)
    pen.comment(list(strokes()))
    return pen.saved()


def _is_there(paragraph: object, one: Objection) -> bool:
    """Whether a finding is in a paragraph: by the paragraph's number, or in a row by the cell's text."""
    from bulletin_gen.word import Story, WordParagraph

    assert isinstance(paragraph, WordParagraph)
    place = paragraph.place
    if place.story is not Story.BODY:
        return False
    if not place.table:
        return one.where == f"第{place.paragraph}段" and (one.quote in paragraph.text or one.printed in paragraph.text)
    return one.where == f"表{place.table}第{place.row}行" and " ".join(paragraph.text.split()) == one.printed


def _span(text: str, one: Objection) -> tuple[int, int]:
    """The printed words within the quote, or the quote, or all."""
    quote = text.find(one.quote)
    inner = text.find(one.printed, max(quote, 0))
    if inner >= 0 and len(one.printed) <= len(one.quote):
        return inner, inner + len(one.printed)
    return (quote, quote + len(one.quote)) if quote >= 0 else (0, len(text))
