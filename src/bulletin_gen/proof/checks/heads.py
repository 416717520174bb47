"""The frame of a bulletin: numbers of headings, the month in title and body, dates, annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import objection, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.numerals import numeral

_TENS = "[一二三四五六七八九十]{1,2}"
_LEVELS = (
    late(rf"(?:^|(?<=[。)]))(?P<number>{_TENS})、"),
    late(rf"(?:^|(?<=[。;)]))\((?P<number>{_TENS})\)"),
    late(r"^(?P<number>\d{1,2})[.、](?!\d)"),
)
_TITLE = late(r"(?:通报|简报|报告|月报|周报|专报|通知|分析|情况|概况|动态|督查)(?:\(|$|[（(]|\s|时间)")
_MONTH = late(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2}|[一二三四五六七八九十]|十[一二])月(?:份|(?!\d(?!2345)|[上中下底初]))"
)

_ISSUE = late(r"(?:〔|\[|\()?(?P<year>20\d\d)(?:〕|\]|\)|年)?第?(?P<number>\d{1,3})期")
_REPORTED = late(r"受理|办理|接收|接听|收到|派发|转派|转办|运行|共")


class NumberedHeading(Struct, frozen=True):
    """A numbered heading: level 0 to 2, number, and where."""

    level: int
    number: int
    utterance: Utterance
    start: int
    end: int


def check_heads(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Numbering, months, issue numbers."""
    headings = list(_headings(discourse))
    yield from _numbering(discourse, headings)
    yield from _stops(headings)
    yield from _months(discourse)


def _headings(discourse: Discourse) -> Iterator[NumberedHeading]:
    for utterance in discourse.utterances:
        found = [
            NumberedHeading(level, numeral(match["number"]), utterance, match.start(), match.end())
            for level, pattern in enumerate(_LEVELS)
            for match in pattern.finditer(utterance.text)
        ]
        yield from sorted(found, key=lambda each: each.start)


def _numbering(discourse: Discourse, headings: Sequence[NumberedHeading]) -> Iterator[Objection | Proven]:
    last: dict[int, int] = {}
    for heading in headings:
        before = last.get(heading.level)
        span = (heading.start, min(len(heading.utterance.text), heading.end + 14))
        if before is not None and heading.number == before + 1:
            yield proven("numbering", heading.utterance, span)
        elif before is not None and heading.number not in (1, before + 1) and heading.level < 2:
            yield from _out_of_order(discourse, heading, before, span)
        last[heading.level] = heading.number
        last = {level: number for level, number in last.items() if level <= heading.level}


def _out_of_order(
    discourse: Discourse, heading: NumberedHeading, before: int, span: tuple[int, int]
) -> Iterator[Objection]:
    """Nothing where the number that should follow stands in the middle of a line, or something was left out."""
    pattern = "{}、" if heading.level == 0 else "({})"
    said, follows = (pattern.format(_sign(number)) for number in (heading.number, before + 1))
    if follows not in discourse.whole_text or heading.number <= before:
        gravity = Gravity.DOUBTFUL if "…" in discourse.whole_text else Gravity.WRONG
        words = (said, follows, f"前一个同级标题的序号是{pattern.format(_sign(before))}")
        yield objection("numbering", gravity, heading.utterance, span, words)


def _sign(number: int) -> str:
    signs = "一二三四五六七八九十"
    return signs[number - 1] if number <= 10 else "十" + signs[number - 11] if number < 20 else str(number)


def _stops(headings: Sequence[NumberedHeading]) -> Iterator[Objection]:
    """One heading of a level without the 。 that all its sisters have, or with one that none of them has."""
    for level in (0, 1):
        sisters = [each for each in headings if each.level == level and _is_alone(each)]
        stopped = [each for each in sisters if each.utterance.text.endswith("。")]
        plain = [each for each in sisters if each not in stopped]
        odd = min(stopped, plain, key=len)
        if len(sisters) >= 3 and len(odd) == 1:
            said = "有" if odd == stopped else "没有"
            text = odd[0].utterance.text
            words = (text[-8:], "同级标题写法一致", f"其他{len(sisters) - 1}个同级标题都与此不同：这一个{said}句号")
            yield objection("heading", Gravity.DOUBTFUL, odd[0].utterance, (0, min(len(text), 40)), words)


def _is_alone(heading: NumberedHeading) -> bool:
    """Whether the heading is a passage of its own."""
    text = heading.utterance.text
    return heading.start == 0 and len(text) <= 30 and "。" not in text[:-1]


def _title(discourse: Discourse) -> tuple[Utterance, re.Match[str]] | None:
    """The line among the first that reads like a title and names a month."""
    for utterance in discourse.utterances[:12]:
        short = len(utterance.text) <= 90 and not utterance.text.endswith("。")
        match = _MONTH.search(utterance.text) if short else None
        if match and (_TITLE.search(utterance.text) or utterance.text.strip("()") == match[0]):
            return utterance, match
    return None


def _months(discourse: Discourse) -> Iterator[Objection | Proven]:
    title = _title(discourse)
    if title is None:
        return
    utterance, match = title
    body = _body_month(discourse, utterance)
    if body is None:
        return
    month = numeral(match["month"])
    if month == body[1]:
        yield proven("title_month", utterance, (0, len(utterance.text)))
    else:
        words = (match[0], f"{body[1]}月", f"正文第一句说的是{body[0]}")
        yield objection("title_month", Gravity.WRONG, utterance, (0, min(len(utterance.text), 40)), words)


def _body_month(discourse: Discourse, title: Utterance) -> tuple[str, int] | None:
    """The month of the first sentence that reports counts."""
    for utterance in discourse.utterances[title.index + 1 :]:
        if utterance.counts() and _REPORTED.search(utterance.text):
            match = _MONTH.search(utterance.text[:40])
            return (match[0], numeral(match["month"])) if match else None
    return None
