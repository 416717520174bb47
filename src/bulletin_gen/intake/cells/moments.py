"""Dates and times in every form that exports use."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bulletin_gen.intake.cells.grids import EPOCH_1900
from bulletin_gen.leaves.frugal import late

# 2024年5月1日 8时3分5秒, 2024/5/1 8:03, 2024-05-01T08:03:00.000+08:00, 2024.5.1
_PARTS = late(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]*(上午|下午|AM|PM)?[ ]*(\d{1,2})[:时点](?:(\d{1,2})(?:[:分](\d{1,2})(?:[.,]\d+)?秒?|分)?)?[ ]*(AM|PM)?"
    r"[ ]*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_COMPACT = late(r"(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2})?(?:\d{3})?)?")
#: Clocks in China; a time with a zone is turned into theirs.
_BEIJING = timedelta(hours=8)
_SERIAL = late(r"\d{5}(?:\.\d+)?")
_WIDE = str.maketrans("０１２３４５６７８９：－／．　", "0123456789:-/. ")
_WEEKDAY = late(r"[(（]?(?:星期|周)[一二三四五六日天][)）]?")


def parse_moment(text: str, epoch: datetime = EPOCH_1900) -> datetime | None:
    """The moment that ``text`` means, to the second; None when it is no date. ``epoch`` is where serials count from."""
    text = _WEEKDAY.sub(" ", text.translate(_WIDE)).strip()
    if _SERIAL.fullmatch(text):
        serial = from_serial(float(text), epoch)
        # Typed or shown, it has few digits: the nearest second is meant.
        return serial and (serial + timedelta(seconds=0.5)).replace(microsecond=0)
    try:
        moment = _written(text)
    except ValueError:
        return None
    return moment if moment and YEARS[0] <= moment.year <= YEARS[1] else None


#: No order of a hotline is of another year; 0024 and 20204 are slips, 1900 and 1970 a platform's nothing.
YEARS = (1990, 2100)


def _written(text: str) -> datetime | None:
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return _at(datetime(year, month, day), hour, minute, second)
    if found := _PARTS.fullmatch(text):
        return _from_parts(*found.groups())
    return None


def _from_parts(
    year: str, month: str, day: str, before: str | None, hour: str | None, minute: str | None, second: str | None,
    after: str | None, zone: str | None,
) -> datetime:  # fmt: skip
    hours, half = int(hour or 0), (before or after or "").upper()
    if half and hours <= 12:  # 下午14:00 says it twice
        hours = hours % 12 + (12 if half in ("下午", "PM") else 0)
    moment = _at(datetime(int(year), int(month), int(day)), hours, int(minute or 0), int(second or 0))
    return moment + _BEIJING - _offset(zone) if zone else moment


def _offset(zone: str) -> timedelta:
    """How far a time zone is ahead of universal time: Z, +08:00, +0800, +8."""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return timedelta()
    sign, digits = zone[0], zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return -ahead if sign == "-" else ahead


def _at(day: datetime, hour: int, minute: int, second: int) -> datetime:
    """That time of ``day``. 24:00 is its last second: what is done by then is done on that day."""
    if (hour, minute, second) == (24, 0, 0):
        return day.replace(hour=23, minute=59, second=59)
    return day.replace(hour=hour, minute=minute, second=second)


#: Serial numbers taken for dates: 1954-10-03 … 2173-10-14 (in 1904 workbooks four years later).
_PLAUSIBLE = (20_000, 100_000)


def from_serial(serial: float, epoch: datetime = EPOCH_1900) -> datetime | None:
    """The moment of an Excel serial number, fractions of a second included; None where it cannot be an order's."""
    if not _PLAUSIBLE[0] <= serial < _PLAUSIBLE[1]:
        return None
    return epoch + timedelta(seconds=serial * 86_400)
