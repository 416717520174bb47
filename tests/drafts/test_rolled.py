"""Last period's edited draft rolled forward onto the orders that the examples' own script makes for the next one."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.holding.lines import squeezed
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.refresh import Refreshed
from bulletin_gen.drafts.refreshing.plan import RefreshStep
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word import WordFile, paragraphs, read_word
from drafts.bulletins import written
from drafts.by_script import NEXT, run_by_script, sentences
from drafts.edits import Draft
from drafts.test_refresh import refreshed

SEEDS = (1, 2)
CASES = [(county, seed) for county in NEXT for seed in SEEDS]
#: Names of the old period that no sentence may keep: the week, its days, the month.
OLD_NAMES = {"junan": r"第43周|10月|第43期", "pingjiang": r"(?<!\d)5月|第9期"}


def commented(now: WordFile) -> str:
    return "\n".join(squeezed(each.quoted) for each in now.comments)


def silent(now: WordFile, new: RecordedRun, typed: set[str]) -> list[str]:
    """Sentences that are neither printed now, nor commented, nor somebody's own (``typed``), those of heads aside."""
    printed = {squeezed(each) for each in sentences([line.text for line in new.printed])}
    told, first = commented(now), {squeezed(each.text) for each in [*paragraphs(now.body)][:2]}
    said = [squeezed(each) for each in sentences([each.text for each in paragraphs(now.body)])]
    return [each for each in said if each not in printed | first | typed and each not in told]


def left_of_old(result: Refreshed, now: WordFile) -> list[str]:
    """Figures that still say what the old period did, in no commented sentence and in no line of the account."""
    told = commented(now)
    left = {(each.figure, each.now) for each in result.changes if each.step is RefreshStep.LEFT}
    return [
        f"{each.place}: {each.figure} {each.now}, not {each.was}"
        for each in result.checked.findings
        if each.verdict is Verdict.CHANGED and each.figure
        if squeezed(each.sentence) not in told and (each.figure, each.was) not in left
    ]


@pytest.mark.parametrize(("county", "seed"), CASES)
def test_a_draft_as_printed_becomes_the_next_periods(county: str, seed: int) -> None:
    path, old = written(county)
    new = run_by_script(county, seed)
    result, now = refreshed(path, old, new)
    assert silent(now, new, set()) == []
    assert left_of_old(result, now) == []
    # Paragraphs in which nothing had to be said are whole and in their order, lists by their rule too.
    whole = {squeezed(line.text) for line in new.printed}
    told = {each.place for each in result.changes if each.step in (RefreshStep.SAID, RefreshStep.LEFT)}
    body = [each for each in paragraphs(now.body) if each.text.strip()][2:]
    assert [each.text for each in body if squeezed(each.text) not in whole and str(each.place) not in told] == []
    assert sum(squeezed(each.text) in whole for each in body) > len(body) * 0.7
    # Every cell of every table.
    there = {(table.number, cell.row, cell.column): squeezed(cell.text) for table in now.tables for cell in table.cells}
    cells = {line.cell: squeezed(line.text) for line in new.printed if line.cell}
    assert {at: there.get(at, "") for at in cells} == cells
    # Nothing of the old period's names outside of what is commented.
    for each in paragraphs(now.body):
        for sentence in sentences([each.text]):
            old_name = re.search(OLD_NAMES[county], sentence)
            assert not old_name or squeezed(sentence) in commented(now), sentence
    assert old.mark not in {mark.name for each in paragraphs(now.body) for mark in each.bookmarks}


@pytest.mark.parametrize(("county", "seed"), CASES)
def test_what_people_wrote_stays_and_figures_in_it_move_on(county: str, seed: int, tmp_path: Path) -> None:
    """Words put into sentences with figures, a sentence of somebody's own, a paragraph moved, bookmarks lost."""
    path, old = written(county)
    chance = random.Random(seed)
    draft = Draft(path)
    some = draft.paragraphs()
    for each in chance.sample(some, 4):
        draft.put_words(each, "（含转办）", chance)
    moved = next(each for each in draft.paragraphs() if len(draft.marks(each)) > 2)
    draft.move(moved, draft.paragraphs()[-1])
    draft.drop([mark for each in chance.sample(draft.paragraphs(), 3) for mark in draft.marks(each)])
    draft.document.add_paragraph("以上情况请各单位对照整改。")
    edited = draft.save(tmp_path / "稿件.docx")
    new = run_by_script(county, seed)
    result, now = refreshed(edited, old, new)
    text = "".join(each.text for each in paragraphs(now.body))
    assert text.count("（含转办）") == 4 and "以上情况请各单位对照整改。" in text
    typed = {squeezed(each) for each in sentences([each.text for each in paragraphs(now.body)]) if "（含转办）" in each}
    assert silent(now, new, typed | {"以上情况请各单位对照整改。"}) == []
    assert left_of_old(result, now) == []
    before = {each.mark: each for each in check_draft(read_word(edited), old).findings if each.mark}
    placed = [each for each in before.values() if each.verdict in (Verdict.RIGHT, Verdict.REWORDED)]
    assert len(placed) > 0.95 * len(before)
