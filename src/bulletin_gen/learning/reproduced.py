"""What the learnt rules print of a text beside what was published, sentence by sentence: nothing that comes out
otherwise in its own month is proved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.learning.reading.front import plain, with_words
from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.publication import Publication

#: A paragraph that is less alike than this is another one.
_ALIKE = 0.4
#: What people write, in place of a sentence or a paragraph.
_GIVEN = late(r"\{文字：[^{}]+\}。?")
_SAYS = late(r"[^\w%.]|(?<!\d)\.|\.(?!\d)")
_NUMBERING = late(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.、．])")
#: The date of an issue stands where the program prints it.
_DATED = late(r"^\D{0,20}\d{4}年\d{1,2}月\d{1,2}日$")
_OF_ANNEX = late(r"^附[件表]?\d*[：:]")
_JOINS = late("以?及|和|与")
#: Numbers that belong to what stands beside them; those of orders are longer.
_COUNTS = late(r"(?<!\d)\d{1,4}(?!\d)")
#: A name in braces that says how something changed, which nothing prints where its base is not given.
_CHANGE_NAME, _CHANGED = late(r"\{[^{}]*：(?:环比|同比|较)"), late("[比较增减升降高低]|同期|持平")


class PrintedOtherwise(Struct, frozen=True):
    """A sentence that comes out otherwise: its line in the wording (from 1), which sentence of it (None: the whole
    line), as it was published and as it is printed ("" where nothing like it is); ``why``: what alone differs, where
    both say the same; "" where they do not."""

    row: int
    place: int | None
    published: str
    printed: str
    why: str = ""


def is_given(said: str) -> bool:
    """Whether a sentence or a line of a wording is what people write."""
    return bool(_GIVEN.fullmatch(said.strip()))


def numbering(text: str) -> str:
    """The number that a paragraph or a heading begins with: 二、, （三）, 4.; "" for none."""
    found = _NUMBERING.match(text)
    return found[0] if found else ""


def in_sentences(line: str) -> list[str]:
    """A line of a text or of a wording by its sentences; what stands in braces, or in 【】, is never taken apart."""
    parts, start, braces, clauses = list[str](), 0, 0, 0
    for place, sign in enumerate(line):
        braces += {"{": 1, "}": -1}.get(sign, 0)
        clauses += {"【": 1, "】": -1}.get(sign, 0)
        if braces or clauses:
            continue
        if sign == "。" or (sign == "】" and line[place - 1] == "。"):
            parts.append(line[start : place + 1])
            start = place + 1
    return [*parts, line[start:]] if line[start:].strip() else parts


def differences(
    original: Mapping[int, str], lines: Sequence[str], printed: Publication, spellings: Mapping[str, str]
) -> list[PrintedOtherwise]:
    """The sentences of the published paragraphs (line of the wording → paragraph) that ``printed`` has otherwise.
    Paragraphs that are people's already are as these have them. ``spellings``: of a unit → the unit."""
    made = [text for passage in printed.passages if (text := _plain(passage.text))]
    rows = {row: _plain(text) for row, text in original.items() if not is_given(lines[row - 1])}
    left = list(made)
    for text in rows.values():
        if text in left:
            left.remove(text)
    found: list[PrintedOtherwise] = []
    for row, text in rows.items():
        if text not in made:
            near = _nearest(text, left)
            found += _of_paragraph(row, text, near)
            left = [each for each in left if each != near]
    same = _Same(spellings)
    return [replace(each, why=same.but_for(each, lines[each.row - 1])) for each in found]


