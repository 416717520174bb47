"""平江县 2024年5月: the orders behind the published annex of 49 units.

Facts are in ``facts/pingjiang.csv`` (counts per unit) and below. An export as of the last evening of May, newest
first, one row a dispatch; requests settled on the line have no 承办单位.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from make import times
from make.orders import Maker, Order, Window, deal
from make.people import address, citizen
from make.pingjiang_words import ALIASES, CATEGORIES, CHANNELS, HEADS, HELPERS, LIKINGS, OUTSIDE, SECONDS, SETTLED_TYPES
from make.sheets import Sheet, Value, write_adjustments, write_workbook
from make.texts import answer, compose
from make.times import at

FOLDER = "pingjiang/2024-05"
TAKEN = at("2024-05-31 23:30")
FIRST, LAST = date(2024, 5, 1), date(2024, 5, 31)
BOTH = Window(FIRST, LAST, FIRST, LAST)  # accepted and due in May
LATER = Window(FIRST, LAST, date(2024, 6, 1), date(2024, 6, 30))
CARRIED = Window(date(2024, 4, 8), date(2024, 4, 30), FIRST, LAST)
EARLIER = Window(date(2024, 4, 8), date(2024, 4, 27), date(2024, 4, 9), date(2024, 4, 30))
OVERDUE_UNTIL = date(2024, 5, 27)  # late ones fall due early enough to be closed within the month
ALLOWANCES = {"咨询": 3, "求助": 5, "投诉": 7, "举报": 15, "建议": 10, "表扬": 5}
SETTLED = 777
CATEGORY_COUNTS = {
    "市场管理类": 426,
    "住房与城乡建设类": 223,
    "社情民意类": 218,
    "公共服务类": 188,
    "环境保护类": 158,
    "交通运输类": 142,
    "公安政法类": 131,
    "教育文体类": 118,
    "劳动和社会保障类": 109,
    "卫生健康类": 96,
    "农业农村类": 84,
    "自然资源类": 71,
    "民政事务类": 42,
    "其他类": 34,
}
#: Overdue without excuse, by published order number.
UNEXCUSED = {
    "梅仙镇": ("242019", "233459"),
    "南江镇": ("219337",),
    "三阳乡": ("217784",),
    "平江县住建局": ("209525", "203468"),
}
BOXES = {"中国政府网": 7, "省长信箱": 8, "市长信箱": 93, "县长信箱": 38}
VERY_SATISFIED = ("三阳乡", "三阳乡", "平江县教育局", "平江县交通运输局")
MAYOR_SATISFIED = 88
WIDTHS = {"工单标题": 28, "诉求内容": 60, "联系地址": 26, "办理结果": 40, "承办单位": 24} | {
    head: 19 for head in HEADS if head.endswith("时间") or head == "办理时限"
}

# Order numbers are the city platform's, some 950 a day since 8 April; the published ones fix the moments.
_NUMBERS_FROM, _FIRST_NUMBER, _A_DAY = at("2024-04-08 00:00"), 200_000, 950


@dataclass(frozen=True)
class Target:
    """What the orders of one unit must come to."""

    unit: str
    accepted: int
    due: int
    on_time: int
    rework: int
    called: int
    dissatisfied: int


def targets() -> list[Target]:
    """The published counts of the 49 units and the rest that the totals leave to units outside."""
    with Path(__file__).with_name("facts").joinpath("pingjiang.csv").open(encoding="utf-8") as source:
        rows = [Target(row["单位"], *(int(row[head]) for head in list(row)[1:])) for row in csv.DictReader(source)]
    return [*rows, Target("", 61, 57, 55, 5, 41, 3)]


TOWNS = tuple(target.unit for target in targets() if target.unit.endswith(("镇", "乡", "街道")))


def make(root: Path) -> None:
    """Writes the folder's spreadsheets under ``root``."""
    maker = Maker("pingjiang 2024-05", ALLOWANCES, (14, 46, 22, 4, 9, 5), TAKEN)
    dispatched = [order for target in targets() for order in _unit_orders(maker, target)]
    settled = [maker.settled(FIRST, LAST, SETTLED_TYPES) for _ in range(SETTLED)]
    hotline = [*dispatched, *settled]
    _categorise(maker, hotline)
    for order in hotline:
        order.channel = maker.rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    letters = _letters(maker)
    _number([*hotline, *letters])
    folder = root / FOLDER
    write_workbook(folder / "orders.xlsx", {"工单明细": _sheet(maker, hotline)}, TAKEN)
    write_workbook(folder / "letters.xlsx", {"信箱来信": _sheet(maker, letters)}, TAKEN)
    write_adjustments(folder / "adjustments.xlsx", list(_excused(maker, hotline)), TAKEN)


