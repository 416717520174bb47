"""Comparisons in a sentence: which base a word means, and the words for up, down and equal."""

from __future__ import annotations

from collections.abc import Container, Mapping

from msgspec.structs import replace

from bulletin_gen.compose.wording.lexicon import counted
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.syntax import NameStep
from bulletin_gen.compose.wording.things import Amount, Change, Holder, Said, Weight
from bulletin_gen.facts.asked.changes import (
    PREVIOUS,
    WHOLE,
    YEAR_AGO,
    AskedChange,
    ChangeKind,
    Lacking,
    NoChange,
    usual_kind,
)
from bulletin_gen.facts.asked.desk import Desk
from bulletin_gen.facts.book import Book
from bulletin_gen.facts.changes import Base
from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.spans import not_added_over_time

_AGAINST = {"同比": YEAR_AGO, "环比": PREVIOUS}
_UNIT = late("[\u4e00-\u9fff]{1,4}")
_WORD = late("[\u4e00-\u9fff]{1,6}")
_RISING, _FALLING = late("[增升涨延长高多]"), late("[减降跌缩短低少]")
_NEARLY = "基本"


def against_of(text: str, bases: Mapping[str, Base] | Container[str]) -> str:
    """The base that 同比, 环比 or 较市平均 means; "" for any other text."""
    if text in _AGAINST:
        return _AGAINST[text]
    if text == f"较{WHOLE}":
        return WHOLE
    named = text.removeprefix("较")
    return named if named != text and named in bases else ""


def changed(desk: Desk, amount: Amount, step: NameStep) -> Change:
    """The comparison of an amount with the base that the step names."""
    against = against_of(step.text, desk.bases)
    if amount.figure is None:
        return Change(amount, against, NoChange(amount.reason or "没有可比的数"))
    return Change(amount, against, _compared(desk, amount, against, None))


def _compared(desk: Desk, amount: Amount, against: str, kind: ChangeKind | None) -> AskedChange | NoChange:
    assert amount.figure is not None  # the caller asked
    if amount.parts is not None and against != WHOLE:
        return desk.share_change(amount.figure, amount.parts, against, kind)
    return desk.change(amount.figure, amount.name, against, kind)


_NOBODY = Holder("whole", "")
#: Words behind a figure for its own value in another period.
EARLIER = {"上期": PREVIOUS, "上年同期": YEAR_AGO, "去年同期": YEAR_AGO}
_SCALES = {"万": 10_000, "亿": 100_000_000}


def earlier_or_scaled(desk: Desk, amount: Amount, step: NameStep) -> Amount | None:
    """What an amount was in the period before or a year ago, or a count in ten thousands (1.56万); None for any other
    word behind it."""
    figure = amount.figure
    if step.text in EARLIER:
        against = EARLIER[step.text]
        was = desk.earlier(figure, amount.name, against) if figure is not None else None
        made = replace(counted(was, amount.name, _NOBODY, f"没有{step.text}的数"), whose=amount.whose)
        lacks = Lacking(against, amount.name, figure) if figure is not None and was is None else None
        return replace(made, lacks=lacks)
    if step.text not in _SCALES:
        return None
    if figure is None:
        return amount
    scaled = desk.scaled(figure, _SCALES[step.text], step.text)
    if scaled is None:
        raise SlipError(step.at, f"只有件数、个数能用“{step.text}”作单位", step.text, advice="删去")
    return replace(amount, figure=scaled, name="", ending=step.text)


def since_new_year(desk: Desk, amount: Amount, step: NameStep) -> Amount:
    """A count of the whole added up since new year, or a rate of such sums."""
    if amount.whose is None or amount.whose.kind != "whole" or not amount.name:
        raise SlipError(step.at, "只有全部的计数和率有累计", step.text, advice="如{受理：累计}")
    if why := not_added_over_time(desk.book.profile, amount.name):
        raise SlipError(step.at, "不能逐期相加的数", step.text, advice=why)
    figure = desk.trends.cumulative(desk.book.period, amount.name)
    why = desk.trends.why_no_sum(amount.name)
    lacks = Lacking("", amount.name, amount.figure, why) if figure is None and amount.figure is not None else None
    return replace(counted(figure, amount.name, amount.whose, why), lacks=lacks)


