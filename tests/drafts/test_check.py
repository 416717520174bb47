"""A draft held against its facts: nothing is called right that is wrong, and nearly everything is placed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.holding.lines import squeezed
from bulletin_gen.drafts.model import CheckedDraft, DraftFinding, Verdict
from bulletin_gen.marks import digits_of
from bulletin_gen.word import read_word
from drafts.bulletins import COUNTIES, written
from drafts.edits import Draft

PLACED = (Verdict.RIGHT, Verdict.REWORDED, Verdict.CHANGED)


def checked(county: str, draft: Draft, folder: Path) -> CheckedDraft:
    return check_draft(read_word(draft.save(folder / "稿件.docx")), written(county)[1])


def by_mark(result: CheckedDraft) -> dict[str, DraftFinding]:
    return {each.mark: each for each in result.findings if each.mark}


def hold_to_truth(draft: Draft, result: CheckedDraft) -> None:
    """What was changed is never called right or unchanged; where it is placed, what stands there now is said."""
    found = by_mark(result)
    for mark, digits in draft.truth.digits.items():
        finding = found[mark]
        start, end = digits_of(finding.was)
        if digits == finding.was[start:end]:
            continue
        assert finding.verdict not in (Verdict.RIGHT, Verdict.REWORDED), (mark, digits, finding)
        if finding.verdict is Verdict.CHANGED and digits:
            assert digits in finding.now, (mark, digits, finding)
    for mark in draft.truth.swapped:
        assert found[mark].verdict is not Verdict.RIGHT, found[mark]
    for mark, finding in found.items():
        if finding.verdict is Verdict.CHANGED and mark not in draft.truth.swapped:
            # Words may have been put into a date or a name that has digits.
            assert mark in draft.truth.digits or (mark in draft.truth.reworded and not finding.was.isdigit()), finding


def share_placed(draft: Draft, result: CheckedDraft) -> float:
    """Of the printed numbers that still stand somewhere, how many were placed."""
    there = [each for mark, each in by_mark(result).items() if draft.truth.digits.get(mark, "?") != ""]
    return sum(each.verdict in PLACED for each in there) / len(there)


@pytest.mark.parametrize("county", COUNTIES)
@pytest.mark.parametrize("lost", [False, True])
def test_an_untouched_bulletin_is_right(county: str, lost: bool, tmp_path: Path) -> None:
    path, _ = written(county)
    draft = Draft(path)
    if lost:
        draft.drop([mark for each in draft.body.iter("{*}p") for mark in draft.marks(each)])
    result = checked(county, draft, tmp_path)
    assert {each.verdict for each in result.findings} == {Verdict.RIGHT}
    assert len(result.spots) > 100


def edited(county: str, chance: random.Random, heavy: int) -> Draft:
    """Somebody's work on a bulletin: numbers retyped, paragraphs moved and taken out, words put in, marks lost."""
    draft = Draft(written(county)[0])
    for number in range(heavy):
        # Where a mark is lost or a change is open, the truth of a further edit would be hard to say.
        known = set(draft.truth.digits) | draft.truth.reworded | draft.truth.swapped
        paragraphs = [each for each in draft.paragraphs() if not set(draft.marks(each)) & known]
        if len(paragraphs) >= 3:
            edit(draft, *chance.sample(paragraphs, 2), chance, number)
    return draft


def edit(draft: Draft, paragraph: Any, other: Any, chance: random.Random, number: int) -> None:
    """One edit of any kind."""
    mark = chance.choice(draft.marks(paragraph))
    digits = re.sub(
        "[0-9](?=[^0-9]*$)", lambda last: str((int(last[0]) + chance.randint(1, 9)) % 10), draft.digits(mark)
    )
    kinds: dict[str, Callable[[], object]] = {
        "retype": lambda: draft.retype(mark, digits, keep=True),
        "lose": lambda: draft.retype(mark, digits, keep=False),
        "track": lambda: draft.track(mark, digits, 9000 + 2 * number),
        "move": lambda: draft.move(paragraph, other),
        "remove": lambda: draft.remove(paragraph) if number % 3 == 0 else None,
        "words": lambda: draft.put_words(
            paragraph, chance.choice(["切实", "据统计，", "（含转办）", "较好地"]), chance
        ),
        "flatten": lambda: draft.flatten(paragraph),
        "drop": lambda: draft.drop(draft.marks(paragraph)),
        "swap": lambda: draft.swap(mark, chance.choice(draft.marks(paragraph))),
    }
    kinds[chance.choice([*kinds])]()


@pytest.mark.parametrize("county", COUNTIES)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**9), heavy=st.integers(1, 12))
def test_whatever_is_edited_nothing_wrong_is_called_right(
    tmp_path_factory: pytest.TempPathFactory, county: str, seed: int, heavy: int
) -> None:
    draft = edited(county, random.Random(seed), heavy)
    hold_to_truth(draft, checked(county, draft, tmp_path_factory.mktemp("draft")))


def test_nearly_every_number_is_placed(tmp_path: Path) -> None:
    shares, verdicts = [], Counter[str]()
    for county in COUNTIES:
        for seed in range(12):
            draft = edited(county, random.Random(seed), 8)
            result = checked(county, draft, tmp_path)
            shares.append(share_placed(draft, result))
            verdicts.update(each.verdict.name for each in by_mark(result).values())
    assert sum(shares) / len(shares) >= 0.98, (min(shares), verdicts)


def test_sentences_are_compared_without_blanks() -> None:
    assert squeezed(" 受理 1263\u3000件\n") == "受理1263件"
