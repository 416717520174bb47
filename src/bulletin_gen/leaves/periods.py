"""Periods: which days a bulletin covers, what they are called, which ones they are compared with.

Kinds and their folder names: month ``2024-05``, ISO week ``2021-W43``, quarter ``2024-Q3``, half-year ``2024-H1``,
year ``2024``, cumulative months ``2024-01~04``, free range ``2021-10-25~2021-11-25``, and an office's own month
``2021-10-26~2021-11-25_11月``, which is called as it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from msgspec import Struct

from bulletin_gen.leaves.frugal import late


class PeriodKind(StrEnum):
    """The kinds of period that bulletins cover."""

    MONTH = "month"
    WEEK = "week"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    MONTHS = "months"
    RANGE = "range"


_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_HALVES = ("上半年", "下半年")
_MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


class Period(Struct, frozen=True):
    """A closed range of days ``first``…``last`` of one kind. For weeks, ``number`` is the ISO week. ``called``: the
    month as which an office counts a free range."""

    kind: PeriodKind
    first: date
    last: date
    called: int = 0

    @property
    def start(self) -> datetime:
        """First moment of the period (inclusive)."""
        return datetime.combine(self.first, time())

    @property
    def end(self) -> datetime:
        """First moment after the period (exclusive)."""
        return datetime.combine(self.last + timedelta(days=1), time())

    @property
    def days(self) -> int:
        """How many calendar days it has."""
        return (self.last - self.first).days + 1

    @property
    def year(self) -> int:
        """The year in the period's name (for a week: the ISO year)."""
        if self.called:
            return self.last.year if self.called == self.last.month else self.first.year
        return self.first.isocalendar().year if self.kind is PeriodKind.WEEK else self.first.year

    @property
    def number(self) -> int:
        """Month, ISO week, quarter or half within the year; for other kinds the first month."""
        if self.kind is PeriodKind.WEEK:
            return self.first.isocalendar().week
        if self.kind is PeriodKind.QUARTER:
            return (self.first.month - 1) // 3 + 1
        if self.kind is PeriodKind.HALF_YEAR:
            return (self.first.month - 1) // 6 + 1
        return self.called or self.first.month

    @property
    def key(self) -> str:
        """The folder name and the stem of its facts file."""
        return _KEYS[self.kind](self)

    @property
    def name(self) -> str:
        """With the year: 2024年5月, 2021年第43周（10月25日至10月31日）, 2024年1—4月, 2024年三季度."""
        if self.kind is PeriodKind.RANGE and not self.called:
            last = _day(self.last) if self.last.year == self.first.year else _full_day(self.last)
            return f"{_full_day(self.first)}至{last}"
        if self.kind is PeriodKind.YEAR:
            return f"{self.year}年"
        return f"{self.year}年{self.short_name}"

    @property
    def short_name(self) -> str:
        """Without the year: 5月, 第43周（10月25日至10月31日）, 1—4月, 三季度, 全年."""
        return _SHORT_NAMES[self.kind](self)

    @property
    def month_name(self) -> str:
        """A month in Chinese numerals (五月); for other kinds the short name."""
        is_month = self.kind is PeriodKind.MONTH or self.called
        return f"{_MONTH_NAMES[self.number - 1]}月" if is_month else self.short_name

    @property
    def span(self) -> str:
        """First to last day: 10月25日至10月31日."""
        return f"{_day(self.first)}至{_day(self.last)}"

    @property
    def this(self) -> str:
        """How prose points at it: 本月, 本周, 本季度…"""
        return _WORDS[PeriodKind.MONTH if self.called else self.kind][0]

    @property
    def last_word(self) -> str:
        """How prose points at the one before: 上月, 上周…"""
        return _WORDS[PeriodKind.MONTH if self.called else self.kind][1]

    def previous(self) -> Period:
        """The period before (环比): for cumulative months and free ranges, the same length before."""
        return _PREVIOUS[self.kind](self)

    def year_ago(self) -> Period:
        """The same period one year before (同比); for weeks, the same ISO week where that year has it."""
        if self.kind is PeriodKind.WEEK:
            return _week(self.year - 1, min(self.number, _weeks_in(self.year - 1)))
        if self.kind is PeriodKind.RANGE:
            return Period(self.kind, _years_back(self.first), _years_back(self.last), self.called)
        first = date(self.first.year - 1, self.first.month, 1)
        return Period(self.kind, first, _last_of_month(self.last.year - 1, self.last.month))

    def contains(self, moment: datetime) -> bool:
        """Whether ``moment`` falls in it."""
        return self.start <= moment < self.end


def last_moment(cut_off: datetime) -> datetime:
    """The last moment that counts up to ``cut_off``. A cut-off at 24:00 leaves out 0:00 of the next day, and with it
    what bears only that day's date: as in periods, midnight is the first moment of the day that it begins."""
    return cut_off if cut_off.time() != time() else cut_off - datetime.resolution


