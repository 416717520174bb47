"""A draft with the figures of now: what is placed becomes what would be printed, and nothing else changes."""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bulletin_gen.drafts.check import check_draft, hold_draft
from bulletin_gen.drafts.holding.lines import key_of
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.refresh import Refreshed, best_run, refresh_draft
from bulletin_gen.drafts.refreshing.plan import FigureChange, RefreshStep, least_stroke
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word import WordFile, open_word, paragraphs, read_word, word_file
from drafts.altered import altered
from drafts.bulletins import written
from drafts.by_script import run_by_script
from drafts.edits import Draft
from drafts.test_check import edited


def refreshed(path: Path, old: RecordedRun, new: RecordedRun) -> tuple[Refreshed, WordFile]:
    result = refresh_draft(open_word(path), read_word(path), old, new)
    return result, word_file(docx.Document(io.BytesIO(result.content)), "新稿.docx")


def _told(result: Refreshed) -> list[FigureChange]:
    """What is said of and not done."""
    return [each for each in result.changes if each.step in (RefreshStep.SAID, RefreshStep.LEFT)]


def _reread(result: Refreshed, new: RecordedRun) -> None:
    again = check_draft(word_file(docx.Document(io.BytesIO(result.content)), ""), new)
    assert [each.verdict for each in again.findings] == [each.verdict for each in result.checked.findings]


@pytest.mark.parametrize("county", ["pingjiang", "junan", "ruzhou"])
def test_an_untouched_bulletin_becomes_the_one_that_would_be_generated(county: str) -> None:
    path, old = written(county)
    new = altered(county, 1, 0.02)
    assert old.printed != new.printed
    result, _ = refreshed(path, old, new)
    said = _told(result)
    wrong = [each for each in result.checked.findings if each.verdict is not Verdict.RIGHT]
    assert not wrong or said
    assert len(wrong) <= 12 * len(said), (wrong, said)
    assert len([each for each in result.changes if each.step is RefreshStep.REPLACED]) > 10
    _reread(result, new)


def test_the_same_figures_change_nothing() -> None:
    path, old = written("pingjiang")
    result, now = refreshed(path, old, old)
    assert result.changes == ()
    assert [each.text for each in paragraphs(now.body)] == [each.text for each in paragraphs(read_word(path).body)]


def _words(file: WordFile) -> list[str]:
    return [key_of(each.text) for each in paragraphs(file.body) if not each.place.table]


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(seed=st.integers(0, 10**9), heavy=st.integers(1, 9), orders=st.integers(1, 3))
def test_in_an_edited_draft_placed_figures_become_new_and_no_word_changes(
    tmp_path_factory: pytest.TempPathFactory, seed: int, heavy: int, orders: int
) -> None:
    new, old = altered("pingjiang", orders, 0.05), written("pingjiang")[1]
    path = edited("pingjiang", random.Random(seed), heavy).save(tmp_path_factory.mktemp("draft") / "稿件.docx")
    result, now = refreshed(path, old, new)
    rewritten = {each.place for each in result.changes if each.step is RefreshStep.REWRITTEN}
    before = [each for each in paragraphs(read_word(path).body) if not each.place.table]
    after = [each for each in paragraphs(now.body) if not each.place.table]
    for one, other in zip(before, after, strict=True):
        if str(one.place) not in rewritten:
            assert key_of(one.text) == key_of(other.text)
            assert [(each.revision, each.bold) for each in one.stretches] == [
                (each.revision, each.bold) for each in other.stretches
            ]
    told = " ".join(f"{each.was} {each.now}" for each in _told(result))
    for each in result.checked.findings:
        if each.verdict is Verdict.CHANGED and each.mark and each.figure in old.figures:
            # Left alone only where the sentence is told of.
            inside = key_of(each.was) != key_of(each.now)  # words put into a date, which did not change
            assert each.was in told or each.now in told or inside, each


def test_tracked_changes_comments_and_formats_stay(tmp_path: Path) -> None:
    path, old = written("pingjiang")
    new = altered("pingjiang", 1, 0.05)
    draft = Draft(path)
    mark = next(each.mark for each in check_draft(read_word(path), old).findings if each.figure == "total.受理案件")
    draft.runs(mark)[2][0].get_or_add_rPr().append(docx.oxml.OxmlElement("w:b"))
    first = next(each for each in draft.document.paragraphs if "受理交办工单" in each.text)
    draft.document.add_comment([first.runs[0]], text="请再核", author="主任", initials="主")
    other = next(each for each in draft.paragraphs() if mark not in draft.marks(each))
    draft.track(draft.marks(other)[0], "7", 7000)
    path = draft.save(tmp_path / "稿件.docx")
    _, now = refreshed(path, old, new)
    assert [(each.author, each.text) for each in now.comments if each.author == "主任"] == [("主任", "请再核")]
    line = next(each for each in paragraphs(now.body) if "受理交办工单" in each.text)
    assert new.figures["total.受理案件"].text in line.text
    bold = [each.text for each in line.stretches if each.bold]
    assert bold == [new.figures["total.受理案件"].text]
    assert any(each.changed for each in paragraphs(now.body))


