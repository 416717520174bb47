"""莒南县 2021年第43周: 1,909 requests, 241 of them handed to a town and a department at once.

An export as of Sunday midnight: title rows above the head, a 合计 row below, one row a request, its units in one cell;
requests of the week before are in it too where they were called back this week.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from make import times
from make.junan_words import CATEGORIES, CHANNELS, HEADS, LIKINGS, TYPES
from make.orders import Maker, Order, Window, deal, spread
from make.people import address, citizen
from make.sheets import Sheet, Value, write_adjustments, write_workbook
from make.texts import compose
from make.times import at

TAKEN = at("2021-10-31 23:58")
MONDAY, SUNDAY = date(2021, 10, 25), date(2021, 10, 31)
FAR = date(2021, 12, 31)
EARLY = Window(MONDAY, date(2021, 10, 29), MONDAY, FAR)  # those closed within the week came by Friday
ANY_DAY = Window(MONDAY, SUNDAY, MONDAY, FAR)
WEEK_BEFORE = Window(date(2021, 10, 18), date(2021, 10, 22), MONDAY - timedelta(days=6), FAR)
ALLOWANCES = {"求助": 5, "投诉": 7, "举报": 10, "建议": 7}
CALLABLE_UNTIL = at("2021-10-30 18:00")
URGENCIES = ("一般",) * 24 + ("紧急",)
ORDERS = 1909


@dataclass
class Target:
    """What the dispatches of one unit must come to; ``shared`` are those that go to another unit too."""

    unit: str
    group: str
    dispatches: int
    closed: int
    called: int
    process: int
    result: int
    shared: int = field(default=0)

    @property
    def open(self) -> int:
        """Dispatches still open when the week ends."""
        return self.dispatches - self.closed


def targets() -> list[Target]:
    """The published counts, with call-backs that give the published rates."""
    with Path(__file__).with_name("facts").joinpath("junan.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    return [Target(row["单位"], row["分组"], *(int(row[head]) for head in list(row)[2:])) for row in rows]


TOWNS = tuple(target.unit for target in targets() if target.group == "镇街")


def make(root: Path) -> None:
    """Writes the folder's spreadsheet under ``root``."""
    maker = Maker("junan 2021-W43", ALLOWANCES, (68, 23, 8, 1), TAKEN)
    units = targets()
    orders = [*_shared(maker, units), *(order for unit in units for order in _alone(maker, unit))]
    earlier = [order for unit in units for order in _call_back(maker, unit, orders)]
    _describe(maker, orders, earlier)
    sheet = _sheet(maker, [*orders, *earlier])
    folder = root / "junan/2021-W43"
    write_workbook(folder / "工单明细.xlsx", {"Sheet1": sheet}, TAKEN)
    write_adjustments(folder / "adjustments.xlsx", [], TAKEN)


def _shared(maker: Maker, units: Sequence[Target]) -> Iterator[Order]:
    """Requests for a town and a department; what is closed is closed by both."""
    count = sum(unit.dispatches for unit in units) - ORDERS
    sides = [[unit for unit in units if (unit.group == "镇街") is town] for town in (True, False)]
    hands = [_hands(maker, side, count) for side in sides]
    for town, department in zip(*hands, strict=True):
        closed = maker.rng.random() < 0.6
        for unit in (town, department):
            unit.shared += 1
            unit.dispatches -= 1
            unit.closed -= closed
        order = _order(maker, closed=closed)
        order.unit = f"{town.unit}、{department.unit}"
        yield order


def _hands(maker: Maker, side: Sequence[Target], count: int) -> list[Target]:
    """``count`` units of one side; none more often than it has closed or open dispatches, so either fits."""
    shares = spread(maker.rng, count, [min(unit.closed, unit.open) for unit in side])
    hands = [unit for unit, share in zip(side, shares, strict=True) for _ in range(share)]
    maker.rng.shuffle(hands)
    return hands


def _alone(maker: Maker, unit: Target) -> Iterator[Order]:
    for place in range(unit.dispatches):
        order = _order(maker, closed=place < unit.closed)
        order.unit = unit.unit
        yield order


def _order(maker: Maker, *, closed: bool) -> Order:
    order = maker.dispatched(EARLY if closed else ANY_DAY)
    if closed:
        maker.close(order, TAKEN - timedelta(hours=5))
    else:
        maker.acknowledge(order)
    return order


