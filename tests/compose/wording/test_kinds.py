"""Every kind of statement that bulletins make, as wording and as it is printed: ``kinds.txt`` is for clerks to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compose.wording.worlds import WORLDS

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
