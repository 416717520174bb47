"""What people have done to the words of printed sentences, and where these now say the opposite of their figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.lines import (
    HOLE,
    Line,
    Printed,
    Sentence,
    amount_of,
    is_name,
    key_of,
    squeezed,
    tokens_of,
)
from bulletin_gen.drafts.holding.terms import (
    UnitWord,
    measure_words,
    negates,
    opposed,
    other_measure,
    other_unit,
    times_of,
    unit_after,
)
from bulletin_gen.drafts.spoken import is_share, is_spoken
from bulletin_gen.leaves.frugal import late

#: A sentence is the printed one, edited, when so much (percent) of its words is alike; a clause when so much is.
_ALIKE, _CLAUSE_ALIKE = 50, 55
_CLAUSES = late(r"[^，,；;。：:！？!?]+")
_WORD = late(r"\w")
#: So many characters behind a word that was put in or taken out say what it is about.
_SHOWN = 4
#: Stands for a name.
_NAME = "\x01"
_LISTS = late(f"{_NAME}(?:[、，和及与]{_NAME})+")
#: Figures that are differences of rates.
_POINTS = ".points."
#: What is said in 万 is about the same amount when it is off by no more than this share.
_ROUNDED = Fraction(1, 20)
#: A clause says names that a count or a ranking chose, and then others.
NAMES, UNITS, NEGATION, MEASURE, SCOPE = "名单", "单位", "有无、是否", "指标", "范围"
#: The whole of a county.
_WHOLES = ("全县", "全市", "全区", "全州", "全旗", "全省")


class Against(Struct, frozen=True):
    """Words that were changed into what the figures do not say: what is opposed, the words, what they have become."""

    group: str
    was: str
    now: str


class WordChange(Struct, frozen=True):
    """A printed sentence whose words people have changed. ``was`` and ``now``: the sentences; ``spot``: line, start and
    end in the draft, none where the sentence is gone; ``pieces``: the words that were changed; ``figures``: the places
    (line, start) of the printed figures that stand in clauses which say the opposite now."""

    line: int
    sentence: Sentence
    was: str
    now: str = ""
    spot: tuple[int, int, int] | None = None
    pieces: tuple[tuple[str, str], ...] = ()
    against: tuple[Against, ...] = ()
    figures: frozenset[tuple[int, int]] = frozenset()


class _Clause(Struct, frozen=True):
    """A clause: where it begins and ends in its line, its words with numbers and names blanked, its names, the places
    of its numbers in the line."""

    start: int
    end: int
    text: str
    words: str
    names: tuple[str, ...]
    tokens: frozenset[int]


def word_changes(bench: Bench) -> Iterator[WordChange]:
    """Every printed sentence that stands in the draft with other words, or does not stand there at all."""
    reader = _SaidReader(bench)
    for line in bench.printed:
        for sentence in line.sentences:
            if _WORD.search(sentence.key) and (line.number, sentence.start) not in bench.paired:
                change = reader.change(line, sentence)
                if change is not None:
                    yield change


def unit_changes(bench: Bench) -> dict[tuple[int, int], tuple[str, str]]:
    """Line and start of a placed figure that is another amount by its unit → number and unit as printed, and as they
    are. A difference of rates in points (个百分点) that an office prints with % may be given its own unit; what is said
    in 万 may be rounded."""
    found = {}
    for figure, one, other, was, now in _with_units(bench):
        points = _POINTS in figure.figure and (one.unit, other.unit) == ("%", "个百分点") and one.times == other.times
        if other_unit(one, other) and not points and _off(one, other, was, now) > _ROUNDED:
            found[figure.line, figure.start] = (was + one.text, now + other.text)
    return found


class Rescaled(Struct, frozen=True):
    """A figure with another unit (16234件, 1.6234万件): number and unit as printed and as they are; whether it is
    exactly the same amount, and not only about the same."""

    was: str
    now: str
    exact: bool


def rescaled(bench: Bench) -> dict[tuple[int, int], Rescaled]:
    """Line and start of a placed figure that is said in another unit, and is about the same amount → both."""
    return {
        (figure.line, figure.start): Rescaled(was + one.text, now + other.text, off == 0)
        for figure, one, other, was, now in _with_units(bench)
        if (off := _off(one, other, was, now)) <= _ROUNDED
    }


def _with_units(bench: Bench) -> Iterator[tuple[Printed, UnitWord, UnitWord, str, str]]:
    """The placed figures: unit as printed and as it is, number as printed and as it is."""
    for line in bench.printed:
        for figure in line.figures:
            placed = bench.placed.get((line.number, figure.start)) if figure.tokens else None
            if placed is None:
                continue
            draft, spot = bench.draft[placed.spot.line], placed.spot
            one, ours = _number_end(line, figure.start, figure.end)
            other, theirs = _number_end(draft, spot.start, spot.end)
            yield figure, ours, theirs, line.text[figure.start : one], draft.text[spot.start : other]


def _off(one: UnitWord, other: UnitWord, was: str, now: str) -> Fraction:
    """By which share an amount is not the printed one, where only the words that multiply it (万) are others; else
    1."""
    if one.times == other.times or other_unit(replace(one, times=""), replace(other, times="")):
        return Fraction(1)
    numbers = [tokens_of(each) for each in (was, now)]
    if any(len(each) != 1 for each in numbers):
        return Fraction(1)
    ours, theirs = (amount_of(each[0].text) for each in numbers)
    if not ours or theirs is None:
        return Fraction(1)
    return abs(theirs * times_of(other) / (ours * times_of(one)) - 1)


def _number_end(line: Line, start: int, end: int) -> tuple[int, UnitWord]:
    """Where the last number between two places ends, its percent sign aside, and its unit; a share in Chinese
    characters has that of percent in itself."""
    within = [each for each in line.tokens if each.start < end and start < each.end and is_spoken(each.text)]
    if within and is_share(within[-1].text):
        return within[-1].end, UnitWord("", "%", "")
    at = within[-1].end if within else _digits_end(line, start, end)
    return at, unit_after(line.text, at)


def _digits_end(line: Line, start: int, end: int) -> int:
    places = [at for at in range(start, end) if line.text[at].isdigit()]
    return places[-1] + 1 if places else end


class _SaidReader:
    """Finds what printed sentences have become; ``bench``: where their figures are."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._names = re.compile("|".join(map(re.escape, bench.known))) if bench.known else None
        self._scopes = (*_WHOLES, *bench.groups)
        self._measures = measure_words(bench.measures)
        self._taken = set(bench.paired.values())
        self._whole, self._printed = (
            "\n".join(squeezed(line.text) for line in lines) for lines in (bench.draft, bench.printed)
        )

    def change(self, line: Line, sentence: Sentence) -> WordChange | None:
        was = line.text[sentence.start : sentence.end].strip()
        twins = self._twins(line, sentence)
        if not twins:
            figures = any(sentence.start <= each.start < sentence.end and each.tokens for each in line.figures)
            key = squeezed(was).rstrip("。；")
            gone = not figures and self._whole.count(key) < self._printed.count(key)
            return WordChange(line.number, sentence, was) if gone else None
        draft = self._bench.draft[twins[0].line]
        start, end = twins[0].start, twins[-1].end
        now = draft.text[start:end].strip()
        ours = self._clauses(line, [sentence])
        theirs = self._clauses(draft, twins)
        pieces = tuple(_pieces(_spelled(ours), _spelled(theirs)))
        if not pieces:
            return None
        against, at = self._against(line, ours, theirs)
        return WordChange(line.number, sentence, was, now, (draft.number, start, end), pieces, against, at)

    # ---- which sentences of the draft ---------------------------------------------------------------------------
    def _twins(self, line: Line, sentence: Sentence) -> list[Sentence]:
        """The sentences of the draft, beside each other, that have the figures of a printed one, or its words."""
        spots = [
            self._bench.placed[line.number, each.start].spot
            for each in line.figures
            if sentence.start <= each.start < sentence.end and each.tokens and self._bench.is_placed(each)
        ]
        if spots:
            (number, _), *_ = Counter(each.line for each in spots).most_common(1)
            draft = self._bench.draft[number]
            at = [
                index
                for index, each in enumerate(draft.sentences)
                if any(spot.line == number and each.start <= spot.start < each.end for spot in spots)
            ]
            return list(draft.sentences[at[0] : at[-1] + 1]) if at else []
        best = self._alike(line, sentence)
        return [best] if best is not None else []

    def _alike(self, line: Line, sentence: Sentence) -> Sentence | None:
        words = self._blanked(line.text[sentence.start : sentence.end])
        home = self._bench.pairs.get(line.number)
        scores = [
            (fuzz.ratio(words, self._blanked(draft.text[each.start : each.end])), draft.number == home, each)
            for draft in self._bench.draft
            for each in draft.sentences
            if (draft.number, each.start) not in self._taken
        ]
        best = max(scores, key=lambda each: each[:2], default=None)
        return best[2] if best is not None and best[0] >= _ALIKE + (0 if best[1] else 15) else None

    # ---- clauses ------------------------------------------------------------------------------------------------
    def _blanked(self, text: str) -> str:
        words = key_of(text)
        return _LISTS.sub(_NAME, self._names.sub(_NAME, words)) if self._names else words

    def _clauses(self, line: Line, sentences: Sequence[Sentence]) -> list[_Clause]:
        found = []
        for sentence in sentences:
            for each in _CLAUSES.finditer(line.text, sentence.start, sentence.end):
                if not _WORD.search(each[0]):
                    continue
                names = self._names_in(line, each.start(), each.end())
                tokens = frozenset(at for at in sentence.tokens if each.start() <= line.tokens[at].start < each.end())
                found.append(_Clause(each.start(), each.end(), each[0], self._blanked(each[0]), names, tokens))
        return found

    def _names_in(self, line: Line, start: int, end: int) -> tuple[str, ...]:
        """The names that were printed there; in a draft, all that are known."""
        if line.paragraph is None:
            return tuple(each.text for each in line.figures if is_name(each) and start <= each.start < end)
        return tuple(self._names.findall(line.text, start, end)) if self._names else ()

    def _against(
        self, line: Line, ours: Sequence[_Clause], theirs: Sequence[_Clause]
    ) -> tuple[tuple[Against, ...], frozenset[tuple[int, int]]]:
        """What is said against the figures, and which ones; those of the whole sentence where a clause has none."""
        pairs = self._pairs(line, ours, theirs)
        found: list[Against] = []
        figures: set[tuple[int, int]] = set()
        for clause, other in pairs:
            beside = [one.text for one, two in pairs if two is other and one is not clause]
            here = [*_opposites(clause, other, beside), *self._ranked_otherwise(clause, other)]
            here += self._scoped_otherwise(clause, other, beside)
            if here:
                found += here
                within = {each.start for each in line.figures if clause.start <= each.start < clause.end}
                whole = {each.start for one in ours for each in line.figures if one.start <= each.start < one.end}
                figures |= {(line.number, start) for start in within or whole}
        return tuple(dict.fromkeys(found)), frozenset(figures)

    def _ranked_otherwise(self, clause: _Clause, other: _Clause) -> Iterator[Against]:
        """That names are said to be chosen by another measure: 承办量居前五位 has become 办结量居前五位."""
        if clause.names and not clause.tokens and not other.tokens and self._measures:
            was, now = (self._names.sub("", each.text) if self._names else each.text for each in (clause, other))
            lost, more = other_measure(was, now, self._measures)
            if lost and more:
                yield Against(MEASURE, "、".join(lost), "、".join(more))

    def _scoped_otherwise(self, clause: _Clause, other: _Clause, beside: Sequence[str]) -> Iterator[Against]:
        """That a clause speaks of another group, or of one instead of the whole county."""
        lost, more = other_measure(clause.text, other.text, self._scopes)
        more = [each for each in more if not any(each in text for text in beside)]
        if lost and more:
            yield Against(SCOPE, "、".join(lost), "、".join(more))

    def _pairs(self, line: Line, ours: Sequence[_Clause], theirs: Sequence[_Clause]) -> list[tuple[_Clause, _Clause]]:
        """Each printed clause with the one of the draft that it has become."""
        spots = {
            token: placed.spot
            for figure in line.figures
            if (placed := self._bench.placed.get((line.number, figure.start))) is not None
            for token in figure.tokens
        }
        pairs = []
        for at, clause in enumerate(ours):
            there = [spots[token] for token in clause.tokens if token in spots]

            worth = [
                (
                    sum(other.start <= spot.start < other.end for spot in there),
                    sum((Counter(clause.names) & Counter(other.names)).values()),
                    fuzz.ratio(clause.words, other.words),
                    -abs(to - at),
                    -to,
                )
                for to, other in enumerate(theirs)
            ]
            numbers, names, alike, _, to = max(worth, default=(0, 0, 0.0, 0, 0))
            if numbers or names or alike >= _CLAUSE_ALIKE:
                pairs.append((clause, theirs[-to]))
        return pairs


