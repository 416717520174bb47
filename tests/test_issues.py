"""Issues: what clerks read, and what stops a run."""

from __future__ import annotations

import pytest

from bulletin_gen.leaves.issues import (
    BulletinError,
    Issue,
    Place,
    Severity,
    count_by_kind,
    error,
    errors,
    stop,
    warning,
)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place("profile.yaml"), "profile.yaml"),
        (Place("profile.yaml", row=12, key="score → terms → 第2项"), "profile.yaml 第12行 score → terms → 第2项"),
        (Place("工单.xlsx", "Sheet1", 5, "承办单位"), "工单.xlsx 工作表“Sheet1” 第5行 “承办单位”列"),
        (Place(sheet="Sheet1", row=1), "工作表“Sheet1” 第1行"),
    ],
)
def test_a_place_reads_from_the_file_inwards(place: Place, text: str) -> None:
    assert str(place) == text


def test_an_issue_says_where_what_what_else_and_what_to_do() -> None:
    issue = error(
        "unit.unknown", "未登记的单位", Place("工单.xlsx", row=7), found="某局", expected="某某局", advice="加为别名"
    )
    assert str(issue) == "工单.xlsx 第7行：未登记的单位；读到：某局；应为：某某局；处理：加为别名"


def test_an_issue_leaves_out_what_it_does_not_know() -> None:
    assert str(warning("order.none", "本期没有工单")) == "本期没有工单"
    assert str(error("a.b", "甲", advice="乙")) == "甲；处理：乙"


def test_only_errors_stop_a_run() -> None:
    grave, light = error("a", "甲"), warning("b", "乙")
    note = Issue("c", "丙", Severity.NOTE)
    assert errors([light, grave, note]) == (grave,)


def test_the_exception_carries_its_issues_and_reads_as_they_do() -> None:
    reason = BulletinError(iter([error("a", "甲"), error("b", "乙")]))
    assert [issue.kind for issue in reason.issues] == ["甲", "乙"]
    assert str(reason) == "甲\n乙"
    assert stop("c", "丙", Place("x"), found="y").issues == (error("c", "丙", Place("x"), found="y"),)


def test_kinds_are_counted_in_order_of_appearance() -> None:
    issues = [warning("b", "乙"), error("a", "甲"), warning("b", "乙")]
    assert list(count_by_kind(issues).items()) == [("乙", 2), ("甲", 1)]
