"""汝州市 2022年7月: requests registered here and requests handed down, on two sheets; bonus points by hand.

Order numbers are numbers, moments are texts: both as that platform exports them. Taken on the morning of 2 August.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from make import times
from make.orders import Maker, Order, Window, deal, spread
from make.people import address, citizen
from make.ruzhou_words import (
    CHANNELS,
    COMMENDED,
    CRITICISED,
    DISPATCHED_TYPES,
    ENTRIES,
    HEADS,
    HOT,
    LIKINGS,
    OTHERS,
    SETTLED_TYPES,
    UPPER_CHANNELS,
)
from make.sheets import Sheet, Value, write_adjustments, write_workbook
from make.texts import answer, compose
from make.times import at

TAKEN = at("2022-08-01 20:00")
FIRST, LAST = date(2022, 7, 1), date(2022, 7, 31)
FAR = date(2022, 12, 31)
MONTH = Window(FIRST, LAST, FIRST, FAR)
OPEN_LATE = Window(date(2022, 7, 22), LAST, date(2022, 8, 2), FAR)  # what is still open came late in the month
UPPER = Window(FIRST, date(2022, 7, 26), FIRST, FAR)
ALLOWANCES = {"求助": 5, "投诉": 7, "举报": 10}
REGISTERED, SETTLED, SETTLED_RATED, SETTLED_SATISFIED = 4480, 3267, 1980, 1901
UPPER_RATED, UPPER_SATISFIED = 150, 138


@dataclass(frozen=True)
class Target:
    """What the dispatched orders of one unit must come to."""

    unit: str
    group: str
    dispatched: int
    closed: int
    responded: int
    rated: int
    satisfied: int


def targets() -> list[Target]:
    """Counts that give the published points."""
    with Path(__file__).with_name("facts").joinpath("ruzhou.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    return [Target(row["单位"], row["分组"], *(int(row[head]) for head in list(row)[2:])) for row in rows]


TOWNS = tuple(target.unit for target in targets() if target.group == "乡镇街道")


def make(root: Path) -> None:
    """Writes the folder's spreadsheets under ``root``."""
    maker = Maker("ruzhou 2022-07", ALLOWANCES, (60, 30, 10), TAKEN)
    dispatched = [order for target in targets() for order in _unit_orders(maker, target)]
    settled = [maker.settled(FIRST, LAST, ["咨询"]) for _ in range(SETTLED)]
    _rate(maker, settled, SETTLED_RATED, SETTLED_SATISFIED)
    upper = list(_upper(maker))
    _describe(maker, dispatched, settled, upper)
    number = _numbers([*dispatched, *settled, *upper])
    sheets = {
        "本级登记": _sheet(maker, [*dispatched, *settled], "本级登记", number),
        "上级交办": _sheet(maker, upper, "上级交办", number),
    }
    folder = root / "ruzhou/2022-07"
    write_workbook(folder / "七月工单.xlsx", sheets, TAKEN)
    write_adjustments(folder / "adjustments.xlsx", list(_decisions()), TAKEN)


def _unit_orders(maker: Maker, target: Target) -> list[Order]:
    closed = [_closed(maker, MONTH) for _ in range(target.closed)]
    still = [maker.dispatched(OPEN_LATE) for _ in range(target.dispatched - target.closed)]
    orders = [*closed, *still]
    for place, order in enumerate(orders):
        order.unit = target.unit
        order.resolved = "是" if place < target.responded else "否"  # kept here until the row is written: 是否响应
        maker.acknowledge(order)
    _rate(maker, closed, target.rated, target.satisfied)
    return orders


def _closed(maker: Maker, window: Window) -> Order:
    order = maker.dispatched(window)
    maker.close(order, TAKEN - timedelta(hours=2))
    return order


def _rate(maker: Maker, orders: Sequence[Order], rated: int, satisfied: int) -> None:
    """Call-backs with an opinion, and some in vain."""
    ready = [order for order in orders if order.closed and order.closed < TAKEN - timedelta(hours=8)]
    if len(ready) < rated:
        ready = list(orders)
    called = maker.sample(ready, rated)
    for place, order in enumerate(called):
        order.connected = True
        order.callback = _ring(maker, order)
        good = maker.rng.choice(("非常满意", "满意", "满意", "基本满意"))
        order.result_opinion = good if place < satisfied else "不满意"
    for order in ready:
        if order.callback is None and maker.rng.random() < 0.2:
            order.connected, order.callback = False, _ring(maker, order)


def _ring(maker: Maker, order: Order) -> datetime:
    assert order.closed
    first = order.closed + timedelta(minutes=20)
    return times.callback_moment(maker.rng, first, max(min(first + timedelta(days=2), TAKEN), first))


