"""Each pair of braces with the words that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from bulletin_gen.compose.wording.syntax import Bracketed, Clause, Named, Part, Plain, Verbatim
from bulletin_gen.leaves.frugal import late

_STOP = late("[。！？；\n]")
_MARK = late("[，、。！？；（）()：\n]")


class Spoken(Struct, frozen=True):
    """A pair of braces in its sentence.

    ``before``: the sentence up to it, other braces as they are written, {“…”} as what it prints. ``behind``: the words
    right behind it up to a mark; nothing where other braces come first. ``earlier``: the braces before it in the
    sentence. ``lists``: the lists whose pattern it stands in, the outermost first. ``words``: those right behind it,
    marks too.
    """

    named: Named
    before: str
    behind: str
    earlier: tuple[Named, ...] = ()
    lists: tuple[Named, ...] = ()
    words: str = ""

    @property
    def close(self) -> str:
        """The words right before it, back to a mark or to other braces."""
        return re.split("[，、。！？；（）()：}]", self.before)[-1]


def spoken(
    parts: Sequence[Part], lists: tuple[Named, ...] = (), before: str = "", earlier: tuple[Named, ...] = ()
) -> Iterator[Spoken]:
    """All braces of a paragraph, those of clauses, of what is said otherwise, and of patterns too; ``before`` and
    ``earlier``: what stands in front of the parts."""
    flat = list(_flat(parts))
    for at, piece in enumerate(flat):
        if isinstance(piece, str):
            before = _STOP.split(before + piece)[-1]
            earlier = () if _STOP.search(piece) else earlier
            continue
        if isinstance(piece, Clause):
            yield from spoken(piece.otherwise, lists, before, earlier)
            continue
        following = flat[at + 1] if at + 1 < len(flat) else ""
        words = following if isinstance(following, str) else ""
        yield Spoken(piece, before, _behind(flat[at + 1 :]), earlier, lists, words)
        if piece.pattern is not None:
            yield from spoken(piece.pattern, (*lists, piece), before)
        before, earlier = before + _short(piece), (*earlier, piece)


def _flat(parts: Sequence[Part]) -> Iterator[str | Named | Clause]:
    """Words and braces in the order of reading; a clause follows its own parts, for what it says otherwise."""
    for part in parts:
        if isinstance(part, Clause):
            yield from _flat(part.parts)
            if part.otherwise:
                yield part
        elif isinstance(part, Bracketed):
            yield from ("【", *_flat(part.parts), "】")
        else:
            yield part.text if isinstance(part, (Plain, Verbatim)) else part


def _behind(rest: Sequence[str | Named | Clause]) -> str:
    words = ""
    for piece in rest:
        if not isinstance(piece, str):
            return ""
        words += piece
        if mark := _MARK.search(words):
            opening = mark[0] in "（(" and mark.start() == 0
            return words[1:].partition("）")[0] if opening else words[: mark.start()]
    return words


def _short(named: Named) -> str:
    """The braces without their pattern."""
    return "{" + "：".join(step.text for step in named.steps) + "}"
