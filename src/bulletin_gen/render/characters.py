"""Character safety: what a spreadsheet can hold and a document cannot, or cannot be sure to print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_gen.issues import Issue, Place, warning
from bulletin_gen.tree import Annex, Block, Bulletin, Table, Text, block_texts, plain, texts

#: Not allowed in XML 1.0, whatever the escape, and the controls that XML allows and nothing prints.
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u2028\u2029]|_x000[dD]_")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_RETURNS = re.compile("\r\n?|[\x85\u2028\u2029]|_x000[dD]_\n?")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
#: Stands for a character that is lost in the source.
REPLACEMENT = "\ufffd"
_ADVICE = "请在原始表格中改正该处文字后重新生成"


def cleaned(text: str) -> str:
    """The text as a document can hold it: line ends unified, lone surrogates shown as �, control characters gone."""
    if text.isascii() and text.isprintable() or not _SUSPECT.search(text):
        return text
    text = _RETURNS.sub("\n", text)
    return _FORBIDDEN.sub(lambda match: REPLACEMENT if match[0] >= "\ud800" else "", text)


def character_issues(bulletin: Bulletin) -> tuple[Issue, ...]:
    """Where the document's text holds characters that cannot be printed, or only with a special font."""
    found = []
    for place, text in _placed_texts(bulletin):
        issue = _issue(text, place)
        if issue and issue not in found:
            found.append(issue)
    return tuple(found)


def _issue(text: str, place: Place) -> Issue | None:
    if text.isascii() and text.isprintable():
        return None
    broken = _FORBIDDEN.findall(text) + re.findall(REPLACEMENT, text)
    if broken:
        return warning(
            "text.unprintable",
            "不能打印的字符",
            place,
            found=f"{_named(broken)}（{cleaned(text)[:30]}）",
            advice=_ADVICE,
        )
    private = _PRIVATE.findall(text)
    if private:
        return warning(
            "text.private_use",
            "自造字",
            place,
            found=f"{_named(private)}（{text[:30]}）",
            advice="本机有相应字库才能显示；请核对成文，或改用规范汉字",
        )
    return None


def _named(characters: list[str]) -> str:
    return "、".join(dict.fromkeys(f"U+{ord(character):04X}" for character in characters))


def _placed_texts(bulletin: Bulletin) -> Iterator[tuple[Place, str]]:
    in_blocks = {id(text) for text in _block_texts(bulletin)}
    for text in texts(bulletin):
        if id(text) not in in_blocks:
            yield Place(), plain(text)
    for block in bulletin.body:
        yield from _placed_block(block, "正文")
    for annex in bulletin.annexes:
        for block in annex.blocks:
            yield from _placed_block(block, _annex_name(annex))


def _block_texts(bulletin: Bulletin) -> Iterator[Text]:
    for block in (*bulletin.body, *(block for annex in bulletin.annexes for block in annex.blocks)):
        yield from block_texts(block)


def _annex_name(annex: Annex) -> str:
    return f"{annex.label} {cleaned(plain(annex.title))}"


def _placed_block(block: Block, where: str) -> Iterator[tuple[Place, str]]:
    if not isinstance(block, Table):
        yield Place(key=where), plain(block.text)
        return
    for text in (block.title, *block.notes, *(cell.text for row in block.head for cell in row)):
        yield Place(key=where), plain(text)
    for number, row in enumerate(block.rows, 1):
        first = cleaned(plain(row[0].text)) if row else ""
        for cell in row:
            yield Place(key=f"{where} 第{number}行 {first}"), plain(cell.text)
