"""Sentences that say nothing where a list is empty: another month nobody may be past the line."""

from __future__ import annotations

import re

from bulletin_gen.learning.tying.paragraph import WorkParagraph, sentence_around
from bulletin_gen.leaves.frugal import late

#: A list that may have nobody: of those that have any, or by a rule of its own, with a pattern for each.
_LIST = late(r"^\{(?P<root>(?:[^：{}]+：有(?P<any>[^：{}]+))|[^：{}]+的单位\d*)：.*\{单位\}")


def may_fall_away(work: WorkParagraph) -> None:
    """Puts the brackets of what may be left out around the sentence of such a list, where nothing else is counted in
    it, or around its own part of the sentence."""
    for start, end, words in list(work.taken):
        found = _LIST.match(words)
        if found is None:
            continue
        first, last = sentence_around(work.text, start, end)
        last += work.text[last : last + 1] == "。"
        own = [found["root"], found["any"] or found["root"]]
        others = [one for one in work.taken if first <= one[0] < last and not _is_of(one[2], own)]
        if others:
            first, last = _clause(work.text, start, end, first)
            if first < 0 or any(first <= one[0] < last and not _is_of(one[2], own) for one in work.taken):
                continue
        if work.free(first, first) and not any(words == "【" and at == first for at, _, words in work.taken):
            work.put(first, first, "【")
            work.put(last, last, "】")


def _is_of(words: str, own: list[str]) -> bool:
    """Whether what was put counts nothing but the list's own: the list, how many it has, what it is chosen by."""
    bare = words[1:-1]
    return (
        not words.startswith("{")
        or words.startswith("{“")
        or any(bare == each or bare.startswith(f"{each}：") for each in own)
    )


def _clause(text: str, start: int, end: int, first: int) -> tuple[int, int]:
    """The part of a sentence from the comma before a list to the mark behind it; -1 where it begins the sentence."""
    comma = max(text.rfind(mark, first, start) for mark in "，；")
    behind = re.search("[。；，]", text[end:])
    return (comma, end + behind.start() if behind else len(text)) if comma >= 0 else (-1, -1)
