"""Rules worked out a second time, in other ways, and compared on random counts.

Nothing here uses the package's arithmetic: the weighted index is Decimal arithmetic straight from the published rule,
ranks are counted by comparing each unit with every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from grading.test_real_sheets import COUNTS, WEIGHTED_INDEX
from ruletable import graded

Row = Mapping[str, int]


@st.composite
def monthly_counts(draw: st.DrawFn) -> Row:
    due = draw(st.integers(1, 300))
    closed = draw(st.integers(max(1, due - 40), due))
    callbacks = draw(st.integers(0, 120))
    return {
        "受理案件数": draw(st.integers(0, 300)),
        "应办理数": due,
        "办理数": closed,
        "按期办理数": draw(st.integers(0, closed)),
        "返工数": draw(st.integers(0, closed)),
        "回访不满意数": draw(st.integers(0, callbacks)),
        "回访数": callbacks,
    }


def percent(part: int, whole: int) -> Decimal:
    """四舍五入到两位小数的百分数；没有回访的按 0%。"""
    if whole == 0:
        return Decimal("0.00")
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def published_index(row: Row) -> Decimal:
    """综合指标值 = 30×办结率 + 30×按期办结率 + 20×(1−返工率) + 20×(1−回访不满意率), one decimal, half up."""
    with localcontext() as context:
        context.prec = 60
        hundred = Decimal(100)
        completion = percent(row["办理数"], row["应办理数"])
        on_time = percent(row["按期办理数"], row["应办理数"])
        rework = percent(row["返工数"], row["办理数"])
        dissatisfied = percent(row["回访不满意数"], row["回访数"])
        index = 30 * completion + 30 * on_time + 20 * (hundred - rework) + 20 * (hundred - dissatisfied)
        return (index / hundred).quantize(Decimal("0.1"), ROUND_HALF_UP)


def published_grade(index: Decimal) -> str:
    return "A" if index >= 90 else "B" if index >= 85 else "C" if index >= 80 else "D"


@settings(max_examples=60, deadline=None)
@given(st.lists(monthly_counts(), min_size=1, max_size=40))
def test_the_published_index_and_grade(rows: list[Row]) -> None:
    table = [COUNTS, *([f"单位{i}", "县直单位", *map(str, row.values())] for i, row in enumerate(rows))]
    grading, issues = graded(WEIGHTED_INDEX, "\n".join(" ".join(line) for line in table))
    assert {issue.code for issue in issues} <= {"list.ties_cut"}
    for i, row in enumerate(rows):
        result = grading.assessments[f"单位{i}"]
        assert (result.score, result.grade) == (published_index(row), published_grade(published_index(row)))


RANKED = """
rates:
  按期率: {{numerator: 按期, denominator: 办结, empty: {{score: leave_out}}}}
score: {{digits: 0, terms: [{{rate: 按期率, points: 10}}]}}
ranking: {{within: {within}, ties: {ties}, then: [-办结], minimum: {{办结: 3}}}}
lists:
  前三: {{order: [-score, registered], top: 3, ties: stop}}
  前三都列: {{order: [-score, registered], top: 3, ties: include}}
"""

Unit = tuple[str, str, int, int]  # name, group, closed, on time


@st.composite
def units(draw: st.DrawFn) -> list[Unit]:
    found = []
    for i in range(draw(st.integers(1, 12))):
        closed = draw(st.integers(0, 8))
        found.append((f"单位{i}", draw(st.sampled_from(["甲组", "乙组"])), closed, draw(st.integers(0, closed))))
    return found


def tenths(unit: Unit) -> int:
    """The score: on time out of ten, of a percentage of two decimals, halves up — all in whole numbers."""
    _, _, closed, on_time = unit
    hundredths = (on_time * 10000 * 2 + closed) // (2 * closed)
    return (hundredths * 2 + 1000) // 2000


def as_text(rows: list[Unit]) -> str:
    lines = [f"{name} {group} {closed} {on_time}" for name, group, closed, on_time in rows]
    return "\n".join(["单位 分组 办结 按期", *lines])


@settings(max_examples=80, deadline=None)
@given(units(), st.sampled_from(["group", "all"]), st.sampled_from(["shared", "dense", "broken"]))
def test_ranks_count_the_better_ones(rows: list[Unit], within: str, ties: str) -> None:
    grading, _ = graded(RANKED.format(within=within, ties=ties), as_text(rows))
    taking_part = [unit for unit in rows if unit[2] >= 3]
    for place, unit in enumerate(rows):
        name, group, closed, _ = unit
        rivals = [other for other in taking_part if within == "all" or other[1] == group]
        better = [other for other in rivals if closed >= 3 and tenths(other) > tenths(unit)]
        before = [
            other
            for other in rivals
            if closed >= 3 and tenths(other) == tenths(unit) and (-other[2], rows.index(other)) < (-closed, place)
        ]
        expected = {
            "shared": len(better) + 1,
            "dense": len({tenths(other) for other in better}) + 1,
            "broken": len(better) + len(before) + 1,
        }
        assert grading.assessments[name].rank == (expected[ties] if closed >= 3 else None)


@settings(max_examples=80, deadline=None)
@given(units())
def test_the_first_three_with_and_without_ties(rows: list[Unit]) -> None:
    grading, _ = graded(RANKED.format(within="all", ties="shared"), as_text(rows))
    scored = [unit for unit in rows if unit[2]]
    best_first = sorted(scored, key=tenths, reverse=True)  # stable: equal scores stay as registered
    names = [unit[0] for unit in best_first]
    assert [scope.name for scope in grading.lists["前三"].scopes] == names[:3]
    bar = tenths(best_first[2]) if len(best_first) > 2 else -1
    assert [scope.name for scope in grading.lists["前三都列"].scopes] == [u[0] for u in best_first if tenths(u) >= bar]
