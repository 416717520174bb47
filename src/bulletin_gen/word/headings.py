"""Headings that are told by the form of their number, as GB/T 9704 has them: 一、（一）1.（1）."""

from __future__ import annotations

from msgspec import Struct

from bulletin_gen.leaves.frugal import late

_CHINESE = "[一二三四五六七八九十百零〇]{1,5}"
_FORMS = (
    (1, late(rf"(?:{_CHINESE}、|第{_CHINESE}[章部编][分]?[、\s　]*)[\s　]*")),
    (2, late(rf"[（(]{_CHINESE}[）)][、.．]?[\s　]*")),
    (3, late(r"[0-9０-９]{1,2}(?:[.．、](?![0-9０-９])|[\s　]+(?=[\u4e00-\u9fff]{2}))[\s　]*")),
    (4, late(r"[（(][0-9０-９]{1,2}[）)][\s　]*")),
)
#: A heading has no more characters than this, no sentence within and no mark at its end that a sentence goes on after.
_LONGEST = 40
_SENTENCE = late(r"[。；！？](?=.)|[，、：,;:]$")


class Numbered(Struct, frozen=True):
    """A text that begins with a number: its level, the number as typed, and the rest."""

    level: int
    number: str
    rest: str


def numbered(text: str) -> Numbered | None:
    """The number that ``text`` begins with, by its form; none where there is none, or nothing behind it."""
    stripped = text.strip()
    for level, form in _FORMS:
        if (found := form.match(stripped)) and stripped[found.end() :]:
            return Numbered(level, found[0].strip(), stripped[found.end() :])
    return None


def heading_level(text: str) -> int | None:
    """The level of heading that ``text`` is by the form of its number; none for text, however it is numbered."""
    found = numbered(text)
    if found is None or "\n" in text.strip() or len(found.rest) > _LONGEST or _SENTENCE.search(found.rest):
        return None
    return found.level
