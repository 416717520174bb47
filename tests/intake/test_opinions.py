"""No opinion that was given is left out of a satisfaction rate without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bulletin_gen.leaves.issues import Severity
from intake.sample import read_table

TEXT = """
工单编号 | 受理时间 | 承办单位 | 办理结果满意度
A1 | 2024-05-06 | 公安局 | 满意
A2 | 2024-05-06 | 公安局 | 非常不满意
A3 | 2024-05-07 | 公安局 | 未评价
A4 | 2024-05-07 | 公安局 | 非常不满意
A5 | 2024-05-07 | 公安局 |
A6 | 2024-05-07 | 公安局 | 一般
"""


def found(folder: Path, where: Any, **rules: Any) -> list[tuple[str, int | None, str]]:
    measures = {"accepted": {"time": "accepted_at"}, "rated": {"of": "accepted", "where": {"result_opinion": where}}}
    issues = read_table(folder, TEXT, measures=measures, **rules).issues
    assert {issue.severity for issue in issues} <= {Severity.ERROR}
    return [(issue.code, issue.place.row, issue.found) for issue in issues]


def test_what_no_measure_counts_is_named_once_with_its_number(tmp_path: Path) -> None:
    assert found(tmp_path, ["满意", "基本满意", "不满意"]) == [
        ("uncounted_opinion", 3, "非常不满意（共2件）"),
        ("uncounted_opinion", 7, "一般（共1件）"),
    ]


@pytest.mark.parametrize(
    "where",
    [
        ["满意", "一般", "不满意", "非常不满意"],
        {"none_of": ["未评价", "一般"]},
        ["不满意"],  # the discontent alone are counted: the others are of no use
    ],
)
def test_a_profile_that_says_what_becomes_of_each_is_left_in_peace(tmp_path: Path, where: Any) -> None:
    assert found(tmp_path, where) == []


def test_words_of_the_county_and_the_switch(tmp_path: Path) -> None:
    where, words = ["满意", "不满意"], {"result_opinion": {"不满意": ["非常不满意"], "未评价": ["一般"]}}
    assert found(tmp_path, where, values={**words, "result_opinion": {**words["result_opinion"], "满意": []}}) == []
    assert found(tmp_path, where, checks={"uncounted_opinion": "off"}) == []


def test_levels_count_opinions_too(tmp_path: Path) -> None:
    levels = {"满意": 1, "一般": "0.5", "不满意": 0, "非常不满意": 0}
    measures = {"accepted": {"time": "accepted_at"}, "points": {"of": "accepted", "levels": levels}}
    assert read_table(tmp_path, TEXT, measures=measures).issues == ()
