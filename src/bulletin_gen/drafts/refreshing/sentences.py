"""Prose: figures of sentences whose words stay become the new ones; sentences with other words are commented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rapidfuzz import fuzz

from bulletin_gen.drafts.holding.bench import Bench, FoundFigure
from bulletin_gen.drafts.holding.called import rounded
from bulletin_gen.drafts.holding.lines import Line, Printed, Sentence, key_of, same_number, squeezed, tokens_of
from bulletin_gen.drafts.refreshing.held import HeldBack, SamePattern, Where, held_back
from bulletin_gen.drafts.refreshing.pairing import (
    figures_in,
    grown_lists,
    numbers_in,
    pair_printed,
    pair_sentences,
    pattern,
)
from bulletin_gen.drafts.refreshing.plan import FigureChange, RefreshPlan, RefreshStep, least_stroke
from bulletin_gen.drafts.refreshing.saying import NOT_GENERATED, is_note, place_of, say_at, say_words
from bulletin_gen.drafts.spoken import spoken_like
from bulletin_gen.word.pen import Stroke

#: An edited sentence is the printed one when so much (percent) of its words is alike.
_ALIKE = 55


def plan_sentences(bench: Bench, new: Sequence[Line], plan: RefreshPlan) -> None:
    """Adds to ``plan`` what is to be done to the prose of a draft that lies on ``bench`` beside what was printed, when
    ``new`` would be printed now."""
    pairs = pair_printed(bench.printed, new)
    twins_of = {
        line.number: {one.start: two for one, two in pair_sentences(line, new[pairs[line.number]])}
        for line in bench.printed
        if line.number in pairs
    }
    held = held_back(bench, [*_same(bench, new, pairs, twins_of)])
    used: set[tuple[int, int]] = set()
    now: dict[str, str] = {}
    then: dict[tuple[int, int], str] = {}
    for line in bench.printed:
        twin_line = new[pairs[line.number]] if line.number in pairs else None
        if twin_line is not None and _grown(bench, line, twin_line, plan):
            used |= {(twin_line.number, each.start) for each in twin_line.sentences}
            continue
        twins = twins_of.get(line.number, {})
        for sentence in line.sentences:
            twin = twins.get(sentence.start)
            now[sentence.key] = _said(twin_line, twin) if twin and twin_line else ""
            then[line.number, sentence.start] = now[sentence.key]
            if twin is not None and twin_line is not None:
                used.add((twin.line, twin.start))
                _one(bench, line, sentence, twin_line, twin, held, plan)
        _gone(bench, line, [each for each in line.sentences if each.start not in twins and each.key], plan)
    back = {target: source for source, target in pairs.items()}
    for line in new:
        more = [each for each in line.sentences if (line.number, each.start) not in used and each.key]
        # Sentences that stand beside each other lie equally far from their place among those that are new.
        apart = [(line.sentences.index(each) - at, each) for at, each in enumerate(more)]
        for _, beside in groupby(apart, lambda one: one[0]):
            _more(bench, line, [each for _, each in beside], back, plan)
    say_words(bench, then, plan)
    _copies(bench, now, plan)


def _gone(bench: Bench, line: Line, sentences: Sequence[Sentence], plan: RefreshPlan) -> None:
    """Says of sentences that they are not generated any more, once of those that stand beside each other."""
    spots = {each.start: _somewhere(bench, line, each) for each in sentences}
    at = 0
    while at < len(sentences):
        first = spots[sentences[at].start]
        end, reach = at + 1, first
        while end < len(sentences) and _goes_on(reach, spots[sentences[end].start]):
            end, reach = end + 1, spots[sentences[end].start]
        was = line.text[sentences[at].start : sentences[end - 1].end].strip()
        spot = (first[0], first[1], reach[2]) if first and reach else None
        say_at(bench, spot, was, NOT_GENERATED, "", plan)
        at = end


def _goes_on(one: tuple[int, int, int] | None, other: tuple[int, int, int] | None) -> bool:
    return one is not None and other is not None and other[:2] == (one[0], one[2])


def _said(line: Line, sentence: Sentence) -> str:
    return line.text[sentence.start : sentence.end].strip()


def _grown(bench: Bench, line: Line, other: Line, plan: RefreshPlan) -> bool:
    """Writes a paragraph that nobody touched anew where it differs from what it would be in the length of its lists of
    like sentences; whether it did."""
    stretches = grown_lists(line, other) if len(line.sentences) != len(other.sentences) else None
    draft = _untouched(bench, line)
    if stretches is None or draft is None:
        return False
    for ours, theirs in stretches:
        start, end = ours[0].start, ours[-1].end
        written, then = draft.text[start:end], other.text[theirs[0].start : theirs[-1].end]
        marked = [figure for sentence in ours for figure in numbers_in(line, sentence)]
        _rewrite(draft, start, written, then, marked, plan)
    return True


def _untouched(bench: Bench, line: Line) -> Line | None:
    """The draft's paragraph that a printed line has become, if not a character of it was changed."""
    target = bench.pairs.get(line.number)
    draft = bench.draft[target] if target is not None else None
    return draft if draft is not None and draft.text == line.text else None