def _unit_orders(maker: Maker, target: Target) -> list[Order]:
    fixed = list(_published(maker, target.unit))
    overdue = target.due - target.on_time - len(fixed)
    both = min(target.accepted, target.due) - round(0.17 * min(target.accepted, target.due))
    wanted = [*[BOTH] * both, *[CARRIED] * (target.due - both), *[LATER] * (target.accepted - both)]
    for order in fixed:
        wanted.remove(BOTH if order.accepted.date() >= FIRST else CARRIED)
    orders = [*fixed, *_made(maker, wanted, overdue)]
    for order in orders:
        order.unit = target.unit or maker.rng.choice(OUTSIDE)
    due = [order for order in orders if order.deadline and order.deadline.date() <= LAST]
    for order in maker.sample(due, target.rework):
        order.rework = maker.rng.choice((1, 1, 1, 2))
    return [*orders, *_call_back(maker, target, orders)]


def _published(maker: Maker, unit: str) -> Iterator[Order]:
    for number in UNEXCUSED.get(unit, ()):
        accepted = _NUMBERS_FROM + timedelta(days=(int(number) - _FIRST_NUMBER) / _A_DAY)
        accepted = accepted.replace(microsecond=0) + timedelta(seconds=1)
        window = BOTH if accepted.date() >= FIRST else CARRIED
        order = maker.dispatched(Window(window.first, window.last, FIRST, OVERDUE_UNTIL), accepted)
        order.order_id = number
        maker.close_late(order, TAKEN - timedelta(hours=6))
        yield order


def _made(maker: Maker, wanted: list[Window], overdue: int) -> Iterator[Order]:
    maker.rng.shuffle(wanted)
    wanted.sort(key=lambda window: window is LATER)  # late ones come from what is due in May
    for place, window in enumerate(wanted):
        if place < overdue:
            order = maker.dispatched(Window(window.first, window.last, FIRST, OVERDUE_UNTIL))
            maker.close_late(order, TAKEN - timedelta(hours=6))
        else:
            order = maker.dispatched(window)
            if window is LATER:
                maker.leave_open_or_close(order)
            else:
                maker.close(order, TAKEN - timedelta(hours=1))
        yield order


def _call_back(maker: Maker, target: Target, orders: list[Order]) -> list[Order]:
    """Call-backs with an opinion made in May; returns the orders of April that some of them concern."""
    ready = [order for order in orders if order.closed and _callable(order.closed)]
    most = int(len(ready) * 0.92)
    early = max(target.called - most, round(target.called * 0.08))
    earlier = [maker.dispatched(EARLIER) for _ in range(early)]
    for order in earlier:
        order.unit = target.unit or maker.rng.choice(OUTSIDE)
        maker.close(order, at("2024-04-30 18:00"))
    called = [*earlier, *maker.sample(ready, target.called - early)]
    unhappy = {id(order) for order in maker.sample(called, target.dissatisfied)}
    for order in called:
        _opine(maker, order, id(order) in unhappy)
    for order in orders:
        if order.closed and order.callback is None and order.closed < TAKEN - timedelta(days=3):
            _call_in_vain(maker, order)
    return earlier


def _callable(closed: datetime) -> bool:
    return at("2024-04-26 00:00") <= closed <= at("2024-05-30 12:00")


def _opine(maker: Maker, order: Order, unhappy: bool) -> None:
    assert order.closed
    first = max(order.closed + timedelta(hours=2), at("2024-05-01 09:00"))
    order.callback = times.callback_moment(maker.rng, first, min(first + timedelta(days=4), TAKEN - timedelta(hours=3)))
    order.connected = True
    order.result_opinion = (
        maker.rng.choice(("不满意", "不满意", "不满意", "非常不满意"))
        if unhappy
        else maker.rng.choices(("满意", "非常满意", "基本满意"), (70, 12, 18))[0]
    )
    happy = ("已解决", "已解决", "已解决", "解释说明", "部分解决")
    order.resolved = maker.rng.choice(("未解决", "部分解决", "解释说明") if unhappy else happy)


def _call_in_vain(maker: Maker, order: Order) -> None:
    """Nobody answers, or the citizen will not say: a call-back without an opinion."""
    assert order.closed
    if maker.rng.random() < 0.7:
        first = order.closed + timedelta(hours=2)
        order.callback = times.callback_moment(maker.rng, first, first + timedelta(days=2))
        order.connected = maker.rng.random() < 0.25
        order.result_opinion = "未评价" if order.connected else ""


def _categorise(maker: Maker, hotline: list[Order]) -> None:
    """Categories over what was registered in May; earlier orders take any that suits their unit."""
    registered = [order for order in hotline if order.accepted.date() >= FIRST]
    given = deal(maker.rng, registered, CATEGORY_COUNTS, _liking)
    for place, order in enumerate(registered):
        order.category = (given[place], "")
    for order in hotline:
        liking = _liking(order) or {name: float(count) for name, count in CATEGORY_COUNTS.items()}
        first = order.category[0] or maker.rng.choices(list(liking), list(liking.values()))[0]
        order.category = (first, _second(maker, order.unit, first))