def parse_period(text: str) -> Period:
    """The period that a folder name means; ``ValueError`` in Chinese when it is none."""
    for pattern, make in _PATTERNS:
        if found := pattern.fullmatch(text.strip()):
            try:
                return make(*map(int, found.groups()))
            except ValueError as reason:
                raise ValueError(f"“{text}”不是有效的期间：{reason}") from reason
    raise ValueError(
        f"“{text}”不是有效的期间；可写 2024-05（月）、2021-W43（周）、2024-Q3（季度）、2024-H1（半年）、"
        "2024（年）、2024-01~04（1—4月）、2021-10-25~2021-11-25（起止日期）、"
        "2021-10-26~2021-11-25_11月（自己的统计月）"
    )


def month(year: int, number: int) -> Period:
    """A calendar month."""
    _check(number, 12, "月份")
    return Period(PeriodKind.MONTH, date(year, number, 1), _last_of_month(year, number))


def _week(year: int, number: int) -> Period:
    _check(number, _weeks_in(year), f"{year}年的周次")
    first = date.fromisocalendar(year, number, 1)
    return Period(PeriodKind.WEEK, first, first + timedelta(days=6))


def _quarter(year: int, number: int) -> Period:
    _check(number, 4, "季度")
    return Period(PeriodKind.QUARTER, date(year, 3 * number - 2, 1), _last_of_month(year, 3 * number))


def _half(year: int, number: int) -> Period:
    _check(number, 2, "半年")
    return Period(PeriodKind.HALF_YEAR, date(year, 6 * number - 5, 1), _last_of_month(year, 6 * number))


def _year(year: int) -> Period:
    return Period(PeriodKind.YEAR, date(year, 1, 1), date(year, 12, 31))


def _months(year: int, first: int, last: int) -> Period:
    _check(first, 12, "月份")
    _check(last, 12, "月份")
    if last < first:
        raise ValueError("后一个月早于前一个月")
    return Period(PeriodKind.MONTHS, date(year, first, 1), _last_of_month(year, last))


def _range(y1: int, m1: int, d1: int, y2: int, m2: int, d2: int) -> Period:
    first, last = _existing(y1, m1, d1), _existing(y2, m2, d2)
    if last < first:
        raise ValueError("止日早于起日")
    return Period(PeriodKind.RANGE, first, last)


def _own_month(y1: int, m1: int, d1: int, y2: int, m2: int, d2: int, called: int) -> Period:
    _check(called, 12, "月份")
    period = _range(y1, m1, d1, y2, m2, d2)
    if called not in (m1, m2):
        raise ValueError(f"{called}月不在起止日期之内")
    return Period(period.kind, period.first, period.last, called)


def _existing(year: int, number: int, day: int) -> date:
    try:
        return date(year, number, day)
    except ValueError as reason:
        raise ValueError(f"没有{year}年{number}月{day}日这一天") from reason


def _weeks_in(year: int) -> int:
    # 28 December always lies in the last ISO week of its year.
    return date(year, 12, 28).isocalendar().week


def _check(number: int, top: int, word: str) -> None:
    if not 1 <= number <= top:
        raise ValueError(f"{word}应为 1 至 {top}")


def _last_of_month(year: int, number: int) -> date:
    following = date(year + 1, 1, 1) if number == 12 else date(year, number + 1, 1)
    return following - timedelta(days=1)


def _years_back(day: date) -> date:
    # 29 February has no namesake a year before: the last day of that February stands for it.
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _months_back(period: Period, count: int) -> Period:
    index = period.first.year * 12 + period.first.month - 1 - count
    first, last = date(index // 12, index % 12 + 1, 1), period.first - timedelta(days=1)
    across_years = period.kind is PeriodKind.MONTHS and first.year != last.year
    return Period(PeriodKind.RANGE if across_years else period.kind, first, last)


def _before_range(period: Period) -> Period:
    """The same length before; of an office's own month, the one whose days end where this one's begin."""
    if not period.called:
        return _days_back(period)
    overlapping = period.first.day == period.last.day
    last = period.first if overlapping else period.first - timedelta(days=1)
    index = period.first.year * 12 + period.first.month - 2
    year, number = index // 12, index % 12 + 1
    day = min(period.first.day, _last_of_month(year, number).day)
    return Period(period.kind, date(year, number, day), last, period.called - 1 or 12)


def _days_back(period: Period) -> Period:
    return Period(period.kind, period.first - timedelta(days=period.days), period.first - timedelta(days=1))


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _full_day(day: date) -> str:
    return f"{day.year}年{_day(day)}"


def _month_count(period: Period) -> int:
    return period.last.month - period.first.month + 1


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = (
    (late(r"([12][0-9]{3})-([0-9]{2})"), month),
    (late(r"([12][0-9]{3})-W([0-9]{1,2})", re.IGNORECASE), _week),
    (late(r"([12][0-9]{3})-Q([0-9])", re.IGNORECASE), _quarter),
    (late(r"([12][0-9]{3})-H([0-9])", re.IGNORECASE), _half),
    (late(r"([12][0-9]{3})"), _year),
    (late(r"([12][0-9]{3})-([0-9]{2})~([0-9]{2})"), _months),
    (late(r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})~([12][0-9]{3})-([0-9]{2})-([0-9]{2})"), _range),
    (
        late(r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})~([12][0-9]{3})-([0-9]{2})-([0-9]{2})_([0-9]{1,2})月"),
        _own_month,
    ),
)

