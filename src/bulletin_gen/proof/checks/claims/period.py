"""The period of a bulletin: what its first lines say and what its sentences report; weeks by their days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import objection
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.numerals import numeral

_MONTH = r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2}|十[一二]|[一二三四五六七八九十])月(?:份|(?!\d|[上中下底初]))"
_QUARTER = r"(?:(?P<year>20\d\d)年)?第?(?P<quarter>[一二三四1-4])季度"
_HALF = r"(?:(?P<year>20\d\d)年)?(?P<half>[上下])半年"
_TITLES = (late(_MONTH), late(_QUARTER), late(_HALF))
_KINDS = ("month", "quarter", "half")
_TITLE = late(r"通报|简报|报告|月报|季报|周报|专报|通知|分析|情况|概况|动态|督查")
_DATED = late(rf"^\(?{_MONTH}\)?$")
#: What a sentence says that it reports: 现将5月份…通报如下; 对7月份工单办理情况进行了考核.
_REPORTS = late(
    r"(?:现将|对|就)(?:全[市县区]|我[市县区局]|[^,;。:]{0,14}?)?(?P<period>(?:20\d\d年)?(?:\d{1,2}月份?|第?[一二三四1-4]季度|[上下]半年))(?!\d)[^,;。:]{0,40}(?:情况|结果|数据|工作)"
)
_OTHER = late(r"较|比|与|同期|上[月年季]|去年|截至|自|从|以来|起$|前$|至|[—~-]")
_WEEK = late(
    r"第(?P<week>\d{1,2})周[^。]{0,30}?(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:\([^()]{1,5}\))?[至到—~-]+(?:(?P<until>\d{1,2})月)?(?P<last>\d{1,2})日"
)


class Reported(Struct, frozen=True):
    """The period that a title names: its kind, its number, the year where it says one."""

    kind: str
    number: str
    year: str
    said: str


def check_period(discourse: Discourse) -> Iterator[Objection]:
    """The period of the title against the sentences that say what they report."""
    title = _title(discourse)
    for utterance in discourse.utterances:
        yield from _names(utterance, title)
        yield from _quarters(utterance)
        if title is not None:
            yield from _against(utterance, title)
            yield from _annex(utterance, title)
    yield from _weeks(discourse)


def _title(discourse: Discourse) -> Reported | None:
    """The period of the first line that reads like a title, or of a line that is nothing but a month."""
    for utterance in discourse.utterances[:8]:
        text = utterance.text
        if len(text) > 60 or text.endswith("。") or utterance.counts():
            continue
        lone = _DATED.match(text)
        if not lone and not _TITLE.search(text):
            continue
        for kind, pattern in zip(_KINDS, _TITLES, strict=True):
            if match := pattern.search(text):
                return Reported(kind, _plain(match[kind]), match["year"] or "", match[0])
    return None


def _plain(number: str) -> str:
    return number if number in "上下" else str(numeral(number))


def _against(utterance: Utterance, title: Reported) -> Iterator[Objection]:
    for match in _REPORTS.finditer(utterance.text):
        if _OTHER.search(utterance.text[match.start() : match.start("period")][-3:]):
            continue
        for kind, pattern in zip(_KINDS, _TITLES, strict=True):
            said = pattern.fullmatch(match["period"])
            if said is None or kind != title.kind:
                continue
            other_year = bool(said["year"] and title.year and said["year"] != title.year)
            if _plain(said[kind]) != title.number or other_year:
                words = (match["period"], title.said, f"标题说的是{title.said}")
                yield objection("title_month", Gravity.DOUBTFUL, utterance, match.span(), words)


def _annex(utterance: Utterance, title: Reported) -> Iterator[Objection]:
    """附件:2031年2月份考核评分明细, of a bulletin of March."""
    match = re.match(rf"附[件表]\d?[:.]?\d?[.、]?[^,;。:]{{0,12}}?{_MONTH}", utterance.text)
    if match and title.kind == "month" and _plain(match["month"]) != title.number:
        words = (f"{match['month']}月", title.said, f"标题说的是{title.said}")
        yield objection(
            "title_month", Gravity.DOUBTFUL, utterance, (0, min(len(utterance.text), match.end() + 8)), words
        )


_NAMED_MONTH = late(
    r"(?:较|比|与)(?:上一?个?[月周]|上一?季度?|(?:20\d\d年)?(?P<month>\d{1,2})月份?)(?!同期)[^,;。]{0,18}?(?:相比,)?(?P<said>同比)"
)
_STATED_MONTH = late(
    r"上(?:个?月|周|季度|期|旬)(?:\([^()]*\))?(?:受理|为|是|共)*\d+(?:\.\d+)?(?:件|个|条|封|次|%)[,()]{1,2}(?:本[月期周旬季]度?)?同比"
)
_STATED_YEAR = late(r"(?:上年|去年)(?:同期|同月)?(?:为|是)?\d+(?:\.\d+)?(?:件|个|条|封|次|%)[,()]{1,2}环比")
_NAMED_YEAR = late(r"(?:较|比|与)(?:上年|去年)(?:同期|同月|同季度?)?[^,;。]{0,18}?(?P<said>环比)")
#: What is found, what is meant, and why.
_MISNAMED = (
    (_STATED_MONTH, ("同比", "环比", "所比的是上一期的数")),
    (_STATED_YEAR, ("环比", "同比", "所比的是上年的数")),
    (_NAMED_YEAR, ("环比", "同比", "与上年同期相比是同比")),
)


def _names(utterance: Utterance, title: Reported | None) -> Iterator[Objection]:
    """比8月份的3488件同比减少, in September: 环比 is meant; 比上年同期环比: 同比."""
    for match in _NAMED_MONTH.finditer(utterance.text):
        month = int(title.number) if title is not None and title.kind == "month" else 0
        before = 12 if month == 1 else month - 1
        if match["month"] is None or (month and int(match["month"]) == before):
            words = ("同比", "环比", "与上个月相比是环比")
            yield objection("yoy_mom", Gravity.DOUBTFUL, utterance, match.span(), words)
    for pattern, words in _MISNAMED:
        for match in pattern.finditer(utterance.text):
            yield objection("yoy_mom", Gravity.DOUBTFUL, utterance, match.span(), words)


_QUARTER_MONTHS = late(r"第?(?P<quarter>[一二三四1-4])季度\((?P<first>\d{1,2})月?(?:份)?[至到—~-]+(?P<last>\d{1,2})月")


def _quarters(utterance: Utterance) -> Iterator[Objection]:
    """第三季度(10月至12月): the months of a quarter are its own."""
    for match in _QUARTER_MONTHS.finditer(utterance.text):
        last = 3 * numeral(match["quarter"])
        if (int(match["first"]), int(match["last"])) != (last - 2, last):
            words = (
                utterance.words(*match.span()),
                f"{last - 2}月至{last}月",
                f"第{match['quarter']}季度是{last - 2}月至{last}月",
            )
            yield objection("title_month", Gravity.DOUBTFUL, utterance, match.span(), words)


def _weeks(discourse: Discourse) -> Iterator[Objection]:
    """第11周(3月10日至3月16日): the week of the year that these days are in, counted either way."""
    text = discourse.whole_text[:400].replace("\n", "，")
    year = re.search(r"(20\d\d)年", text)
    match = _WEEK.search(text)
    if match is None or not (match["year"] or year):
        return
    try:
        first = date(int(match["year"] or (year[1] if year else 0)), int(match["month"]), int(match["day"]))
    except ValueError:
        return
    weeks = {first.isocalendar()[1], (first.timetuple().tm_yday - 1) // 7 + 1, first.isocalendar()[1] + 1}
    if int(match["week"]) in weeks | {max(weeks) + 1, min(weeks) - 1}:
        return
    said = f"第{match['week']}周"
    at = next((each for each in discourse.utterances if said in each.text), None)
    if at is not None:
        begin = at.text.find(said)
        words = (
            said,
            f"第{first.isocalendar()[1]}周",
            f"{first.month}月{first.day}日在全年第{first.isocalendar()[1]}周",
        )
        yield objection("date", Gravity.DOUBTFUL, at, (begin, begin + len(said)), words)
