"""Prose: figures of sentences whose words stay become the new ones; sentences with other words are commented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from rapidfuzz import fuzz

from bulletin_gen.drafts.holding.bench import Bench, FoundFigure
from bulletin_gen.drafts.holding.lines import Line, Printed, Sentence, key_of, squeezed, tokens_of
from bulletin_gen.drafts.holding.prose import pair_lines
from bulletin_gen.drafts.refreshing.plan import FigureChange, RefreshPlan, RefreshStep, least_stroke
from bulletin_gen.word.pen import Stroke

#: Sentences are the same one when so much (percent) of what is neither number nor name is alike.
_ALIKE = 55
_FIGURE = "\x01"
_LISTED = re.compile(r"[、，]")
#: Figures that many lines print.
_EVERYWHERE = ("period.", "document.", "hotline")
_NOT_GENERATED = "按现在的数据，这一句不再生成。"


def plan_sentences(bench: Bench, new: Sequence[Line], plan: RefreshPlan) -> None:
    """Adds to ``plan`` what is to be done to the prose of a draft that lies on ``bench`` beside what was printed, when
    ``new`` would be printed now."""
    pairs = _pair_by_figures(bench.printed, new, pair_lines(bench.printed, new))
    used: set[tuple[int, int]] = set()
    now: dict[str, str] = {}
    for line in bench.printed:
        twin_line = new[pairs[line.number]] if line.number in pairs else None
        for sentence, twin in _pair_sentences(line, twin_line):
            now[sentence.key] = twin_line.text[twin.start : twin.end].strip() if twin and twin_line else ""
            if twin is not None and twin_line is not None:
                used.add((twin.line, twin.start))
                _one(bench, line, sentence, twin_line, twin, plan)
            elif _figures(line, sentence):
                _gone(bench, line, sentence, plan)
    back = {target: source for source, target in pairs.items()}
    for line in new:
        for sentence in line.sentences:
            if (line.number, sentence.start) not in used and _figures(line, sentence):
                _more(bench, line, sentence, back, plan)
    _copies(bench, now, plan)


def _pair_by_figures(printed: Sequence[Line], new: Sequence[Line], pairs: dict[int, int]) -> dict[int, int]:
    """The pairs, and lines that are too unlike by their words but print the same figures."""
    left = {line.number: _own_figures(line) for line in new if line.number not in pairs.values()}
    found = dict(pairs)
    for line in printed:
        if line.number not in found and left:
            shared = {number: len(_own_figures(line) & figures) for number, figures in left.items()}
            best = max(shared, key=lambda number: shared[number])
            if shared[best]:
                found[line.number] = best
                del left[best]
    return found


def _own_figures(line: Line) -> set[str]:
    """The figures that tell a line from others: numbers, and not those of the period or the document."""
    return {each.figure for each in line.figures if each.tokens and not each.figure.startswith(_EVERYWHERE)}


def _figures(line: Line, sentence: Sentence) -> list[Printed]:
    return [each for each in line.figures if sentence.start <= each.start < sentence.end]


def _numbers(line: Line, sentence: Sentence) -> list[Printed]:
    return [each for each in _figures(line, sentence) if each.tokens]


def _pair_sentences(line: Line, other: Line | None) -> Iterator[tuple[Sentence, Sentence | None]]:
    """Each sentence with what it has become: the same words, the same pattern, then the most alike."""
    left = list(other.sentences) if other else []
    twins: dict[int, Sentence] = {}
    for alike in (_same_words, _same_pattern, _same_figures, _much_alike):
        for sentence in line.sentences:
            found = next(
                (each for each in left if sentence.start not in twins and alike(line, sentence, other, each)), None
            )
            if found is not None:
                twins[sentence.start] = found
                left.remove(found)
    return ((sentence, twins.get(sentence.start)) for sentence in line.sentences)


def _same_words(line: Line, one: Sentence, other: Line | None, two: Sentence) -> bool:
    return one.key == two.key


def _same_pattern(line: Line, one: Sentence, other: Line | None, two: Sentence) -> bool:
    return other is not None and pattern(line, one) == pattern(other, two)


def _same_figures(line: Line, one: Sentence, other: Line | None, two: Sentence) -> bool:
    if other is None:
        return False
    ours, theirs = ({each.figure for each in _numbers(*pair)} for pair in ((line, one), (other, two)))
    return any(not figure.startswith(_EVERYWHERE) for figure in ours & theirs)


def _much_alike(line: Line, one: Sentence, other: Line | None, two: Sentence) -> bool:
    return other is not None and fuzz.ratio(pattern(line, one), pattern(other, two)) >= _ALIKE


def pattern(line: Line, sentence: Sentence) -> str:
    """The words of a sentence with every number and name a hole, and a list of like items one item."""
    text, at = "", sentence.start
    for figure in _figures(line, sentence):
        text += line.text[at : figure.start] + _FIGURE
        at = figure.end
    parts = _LISTED.split(squeezed(text + line.text[at : sentence.end]).rstrip("。；;"))
    kept = [part for part, _ in groupby(parts)]
    return "、".join(part for at, part in enumerate(kept) if not at or not _is_item_of(kept[at - 1], part))


def _is_item_of(before: str, part: str) -> bool:
    """Whether the item before, which may begin with the words that lead to the list, ends as this one does."""
    return _FIGURE in part and before.endswith(part)


def _one(bench: Bench, line: Line, sentence: Sentence, other: Line, twin: Sentence, plan: RefreshPlan) -> None:
    ours, theirs = _numbers(line, sentence), _numbers(other, twin)
    if sentence.key == twin.key and len(ours) == len(theirs):
        for figure, new in zip(ours, theirs, strict=True):
            _number(bench, figure, new, plan)
        return
    said = other.text[twin.start : twin.end].strip()
    where = bench.paired.get((line.number, sentence.start))
    if where is not None and pattern(line, sentence) == pattern(other, twin):
        draft = bench.draft[where[0]]
        there = next(each for each in draft.sentences if each.start == where[1])
        written = draft.text[there.start : there.end]
        if squeezed(written) == squeezed(line.text[sentence.start : sentence.end]):
            _rewrite(draft, there, written, other.text[twin.start : twin.end], ours, plan)
            return
    _say(bench, line, sentence, f"按现在的数据，这一句应为：{said}", said, plan)


def _number(bench: Bench, figure: Printed, new: Printed, plan: RefreshPlan) -> None:
    placed = bench.placed.get((figure.line, figure.start))
    if placed is None:
        if figure.text != new.text:
            target = bench.pairs.get(figure.line)
            place = _place(bench.draft[target]) if target is not None else ""
            plan.changes.append(FigureChange(RefreshStep.LEFT, place, figure.text, new.text, new.figure))
        return
    if figure.mark and new.mark and figure.mark != new.mark:
        plan.renamed[figure.mark] = new.mark
    line = bench.draft[placed.spot.line]
    if key_of(placed.now) != key_of(figure.text):
        # Somebody has written within it: 2024年（一至）5月.
        if figure.text != new.text:
            note = f"稿件里写作“{placed.now}”"
            plan.changes.append(FigureChange(RefreshStep.LEFT, _place(line), figure.text, new.text, new.figure, note))
        return
    strokes = [*_strokes(placed, new.text)]
    if strokes and squeezed(placed.now) != squeezed(new.text):
        note = "" if squeezed(placed.now) == squeezed(figure.text) else f"稿件里手工改过，印出时是 {figure.text}"
        plan.strokes += strokes
        plan.changes.append(FigureChange(RefreshStep.REPLACED, _place(line), placed.now, new.text, new.figure, note))


def _strokes(placed: FoundFigure, now: str) -> Iterator[Stroke]:
    """Only the digits, where the words around them are the same: a line that was ended within stays so."""
    line, start = placed.spot.line, placed.spot.start
    pieces = [(0, placed.now, now)]
    if key_of(placed.now) == key_of(now):
        pairs = zip(tokens_of(placed.now), tokens_of(now), strict=True)
        pieces = [(one.start, one.text, other.text) for one, other in pairs]
    for at, was, then in pieces:
        if stroke := least_stroke(line, start + at, was, then):
            yield stroke


def _rewrite(draft: Line, there: Sentence, written: str, now: str, ours: Sequence[Printed], plan: RefreshPlan) -> None:
    stroke = least_stroke(draft.number, there.start, written, now)
    if stroke:
        plan.strokes.append(stroke)
        plan.dropped |= {each.mark for each in ours if each.mark}
        plan.changes.append(FigureChange(RefreshStep.REWRITTEN, _place(draft), written.strip(), now.strip()))


def _gone(bench: Bench, line: Line, sentence: Sentence, plan: RefreshPlan) -> None:
    _say(bench, line, sentence, _NOT_GENERATED, "", plan)


def _say(bench: Bench, line: Line, sentence: Sentence, words: str, now: str, plan: RefreshPlan) -> None:
    """A comment where the sentence is in the draft; a line of the account where it is not."""
    was = line.text[sentence.start : sentence.end].strip()
    spot = _somewhere(bench, line, sentence)
    if spot is None:
        plan.changes.append(FigureChange(RefreshStep.LEFT, "", was, now, note="这一句不在稿件里"))
        return
    number, start, end = spot
    plan.comments.append(Stroke(number, start, end, words))
    plan.changes.append(FigureChange(RefreshStep.SAID, _place(bench.draft[number]), was, now))


def _somewhere(bench: Bench, line: Line, sentence: Sentence) -> tuple[int, int, int] | None:
    """The draft's sentence that a printed one has become: by its words, or by a figure of it."""
    where = bench.paired.get((line.number, sentence.start))
    spots = [bench.placed[each.line, each.start].spot for each in _figures(line, sentence) if bench.is_placed(each)]
    if where is None and spots:
        where = (spots[0].line, spots[0].start)
    if where is None:
        return None
    draft = bench.draft[where[0]]
    found = next((each for each in draft.sentences if each.start <= where[1] < each.end), None)
    return (draft.number, found.start, found.end) if found else None


