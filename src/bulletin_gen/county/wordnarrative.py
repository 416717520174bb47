"""narrative.docx: what people write in Word instead of narrative.md. Each level-1 heading names a slot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, errors, warning
from bulletin_gen.word import Level, Story, WordFile, WordParagraph, WordTable, paragraphs, read_word
from bulletin_gen.word.headings import numbered
from bulletin_gen.written.yamlfile import PLACEHOLDER, shorten

_TYPED = late(r"#(?!#)\s*(.*?)\s*#*\s*")
_COMMENT = late(r"<!--.*?-->", re.DOTALL)
#: Deeper headings than these a bulletin does not have.
_DEEPEST = 4
_PAGE_NUMBER = late(r"[—–\-－\s0-9第页共/]*")


def read_word_narrative(path: Path) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """Slot → its text in the Markdown of narrative.md, and what will not be printed or was decided for the writer.

    Tracked changes count as accepted. Raises ``BulletinError`` as ``read_word`` does, and with every finding that would
    lose words: text before the first heading, a heading twice, a placeholder, tables, pictures, text boxes, notes.
    """
    file = read_word(path)
    slots, issues = _slots(file)
    found = [*issues, *_unprinted(file)]
    if errors(found):
        raise BulletinError(found)
    return slots, tuple(found)


def word_lines(path: Path) -> Iterator[tuple[Place, str]]:
    """The paragraphs of a Word file with their places."""
    for paragraph in paragraphs(read_word(path).body):
        yield _place(path.name, paragraph), paragraph.text


def _place(name: str, paragraph: WordParagraph) -> Place:
    return Place(name, key=str(paragraph.place))


def _slots(file: WordFile) -> tuple[dict[str, str], list[Issue]]:
    slots: dict[str, list[str]] = {}
    issues: list[Issue] = []
    current: list[str] | None = None
    texts = [block for block in file.body if isinstance(block, WordParagraph) and block.text.strip()]
    styled = any(_is_slot(each, styled=True) for each in texts)
    for paragraph in texts:
        place = _place(file.name, paragraph)
        if _is_slot(paragraph, styled):
            name = _name(paragraph)
            if name in slots:
                issues.append(_twice(place, name))
            current = slots.setdefault(name, [])
        elif paragraph.level == 0:
            issues.append(_title(place, paragraph.text))
        elif current is not None:
            current.append(_markdown(paragraph))
        else:
            issues.append(_homeless(place, paragraph.text))
        if PLACEHOLDER in paragraph.text:
            issues.append(
                error("file.unfilled", "还没有填写", place, found=shorten(paragraph.text), advice="写好后删去提示")
            )
    return {slot: _COMMENT.sub("", "\n\n".join(lines)).strip("\n") for slot, lines in slots.items()}, issues


def _is_slot(paragraph: WordParagraph, styled: bool) -> bool:
    """A heading of level 1. Where some are by style, a number 一、 alone makes none; ``# 标题`` is one as in .md."""
    if paragraph.level == 1 and (paragraph.level_by is Level.STYLE or not styled):
        return True
    return not styled and bool(_TYPED.fullmatch(paragraph.text.strip()))


def _name(paragraph: WordParagraph) -> str:
    text = paragraph.text.strip()
    typed = _TYPED.fullmatch(text)
    text = typed[1] if typed else text
    number = numbered(text)
    return number.rest if number and number.level == 1 else text


def _markdown(paragraph: WordParagraph) -> str:
    """A paragraph as narrative.md has it; lines that it breaks by hand are paragraphs there too."""
    if paragraph.level and paragraph.level_by is Level.STYLE:
        number = numbered(paragraph.text)
        return "#" * min(max(paragraph.level, 2), _DEEPEST) + " " + (number.rest if number else paragraph.text.strip())
    label = "- " if paragraph.label == "•" else paragraph.label
    return label + _with_heads(paragraph).strip().replace("\n", "\n\n")