_KEYS: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.MONTH: lambda p: f"{p.year}-{p.number:02d}",
    PeriodKind.WEEK: lambda p: f"{p.year}-W{p.number:02d}",
    PeriodKind.QUARTER: lambda p: f"{p.year}-Q{p.number}",
    PeriodKind.HALF_YEAR: lambda p: f"{p.year}-H{p.number}",
    PeriodKind.YEAR: lambda p: f"{p.year}",
    PeriodKind.MONTHS: lambda p: f"{p.year}-{p.first.month:02d}~{p.last.month:02d}",
    PeriodKind.RANGE: lambda p: f"{p.first.isoformat()}~{p.last.isoformat()}" + (f"_{p.called}月" if p.called else ""),
}

_SHORT_NAMES: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.MONTH: lambda p: f"{p.number}月",
    PeriodKind.WEEK: lambda p: f"第{p.number}周（{p.span}）",
    PeriodKind.QUARTER: lambda p: _QUARTERS[p.number - 1],
    PeriodKind.HALF_YEAR: lambda p: _HALVES[p.number - 1],
    PeriodKind.YEAR: lambda p: "全年",
    PeriodKind.MONTHS: lambda p: (
        f"{p.first.month}—{p.last.month}月" if p.first.month < p.last.month else f"{p.first.month}月"
    ),
    PeriodKind.RANGE: lambda p: f"{p.called}月" if p.called else p.span,
}

_WORDS: dict[PeriodKind, tuple[str, str]] = {
    PeriodKind.MONTH: ("本月", "上月"),
    PeriodKind.WEEK: ("本周", "上周"),
    PeriodKind.QUARTER: ("本季度", "上季度"),
    PeriodKind.HALF_YEAR: ("本期", "上一个半年"),
    PeriodKind.YEAR: ("本年", "上年"),
    PeriodKind.MONTHS: ("本期", "上期"),
    PeriodKind.RANGE: ("本期", "上期"),
}

_PREVIOUS: dict[PeriodKind, Callable[[Period], Period]] = {
    PeriodKind.MONTH: lambda p: _months_back(p, 1),
    PeriodKind.WEEK: _days_back,
    PeriodKind.QUARTER: lambda p: _months_back(p, 3),
    PeriodKind.HALF_YEAR: lambda p: _months_back(p, 6),
    PeriodKind.YEAR: lambda p: _year(p.year - 1),
    PeriodKind.MONTHS: lambda p: _months_back(p, _month_count(p)),
    PeriodKind.RANGE: _before_range,
}


def last_finished(kind: PeriodKind, today: date) -> Period:
    """The last period of a kind that ended before ``today``; of ranges and cumulative months, the last month."""
    current = {
        PeriodKind.WEEK: lambda: _week(today.isocalendar().year, today.isocalendar().week),
        PeriodKind.QUARTER: lambda: _quarter(today.year, (today.month - 1) // 3 + 1),
        PeriodKind.HALF_YEAR: lambda: _half(today.year, (today.month - 1) // 6 + 1),
        PeriodKind.YEAR: lambda: _year(today.year),
    }
    return current.get(kind, lambda: month(today.year, today.month))().previous()


def following(period: Period) -> Period:
    """The period after: the next of its kind; of cumulative months one month more, of free ranges the same length."""
    day = period.last + timedelta(days=1)
    if period.kind is PeriodKind.MONTHS and day.month > 1:
        return _months(period.year, period.first.month, day.month)
    if period.kind in (PeriodKind.MONTH, PeriodKind.MONTHS):
        return month(day.year, day.month)
    if period.kind is PeriodKind.RANGE:
        return _after_range(period, day)
    return {
        PeriodKind.WEEK: lambda: _week(day.isocalendar().year, day.isocalendar().week),
        PeriodKind.QUARTER: lambda: _quarter(day.year, (day.month - 1) // 3 + 1),
        PeriodKind.HALF_YEAR: lambda: _half(day.year, (day.month - 1) // 6 + 1),
        PeriodKind.YEAR: lambda: _year(day.year),
    }[period.kind]()


def _after_range(period: Period, day: date) -> Period:
    """The same length after; of an office's own month, the one whose days begin where this one's end."""
    if not period.called:
        return Period(period.kind, day, day + timedelta(days=period.days - 1))
    first = period.last if period.first.day == period.last.day else day
    index = period.last.year * 12 + period.last.month
    year, number = index // 12, index % 12 + 1
    last = date(year, number, min(period.last.day, _last_of_month(year, number).day))
    return Period(period.kind, first, last, period.called % 12 + 1)
