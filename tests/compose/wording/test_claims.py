"""What words claim of the braces beside them: ``claims.txt`` is for clerks to read, wrong sentences and right ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_gen.compose.narrative import Narrative
from bulletin_gen.compose.wording import doubts, parsed, said
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.leaves.issues import BulletinError
from compose.wording.worlds import ORDINARY

LINES = (Path(__file__).parent / "claims.txt").read_text(encoding="utf-8").splitlines()


def _told(wording: str) -> list[str]:
    facts, profile = ORDINARY.facts(), ORDINARY.profile()
    try:
        file = parsed(text_lines(wording, "正文.txt"), "正文.txt")
        said(file, facts, profile, Narrative(ORDINARY.narrative))
    except BulletinError as stopped:
        return [str(issue) for issue in stopped.issues]
    return [f"{issue}" for issue in doubts(file, facts, profile) if issue.code != "wording.no_base"]


def _wrong() -> Iterator[tuple[str, str]]:
    for line, following in zip(LINES, LINES[1:], strict=False):
        if line.startswith("错 "):
            yield line[2:], following.removeprefix("报 ")


@pytest.mark.parametrize(("wording", "told"), list(_wrong()), ids=lambda value: value[:24])
def test_a_claim_that_the_figures_do_not_bear_out_is_told(wording: str, told: str) -> None:
    found = _told(wording)
    assert any(told in each for each in found), found


@pytest.mark.parametrize(
    "wording", [line[2:] for line in LINES if line.startswith("对 ")], ids=lambda value: value[:24]
)
def test_the_same_words_said_rightly_are_told_nothing(wording: str) -> None:
    assert _told(wording) == []