def _same(
    bench: Bench, new: Sequence[Line], pairs: dict[int, int], twins_of: dict[int, dict[int, Sentence]]
) -> Iterator[SamePattern]:
    """The printed sentences that would have the same words now."""
    for line in bench.printed:
        for sentence in line.sentences:
            twin = twins_of.get(line.number, {}).get(sentence.start)
            same = _same_words(line, sentence, new[pairs[line.number]], twin) if twin is not None else ()
            if same:
                yield SamePattern(line, sentence, same)


def _same_words(line: Line, sentence: Sentence, other: Line, twin: Sentence) -> tuple[tuple[Printed, Printed], ...]:
    """The figures of two sentences that have the same words, each with what it would be now; none of others."""
    ours, theirs = numbers_in(line, sentence), numbers_in(other, twin)
    same = sentence.key == twin.key and _fixed(line, sentence) == _fixed(other, twin)
    return tuple(zip(ours, theirs, strict=True)) if same and len(ours) == len(theirs) else ()


def _one(
    bench: Bench, line: Line, sentence: Sentence, other: Line, twin: Sentence, held: HeldBack, plan: RefreshPlan
) -> None:
    said, ours = _said(other, twin), numbers_in(line, sentence)
    if pairs := _same_words(line, sentence, other, twin):
        back = held.of(bench, ours)
        if back is None:
            for figure, new in pairs:
                _number(bench, figure, new, plan)
        else:
            _hold(bench, back, _said(line, sentence), said, pairs, plan)
        return
    if squeezed(said) == squeezed(_said(line, sentence)):
        return
    where = bench.paired.get((line.number, sentence.start))
    if where is not None and pattern(line, sentence) == pattern(other, twin) and _is_whole(bench, line, sentence):
        draft = bench.draft[where[0]]
        there = next(each for each in draft.sentences if each.start == where[1])
        written = draft.text[there.start : there.end]
        if squeezed(written) == squeezed(line.text[sentence.start : sentence.end]):
            _rewrite(draft, there.start, written, other.text[twin.start : twin.end], ours, plan)
            return
    _say(bench, line, sentence, f"按现在的数据，这一句应为：{said}", said, plan)


def _hold(
    bench: Bench, back: tuple[Where, str], was: str, said: str, pairs: Sequence[tuple[Printed, Printed]],
    plan: RefreshPlan,
) -> None:  # fmt: skip
    """Says of a sentence that it was left alone, why, and what it would be; marks of other figures are theirs now."""
    plan.renamed |= {one.mark: two.mark for one, two in pairs if one.mark and two.mark and one.mark != two.mark}
    (number, start), reason = back
    draft = bench.draft[number]
    there = next(each for each in draft.sentences if each.start == start)
    say_at(bench, (number, there.start, there.end), was, f"{reason}。按现在的数据，应为：{said}", said, plan, reason)