def _upper(maker: Maker) -> Iterator[Order]:
    """Handed down by the city and the state's platform: all closed."""
    units = [target for target in targets() if target.group != "其他单位"]
    orders = [_closed(maker, UPPER) for _ in range(sum(UPPER_CHANNELS.values()))]
    channels = [channel for channel, count in UPPER_CHANNELS.items() for _ in range(count)]
    maker.rng.shuffle(channels)
    for order, channel in zip(orders, channels, strict=True):
        order.channel = channel
        order.unit = maker.rng.choices(units, [unit.dispatched for unit in units])[0].unit
        order.resolved = "是"
    _rate(maker, orders, UPPER_RATED, UPPER_SATISFIED)
    yield from orders


def _describe(maker: Maker, dispatched: Sequence[Order], settled: Sequence[Order], upper: Sequence[Order]) -> None:
    for orders, types in ((dispatched, DISPATCHED_TYPES), (settled, SETTLED_TYPES)):
        for place, name in deal(maker.rng, orders, dict(types), lambda _: {}).items():
            orders[place].request_type = name
    for order in [*dispatched, *settled]:
        order.channel = maker.rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    about = [order for order in [*dispatched, *settled] if order.request_type != "其它"]
    quotas = _quotas(maker, len(about))
    for place, name in deal(maker.rng, about, quotas, lambda order: _liking(order, quotas)).items():
        about[place].category = _pair(name)
    for order in upper:
        order.request_type = maker.rng.choice(("问题处理类", "投诉举报类"))
        order.category = _pair(maker.rng.choice(list(_liking(order, quotas) or quotas)))


def _quotas(maker: Maker, total: int) -> dict[str, int]:
    """Ten topics as published, the others each below the tenth."""
    hot = {f"{first}—{second}": count for (first, second), (count, _) in HOT.items()}
    rest = spread(maker.rng, total - sum(hot.values()), [62 - place for place in range(len(OTHERS))])
    return hot | {f"{first}—{second}": count for (first, second, _), count in zip(OTHERS, rest, strict=True)}


def _pair(name: str) -> tuple[str, str]:
    first, second = name.split("—")
    return first, second


def _liking(order: Order, quotas: Mapping[str, int]) -> dict[str, float]:
    firsts = LIKINGS["乡镇街道"] if order.unit in TOWNS else LIKINGS.get(order.unit, ())
    return {name: 1.0 for name in quotas if _pair(name)[0] in firsts}


def _numbers(orders: Sequence[Order]) -> Callable[[Order], int]:
    listed = sorted(orders, key=lambda order: order.accepted)
    numbers = {id(order): 202207000000 + place for place, order in enumerate(listed, 10421)}
    return lambda order: numbers[id(order)]


def _sheet(maker: Maker, orders: Sequence[Order], stream: str, number: Callable[[Order], int]) -> Sheet:
    listed = sorted(orders, key=lambda order: order.accepted)
    widths = {"诉求标题": 26, "诉求内容": 56, "诉求编号": 15, "来源渠道": 24}
    return Sheet(HEADS, [_row(maker, order, stream, number(order)) for order in listed], widths=widths)


_TOPICS = {pair: topic for pair, (_, topic) in HOT.items()} | {(one, two): topic for one, two, topic in OTHERS}
_AS_ASKED = {
    "投诉举报类": ("投诉", "举报"),
    "问题处理类": ("求助",),
    "咨询类": ("咨询",),
    "建议类": ("建议",),
    "其它": ("求助",),
}
_URGENCIES = ("一般",) * 30 + ("紧急",)


def _row(maker: Maker, order: Order, stream: str, number: int) -> list[Value]:
    rng = maker.rng
    who = citizen(rng)
    town = order.unit if order.unit in TOWNS else rng.choice(TOWNS)
    topic = _TOPICS.get(order.category, "其他来电")
    text = compose(rng, topic, rng.choice(_AS_ASKED[order.request_type]), town, order.accepted)
    settled = not order.unit
    state = "直接答复" if settled else "已办结" if order.closed else "办理中"
    return [
        *(number, stream, text.title, text.content, who.name, who.sex, who.phone, address(rng, town)),
        *(
            _text(order.accepted),
            order.channel,
            order.request_type,
            "-".join(filter(None, order.category)),
            rng.choice(_URGENCIES),
        ),
        *(_text(order.dispatched), order.unit, _text(order.acknowledged), _text(order.deadline), _text(order.closed)),
        *(state, "否", 0, int(not settled and rng.random() < 0.04), int(not settled and rng.random() < 0.02)),
        "" if settled else order.resolved,
        answer(rng, settled=settled) if order.closed else "",
        _text(order.callback),
        {True: "接通", False: "无人接听", None: ""}[order.connected],
        order.result_opinion,
        ("已解决" if order.result_opinion != "不满意" else "未解决") if order.result_opinion else "",
    ]


def _text(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def _decisions() -> Iterator[list[Value]]:
    decided = ("市热线工作专班", date(2022, 8, 1))
    for unit, entries in ENTRIES.items():
        for points, reason in entries:
            yield ["加分" if points > 0 else "扣分", "", unit, abs(points), "", reason, *decided]
    for unit, reason in COMMENDED.items():
        yield ["表扬", "", unit, None, "", reason, *decided]
    for unit, reason in CRITICISED.items():
        yield ["批评", "", unit, None, "", reason, *decided]
