"""Character safety: what a spreadsheet can hold and a document cannot, or cannot be sure to print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_gen.issues import Issue, Place, warning
from bulletin_gen.tree import Annex, Block, Bulletin, Table, Text, block_texts, plain, texts

#: What turns the direction of text: a name or a number would be printed in another order than it is stored in.
_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
#: Not allowed in XML 1.0, whatever the escape, and the controls that XML allows and nothing prints.
_NEVER = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_TURNS}\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_NEVER}]")
#: Halves of characters beyond U+FFFF as spreadsheets write what they cannot hold; two together are one character.
_HALF = "_x[dD][89a-fA-F][0-9a-fA-F]{2}_"
_HALVES = re.compile(f"(?:{_HALF})+")
_SUSPECT = re.compile(f"[{_NEVER}\r\u2028\u2029]|_x000[dD]_|{_HALF}")
_RETURNS = re.compile("\r\n?|[\x85\u2028\u2029]|_x000[dD]_\n?")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
#: Stands for a character that is lost in the source.
REPLACEMENT = "\ufffd"
_ADVICE = "请在原始表格中改正该处文字后重新生成"


def cleaned(text: str) -> str:
    """The text as a document can hold it: line ends unified, lone surrogates shown as �, control characters gone.

    What is written is compared with this (``verify``).
    """
    if _is_harmless(text) or not _SUSPECT.search(text):
        return text
    text = _HALVES.sub(_joined, _RETURNS.sub("\n", text))
    return _FORBIDDEN.sub(lambda match: REPLACEMENT if match[0] >= "\ud800" else "", text)


def _is_harmless(text: str) -> bool:
    return text.isascii() and text.isprintable() and "_x" not in text


def _joined(halves: re.Match[str]) -> str:
    units = (int(half[2:6], 16).to_bytes(2, "big") for half in re.findall(_HALF, halves[0]))
    return b"".join(units).decode("utf-16-be", "replace")


def character_issues(bulletin: Bulletin) -> tuple[Issue, ...]:
    """Where the document's text holds characters that cannot be printed, or only with a special font."""
    found = []
    for place, text in _placed_texts(bulletin):
        issue = _issue(text, place)
        if issue and issue not in found:
            found.append(issue)
    return tuple(found)


def _issue(text: str, place: Place) -> Issue | None:
    if _is_harmless(text):
        return None
    broken = _FORBIDDEN.findall(text) + re.findall(REPLACEMENT, text) or re.findall(REPLACEMENT, cleaned(text))
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
