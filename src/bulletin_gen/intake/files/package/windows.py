"""A part's XML in windows that begin with a tag and end before one, ready to be searched by the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import polars as pl

#: Windows are about this long.
SIZE = 1 << 20
#: How far one can look ahead from any byte.
AHEAD = 16
#: For shorter ones the engine would take longer to load than to look.
_SHORT = 1 << 16


class Window:
    """A stretch of XML without cut tags or characters."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        #: Whether somebody has looked, and none of the signs is in it that most sheets do not have.
        self.ordinary = False

    def look_for(self, signs: str) -> None:
        """One look through the engine for all patterns that most sheets do not have: it costs as much as one for any
        of them."""
        self.ordinary = not self.short and self.has(signs) is False

    @property
    def short(self) -> bool:
        """Whether Python searches it sooner than the engine could load it."""
        return len(self.data) < _SHORT

    @cached_property
    def _binary(self) -> pl.Series:
        return pl.Series([self.data + b" " * AHEAD], dtype=pl.Binary)

    @cached_property
    def bytes(self) -> pl.Series:
        """Each byte as a number, and some blanks, so that one can look ahead from the last."""
        return self._binary.cast(pl.List(pl.UInt8)).explode()

    @cached_property
    def _text(self) -> pl.Series:
        return self._binary.cast(pl.String, strict=False)

    def has(self, pattern: str) -> bool | None:
        """Whether the engine finds ``pattern``; None where the text is no UTF-8."""
        try:
            found: bool | None = self._text.str.contains(pattern)[0]
        except pl.exceptions.ComputeError:
            return None
        return found

    def ahead(self, places: int) -> pl.Series:
        """The bytes so many places ahead of each."""
        return self.bytes.slice(places, len(self.data))


def windows(pieces: Iterable[bytes]) -> Iterator[Window]:
    """The same bytes cut before rows of a sheet, else before tags. A part that is one endless text or tag is cut
    anywhere."""
    rest = b""
    for piece in pieces:
        together = rest + piece
        if len(together) < SIZE // 2:
            rest = together
            continue
        cut = together.rfind(b"<row ")
        cut = cut if cut > 0 else together.rfind(b"<")
        rest = together[cut:] if cut > 0 else b""
        yield Window(together[: len(together) - len(rest)])
    yield Window(rest)