def _opposites(clause: _Clause, other: _Clause, beside: Sequence[str]) -> Iterator[Against]:
    for term, opposite in opposed(clause.text, other.text, beside):
        yield Against(term.group, term.word, opposite.word)
    lost, more = Counter(clause.names) - Counter(other.names), Counter(other.names) - Counter(clause.names)
    printed = (clause.text, *beside)
    new = [each for each in more if other.text.count(each) > sum(text.count(each) for text in printed)]
    if lost and new:
        yield Against(NAMES, "、".join(lost), "、".join(new))
    elif clause.names and (listed := [each for each in new if _is_listed(each, other.text)]):
        yield Against(NAMES, "", "、".join(listed))
    if opposed(clause.text, other.text):
        return
    was, now = _spelled([clause]), _spelled([other])
    for tag, one, end, two, stop in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal" and negates(was[one:end], now[two:stop]):
            yield Against(NEGATION, was[one : end + _SHOWN], now[two : stop + _SHOWN])


def _is_listed(name: str, text: str) -> bool:
    """Whether a name stands in a list of a text."""
    return bool(
        re.search(f"[、和及与]{re.escape(name)}", text)
        or re.search(rf"{re.escape(name)}(?:[（(]?[0-9]+[^、，]{{0,3}})?[、和及与]", text)
    )


def _spelled(clauses: Sequence[_Clause]) -> str:
    """The words of clauses, numbers blanked, without white space."""
    return "，".join(key_of(each.text) for each in clauses)


def _pieces(was: str, now: str) -> Iterator[tuple[str, str]]:
    """The pieces by which two texts differ in words: those that only blank numbers, or punctuate, left out; a character
    instead of another with the one beside it."""
    for tag, one, end, two, stop in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        ours, theirs = was[one:end], now[two:stop]
        if tag == "equal" or not _WORD.search((ours + theirs).replace(HOLE, "")):
            continue
        if len(ours) == len(theirs) == 1:
            before = _neighbour(was[:one], last=True)
            after = _neighbour(was[end:], last=False) if not before else ""
            ours, theirs = before + ours + after, before + theirs + after
        yield ours.replace(HOLE, "…"), theirs.replace(HOLE, "…")


def _neighbour(text: str, *, last: bool) -> str:
    """The character beside, where it is one of a word."""
    found = text[-1:] if last else text[:1]
    return found if _WORD.match(found) else ""
