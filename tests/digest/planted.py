"""Counties in whose last month something happens."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from random import Random
from statistics import mean

from bulletin_gen.digest.model import Digest
from digest.months import CATEGORIES, County, Event, Order, history
from digest.running import Run


@dataclass(frozen=True)
class Planted:
    """A county's digest of its last month, and what was planted in it. ``grown``: the orders of the tripled category
    against the mean of the twelve months before; of the late unit's ``handed`` orders so many were ``in_time``."""

    event: Event
    digest: Digest
    grown: float
    handed: int
    in_time: int


@cache
def planted(seed: int, length: int) -> Planted:
    """A county of that seed, all kinds of events in the last of ``length`` months."""
    event = _event(seed)
    county = County(seed, punctual=(event.late,))
    months = history(county, length, lambda index: event if index == length - 1 else None)
    run = Run()
    for when, orders in months[:-1]:
        run.month(when, orders, look=False)
    found = run.month(*months[-1], look=True)
    assert found is not None
    counts = [sum(order.category == event.tripled for order in orders) for _, orders in months]
    late = [order.in_time for order in months[-1][1] if order.unit == event.late]
    return Planted(event, found, counts[-1] / mean(counts[-13:-1]), len(late), sum(late))


def _event(seed: int) -> Event:
    """A category of some size, the largest unit, three others, and a place: chosen from three months of the county."""
    draw, first = Random(f"event-{seed}"), [order for _, orders in history(County(seed), 3) for order in orders]
    units = [name for name, _ in Counter(order.unit for order in first).most_common(4)]
    large = [name for name in CATEGORIES if _count(first, name) >= 75]
    small = min(CATEGORIES, key=lambda name: abs(_count(first, name) - 60))
    place = draw.choice([order.district for order in first if order.category == small])
    return Event(draw.choice(large), units[0], (place, small, units[-1]), tuple(units[1:]))


def _count(orders: list[Order], category: str) -> int:
    return sum(order.category == category for order in orders)
