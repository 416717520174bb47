"""The example orders of 淮北, counted without the program: what they come to is what was published, truncated."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from functools import cache

from acceptance.reading import DATA, EXAMPLES, Row, facts, names, sheet, table

FOLDER = EXAMPLES / "huaibei/2022-02"
FIGURES = facts("huaibei")
INSTEAD = {"市气象局": "淮北理工学院"}  # named in the published prose without being in the table: an erratum


@cache
def rows() -> tuple[Row, ...]:
    return tuple(row for half in ("上半月", "下半月") for row in sheet(FOLDER / f"工单{half}.xlsx"))


@cache
def by_unit() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows():
        if row["主办单位"]:
            found[names("huaibei")[row["主办单位"]]].append(row)
    return found


def late(row: Row) -> bool:
    return bool(row["完成时间"] > row["办结截止时间"])


def percent(value: Fraction) -> str:
    """Truncated to two decimals, trailing zeros dropped."""
    return f"{int(value * 10000) / 100:.2f}".rstrip("0").rstrip(".") + "%"


def satisfied(some: list[Row]) -> Fraction:
    said = [row["满意度评价"] for row in some if row["满意度评价"]]
    return 1 - Fraction(said.count("不满意"), len(said))


def mean_days(some: list[Row]) -> Fraction:
    seconds = sum(int((row["完成时间"] - row["转派时间"]).total_seconds()) for row in some)
    return Fraction(seconds, 86400 * len(some))


def group(name: str) -> list[str]:
    return [row["承办单位"] for row in table(DATA / "huaibei/annex2.csv") if row["分组"] == name]


def registered(unit: str) -> str:
    unit = INSTEAD.get(unit, unit)
    return names("huaibei").get(unit, unit)


def test_requests_and_where_they_came_from() -> None:
    given = FIGURES["handled"]
    channels = Counter({row["工单流水号"]: row["受理方式"] for row in rows()}.values())
    assert channels == {"电话": given["来电"], **{name: given[name] for name in ("省长热线平台", "人民网给市长留言")}}
    assert channels.total() == given["total"]
    assert all(f"{row['受理时间']:%Y-%m}" == "2022-02" for row in rows())


def test_categories_over_the_calls() -> None:
    calls = {row["工单流水号"]: row["诉求类别"] for row in rows() if row["受理方式"] == "电话"}
    counts = Counter(calls.values())
    for place, row in enumerate(table(DATA / "huaibei/annex1.csv")):
        assert counts.most_common()[place] == (row["诉求类别"], int(row["数量(件)"]))
        assert percent(Fraction(counts[row["诉求类别"]], len(calls))) == row["百分比"]


def test_each_unit_has_the_published_counts_and_rates() -> None:
    for row in table(DATA / "huaibei/annex2.csv"):
        own = by_unit()[row["承办单位"]]
        overdue = sum(map(late, own))
        found = [len(own), percent(1 - Fraction(overdue, len(own))), percent(satisfied(own)), overdue]
        assert [str(part) for part in found] == [row[head] for head in ("转办", "按期办结率", "办结满意率", "逾期件数")]


def test_dispatches_exceed_the_orders() -> None:
    dispatches = [row for row in rows() if row["主办单位"]]
    assert len(dispatches) == FIGURES["dispatch_total"]
    units = Counter(row["工单流水号"] for row in dispatches)
    assert len(units) < len(dispatches) and max(units.values()) > 1
    assert len({(row["工单流水号"], row["主办单位"]) for row in dispatches}) == len(dispatches)


def test_mean_days_and_the_slowest() -> None:
    given = FIGURES["mean_days"]
    everything = [row for own in by_unit().values() for row in own]
    assert int(mean_days(everything) * 10) / 10 == given["city"]
    for name in ("县区", "市直单位"):
        own = [row for unit in group(name) for row in by_unit()[unit]]
        assert int(mean_days(own) * 10) / 10 == given[name]
        slowest = sorted(group(name), key=lambda unit: -mean_days(by_unit()[unit]))[:2]
        assert slowest == [registered(unit) for unit in given["longest"][name]]


def test_satisfaction_of_the_city_covers_the_calls_answered_on_the_line() -> None:
    given = FIGURES["satisfaction"]
    assert percent(satisfied(list(rows()))) == given["city"]
    for name in ("县区", "市直单位"):
        lowest = sorted(group(name), key=lambda unit: satisfied(by_unit()[unit]))[:2]
        assert lowest == [registered(unit) for unit in given["lowest"][name]]