def _copies(bench: Bench, now: dict[str, str], plan: RefreshPlan) -> None:
    """Sentences that stand in the draft once too often: which of them is meant is not known, so they are only told."""
    for number, start in sorted(bench.copies):
        draft = bench.draft[number]
        there = next(each for each in draft.sentences if each.start == start)
        written, said = draft.text[there.start : there.end].strip(), now.get(there.key, "")
        if squeezed(written) != squeezed(said):
            words = f"这一句在稿件里不止一处，这一处没有动。按现在的数据，应为：{said}" if said else _NOT_GENERATED
            plan.comments.append(Stroke(number, there.start, there.end, words))
            plan.changes.append(FigureChange(RefreshStep.SAID, _place(draft), written, said, note="重复的句子"))


def _more(bench: Bench, line: Line, sentence: Sentence, back: dict[int, int], plan: RefreshPlan) -> None:
    """A sentence that was not printed before: said at the paragraph that it would stand in, or behind."""
    before = next((back[number] for number in range(line.number, -1, -1) if number in back), None)
    target = bench.pairs.get(before) if before is not None else None
    said = line.text[sentence.start : sentence.end].strip()
    if target is None:
        plan.changes.append(
            FigureChange(RefreshStep.LEFT, "", "", said, note="按现在的数据多一句，稿件里找不到该放的地方")
        )
        return
    place = "这一段" if back.get(line.number) == before else "这一段之后"
    plan.comments.append(Stroke(target, 0, 1, f"按现在的数据，{place}应有：{said}"))
    plan.changes.append(FigureChange(RefreshStep.SAID, _place(bench.draft[target]), "", said))


def _place(line: Line) -> str:
    return str(line.paragraph.place) if line.paragraph else ""
