"""``refresh``: an edited draft with the figures of now. What cannot be placed is left alone and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from bulletin_gen.drafts.charts import redraw
from bulletin_gen.drafts.check import HeldDraft, check_draft, hold_draft, prose_of, tables_of
from bulletin_gen.drafts.model import CheckedDraft, Verdict
from bulletin_gen.drafts.refreshing.cells import plan_tables
from bulletin_gen.drafts.refreshing.plan import FigureChange, RefreshPlan, RefreshStep
from bulletin_gen.drafts.refreshing.sentences import plan_sentences
from bulletin_gen.drafts.refreshing.typed import name_typed, typed_rows
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word.model import WordFile
from bulletin_gen.word.pen import Pen
from bulletin_gen.word.read import word_file

if TYPE_CHECKING:
    from docx.document import Document


#: Figures by which headers and footers name a period, the longest name first.
_NAMED = ("period.name", "period.short_name", "document.dated")


class Refreshed(Struct, frozen=True):
    """A refreshed draft: the new file's content, what was done, and the new file held against the figures of now."""

    content: bytes
    changes: tuple[FigureChange, ...]
    checked: CheckedDraft


def refresh_draft(document: Document, draft: WordFile, old: RecordedRun, new: RecordedRun) -> Refreshed:
    """Makes the figures that ``old`` printed and ``draft`` still has those of ``new``; ``document`` is the same draft,
    open for writing. Sentences whose words would be others now are commented, not patched."""
    held = hold_draft(draft, old)
    plan = RefreshPlan()
    plan_sentences(held.bench, prose_of(new.printed), plan)
    name_typed(held.bench, prose_of(new.printed), plan, held.twins)
    plan_tables(held, tables_of(new.printed), plan)
    pen = Pen(document, held.paragraphs)
    pen.rename(plan.renamed | {old.mark: new.mark}, plan.dropped)
    pen.write(plan.strokes)
    pen.mark(plan.accepted)
    pen.comment(plan.comments, exact=False)
    plan.changes.extend(redraw(document, old, new))
    plan.changes.extend(_around(draft, old, new))
    content = pen.saved()
    checked = check_draft(word_file(document, draft.name), new)
    plan.changes.extend(typed_rows(checked))
    plan.changes.extend(_still_other(checked, plan.changes))
    return Refreshed(content, tuple(plan.changes), checked)


def _still_other(checked: CheckedDraft, changes: Sequence[FigureChange]) -> list[FigureChange]:
    """Figures that the new file says otherwise than they would be printed, at places of which nothing was said yet: so
    nobody has to find them."""
    told = {each.place for each in changes if each.step in (RefreshStep.SAID, RefreshStep.LEFT)}
    figures = {each.figure for each in changes if each.step is RefreshStep.LEFT and each.figure}
    pairs = {(each.was, each.now) for each in changes if each.step is RefreshStep.LEFT and each.place}
    note = "换过以后稿件里仍不一样，请人工看"
    return [
        FigureChange(RefreshStep.LEFT, str(each.place or ""), each.now, each.was, each.figure, note)
        for each in checked.of(Verdict.CHANGED)
        if (each.is_number or not each.place or not each.place.table)  # names in tables are as people spell them
        if each.figure and each.figure not in figures and str(each.place or "") not in told
        if (each.now, each.was) not in pairs
    ]


def _around(draft: WordFile, old: RecordedRun, new: RecordedRun) -> Iterator[FigureChange]:
    """Headers and footers that name the old period: they are the office's own, and only told."""
    ours, theirs = ({key: run.figures[key].text for key in _NAMED if key in run.figures} for run in (old, new))
    for paragraph in draft.around:
        for key, name in ours.items():
            if name in paragraph.text and theirs.get(key, name) != name:
                note = "页眉页脚不代改，请人工改"
                yield FigureChange(RefreshStep.LEFT, str(paragraph.place), name, theirs[key], key, note)
                break


def best_run(draft: WordFile, runs: Iterable[RecordedRun]) -> RecordedRun:
    """Of several runs of one period, the one whose figures the draft has the most of."""
    return max(runs, key=lambda run: _right(hold_draft(draft, run)))


def _right(held: HeldDraft) -> int:
    bench = held.bench
    return sum(
        bench.placed[figure.line, figure.start].now == figure.text
        for line in bench.printed
        for figure in line.figures
        if bench.is_placed(figure)
    )


def account_rows(changes: Iterable[FigureChange]) -> Iterator[tuple[str, ...]]:
    """A row for each change: what was done, place, before, now, figure, remark."""
    for each in changes:
        yield each.step, each.place, each.was, each.now, each.figure, each.note


def account_workbook(changes: Iterable[FigureChange], because: Mapping[str, str] | None = None) -> bytes:
    """刷新清单.xlsx. ``because``: figure → the orders behind its difference, in words, where that is known."""
    from bulletin_gen.render.books.gridbook import BookSheet, write_grids

    known = because or {}
    heads = ("做了什么", "位置", "原来", "现在", "数据", "备注", "因为哪些工单")
    rows = tuple((*row, known.get(row[4], "")) for row in account_rows(changes))
    return write_grids([BookSheet("刷新清单", heads, rows, (18, 14, 30, 30, 26, 24, 36))], "稿件刷新清单")
