"""Widths of text in half characters: a Chinese character or full-width mark is 2, a digit or Latin letter is 1."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Wide, full-width, and what Unicode calls ambiguous (“—…※①): full-width in a Chinese face.
_WIDE = frozenset("WFA")


@lru_cache(maxsize=8192)
def character_width(character: str) -> int:
    """Half characters that one character takes."""
    if character < "\x7f":
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


@lru_cache(maxsize=16384)
def width(text: str) -> int:
    """Half characters of a line of text; of several lines, of the widest."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max((sum(map(character_width, line)) for line in text.split("\n")), default=0)
