"""Every production and every check, with right and wrong sentences."""

from __future__ import annotations

import re

import pytest

from bulletin_gen.proof.checks.register import CHECKS
from bulletin_gen.proof.wording import kind_name
from proof.casebook import Case, cases


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_what_is_found(case: Case) -> None:
    objections = case.examined().objections
    found = [(str(each.gravity), each.kind, f"{each.quote} {each.printed} {each.follows}") for each in objections]
    unexpected = [each for each in found if not any(_meets(each, wanted) for wanted in case.found)]
    missing = [wanted for wanted in case.found if not any(_meets(each, wanted) for each in found)]
    assert (unexpected, missing) == ([], [])


def _meets(found: tuple[str, str, str], wanted: tuple[str, str, str]) -> bool:
    return found[:2] == wanted[:2] and wanted[2] in found[2]


@pytest.mark.parametrize("case", [each for each in cases() if each.proved], ids=lambda case: case.title)
def test_what_is_proved(case: Case) -> None:
    proved = [(each.kind, each.quote) for each in case.examined().proven]
    missing = [one for one in case.proved if not any(one[0] == kind and one[1] in quote for kind, quote in proved)]
    assert missing == []


def test_quotes_are_the_words_themselves() -> None:
    for case in cases():
        text = _without_rules("\n".join(case.lines))
        for each in case.examined().objections:
            assert _without_rules(each.quote) in text
            assert len(each.quote) <= 40


def _without_rules(text: str) -> str:
    """The words alone: cells of a table that was laid flat stand in lines of their own."""
    return re.sub(r"[\s|]", "", text)


def test_every_kind_has_a_case_and_a_name() -> None:
    kinds = {kind for check in CHECKS for kind in check.kinds}
    in_cases = {kind for case in cases() for _, kind, _ in case.found}
    in_cases |= {kind for case in cases() for kind, _ in case.proved}
    assert sorted(kinds - in_cases) == []
    assert [kind for kind in kinds if kind_name(kind) == kind] == []
