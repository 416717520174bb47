"""日均: a period's count ÷ its days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import fit
from bulletin_gen.proof.checks.evidence import number, objection, printed, proven
from bulletin_gen.proof.checks.relations.groups import group_named
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral
from bulletin_gen.proof.sentences.words import MEAN as ANY_MEAN

MEAN = late(r"日均|每日|平均每[天日]|平均日|日平均")
_RANGE = late(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?(?:\([^()]{1,5}\))?[至到—~-]+(?:(?:20\d\d)年)?(?:(?P<until>\d{1,2})月)?(?P<last>\d{1,2})日"
)
#: The mean of another time: 由日均1200件降至….
_FROM = late(
    r"工作日|双休日|周末|节假日|"
    r"由|从|上年|去年|同期|上个?[月周季期]"
)
_MONTHLY = late(r"月均|平均每月|每月平均")
_LONG = late(r"前[二三]季度|第?[一二三四1-4]季度|[上下]半年|全年|年度|20\d\d年,")
_LENGTHS = ((6, "前二季度"), (9, "前三季度"), (3, "季度"), (6, "半年"), (12, "全年"), (12, "年度"), (12, "年,"))
_WEEK = late(r"[本上]周|第\d+周")
_QUARTER = late(r"(?:(?P<year>20\d\d)年)?(?<!前)第?(?P<quarter>[一二三四1-4])季度")
_PART_OF_YEAR = late(r"(?:(?P<year>20\d\d)年)?(?P<part>[上下])半年|(?:20\d\d年)?(?:全年|年度|前三季度)")
_MONTH = late(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?:份|(?!\d))")


def check_means(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every 日均 with a count right before it."""
    for utterance in discourse.utterances:
        plain = [
            each
            for each in utterance.mentions
            if each.role is not Role.CHANGE and not is_of_another_time(utterance, each)
        ]
        for i, mean in enumerate(plain[1:], 1):
            before = next((each for each in reversed(plain[:i]) if not ANY_MEAN.search(each.words)), plain[0])
            compared = (
                re.search("工作日|周末|双休日|节|假期", before.words)
                or ANY_MEAN.search(before.words)
                or _FROM.search(mean.lead + mean.words)
            )
            counted = mean.role in (Role.COUNT, Role.OTHER) and mean.quantity.unit == before.quantity.unit
            if counted and before.role is Role.COUNT and MEAN.search(mean.words) and not compared:
                yield from _mean(discourse, utterance, before, mean)
        yield from _at_the_end(discourse, utterance)
        yield from _monthly(utterance)
        yield from _of_days(discourse, utterance)
        yield from _alone(discourse, utterance)


def _at_the_end(discourse: Discourse, utterance: Utterance) -> Iterator[Objection | Proven]:
    """共受理25683件。…。日均受理856件: of the total with which the passage begins, where rates stand between."""
    plain = [each for each in utterance.mentions if each.role is not Role.CHANGE]
    for before, mean in zip(plain, plain[1:], strict=False):
        first = utterance.counts()[0] if utterance.counts() else None
        told = MEAN.search(mean.words) and not _FROM.search(mean.lead + mean.words)
        if told and before.role is not Role.COUNT and first is not None and first.total and first.end <= before.start:
            yield from _mean(discourse, utterance, first, mean)


def _of_days(discourse: Discourse, utterance: Utterance) -> Iterator[Objection | Proven]:
    """工作日日均231.8件,双休日日均152件: of the days of the week that the text lists."""
    for mean in utterance.mentions:
        told = re.search(r"(?P<days>工作日|双休日|周末)(?:两天)?日均", mean.words)
        group = group_named(discourse, utterance, mean.start, told["days"] + "合计") if told else None
        if group is None or mean.quantity.scale != 1:
            continue
        exact = [sum(values, Fraction(0)) / len(values) for values in group.values]
        if any(fit(each, mean.quantity.shown) for each in exact):
            yield proven("mean", utterance, (mean.begin, mean.end))
        else:
            why = "+".join(number(each) for each in group.values[0])
            words = (printed(utterance, mean), number(exact[0]), f"({why})÷{len(group.values[0])}")
            yield objection("mean", Gravity.DOUBTFUL, utterance, (mean.begin, mean.end), words)


def _alone(discourse: Discourse, utterance: Utterance) -> Iterator[Objection | Proven]:
    """日均受理:153.4件, in a line of its own: of the total of the lines above."""
    first = next((each for each in utterance.mentions if each.role is not Role.CHANGE), None)
    if first is None or not MEAN.search(first.words + first.lead) or first.role not in (Role.COUNT, Role.OTHER):
        return
    above = discourse.utterances[max(utterance.index - 3, 0) : utterance.index]
    counts = [(other, each) for other in above for each in other.counts() if not is_of_another_time(other, each)]
    wholes = [each for _, each in counts if each.total and each.quantity.unit == first.quantity.unit]
    if len(utterance.text) <= 40 and len(wholes) == 1 and not _FROM.search(first.lead + first.words):
        yield from _mean(discourse, utterance, wholes[0], first)


