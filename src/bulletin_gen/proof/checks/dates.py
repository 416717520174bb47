"""Dates: days that there are, ranges that run forwards, weekdays that are theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import objection, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven

_DAY = late(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:\((?:星期|周)(?P<weekday>[一二三四五六日天])\))?"
)
_RANGE = late(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:至|到|—+|-|~)"
    r"(?:(?P<year2>(?:19|20)\d\d)年)?(?P<month2>\d{1,2})月(?P<day2>\d{1,2})日"
)
_LASTING = late(
    r"(?:为期|共|历时|开展|时长)?(?P<days>\d{1,3})天[^,;。()\d]{0,14}[,(](?:从|自)?(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?:至|到|—+|-|~)(?:(?P<year2>20\d\d)年)?(?P<month2>\d{1,2})月(?P<day2>\d{1,2})日"
)
_LASTED = late(
    r"(?:(?P<year>20\d\d)年)?[^,;。\d]{0,4}(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:至|到|—+|-|~)(?:(?P<year2>20\d\d)年)?(?P<month2>\d{1,2})月(?P<day2>\d{1,2})日"
    r"[,)]?(?:历时|为期|共计?|持续|合计)(?P<days>\d{1,3})天"
)
#: What stands in whatever those find.
_SAYS_DAY = late(r"月\d{1,2}日")
#: A leap year, for dates without a year: 2月29日 may be one.
_LEAP = 2024


def check_dates(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every date that is written out."""
    year = _year(discourse)
    for utterance in discourse.utterances:
        if not _SAYS_DAY.search(utterance.text):
            continue  # not tried from each of its digits
        for match in _DAY.finditer(utterance.text):
            yield from _day(utterance, match, year)
        yield from _lasting(utterance)
        for match in _RANGE.finditer(utterance.text):
            yield from _range(utterance, match)


def _year(discourse: Discourse) -> str | None:
    """The one year that the text names, for weekdays of dates without one."""
    years = set(re.findall(r"(?<!\d)(20\d\d)年", discourse.whole_text))
    return years.pop() if len(years) == 1 else None


def _lasting(utterance: Utterance) -> Iterator[Objection | Proven]:
    """为期60天的行动(7月1日至8月29日): as many days as the range has."""
    for match in (*_LASTING.finditer(utterance.text), *_LASTED.finditer(utterance.text)):
        first = _date(match["year"], match["month"], match["day"])
        last = _date(match["year2"] or match["year"], match["month2"], match["day2"])
        days = (last - first).days + 1 if first and last else 0
        if days > 0 and int(match["days"]) not in (days, days - 1):
            span = match.span()
            words = (
                utterance.words(match.start("days"), match.end("days") + 1),
                f"{days}天",
                f"从起日到止日是{days}天",
            )
            yield objection("date", Gravity.DOUBTFUL, utterance, (max(span[0], span[1] - 30), span[1]), words)


def _day(utterance: Utterance, match: re.Match[str], year: str | None) -> Iterator[Objection | Proven]:
    day = _date(match["year"] or (year if match["weekday"] else None), match["month"], match["day"])
    if day is None:
        words = (utterance.words(*match.span()), "有的日期", "历上没有这一天")
        yield objection("date", Gravity.WRONG, utterance, match.span(), words)
    elif match["weekday"] and (match["year"] or year):
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
