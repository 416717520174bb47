"""Bulletins on an office's own letterhead: which paragraph of its file each block stands for, what is left to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.tree import Block, Bulletin, Head, HeadForm, Heading, Seat, Signature

if TYPE_CHECKING:
    from bulletin_gen.compose.wording.syntax import WrittenLine


class SaidParts(Struct, frozen=True):
    """What is said, as Markdown, part by part; ``lines``: the lines of a Word file that the parts were said of."""

    texts: tuple[str, ...]
    lines: tuple[WrittenLine, ...] = ()

    def seats(self, placed: Sequence[tuple[int, Block]]) -> tuple[Seat, ...]:
        """Where each block stands in the Word file, if the words are of one; ``placed``: index of part and block."""
        if not self.lines:
            return ()
        return tuple(Seat(self.lines[part].block, self._like(part, block)) for part, block in placed)

    def _like(self, part: int, block: Block) -> int:
        """A heading in a text that people write is set as the file's own headings of its level are."""
        own = self.lines[part]
        if isinstance(block, Heading) and block.level != own.level:
            return next((each.block for each in self.lines if each.level == block.level), own.block)
        return own.block


def on_letterhead(bulletin: Bulletin) -> Bulletin:
    """The bulletin without head, title, signature and imprint, which the office's file has."""
    return replace(
        bulletin, head=Head(HeadForm.BARE), title=(), addressees=(), signature=Signature(), list_annexes=False, note=(),
        imprint=None,
    )  # fmt: skip
