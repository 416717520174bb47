"""Drafts that LibreOffice has edited step by step, held to the truth; `corpus/run.py` makes and measures them all."""

from __future__ import annotations

import pytest

from drafts.altered import altered
from drafts.bulletins import COUNTIES
from drafts.by_script import NEXT, run_by_script
from drafts.corpus.made import EditedDraft, made, made_in_onlyoffice
from drafts.corpus.measure import Measured, measure, same_words
from drafts.corpus.recipes import IN_ONLYOFFICE, THEMES
from drafts.corpus.refreshing import Renewed, renew

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

#: Every theme on two counties.
SAMPLE = [
    (COUNTIES[(number + 2 * seed) % len(COUNTIES)], theme, seed)
    for seed in (1, 2)
    for number, theme in enumerate(THEMES)
]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[EditedDraft]:
    found = made(tmp_path_factory.mktemp("corpus"), SAMPLE)
    assert len(found) >= len(SAMPLE) - 2, "LibreOffice broke down too often"
    return found


def test_the_program_did_what_the_truth_says(drafts: list[EditedDraft]) -> None:
    assert {each.path.stem: same_words(each.truth, each.file) for each in drafts} == {
        each.path.stem: "" for each in drafts
    }


def test_nothing_wrong_is_called_right_and_every_changed_number_is_seen(drafts: list[EditedDraft]) -> None:
    whole = Measured()
    for each in drafts:
        whole += measure(each.truth, each.file, each.run)
    assert whole.wrong == []
    assert whole.placed >= whole.figures * 98 // 100, whole.missed
    assert whole.noticed == whole.changed > 20
    assert whole.traced >= whole.changed * 9 // 10
    assert whole.reported == whole.added > 5, whole.missed


def test_refreshed_drafts_say_what_would_be_printed_now_and_nothing_else_changes(drafts: list[EditedDraft]) -> None:
    whole = Renewed()
    for number, each in enumerate(drafts[::2]):
        whole += renew(each.path, each.run, altered(each.county, 1 + number % 2, 0.04))
    assert whole.wrong == []
    assert whole.renewed > 100
    assert whole.numbers > 200


def test_edited_drafts_roll_forward_to_the_next_period(drafts: list[EditedDraft]) -> None:
    whole = Renewed()
    for each in (each for each in drafts if each.county in NEXT):
        whole += renew(each.path, each.run, run_by_script(each.county))
    assert whole.wrong == []
    assert whole.renewed > 60


@pytest.fixture(scope="module")
def in_onlyoffice(tmp_path_factory: pytest.TempPathFactory) -> list[EditedDraft]:
    sample = [(COUNTIES[(2 * number) % len(COUNTIES)], theme, 1) for number, theme in enumerate(IN_ONLYOFFICE)]
    return made_in_onlyoffice(tmp_path_factory.mktemp("onlyoffice"), sample)


def test_drafts_that_onlyoffice_has_edited_are_read_and_refreshed_as_well(in_onlyoffice: list[EditedDraft]) -> None:
    whole, renewed = Measured(), Renewed()
    for each in in_onlyoffice:
        assert same_words(each.truth, each.file) == ""
        whole += measure(each.truth, each.file, each.run)
        renewed += renew(each.path, each.run, altered(each.county, 1, 0.04))
    assert whole.wrong + renewed.wrong == []
    assert whole.placed == whole.figures
    assert whole.noticed == whole.changed > 3
    assert whole.reported == whole.added
