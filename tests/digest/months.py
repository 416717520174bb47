"""Months of an invented county, order by order, as hotlines have them; written before any rule that looks at them.

Counts are negative binomial (a month's intensity is a gamma variate around its mean), categories and units each with a
dispersion of their own; the total grows or shrinks and has its seasons; some categories are seasonal (heating, water);
all drift slowly; days of the week and the spring festival weigh; units are of very unequal size; what is closed in time
and what citizens are content with are beta-binomial, month by month; districts have categories that are theirs. Nothing
here knows what is looked for in it.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

_CATEGORIES = (
    "供水保障 供电服务 供暖服务 供气服务 物业管理 噪声扰民 占道经营 违章停车 道路破损 路灯照明 垃圾清运 油烟污染 "
    "拖欠工资 社会保险 教育招生 医疗服务 农田水利 宅基地 公交出行 消费维权 房屋产权 网络通信"
)
_DISTRICTS = "东山镇 西河镇 南坪镇 北岭乡 中和乡 石桥镇 龙泉镇 城关街道 新区街道 白沙镇"
_OFFICES = "水务 供电 热力 燃气 住建 公安 城管 交通 环保 人社 教体 卫健 农业 自然 市监 商务 文旅 民政 应急 税务"
CATEGORIES, DISTRICTS = tuple(_CATEGORIES.split()), tuple(_DISTRICTS.split())
UNITS = (*DISTRICTS, *(f"{name}局" for name in _OFFICES.split()))
SUBS = ("甲类", "乙类", "丙类")
CHANNELS = ("电话", "网站", "小程序", "公众号", "信箱")
TYPES = ("投诉", "求助", "咨询", "建议", "举报")
#: The first days of spring festivals: month and day.
FESTIVALS = {2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19)}


@dataclass(frozen=True)
class Order:
    """One order as an export would have it. ``content`` is None where nobody was asked."""

    accepted: datetime
    category: str
    sub: str
    district: str
    unit: str
    channel: str
    kind: str
    in_time: bool
    content: bool | None


@dataclass
class _Nature:
    """What does not change in a county: drawn once."""

    total: float
    growth: float
    season: tuple[float, float]
    category: Mapping[str, float]
    category_shape: Mapping[str, float]
    category_season: Mapping[str, tuple[float, float]]
    units_of: Mapping[str, Mapping[str, float]]
    unit_shape: Mapping[str, float]
    district_of: Mapping[str, Mapping[str, float]]
    channel: Mapping[str, float]
    kinds_of: Mapping[str, Mapping[str, float]]
    in_time: Mapping[str, tuple[float, float]]
    content: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Event:
    """What is planted in a month. ``tripled``: a category that has three times the orders of its mean month of the
    year before, and three times those that the month would have brought; ``late``: a unit of whose orders 80 of 100 are
    in time;
    ``repeated``: 14 orders of (district, category, unit); ``at_bound``: units brought to within one order of 90 %."""

    tripled: str = ""
    late: str = ""
    repeated: tuple[str, str, str] | None = None
    at_bound: tuple[str, ...] = ()


@dataclass
class County:
    """A county that goes on from month to month; the same seed gives the same months."""

    seed: int
    size: float = 1400
    punctual: Sequence[str] = ()  # units that are in time 98 times of 100
    drift: dict[str, float] = field(default_factory=dict)
    had: dict[str, list[int]] = field(default_factory=dict)  # the orders of each category, month by month

    def __post_init__(self) -> None:
        self.draw = Random(f"county-{self.seed}")
        self.nature = _nature(self.draw, self.size, self.punctual)

    def month(self, year: int, number: int, index: int, event: Event | None = None) -> list[Order]:
        """The orders of a month, ``index`` counting the months since the county's first."""
        event, nature = event or Event(), self.nature
        self._drift()
        level = nature.total * math.exp(nature.growth * index) * _seasonal(nature.season, number)
        days = _day_weights(year, number)
        level *= sum(days) / 30
        late_unit = {name: self._rate(*nature.in_time[name]) for name in UNITS}
        contented = {name: self._rate(*nature.content[name]) for name in UNITS}
        busy = {name: self.draw.gammavariate(shape, 1 / shape) for name, shape in nature.unit_shape.items()}
        where = {name: self.draw.gammavariate(30, 1 / 30) for name in DISTRICTS}
        channel = {name: share * math.exp(self.drift[name]) for name, share in nature.channel.items()}
        if event.late:
            late_unit[event.late] = 0.80
        orders = []
        for name, share in nature.category.items():
            mean = level * share * _seasonal(nature.category_season[name], number) * math.exp(self.drift[name])
            shape = nature.category_shape[name]
            mean *= self.draw.gammavariate(shape, 1 / shape)
            units = {unit: weight * busy[unit] for unit, weight in nature.units_of[name].items()}
            places = {each: weight * where[each] for each, weight in nature.district_of[name].items()}
            count = poisson(self.draw, mean)
            wanted = self._tripled(name, count) if name == event.tripled else count
            for _ in range(wanted):
                unit = self._one(units)
                orders.append(
                    self._order(
                        year, number, days, name, self._one(places), unit, self._one(channel), late_unit, contented
                    )
                )
            self.had.setdefault(name, []).append(count)
        return self._planted(event, year, number, orders)

    def _tripled(self, name: str, count: int) -> int:
        """Three times the mean month of the year before, and three times what this month brings by itself."""
        year = self.had[name][-12:]
        return 3 * max(math.ceil(sum(year) / len(year)), count)

    def _order(self, year: int, number: int, days: Sequence[float], category: str, place: str, unit: str,
               channel: str, in_time: Mapping[str, float], content: Mapping[str, float]) -> Order:  # fmt: skip
        draw = self.draw
        day = draw.choices(range(len(days)), days)[0]
        moment = datetime(year, number, 1) + timedelta(days=day, minutes=draw.randrange(7 * 60, 22 * 60))
        asked = draw.random() < 0.55
        return Order(
            moment, category, draw.choices(SUBS, (5, 3, 2))[0], place, unit, channel,
            self._one(self.nature.kinds_of[category]), draw.random() < in_time[unit],
            draw.random() < content[unit] if asked else None,
        )  # fmt: skip

    def _planted(self, event: Event, year: int, number: int, orders: list[Order]) -> list[Order]:
        if event.late:
            orders = _late(orders, event.late)
        if event.repeated:
            district, category, unit = event.repeated
            start = datetime(year, number, self.draw.randint(2, 12), 9)
            for again in range(14):
                moment = start + timedelta(days=again % 12, minutes=37 * again)
                orders.append(Order(moment, category, "丙类", district, unit, "电话", "投诉", True, None))
        for name in event.at_bound:
            orders = _brought_to_bound(orders, name, self.draw.choice((0, 1)))
        return sorted(orders, key=lambda order: order.accepted)

    def _rate(self, mean: float, correlation: float) -> float:
        spread = 1 / correlation - 1
        return self.draw.betavariate(mean * spread, (1 - mean) * spread)

    def _drift(self) -> None:
        for name in (*CATEGORIES, *CHANNELS):
            self.drift[name] = 0.9 * self.drift.get(name, 0.0) + self.draw.gauss(0, 0.03)

    def _one(self, weights: Mapping[str, float]) -> str:
        return self.draw.choices(list(weights), list(weights.values()))[0]


