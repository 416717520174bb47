"""The rule cases that a clerk can read: every file of ``cases/`` is worked through and compared with what it expects.

A case has ``title``, ``rule`` (a fragment of profile.yaml), ``counts`` or ``orders`` (a text table), optionally
``adjustments`` and ``previous`` (grades of the period before), and ``expect``: ``units`` (a text table; heads 得分,
等级, 评分等级, 扣分, 加分, 排名, or the name of a term), ``lists``, ``sums``, ``grades``, ``moves``, ``issues``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import unified_diff
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bulletin_gen.grading import Assessment, Grading
from bulletin_gen.leaves.issues import Issue
from ruletable import graded, graded_orders, rows_of

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
KEYS = {"title", "period", "rule", "units", "counts", "orders", "adjustments", "previous", "expect"}

SHOWN: dict[str, Callable[[Assessment], object]] = {
    "得分": lambda result: result.score,
    "等级": lambda result: result.grade,
    "评分等级": lambda result: result.grade_by_score,
    "扣分": lambda result: result.deduct,
    "加分": lambda result: result.bonus,
    "排名": lambda result: result.rank,
    "上期等级": lambda result: result.previous_grade,
}


def load(path: Path) -> Mapping[str, Any]:
    data: Mapping[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    assert set(data) <= KEYS, f"{path.name}: unknown keys {set(data) - KEYS}"
    assert {"title", "period", "rule", "expect"} <= set(data)
    return data


def worked_out(case: Mapping[str, Any]) -> tuple[Grading, tuple[Issue, ...]]:
    rest = (case.get("adjustments", ""), case.get("previous", {}))
    if "orders" in case:
        return graded_orders(case["rule"], case["units"], case["orders"], case["period"], *rest)
    return graded(case["rule"], case["counts"], *rest)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = load(path)
    grading, issues = worked_out(case)
    expected = said(case["expect"])
    found = said(case["expect"], grading, issues)
    if expected != found:
        diff = "\n".join(unified_diff(expected, found, "应为", "算得", lineterm="", n=20))
        pytest.fail(f"{path.name}：{case['title']}\n{diff}", pytrace=False)


def said(expect: Mapping[str, Any], grading: Grading | None = None, issues: tuple[Issue, ...] = ()) -> list[str]:
    """The expectations as lines, or what grading found in the same form."""
    lines: list[str] = []
    for part, wanted in expect.items():
        lines += [f"{part}：", *PARTS[part](wanted, grading, issues)]
    return lines


def units_said(wanted: str, grading: Grading | None, issues: tuple[Issue, ...]) -> list[str]:
    lines = []
    for row in rows_of(wanted):
        name = row["单位"]
        cells = row if grading is None else {head: shown(grading.assessments[name], head) for head in row}
        lines.append("  ".join(f"{head} {tidy(cell)}" for head, cell in cells.items()))
    return lines


def shown(result: Assessment, head: str) -> object:
    if head == "单位":
        return result.unit.name
    if head in SHOWN:
        return SHOWN[head](result)
    return result.terms[head].points if head in result.terms else None


def tidy(cell: object) -> str:
    """A cell in one form: numbers without trailing zeros, nothing as —."""
    if cell in (None, "", "—"):
        return "—"
    text = str(cell)
    try:
        return str(Fraction(text))
    except ValueError:
        return text


def lists_said(wanted: Mapping[str, list[str]], grading: Grading | None, issues: tuple[Issue, ...]) -> list[str]:
    if grading is None:
        return [f"{name}：{'、'.join(units)}" for name, units in wanted.items()]
    return [f"{name}：{'、'.join(s.name for s in grading.lists[name].scopes)}" for name in wanted]


def added_said(wanted: Mapping[str, list[str]], grading: Grading | None, issues: tuple[Issue, ...]) -> list[str]:
    if grading is None:
        return [f"{name}：{'、'.join(units)}" for name, units in wanted.items()]
    entries = {name: [e for e in grading.lists[name].entries if e.added_by] for name in wanted}
    return [f"{name}：{'、'.join(e.scope.name for e in added)}" for name, added in entries.items()]


def removed_said(wanted: Mapping[str, list[str]], grading: Grading | None, issues: tuple[Issue, ...]) -> list[str]:
    if grading is None:
        return [f"{name}：{'、'.join(units)}" for name, units in wanted.items()]
    return [f"{name}：{'、'.join(r.scope.name for r in grading.lists[name].removed)}" for name in wanted]


def sums_said(wanted: Mapping[str, Mapping[str, Any]], grading: Grading | None, issues: tuple[Issue, ...]) -> list[str]:
    if grading is None:
        return [f"{name} {measure}：{tidy(value)}" for name, row in wanted.items() for measure, value in row.items()]
    return [f"{name} {m}：{tidy(grading.lists[name].sums[m])}" for name, row in wanted.items() for m in row]


def shares_said(
    wanted: Mapping[str, Mapping[str, Any]], grading: Grading | None, issues: tuple[Issue, ...]
) -> list[str]:
    if grading is None:
        return [f"{name} {measure}：{value}" for name, row in wanted.items() for measure, value in row.items()]
    ratios = {(name, m): grading.lists[name].shares[m] for name, row in wanted.items() for m in row}
    return [f"{name} {m}：{ratio.numerator}/{ratio.denominator}" for (name, m), ratio in ratios.items()]


def grades_said(wanted: Mapping[str, list[str]], grading: Grading | None, issues: tuple[Issue, ...]) -> list[str]:
    found = {g.grade: [unit.name for unit in g.units] for g in grading.grades} if grading else wanted
    return [f"{name}：{'、'.join(units)}" for name, units in found.items()]


def moves_said(wanted: list[str], grading: Grading | None, issues: tuple[Issue, ...]) -> list[str]:
    if grading is None:
        return list(wanted)
    word = {"up": "升", "down": "降"}
    return [f"{move.unit.name} {move.before}→{move.after} {word[move.direction]}" for move in grading.moves]


def issues_said(wanted: list[str], grading: Grading | None, issues: tuple[Issue, ...]) -> list[str]:
    if grading is None:
        return list(wanted)
    return [f"第{issue.place.row}行 {issue.kind}" for issue in issues]


PARTS: dict[str, Callable[[Any, Grading | None, tuple[Issue, ...]], list[str]]] = {
    "units": units_said,
    "lists": lists_said,
    "added": added_said,
    "removed": removed_said,
    "sums": sums_said,
    "shares": shares_said,
    "grades": grades_said,
    "moves": moves_said,
    "issues": issues_said,
}


def test_each_of_the_eleven_kinds_of_rule_has_a_case() -> None:
    kinds = {int(path.name[:2]) for path in CASES}
    assert kinds == set(range(1, 12))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_case_is_worked_by_hand_in_a_comment(path: Path) -> None:
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("#")]
    assert sum("＝" in line or "=" in line for line in comments) >= 2
