"""What a clerk is told who slipped: ``messages.txt`` holds the wording and the beginning of the message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_gen.compose.wording import doubts, parsed
from bulletin_gen.compose.wording.files import text_lines
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


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("得分前五位的乡镇是{乡镇：得分前5}。", ["写的是“前五位”，名单只有3个"]),
        ("【转办量排前五名的：{乡镇：转办前5：{单位}{转办}件}。】", ["写的是“前五名”，名单只有3个"]),
        ("前三位的是{乡镇：转办前3}。{受理}件。", []),
        ("前二位的是{县直单位：转办前2}，{乡镇：转办前5}。", []),
    ],
)
def test_fewer_than_the_sentence_says_is_a_warning(wording: str, found: list[str]) -> None:
    file = parsed(text_lines(wording, "正文.txt"), "正文.txt")
    issues = doubts(file, ORDINARY.facts(), ORDINARY.profile())
    assert [issue.found for issue in issues] == found
    assert all("第1行" in str(issue.place) for issue in issues)
