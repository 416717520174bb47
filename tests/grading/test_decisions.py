"""Decisions that do not fit: each is an issue that names its row, none passes in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.grading.decisions import collect, unheard
from bulletin_gen.leaves.issues import BulletinError, Issue, Severity
from ruletable import graded, profile_of

COUNTS = """
单位  分组  应办  按期
甲局  县直  10    10
乙局  县直  10    8
丙镇  乡镇  10    5
"""
ONE = [{"分组": "县直"}]
SCORE = """
rates: {按期率: {numerator: 按期, denominator: 应办}}
score: {terms: [{rate: 按期率, points: 100}, {entries: {kinds: 扣分}, name: 扣分项}]}
grades: [{grade: A, from: 90}, {grade: B}]
"""


def issues_of(rules: str, adjustments: str) -> tuple[Issue, ...]:
    return graded(rules, COUNTS, adjustments)[1]


def test_a_unit_that_is_not_registered() -> None:
    (issue,) = issues_of(SCORE, "类型 单位 分值\n扣分 丁局 1")
    assert (issue.code, issue.severity, issue.place.row) == ("adjustments.unit_unmatched", Severity.ERROR, 2)
    assert issue.found == "扣分 丁局 1分"


def test_an_entry_without_points() -> None:
    grading, (issue,) = graded(SCORE, COUNTS, "类型 单位 分值 理由\n扣分 乙局 - 迟到")
    assert (issue.code, issue.severity) == ("adjustments.no_points", Severity.ERROR)
    assert issue.found == "扣分 乙局（迟到）"
    assert grading.assessments["乙局"].score == 80


def test_a_kind_that_no_rule_takes() -> None:
    for entry in ("类型 单位 分值\n加分 乙局 2", "类型 单位\n表扬 乙局"):
        (issue,) = issues_of(SCORE, entry)
        assert (issue.code, issue.severity) == ("adjustments.unused", Severity.WARNING)


def test_an_entry_for_a_unit_without_a_score() -> None:
    rules = SCORE.replace("score: {", "score: {minimum: {应办: 20}, ")
    (issue,) = issues_of(rules, "类型 单位 分值\n扣分 乙局 2")
    assert (issue.code, issue.severity) == ("adjustments.no_effect", Severity.WARNING)
    assert issue.found == "扣分 乙局 2分：这个单位没有得分（应办10件，少于20件）"


def test_an_entry_that_two_terms_take() -> None:
    rules = SCORE.replace("{entries: {kinds: 扣分}", "{entries: {reasons: 迟到}, name: 迟到}, {entries: {kinds: 扣分}")
    grading, (issue,) = graded(rules, COUNTS, "类型 单位 分值 理由\n扣分 乙局 2 迟到")
    assert (issue.code, issue.found) == ("adjustments.taken_twice", "扣分 乙局 2分（迟到）：迟到、扣分项")
    assert grading.assessments["乙局"].score == 76


def test_decisions_about_orders_need_a_count_that_tells_them_from_others() -> None:
    entries = "类型 工单编号 单位\n免责 001 -\n剔除 002 丁局"
    said = issues_of(SCORE, entries)
    assert [(issue.code, issue.place.row) for issue in said] == [("adjustments.unused", 2), ("adjustments.unused", 3)]
    assert "免责: 否" in said[0].advice and "剔除不计: 是" in said[1].advice
    counts = "measures: {按期: {%s}, 应办: {}}"
    excusing = profile_of(f"{counts % 'where: {overdue: true, excused: false}'}\n{SCORE}", ONE)
    assert not unheard(AdjustmentKind.EXCUSED, excusing) and unheard(AdjustmentKind.EXCLUDED, excusing)
    excluding = profile_of(f"{counts % 'assessed: true'}\n{SCORE}", ONE)
    assert not unheard(AdjustmentKind.EXCLUDED, excluding) and unheard(AdjustmentKind.EXCUSED, excluding)


def test_one_wrong_entry_does_not_hide_the_next() -> None:
    entries = "类型 工单编号 单位 分值\n剔除 001 - -\n扣分 - 丁局 1\n扣分 - 戊局 1\n扣分 - 乙局 2"
    grading, issues = graded(SCORE, COUNTS, entries)
    assert [(issue.code, issue.place.row) for issue in issues] == [
        ("adjustments.unused", 2),
        ("adjustments.unit_unmatched", 3),
        ("adjustments.unit_unmatched", 4),
    ]
    assert grading.assessments["乙局"].score == 78


def test_a_grade_that_does_not_exist() -> None:
    grading, (issue,) = graded(SCORE, COUNTS, "类型 单位 等级\n调整等级 乙局 E")
    assert (issue.code, issue.severity, issue.expected) == ("adjustments.grade_unknown", Severity.ERROR, "A、B")
    assert grading.assessments["乙局"].grade == "B"
    assert grading.assessments["乙局"].regraded is None


def test_the_last_of_two_regradings_counts_and_is_reported() -> None:
    grading, (issue,) = graded(SCORE, COUNTS, "类型 单位 等级\n调整等级 甲局 B\n调整等级 甲局 A")
    assert (issue.code, issue.place.row) == ("adjustments.regraded_twice", 3)
    assert issue.found.count("；") == 1
    result = grading.assessments["甲局"]
    assert (result.grade, result.grade_by_score) == ("A", "A")
    assert result.regraded is not None


def test_a_unit_under_another_of_its_names() -> None:
    unit = Unit("某县乙局", "县直", 0, aliases=("乙局",))
    registry = Registry((unit,), ("县直",), {"某县乙局": unit, "乙局": unit})
    profile = profile_of(SCORE, [{"单位": "某县乙局", "分组": "县直", "应办": "1", "按期": "1"}])
    decisions, issues = collect([Adjustment(AdjustmentKind.PENALTY, unit="乙局", points=Decimal(1))], registry, profile)
    assert issues == ()
    assert list(decisions.by_unit) == ["某县乙局"]


LISTS = """
lists:
  表扬: {where: {按期: 10}, add: 表扬, remove: 撤销表扬, groups: 县直}
  点名: {add: 批评}
