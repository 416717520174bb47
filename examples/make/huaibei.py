"""淮北市 2022年2月: 16,234 requests, 4,544 of them dispatched 4,804 times; handling times with published means.

Two files, for the two halves of the month; an order for several units has a row for each. Taken on 27 March, when all
had been answered.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from make import times
from make.huaibei_words import CATEGORIES, CATEGORY_COUNTS, DISTRICTS, HEADS, LIKINGS, OTHER_CHANNELS
from make.orders import Maker, Order, Window, deal
from make.people import address, citizen
from make.sheets import Sheet, Value, write_adjustments, write_workbook
from make.texts import answer, compose
from make.times import at

TAKEN = at("2022-03-27 10:00")
FIRST, LAST = date(2022, 2, 1), date(2022, 2, 28)
MONTH = Window(FIRST, date(2022, 2, 27), FIRST, date(2022, 3, 24))
ALLOWANCES = {"求助": 10, "投诉": 12, "举报": 15}
HANDLED, DISPATCHED_ORDERS = 16_234, 4_544
SETTLED_RATED, SETTLED_DISSATISFIED = 8_000, 4
HALF = date(2022, 2, 15)
_DAY = 86_400


@dataclass(frozen=True)
class Target:
    """What the dispatches of one unit must come to; ``days``: their mean handling time."""

    unit: str
    group: str
    dispatches: int
    overdue: int
    rated: int
    satisfied: int
    days: float


def targets() -> list[Target]:
    """The published counts, with means that give the published ones of the groups."""
    with Path(__file__).with_name("facts").joinpath("huaibei.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    return [_target(row) for row in rows]


def _target(row: dict[str, str]) -> Target:
    dispatches, overdue, rated, satisfied = (int(row[head]) for head in ("转办", "逾期", "评价", "满意"))
    return Target(row["单位"], row["分组"], dispatches, overdue, rated, satisfied, float(row["平均天数"]))


def make(root: Path) -> None:
    """Writes the folder's spreadsheets under ``root``."""
    maker = Maker("huaibei 2022-02", ALLOWANCES, (62, 30, 8), TAKEN)
    units = targets()
    orders = [maker.dispatched(MONTH) for _ in range(DISPATCHED_ORDERS)]
    settled = [maker.settled(FIRST, LAST, ["咨询", "咨询", "求助", "建议"]) for _ in range(HANDLED - DISPATCHED_ORDERS)]
    _describe(maker, [*orders, *settled], _hand_out(maker, orders, units))
    _rate_settled(maker, settled)
    dispatches = list(_dispatches(maker, orders, units))
    for unit in units:
        _handle(maker, unit, [order for order in dispatches if order.unit == unit.unit])
    _number([*orders, *settled], dispatches)
    folder = root / "huaibei/2022-02"
    for name, half in (("上半月", True), ("下半月", False)):
        rows = [order for order in [*dispatches, *settled] if (order.accepted.date() <= HALF) is half]
        write_workbook(folder / f"工单{name}.xlsx", {"工单": _sheet(maker, rows)}, TAKEN)
    write_adjustments(folder / "adjustments.xlsx", [], TAKEN)


def _hand_out(maker: Maker, orders: Sequence[Order], units: Sequence[Target]) -> list[str]:
    """Gives every order its units, the first in ``unit`` and further ones after 、; returns the first ones."""
    slots = [unit.unit for unit in units for _ in range(unit.dispatches)]
    maker.rng.shuffle(slots)
    for order, unit in zip(orders, slots, strict=False):
        order.unit = unit
    firsts = [order.unit for order in orders]
    for unit in slots[len(orders) :]:
        while True:
            order = maker.rng.choice(orders)
            if unit not in order.unit.split("|"):
                break
        order.unit += f"|{unit}"
    return firsts


def _describe(maker: Maker, requests: Sequence[Order], firsts: Sequence[str]) -> None:
    others = maker.sample(requests[: len(firsts)], sum(OTHER_CHANNELS.values()))
    channels = [channel for channel, count in OTHER_CHANNELS.items() for _ in range(count)]
    for order, channel in zip(others, channels, strict=True):
        order.channel = channel
    calls = [order for order in requests if not order.channel]
    given = deal(maker.rng, calls, CATEGORY_COUNTS, _liking)
    for place, order in enumerate(calls):
        order.channel, order.category = "电话", (given[place], "")
    for order in requests:
        first = order.category[0] or "城乡建设"
        order.category = (first, maker.rng.choice(list(CATEGORIES[first])))


def _liking(order: Order) -> dict[str, float]:
    firsts = LIKINGS.get(order.unit.split("|")[0], ())
    # What nobody would hand on is settled on the line.
    anything = [name for name in CATEGORY_COUNTS if name != "其他"] if order.unit else []
    return dict.fromkeys(firsts or anything, 1.0)


def _rate_settled(maker: Maker, settled: Sequence[Order]) -> None:
    for place, order in enumerate(maker.sample(settled, SETTLED_RATED)):
        assert order.closed
        order.callback = order.closed + timedelta(seconds=maker.rng.randint(20, 90))
        order.connected = True
        order.result_opinion = "不满意" if place < SETTLED_DISSATISFIED else maker.rng.choice(("满意", "非常满意"))