def worded(desk: Desk, change: Change, step: NameStep) -> Change:
    """The comparison with a unit (件, %, 百分点) or with words of its own (增加、减少)."""
    if "、" in step.text:
        return _with_words(change, step)
    if change.words or change.unit:
        raise SlipError(
            step.at, f"比较后面不能再写“{step.text}”", advice="单位写一次，词用“、”隔开，如{…：同比：件：增加、减少}"
        )
    if step.text in ("件", "宗") and change.amount.name in desk.book.profile.rates:
        raise SlipError(step.at, f"率的变化不用“{step.text}”", advice="删去，或写百分点")
    kind: ChangeKind = {"%": "relative", "％": "relative", "百分点": "points", "个百分点": "points"}.get(
        step.text, "difference"
    )  # type: ignore[assignment]
    unit = step.text if kind == "difference" else ""
    if unit == "倍":
        raise SlipError(step.at, "变化不用“倍”", step.text, advice="写%；要说差多少，写件、分等")
    if unit and not _UNIT.fullmatch(unit):
        advice = "单位如件、分、位，词如增加、减少"
        raise SlipError(step.at, f"比较后面的“{unit}”不是单位，也不是升降的词", unit, advice=advice)
    if kind == "points" and usual_kind(desk.book, change.amount.name, change.amount.figure) != "points":
        raise SlipError(step.at, "件数的变化不用百分点", advice="写%或件")
    if change.amount.figure is None:
        return replace(change, unit=unit)
    return replace(change, unit=unit, result=_compared(desk, change.amount, change.against, kind))


def _with_words(change: Change, step: NameStep) -> Change:
    words = tuple(step.text.split("、"))
    if change.words or len(words) > 3 or not all(_WORD.fullmatch(word) for word in words):
        raise SlipError(step.at, "升降的词写得不对", step.text, "如增加、减少 或 上升、下降、持平", "按这个样子改")
    if _is_turned(words):
        right = "、".join((words[1], words[0], *words[2:]))
        raise SlipError(step.at, "升降的词写反了：先写升，后写降", step.text, right, f"写成{right}")
    return replace(change, words=words)


def _is_turned(words: tuple[str, ...]) -> bool:
    """Whether the first word is one of falling and the second one of rising: 减少、增加."""
    ways = [(bool(_RISING.search(word)), bool(_FALLING.search(word))) for word in words[:2]]
    return ways == [(False, True), (True, False)]


def said_change(change: Change, book: Book) -> Said:
    """增长4.35%, 上升1.5个百分点, 减少300件, 持平. The verb has an id too: a turned direction can be found again."""
    result, profile = change.result, book.profile
    if isinstance(result, NoChange):
        return Said("", Weight.MISSING, reason=result.reason)
    up, down, equal = _words(change, profile)
    if result.amount is None:
        nearly = result.nearly and len(change.words) < 3 and not equal.startswith(_NEARLY)
        return Said(f"{_NEARLY if nearly else ''}{equal}", Weight.FULL)
    rises = result.direction == "up"
    if change.amount.name == "rank":  # a smaller number is a better place
        rises = not rises
    ending = {"points": profile.wording.points, "difference": change.unit, "relative": ""}[result.kind]
    verb = book.name(f"{result.amount.id}.{up if rises else down}", up if rises else down, result.amount.rule)
    return Said(f"{verb}{result.amount}{ending}", Weight.FULL, ending=ending or "%")


def _kind_of(change: Change) -> ChangeKind | None:
    """How a comparison is said; None where it cannot be."""
    return None if isinstance(change.result, NoChange) else change.result.kind


def _words(change: Change, profile: Profile) -> tuple[str, str, str]:
    words = profile.wording
    if len(change.words) >= 2:
        return change.words[0], change.words[1], change.words[2] if len(change.words) > 2 else words.same
    of_count = change.amount.name in profile.measures or (not change.amount.name and _kind_of(change) == "relative")
    return (words.counts_rise, words.counts_fall, words.same) if of_count else (words.rise, words.fall, words.same)
