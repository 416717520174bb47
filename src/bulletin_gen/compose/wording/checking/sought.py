"""Patterns that are compiled when a text first has a word without which they match nothing: few bulletins need all of
them, and compiling takes longer than searching a whole bulletin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct


class Sought(Struct, frozen=True, dict=True):
    """A pattern; ``signs``: words one of which every match has, parted by blanks (none: it is always tried)."""

    pattern: str
    signs: str = ""

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        return tuple(self.signs.split())

    def _may(self, text: str) -> bool:
        return not self._signs or any(sign in text for sign in self._signs)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere."""
        return self._compiled.search(text) if self._may(text) else None

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """A match that begins at ``at``."""
        return self._compiled.match(text, at) if self._may(text) else None

    def fullmatch(self, text: str, at: int = 0) -> re.Match[str] | None:
        """A match of all that stands from ``at`` on."""
        return self._compiled.fullmatch(text, at) if self._may(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return self._compiled.finditer(text) if self._may(text) else iter(())

    def sub(self, new: str, text: str) -> str:
        """``text`` with ``new`` for each match."""
        return self._compiled.sub(new, text) if self._may(text) else text