def _dispatches(maker: Maker, orders: Sequence[Order], units: Sequence[Target]) -> Iterator[Order]:
    for order in orders:
        for unit in order.unit.split("|"):
            yield replace(order, unit=unit)


def _handle(maker: Maker, target: Target, orders: list[Order]) -> None:
    """Closes one unit's dispatches so that their mean handling time is the unit's, then calls back."""
    late = sorted(orders, key=_allowed)[: target.overdue]
    for order in late:
        maker.close_late(order, TAKEN - timedelta(days=4))
    rest = [order for order in orders if not order.late]
    for order in rest:
        maker.acknowledge(order)
        order.closed = _closing(maker, order, maker.rng.uniform(1.5, 2 * target.days - 1.5))
    _steer(maker, target, orders, rest)
    for place, order in enumerate(maker.sample(orders, target.rated)):
        assert order.closed
        first = order.closed + timedelta(hours=2)
        order.callback = times.callback_moment(maker.rng, first, min(first + timedelta(days=2), TAKEN))
        order.connected = True
        good = maker.rng.choice(("满意", "满意", "非常满意", "基本满意"))
        order.result_opinion = good if place < target.satisfied else "不满意"
        order.resolved = "已解决" if place < target.satisfied else "未解决"


def _allowed(order: Order) -> timedelta:
    assert order.deadline and order.dispatched
    return order.deadline - order.dispatched


def _closing(maker: Maker, order: Order, days: float) -> datetime:
    """About ``days`` after dispatch, in office hours, within the deadline."""
    assert order.dispatched and order.deadline
    wanted = order.dispatched + timedelta(days=days)
    for spread in (0.4, 1, 2, 4, 8):
        for _ in range(40):
            moment = wanted + timedelta(days=maker.rng.uniform(-spread, spread))
            if order.dispatched + timedelta(hours=1) < moment <= order.deadline and times.is_office_hour(moment):
                return moment.replace(microsecond=0)
    return times.office_moment(maker.rng, order.dispatched + timedelta(hours=1), order.deadline)


def _steer(maker: Maker, target: Target, orders: Sequence[Order], free: Sequence[Order]) -> None:
    """Draws closings again until the mean is near the wanted one: nearer, the more dispatches there are."""
    near = max(0.02, 0.5 / len(orders))
    total = sum(_seconds(order) for order in orders)
    for _ in range(20_000):
        off = total / len(orders) / _DAY - target.days
        if -near < off < near:
            return
        order = maker.rng.choice(free)
        before, closed = _seconds(order), order.closed
        order.closed = _closing(maker, order, maker.rng.uniform(0.3, 18))
        change = _seconds(order) - before
        if abs(total + change - target.days * _DAY * len(orders)) < abs(off) * _DAY * len(orders):
            total += change
        else:
            order.closed = closed
    raise ValueError(f"{target.unit}: no mean of {target.days} days")


def _seconds(order: Order) -> int:
    assert order.closed and order.dispatched
    return int((order.closed - order.dispatched).total_seconds())


def _number(requests: Sequence[Order], dispatches: Sequence[Order]) -> None:
    """One number for each request; all dispatches of one order share it."""
    numbers: dict[tuple[datetime, tuple[str, str], str], str] = {}
    for place, order in enumerate(sorted(requests, key=lambda each: each.accepted), 1):
        order.order_id = f"HB{order.accepted:%Y%m%d}{place:06d}"
        numbers[order.accepted, order.category, order.request_type] = order.order_id
    for order in dispatches:
        order.order_id = numbers[order.accepted, order.category, order.request_type]


def _sheet(maker: Maker, orders: Sequence[Order]) -> Sheet:
    listed = sorted(orders, key=lambda order: (order.accepted, order.order_id))
    widths = {"工单流水号": 19, "标题": 26, "工单内容": 56, "主办单位": 30}
    texts: dict[str, list[Value]] = {}
    return Sheet(HEADS, [_row(maker, order, texts) for order in listed], widths=widths, dates="yyyy/m/d h:mm:ss")


def _row(maker: Maker, order: Order, texts: dict[str, list[Value]]) -> list[Value]:
    rng = maker.rng
    told = texts.setdefault(order.order_id, _told(maker, order))
    settled = not order.unit
    return [
        *(order.order_id, order.accepted, order.channel, order.request_type, *order.category, *told),
        *(order.dispatched, order.unit, order.acknowledged, order.deadline, order.closed),
        *("直接办结" if settled else "已办结", "" if settled else "已超期" if order.late else "未超期"),
        *(0, int(not settled and rng.random() < 0.03), int(not settled and rng.random() < 0.02)),
        answer(rng, settled=settled),
        order.callback,
        "接通" if order.connected else "",
        *(order.result_opinion, order.resolved if order.result_opinion else ""),
    ]


def _told(maker: Maker, order: Order) -> list[Value]:
    """What the citizen said and who it was: the same on every row of one order."""
    rng = maker.rng
    who = citizen(rng)
    district = next((name for name in DISTRICTS if order.unit.startswith(name)), rng.choice(DISTRICTS))
    first, second = order.category
    text = compose(rng, CATEGORIES[first][second], order.request_type, district, order.accepted)
    urgency = "紧急" if rng.random() < 0.03 else "一般"
    return [text.title, text.content, who.name, who.sex, who.phone, address(rng, district), district, urgency]