def _call_back(maker: Maker, unit: Target, orders: Sequence[Order]) -> list[Order]:
    """This week's call-backs of one unit; some are for requests of the week before, which are returned."""
    ready = [order for order in orders if order.unit == unit.unit and order.closed and order.closed < CALLABLE_UNTIL]
    now = min(len(ready), unit.called - unit.called // 3)
    before = [_earlier(maker, unit.unit) for _ in range(unit.called - now)]
    called = [*before, *maker.sample(ready, now)]
    maker.rng.shuffle(called)
    for place, order in enumerate(called):
        assert order.closed
        first = max(order.closed + timedelta(hours=1), at("2021-10-25 09:00"))
        order.callback = times.callback_moment(maker.rng, first, TAKEN - timedelta(hours=4))
        order.connected = True
        order.process_opinion = "满意" if place < unit.process else "不满意"
        order.result_opinion = "满意" if place < unit.result else "不满意"
        order.resolved = "已解决" if place < unit.result else "未解决"
    return before


def _earlier(maker: Maker, unit: str) -> Order:
    order = maker.dispatched(WEEK_BEFORE)
    order.unit = unit
    maker.close(order, at("2021-10-26 17:00"))
    return order


def _describe(maker: Maker, orders: Sequence[Order], earlier: Sequence[Order]) -> None:
    """Types, channels and categories: the published counts over this week's requests."""
    types = deal(maker.rng, orders, TYPES, lambda _: {})
    channels = deal(maker.rng, orders, CHANNELS, lambda _: {})
    firsts = deal(maker.rng, orders, {name: _size(name) for name in CATEGORIES}, _liking)
    seconds = {name: _pool(maker, name) for name in CATEGORIES}
    for place, order in enumerate(orders):
        order.request_type, order.channel = types[place], channels[place]
        order.category = (firsts[place], seconds[firsts[place]].pop())
    for order in earlier:
        liking = _liking(order)
        first = maker.rng.choices(list(liking), list(liking.values()))[0] if liking else "政务服务"
        order.category, order.channel = (first, next(iter(CATEGORIES[first]))), "市级热线"


def _size(first: str) -> int:
    return sum(count for count, _ in CATEGORIES[first].values())


def _pool(maker: Maker, first: str) -> list[str]:
    pool = [second for second, (count, _) in CATEGORIES[first].items() for _ in range(count)]
    maker.rng.shuffle(pool)
    return pool


def _liking(order: Order) -> dict[str, float]:
    last = order.unit.split("、")[-1]
    return LIKINGS["镇街"] if last in TOWNS else LIKINGS.get(last, {})


def _sheet(maker: Maker, orders: Sequence[Order]) -> Sheet:
    listed = sorted(orders, key=lambda order: order.accepted)
    per_day: dict[date, int] = {}
    rows = []
    for serial, order in enumerate(listed, 1):
        day = order.accepted.date()
        per_day[day] = per_day.get(day, 0) + 1
        order.order_id = f"371327{day:%Y%m%d}{per_day[day] * 7:04d}"  # other counties take numbers in between
        rows.append(_row(maker, order, serial))
    above: list[list[Value]] = [["莒南县12345热线工单明细"], ["导出时间：2021-10-31 23:58"]]
    below: list[list[Value]] = [["合计", f"{len(rows)}件"]]
    widths = {"受理编号": 22, "标题": 26, "主要内容": 60, "承办部门": 24}
    return Sheet(HEADS, rows, above, below, widths, dates="yyyy/m/d h:mm")


def _row(maker: Maker, order: Order, serial: int) -> list[Value]:
    rng = maker.rng
    who = citizen(rng)
    town = order.unit.split("、")[0] if order.unit.split("、")[0] in TOWNS else rng.choice(TOWNS)
    first, second = order.category
    text = compose(rng, CATEGORIES[first][second][1], order.request_type, town, order.accepted)
    state = "待签收" if order.acknowledged is None else "办理中" if order.closed is None else "已结案"
    return [
        *(serial, order.order_id, text.title, text.content, who.name, who.phone, address(rng, town), town),
        *(order.accepted, order.channel, order.request_type, first, second, rng.choice(URGENCIES)),
        *(order.dispatched, order.unit, order.acknowledged, order.deadline, order.closed, state),
        *("正常", order.extensions, order.rework, int(rng.random() < 0.02)),
        "是" if order.acknowledged and rng.random() < 0.9 else "否",
        order.callback,
        "接通" if order.connected else "",
        *(order.process_opinion, order.result_opinion, order.resolved),
    ]
