"""Drafts that LibreOffice or ONLYOFFICE has opened, edited and saved: marks survive, and every change is seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.holding.lines import marks_of
from bulletin_gen.drafts.model import CheckedDraft, DraftFinding, Verdict
from bulletin_gen.word import paragraphs, read_word
from drafts.bulletins import COUNTIES, written
from drafts.corpus.onlyoffice import edit_in_onlyoffice
from drafts.libreoffice import edit_all

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

#: A number that each county's bulletin prints in its body, and what somebody makes of it.
OLD, NEW = "1263", "1264"
EDITS = ("replaced", "tracked", "accepted", "typed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drafts")
    for county in COUNTIES:
        for kind in ("same", "odt"):
            shutil.copyfile(written(county)[0], folder / f"{county}-{kind}.docx")
    for kind in EDITS:
        shutil.copyfile(written("pingjiang")[0], folder / f"pingjiang-{kind}.docx")
    edit_all(folder, OLD, NEW)
    return folder


def checked(folder: Path, county: str, kind: str) -> CheckedDraft:
    return check_draft(read_word(folder / f"{county}-{kind}.docx"), written(county)[1])


@pytest.mark.parametrize("county", COUNTIES)
@pytest.mark.parametrize("kind", ["same", "odt"])
def test_saving_changes_nothing(folder: Path, county: str, kind: str) -> None:
    result = checked(folder, county, kind)
    assert [each for each in result.findings if each.verdict is not Verdict.RIGHT] == []
    draft = read_word(folder / f"{county}-{kind}.docx")
    marks = {mark.name for each in (*paragraphs(draft.body), *draft.boxes) for mark in marks_of(each)}
    assert {each.mark for each in result.findings if each.mark} <= marks


def test_saving_in_onlyoffice_changes_nothing(tmp_path: Path) -> None:
    for county in COUNTIES:
        shutil.copyfile(written(county)[0], tmp_path / f"{county}-only.docx")
    edit_in_onlyoffice([(tmp_path / f"{county}-only.docx", ()) for county in COUNTIES])
    for county in COUNTIES:
        test_saving_changes_nothing(tmp_path, county, "only")


def test_every_printed_number_has_a_mark_of_its_own() -> None:
    for county in COUNTIES:
        path, run = written(county)
        draft = read_word(path)
        marks = {mark.name for each in (*paragraphs(draft.body), *draft.boxes) for mark in marks_of(each)}
        figures = [
            (line, each)
            for line in run.printed
            for each in line.figures
            if any(sign.isdigit() for sign in line.text[each.start : each.end])
        ]
        assert figures and {each.mark for _, each in figures} <= marks
        assert all(each.mark and each.figure in run.figures for _, each in figures)
        for line, each in figures:
            assert line.text[each.start : each.end] == run.figures[each.figure].text


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_is_seen(folder: Path, kind: str) -> None:
    result = checked(folder, "pingjiang", kind)
    other = [each for each in result.findings if each.verdict is not Verdict.RIGHT]
    changed: list[DraftFinding] = [each for each in other if each.verdict is Verdict.CHANGED]
    assert {(each.figure, each.was, each.now) for each in changed} == {("total.受理案件", OLD, NEW)}
    assert all(each.revised == (kind == "tracked") for each in changed)
    added = [each.now for each in other if each.verdict is Verdict.ADDED]
    assert added == (["77"] if kind == "typed" else [])
