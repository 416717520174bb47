"""Spans of time that an export gives for handling: 5, 5.0, 5个工作日内, 十五天, 48小时; and the unit beside them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import polars as pl
from msgspec import Struct

from bulletin_gen.intake.cells.text import NOTHING, key_of, tidy
from bulletin_gen.intake.cells.values import Unread
from bulletin_gen.leaves.frugal import late


class SpanUnit(StrEnum):
    """What is counted."""

    WORKDAY = "工作日"
    DAY = "日"
    HOUR = "小时"


class HandlingSpan(Struct, frozen=True):
    """So many of a unit; None where the cell leaves the unit to others."""

    count: int
    unit: SpanUnit | None


#: The columns of an export, neither of which is canonical.
DAYS, UNIT = "deadline_days", "deadline_unit"
_ALLOWED = {DAYS: "整数的天数，如 5、5个工作日、5日内、48小时", UNIT: "工作日、日（天）、小时"}

_UNITS: Mapping[str, SpanUnit] = {
    **dict.fromkeys(("工作日", "工作天"), SpanUnit.WORKDAY),
    **dict.fromkeys(("日", "天", "自然日", "自然天", "日历日", "日历天"), SpanUnit.DAY),
    **dict.fromkeys(("小时", "时"), SpanUnit.HOUR),
}
_SPAN = late(
    r"(?:([0-9]{1,3})(?:\.0+)?|([一二两三四五六七八九]?十?[一二两三四五六七八九]?))(?:个)?(\D*?)(?:以内|之内|内)?"
)
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2}


def read_span(text: str) -> HandlingSpan | None:
    """What ``text`` says; None when it is no whole number of days or hours."""
    found = _SPAN.fullmatch(key_of(text))
    if found is None:
        return None
    count = int(found[1]) if found[1] else _chinese(found[2])
    unit = read_unit(found[3]) if found[3] else None
    return None if count is None or (found[3] and unit is None) else HandlingSpan(count, unit)


def read_unit(text: str) -> SpanUnit | None:
    """The unit that ``text`` names."""
    return _UNITS.get(key_of(text).removeprefix("个"))


def _chinese(text: str) -> int | None:
    """一 to 九十九."""
    tens, ten, ones = text.rpartition("十")
    if not text or (not ten and len(ones) > 1):
        return None
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)


def unread_spans(raw: pl.DataFrame) -> list[Unread]:
    """The cells of either column that were not understood. A unit without numbers beside it is not asked for."""
    if DAYS not in raw.columns:
        return []
    missed = {
        column: tuple(text for text in raw[column].unique(maintain_order=True).drop_nulls() if not known(text))
        for column, known in ((DAYS, _is_span), (UNIT, _is_unit))
        if column in raw.columns
    }
    return [Unread(column, texts, _ALLOWED[column]) for column, texts in missed.items() if texts]


def _is_span(text: str) -> bool:
    return tidy(text) in NOTHING or read_span(text) is not None


def _is_unit(text: str) -> bool:
    return tidy(text) in NOTHING or read_unit(text) is not None
