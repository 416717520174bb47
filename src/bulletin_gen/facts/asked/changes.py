"""Any comparison of any figure: with the period before, a year ago, or a named base such as 市平均."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from bulletin_gen.facts.book import TABLE, Book
from bulletin_gen.facts.changes import Bases
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import Direction
from bulletin_gen.leaves.issues import Place
from bulletin_gen.leaves.numbers import NumberStyle, round_fraction
from bulletin_gen.profile.measures import Comparison

ChangeKind = Literal["relative", "points", "difference"]

#: The bases that the program itself knows, and what they are called where they are missing.
PREVIOUS, YEAR_AGO = "previous", "year_ago"
BASE_WORDS = {PREVIOUS: "上一期", YEAR_AGO: "上年同期"}
#: The base that is the whole of this period: 较全部.
WHOLE = "全部"


class NoChange(Struct, frozen=True):
    """Why a change cannot be said, in words for people. ``lacks``: what is wanting is the base, or that it is zero."""

    reason: str
    lacks: Literal["", "base", "zero"] = ""


class Lacking(Struct, frozen=True):
    """A figure of this period, a value of ``name``, that sentences or tables hold against a base which does not know
    it.

    ``against``: the base, "" for a sum since new year, of which ``why`` says what it lacks; ``zero``: it is known and
    0, so that no percentage follows; ``place``: where it is asked for.
    """

    against: str
    name: str
    figure: Figure
    why: str = ""
    zero: bool = False
    place: Place | None = None


class AskedChange(Struct, frozen=True):
    """A change: which way, and how much without a sign; ``amount`` is None where the two are equal. ``signed``, for
    tables, has a minus where it falls."""

    direction: Direction
    kind: ChangeKind
    amount: Figure | None
    nearly: bool = False
    signed: Figure | None = None


def asked_change(
    book: Book, bases: Bases, figure: Figure, name: str, against: str, kind: ChangeKind | None
) -> AskedChange | NoChange:
    """How ``figure``, a value of the measure, rate or score ``name``, differs from its value in the base ``against``.

    ``kind`` None: a count in %, a rate in points, anything else as a difference.
    """
    kind = kind or usual_kind(book, name, figure)
    key, word = figure.id.removesuffix(TABLE), BASE_WORDS.get(against, against)
    base = bases.get(against)
    earlier = base.values.get(key) if base else None
    if figure.value is None or earlier is None or base is None:
        return NoChange(f"没有{word}的数", "base") if figure.value is not None else NoChange("本期没有数")
    if kind == "relative" and earlier == 0:
        return NoChange(f"{word}的数是0，算不出百分比", "zero")
    return _worked_out(book, figure, name, against, kind, earlier, f"{word}（{base.source}）")


def usual_kind(book: Book, name: str, figure: Figure | None = None) -> ChangeKind:
    """How a change is said where the sentence does not say it; ``figure`` says it where that has no name."""
    if not name and figure is not None:
        return "points" if figure.style is not None and figure.style.percent else "relative"
    if name in book.profile.measures:
        return "relative"
    rate = book.profile.rates.get(name)
    return "points" if rate and book.profile.style(rate.style).percent else "difference"


def _worked_out(
    book: Book, figure: Figure, name: str, against: str, kind: ChangeKind, earlier: Fraction, source: str
) -> AskedChange:
    style = _amount_style(book, name, kind, figure)
    assert figure.value is not None  # the caller asked
    now, before = (_comparable(book, name, kind, value, figure) for value in (Fraction(figure.value), earlier))
    difference = (now - before) / before if kind == "relative" else now - before
    printed = round_fraction(difference, style)
    key = f"asked.change.{against}.{kind}.{figure.id.removesuffix(TABLE)}"
    how, where = f"{figure.rule or name}：{_HOW[kind]}", f"本期与{source}"
    signed = book.number(f"{key}.signed", difference, style, how, where, (figure,))
    if printed == 0:
        return AskedChange("same", kind, None, difference != 0, signed)
    amount = book.number(key, abs(difference), style, how, where, (figure,))
    return AskedChange("up" if printed > 0 else "down", kind, amount, signed=signed)


_HOW = {"relative": "（本期－基数）÷基数", "points": "本期率－基数（百分点）", "difference": "本期－基数"}


def _rule(book: Book, name: str) -> Comparison | None:
    """What the profile says of comparisons of this measure or rate, if anything."""
    return next((rule for rule in book.profile.comparisons.values() if rule.of == name), None)


def _amount_style(book: Book, name: str, kind: ChangeKind, figure: Figure) -> NumberStyle:
    profile, rule = book.profile, _rule(book, name)
    if not name and kind != "relative" and figure.style is not None:
        return NumberStyle(figure.style.digits, figure.style.rounding, figure.style.zeros, percent=False)
    if kind == "difference":
        return _own_style(book, name)
    named = rule.style if rule else profile.wording.change_style
    if not named:
        named = profile.rates[name].style if kind == "points" and name in profile.rates else "rate"
    style = profile.style(named).number_style()
    return NumberStyle(style.digits, style.rounding, style.zeros, percent=kind == "relative")


def _own_style(book: Book, name: str) -> NumberStyle:
    """How differences of the thing itself are printed: counts whole, scores as scores are."""
    profile = book.profile
    if name in profile.measures:
        return NumberStyle(2, percent=False)
    if name in profile.rates:
        return profile.style(profile.rates[name].style).number_style()
    return score_style(book)


def spread_of(book: Book, key: str, high: Figure, low: Figure, name: str) -> Figure:
    """How far two figures of the same name are apart, as a change of one into the other would be printed."""
    kind: ChangeKind = "points" if usual_kind(book, name, high) == "points" else "difference"
    seen = [_comparable(book, name, kind, Fraction(each.value or 0), each) for each in (high, low)]
    style, rule = _amount_style(book, name, kind, high), f"{high.rule or name}：最高－最低"
    return book.number(key, seen[0] - seen[1], style, rule, "工单", (high, low))


def score_style(book: Book, group: str = "") -> NumberStyle:
    """How scores are printed; two decimals where nothing is scored."""
    scores = book.profile.score
    rule = scores.get(group) or scores.get("default") or next(iter(scores.values()), None)
    return NumberStyle(rule.digits, rule.rounding, rule.zeros) if rule else NumberStyle(2)


def _comparable(book: Book, name: str, kind: ChangeKind, value: Fraction, figure: Figure) -> Fraction:
    """A rate in percentage points, as printed unless the profile says exact; anything else as it is."""
    if not name:
        if kind == "relative" or figure.style is None:
            return value
        return round_fraction(value, figure.style) * (100 if kind == "points" else 1)
    rate, rule = book.profile.rates.get(name), _rule(book, name)
    if rate is None:
        return value if name in book.profile.measures else round_fraction(value, score_style(book))
    style = book.profile.style(rate.style).number_style()
    exact = kind == "relative" or (rule is not None and rule.from_ == "exact")
    seen = value if exact else round_fraction(value, style)
    return seen * 100 if kind == "points" and style.percent else seen
