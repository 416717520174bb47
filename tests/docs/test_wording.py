"""The page on wording files: every example prints what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compose.wording.worlds import ORDINARY

PAGE = Path(__file__).parents[2] / "docs" / "wording.zh-CN.md"
_ROW = re.compile(r"^\| `(.+)` \| (.*) \|$", re.MULTILINE)
EXAMPLES = _ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20


@pytest.mark.parametrize(("wording", "printed"), EXAMPLES, ids=lambda value: value[:20])
def test_an_example_prints_what_it_says(wording: str, printed: str) -> None:
    assert ORDINARY.says(wording) == printed


def test_the_page_at_the_top_can_be_said() -> None:
    text = PAGE.read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    said = ORDINARY.says(text)
    assert "同比下降20%" in said and "超期6件，分别为青石镇3件" in said and "供水公司连夜抢修" in said
