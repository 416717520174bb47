"""What a clerk is told who slipped: ``messages.txt`` holds the wording and the beginning of the message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_gen.leaves.issues import BulletinError
from compose.wording.worlds import ORDINARY

MESSAGES = Path(__file__).parent / "messages.txt"


def _cases() -> Iterator[tuple[str, str, str]]:
    wording = ""
    for line in MESSAGES.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "写":
            wording = rest
        elif word in ("报", "印"):
            yield wording, word, rest


@pytest.mark.parametrize(("wording", "kind", "expected"), list(_cases()), ids=lambda value: value[:20])
def test_a_slip_is_told_with_place_and_remedy(wording: str, kind: str, expected: str) -> None:
    if kind == "印":
        assert ORDINARY.says(wording) == expected
        return
    with pytest.raises(BulletinError) as caught:
        ORDINARY.says(wording)
    assert str(caught.value.issues[0]).startswith(expected), str(caught.value.issues[0])
