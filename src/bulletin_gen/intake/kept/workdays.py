"""Workdays by the State Council's calendar with its make-up days, and a county's own changes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from bulletin_gen.intake.cells.text import key_of, tidy
from bulletin_gen.intake.files.tabletext import csv_rows, read_text
from bulletin_gen.leaves.issues import Place, stop
from bulletin_gen.profile.intake import Deadlines

#: The code of the issue about a year without data.
YEAR_UNKNOWN = "calendar.year"
_SATURDAY = 5
#: The calendar that all counties in a folder share, or one county's where it lies in its own folder.
SHARED = "节假日.csv"
#: Heads of such a calendar.
HEADS = ("日期", "是否工作日")
_ONE_DAY = timedelta(days=1)

#: Whether a day is a workday.
Calendar = Callable[[date], bool]


def official_calendar(own: Mapping[date, bool] | None = None) -> Calendar:
    """The official calendar; days in ``own`` are as it says. Of a year that only ``own`` has days of, all other days
    are as the week has them. A year without any data raises ``BulletinError``."""
    changed = own or {}
    years = {day.year for day in changed}

    def calendar(day: date) -> bool:
        from chinese_calendar import is_workday  # only where a workday is asked for

        if day in changed:
            return changed[day]
        if day.year in years and day.year not in known_years():
            return day.weekday() < _SATURDAY
        try:
            return bool(is_workday(day))
        except NotImplementedError as reason:
            raise stop(
                YEAR_UNKNOWN, f"没有{day.year}年的节假日安排", found=day.isoformat(),
                expected="国务院办公厅已公布、程序已收录的年份",
                advice=f"日期写错的改正；没错的，做一个 {SHARED}（{','.join(HEADS)} 两列，如 {day.year}-01-01,否），"
                f"列出{day.year}年的放假日（否）和周末补班日（是），放在各县文件夹旁边，所有的县都用它；"
                "只给一个县用的，放进县文件夹",
            ) from reason  # fmt: skip

    return calendar


@cache
def known_years() -> frozenset[int]:
    """The years of which the official days off are known."""
    from chinese_calendar import holidays, workdays

    return frozenset(day.year for day in (*holidays, *workdays))


def calendar_of(rules: Deadlines | None, county: Path | None) -> Calendar:
    """The calendar by which a county's deadlines run; where there is no folder of the county, with the days of the file
    that its rules name."""
    own = rules.calendar if rules else ""
    return official_calendar(all_days(calendar_files(county, own) if county else [Path(own)] if own else []))


def calendar_files(county: Path, own: str = "") -> tuple[Path, ...]:
    """The calendars that hold for the county in that folder, the later ones winning: the shared one beside the
    counties, the county's, the one that its profile names as ``own`` (there or not)."""
    shared = (county.absolute().parent / SHARED, county / SHARED)
    named = (county / own,) if own else ()
    return *(path for path in shared if path.is_file() and path not in named), *named


def all_days(paths: Iterable[Path]) -> dict[date, bool]:
    """The days of several calendars; what a later one says of a day stands."""
    return {day: workday for path in paths for day, workday in own_days(path).items()}


def own_days(path: Path) -> dict[date, bool]:
    """A county's own calendar: CSV with 日期,是否工作日 (是/否). A wrong line stops the run."""
    if not path.is_file():
        raise stop("calendar.missing", "缺少工作日调整表", Place(file=path.name), expected=",".join(HEADS))
    rows = enumerate(csv_rows(read_text(path)), 1)
    head = [tidy(text) for text in next(rows, (1, []))[1]]
    if not set(HEADS) <= set(head):
        raise stop("calendar.heads", "工作日调整表的表头不对", Place(file=path.name, row=1), expected=",".join(HEADS))
    places = [head.index(name) for name in HEADS]
    days: dict[date, bool] = {}
    for line, row in rows:
        if any(map(tidy, row)):
            cells = [tidy(row[place]) if place < len(row) else "" for place in places]
            day, workday = _own_day(cells, Place(file=path.name, row=line))
            days[day] = workday
    return days


def _own_day(cells: list[str], place: Place) -> tuple[date, bool]:
    from bulletin_gen.intake.cells.moments import parse_moment

    moment = parse_moment(cells[0])
    if moment is None or key_of(cells[1]) not in _MARKS:
        found = ",".join(cells)
        raise stop("calendar.line", "工作日调整表里有读不懂的一行", place, found=found, expected="如 2024-05-04,是")
    return moment.date(), _MARKS[key_of(cells[1])]


_MARKS = {"是": True, "1": True, "否": False, "0": False}


def add_days(start: date, count: int, calendar: Calendar, first: bool) -> date:
    """The ``count``-th workday from ``start``, which itself counts where ``first`` says so."""
    day = start - _ONE_DAY if first else start
    for _ in range(count):
        day += _ONE_DAY
        while not calendar(day):
            day += _ONE_DAY
    return day


def counts_up_to(first: date, last: date, calendar: Calendar) -> dict[date, int]:
    """For each day from ``first`` to ``last``, how many workdays there are up to and with it."""
    counts: dict[date, int] = {}
    total, day = 0, first
    while day <= last:
        total += calendar(day)
        counts[day] = total
        day += _ONE_DAY
    return counts
