"""The example orders of 汝州, counted without the program: they give the published totals, topics and points."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from acceptance.reading import DATA, EXAMPLES, Row, facts, sheet, table

FOLDER = EXAMPLES / "ruzhou/2022-07"
FIGURES = facts("ruzhou")
OPINIONS = ("非常满意", "满意", "基本满意", "不满意")
CUT_OFF = "2022-08-02"


def local() -> tuple[Row, ...]:
    return sheet(FOLDER / "七月工单.xlsx", "本级登记")


def upper() -> tuple[Row, ...]:
    return sheet(FOLDER / "七月工单.xlsx", "上级交办")


def closed(row: Row) -> bool:
    return row["办结时间"] is not None and row["办结时间"] < CUT_OFF


def whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def satisfaction(rows: list[Row]) -> Decimal:
    said = [row["满意度"] for row in rows if row["满意度"] in OPINIONS]
    return 1 - Decimal(said.count("不满意")) / len(said)


def share(rows: list[Row]) -> tuple[int, str, str]:
    completion = Decimal(sum(map(closed, rows))) / len(rows)
    return len(rows), f"{whole(100 * completion)}%", f"{whole(100 * satisfaction(rows))}%"


def test_streams() -> None:
    rows = [*local(), *upper()]
    assert len({row["诉求编号"] for row in rows}) == len(rows)
    assert all("2022-07-01" <= row["登记时间"] < CUT_OFF for row in rows)
    settled = [row for row in local() if row["办理单位"] is None]
    dispatched = [row for row in local() if row["办理单位"] is not None]
    assert len(local()) == FIGURES["local"]["registered"]
    for part, found in ((FIGURES["local"]["settled"], settled), (FIGURES["local"]["dispatched"], dispatched)):
        assert share(found) == (part["count"], part["completion"], part["satisfaction"])
    assert sum(map(closed, dispatched)) == FIGURES["local"]["dispatched"]["closed"]
    given = FIGURES["upper"]
    assert share(list(upper())) == (given["count"], given["completion"], given["satisfaction"])
    assert Counter(row["来源渠道"] for row in upper()) == given["channels"]


def test_types_and_hot_topics() -> None:
    printed = [row for row in table(DATA / "ruzhou/body_tables.csv") if row["类别"] != "合计"]
    types = Counter(row["诉求类型"] for row in local())
    assert types == {row["类别"]: int(row["数量(件)"]) for row in printed if row["表"] == "诉求类型"}
    pairs = Counter(row["诉求类别"].replace("-", "—") for row in local() if row["诉求类别"])
    hot = [(row["类别"], int(row["数量(件)"])) for row in printed if row["表"] == "十大热点"]
    assert pairs.most_common(10) == hot and pairs.most_common(11)[-1][1] < hot[-1][1]


def test_points() -> None:
    entries: Counter[str] = Counter()
    for row in sheet(FOLDER / "adjustments.xlsx"):
        if row["类型"] in ("加分", "扣分"):
            entries[row["单位"]] += row["分值"] if row["类型"] == "加分" else -row["分值"]
    for row in table(DATA / "ruzhou/annex.csv"):
        own = [order for order in local() if order["办理单位"] == row["单位"]]
        completion = Decimal(sum(map(closed, own))) / len(own)
        response = Decimal(sum(order["是否响应"] == "是" for order in own)) / len(own)
        points = [whole(40 * completion), whole(20 * response), whole(20 * satisfaction(own))]
        points.append(min(25, max(0, 20 + entries[row["单位"]])))
        expected = [row[head] for head in ("办结率得分", "响应率得分", "满意率得分", "附加分", "合计")]
        assert [str(part) for part in [*points, sum(points)]] == expected, row["单位"]


def test_units_named_by_hand() -> None:
    decided = [
        (row["类型"], row["单位"]) for row in sheet(FOLDER / "adjustments.xlsx") if row["类型"] in ("表扬", "批评")
    ]
    assert decided == [
        *(("表扬", unit) for unit in FIGURES["better"]),
        *(("批评", unit.removesuffix("人民政府")) for unit in FIGURES["worse"]),
    ]
