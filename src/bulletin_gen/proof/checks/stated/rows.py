"""Rows of names and points: 一是…三是; 6个单位（甲、乙…）; 前三名：甲（99.6分）、乙（99.2分）、丙（98.9分）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import objection, proven, where
from bulletin_gen.proof.checks.lists import split_names
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.numerals import numeral

_POINT = late(r"(?:^|(?<=[。;,:]))(?P<number>[一二三四五六七八九十])是")
_NAMED = late(
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,2})(?:家|个)(?:单位|部门|乡镇|镇街|街道|社区|企业|责任单位|承办单位)\((?P<names>[^()\d:]+)\)"
)
_SAYS_NAMES = late(r"[位门镇道区业]\(")
_SCORED = late(
    r"(?P<end>前|后|末|倒数)(?P<count>\d{1,2}|[一二两三四五六七八九十])(?:位|名)(?:的)?[^,;。:、\d]{0,10}?(?:为|是|:)+(?P<items>[^;。]+)"
)
_ITEM = late(r"(?P<name>[^\d,、()]{2,16})\(?(?P<score>\d+(?:\.\d+)?)[分%]\)?")


def check_rows(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Points in their order, names as many as announced, scores in their order."""
    for utterance in discourse.utterances:
        yield from _points(utterance)
        yield from _named(utterance)
        yield from _scored(utterance)
        yield from _by_place(utterance)
        yield from _in_places(utterance)


_IN_PLACE = late(r"(?P<count>\d+)(?:件|个|条)(?:[,(]占[^,;。()]*%\)?)?,居第?(?P<place>[一二三四五六七八九十首])位")

_SAYS_PLACE = late(",居")


def _in_places(utterance: Utterance) -> Iterator[Objection | Proven]:
    """甲类128件，占23.53%，居第一位；乙类97件，居第二位: no later place has more."""
    last: re.Match[str] | None = None
    for match in where(_IN_PLACE, _SAYS_PLACE, utterance.text):
        place = 1 if match["place"] == "首" else numeral(match["place"])
        before = 0 if last is None else 1 if last["place"] == "首" else numeral(last["place"])
        if last is not None and place == before + 1 and int(match["count"]) > int(last["count"]):
            words = (
                match["count"],
                f"不多于{last['count']}",
                f"第{before}位是{last['count']}，第{place}位是{match['count']}",
            )
            yield objection("order", Gravity.DOUBTFUL, utterance, match.span(), words)
        elif last is not None and place == before + 1:
            yield proven("order", utterance, match.span())
        last = match


_PLACE = late(
    r"第(?P<place>[一二三四五六七八九十])[名位](?:为|是|:)?(?P<name>[^\d,;。、():]{2,16})\((?P<score>\d+(?:\.\d+)?)分\)"
)


def _by_place(utterance: Utterance) -> Iterator[Objection | Proven]:
    """第一名为甲（98.72分），第二名为乙（98.15分）: no later place has more."""
    last: re.Match[str] | None = None
    for match in _PLACE.finditer(utterance.text):
        follows = last is not None and numeral(match["place"]) == numeral(last["place"]) + 1
        if last is not None and follows and Fraction(match["score"]) > Fraction(last["score"]):
            words = (match["score"] + "分", f"不高于{last['score']}分", f"第{last['place']}名是{last['score']}分")
            yield objection("order", Gravity.DOUBTFUL, utterance, match.span(), words)
        elif last is not None and follows:
            yield proven("order", utterance, match.span())
        last = match


def _points(utterance: Utterance) -> Iterator[Objection]:
    """一是 begins, and each further point is the next."""
    last = 0
    for match in _POINT.finditer(utterance.text):
        number = numeral(match["number"])
        if number != 1 and last and number != last + 1:
            words = (match["number"] + "是", f"第{last + 1}点", f"前一点是第{last}点，这一点写作“{match['number']}是”")
            yield objection(
                "numbering",
                Gravity.DOUBTFUL,
                utterance,
                (match.start(), min(match.end() + 8, len(utterance.text))),
                words,
            )
        last = number if number == 1 or last else 0


def _named(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in where(_NAMED, _SAYS_NAMES, utterance.text):
        names, said = split_names(match["names"]), numeral(match["count"])
        if len(names) < 2 or re.search(r"等$|…|其中|和|及|与|除", match["names"]):
            continue
        if len(names) == said:
            yield proven("count", utterance, (match.start(), match.end()))
        else:
            words = (
                utterance.words(match.start(), match.start("names") - 1),
                f"{len(names)}",
                f"括号里列出的是{len(names)}个：{names[0]}……{names[-1]}",
            )
            yield objection(
                "count", Gravity.WRONG, utterance, (match.start(), match.start("names") + len(names[0])), words
            )


def _scored(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in _SCORED.finditer(utterance.text):
        pieces = [each for each in re.split("、", match["items"].strip()) if each]
        found = [_ITEM.fullmatch(each.strip(" ,")) for each in pieces]
        items = [each for each in found if each]
        if len(items) < 2 or len(items) != len(pieces):
            continue
        scores = [Fraction(each["score"]) for each in items]
        said, span = numeral(match["count"]), (match.start(), match.start("items") + len(pieces[0]))
        tied = len(items) > said > 0 and len(set(scores[said - 1 :])) == 1
        if len(items) != said and not tied:
            words = (
                utterance.words(match.start(), match.start("items")),
                f"{len(items)}",
                f"列出的是{len(items)}个：{items[0]['name']}……{items[-1]['name']}",
            )
            yield objection("count", Gravity.WRONG, utterance, span, words)
        falls, rises = sorted(scores, reverse=True) == scores, sorted(scores) == scores
        if falls if match["end"] == "前" else falls or rises:
            yield proven("order", utterance, span)
        elif match["end"] == "前" or len(items) > 2:
            at = next((i for i in range(1, len(scores)) if (scores[i] > scores[i - 1]) == (match["end"] == "前")), 1)
            place = match.start("items") + match["items"].find(pieces[at])
            words = (pieces[at], "由高到低" if match["end"] == "前" else "依次", "列出的分数没有依次排列")
            yield objection("order", Gravity.DOUBTFUL, utterance, (place, place + len(pieces[at])), words)
