"""Moments as a hotline sees them: calls at all hours with two peaks, offices on workdays, deadlines in workdays."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from functools import cache

import chinese_calendar

#: How often a call comes in each hour of the day; peaks at 9–11 and 15–17.
_CALLS = (1, 1, 0, 0, 1, 1, 4, 14, 42, 78, 82, 60, 26, 24, 44, 70, 68, 46, 24, 20, 16, 10, 5, 2)
_OFFICE_OPENS, _OFFICE_CLOSES = time(8, 30), time(17, 45)


def at(text: str) -> datetime:
    """The civil moment that ``text`` names, as a hotline's clock shows it (2024-05-31 23:30)."""
    return datetime.fromisoformat(text)


def days_between(first: date, last: date) -> list[date]:
    """Every day from ``first`` to ``last`` inclusive."""
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


@cache
def is_workday(day: date) -> bool:
    """Whether offices work that day, make-up days included."""
    return bool(chinese_calendar.is_workday(day))


def add_workdays(day: date, count: int) -> date:
    """The ``count``-th workday after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def end_of_day(day: date) -> datetime:
    """The last second of a day, as platforms write a deadline."""
    return datetime.combine(day, time(23, 59, 59))


def call_moment(rng: random.Random, first: date, last: date) -> datetime:
    """When a citizen calls: workdays three times as often as other days."""
    days = days_between(first, last)
    day = rng.choices(days, [3 if is_workday(each) else 1 for each in days])[0]
    hour = rng.choices(range(24), _CALLS)[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)))


def is_office_hour(moment: datetime) -> bool:
    """Whether an office is at work then, lunch apart."""
    inside = _OFFICE_OPENS <= moment.time() <= _OFFICE_CLOSES and not time(12) <= moment.time() <= time(13, 30)
    return inside and is_workday(moment.date())


def after(rng: random.Random, moment: datetime, least: float, most: float) -> datetime:
    """A moment ``least`` to ``most`` hours later, to the second."""
    return moment + timedelta(seconds=rng.randint(int(least * 3600), int(most * 3600)))


def dispatch_moment(rng: random.Random, accepted: datetime) -> datetime:
    """When the hotline hands an order on: within two hours, nights and dawn left for half past eight."""
    soon = after(rng, accepted, 0.08, 2)
    if time(8, 0) <= soon.time() <= time(22, 0):
        return soon
    day = soon.date() if soon.time() < time(8, 0) else soon.date() + timedelta(days=1)
    return after(rng, datetime.combine(day, time(8, 30)), 0, 0.9)


def office_moment(rng: random.Random, first: datetime, last: datetime, *, early: float = 1.0) -> datetime:
    """An office hour between two moments; ``early`` above 1 leans towards the first. Falls back to any moment."""
    span = int((last - first).total_seconds())
    if span <= 0:
        raise ValueError(f"no time between {first} and {last}")
    for _ in range(400):
        moment = first + timedelta(seconds=int(span * rng.random() ** early))
        if is_office_hour(moment):
            return moment
    return first + timedelta(seconds=int(span * rng.random()))


def callback_moment(rng: random.Random, first: datetime, last: datetime) -> datetime:
    """When call-back staff ring: any day from nine to eight in the evening."""
    span = int((last - first).total_seconds())
    for _ in range(400):
        moment = first + timedelta(seconds=rng.randint(0, span))
        if time(9) <= moment.time() <= time(20):
            return moment
    return first + timedelta(seconds=rng.randint(0, span))