def said_otherwise(run: RecordedRun, was: str, now: str) -> RecordedRun:
    """The run with other words in the first sentence that has them and figures."""
    found = next(line for line in run.printed if was in line.text and line.figures)
    lines = [
        line if line is not found else type(line)(line.text.replace(was, now), line.figures, line.cell)
        for line in run.printed
    ]
    return RecordedRun(run.county, run.period, run.figures, tuple(lines))


def test_a_sentence_whose_words_would_be_others_is_commented_not_patched() -> None:
    path, old = written("junan")
    result, now = refreshed(path, old, said_otherwise(old, "日均", "每天"))
    assert {each.step for each in result.changes} == {RefreshStep.SAID}
    assert any("每天" in each.text and each.text.startswith("按现在的数据") for each in now.comments)
    assert [each.text for each in paragraphs(now.body)] == [each.text for each in paragraphs(read_word(path).body)]


def test_the_direction_of_a_change_moves_with_its_amount_in_a_sentence_that_nobody_touched() -> None:
    path, old = written("junan")
    result, now = refreshed(path, old, said_otherwise(old, "增长", "下降"))
    assert {each.step for each in result.changes} == {RefreshStep.REWRITTEN}
    assert any("环比下降17.40%" in each.text for each in paragraphs(now.body))


def test_the_run_that_wrote_a_draft_is_found_among_several(tmp_path: Path) -> None:
    path, old = written("pingjiang")
    assert best_run(read_word(path), [altered("pingjiang", 1, 0.05), old]) == old
    assert hold_draft(read_word(path), old).bench.placed


@pytest.mark.parametrize(
    ("was", "now", "stroke"),
    [
        ("1263", "1270", (2, 4, "70")), ("97.4%", "98%", (1, 4, "8")), ("12", "123", (1, 2, "23")),
        ("3", "13", (0, 1, "13")), ("2024年5月", "2024年6月", (5, 6, "6")), ("7", "7", None),
    ],
)  # fmt: skip
def test_strokes_touch_as_little_as_they_can(was: str, now: str, stroke: tuple[int, int, str] | None) -> None:
    found = least_stroke(0, 0, was, now)
    assert (found and (found.start, found.end, found.words)) == stroke
    if found:
        assert was[: found.start] + found.words + was[found.end :] == now


def _document(tmp_path: Path, change: Callable[[Draft], None], county: str = "pingjiang") -> Path:
    draft = Draft(written(county)[0])
    change(draft)
    return draft.save(tmp_path / "稿件.docx")


def test_a_copy_of_a_sentence_whose_figures_are_others_now_is_told_of(tmp_path: Path) -> None:
    def twice(draft: Draft) -> None:
        found = next(each for each in draft.paragraphs() if "受理交办工单" in "".join(each.itertext()))
        twin = copy.deepcopy(found)
        for mark in [*twin.iter(qn("w:bookmarkStart")), *twin.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        draft.paragraphs()[-1].addnext(twin)

    old, new = written("pingjiang")[1], altered("pingjiang", 1, 0.05)
    result, now = refreshed(_document(tmp_path, twice), old, new)
    told = [each for each in result.changes if each.note == "重复的句子"]
    assert old.figures["total.受理案件"].text in " ".join(each.was for each in told)
    assert any(new.figures["total.受理案件"].text in each.text for each in now.comments if "不止一处" in each.text)


def test_a_line_that_somebody_ended_within_a_figure_stays_so(tmp_path: Path) -> None:
    def ended(draft: Draft) -> None:
        found = next(each for each in draft.paragraphs() if "受理交办工单" in "".join(each.itertext()))
        month = next(each for each in found.iter(qn("w:t")) if each.text == "5")
        month.text = "9"
        month.addnext(month.makeelement(qn("w:br"), {}))

    old = written("pingjiang")[1]
    _, now = refreshed(_document(tmp_path, ended), old, run_by_script("pingjiang"))
    line = next(each.text for each in paragraphs(now.body) if "受理交办工单" in each.text)
    assert line.startswith("6\n月")


@pytest.mark.parametrize("column", [3, 13])
def test_cells_under_a_head_in_other_words_are_refreshed(tmp_path: Path, column: int) -> None:
    def renamed(draft: Draft) -> None:
        text = next(iter([*draft.document.tables[0].rows[0].cells][column - 1]._tc.iter(qn("w:t"))))
        text.text = f"全县{text.text}"

    old, new = written("pingjiang")[1], altered("pingjiang", 1, 0.05)
    result, _ = refreshed(_document(tmp_path, renamed), old, new)
    there = [each for each in result.checked.findings if each.place and each.place.table and each.mark]
    left = " ".join(each.now for each in result.changes if each.step is RefreshStep.LEFT)
    assert [each for each in there if each.verdict is Verdict.CHANGED and each.was not in left] == []
