"""Every kind of statement that bulletins make, as wording and as it is printed: ``kinds.txt`` is for clerks to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from compose.wording.worlds import ORDINARY, WORLDS

KINDS = Path(__file__).parent / "kinds.txt"


def _cases() -> Iterator[tuple[str, str, str, str]]:
    """Name, wording, world, what it prints."""
    name = wording = ""
    for line in KINDS.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "写":
            wording = rest
        elif word in WORLDS:
            yield name, wording, word, rest
        elif line and not line.startswith("#"):
            name = line


@pytest.mark.parametrize(("name", "wording", "world", "printed"), list(_cases()), ids=lambda value: value[:20])
def test_a_sentence_prints_what_it_should(name: str, wording: str, world: str, printed: str) -> None:
    assert WORLDS[world].says(wording).replace("⏎ ⏎", "⏎") == printed, name


def test_a_sub_category_of_an_earlier_period_stays_a_name() -> None:
    """A month without any prints 0, and the clause around it falls; it stands in no list."""
    before = {**ORDINARY.bases, "previous": {"热点：供水排水：受理": "9", "values.热点.供水排水.爆管.受理": "3"}}
    world = replace(ORDINARY, bases=before)
    assert world.says("爆管{爆管}件，占供水排水的{供水排水：爆管：占比}") == "爆管0件，占供水排水的0%"
    assert world.says("【爆管{供水排水：爆管}件。】{供水排水：子类}") == "停水、水质、管网"
