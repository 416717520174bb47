"""The example orders of 莒南, counted without the program: what they come to is what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from acceptance.reading import DATA, EXAMPLES, Row, facts, names, sheet, table

FILE = EXAMPLES / "junan/2021-W43/工单明细.xlsx"
FIRST, END = datetime.fromisoformat("2021-10-25"), datetime.fromisoformat("2021-11-01")
FIGURES = facts("junan")


def orders() -> list[Row]:
    """The rows between the title rows and the 合计 row."""
    rows = sheet(FILE, above=2)
    assert rows[-1]["序号"] == "合计"
    return list(rows[:-1])


def during(row: Row, head: str) -> bool:
    return row[head] is not None and FIRST <= row[head] < END


def per_unit(condition: Callable[[Row], bool]) -> Counter[str]:
    """One for each unit of an order: an order for two units counts for both."""
    return Counter(names("junan")[unit] for row in orders() if condition(row) for unit in row["承办部门"].split("、"))


def accepted(row: Row) -> bool:
    return during(row, "来电时间")


def rate(opinion: str, unit: str) -> str:
    said = [row[opinion] for row in orders() if during(row, "回访时间") and row["承办部门"] == unit]
    if not said:
        return "-"
    percent = 100 * said.count("满意") / len(said)
    assert percent == int(percent)
    return f"{int(percent)}%"


def test_each_unit_has_the_published_counts() -> None:
    dispatches = per_unit(accepted)
    closed = per_unit(lambda row: accepted(row) and row["反馈时间"] is not None and row["反馈时间"] < END)
    published = table(DATA / "junan/annex.csv")
    assert sum(dispatches.values()) == 1320 + 830
    for row in published:
        unit = row["承办部门"]
        assert (str(dispatches[unit]), str(closed[unit])) == (row["承办量"], row["办结量"]), unit
        assert rate("服务过程满意度", unit) == row["回访服务过程满意率"], unit
        assert rate("办理结果满意度", unit) == row["回访办理结果满意率"], unit


def test_totals_channels_and_types() -> None:
    rows = [row for row in orders() if accepted(row)]
    assert len({row["受理编号"] for row in rows}) == len(rows) == FIGURES["accepted"]
    assert Counter(row["诉求来源"] for row in rows) == FIGURES["channels"]
    types = Counter(row["来电类别"] for row in rows)
    counts = {"求助类": types["求助"], "投诉举报类": types["投诉"] + types["举报"], "建议类": types["建议"]}
    assert counts == {name: part["count"] for name, part in FIGURES["types"].items()}


def test_hot_categories_with_what_they_are_about() -> None:
    rows = [row for row in orders() if accepted(row)]
    firsts = Counter(row["诉求大类"] for row in rows).most_common(6)
    published = [(part["name"], part["count"]) for part in FIGURES["hot"]["categories"]]
    assert firsts[:5] == published and firsts[5][1] < published[-1][1]
    for part in FIGURES["hot"]["categories"]:
        seconds = Counter(row["诉求小类"] for row in rows if row["诉求大类"] == part["name"])
        assert [name for name, _ in seconds.most_common(4)] == part["about"]


def test_call_backs_of_the_week_before_are_in_the_export() -> None:
    earlier = [row for row in orders() if not accepted(row)]
    assert earlier and all(during(row, "回访时间") and row["来电时间"] < FIRST for row in earlier)
