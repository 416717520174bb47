"""The guide to scoring: every example in it is a profile that is accepted, and grades."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin_gen.grading import grade
from bulletin_gen.profile.load import parse_profile
from ruletable import FRAME, indicators_of, registry_of

GUIDE = Path(__file__).parents[2] / "docs" / "scoring.zh-CN.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
BASE = BLOCKS[0]
UNITS = "units: {groups: [县直单位, 乡镇]}\n"


def whole(block: str) -> str:
    """A whole profile: what the block leaves out is taken from the first one."""
    parts = re.split(r"(?m)^(?=\w+:)", BASE)
    missing = [part for part in parts if part and not re.search(f"(?m)^{part.split(':')[0]}:", block)]
    units = "" if re.search("(?m)^(?:units|单位):", block) else UNITS
    return FRAME + units + "".join(missing) + block


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_example_is_accepted_and_grades(block: str) -> None:
    profile = parse_profile(whole(block))
    heads = list(profile.measures)
    units = (("某局", "县直单位"), ("某镇", "乡镇"))
    rows = [{"单位": name, "分组": group, **dict.fromkeys(heads, "10")} for name, group in units]
    registry = registry_of(rows, profile)
    grading, issues = grade(indicators_of(rows, registry, profile), registry, profile, [], {})
    assert issues == ()
    assert all(result.score is not None for result in grading.assessments.values() if profile.score)


def test_every_kind_of_rule_has_an_example() -> None:
    headings = re.findall(r"(?m)^## (\d+)\.", GUIDE.read_text(encoding="utf-8"))
    assert [int(number) for number in headings] == list(range(1, 12))
    assert len(BLOCKS) >= 12