def _nature(draw: Random, size: float, punctual: Sequence[str]) -> _Nature:
    shares = _normed({name: draw.lognormvariate(0, 0.9) for name in CATEGORIES})
    seasonal = {
        name: (draw.uniform(0.4, 0.9) if draw.random() < 0.2 else draw.uniform(0, 0.15), draw.uniform(0, 12))
        for name in CATEGORIES
    }
    weight = {name: draw.lognormvariate(0, 0.9) for name in UNITS}
    in_time = {name: (draw.uniform(0.88, 0.995), _log_uniform(draw, 0.002, 0.02)) for name in UNITS}
    in_time |= dict.fromkeys(punctual, (0.98, 0.005))
    return _Nature(
        size * draw.lognormvariate(0, 0.4),
        draw.uniform(-0.01, 0.02),
        (draw.uniform(0.03, 0.15), draw.uniform(0, 12)),
        shares,
        {name: _log_uniform(draw, 12, 200) for name in CATEGORIES},
        seasonal,
        {name: _some(draw, weight, 6) for name in CATEGORIES},
        {name: _log_uniform(draw, 15, 200) for name in UNITS},
        {name: _normed({each: draw.gammavariate(2, 0.5) for each in DISTRICTS}) for name in CATEGORIES},
        _normed(dict(zip(CHANNELS, (60, 12, 15, 9, 4), strict=True))),
        {name: _normed({each: draw.gammavariate(1.5, 1) for each in TYPES}) for name in CATEGORIES},
        in_time,
        {name: (draw.uniform(0.75, 0.96), _log_uniform(draw, 0.003, 0.03)) for name in UNITS},
    )


