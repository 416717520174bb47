"""Drafts that LibreOffice has edited step by step, held to the truth; `corpus/run.py` makes and measures them all."""

from __future__ import annotations

import pytest

from drafts.bulletins import COUNTIES
from drafts.corpus.made import EditedDraft, made
from drafts.corpus.measure import Measured, measure, same_words
from drafts.corpus.recipes import THEMES

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

#: Every theme on two counties.
SAMPLE = [
    (COUNTIES[(number + 2 * seed) % len(COUNTIES)], theme, seed)
    for seed in (1, 2)
    for number, theme in enumerate(THEMES)
]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[EditedDraft]:
    found = made(tmp_path_factory.mktemp("corpus"), SAMPLE, 240)
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
