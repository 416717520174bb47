"""Days from a date to a date: 截至11月9日已进入第9天, 距元旦仅剩4天; deadlines before the day of issue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import objection
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection

_DAY = late(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_NTH = late(r"(?:进入|是|为|已是|已经是|迎来)第(?P<days>\d{1,3})天")
_LEFT = late(
    r"(?P<lead>[^,;。]{0,4})(?:距离?|离)(?P<until>[^,;。]{1,20}?)(?:的时间)?,?(?:已?(?:仅|只|还|尚)?(?:剩余?|有)|不足|仅余|尚余)(?:不到|约)?(?P<days>\d{1,3})天"
)
_ISSUED = late(r"(?:印发|发布|发文|刊发|出刊|印制)(?:之?日|当日|日期)")
#: Feasts of fixed days.
_FEASTS = (("元旦", 1, 1), ("劳动节|五一", 5, 1), ("国庆", 10, 1), ("儿童节", 6, 1), ("年底|年末|岁末", 12, 31))
_DEADLINE = late(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:\([^()]{1,4}\))?(?:之?前|以前)[^。;]{0,24}?(?:报送|完成|整改|报至|反馈|上报|提交|办结|清零|报)"
)
_ASKED = late(r"请|务必|必须|须|要(?!求已)|应当?|责令|限")
#: For days between two dates of a text that names no year.
_PLAIN_YEAR = 2023
_DONE = late(r"已|均|曾|全部按|如期")


class Issued(Struct, frozen=True):
    """The day on which a bulletin was issued, as far as it says."""

    day: date | None


def issued(discourse: Discourse) -> Issued:
    """The day in the head or at the foot: a line of little else than one full date; the last of them."""
    days = []
    for utterance in (*discourse.utterances[:6], *discourse.utterances[-4:]):
        match = _DAY.search(utterance.text)
        short = len(utterance.text) <= 40 and not re.search(r"[。,]|[至—~-]\d|截至|统计|数据", utterance.text)
        if match and match["year"] and short and (found := _date(match, 0)):
            days.append(found)
    return Issued(days[-1] if days else None)


def check_until(discourse: Discourse) -> Iterator[Objection]:
    """Every count of days between two dates that the words name."""
    day = discourse.once(issued).day
    for utterance in discourse.utterances:
        if "天" in utterance.text:
            for match in _NTH.finditer(utterance.text):
                yield from _nth(discourse, utterance, match)
            for match in _LEFT.finditer(utterance.text):
                yield from _left(discourse, utterance, match, day)
        if day is not None and "前" in utterance.text:
            for match in _DEADLINE.finditer(utterance.text):
                yield from _deadline(utterance, match, day)


def _date(match: re.Match[str], year: int) -> date | None:
    try:
        return date(int(match["year"] or year), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _year(discourse: Discourse) -> int:
    """The year of the day of issue, else the first that the text names."""
    day = discourse.once(issued).day
    found = re.search(r"(20\d\d)年", discourse.whole_text)
    return day.year if day else int(found[1]) if found else _PLAIN_YEAR


def _sentence(utterance: Utterance, place: int) -> tuple[int, str]:
    start = utterance.text.rfind("。", 0, place) + 1
    return start, utterance.text[start:place]


def _nth(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """于11月1日启动,截至11月9日已进入第10天."""
    _, before = _sentence(utterance, match.start())
    year = _year(discourse)
    days = [found for each in _DAY.finditer(before) if (found := _date(each, year))]
    if len(days) != 2 or days[1] <= days[0] or not re.search("截至|截止|至", before):
        return
    nth = (days[1] - days[0]).days + 1
    if int(match["days"]) != nth:
        why = f"{days[0].month}月{days[0].day}日是第1天，{days[1].month}月{days[1].day}日是第{nth}天"
        words = (f"第{match['days']}天", f"第{nth}天", why)
        yield objection("date", Gravity.DOUBTFUL, utterance, match.span(), words)


def _left(discourse: Discourse, utterance: Utterance, match: re.Match[str], day: date | None) -> Iterator[Objection]:
    """距2032年元旦仅剩6天(自12月28日起算)."""
    start, before = _sentence(utterance, match.start())
    behind = re.match(r"[(](?:自|从|以)?(?P<said>[^()]{4,14}?)(?:起算?|计算?|为准)?[)]", utterance.text[match.end() :])
    year = _year(discourse)
    named = _named_day(match["until"], year)
    from_ = _DAY.search(behind["said"]) if behind else None
    since = _date(from_, year) if from_ else None
    if _ISSUED.search(match["until"]):
        last = [found for each in _DAY.finditer(before) if (found := _date(each, year))]
        first, until = day, last[-1] if last else None
    elif named is not None:
        stated = re.search(r"截至$|^截至", before) and _DAY.search(before)
        first, until = since or (_date(stated, year) if stated else None) or day, named
    else:
        return
    if first is None or until is None:
        return
    left = (until - first).days
    if left < 0 and not re.search(r"20\d\d年", match["until"]):
        left = (until.replace(year=until.year + 1) - first).days
    said = int(match["days"])
    if left >= 0 and said not in (left, left - 1):
        why = f"{first.month}月{first.day}日到{until.month}月{until.day}日是{left}天"
        begin = match.start("until") - 1
        yield objection(
            "date", Gravity.DOUBTFUL, utterance, (max(begin, start), match.end()), (f"{said}天", f"{left}天", why)
        )


def _named_day(words: str, year: int) -> date | None:
    """The day that words name: a date, or a feast of a fixed day."""
    if match := _DAY.search(words):
        return _date(match, year)
    told = re.search(r"(20\d\d)年", words)
    for feast, month, day in _FEASTS:
        if re.search(feast, words):
            return date(int(told[1]) if told else year, month, day) if told or year else None
    return None


def _deadline(utterance: Utterance, match: re.Match[str], day: date) -> Iterator[Objection]:
    """请于7月15日前报送, in a bulletin of 20 July: a day that has passed."""
    clause = max(utterance.text.rfind(sign, 0, match.start()) for sign in "。;") + 1
    said = utterance.text[clause : match.end()]
    if not _ASKED.search(said) or _DONE.search(said):
        return
    year = day.year + (1 if not match["year"] and int(match["month"]) + 6 < day.month else 0)
    until = _date(match, year)
    if until is not None and until < day and (day - until).days < 150:
        words = (
            utterance.words(match.start(), match.end()),
            f"{day.month}月{day.day}日以后的日期",
            f"本期{day.year}年{day.month}月{day.day}日印发，要求的日期已过",
        )
        yield objection("date", Gravity.DOUBTFUL, utterance, match.span(), words)
