"""Sentences of a draft that are left as they are, for a part of them could not be made true: nothing is patched by
halves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.called import limits
from bulletin_gen.drafts.holding.lines import Line, Printed, Sentence
from bulletin_gen.drafts.holding.said import in_words, said_changes
from bulletin_gen.drafts.holding.words import rescaled, unit_changes

#: A sentence of the draft: number of its line, and where it begins there.
Where = tuple[int, int]


class SamePattern(Struct, frozen=True):
    """A printed sentence whose words stay: its figures with digits, each with what it would be now."""

    line: Line
    sentence: Sentence
    pairs: tuple[tuple[Printed, Printed], ...]


class HeldBack(Struct):
    """Why sentences of the draft are left alone: where each is → the reason in words."""

    reasons: dict[Where, str] = field(default_factory=dict)

    def of(self, bench: Bench, figures: Iterable[Printed]) -> tuple[Where, str] | None:
        """The first sentence in which one of these figures is placed and that is left alone, with the reason."""
        for each in figures:
            where = _sentence_of(bench, each)
            if where in self.reasons:
                return where, self.reasons[where]
        return None


def held_back(bench: Bench, sentences: Sequence[SamePattern]) -> HeldBack:
    """What must be left alone of ``sentences``: where people made the words contradict the figures, and where a figure
    that is another now could not be placed though a number is left over."""
    held = HeldBack()
    for there, reason in _contradicted(bench).items():
        held.reasons[there] = f"稿件里的说法改得与数据不符（{reason}），整句没有动"
    changed = {(one.line, one.start) for each in sentences for one, new in each.pairs if one.text != new.text}
    written = {
        at: f"{'改成了约数' if each.fits else '数上加了界限'}（“{each.was}”改成“{each.now}”）"
        for at, each in limits(bench).items()
    }
    written |= {at: f"数换了单位（“{each.was}”改成“{each.now}”）" for at, each in rescaled(bench).items()}
    written |= _shared(bench)
    for at, what in written.items():
        spot = bench.placed[at].spot
        sentence = _at(bench.draft[spot.line], spot.start)
        if sentence is not None and at in changed:
            held.reasons.setdefault((spot.line, sentence.start), f"{what}，整句没有动")
    same = {(each.line.number, each.sentence.start) for each in sentences}
    for joined, printed in _joined(bench).items():
        if not printed <= same and not printed.isdisjoint(same):
            held.reasons.setdefault(joined, "几句并成了一句，有的按现在的数据是别的说法，整句没有动")
    for each in sentences:
        placed = [figure for figure, _ in each.pairs if bench.is_placed(figure)]
        lost = [figure for figure, new in each.pairs if figure.text != new.text and not bench.is_placed(figure)]
        if not lost or not placed:
            continue
        for where in {_sentence_of(bench, figure) for figure in placed}:
            if where is not None and _has_free(bench, where):
                told = "、".join(figure.text for figure in lost)
                held.reasons.setdefault(where, f"这一句改过，{told} 没有对上，整句没有动")
    return held


def _shared(bench: Bench) -> Mapping[tuple[int, int], str]:
    """Line and start of figures that stand in one number of the draft (各1件) → that in words."""
    times = Counter(each.spot for each in bench.placed.values())
    return {at: f"几个数并成了一个 {each.now}" for at, each in bench.placed.items() if times[each.spot] > 1}


def _joined(bench: Bench) -> Mapping[Where, set[Where]]:
    """Sentences of the draft → the printed ones whose figures stand in them, where there are several."""
    found: defaultdict[Where, set[Where]] = defaultdict(set)
    for line in bench.printed:
        for figure in line.figures:
            where, sentence = _sentence_of(bench, figure), _at(line, figure.start)
            if where is not None and sentence is not None:
                found[where].add((line.number, sentence.start))
    return {where: printed for where, printed in found.items() if len(printed) > 1}


def _contradicted(bench: Bench) -> Mapping[Where, str]:
    """The sentences of the draft that say the opposite of their figures, each with what is opposed."""
    found: dict[Where, str] = {}
    for change, against in said_changes(bench):
        if against and change.spot is not None:
            line, start, end = change.spot
            inside = [each for each in bench.draft[line].sentences if start <= each.start < end]
            found |= {(line, each.start): in_words(against) for each in inside}
    for (number, start), (was, now) in unit_changes(bench).items():
        spot = bench.placed[number, start].spot
        sentence = _at(bench.draft[spot.line], spot.start)
        if sentence is not None:
            found.setdefault((spot.line, sentence.start), f"单位：“{was}”改成“{now}”")
    return found


def _sentence_of(bench: Bench, figure: Printed) -> Where | None:
    placed = bench.placed.get((figure.line, figure.start))
    if placed is None:
        return None
    sentence = _at(bench.draft[placed.spot.line], placed.spot.start)
    return (placed.spot.line, sentence.start) if sentence is not None else None


def _at(line: Line, position: int) -> Sentence | None:
    return next((each for each in line.sentences if each.start <= position < each.end), None)


def _has_free(bench: Bench, where: Where) -> bool:
    sentence = _at(bench.draft[where[0]], where[1])
    free = set(bench.free(where[0]))
    return sentence is not None and not free.isdisjoint(sentence.tokens)
