"""Sentences of an invented office, set up in Chinese alone, with what each of them prints."""

from __future__ import annotations

import re
from pathlib import Path

from offices.folders import bulletin, copied

HERE = Path(__file__).parent / "own"
COUNTY = HERE / "sentences"


def test_each_sentence_prints_what_a_clerk_would_count(tmp_path: Path) -> None:
    wanted = (HERE / "said.txt").read_text(encoding="utf-8").splitlines()
    printed = bulletin(copied(COUNTY, tmp_path), None, tmp_path / "out").splitlines()
    start = printed.index(wanted[0])
    assert printed[start : start + len(wanted)] == wanted


def test_nothing_that_people_write_is_english() -> None:
    for name in ("profile.yaml", "正文.txt"):
        assert not re.search(r"[A-Za-z]", (COUNTY / name).read_text(encoding="utf-8")), name