class _Same(Struct, frozen=True):
    """Whether two sentences say the same, and what alone differs."""

    spellings: Mapping[str, str]

    def but_for(self, each: PrintedOtherwise, wording: str) -> str:
        """What alone differs; "" where they do not say the same."""
        mine, theirs = _bare(each.published), _bare(each.printed)
        if _JOINS.sub("", mine) == _JOINS.sub("", theirs):
            return "标点"
        if _bare(_NUMBERING.sub("", each.published)) == _bare(_NUMBERING.sub("", each.printed)):
            return "序号"
        items, made = self._items(each.published), self._items(each.printed)
        if items == made:
            return "单位的写法"
        if sorted(items) == sorted(made) or self._loose(each.published) == self._loose(each.printed):
            return "先后"
        clauses, said = self._clauses(each.published), self._clauses(each.printed)
        if _CHANGE_NAME.search(_sentence(wording, each.place)) and _lacks_changes(clauses, said):
            return "缺上期或同期的数，增减没有印"
        return ""

    def _items(self, text: str) -> list[str]:
        """The smallest parts of a sentence, each unit by its own name, without punctuation."""
        return [bare for part in re.split("[，、；：。]|以?及|和|与", self._named(text)) if (bare := _bare(part))]

    def _clauses(self, text: str) -> list[str]:
        return [bare for part in re.split("[，；：。]", self._named(text)) if (bare := _bare(part))]

    def _loose(self, text: str) -> list[list[list[str]]]:
        """The parts between semicolons, and the clauses of each, in no order; what is in a clause in no order either,
        where it has no counts. That several units have something 各 is grammar."""
        return sorted(
            sorted(
                [clause] if _COUNTS.search(clause) else sorted(re.findall(r"〔.+?〕|\d+|[^\W\d]+", clause))
                for clause in re.split("[，：]", part)
            )
            for part in re.split("[；。]", self._named(text).replace("各扣", "扣").strip("；。"))
        )

    def _named(self, text: str) -> str:
        text = _NUMBERING.sub("", text)
        names = sorted(self.spellings, key=len, reverse=True)
        if names:
            text = re.sub("|".join(map(re.escape, names)), lambda found: f"〔{self.spellings[found[0]]}〕", text)
        return text


def _lacks_changes(items: Sequence[str], made: Sequence[str]) -> bool:
    """Whether what was printed is what was published without parts that tell a change."""
    lacking = [item for item in items if item not in made]
    begun = [each for each in made if each not in items]
    return all(map(_CHANGED.search, lacking)) and all(any(item.startswith(b) for item in lacking) for b in begun)


def _sentence(wording: str, place: int | None) -> str:
    said = in_sentences(wording)
    return wording if place is None or place >= len(said) else said[place]


def unprinted(published: Publication, printed: Publication, told: Sequence[str]) -> list[str]:
    """The passages and captions that are printed nowhere as they were, but those that were ``told`` already."""
    made = "".join(_plain(text) for text in _all_texts(printed))
    known = {_plain(text) for text in told}
    found = dict.fromkeys(map(plain, _all_texts(published)))
    return [
        text
        for text in found
        if with_words(text)
        and _plain(text) not in known
        and _plain(_OF_ANNEX.sub("", _NUMBERING.sub("", text))) not in made
        and not _DATED.search(text)
    ]


def _all_texts(publication: Publication) -> Iterator[str]:
    yield from (passage.text for passage in publication.passages)
    yield from (table.caption for table in publication.tables if table.caption)


def _of_paragraph(row: int, published: str, printed: str) -> Iterator[PrintedOtherwise]:
    mine, theirs = in_sentences(published), in_sentences(printed)
    if not printed:
        yield PrintedOtherwise(row, None, published, "")
        return
    for kind, first, last, start, end in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if kind == "insert":
            near = min(first, len(mine) - 1)
            yield PrintedOtherwise(row, near, mine[near], "".join(theirs[start : max(end, start + 1)]) + mine[near])
            continue
        for place in range(first, last):
            other = (
                theirs[start + place - first : start + place - first + 1]
                if place < last - 1
                else (theirs[start + place - first : end])
            )
            yield PrintedOtherwise(row, place, mine[place], "".join(other))


def _nearest(text: str, others: Sequence[str]) -> str:
    ratios = [(SequenceMatcher(None, text, other, autojunk=False).ratio(), other) for other in others]
    best, other = max(ratios, default=(0.0, ""))
    return other if best >= _ALIKE else ""


def _plain(text: str) -> str:
    return re.sub(r"\s", "", plain(text)).replace("％", "%").replace("**", "")


def _bare(text: str) -> str:
    return _SAYS.sub("", text)
