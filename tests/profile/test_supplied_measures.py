"""Figures that people supply for the whole: nothing of single units may be asked of them."""

from __future__ import annotations

import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.load import parse_profile

RULES = """\
kind: 工作简报
county: 某县
document: {mark: 某县, title: 简报}
units: {groups: [乡镇]}
measures:
  accepted: {time: accepted_at}
  calls: {supplied: true}
  all: {plus: [accepted, calls]}
rates:
  portion: {numerator: accepted, denominator: all}
quotients: {of_calls: {numerator: accepted, denominator: calls}}
comparisons: {c: {of: all}}
"""
TABLE = "tables: {t: {columns: [{head: 单位, value: unit}, {head: 数, value: %s}]}}"


def test_the_whole_may_be_asked_for_them() -> None:
    assert parse_profile(RULES)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (TABLE % "calls", "tables → t → columns → 第2项 → value"),
        (TABLE % "all", "tables → t → columns → 第2项 → value"),
        (TABLE % "portion", "tables → t → columns → 第2项 → value"),
        ("lists: {l: {where: {all: {at_least: 1}}}}", "lists → l → where → all"),
        ("lists: {l: {order: [-portion]}}", "lists → l → order → 第1项"),
        ("lists: {l: {share_of: {calls: calls}}}", "lists → l → share_of → calls"),
        ("score: {terms: [{rate: portion, points: 10}]}", "score → default → terms → 第1项 → rate"),
        ("ranking: {by: all}", "ranking → by"),
    ],
)
def test_units_may_not(asked: str, key: str) -> None:
    with pytest.raises(BulletinError) as caught:
        parse_profile(f"{RULES}{asked}\n")
    (issue,) = caught.value.issues
    assert issue.kind == "人工提供的数只有全县的，没有各单位的"


def test_groups_may_not() -> None:
    with pytest.raises(BulletinError):
        parse_profile(RULES.replace("{of: all}", "{of: all, scope: 乡镇}"))


def test_weighted_counts_are_of_dispatches_and_no_base() -> None:
    weighted = RULES.replace("{time: accepted_at}", "{time: accepted_at, levels: {满意: 1}, count: orders}")
    with pytest.raises(BulletinError) as caught:
        parse_profile(weighted)
    assert "按取值加权的计数只能按派单计" in str(caught.value)
    base = RULES + "breakdowns: {b: {measure: m, by: category_1, base: w}}\n"
    base = base.replace("  calls:", "  m: {}\n  w: {levels: {满意: 0.8}}\n  calls:")
    with pytest.raises(BulletinError) as caught:
        parse_profile(base)
    assert "按取值加权的计数不能作占比的分母" in str(caught.value)