def _with_heads(paragraph: WordParagraph) -> str:
    """The text with the bold beginning of a clause as a run-in head; bold elsewhere is left to the format."""
    pieces = list(_by_weight(paragraph))
    if len(pieces) < 2:
        return paragraph.text
    said, before = "", "。"
    for bold, text in pieces:
        head = bold and before in "。；\n" and text.strip()
        said += f"**{text.strip()}**" if head else text
        before = text.rstrip()[-1:] or before
    return said


def _by_weight(paragraph: WordParagraph) -> Iterator[tuple[bool, str]]:
    printed = [(each.bold, each.text) for each in paragraph.stretches if each.printed]
    for bold, group in groupby(printed, key=lambda piece: piece[0]):
        yield bold, "".join(text for _, text in group)


def _unprinted(file: WordFile) -> Iterator[Issue]:
    """What stands in the file and not in its slots, and what the writer should know of those."""
    for block in file.body:
        if isinstance(block, WordTable):
            yield _unsupported(Place(file.name, key=f"表{block.number}"), "表格", _first_text(block))
    body = [each for each in file.body if isinstance(each, WordParagraph)]
    for paragraph in body:
        place = _place(file.name, paragraph)
        if paragraph.pictures:
            yield _unsupported(place, "图片", shorten(paragraph.text))
        yield from _states(place, paragraph)
    for box in (*(box for paragraph in body for box in paragraph.boxes), *file.notes):
        if box.text.strip():
            yield _unsupported(_place(file.name, box), box.place.story.value, shorten(box.text))
    yield from _beside(file)


def _first_text(table: WordTable) -> str:
    return shorten(next((cell.text for cell in table.cells if cell.text), "（空表）").replace("\n", " "))


def _states(place: Place, paragraph: WordParagraph) -> Iterator[Issue]:
    if paragraph.changed:
        yield warning(
            "narrative.revisions", "有没有接受的修订", place, found=f"原文：{shorten(paragraph.original)}",
            expected=f"按接受后印出：{shorten(paragraph.text)}", advice="在 Word 里接受或拒绝修订后保存",
        )  # fmt: skip
    if hidden := "".join(each.text for each in paragraph.stretches if each.hidden and each.text.strip()):
        yield warning(
            "narrative.hidden", "隐藏的文字不会印出", place, found=shorten(hidden), advice="取消隐藏，或删去这些文字"
        )


def _beside(file: WordFile) -> Iterator[Issue]:
    for comment in file.comments:
        place = Place(file.name, key=str(comment.place) if comment.place else "")
        yield warning(
            "narrative.comment", "批注不会印出", place, found=shorten(comment.text), advice="处理完的批注可以删去"
        )
    for paragraph in file.around:
        if paragraph.place.story in (Story.HEADER, Story.FOOTER) and not _PAGE_NUMBER.fullmatch(paragraph.text):
            place, found = _place(file.name, paragraph), shorten(paragraph.text)
            yield warning("narrative.around", "页眉页脚不会印出", place, found=found, advice="要印的文字写进正文")


def _unsupported(place: Place, what: str, found: str) -> Issue:
    return error(
        "narrative.unsupported", f"正文里不能放{what}", place, found=found,
        advice=f"把{what}里要印的文字移到标题下面的段落里，删去{what}；统计表请在 profile.yaml 的“表格”里定义",
    )  # fmt: skip


def _twice(place: Place, name: str) -> Issue:
    return error("narrative.twice", "同名标题出现两次", place, found=name, advice="合并成一处，或改正其中一个标题")


def _title(place: Place, text: str) -> Issue:
    return warning(
        "narrative.title", "文档标题不会印出", place, found=shorten(text), expected="标题由规则文件决定",
        advice="是要写的一节，就改用“标题 1”样式",
    )  # fmt: skip


def _homeless(place: Place, text: str) -> Issue:
    return error(
        "narrative.no_heading", "文字前没有一级标题", place, found=shorten(text),
        expected="用“标题 1”样式（或“一、”开头）的一段",
        advice="在文字上方写明它属于哪一部分，如“工作要求”，并设为“标题 1”样式",
    )  # fmt: skip
