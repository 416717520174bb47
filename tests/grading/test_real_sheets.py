"""Two published score sheets, reproduced from their counts by profile alone."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from ruletable import graded

DATA = Path(__file__).parent / "data"

WEIGHTED_INDEX = """
styles: {score_number: {digits: 1, percent: false}}
measures:
  accepted: {label: 受理案件数}
  due: {label: 应办理数}
  closed: {label: 办理数}
  on_time: {label: 按期办理数}
  rework: {label: 返工数}
  dissatisfied: {label: 回访不满意数}
  callbacks: {label: 回访数}
rates:
  completion_rate: {label: 办结率, numerator: closed, denominator: due}
  on_time_rate: {label: 按期办结率, numerator: on_time, denominator: due}
  rework_rate: {label: 返工率, numerator: rework, denominator: closed}
  dissatisfaction_rate:
    label: 回访不满意率
    numerator: dissatisfied
    denominator: callbacks
    empty: {show: 0%, score: zero}
score:
  from: rounded
  terms:
    - {rate: completion_rate, points: 30}
    - {rate: on_time_rate, points: 30}
    - {rate: rework_rate, points: 20, inverted: true}
    - {rate: dissatisfaction_rate, points: 20, inverted: true}
  digits: 1
grades:
  - {grade: A, from: 90}
  - {grade: B, from: 85, deduct: 2}
  - {grade: C, from: 80, deduct: 4}
  - {grade: D, deduct: 6}
lists:
  best:
    order: [-score, -accepted, registered]
    top: 3
    within: group
"""

COUNTS = ["单位", "分组", "受理案件数", "应办理数", "办理数", "按期办理数", "返工数", "回访不满意数", "回访数"]


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def as_table(rows: list[list[str]]) -> str:
    return "\n".join(" ".join(row) for row in rows)


@pytest.fixture(scope="module")
def printed() -> list[dict[str, str]]:
    return read("weighted_index.csv")


def index_counts(printed: list[dict[str, str]]) -> str:
    renamed = [row | {"单位": row["部门名称"], "回访数": row["回访数(推算)"] or "0"} for row in printed]
    return as_table([COUNTS, *([row[head] for head in COUNTS] for row in renamed)])


def test_all_49_published_indices_and_grades_come_out(printed: list[dict[str, str]]) -> None:
    grading, issues = graded(WEIGHTED_INDEX, index_counts(printed))
    assert issues == ()
    assert len(printed) == 49
    for row in printed:
        result = grading.assessments[row["部门名称"]]
        assert (result.unit.name, result.score, result.grade) == (
            row["部门名称"],
            Decimal(row["综合指标值"]),
            row["等级评价"],
        )


def test_rounded_and_exact_rates_differ_for_one_unit(printed: list[dict[str, str]]) -> None:
    exact, _ = graded(WEIGHTED_INDEX.replace("from: rounded", "from: exact"), index_counts(printed))
    rounded, _ = graded(WEIGHTED_INDEX, index_counts(printed))
    assert rounded.assessments["平江县公安局"].score == Decimal("97.4")
    assert exact.assessments["平江县公安局"].score == Decimal("97.3")


def test_grades_carry_their_deductions(printed: list[dict[str, str]]) -> None:
    grading, _ = graded(WEIGHTED_INDEX, index_counts(printed))
    assert [(group.grade, len(group.units), group.band.deduct) for group in grading.grades] == [
        ("A", 39, None),
        ("B", 7, Decimal(2)),
        ("C", 2, Decimal(4)),
        ("D", 1, Decimal(6)),
    ]
    assert [unit.name for unit in grading.grades[2].units] == ["加义镇", "梅仙镇"]
    assert grading.assessments["三墩乡"].deduct == 6


def test_the_three_best_of_each_group(printed: list[dict[str, str]]) -> None:
    grading, _ = graded(WEIGHTED_INDEX, index_counts(printed))
    assert [scope.name for scope in grading.lists["best"].scopes] == [
        *("平江人民医院", "平江县税务局", "平江县民政局"),
        *("向家镇", "大洲乡", "童市镇"),
    ]


def test_every_score_can_be_explained(printed: list[dict[str, str]]) -> None:
    grading, _ = graded(WEIGHTED_INDEX, index_counts(printed))
    result = grading.assessments["平江县公安局"]
    assert [term.how for term in result.terms.values()] == [
        "30×100%",
        "30×98.08%",
        "20×（1－3.85%）",
        "20×（1－6.52%）",
    ]
    assert result.how == "30＋29.424＋19.23＋18.696＝97.35，四舍五入到1位小数"


SCORE_SHEET = """
styles: {whole_percent: {digits: 4}}
rates:
  completion_rate: {label: 办结率, numerator: 办结, denominator: 应办, style: whole_percent}
  response_rate: {label: 响应率, numerator: 响应, denominator: 应办, style: whole_percent}
  satisfaction_rate: {label: 满意率, numerator: 满意, denominator: 评价, style: whole_percent}
score:
  from: exact
  digits: 0
  terms:
    - {name: 办结率得分, rate: completion_rate, points: 40, digits: 0}
    - {name: 响应率得分, rate: response_rate, points: 20, digits: 0}
    - {name: 满意率得分, rate: satisfaction_rate, points: 20, digits: 0}
    - {name: 附加分, entries: {base: 20}, least: 0, most: 25}
ranking: {then: [registered], ties: shared}
"""


def sheet_counts(printed: list[dict[str, str]]) -> str:
    """Counts of 1000 that give the printed points: just under a half point more would print one more."""
    rows = [["单位", "分组", "应办", "办结", "响应", "评价", "满意"]]
    for row in printed:
        closed, responded, satisfied = (
            str(min(1000, int(row[head]) * 1000 // full + 12))
            for head, full in (("办结率得分", 40), ("响应率得分", 20), ("满意率得分", 20))
        )
        rows.append([row["单位"], row["分组"], "1000", closed, responded, "1000", satisfied])
    return as_table(rows)


def sheet_entries(printed: list[dict[str, str]]) -> str:
    """Entries that carry 20 to the printed extra points; full extra points by more than the cap lets count."""
    rows = [["类型", "单位", "分值"]]
    for row in printed:
        extra = int(row["附加分"]) - 20
        if extra:
            rows.append(["加分" if extra > 0 else "扣分", row["单位"], str(abs(extra) + 3 * (extra == 5))])
    return as_table(rows)


def test_the_sheet_with_extra_points_comes_out() -> None:
    printed = read("score_sheet.csv")
    grading, issues = graded(SCORE_SHEET, sheet_counts(printed), sheet_entries(printed))
    assert issues == ()
    for row in printed:
        result = grading.assessments[row["单位"]]
        terms = {name: str(term.points) for name, term in result.terms.items()}
        heads = ("办结率得分", "响应率得分", "满意率得分", "附加分")
        assert (row["单位"], terms, str(result.score)) == (row["单位"], {h: row[h] for h in heads}, row["合计"])
