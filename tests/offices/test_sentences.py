"""Sentences of invented offices, set up in Chinese alone, with what each of them prints.

``season`` writes every quarter in 宗 and speaks of changes by category; ``week`` names units and repeated calls;
``months`` counts in 万件 what a platform sums up for each unit, and holds units against the average of the city.
``half`` tells how far units are apart and who rose or fell; ``noise`` looks at days and nights of a free range;
``year`` at months, people and stars.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from offices.folders import bulletin, copied

HERE = Path(__file__).parent / "own"
COUNTY = HERE / "sentences"


def test_each_sentence_prints_what_a_clerk_would_count(tmp_path: Path) -> None:
    wanted = (HERE / "said.txt").read_text(encoding="utf-8").splitlines()
    printed = bulletin(copied(COUNTY, tmp_path), None, tmp_path / "out").splitlines()
    start = printed.index(wanted[0])
    assert printed[start : start + len(wanted)] == wanted


@pytest.mark.parametrize("office", ["season", "week", "months", "half", "noise", "year"])
def test_an_office_says_all_that_it_wants_to_say(office: str, tmp_path: Path) -> None:
    wanted = (HERE / f"said-{office}.txt").read_text(encoding="utf-8").splitlines()
    printed = bulletin(copied(HERE / office, tmp_path), None, tmp_path / "out").splitlines()
    assert [line for line in wanted if line not in printed] == []


@pytest.mark.parametrize("office", ["sentences", "season", "week", "months", "half", "noise", "year"])
def test_nothing_that_people_write_is_english(office: str) -> None:
    for name in ("profile.yaml", "正文.txt"):
        text = (HERE / office / name).read_text(encoding="utf-8").replace("单位数据.xlsx", "")
        assert not re.search(r"[A-Za-z]", text), name