def _some(draw: Random, weight: Mapping[str, float], count: int) -> dict[str, float]:
    """Some units that a category goes to, by their sizes."""
    chosen = draw.sample(list(weight), count)
    return {name: weight[name] * draw.gammavariate(1, 1) for name in chosen}


def _normed(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: value / sum(weights.values()) for name, value in weights.items()}


def _log_uniform(draw: Random, low: float, high: float) -> float:
    return math.exp(draw.uniform(math.log(low), math.log(high)))


def _seasonal(season: tuple[float, float], number: int) -> float:
    height, peak = season
    return math.exp(height * math.cos(2 * math.pi * (number - peak) / 12))


def _day_weights(year: int, number: int) -> list[float]:
    first = datetime(year, number, 1)
    days = [first + timedelta(days=each) for each in range(monthrange(year, number)[1])]
    weights = [0.7 if day.weekday() >= 5 else 1.1 for day in days]
    festival = datetime(year, *FESTIVALS.get(year, (2, 5)))
    return [
        0.45 * weight if 0 <= (day - festival).days < 8 else weight for day, weight in zip(days, weights, strict=True)
    ]


def poisson(draw: Random, mean: float) -> int:
    """A Poisson variate, by the waiting times between events."""
    count, waited = 0, draw.expovariate(1)
    while waited < mean:
        count += 1
        waited += draw.expovariate(1)
    return count


def _late(orders: list[Order], unit: str) -> list[Order]:
    """The unit's orders with just 80 of 100 in time."""
    own = [index for index, order in enumerate(orders) if order.unit == unit]
    changed = list(orders)
    for place, index in enumerate(own):
        changed[index] = replace(orders[index], in_time=8 * (place + 1) // 10 > 8 * place // 10)
    return changed


def _brought_to_bound(orders: list[Order], unit: str, above: int) -> list[Order]:
    """The unit's orders with just so many in time that it is at or one order below 90 %."""
    own = [index for index, order in enumerate(orders) if order.unit == unit]
    wanted = -(-9 * len(own) // 10) - (1 - above)
    changed = list(orders)
    for place, index in enumerate(own):
        changed[index] = replace(orders[index], in_time=place < wanted)
    return changed


def months_from(year: int, number: int, count: int) -> list[tuple[int, int]]:
    """So many calendar months from one on."""
    first = year * 12 + number - 1
    return [(each // 12, each % 12 + 1) for each in range(first, first + count)]


def history(county: County, count: int, planted: Callable[[int], Event | None] = lambda index: None) -> list[
    tuple[tuple[int, int], list[Order]]
]:  # fmt: skip
    """So many months of a county from January 2029 on, with what is planted in each."""
    return [
        ((year, number), county.month(year, number, index, planted(index)))
        for index, (year, number) in enumerate(months_from(2029, 1, count))
    ]
