"""A paragraph on its way from printed numbers to names."""

from __future__ import annotations

import re

from msgspec import Struct

from bulletin_gen.leaves.frugal import late

#: A number as a sentence prints it, with its percent sign.
NUMBER = late(r"\d+(?:\.\d+)?[%％]?")
#: So many characters before a number say what it is.
_NEAR_WORDS = 16


class Tie(Struct, frozen=True):
    """A printed number and what it was tied to: a name in braces, or ``""``; ``how``: in a clerk's words."""

    printed: str
    name: str
    how: str
    sentence: str


class WorkParagraph:
    """A paragraph and what is put in place of its parts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.taken: list[tuple[int, int, str]] = []
        #: Lists of units: where each ends, how it is named, what its units have together.
        self.listed: list[tuple[int, str, int]] = []

    def free(self, start: int, end: int) -> bool:
        """Whether nothing is put there yet."""
        return all(end <= first or start >= last for first, last, _ in self.taken)

    def put(self, start: int, end: int, words: str) -> None:
        """Puts words in place of what stands there."""
        self.taken.append((start, end, words))

    def names_before(self, place: int) -> list[str]:
        """The names of single numbers put before a place in the same paragraph, the last first."""
        before = [one for one in self.taken if one[1] <= place and re.fullmatch(r"\{[^{}]+\}", one[2])]
        return [words[1:-1] for _, _, words in sorted(before, reverse=True)]

    def named_as(self, label: str, place: int) -> str:
        """The name of the last single number before a place that has ``label`` right before it; "" for none."""
        for start, end, words in sorted(self.taken, reverse=True):
            said = re.search(r"[\u4e00-\u9fff]*$", re.sub(r"(?:为|是|达到?)$", "", self.text[:start]))
            if end <= place and re.fullmatch(r"\{[^：{}]+\}", words) and said and said[0] == label:
                return words[1:-1]
        return ""

    def name_before(self, place: int) -> str | None:
        """The name of the single number put last before a place in the same sentence."""
        before = [one for one in self.taken if one[1] <= place and re.fullmatch(r"\{[^：{}]+\}", one[2])]
        last = max(before, default=None)
        if last is None or "。" in self.text[last[1] : place]:
            return None
        return last[2][1:-1]

    def written(self) -> str:
        """The paragraph with all that was put."""
        out, place = "", 0
        for start, end, words in sorted(self.taken, key=lambda one: (one[0], one[1], one[2] != "】")):
            out += self.text[place:start] + words
            place = end
        return out + self.text[place:]


def before(text: str, place: int, most: int = _NEAR_WORDS) -> str:
    """The words before a number, within its sentence."""
    return re.split(r"[。；;]", text[:place])[-1][-most:]


def is_named(group: str, near: str) -> bool:
    """Whether words name a group, brackets aside: 乡镇街道 is 乡镇（街道）."""
    bare = re.sub(r"[（）()、]", "", near)
    return re.sub(r"[（）()、]", "", group) in bare or (len(group) >= 4 and group[:2] in bare)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of a part of a text begins, and where its full stop, or the text's end, is."""
    last = text.find("。", end)
    return text.rfind("。", 0, start) + 1, last if last >= 0 else len(text)


def ends_alike(name: str, label: str, least: int) -> bool:
    """Whether a name and the words before a number end in so many same characters: 办结情况应办结 and 乡镇应办结."""
    size = 0
    while size < min(len(name), len(label)) and name[-1 - size] == label[-1 - size]:
        size += 1
    return size >= least


def stem(name: str) -> str:
    """A name as sentences say it: 按期办理数 is 按期办理."""
    return re.sub(r"(?:案?件)?(?:数|量)$|件$", "", name) or name
