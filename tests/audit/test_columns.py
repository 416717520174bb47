"""Whatever befalls a column that the bulletin uses, the figures are the same or an issue names the column; no input
file can be left out without a word."""

from __future__ import annotations

import os
import random
import shutil
from functools import cache
from pathlib import Path

import pytest

from audit.columns import MISHAPS, befallen
from bulletin_gen.county.workspace import WORDING, WORDING_WORD
from bulletin_gen.intake.head.needs import needs_of
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.pipeline import GatheredPeriod, gather, sketch

ROOT = Path(__file__).parents[2]
EXAMPLES = {path.parent.parent.name: path.parent.name for path in sorted((ROOT / "examples").glob("*/*/supplied.yaml"))}
#: All columns take minutes: one of each example and mishap, the same each time; all with this in the environment.
WHOLE = "BULLETIN_GEN_ALL_COLUMNS" in os.environ
SEED = 12


@cache
def sound(name: str) -> tuple[GatheredPeriod, dict[str, str], frozenset[str]]:
    """An example as it is: what was read, its figures, its issues."""
    found = gather(ROOT / "examples" / name, EXAMPLES[name])
    said = sketch(found)
    return found, {key: figure.text for key, figure in said.facts.figures.items()}, frozenset(map(str, said.issues))


@cache
def heads(name: str) -> dict[str, str]:
    """The columns that the example's bulletin uses and its exports have: canonical name → the head there."""
    found = sound(name)[0]
    used = needs_of(found.rules.profile).columns
    written: dict[str, str] = {}
    from bulletin_gen.intake.dispatches.gather import gather as sheets_of

    folder = ROOT / "examples" / name / EXAMPLES[name]
    exports = sorted(path for path in folder.iterdir() if path.suffix in (".xlsx", ".xls", ".csv", ".ods"))
    own = ("adjustments.xlsx", "单位数据.xlsx")
    for sheet in sheets_of([path for path in exports if path.name not in own], found.rules.profile)[0]:
        written |= {column: head for column, head in sheet.heads.items() if column in used}
    return written


def told(name: str) -> tuple[dict[str, str], list[Issue]]:
    """Figures (none where there is no bulletin) and the issues that the sound example does not have."""
    try:
        said = sketch(gather(ROOT / "examples" / name, EXAMPLES[name]))
    except BulletinError as reason:
        return {}, list(reason.issues)
    known = sound(name)[2]
    figures = {key: figure.text for key, figure in said.facts.figures.items()}
    return figures, [issue for issue in said.issues if str(issue) not in known]


def names(issue: Issue, head: str, column: str) -> bool:
    """Whether an issue is about a column: by the head as written, or as it is usually called."""
    where = f"{issue.place.column} {issue.kind} {issue.found} {issue.expected} {issue.advice}"
    return head in where or head_of(column) in where


@pytest.mark.parametrize("mishap", MISHAPS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_what_befalls_a_column_changes_nothing_or_is_told(name: str, mishap: str) -> None:
    columns = list(heads(name))
    chosen = columns if WHOLE else random.Random(f"{SEED} {name} {mishap}").sample(columns, 1)
    assert [fault for column in chosen if (fault := _fault(name, column, mishap))] == []


def _fault(name: str, column: str, mishap: str) -> str:
    """What is wrong with what is told when that befalls a column."""
    head = heads(name)[column]
    with befallen(head, mishap, SEED):
        figures, issues = told(name)
    if figures == sound(name)[1]:
        return ""
    if mishap != "merged" and any(names(issue, head, column) for issue in issues):
        return ""
    return f"{name} {column} {mishap}: {[str(each) for each in issues[:5]]}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_input_file_can_be_left_out_without_a_word(name: str, tmp_path: Path) -> None:
    """Each file of the period in turn, or of the county: without it there is no bulletin, or an issue."""
    county = ROOT / "examples" / name
    everything = (*county.glob("*.*"), *(county / EXAMPLES[name]).iterdir())
    # Without sentences of its own a county has those of its kind, which ask for other figures: its choice, no loss.
    files = [path for path in everything if path.is_file() and path.name not in (WORDING, WORDING_WORD)]
    for path in files:
        copy = shutil.copytree(county, tmp_path / path.name / "县")
        (copy / path.relative_to(county)).unlink()
        try:
            said = sketch(gather(copy, EXAMPLES[name]))
        except BulletinError:
            continue
        figures = {key: figure.text for key, figure in said.facts.figures.items()}
        new = {str(issue) for issue in said.issues} - sound(name)[2]
        assert figures == sound(name)[1] or new, f"{path.name} was left out in silence"
