"""The sixth county worked out a second time: loops over the order table, nothing of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

WRITTEN = {
    "住建局": "临澜县住房和城乡建设局",
    "县档案馆": "临澜县档案馆",
    "东河镇人民政府": "东河镇",
    "县供电公司": "临澜县供电公司",
    "县邮政公司": "临澜县邮政公司",
    "县城管局": "临澜县城市管理局",
    "县住建局": "临澜县住房和城乡建设局",
}
OFFICES = ("临澜县城市管理局", "临澜县住房和城乡建设局", "临澜县教育局", "临澜县档案馆")
TOWNS = ("东河镇", "西岭镇", "南塘乡", "北坪乡", "沙洲镇")
VALUE = {"满意": Decimal(1), "基本满意": Decimal("0.8"), "一般": Decimal("0.6"), "不满意": Decimal(0)}
FIRST, AFTER = datetime.fromisoformat("2023-07-01"), datetime.fromisoformat("2023-10-01")
CUT_OFF = AFTER + timedelta(days=10)


@dataclass
class Unit:
    """One unit's counts and what becomes of them."""

    accepted: int = 0
    removed: int = 0
    assessed: int = 0
    closed: int = 0
    on_time: int = 0
    overdue: int = 0
    rated: int = 0
    satisfied: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)
    score: Decimal | None = None
    grade: str = ""
    rank: int | None = None


def work_out(orders: list[dict[str, str]], decisions: list[dict[str, str]]) -> dict[str, Unit]:
    """Every unit that has an order, and 沙洲镇, which has none."""
    units: dict[str, Unit] = {"沙洲镇": Unit()}
    gone = [row["工单编号"] for row in decisions if row["类型"] == "剔除"]
    for row in orders:
        if FIRST <= moment(row["受理时间"]) < AFTER:
            count(units.setdefault(name(row["承办单位"]), Unit()), row, row["工单编号"] in gone)
    for row in decisions:
        if row["分值"] != "-":
            unit = units[name(row["单位"])]
            unit.bonus += Decimal(row["分值"]) if row["类型"] == "加分" else 0
            unit.penalty += Decimal(row["分值"]) if row["类型"] == "扣分" else 0
    whole = sum(units[office].accepted for office in OFFICES)
    for office in OFFICES:
        assess(units[office], Decimal(150), (50, 45, 35, 25, 10), 30 * Decimal(units[office].accepted) / whole, 10, 6)
        grade(units[office], 120, 95)
    for town in [town for town in TOWNS if units[town].accepted]:
        assess(units[town], Decimal(100), (40, 35, 28, 20, 8), Decimal(0), 5, 5)
        grade(units[town], 95, 80)
    for row in decisions:
        if row["类型"] == "调整等级":
            units[name(row["单位"])].grade = row["等级"]
    rank([units[office] for office in OFFICES])
    rank([units[town] for town in TOWNS])
    return units


def name(written: str) -> str:
    return WRITTEN.get(written, written)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def count(unit: Unit, row: dict[str, str], gone: bool) -> None:
    unit.accepted += 1
    if gone:
        unit.removed += 1
        return
    unit.assessed += 1
    deadline = moment(row["办理时限"])
    if row["办结时间"] != "-" and moment(row["办结时间"]) <= CUT_OFF:
        unit.closed += 1
        if moment(row["办结时间"]) <= deadline:
            unit.on_time += 1
        else:
            unit.overdue += 1
    elif deadline < CUT_OFF:
        unit.overdue += 1
    if row["满意度"] in VALUE:
        unit.rated += 1
        unit.satisfied += VALUE[row["满意度"]]


def percent(part: Decimal | int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def assess(
    unit: Unit, full: Decimal, marks: tuple[int, int, int, int, int], volume: Decimal, most_late: int, most_bonus: int
) -> None:
    completion, very_good, good, fair, poor = marks
    closing = completion * percent(unit.closed, unit.assessed) / 100
    short = max(Decimal(0), 95 - percent(unit.on_time, unit.assessed))
    timing = max(Decimal("12.5"), 25 - short / 2)
    if unit.rated:
        satisfaction = percent(unit.satisfied, unit.rated)
        voice = Decimal(
            very_good if satisfaction >= 95 else good if satisfaction >= 85 else fair if satisfaction >= 75 else poor
        )
    else:
        stretch = Decimal(completion + 25 + very_good) / (completion + 25)
        closing, timing, voice = closing * stretch, timing * stretch, Decimal(0)
    earned = closing + timing + voice + volume - min(unit.overdue, most_late) - unit.penalty
    total = max(earned, min(full, earned + min(unit.bonus, Decimal(most_bonus))))
    unit.score = total.quantize(Decimal("0.01"), ROUND_HALF_UP)


def grade(unit: Unit, best: int, good: int) -> None:
    assert unit.score is not None
    unit.grade = "优秀" if unit.score >= best else "良好" if unit.score >= good else "合格"


def rank(units: list[Unit]) -> None:
    taking_part = [unit for unit in units if unit.accepted >= 10]
    scores = [unit.score for unit in taking_part if unit.score is not None]
    for unit in taking_part:
        unit.rank = 1 + sum(score > unit.score for score in scores if unit.score is not None)
