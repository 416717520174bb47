"""The example orders of 平江, counted without the program: what they come to is what was published."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from acceptance.reading import DATA, EXAMPLES, Row, facts, names, sheet, table, tallied, within

FOLDER = EXAMPLES / "pingjiang/2024-05"
MONTH = "2024-05"
OPINIONS = {"非常满意", "满意", "基本满意", "不满意", "非常不满意"}
BAD = {"不满意", "非常不满意"}
FIGURES = facts("pingjiang")


def orders() -> list[Row]:
    return [row | {"承办单位": (row["承办单位"] or "").strip()} for row in sheet(FOLDER / "orders.xlsx")]


def letters() -> tuple[Row, ...]:
    return sheet(FOLDER / "letters.xlsx")


def unit(row: Row) -> str:
    return names("pingjiang").get(row["承办单位"], "无系统单位") if row["承办单位"] else ""


def dispatched(row: Row) -> bool:
    return bool(row["承办单位"])


def due(row: Row) -> bool:
    return dispatched(row) and within(row, "办理时限", MONTH)


def late(row: Row) -> bool:
    return row["办结时间"] is None or row["办结时间"] > row["办理时限"]


def test_each_unit_has_the_published_counts() -> None:
    rows = orders()
    counted = {
        "受理案件数": tallied(rows, unit, dispatched, lambda row: within(row, "受理时间", MONTH)),
        "应办理数": tallied(rows, unit, due),
        "办理数": tallied(rows, unit, due, lambda row: within(row, "办结时间", MONTH) or row["办结时间"] is not None),
        "按期办理数": tallied(rows, unit, due, lambda row: not late(row)),
        "返工数": tallied(rows, unit, due, lambda row: row["退回重办次数"] > 0),
        "回访不满意数": tallied(
            rows, unit, lambda row: within(row, "回访时间", MONTH), lambda row: row["办理结果满意度"] in BAD
        ),
    }
    published = table(DATA / "pingjiang/annex.csv")
    assert len(published) == 49
    for row in published:
        name = names("pingjiang")[row["部门名称"]]
        assert {head: str(counts[name]) for head, counts in counted.items()} == {head: row[head] for head in counted}


def test_call_backs_are_those_that_the_rates_imply() -> None:
    rows = [row for row in orders() if within(row, "回访时间", MONTH) and row["办理结果满意度"] in OPINIONS]
    called = tallied(rows, unit)
    for row in table(DATA / "pingjiang/annex.csv"):
        name = names("pingjiang")[row["部门名称"]]
        assert row["回访数(推算)"] in ("", str(called[name]))
    earlier = [row for row in rows if row["受理时间"] < datetime.fromisoformat("2024-05-01") and not due(row)]
    assert earlier, "call-backs for orders that were neither accepted nor due in May"


def test_totals() -> None:
    accepted = [row for row in orders() if within(row, "受理时间", MONTH)]
    assert len({row["工单编号"] for row in accepted}) == len(accepted) == FIGURES["registered"]
    assert sum(map(dispatched, accepted)) == FIGURES["accepted_hotline"]
    assert tallied(accepted, unit)["无系统单位"] == 61
    carried = [row for row in orders() if due(row) and not within(row, "受理时间", MONTH)]
    later = [row for row in accepted if dispatched(row) and row["办理时限"] >= datetime.fromisoformat("2024-06-01")]
    assert carried and later


def test_categories() -> None:
    counts = Counter(row["一级分类"] for row in orders() if within(row, "受理时间", MONTH))
    top = [(part["name"], part["count"]) for part in FIGURES["categories_top5"]]
    assert counts.most_common(5) == top


def test_overdue_orders_and_excuses() -> None:
    overdue = [row for row in orders() if due(row) and late(row)]
    expected = {names("pingjiang").get(name, name): count for name, count in FIGURES["overdue"]["by_unit"].items()}
    assert tallied(overdue, unit) == expected
    assert all((row["是否超期"] == "是") == (due(row) and late(row)) for row in orders())
    excused = {row["工单编号"] for row in sheet(FOLDER / "adjustments.xlsx") if row["类型"] == "免责" and row["理由"]}
    blamed: dict[str, set[str]] = {}
    for row in overdue:
        if row["工单编号"] not in excused:
            blamed.setdefault(unit(row), set()).add(row["工单编号"])
    published = FIGURES["unexcused_overdue"].items()
    assert blamed == {names("pingjiang")[name]: set(numbers) for name, numbers in published}


def test_letters() -> None:
    mailbox = FIGURES["mailbox"]
    boxes = Counter(row["受理渠道"] for row in letters())
    assert boxes == {box: mailbox[box] for box in ("中国政府网", "省长信箱", "市长信箱", "县长信箱")}
    assert boxes.total() == mailbox["total"]
    assert all(within(row, "受理时间", MONTH) and not late(row) for row in letters())
    mayor = [row["办理结果满意度"] for row in letters() if row["受理渠道"] == "市长信箱"]
    assert f"{sum(opinion not in BAD for opinion in mayor) / len(mayor):.2%}" == mailbox["市长信箱满意率"]
    praised = tallied(letters(), unit, lambda row: row["办理结果满意度"] == "非常满意")
    assert praised == {names("pingjiang")[name]: count for name, count in mailbox["very_satisfied"].items()}


def test_the_export_looks_like_an_export() -> None:
    rows = orders()
    assert len(rows[0]) >= 25
    assert len({row["诉求内容"] for row in rows}) > 0.97 * len(rows)
    assert all(row["联系电话"].startswith("10") for row in rows), "no operator has these prefixes"
    hours = Counter(row["受理时间"].hour for row in rows)
    assert max(hours, key=hours.__getitem__) in (9, 10, 15) and min(hours[hour] for hour in (9, 10, 15)) > hours[13]
    assert all(row["受理时间"] < row["派单时间"] < row["签收时间"] for row in rows if row["派单时间"])
    assert all(row["派单时间"] < row["办结时间"] for row in rows if row["派单时间"] and row["办结时间"])
    assert all(row["办结时间"] < row["回访时间"] for row in rows if row["回访时间"])
    assert len({row["承办单位"] for row in rows if unit(row) == "平江县教育局"}) > 1, "aliases"
