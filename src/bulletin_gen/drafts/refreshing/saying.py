"""What is said of a sentence instead of writing in it: a comment beside it and a line of the account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.called import Called, calls
from bulletin_gen.drafts.holding.lines import Line, Sentence
from bulletin_gen.drafts.holding.said import in_words, said_changes
from bulletin_gen.drafts.holding.words import Against, WordChange
from bulletin_gen.drafts.refreshing.plan import FigureChange, RefreshPlan, RefreshStep
from bulletin_gen.marks import accepted_mark
from bulletin_gen.word.model import Story
from bulletin_gen.word.pen import Stroke

#: What a comment says that gives, or withholds, the sentence of now.
NOT_GENERATED = "按现在的数据和文字，这一句不再生成。"
_GIVEN = "应为："


def say_at(
    bench: Bench, spot: tuple[int, int, int] | None, was: str, words: str, now: str, plan: RefreshPlan, why: str = ""
) -> None:
    """A comment of ``words`` at ``spot`` (line, start, end) of the draft, where it can be, and a line of the account:
    ``was`` and ``now`` are the sentences, ``why`` its remark."""
    if spot is None:
        plan.changes.append(FigureChange(RefreshStep.LEFT, "", was, now, note="这一句不在稿件里"))
        return
    number, start, end = spot
    if is_note(bench.draft[number]):
        note = "在注释里，Word 不能在那里加批注"
        plan.changes.append(FigureChange(RefreshStep.LEFT, place_of(bench.draft[number]), was, now, note=note))
        return
    plan.comments.append(Stroke(number, start, end, words))
    plan.changes.append(FigureChange(RefreshStep.SAID, place_of(bench.draft[number]), was, now, note=why))


def say_words(bench: Bench, now: Mapping[tuple[int, int], str], plan: RefreshPlan) -> None:
    """Says of every sentence whose words people made contradict its figures, also where it prints none, and of every
    figure that they call what no data know, unless the sentence of now stands beside it already. ``now``: line and
    start of a printed sentence → that sentence as it would be."""
    known = {mark.name for line in bench.draft for mark in line.bookmarks}
    renamed = {
        at: called
        for at, called in calls(bench).items()
        if not called.other and _accepted(bench, at, called) not in known
    }
    for change, against in said_changes(bench):
        reason = _reason(change, against, renamed)
        if change.spot is None or not reason:
            continue
        asked = [at for at in ([] if against else renamed) if _is_in(at, change.line, change.sentence)]
        plan.accepted += [Stroke(*change.spot, _accepted(bench, at, renamed[at])) for at in asked]
        told = _told(change.spot, plan)
        if told is None:
            said = now.get((change.line, change.sentence.start), "")
            would = f"按现在的数据，{_GIVEN}{said}" if said else NOT_GENERATED
            say_at(bench, change.spot, change.was, f"{reason}。{would}", said, plan, reason)
        elif reason not in plan.comments[told].words:
            _add(bench, change, told, reason, plan)


def _reason(change: WordChange, against: Sequence[Against], renamed: Mapping[tuple[int, int], Called]) -> str:
    """Why somebody must look at an edited sentence; "" where nobody need."""
    if against:
        return f"稿件里的说法改得与数据不符（{in_words(tuple(against))}），整句没有动"
    called = next((renamed[at] for at in sorted(renamed) if _is_in(at, change.line, change.sentence)), None)
    return f"说法改过，请核对（“{called.was}”改成“{called.now}”）；不改就算认可，以后不再提" if called else ""


def _accepted(bench: Bench, at: tuple[int, int], called: Called) -> str:
    figure = next(each.figure for each in bench.printed[at[0]].figures if each.start == at[1])
    return accepted_mark(figure, called.now)


def _add(bench: Bench, change: WordChange, told: int, reason: str, plan: RefreshPlan) -> None:
    """Puts a reason before a comment that gives the sentence of now for another one, and into its line."""
    stroke = plan.comments[told]
    plan.comments[told] = replace(stroke, words=f"{reason}。{stroke.words}")
    place = place_of(bench.draft[stroke.paragraph])
    for at, each in enumerate(plan.changes):
        if (each.step, each.place) == (RefreshStep.SAID, place) and change.was in each.was:
            plan.changes[at] = replace(each, note="；".join(filter(None, (each.note, reason))))
            break


def _is_in(at: tuple[int, int], line: int, sentence: Sentence) -> bool:
    return at[0] == line and sentence.start <= at[1] < sentence.end


def _told(spot: tuple[int, int, int], plan: RefreshPlan) -> int | None:
    """Which comment within a sentence of the draft gives, or withholds, the one of now."""
    number, start, end = spot
    within = (
        at
        for at, each in enumerate(plan.comments)
        if each.paragraph == number and each.start < end and start < each.end
        if _GIVEN in each.words or NOT_GENERATED in each.words
    )
    return next(within, None)


def is_note(line: Line) -> bool:
    """Whether a paragraph of the draft is a footnote or an endnote, where Word has no comments."""
    return line.paragraph is not None and line.paragraph.place.story in (Story.FOOTNOTE, Story.ENDNOTE)


def place_of(line: Line) -> str:
    """Where a paragraph of the draft is, in words."""
    return str(line.paragraph.place) if line.paragraph else ""
