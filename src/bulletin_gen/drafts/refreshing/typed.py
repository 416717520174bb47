"""Numbers that people have typed into a draft: no data moves them, so they are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from bulletin_gen.drafts.check import added_findings, fixed_findings
from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.lines import Line
from bulletin_gen.drafts.model import CheckedDraft, DraftFinding, Verdict
from bulletin_gen.drafts.refreshing.plan import FigureChange, RefreshPlan, RefreshStep
from bulletin_gen.word.model import Story
from bulletin_gen.word.pen import Stroke

#: A number of so many characters that was printed is meant by one that is typed.
_TELLING = 3


def name_typed(bench: Bench, new: Sequence[Line], plan: RefreshPlan, twins: frozenset[int]) -> None:
    """Names every number of prose that was typed by hand, with what the printed one of the same digits is now."""
    now = _others(bench, new)
    fixed = chain.from_iterable(fixed_findings(bench, line) for line in bench.printed)
    for each in (*fixed, *added_findings(bench, twins)):
        if each.verdict is Verdict.DUPLICATED or each.spot is None or not _is_in_prose(each):
            continue
        if each.verdict is Verdict.CHANGED:
            words = f"文字里的数，印出时是 {each.was}，稿件里是手工改的 {each.now}，没有动"
        else:
            words = f"手工加的数，没有动{now.get(each.now, '')}"
        plan.changes.append(FigureChange(RefreshStep.LEFT, str(each.place or ""), each.now, "", note=words))
        if each.place is not None and each.place.story not in (Story.FOOTNOTE, Story.ENDNOTE):
            plan.comments.append(Stroke(each.spot.line, each.spot.start, each.spot.end, f"{each.now}：{words}"))


def _is_in_prose(finding: DraftFinding) -> bool:
    return not (finding.place and finding.place.table)


def _others(bench: Bench, new: Sequence[Line]) -> dict[str, str]:
    """Printed numbers that are others now, in words by what was printed."""
    then: defaultdict[str, set[str]] = defaultdict(set)
    for line in new:
        for figure in line.figures:
            then[figure.figure].add(figure.text)
    found: dict[str, str] = {}
    for line in bench.printed:
        for figure in line.figures:
            texts = then.get(figure.figure, set())
            if len(figure.text) >= _TELLING and len(texts) == 1 and figure.text not in texts:
                found[figure.text] = f"；印出的 {figure.text} 现在是 {next(iter(texts))}"
    return found


def typed_rows(checked: CheckedDraft) -> Iterator[FigureChange]:
    """Cells of tables that people have put in, a line for each row."""
    rows: dict[tuple[int, int], list[str]] = {}
    for each in checked.of(Verdict.ADDED):
        if each.place is not None and each.place.table:
            rows.setdefault((each.place.table, each.place.row), []).append(each.now)
    for (table, row), said in rows.items():
        place = f"表{table}第{row}行"
        yield FigureChange(RefreshStep.LEFT, place, "、".join(said), "", note="手工加的数，没有动")