def _fixed(line: Line, sentence: Sentence) -> list[str]:
    """The numbers of a sentence that are no figures, such as that of an item."""
    figures = {token for figure in line.figures for token in figure.tokens}
    return [line.tokens[token].text for token in sentence.tokens if token not in figures]


def _is_whole(bench: Bench, line: Line, sentence: Sentence) -> bool:
    """Whether a sentence is by itself, or the list of like ones that it belongs to stands in the draft as printed."""
    stretches = ([*each] for _, each in groupby(line.sentences, lambda each: pattern(line, each)))
    listed = next(each for each in stretches if sentence in each)
    where = [bench.paired.get((line.number, each.start)) for each in listed]
    known = [each for each in where if each is not None]
    as_printed = all(
        squeezed(bench.draft[number].sentence_at(start)) == squeezed(_said(line, each))
        for each, (number, start) in zip(listed, known, strict=False)
    )
    together = known == sorted(known) and len({number for number, _ in known}) == 1
    return len(known) == len(where) and as_printed and together


def _number(bench: Bench, figure: Printed, new: Printed, plan: RefreshPlan) -> None:
    placed = bench.placed.get((figure.line, figure.start))
    if placed is None:
        if figure.text != new.text:
            target = bench.pairs.get(figure.line)
            place = place_of(bench.draft[target]) if target is not None else ""
            plan.changes.append(FigureChange(RefreshStep.LEFT, place, figure.text, new.text, new.figure))
        return
    if figure.mark and new.mark and figure.mark != new.mark:
        plan.renamed[figure.mark] = new.mark
    line = bench.draft[placed.spot.line]
    if key_of(placed.now) != key_of(figure.text):
        # Somebody has written within it: 2024年（一至）5月.
        if figure.text != new.text:
            note = f"稿件里写作“{placed.now}”"
            plan.changes.append(FigureChange(RefreshStep.LEFT, place_of(line), figure.text, new.text, new.figure, note))
        return
    by_hand = not same_number(placed.now, figure.text)
    if by_hand and figure.text == new.text and (figure.line, figure.start) in rounded(bench):
        return
    if by_hand and not same_number(placed.now, new.text):
        _corrected(bench, figure, placed, new, plan)
        if figure.text == new.text:
            return
    strokes = [*_strokes(placed, new.text)]
    if strokes and not same_number(placed.now, new.text):
        note = f"稿件里手工改过，印出时是 {figure.text}" if by_hand else ""
        plan.strokes += strokes
        plan.changes.append(FigureChange(RefreshStep.REPLACED, place_of(line), placed.now, new.text, new.figure, note))


def _corrected(bench: Bench, figure: Printed, placed: FoundFigure, new: Printed, plan: RefreshPlan) -> None:
    """Says that people had made another number of a figure: kept where the data are as before, else replaced."""
    line = bench.draft[placed.spot.line]
    if figure.text == new.text:
        words = f"印出时是 {figure.text}，手工改成 {placed.now}，没有动；按数据仍是 {figure.text}"
        plan.changes.append(
            FigureChange(RefreshStep.LEFT, place_of(line), figure.text, placed.now, figure.figure, words)
        )
    else:
        words = f"印出时是 {figure.text}，手工改成过 {placed.now}，现在换成按数据的 {new.text}"
    if not is_note(line):
        plan.comments.append(Stroke(placed.spot.line, placed.spot.start, placed.spot.end, words))


def _strokes(placed: FoundFigure, now: str) -> Iterator[Stroke]:
    """Only the digits, where the words around them are the same: a line that was ended within stays so."""
    line, start = placed.spot.line, placed.spot.start
    pieces = [(0, placed.now, now)]
    if key_of(placed.now) == key_of(now):
        pairs = zip(tokens_of(placed.now), tokens_of(now), strict=True)
        pieces = [(one.start, one.text, spoken_like(one.text, other.text)) for one, other in pairs]
    for at, was, then in pieces:
        if stroke := least_stroke(line, start + at, was, then):
            yield stroke


