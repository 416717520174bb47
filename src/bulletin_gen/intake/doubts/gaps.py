"""Doubts about what is not there: days without an order, values of which a measure finds none, blanks beside cells that
are only filled together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from bulletin_gen.canonical import ColumnType
from bulletin_gen.intake.doubts.evidence import FEW_ORDERS, USUALLY_FILLED, Evidence, whole_issue
from bulletin_gen.intake.doubts.places import Finding
from bulletin_gen.intake.head.needs import needs_of
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.issues import Issue, Place
from bulletin_gen.profile.intake import CheckSeverity
from bulletin_gen.profile.terms import key_in_words

_EVENTS = ("accepted_at", "dispatched_at", "closed_at", "callback_at")
#: So many events a day make a day without any strange; so many such days in a row, of a month and of shorter periods,
#: are no chance.
_BUSY, _QUIET_MONTH, _QUIET_WEEK, _MONTH = 5, 4, 2, 28
#: Longer than most orders are in hand: an export by the time of closing lacks those accepted last.
_NONE_ACCEPTED = 11
#: Columns that are filled together: what is blank, beside what. A caller who was not reached gives no opinion.
_TOGETHER = (
    ("result_opinion", "callback_at"),
    ("process_opinion", "result_opinion"),
    ("result_opinion", "process_opinion"),
    ("callback_at", "result_opinion"),
)
_HALF = 0.5
#: Columns by whose values exports are told from each other: of a value that none of them has, a file may be missing.
_SOURCES = ("channel", "stream", "request_type", "district")
#: Of these it is told that no order has the value, of all but what people judge that one is misspelt.
_BY_VALUE = (*_SOURCES, "category_1", "category_2")
_JUDGED = ("result_opinion", "process_opinion", "status", "resolved")
#: So many values of a column are named; so long are words that one wrong character leaves recognisable.
_SHOWN, _LEAST = 8, 3


def quiet_days(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Days in a row on which nothing happened at all, before the last event; or, of a month, so many on which nothing
    was accepted that orders in hand cannot be the reason: the later half of a month is handled from the earlier."""
    period = evidence.period
    if evidence.dispatches.height < FEW_ORDERS or not evidence.whole:
        return
    month = period.days >= _MONTH
    happened = _days(evidence, _EVENTS)
    first, last = _gap(
        happened, period.first, max(happened, default=period.first), _QUIET_MONTH if month else _QUIET_WEEK
    )
    what = "受理、派出、办结或回访"
    if first is None and month:
        (first, last), what = _gap(_days(evidence, ("accepted_at",)), period.first, period.last, _NONE_ACCEPTED), "受理"
    if first is None:
        return
    files = "、".join(evidence.dispatches["source_file"].unique(maintain_order=True).to_list()[:3])
    found = f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d} 没有一件工单{what}"
    advice = "多半少放了一个文件（如上半月的），或导出时日期没有选全：补上；那几天确实没有工单的，不用改"
    yield whole_issue("quiet_days", "期间里连着几天没有工单", severity, Place(files), found, "期间每天的工单", advice)


def _days(evidence: Evidence, columns: Sequence[str]) -> dict[date, int]:
    """The days within the period on which something happened → how often."""
    found = [column for column in columns if evidence.dispatches.schema[column] != pl.Null]
    if not found:
        return {}
    days = pl.concat([evidence.dispatches[column].dt.date().alias("day") for column in found]).drop_nulls()
    within = days.filter(days.is_between(evidence.period.first, evidence.period.last))
    return dict(within.value_counts().iter_rows())


def _gap(days: Mapping[date, int], first: date, last: date, enough: int) -> tuple[date | None, date]:
    """The longest run of days without any of ``days``, if it is ``enough`` and the others are busy; else None."""
    busy = set(days)
    if not busy or sum(days.values()) < _BUSY * len(busy):
        return None, last
    begun, ended = _longest_gap(first, last, busy)
    return (begun, ended) if begun and (ended - begun).days + 1 >= enough else (None, ended)


def _longest_gap(day: date, end: date, busy: set[date]) -> tuple[date | None, date]:
    """First and last day of the longest run of days that are not ``busy``; None where there is none."""
    begun: date | None = None
    best: tuple[date | None, date] = (None, day)
    longest = 0
    while day <= end:
        begun = None if day in busy else begun or day
        if begun and (day - begun).days + 1 > longest:
            longest, best = (day - begun).days + 1, (begun, day)
        day += timedelta(days=1)
    return best


