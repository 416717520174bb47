"""平舆县 2022年1月: 1,576 orders that the city centre handed over, with two questions asked when calling back.

A CSV in GB18030 from a web page: times to the minute, order numbers followed by a tab so that spreadsheets keep them,
void orders and some of December's in between. Taken on 12 February, when January's orders had been answered.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from make import times
from make.orders import Maker, Order, Window, deal
from make.people import citizen
from make.pingyu_words import CATEGORIES, CATEGORY_COUNTS, CHANNELS, HEADS, LIKINGS, SECONDS
from make.sheets import Sheet, Value, write_adjustments, write_csv
from make.texts import answer, compose
from make.times import at

TAKEN = at("2022-02-12 09:00")
FAR = date(2022, 6, 30)
MONTH = Window(date(2022, 1, 1), date(2022, 1, 31), date(2022, 1, 1), FAR)
DECEMBER = Window(date(2021, 12, 24), date(2021, 12, 30), date(2021, 12, 24), FAR)
LATE_DUE = date(2022, 1, 28)  # those answered late fell due well before the export was taken
ALLOWANCES = {"咨询": 3, "求助": 5, "投诉": 7, "举报": 10, "建议": 7}
NUMBERED_FROM, A_DAY = 3_417_206, 310
#: Named for late or put-off answers, as the hotline office decided.
NAMED = (
    ("十字路乡", "四件工单逾期办理，经提醒后仍未按时反馈"),
    ("东皇街道", "一件工单多次申请延期，群众反复来电"),
    ("联通公司", "三件工单逾期办理"),
)


@dataclass(frozen=True)
class Target:
    """What the orders of one unit must come to."""

    unit: str
    group: str
    accepted: int
    overdue: int
    result_rated: int
    result_satisfied: int
    process_rated: int
    process_satisfied: int


def targets() -> list[Target]:
    """The published counts."""
    with Path(__file__).with_name("facts").joinpath("pingyu.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    return [Target(row["单位"], row["分组"], *(int(row[head]) for head in list(row)[2:])) for row in rows]


TOWNS = tuple(target.unit for target in targets() if target.group == "乡镇街道")


def make(root: Path) -> None:
    """Writes the folder's files under ``root``."""
    maker = Maker("pingyu 2022-01", ALLOWANCES, (22, 44, 24, 5, 5), TAKEN)
    orders = [order for target in targets() for order in _unit_orders(maker, target)]
    others = [_other(maker, DECEMBER, target.unit) for target in targets() for _ in range(target.accepted // 25)]
    void = [_void(maker) for _ in range(6)]
    _describe(maker, orders, [*others, *void])
    folder = root / "pingyu/2022-01"
    write_csv(folder / "热线工单导出.csv", _sheet(maker, [*orders, *others, *void], void), "gb18030")
    decided = ("县政府督查室", date(2022, 2, 11))
    rows: list[list[Value]] = [["批评", "", unit, None, "", reason, *decided] for unit, reason in NAMED]
    write_adjustments(folder / "adjustments.xlsx", rows, TAKEN)


def _unit_orders(maker: Maker, target: Target) -> list[Order]:
    orders = [_late(maker) if place < target.overdue else _handed(maker, MONTH) for place in range(target.accepted)]
    for order in orders:
        order.unit = target.unit
        if not order.late:
            maker.leave_open_or_close(order)
    for order in orders:  # enough must be answered for the call-backs made
        if sum(map(_callable, orders)) >= target.result_rated:
            break
        if not _callable(order):
            maker.close(order, TAKEN - timedelta(days=3))
    _call_back(maker, target, orders)
    return orders


def _handed(maker: Maker, window: Window) -> Order:
    """An order handed over within the month of ``window``."""
    while True:
        order = maker.dispatched(window)
        assert order.dispatched
        if order.dispatched.month == window.first.month:
            return order


def _late(maker: Maker) -> Order:
    order = _handed(maker, Window(MONTH.first, MONTH.last, MONTH.first, LATE_DUE))
    maker.close_late(order, TAKEN - timedelta(days=2))
    return order


def _callable(order: Order) -> bool:
    return order.closed is not None and order.closed < TAKEN - timedelta(days=2)


def _call_back(maker: Maker, target: Target, orders: Sequence[Order]) -> None:
    ready = [order for order in orders if _callable(order)]
    called = maker.sample(ready, max(target.result_rated, target.process_rated))
    for place, order in enumerate(called):
        assert order.closed
        order.callback = _ring(maker, order.closed)
        order.connected = True
        order.result_opinion = _opinion(maker, place, target.result_satisfied, target.result_rated)
        order.process_opinion = _opinion(maker, place, target.process_satisfied, target.process_rated)
        order.resolved = "是" if place < target.result_satisfied else "否"
    for order in ready:
        if order.callback is None and order.closed and maker.rng.random() < 0.35:
            order.callback = _ring(maker, order.closed)
            order.connected = False


def _ring(maker: Maker, closed: datetime) -> datetime:
    first = closed + timedelta(hours=3)
    return times.callback_moment(maker.rng, first, min(first + timedelta(days=5), TAKEN - timedelta(hours=12)))


def _opinion(maker: Maker, place: int, satisfied: int, rated: int) -> str:
    if place < satisfied:
        return maker.rng.choice(("满意", "满意", "满意", "基本满意"))
    return "不满意" if place < rated else "未评价"


def _other(maker: Maker, window: Window, unit: str) -> Order:
    order = _handed(maker, window)
    order.unit = unit
    maker.close(order, at("2022-01-20 17:00"))
    return order


def _void(maker: Maker) -> Order:
    """Registered twice by mistake, so voided."""
    order = _handed(maker, MONTH)
    order.unit = maker.rng.choice(TOWNS)
    return order


def _describe(maker: Maker, orders: Sequence[Order], others: Sequence[Order]) -> None:
    given = deal(maker.rng, orders, CATEGORY_COUNTS, _liking)
    for place, order in enumerate([*orders, *others]):
        liking = _liking(order) or {"城市综合类": 1.0}
        first = given[place] if place < len(orders) else maker.rng.choice(list(liking))
        order.category = (first, _second(maker, order.unit, first))
        order.channel = maker.rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]


def _liking(order: Order) -> dict[str, float]:
    return LIKINGS["乡镇街道"] if order.unit in TOWNS else LIKINGS.get(order.unit, {})


def _second(maker: Maker, unit: str, first: str) -> str:
    all_of_it = list(CATEGORIES[first])
    return maker.rng.choice([name for name in all_of_it if name in SECONDS.get(unit, all_of_it)] or all_of_it)


def _sheet(maker: Maker, orders: Sequence[Order], void: Sequence[Order]) -> Sheet:
    voided = {id(order) for order in void}
    listed = sorted(orders, key=lambda order: order.accepted)
    used = 0
    for order in listed:
        number = NUMBERED_FROM + int((order.accepted - at("2021-12-24")) / timedelta(days=1) * A_DAY)
        used = max(used + 1, number)
        order.order_id = f"ZMD{order.accepted:%y%m}{used:08d}"
    return Sheet(HEADS, [_row(maker, order, id(order) in voided) for order in listed])


def _row(maker: Maker, order: Order, void: bool) -> list[Value]:
    rng = maker.rng
    who = citizen(rng)
    town = order.unit if order.unit in TOWNS else rng.choice(TOWNS)
    first, second = order.category
    text = compose(rng, CATEGORIES[first][second], order.request_type, town, order.accepted)
    unit = order.unit if order.unit in TOWNS or rng.random() < 0.5 else f"县{order.unit}"
    state = "已作废" if void else "已办结" if order.closed else "办理中"
    return [
        *(f"{order.order_id}\t", text.title, text.content, who.name, who.sex, who.phone, town),
        *(order.accepted, order.channel, order.request_type, first, second, rng.choice(("一般",) * 19 + ("紧急",))),
        *(order.dispatched, unit, order.acknowledged, order.deadline, order.closed, state),
        *("是" if order.late else "否", int(rng.random() < 0.05), int(rng.random() < 0.06), int(rng.random() < 0.02)),
        answer(rng, settled=False) if order.closed else "",
        order.callback,
        {True: "接通", False: "无人接听", None: ""}[order.connected],
        *(order.process_opinion, order.result_opinion, order.resolved),
    ]
