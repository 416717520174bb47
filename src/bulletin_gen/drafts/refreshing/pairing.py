"""What was printed beside what would be printed now: lines and sentences in their order, none across another.

A bulletin says its things in a fixed order, so the second item of a list becomes the second item, whatever stands in it
now: were items paired by their words, each would keep its place when their order has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

from rapidfuzz import fuzz

from bulletin_gen.drafts.holding.lines import Line, Printed, Sentence, squeezed
from bulletin_gen.leaves.frugal import late

Item = TypeVar("Item")

#: Lines and sentences are the same one when so much (percent) of what is neither number nor name is alike.
_ALIKE = 55
_FIGURE = "\x01"
_LISTED = late(r"[、，]")
_NAMES = late(f"{_FIGURE}(?:[、，和及]{_FIGURE})+")
#: Figures that many lines print.
EVERYWHERE = ("period.", "document.", "hotline")
#: What likeness is worth: the same words around the holes more than anything that speaks for one item of a list.
_SAME_PATTERN, _SAME_FIGURES, _SAME_WORDS = 2.0, 0.2, 0.1
_FIGURES_ALONE = 0.4
#: Only the first sentence is the same: （一）压实办理责任。
_SAME_LEAD = 0.3


def figures_in(line: Line, sentence: Sentence) -> list[Printed]:
    """The figures of a sentence, names too."""
    return [each for each in line.figures if sentence.start <= each.start < sentence.end]


def numbers_in(line: Line, sentence: Sentence) -> list[Printed]:
    """The figures of a sentence that have digits."""
    return [each for each in figures_in(line, sentence) if each.tokens]


def pattern(line: Line, sentence: Sentence) -> str:
    """The words of a sentence with every number and name a hole, and a list of like items one item."""
    return _pattern(line, sentence.start, sentence.end, figures_in(line, sentence))


def _pattern(line: Line, start: int, end: int, figures: Sequence[Printed]) -> str:
    text, at = "", start
    for figure in figures:
        text += line.text[at : figure.start] + _FIGURE
        at = figure.end
    words = _NAMES.sub(_FIGURE, squeezed(text + line.text[at:end]).rstrip("。；;"))
    kept = [part for part, _ in groupby(_LISTED.split(words))]
    return "、".join(part for at, part in enumerate(kept) if not at or not _is_item_of(kept[at - 1], part))


def _is_item_of(before: str, part: str) -> bool:
    """Whether the item before, which may begin with the words that lead to the list, ends as this one does."""
    return _FIGURE in part and before.endswith(part)


def pair_printed(printed: Sequence[Line], new: Sequence[Line]) -> dict[int, int]:
    """Number of a printed line → of the line that would stand in its place now; where somebody has given the wording
    another order, lines that are left over are paired by their words or their figures."""
    patterns = {id(line): _pattern(line, 0, len(line.text), line.figures) for line in (*printed, *new)}
    own = {id(line): _own_figures(line) for line in (*printed, *new)}

    def likeness(one: Line, other: Line) -> float:
        if not one.key or not other.key:
            return 0.0
        worth = _worth(patterns[id(one)], patterns[id(other)], own[id(one)], own[id(other)], same=one.key == other.key)
        return worth or _SAME_LEAD * (one.sentences[0].key == other.sentences[0].key != "")

    pairs = {one.number: other.number for one, other in in_order(printed, new, likeness)}
    left = {line.number: line for line in new if line.number not in pairs.values() and line.key}
    for line in printed:
        if line.number in pairs or not left or not line.key:
            continue
        same = next((number for number, each in left.items() if each.key == line.key), None)
        shared = {number: len(own[id(line)] & own[id(each)]) for number, each in left.items()}
        best = max(shared, key=lambda number: shared[number])
        if same is not None or shared[best]:
            pairs[line.number] = best if same is None else same
            del left[pairs[line.number]]
    return pairs


def _own_figures(line: Line) -> set[str]:
    """The figures that tell a line from others: numbers, and not those of the period or the document."""
    return {each.figure for each in line.figures if each.tokens and not each.figure.startswith(EVERYWHERE)}


def pair_sentences(line: Line, other: Line) -> list[tuple[Sentence, Sentence]]:
    """The sentences of a printed line and what they have become, in order."""

    def likeness(one: Sentence, two: Sentence) -> float:
        ours, theirs = ({each.figure for each in numbers_in(*pair)} for pair in ((line, one), (other, two)))
        told = {each for each in ours & theirs if not each.startswith(EVERYWHERE)}
        ours = told | {each for each in ours if not each.startswith(EVERYWHERE)}
        return _worth(pattern(line, one), pattern(other, two), ours, theirs, same=one.key == two.key)

    return in_order(line.sentences, other.sentences, likeness)


def _worth(one: str, other: str, ours: set[str], theirs: set[str], *, same: bool) -> float:
    shared = len(ours & theirs) / len(ours | theirs) if ours & theirs else 0.0
    words = _SAME_PATTERN if one == other else fuzz.ratio(one, other, score_cutoff=_ALIKE) / 100
    if not words:
        return _FIGURES_ALONE * shared
    return words + _SAME_FIGURES * shared + _SAME_WORDS * same


def in_order(
    ones: Sequence[Item], others: Sequence[Item], likeness: Callable[[Item, Item], float]
) -> list[tuple[Item, Item]]:
    """Pairs none of which crosses another, whose likeness adds up to the most; those without any are none."""
    worth = [[likeness(one, other) for other in others] for one in ones]
    best = [[0.0] * (len(others) + 1) for _ in range(len(ones) + 1)]
    for at in range(len(ones) - 1, -1, -1):
        for to in range(len(others) - 1, -1, -1):
            paired = worth[at][to] + best[at + 1][to + 1] if worth[at][to] else 0.0
            best[at][to] = max(paired, best[at + 1][to], best[at][to + 1])
    found, at, to = [], 0, 0
    while at < len(ones) and to < len(others):
        if worth[at][to] and best[at][to] == worth[at][to] + best[at + 1][to + 1]:
            found.append((ones[at], others[to]))
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return found


def grown_lists(line: Line, other: Line) -> list[tuple[list[Sentence], list[Sentence]]] | None:
    """Stretches of like sentences of both lines, when they differ only in how many sentences a stretch has."""
    ours, theirs = ([(key, [*each]) for key, each in groupby(of.sentences, _by_pattern(of))] for of in (line, other))
    if [key for key, _ in ours] != [key for key, _ in theirs]:
        return None
    return [(one, two) for (_, one), (_, two) in zip(ours, theirs, strict=True)]


def _by_pattern(line: Line) -> Callable[[Sentence], str]:
    return lambda sentence: pattern(line, sentence)
