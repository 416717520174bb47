"""The score that a table prints, and the bands of its grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from msgspec import Struct

from bulletin_gen.learning.finding.heads import FEWER_IS_BETTER
from bulletin_gen.learning.reading.printedcells import is_number, normal, styles_of, value_of
from bulletin_gen.leaves.numbers import NumberStyle, format_number, round_fraction

#: Weights go up in such steps and add up to a whole of this.
_STEP, _FULL = 5, 100
_MOST_TERMS = 6
#: So many lines may be missed by a score that is told as the nearest: one in so many.
_SHARE_MISSED = 12


class RateColumn(Struct, frozen=True):
    """A rate of the table by unit: exact (None without a base) and as it is printed."""

    head: str
    exact: tuple[Fraction | None, ...]
    style: NumberStyle


class Weighed(Struct, frozen=True):
    """One term: a rate's head, its full marks, whether one minus it counts."""

    head: str
    points: int
    inverted: bool


class ScoreRule(Struct, frozen=True):
    """A weighted sum of rates. ``rounded``: of the rates as they are printed."""

    terms: tuple[Weighed, ...]
    rounded: bool
    style: NumberStyle


class FoundScore(Struct, frozen=True):
    """What was found for a column of scores."""

    head: str
    rule: ScoreRule | None
    misses: tuple[int, ...] = ()
    others: tuple[ScoreRule, ...] = ()


class Band(Struct, frozen=True):
    """A grade from a score on (None: all the rest), and the scores between which the threshold must lie."""

    grade: str
    start: Decimal | None
    above: Decimal | None
    until: Decimal | None


def found_score(head: str, cells: Sequence[str], rates: Sequence[RateColumn]) -> FoundScore:
    """The weights by which the rates of a table give its scores. Only sums of whole weights are tried; what they do not
    give (bonus points, deductions by case) is not found."""
    lines = [i for i, cell in enumerate(cells) if is_number(cell)]
    lines.sort(key=lambda i: (sum(1 for cell in cells if cell == cells[i]), i))
    fitting: list[ScoreRule] = []
    nearest: tuple[int, ScoreRule | None, tuple[int, ...]] = (len(lines) // _SHARE_MISSED + 1, None, ())
    for style in styles_of(cells, percent=False):
        for rounded in (True, False):
            values = {rate.head: _values(rate, rounded=rounded) for rate in rates}
            for terms in _weights(rates):
                misses = _missed(terms, values, cells, lines, style, nearest[0])
                if misses is None:
                    continue
                rule = ScoreRule(terms, rounded, style)
                if not misses:
                    fitting.append(rule)
                elif len(misses) < nearest[0]:
                    nearest = (len(misses), rule, misses)
        if fitting:
            break
    if not fitting:
        return FoundScore(head, nearest[1], nearest[2])
    return FoundScore(head, fitting[0], (), tuple(fitting[1:]))


def _values(rate: RateColumn, *, rounded: bool) -> list[Fraction]:
    """A rate without a base counts as nothing."""
    exact = [value or Fraction(0) for value in rate.exact]
    return [round_fraction(value, rate.style) for value in exact] if rounded else exact


def _weights(rates: Sequence[RateColumn]) -> Iterator[tuple[Weighed, ...]]:
    """All ways to share the whole among the rates, those of more rates first; a rate whose name says so counts the
    other way round."""
    for size in range(min(len(rates), _MOST_TERMS), 0, -1):
        for chosen in combinations(rates, size):
            for points in _shared(_FULL // _STEP, size):
                yield tuple(
                    Weighed(rate.head, part * _STEP, bool(FEWER_IS_BETTER.search(rate.head)))
                    for rate, part in zip(chosen, points, strict=True)
                )


def _shared(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (whole,)
        return
    for first in range(1, whole - parts + 2):
        for rest in _shared(whole - first, parts - 1):
            yield (first, *rest)


def _missed(
    terms: Sequence[Weighed], values: Mapping[str, Sequence[Fraction]], cells: Sequence[str], lines: Sequence[int],
    style: NumberStyle, most: int,
) -> tuple[int, ...] | None:  # fmt: skip
    missed: list[int] = []
    for i in lines:
        total = sum((_points(term, values[term.head][i]) for term in terms), Fraction(0))
        if format_number(total, style) != normal(cells[i]):
            missed.append(i)
            if len(missed) >= most:
                return None
    return tuple(sorted(missed))


def _points(term: Weighed, rate: Fraction) -> Fraction:
    return term.points * (1 - rate if term.inverted else rate)


def bands_of(scores: Sequence[str], grades: Sequence[str]) -> tuple[Band, ...] | None:
    """The bands that give the printed grades, from high to low: each threshold the roundest number that fits. None
    where the grades do not follow the scores."""
    spans: dict[str, list[Decimal]] = {}
    for score, grade in zip(scores, grades, strict=True):
        if is_number(score) and grade:
            spans.setdefault(grade, []).append(Decimal(normal(score)))
    ordered = sorted(spans, key=lambda grade: -max(spans[grade]))
    bands: list[Band] = []
    for place, grade in enumerate(ordered):
        below = max(spans[ordered[place + 1]]) if place + 1 < len(ordered) else None
        if below is not None and below >= min(spans[grade]):
            return None
        start = _roundest(below, min(spans[grade])) if below is not None else None
        bands.append(Band(grade, start, below, min(spans[grade])))
    return tuple(bands) if len(bands) > 1 else None


def _roundest(above: Decimal, until: Decimal) -> Decimal:
    """The roundest number over ``above`` up to ``until``."""
    for step in (Decimal(100), Decimal(50), Decimal(10), Decimal(5), Decimal(1), Decimal("0.5"), Decimal("0.1")):
        candidate = until // step * step
        if above < candidate <= until:
            return candidate
    return until


def ranked_within(ranks: Sequence[str], values: Sequence[str], groups: Sequence[str]) -> str:
    """Whether a column of places follows these numbers among ``all`` lines or in each ``group``; "" for neither."""
    if ranks_fit(ranks, values):
        return "all"
    parts = [[i for i, each in enumerate(groups) if each == group] for group in dict.fromkeys(groups)]
    if all(ranks_fit([ranks[i] for i in part], [values[i] for i in part]) for part in parts):
        return "group"
    return ""


def ranks_fit(ranks: Sequence[str], values: Sequence[str]) -> bool:
    """Whether a column of places follows these numbers, from high to low, equals sharing a place."""
    pairs = [
        (int(rank), value_of(value))
        for rank, value in zip(ranks, values, strict=True)
        if rank.isdigit() and is_number(value)
    ]
    return bool(pairs) and all(rank == 1 + sum(1 for _, other in pairs if other > value) for rank, value in pairs)