def _monthly(utterance: Utterance) -> Iterator[Objection | Proven]:
    """月均: a count of the passage ÷ the months that it names."""
    for mean in utterance.counts():
        months = _months(utterance.text[: mean.start]) if _MONTHLY.search(mean.words) else 0
        if not months:
            continue
        wholes = [each for each in utterance.counts() if each.end <= mean.start and not ANY_MEAN.search(each.words)]
        wholes = [each for each in wholes if not is_of_another_time(utterance, each)]
        wholes = [each for each in wholes if each.quantity.unit == mean.quantity.unit and not each.slack]
        if not wholes or _FROM.search(mean.lead + mean.words) or mean.quantity.scale != 1:
            continue
        if any(fit(each.quantity.value / months, mean.quantity.shown) for each in wholes):
            yield proven("mean", utterance, (mean.begin, mean.end))
        elif wholes[0].total or wholes[0] is utterance.counts()[0]:
            value = wholes[0].quantity.value
            words = (printed(utterance, mean), number(Fraction(round(value / months))), f"{number(value)}÷{months}个月")
            yield objection("mean", Gravity.DOUBTFUL, utterance, (mean.begin, mean.end), words)


def _months(text: str) -> int:
    """How many months the one period has that a text names; 0 where it names none or several."""
    if match := re.search(r"(?<!\d)(\d{1,2})(?:月份?)?[-—~至](\d{1,2})月", text):
        return max(int(match[2]) - int(match[1]) + 1, 0)
    said = [match[0] for match in _LONG.finditer(text)]
    found = {next(months for months, words in _LENGTHS if words in each) for each in said}
    return found.pop() if len(found) == 1 else 0


def _mean(discourse: Discourse, utterance: Utterance, whole: Mention, mean: Mention) -> Iterator[Objection | Proven]:
    year = int(found[1]) if (found := re.search(r"(20\d\d)年", discourse.whole_text)) else 0
    told = re.search(r"按[^,;。\d]{0,6}(\d{1,3})天", utterance.text)
    days = int(told[1]) if told else 0
    days = days or _days(utterance.text[: mean.start], year) or _days(discourse.whole_text[:300], year)
    if not days or mean.quantity.scale != 1:
        return
    exact = whole.quantity.value / days
    near = abs(exact - mean.quantity.value) <= whole.slack / days + mean.quantity.step
    if fit(exact, mean.quantity.shown) or (whole.slack and near) or _of_others(utterance, mean, days):
        yield proven("mean", utterance, (whole.begin, mean.end))
        return
    words = (printed(utterance, mean), number(Fraction(round(exact))), f"{number(whole.quantity.value)}÷{days}天")
    yield objection("mean", Gravity.DOUBTFUL, utterance, (mean.begin, mean.end), words)


def _of_others(utterance: Utterance, mean: Mention, days: int) -> bool:
    """Whether another count of the passage, before the mean, gives it."""
    before = [each for each in utterance.counts() if each.end <= mean.start and not each.slack]
    return any(fit(each.quantity.value / days, mean.quantity.shown) for each in before)


def _days(text: str, year: int) -> int:
    """How many days the period has that a text names, of ``year`` where it says none; 0 where it names none."""
    if match := _RANGE.search(text):
        return _between(match, year)
    if match := re.match(r"(?P<year>20\d\d)年,[^月]*$", text):
        return _of_months(int(match["year"]), 1, 12)
    if _WEEK.search(text):
        return 7
    if match := _QUARTER.search(text):
        last = 3 * numeral(match["quarter"])
        return _of_months(int(match["year"] or year), last - 2, last)
    if match := _PART_OF_YEAR.search(text):
        first, last = {"上": (1, 6), "下": (7, 12)}.get(match["part"], (1, 12))
        last = 9 if "前三季度" in match[0] else last
        return _of_months(int(match["year"] or year), first, last)
    if match := re.search(
        r"(?:(?P<year>20\d\d)年)?(?<!\d)(?P<first>\d{1,2})月?份?[至到—~-]+(?P<last>\d{1,2})月(?!\d)", text
    ):
        return _of_months(int(match["year"] or year), int(match["first"]), min(int(match["last"]), 12))
    months = [each for each in _MONTH.finditer(text) if not _is_compared(text, each)]
    if len({each["month"] for each in months}) == 1 and 1 <= int(months[0]["month"]) <= 12:
        month = int(months[0]["month"])
        return _of_months(int(months[0]["year"] or year), month, month)
    return 0


def _is_compared(text: str, month: re.Match[str]) -> bool:
    """Whether a month is one that is compared with: 较1月(2587件), 环比10月, 2月为20355个."""
    before, behind = text[max(month.start() - 6, 0) : month.start()], text[month.end() : month.end() + 3]
    return bool(re.search(r"(?:较|比|与|同|同期|上年|去年)[(]?$", before) or re.match(r"份?[(为是]*\d", behind))


def _of_months(year: int, first: int, last: int) -> int:
    """The days of months; 0 where February's length is not known."""
    if not year and first <= 2 <= last:
        return 0
    return sum(monthrange(year or 2023, month)[1] for month in range(first, last + 1))


def _between(match: re.Match[str], known: int) -> int:
    year = int(match["year"] or known or 2023)
    try:
        first = date(year, int(match["month"]), int(match["day"]))
        last = date(year, int(match["until"] or match["month"]), int(match["last"]))
    except ValueError:
        return 0
    return max((last - first).days + 1, 0)
