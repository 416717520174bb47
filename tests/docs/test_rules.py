"""The cookbook of rules: its cases are all the cases of the tests, its fragments load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin_gen.county.supplied import load_supplied
from bulletin_gen.profile.load import parse_profile
from making.cases import CASES, named_cases
from ruletable import FRAME

PAGE = (Path(__file__).parents[2] / "docs" / "rules.zh-CN.md").read_text(encoding="utf-8")


def fragments(mark: str) -> list[str]:
    return re.findall(rf"<!-- {re.escape(mark)} -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_every_case_is_shown_once() -> None:
    # test_cases.py works every one of them through.
    assert sorted(named_cases(PAGE)) == sorted(path.stem for path in CASES.glob("*.yaml"))


@pytest.mark.parametrize("fragment", fragments("规则"))
def test_a_fragment_of_a_profile_loads(fragment: str) -> None:
    parse_profile(FRAME + "units: {groups: [县直单位]}\n" + fragment)


@pytest.mark.parametrize("fragment", fragments("supplied.yaml"))
def test_a_supplied_file_loads(fragment: str, tmp_path: Path) -> None:
    path = tmp_path / "supplied.yaml"
    path.write_text(fragment, encoding="utf-8")
    load_supplied(path)


def test_no_fragment_is_left_without_a_test() -> None:
    outside = re.sub(r"<!-- 算例：.*?<!-- 算例完 -->", "", PAGE, flags=re.DOTALL)
    assert outside.count("```yaml") == len(fragments("规则")) + len(fragments("supplied.yaml")) > 0
