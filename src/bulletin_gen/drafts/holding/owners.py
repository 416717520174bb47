"""What a number is about, by the words before it: its label (满意率) and whose it is (the name or count before it)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from msgspec import Struct

from bulletin_gen.drafts.holding.lines import OPENING, Line, Sentence
from bulletin_gen.leaves.frugal import late

#: Where the words around a number end.
MARKS = late(r"[，、；。：！？）)“”\n\t,;:]")
_LEAD = late(r"^(?:其中|共计|共|分别|合计|总计|包括|含)+")
_TAIL = late(r"(?:分别为|约为|达到|高达|仅为|为|是|达|共计|共有|共|有|的|约|仅|了|近|超)+$")
_SHARE = late(r"占.*$")
_CHANGE = late(
    r"(?:同比|环比|较|比|与).*$|(?:增长|上升|增加|提高|提升|上涨|下降|减少|降低|回落|下滑|下跌)(?:了|幅度)?$"
)
#: Labels that any figure of a sentence may have: they tell nobody's number from another's.
OF_ALL = frozenset({"占", "±"})


class Owner(Struct, frozen=True):
    """``label``: what a number is called by the words directly before it; ``whose``: the nearest name, or first count
    of an item, before it in its sentence; "" where there is none."""

    label: str
    whose: str


def label_of(line: Line, token: int) -> str:
    """What a number of a line is called: the words before it without fillers; 占 of shares, ± of changes."""
    start = line.tokens[token - 1].end if token else 0
    words = MARKS.split(line.text[start : line.tokens[token].start].rstrip(OPENING))[-1]
    words = _TAIL.sub("", _LEAD.sub("", words.strip()))
    if _SHARE.search(words):
        return "占"
    return "±" if _CHANGE.search(words) else words


class Owners:
    """Whose the numbers are of a printed line, and of any line that it may have become. ``names``: all that are known,
    the longest first."""

    def __init__(self, line: Line, names: Sequence[str]) -> None:
        self._names = re.compile("|".join(map(re.escape, names))) if names else None
        self.labels = {label_of(line, token) for figure in line.figures for token in figure.tokens[:1]} - {"", *OF_ALL}
        self._heads = _heads(line)

    def of(self, line: Line, token: int) -> Owner:
        """The owner of a number of this line, printed or edited."""
        sentence = next((each for each in line.sentences if token in each.tokens), None)
        label = label_of(line, token)
        return Owner(label, self._whose(line, sentence, token) if sentence else "")

    def _whose(self, line: Line, sentence: Sentence, token: int) -> str:
        places = [
            (line.tokens[each].start, label)
            for each in sentence.tokens
            if each <= token and (label := label_of(line, each)) in self._heads
        ]
        if self._names is not None:
            places += [
                (each.end(), each[0])
                for each in self._names.finditer(line.text, sentence.start, line.tokens[token].start)
                if not _SHARE.search(MARKS.split(line.text[: each.start()])[-1])  # 占来电总量的: of what, not whose
            ]
        return max(places)[1] if places else ""

    def differ(self, one: Owner, other: Owner, *, there: bool) -> bool:
        """Whether a number with the ``other`` owner cannot be a printed one with the first: it is somebody else's, or
        is called what another number of the line is called. ``there``: whether the first is still named in the line;
        a name that somebody has written in two is not."""
        if there and one.whose and other.whose and one.whose != other.whose:
            return True
        if not one.label or one.label == other.label or other.label not in self.labels:
            return False
        return not (one.label.endswith(other.label) or other.label.endswith(one.label))


def _heads(line: Line) -> Collection[str]:
    """Labels of the first number of each sentence that has several, where no other number is called so."""
    labels = [label_of(line, token) for token in range(len(line.tokens))]
    firsts = (
        next((labels[token] for token in sentence.tokens if labels[token]), "")
        for sentence in line.sentences
        if len(sentence.tokens) > 1
    )
    return {each for each in firsts if each and each not in OF_ALL and labels.count(each) == 1}