"""


def test_an_addition_outside_the_groups_of_the_list() -> None:
    grading, (issue,) = graded(LISTS, COUNTS, "类型 单位\n表扬 丙镇")
    assert (issue.code, issue.severity) == ("adjustments.list_unchanged", Severity.WARNING)
    assert [scope.name for scope in grading.lists["表扬"].scopes] == ["甲局"]


def test_taking_off_a_list_what_is_not_on_it_changes_nothing_and_is_told() -> None:
    grading, (issue,) = graded(LISTS, COUNTS, "类型 单位\n撤销表扬 乙局")
    assert issue.code == "adjustments.list_unchanged"
    grading, issues = graded(LISTS, COUNTS, "类型 单位\n撤销表扬 甲局")
    assert issues == ()
    assert grading.lists["表扬"].scopes == ()


def test_a_list_only_of_additions() -> None:
    grading, issues = graded(LISTS, COUNTS, "类型 单位 理由\n批评 丙镇 推诿")
    (entry,) = grading.lists["点名"].entries
    assert issues == ()
    assert entry.added_by is not None
    assert (entry.scope.name, entry.added_by.reason) == ("丙镇", "推诿")


def test_a_unit_named_by_rule_and_by_hand_stands_once_as_named_by_rule() -> None:
    grading, issues = graded(LISTS, COUNTS, "类型 单位\n表扬 甲局")
    assert issues == ()
    assert [(e.scope.name, e.added_by) for e in grading.lists["表扬"].entries] == [("甲局", None)]


def test_lists_that_take_each_other_in_are_refused() -> None:
    rules = "lists:\n  a: {any_list: b}\n  b: {any_list: a}\n"
    with pytest.raises(BulletinError, match="名单"):
        graded(rules, COUNTS)