def _second(maker: Maker, unit: str, first: str) -> str:
    all_of_it = list(CATEGORIES[first])
    return maker.rng.choice([name for name in all_of_it if name in SECONDS.get(unit, all_of_it)] or all_of_it)


def _liking(order: Order) -> dict[str, float]:
    return LIKINGS.get(order.unit, LIKINGS["乡镇"] if order.unit else {})


def _letters(maker: Maker) -> list[Order]:
    """146 letters in four boxes, all closed on time and called back within May."""
    window = Window(FIRST, date(2024, 5, 23), FIRST, date(2024, 5, 31))
    units = [target.unit for target in targets() if target.unit]
    weights = [target.accepted + 6 for target in targets() if target.unit]
    letters = []
    for box, count in BOXES.items():
        for place in range(count):
            order = maker.dispatched(window)
            order.channel = box
            order.unit = maker.rng.choices(units, weights)[0]
            maker.close(order, at("2024-05-30 09:00"))
            _opine(maker, order, unhappy=False)
            order.result_opinion = _letter_opinion(maker, box, place)
            letters.append(order)
    mayor = [order for order in letters if order.channel == "市长信箱" and order.result_opinion == "满意"]
    for order, unit in zip(maker.sample(mayor, len(VERY_SATISFIED)), VERY_SATISFIED, strict=True):
        order.unit, order.result_opinion = unit, "非常满意"
    for order in letters:
        liking = LIKINGS.get(order.unit, LIKINGS["乡镇"])
        first = maker.rng.choices(list(liking), list(liking.values()))[0]
        order.category = (first, _second(maker, order.unit, first))
    return letters


def _letter_opinion(maker: Maker, box: str, place: int) -> str:
    if box == "市长信箱":
        return "满意" if place < MAYOR_SATISFIED else "不满意"
    return maker.rng.choices(("满意", "基本满意", "不满意"), (80, 14, 6))[0]


def _number(orders: list[Order]) -> None:
    """Order numbers rise with the moment of registration."""
    used = {int(order.order_id) for order in orders if order.order_id}
    for order in sorted(orders, key=lambda each: each.accepted):
        if order.order_id:
            continue
        number = _FIRST_NUMBER + int((order.accepted - _NUMBERS_FROM) / timedelta(days=1) * _A_DAY)
        while number in used:
            number += 1
        used.add(number)
        order.order_id = str(number)


def _excused(maker: Maker, hotline: list[Order]) -> Iterator[list[Value]]:
    """Every order closed late but the published six was excused, with the reason."""
    blamed = {number for numbers in UNEXCUSED.values() for number in numbers}
    late = [order for order in hotline if order.late and order.order_id not in blamed]
    for order in sorted(late, key=lambda each: each.order_id):
        reason = maker.rng.choice(
            (
                "按期答复，因热线办退回补充材料致系统办结时间超期",
                "热线办审核退回修改答复口径，重新提交后超期",
                "答复件经热线办退回重写，退回前未超期",
                "热线办退回要求补充现场照片，补充后超期",
            )
        )
        yield ["免责", order.order_id, "", None, "", reason, "县政府督查室、县热线办会商", date(2024, 6, 5)]


def _sheet(maker: Maker, orders: list[Order]) -> Sheet:
    newest_first = sorted(orders, key=lambda order: (order.accepted, order.order_id), reverse=True)
    return Sheet(HEADS, [_row(maker, order) for order in newest_first], widths=WIDTHS)


def _row(maker: Maker, order: Order) -> list[Value]:
    rng = maker.rng
    who = citizen(rng)
    town = order.unit if order.unit in TOWNS else rng.choice(TOWNS)
    first, second = order.category
    text = compose(rng, CATEGORIES[first][second], order.request_type, town, order.accepted)
    unit = rng.choice((order.unit,) * 9 + ALIASES.get(order.unit, ())) if order.unit else ""
    helper = rng.choice(HELPERS) if unit and rng.random() < 0.03 else ""
    urgency = rng.choices(("一般", "紧急", "特急"), (93, 6, 1))[0]
    return [
        *(order.order_id, text.title, text.content, who.name, who.sex, who.phone, address(rng, town)),
        *(order.accepted, order.channel, order.request_type, first, second, urgency),
        *(order.dispatched, unit, helper, order.acknowledged, order.deadline, order.closed, _status(order)),
        *("是" if order.late else "否", order.extensions, order.rework, _returned(maker, order)),
        answer(rng, settled=not order.unit) if order.closed else "",
        order.callback,
        {True: "接通", False: "未接通", None: ""}[order.connected],
        *(order.result_opinion, order.resolved),
    ]


def _returned(maker: Maker, order: Order) -> int:
    return int(bool(order.unit) and maker.rng.random() < 0.02)


def _status(order: Order) -> str:
    if not order.unit:
        return "直接办结"
    if order.closed is None:
        return "办理中"
    return "已办结" if order.callback else "待回访"