def _rewrite(draft: Line, start: int, written: str, now: str, ours: Sequence[Printed], plan: RefreshPlan) -> None:
    stroke = least_stroke(draft.number, start, written, now)
    if stroke:
        plan.strokes.append(stroke)
        plan.dropped |= {each.mark for each in ours if each.mark}
        plan.changes.append(FigureChange(RefreshStep.REWRITTEN, place_of(draft), written.strip(), now.strip()))


def _say(bench: Bench, line: Line, sentence: Sentence, words: str, now: str, plan: RefreshPlan) -> None:
    """A comment where the sentence is in the draft; a line of the account where it is not."""
    was = line.text[sentence.start : sentence.end].strip()
    say_at(bench, _somewhere(bench, line, sentence), was, words, now, plan)


def _somewhere(bench: Bench, line: Line, sentence: Sentence) -> tuple[int, int, int] | None:
    """The draft's sentence that a printed one has become: by its words, or by a figure of it."""
    where = bench.paired.get((line.number, sentence.start))
    spots = [bench.placed[each.line, each.start].spot for each in figures_in(line, sentence) if bench.is_placed(each)]
    if where is None and spots:
        where = (spots[0].line, spots[0].start)
    if where is None:
        return _most_alike(bench, line, sentence)
    draft = bench.draft[where[0]]
    found = next((each for each in draft.sentences if each.start <= where[1] < each.end), None)
    return (draft.number, found.start, found.end) if found else None


def _most_alike(bench: Bench, line: Line, sentence: Sentence) -> tuple[int, int, int] | None:
    """The sentence of the draft's paragraph that is most like a printed one of which nothing else tells where it is."""
    target = bench.pairs.get(line.number)
    if target is None:
        return None
    draft, taken = bench.draft[target], set(bench.paired.values())
    free = [each for each in draft.sentences if (target, each.start) not in taken]
    alike = {each.start: fuzz.ratio(each.key, sentence.key, score_cutoff=_ALIKE) for each in free}
    best = max(free, key=lambda each: alike[each.start], default=None)
    return (target, best.start, best.end) if best is not None and alike[best.start] else None


def _copies(bench: Bench, now: dict[str, str], plan: RefreshPlan) -> None:
    """Sentences that stand in the draft once too often: which of them is meant is not known, so they are only told."""
    for number, start in sorted(bench.copies):
        draft = bench.draft[number]
        there = next(each for each in draft.sentences if each.start == start)
        written, said = draft.text[there.start : there.end].strip(), now.get(there.key, "")
        if squeezed(written) != squeezed(said):
            words = f"这一句在稿件里不止一处，这一处没有动。按现在的数据，应为：{said}" if said else NOT_GENERATED
            plan.comments.append(Stroke(number, there.start, there.end, words))
            plan.changes.append(FigureChange(RefreshStep.SAID, place_of(draft), written, said, note="重复的句子"))


def _more(bench: Bench, line: Line, sentences: Sequence[Sentence], back: dict[int, int], plan: RefreshPlan) -> None:
    """Sentences that were not printed before: said at the paragraph that they would stand in, or behind."""
    before = next((back[number] for number in range(line.number, -1, -1) if number in back), None)
    target = bench.pairs.get(before) if before is not None else None
    said = line.text[sentences[0].start : sentences[-1].end].strip()
    if target is None:
        plan.changes.append(
            FigureChange(RefreshStep.LEFT, "", "", said, note="按现在的数据多出来，稿件里找不到该放的地方")
        )
        return
    place = "这一段" if back.get(line.number) == before else "这一段之后"
    plan.comments.append(Stroke(target, 0, 1, f"按现在的数据，{place}应有：{said}"))
    plan.changes.append(FigureChange(RefreshStep.SAID, place_of(bench.draft[target]), "", said))
