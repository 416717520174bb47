"""Counties as somebody invented them who had not seen what a digest looks for; what is planted in their months.

Frailties all the way down: the county's month, a category's month, a subject's month and a unit's month each draw a
gamma variate, and a Poisson count comes on top, so that counts are negative binomial. The county's level follows its
last month by half and drifts; categories have seasons; weekdays and the spring festival weigh. What a unit closes in
time, and what citizens are content with, is drawn anew for each unit and month from a beta variate.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from statistics import mean

from digest.months import CATEGORIES, CHANNELS, DISTRICTS, FESTIVALS, TYPES, UNITS, Order, months_from, poisson

OFFICES = tuple(unit for unit in UNITS if unit not in DISTRICTS)
_LARGE, _SUBJECTS = 8, ("甲类", "乙类", "丙类", "丁类", "戊类")
_SIZES = (450, 600, 800, 1000, 1200, 1400)
#: How tightly a unit's month keeps to its own rates (the beta variate's sum of shapes).
_IN_TIME, _CONTENT = 60, 50


@dataclass(frozen=True)
class Sown:
    """A month with something planted in it: its ``orders``, ``what`` (a category; a unit; a place, "" for anywhere, and
    a category with its subject; three units), and ``times``: what a tripled category has of its mean."""

    orders: list[Order]
    what: tuple[str, ...]
    times: float = 0.0


@dataclass
class FrailCounty:
    """A county's months, from January 2029 on; the same seed gives the same ones."""

    seed: int
    length: int = 24
    months: list[list[Order]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = Random(f"frail-{self.seed}")
        self._nature()
        level = 0.0
        self.when = months_from(2029, 1, self.length)
        for index, (year, number) in enumerate(self.when):
            level = 0.5 * level + self.draw.gauss(0, 0.06)
            self.months.append(self._month(year, number, math.exp(level + self.drift * index)))

    def _nature(self) -> None:
        draw = self.draw
        size, names = draw.choice(_SIZES), CATEGORIES[:_LARGE]
        names += tuple(draw.sample(CATEGORIES[_LARGE:], draw.randint(3, 12)))
        weight = {
            name: draw.lognormvariate(0, 0.5) if name in CATEGORIES[:_LARGE] else draw.lognormvariate(-0.9, 0.7)
            for name in names
        }
        weight |= {name: 0.2 * weight[name] for name in draw.sample(names[_LARGE:], 2)}
        self.usual = {name: size * each / sum(weight.values()) for name, each in weight.items()}
        self.shape = {name: draw.uniform(15, 45) for name in names}
        self.season = {name: (draw.choice((0.05, 0.05, 0.15, 0.3, 0.5)), draw.uniform(0, 12)) for name in names}
        self.subjects = {
            name: {each: draw.gammavariate(3, 1) for each in _SUBJECTS[: draw.randint(2, 5)]} for name in names
        }
        # Who handles a subject: the office of its category, the town itself, another office, now and then anybody.
        offices = draw.sample(OFFICES, len(OFFICES))
        self.office = {name: offices[at % len(offices)] for at, name in enumerate(names)}
        self.routes = {
            (name, each): (draw.uniform(0.5, 0.9), draw.uniform(0.1, 0.4), draw.uniform(0.02, 0.12), 0.05)
            for name in names
            for each in self.subjects[name]
        }
        self.other = {key: draw.choice(OFFICES) for key in self.routes}
        self.town = {each: draw.lognormvariate(-0.2, 0.5) for each in DISTRICTS} | {
            DISTRICTS[0]: 3.5,
            DISTRICTS[1]: 2.5,
        }
        self.drift = draw.uniform(-0.03, 0.08) / 12
        self.in_time = {unit: draw.choices((0.985, 0.965, 0.93), (7, 2, 1))[0] for unit in UNITS}
        self.content = {unit: 1 - draw.betavariate(6, 60) for unit in UNITS}

    def _month(self, year: int, number: int, level: float) -> list[Order]:
        draw, days = self.draw, _days(year, number)
        self.busy = {unit: draw.gammavariate(40, 1 / 40) for unit in UNITS}
        self.now = {unit: self._rates(unit) for unit in UNITS}
        channels = {
            name: share * draw.gammavariate(40, 1 / 40) for name, share in zip(CHANNELS, (74, 12, 8, 4, 2), strict=True)
        }
        orders = []
        for name, usual in self.usual.items():
            height, peak = self.season[name]
            frailty = draw.gammavariate(self.shape[name], 1 / self.shape[name])
            expected = (
                usual * level * sum(days) / 29.6 * (1 + height * math.cos((number - peak) * math.pi / 6)) * frailty
            )
            subjects = {each: share * draw.gammavariate(20, 1 / 20) for each, share in self.subjects[name].items()}
            orders += [
                self._order(year, number, days, name, self._one(subjects), self._one(channels))
                for _ in range(poisson(draw, expected))
            ]
        return sorted(orders, key=lambda each: each.accepted)

    def _rates(self, unit: str) -> tuple[float, float]:
        pairs = ((self.in_time[unit], _IN_TIME), (self.content[unit], _CONTENT))
        one, other = (self.draw.betavariate(rate * spread, (1 - rate) * spread) for rate, spread in pairs)
        return one, other

    def _order(self, year: int, number: int, days: Sequence[float], name: str, subject: str, channel: str,
               place: str = "", day: int | None = None) -> Order:  # fmt: skip
        draw, place = self.draw, place or self._one(self.town)
        units = (self.office[name], place, self.other[name, subject], draw.choice(UNITS))
        weights = [share * self.busy[unit] for share, unit in zip(self.routes[name, subject], units, strict=True)]
        unit = draw.choices(units, weights)[0]
        day = draw.choices(range(len(days)), days)[0] if day is None else day
        moment = datetime(year, number, 1) + timedelta(days=day, minutes=draw.randrange(7 * 60, 22 * 60))
        in_time, content = self.now[unit]
        asked = draw.random() < 0.9
        return Order(
            moment, name, subject, place, unit, channel, draw.choice(TYPES), draw.random() < in_time,
            draw.random() < content if asked else None,
        )  # fmt: skip

    def _one(self, weights: dict[str, float]) -> str:
        return self.draw.choices(list(weights), list(weights.values()))[0]

    # ---- what is planted: each gives None where the county has nothing to plant it in --------------------------------
    def counts(self, index: int, key: Callable[[Order], object]) -> list[Counter[object]]:
        """What each month up to this one had of something."""
        return [Counter(map(key, orders)) for orders in self.months[: index + 1]]

    def _new(self, index: int, name: str, subject: str, place: str = "", day: int | None = None) -> Order:
        year, number = self.when[index]
        return self._order(year, number, _days(year, number), name, subject, CHANNELS[0], place, day)

    def tripled(self, index: int) -> Sown | None:
        """Twice the mean of a category of some size comes on top of what the month has of it, frail as all counts."""
        had = self.counts(index, lambda order: order.category)
        usual = {name: mean(each[name] for each in had[:-1]) for name in self.usual}
        large = [name for name in usual if usual[name] >= 15]
        if not large:
            return None
        name = self.draw.choice(large)
        more = poisson(self.draw, 2 * usual[name] * self.draw.gammavariate(self.shape[name], 1 / self.shape[name]))
        new = [self._new(index, name, self._one(self.subjects[name])) for _ in range(more)]
        return Sown(self.months[index] + new, (name,), (had[-1][name] + more) / usual[name])

    def late(self, index: int) -> Sown | None:
        """Of a unit that is in time 96.5 times of 100 or more, and has 40 orders, 80 of 100 are in time."""
        had = self.counts(index, lambda order: order.unit)
        met = self.counts(index, lambda order: order.unit if order.in_time else None)
        fit = [
            unit
            for unit in UNITS
            if had[-1][unit] >= 40
            and sum(each[unit] for each in met[:-1]) >= 0.965 * sum(each[unit] for each in had[:-1])
        ]
        if not fit:
            return None
        unit = self.draw.choice(fit)
        return Sown(self._brought(index, {unit: round(0.8 * had[-1][unit])}), (unit,))

    def repeated(self, index: int) -> Sown | None:
        """Fourteen orders within ten days about what is rare: mostly at one place, else of one subject anywhere."""
        draw, here = self.draw, self.draw.random() < 0.8
        if here:
            places, most = [(place, *key) for place in DISTRICTS for key in self.routes], 2
        else:
            places, most = [("", *key) for key in self.routes], 4
        had = self.counts(index, lambda order: (order.district if here else "", order.category, order.sub))
        rare = [
            each for each in places if mean(month[each] for month in had[:-1]) <= most and had[-1][each] <= 2 * most
        ]
        if not rare:
            return None
        what, first = draw.choice(rare), draw.randint(0, 17)
        more = 14 - had[-1][what] if here else 14
        new = [self._new(index, what[1], what[2], what[0], first + draw.randint(0, 9)) for _ in range(more)]
        return Sown(self.months[index] + new, what)

    def at_line(self, index: int) -> Sown | None:
        """Three units with just so many in time that one order decides about 90 %."""
        had = self.counts(index, lambda order: order.unit)[-1]
        fit = [unit for unit in UNITS if had[unit] >= 15]
        if len(fit) < 3:
            return None
        units = self.draw.sample(fit, 3)
        wanted = {unit: -(-9 * had[unit] // 10) - self.draw.randint(0, 1) for unit in units}
        return Sown(self._brought(index, wanted), tuple(units))

    def _brought(self, index: int, wanted: dict[str, int]) -> list[Order]:
        """The month's orders with so many of these units in time, chosen by chance."""
        orders = list(self.months[index])
        for unit, number in wanted.items():
            own = [at for at, order in enumerate(orders) if order.unit == unit]
            met = set(self.draw.sample(own, number))
            for at in own:
                orders[at] = replace(orders[at], in_time=at in met)
        return orders


def _days(year: int, number: int) -> list[float]:
    first, festival = datetime(year, number, 1), datetime(year, *FESTIVALS[year])
    days = [first + timedelta(days=each) for each in range(monthrange(year, number)[1])]
    weights = [0.55 if day.weekday() >= 5 else 1.15 for day in days]
    return [
        0.4 * weight if 0 <= (day - festival).days < 8 else weight for day, weight in zip(days, weights, strict=True)
    ]
