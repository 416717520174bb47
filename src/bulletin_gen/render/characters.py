"""Where a document's text holds characters that cannot be printed, or only with a special font."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from bulletin_gen.leaves.characters import Oddity, cleaned, odd_in
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.tree import Annex, Block, Bulletin, Chart, Table, Text, block_texts, blocks, plain, texts


class OddText(Struct, frozen=True):
    """A text of the document that is odd, and where it stands there."""

    text: str
    place: Place
    oddity: Oddity

    def issue(self) -> Issue:
        """What is said about it."""
        odd = self.oddity
        return warning(odd.code, odd.kind, self.place, found=odd.found_in(self.text), advice=odd.advice)


def odd_texts(bulletin: Bulletin) -> tuple[OddText, ...]:
    """Each once."""
    found = ((place, text, odd_in(text)) for place, text in _placed_texts(bulletin))
    return tuple(dict.fromkeys(OddText(text, place, oddity) for place, text, oddity in found if oddity))


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
    for block in blocks(bulletin):
        yield from block_texts(block)


def _annex_name(annex: Annex) -> str:
    return f"{annex.label} {cleaned(plain(annex.title))}"


def _placed_block(block: Block, where: str) -> Iterator[tuple[Place, str]]:
    if isinstance(block, Chart):
        block = block.table
    if not isinstance(block, Table):
        yield Place(key=where), plain(block.text)
        return
    for text in (block.title, *block.notes, *(cell.text for row in block.head for cell in row)):
        yield Place(key=where), plain(text)
    for number, row in enumerate(block.rows, 1):
        first = cleaned(plain(row[0].text)) if row else ""
        for cell in row:
            yield Place(key=f"{where} 第{number}行 {first}"), plain(cell.text)
