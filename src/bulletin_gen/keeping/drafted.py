"""Drafts that people have edited, and bulletins of anybody: what the commands check, refresh and publish, as values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.find import find_run
from bulletin_gen.drafts.model import CheckedDraft, Verdict
from bulletin_gen.drafts.refresh import Refreshed
from bulletin_gen.drafts.report import GRAVE, commented_copy, counted, explained, list_workbook, moved_lines
from bulletin_gen.explaining.refreshing import renewed_draft, write_renewed
from bulletin_gen.leaves.filenames import free_name
from bulletin_gen.leaves.publish import publish
from bulletin_gen.proof.examine import Examination, examine
from bulletin_gen.proof.reading.files import read_publication
from bulletin_gen.proof.report import commented_word, findings_workbook
from bulletin_gen.public.gate import PublicCopy, make_public
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word import WordFile, open_word, read_word


class DraftWords(Struct, frozen=True):
    """A draft held against its run: whose it is, how many numbers of each verdict, what is to be looked at."""

    whose: str
    counts: tuple[tuple[str, int], ...]
    found: tuple[tuple[str, str, str, str], ...]  # verdict, place, in words, the sentence
    moved: tuple[str, ...]
    grave: bool


def draft_and_run(path: Path, county: Path, period: str | None) -> tuple[WordFile, RecordedRun]:
    """The draft at ``path`` and its county's run that it is held against; ``BulletinError`` where there is none."""
    draft = read_word(path)
    found = find_run(path, draft, county, period)
    assert found is not None  # where a county is named, a run is found or it raises
    return draft, found[1]


def draft_words(path: Path, county: Path, period: str | None) -> tuple[DraftWords, CheckedDraft, RecordedRun]:
    """The draft at ``path`` against the facts of its county; raises ``BulletinError`` as the command does."""
    draft, run = draft_and_run(path, county, period)
    checked = check_draft(draft, run)
    told = tuple(
        (str(each.verdict), str(each.place or ""), explained(each, run), each.sentence)
        for each in checked.findings
        if each.verdict not in (Verdict.RIGHT, Verdict.REWORDED) or each.revised
    )
    counts = tuple((str(verdict), number) for verdict, number in counted(checked).items() if number)
    whose, grave = f"{run.county}{run.period.name}", bool(checked.of(*GRAVE))
    return DraftWords(whose, counts, told, moved_lines(checked), grave), checked, run


def write_draft_lists(path: Path, checked: CheckedDraft, run: RecordedRun) -> tuple[Path, ...]:
    """核对清单 and a copy with comments, beside the draft, which stays as it is."""
    files = {
        free_name(path.with_name(f"{path.stem}.xlsx"), "核对清单"): list_workbook(checked, run),
        free_name(path, "核对"): commented_copy(open_word(path), read_word(path), checked, run),
    }
    publish(files)
    return tuple(files)


def refreshed_draft(
    path: Path, county: Path, period: str, tell: Callable[[str], None] = lambda step: None
) -> tuple[Refreshed, tuple[Path, ...]]:
    """The draft with the figures of ``period``, written beside it with the account of what was done and because of
    which orders."""
    done = renewed_draft(county, period, path, tell)
    return done.refreshed, write_renewed(path, path.parent, done)


def examined(path: Path) -> tuple[Examination, tuple[Path, ...]]:
    """Any bulletin checked against itself; the list, and of a Word file a copy with comments, are written beside it."""
    found = examine(read_publication(path))
    files = {free_name(path.with_name(f"{path.stem}.xlsx"), "检查结果"): findings_workbook([found])}
    if path.suffix.lower() == ".docx" and found.objections:
        files[free_name(path, "检查")] = commented_word(path, found.objections)
    publish(files)
    return found, tuple(files)


def published(path: Path, officials: tuple[str, ...]) -> tuple[PublicCopy, Path | None]:
    """The version that may be published, written beside the draft where nothing is in doubt."""
    made = make_public(path, officials)
    if made.unsure:
        return made, None
    target = free_name(path, "公开")
    publish({target: made.content})
    return made, target
