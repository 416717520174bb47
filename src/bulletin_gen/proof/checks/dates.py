"""Dates: days that there are, ranges that run forwards, weekdays that are theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bulletin_gen.proof.checks.evidence import objection, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven

_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:\((?:星期|周)(?P<weekday>[一二三四五六日天])\))?"
)
_RANGE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:至|到|—+|-|~)"
    r"(?:(?P<year2>(?:19|20)\d\d)年)?(?P<month2>\d{1,2})月(?P<day2>\d{1,2})日"
)
#: What stands in whatever those find.
_SAYS_DAY = re.compile(r"月\d{1,2}日")
#: A leap year, for dates without a year: 2月29日 may be one.
_LEAP = 2024


def check_dates(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every date that is written out."""
    for utterance in discourse.utterances:
        if not _SAYS_DAY.search(utterance.text):
            continue  # not tried from each of its digits
        for match in _DAY.finditer(utterance.text):
            yield from _day(utterance, match)
        for match in _RANGE.finditer(utterance.text):
            yield from _range(utterance, match)


def _day(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection | Proven]:
    day = _date(match["year"], match["month"], match["day"])
    if day is None:
        words = (utterance.words(*match.span()), "有的日期", "历上没有这一天")
        yield objection("date", Gravity.WRONG, utterance, match.span(), words)
    elif match["weekday"] and match["year"]:
        meant = "一二三四五六日"[day.weekday()]
        if meant != match["weekday"].replace("天", "日"):
            words = (f"星期{match['weekday']}", f"星期{meant}", f"{day.year}年{day.month}月{day.day}日是星期{meant}")
            yield objection("date", Gravity.WRONG, utterance, match.span(), words)
    elif match["year"]:
        yield proven("date", utterance, match.span())


def _range(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection | Proven]:
    first = _date(match["year"], match["month"], match["day"])
    last = _date(match["year2"] or match["year"], match["month2"], match["day2"])
    if first is None or last is None:
        return
    if last >= first:
        yield proven("date", utterance, match.span())
    elif match["year2"] or int(match["month"]) == int(match["month2"]):
        words = (utterance.words(*match.span()), "先早后晚", "止日在起日之前")
        yield objection("date", Gravity.DOUBTFUL, utterance, match.span(), words)


def _date(year: str | None, month: str, day: str) -> date | None:
    try:
        return date(int(year or _LEAP), int(month), int(day))
    except ValueError:
        return None