def blank_beside(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Columns that a measure needs, blank in some rows where the column that is filled with them is not."""
    needed, frame = needs_of(evidence.profile).columns, evidence.dispatches
    for column, other in _TOGETHER:
        if column not in needed or frame.schema[column] == pl.Null or frame.schema[other] == pl.Null:
            continue
        reached = pl.col("callback_connected").fill_null(value=True)
        rows = frame.filter(pl.col(other).is_not_null() & reached)
        blank = rows.filter(pl.col(column).is_null())
        # Who gave an opinion was asked at some time; who was asked need not give one.
        most = _HALF if column == "callback_at" else USUALLY_FILLED
        if 0 < blank.height <= rows.height * most:
            said = f"有{head_of(other)}的 {rows.height} 行里有 {blank.height} 行没有{head_of(column)}，如这一行"
            finding = _beside(needed[column])
            yield from evidence.places.issues(blank.head(1), finding, severity, column, [said])


def _beside(users: Sequence[str]) -> Finding:
    advice = f"补上再生成，否则这些行不计入 {'、'.join(map(key_in_words, users[:3]))}；确实没有的，不用改"
    return Finding("blank_beside", "该一起填的列里有空白", "两列一起有内容", advice)


def never_there(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Measures that count by values of a column of which not one order has any: their file may be missing, or they are
    misspelt; and single values that the exports have in another spelling."""
    if not evidence.whole:
        return  # a file that is there was not read: this only follows from it
    for name, rule in evidence.profile.measures.items():
        if rule.counts_rows:
            for column, condition in rule.where.items():
                values = [value for value in condition.any_of or () if isinstance(value, str)]
                yield from _absent_values(evidence, rule.label or name, column, values, severity)
    for name, each in evidence.profile.breakdowns.items():
        if len(each.by) == 1:
            yield from _misspelt(evidence, each.label or name, each.by[0], each.listed, severity)


def _absent_values(
    evidence: Evidence, label: str, column: str, values: Sequence[str], severity: CheckSeverity
) -> Iterator[Issue]:
    if not values or evidence.profile.intake.source_columns.get(column) is not ColumnType.TEXT:
        return
    if column in _BY_VALUE and not evidence.dispatches[column].is_in(values).any():
        there = _values_of(evidence, column)
        near = list(dict.fromkeys(each for value in values for each in alike(value, there, 2)))
        found = f"没有一行是{'、'.join(values[:4])}，“{label}”因此是 0"
        advice = "多半少放了一个文件：补上；本期确实没有的，不用改；写法变了的，改 profile.yaml 里的取值"
        expected = "至少有一行" + (f"；相近的有：{'、'.join(near[:3])}" if near else "")
        expected += f"；这一列有：{'、'.join(there[:_SHOWN])}{f'等{len(there)}种' if len(there) > _SHOWN else ''}"
        place = Place(column=head_of(column))
        yield whole_issue("never_there", "通报要数的取值一行也没有", severity, place, found, expected, advice)
        return
    yield from _misspelt(evidence, label, column, values, severity)


def _misspelt(
    evidence: Evidence, label: str, column: str, values: Sequence[str], severity: CheckSeverity
) -> Iterator[Issue]:
    """Values that no order has, each where the exports have another that no rule names and that is all but the same."""
    if column in _JUDGED or evidence.profile.intake.source_columns.get(column) is not ColumnType.TEXT:
        return
    there = _values_of(evidence, column)
    named = set(evidence.profile.counted_values(column))
    named |= {value for rule in evidence.profile.breakdowns.values() if column in rule.by for value in rule.listed}
    for value in values:
        near = next((each for each in there if each not in named and _all_but_the_same(value, each)), "")
        if value not in there and near:
            found = f"“{label}”要数的“{value}”一行也没有，表里有“{near}”"
            advice = f"写错了的，把 profile.yaml 里的“{value}”改成“{near}”；两样都有的，都列上；确是两回事的，不用改"
            kind, place = "规则里的取值和表里的写法不一样", Place(column=head_of(column))
            yield whole_issue("never_there", kind, severity, place, found, "和导出表一样的写法", advice)


def _values_of(evidence: Evidence, column: str) -> list[str]:
    """The values of a column, the most frequent first."""
    if column not in evidence.dispatches.columns or evidence.dispatches.schema[column] == pl.Null:
        return []
    counted = evidence.dispatches[column].drop_nulls().value_counts(sort=True)
    return [str(value) for value in counted[column].to_list()]


def _all_but_the_same(one: str, other: str) -> bool:
    """Whether two values differ by one character of three or more, by two that change places, or by 类 and the like."""
    if _bare(one) == _bare(other):
        return True
    apart = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if len(one) != len(other) or len(one) < _LEAST:
        return False
    return len(apart) == 1 or (len(apart) == 2 and apart[0] == apart[1][::-1])


def _bare(value: str) -> str:
    return re.sub(r"[\s（）()·、/-]|(?:类|类型|问题|诉求|渠道)$", "", value)
