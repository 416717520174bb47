"""The life of a request: accepted, dispatched, closed, called back; shared by all counties."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from make import times

#: 诉求类型 → workdays allowed.
Allowances = Mapping[str, int]


@dataclass
class Order:
    """One dispatch (or one request settled on the line, without a unit)."""

    accepted: datetime
    request_type: str
    dispatched: datetime | None = None
    deadline: datetime | None = None
    unit: str = ""
    order_id: str = ""
    channel: str = ""
    category: tuple[str, str] = ("", "")
    town: str = ""
    urgency: str = "一般"
    acknowledged: datetime | None = None
    closed: datetime | None = None
    late: bool = False
    extensions: int = 0
    rework: int = 0
    returned: int = 0
    callback: datetime | None = None
    connected: bool | None = None
    result_opinion: str = ""
    process_opinion: str = ""
    resolved: str = ""


@dataclass(frozen=True)
class Window:
    """When an order is accepted and when it falls due: both ends inclusive days."""

    first: date
    last: date
    due_first: date
    due_last: date


class Maker:
    """Makes orders of one county; holds its random stream and its allowances."""

    def __init__(self, seed: str, allowances: Allowances, weights: Sequence[int], taken: datetime) -> None:
        self.rng = random.Random(seed)
        self.allowances = allowances
        self._weights = weights
        self.taken = taken  # when the export was taken: nothing in it is later

    def request_type(self) -> str:
        """A request type by its usual frequency."""
        return self.rng.choices(list(self.allowances), self._weights)[0]

    def dispatched(self, window: Window, accepted: datetime | None = None) -> Order:
        """A dispatched order within ``window``; ``accepted`` fixes the moment of acceptance."""
        for _ in range(20_000):
            moment = accepted or times.call_moment(self.rng, window.first, window.last)
            order = self._dispatch(moment, self.request_type())
            if self._fits(order, window):
                return order
        raise ValueError(f"no order fits {window} {accepted}")

    def _dispatch(self, accepted: datetime, request_type: str) -> Order:
        order = Order(accepted, request_type)
        order.dispatched = times.dispatch_moment(self.rng, accepted)
        days = self.allowances[request_type]
        order.deadline = times.end_of_day(times.add_workdays(order.dispatched.date(), days))
        return order

    def _fits(self, order: Order, window: Window) -> bool:
        assert order.dispatched and order.deadline
        inside = window.due_first <= order.deadline.date() <= window.due_last
        return inside and order.dispatched < self.taken - timedelta(hours=3)

    def close(self, order: Order, by: datetime) -> None:
        """Closes it on time, before ``by``."""
        assert order.dispatched and order.deadline
        self.acknowledge(order)
        latest = min(order.deadline, by)
        order.closed = times.office_moment(self.rng, order.dispatched + timedelta(minutes=40), latest, early=0.7)

    def close_late(self, order: Order, by: datetime) -> None:
        """Closes it after its deadline, before ``by``."""
        assert order.deadline
        self.acknowledge(order)
        order.late = True
        first = order.deadline + timedelta(hours=8, minutes=31)
        order.closed = times.office_moment(self.rng, first, min(by, first + timedelta(days=4)), early=2)

    def acknowledge(self, order: Order) -> None:
        """The unit takes it on within the hour, but not before it exists nor after the export."""
        assert order.dispatched
        order.acknowledged = min(times.after(self.rng, order.dispatched, 0.05, 0.6), self.taken)

    def leave_open_or_close(self, order: Order) -> None:
        """Closes an order that is due later, if its natural closing comes before the export was taken."""
        assert order.dispatched and order.deadline
        natural = times.office_moment(self.rng, order.dispatched + timedelta(hours=1), order.deadline)
        self.acknowledge(order)
        order.closed = natural if natural < self.taken else None

    def settled(self, first: date, last: date, types: Sequence[str]) -> Order:
        """A request answered on the line."""
        order = Order(times.call_moment(self.rng, first, last), self.rng.choice(types))
        order.closed = min(times.after(self.rng, order.accepted, 0.03, 0.4), self.taken)
        order.resolved = "已解决"
        return order

    def sample(self, pool: Sequence[Order], count: int) -> list[Order]:
        """``count`` different orders of ``pool``."""
        if count > len(pool):
            raise ValueError(f"{count} wanted of {len(pool)}")
        return self.rng.sample(list(pool), count)


def spread(rng: random.Random, total: int, weights: Sequence[float]) -> list[int]:
    """``total`` shared out by ``weights`` (largest remainder), with no chance in it but the ties."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], rng.random()))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return counts


def deal(
    rng: random.Random, orders: Sequence[Order], quotas: dict[str, int], liking: Callable[[Order], Mapping[str, float]]
) -> dict[int, str]:
    """Gives each order one name so that ``quotas`` are used up exactly; ``liking`` weighs names per order.

    Returns names by position. Orders that like few names go first.
    """
    left = dict(quotas)
    if sum(left.values()) != len(orders):
        raise ValueError(f"quotas sum to {sum(left.values())}, not {len(orders)}")
    places = sorted(range(len(orders)), key=lambda i: (len(liking(orders[i])) or 99, i))
    given: dict[int, str] = {}
    for place in places:
        weights = {name: weight * left[name] for name, weight in liking(orders[place]).items() if left[name]}
        weights = weights or {name: float(count) for name, count in left.items() if count}
        name = rng.choices(list(weights), list(weights.values()))[0]
        left[name] -= 1
        given[place] = name
    return given
