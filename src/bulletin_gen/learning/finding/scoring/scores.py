"""The score that a table prints, and the bands of its grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Rule
from bulletin_gen.learning.finding.counts import SumRule
from bulletin_gen.learning.finding.heads import FEWER_IS_BETTER
from bulletin_gen.learning.reading.printedcells import is_number, normal, styles_of, value_of
from bulletin_gen.leaves.numbers import NumberStyle, format_number, round_fraction

#: Weights go up in such steps and add up to a whole of this.
_STEP, _FULL = 5, 100
_MOST_TERMS = 6
#: So many lines may be missed by a score that is told as the nearest: one in so many.
_SHARE_MISSED = 12
#: Weights are solved for from so many lines more than there are rates, and must come out so near whole numbers.
_SPARE_LINES, _NEAR_WHOLE, _SINGULAR = 2, 0.3, 1e-9
#: Places prove a ranking only over so many different numbers.
_DIFFERENT = 3


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


class PerItem(Struct, frozen=True):
    """What each order of a count is worth, in points. ``counts``: of every unit, beside the weights of rates; ``rule``:
    of a count that no column prints."""

    head: str
    points: Fraction
    counts: tuple[int, ...] = ()
    rule: Rule | SumRule | None = None


class ScoreRule(Struct, frozen=True):
    """A weighted sum of rates. ``rounded``: of the rates as they are printed; ``empty``: what a term counts whose rate
    has no base, as a profile says it; beside them, or with ``base`` points alone, what the orders of counts (``items``)
    add or take off."""

    terms: tuple[Weighed, ...]
    rounded: bool
    style: NumberStyle
    empty: str = "zero"
    items: tuple[PerItem, ...] = ()
    base: Fraction = Fraction(0)


class FoundScore(Struct, frozen=True):
    """What was found for a column of scores; ``gaps``: whether a unit lacked a base, so that the column shows what it
    gets then."""

    head: str
    rule: ScoreRule | None
    misses: tuple[int, ...] = ()
    others: tuple[ScoreRule, ...] = ()
    gaps: bool = False


class Band(Struct, frozen=True):
    """A grade from a score on (None: all the rest), and the scores between which the threshold must lie."""

    grade: str
    start: Decimal | None
    above: Decimal | None
    until: Decimal | None


def found_score(head: str, cells: Sequence[str], rates: Sequence[RateColumn]) -> FoundScore:
    """The weights by which the rates of a table give its scores. Only sums of weights are tried; what they do not give
    (bonus points, deductions by case) is not found."""
    lines = [i for i, cell in enumerate(cells) if is_number(cell)]
    lines.sort(key=lambda i: (sum(1 for cell in cells if cell == cells[i]), i))
    fitting: list[ScoreRule] = []
    nearest: tuple[int, ScoreRule | None, tuple[int, ...]] = (len(lines) // _SHARE_MISSED + 1, None, ())
    for weights in (_weights, _solved):
        for style in styles_of(cells, percent=False):
            for rounded in (True, False):
                values = {rate.head: values_of(rate, rounded=rounded) for rate in rates}
                for terms in weights(rates, values, cells):
                    rule, misses = tried(ScoreRule(terms, rounded, style), values, cells, lines, nearest[0])
                    if misses is None:
                        continue
                    if not misses:
                        fitting.append(rule)
                    elif len(misses) < nearest[0]:
                        nearest = (len(misses), rule, misses)
            if fitting:
                return FoundScore(head, fitting[0], (), tuple(fitting[1:]), has_gaps(fitting[0], rates))
    return FoundScore(head, nearest[1], nearest[2], gaps=nearest[1] is not None and has_gaps(nearest[1], rates))


def has_gaps(rule: ScoreRule, rates: Sequence[RateColumn]) -> bool:
    """Whether a unit has no base of a rate that counts."""
    used = {term.head for term in rule.terms}
    return any(None in rate.exact for rate in rates if rate.head in used)


_Values = Mapping[str, Sequence[Fraction | None]]


def values_of(rate: RateColumn, *, rounded: bool) -> list[Fraction | None]:
    """What the rate counts for every unit (fractions), as printed or exact."""
    return [round_fraction(v, rate.style) if rounded and v is not None else v for v in rate.exact]


def _weights(rates: Sequence[RateColumn], values: _Values, cells: Sequence[str]) -> Iterator[tuple[Weighed, ...]]:
    """All ways to share the whole among the rates, those of more rates first; a rate whose name says so counts the
    other way round."""
    for size in range(min(len(rates), _MOST_TERMS), 0, -1):
        for chosen in combinations(rates, size):
            for points in _shared(_FULL // _STEP, size):
                yield tuple(
                    Weighed(rate.head, part * _STEP, is_inverted(rate))
                    for rate, part in zip(chosen, points, strict=True)
                )


def is_inverted(rate: RateColumn) -> bool:
    """Whether one minus the rate counts, as its name says."""
    return bool(FEWER_IS_BETTER.search(rate.head))


def _shared(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (whole,)
        return
    for first in range(1, whole - parts + 2):
        for rest in _shared(whole - first, parts - 1):
            yield (first, *rest)


def _solved(rates: Sequence[RateColumn], values: _Values, cells: Sequence[str]) -> Iterator[tuple[Weighed, ...]]:
    """The whole weights that come nearest to the scores, for any of the rates together: 43, 42 and 15. They are only
    looked for this way; what proves them is the exact sum of every line."""
    for size in range(min(len(rates), _MOST_TERMS), 0, -1):
        for chosen in combinations(rates, size):
            rows = list(equations(chosen, values, cells))
            found = least_squares(rows, size) if len(rows) >= size + _SPARE_LINES else []
            points = [round(weight) for weight in found]
            near = all(abs(weight - whole) < _NEAR_WHOLE for weight, whole in zip(found, points, strict=True))
            if points and near and min(points) > 0:
                yield tuple(
                    Weighed(rate.head, whole, is_inverted(rate)) for rate, whole in zip(chosen, points, strict=True)
                )


def equations(
    rates: Sequence[RateColumn], values: _Values, cells: Sequence[str], counts: Sequence[Sequence[int]] = ()
) -> Iterator[tuple[list[float], float]]:
    """What the rates of a line, its ``counts`` and its score say of the weights, of every line that has all rates."""
    for i, cell in enumerate(cells):
        line = [(rate, values[rate.head][i]) for rate in rates]
        known = [float(1 - value if is_inverted(rate) else value) for rate, value in line if value is not None]
        if is_number(cell) and len(known) == len(rates):
            yield [*known, *(float(each[i]) for each in counts)], float(value_of(cell))


def least_squares(rows: Sequence[tuple[Sequence[float], float]], size: int) -> list[float]:
    """The weights of the normal equations; none where they do not settle them."""
    matrix = [[sum(x[i] * x[j] for x, _ in rows) for j in range(size)] for i in range(size)]
    right = [sum(x[i] * y for x, y in rows) for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(matrix[k][i]))
        if abs(matrix[pivot][i]) < _SINGULAR:
            return []
        matrix[i], matrix[pivot], right[i], right[pivot] = matrix[pivot], matrix[i], right[pivot], right[i]
        for k in range(size):
            if k != i:
                factor = matrix[k][i] / matrix[i][i]
                matrix[k] = [a - factor * b for a, b in zip(matrix[k], matrix[i], strict=True)]
                right[k] -= factor * right[i]
    return [right[i] / matrix[i][i] for i in range(size)]


def tried(
    rule: ScoreRule, values: _Values, cells: Sequence[str], lines: Sequence[int], most: int
) -> tuple[ScoreRule, tuple[int, ...] | None]:
    """The rule with the lines that it misses, None where these are ``most`` or more; without a base a term counts as
    fits best."""
    gaps = [i for i in lines if any(values[term.head][i] is None for term in rule.terms)]
    misses = _missed(rule, values, cells, [i for i in lines if i not in gaps] if gaps else lines, most)
    if misses is None or not gaps:
        return rule, misses
    ways = [replace(rule, empty=empty) for empty in ("zero", "full", "rescale", "leave_out")]
    outcomes = [(way, _missed(way, values, cells, gaps, most - len(misses))) for way in ways]
    fits = [(way, missed) for way, missed in outcomes if missed is not None]
    if not fits:
        return rule, None
    best, odd = min(fits, key=lambda one: len(one[1]))
    return best, tuple(sorted((*misses, *odd)))


def _missed(
    rule: ScoreRule, values: _Values, cells: Sequence[str], lines: Sequence[int], most: int
) -> tuple[int, ...] | None:
    """The ``lines`` whose printed score the rule does not give; None as soon as they are ``most``."""
    missed: list[int] = []
    for i in lines:
        if format_number(_sum(rule, values, i), rule.style) != normal(cells[i]):
            missed.append(i)
            if len(missed) >= most:
                return None
    return tuple(sorted(missed))


def _sum(rule: ScoreRule, values: _Values, line: int) -> Fraction:
    total, left = Fraction(0), Fraction(0)
    off = sum((item.points * item.counts[line] for item in rule.items), Fraction(0))
    for term in rule.terms:
        rate = values[term.head][line]
        if rate is not None:
            total += term.points * (1 - rate if term.inverted else rate)
        elif rule.empty == "full":
            total += term.points
        elif rule.empty == "zero":
            total += term.points if term.inverted else 0
        elif rule.empty == "rescale":
            left += term.points
    whole = sum(term.points for term in rule.terms)
    return (total * whole / (whole - left) if left and whole != left else total) + off


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


class RankRule(Struct, frozen=True):
    """How a column of places follows numbers: ``within`` the whole table or each group, equals by ``ties`` (shared
    1, 1, 3; dense 1, 1, 2; broken 1, 2, 3 as they stand), the highest first or not."""

    within: str
    ties: str
    descending: bool = True


def rank_rule(ranks: Sequence[str], values: Sequence[str], groups: Sequence[str]) -> RankRule | None:
    """How ``ranks`` follow ``values`` of lines in these ``groups``; None where they do not."""
    parts = [[i for i, each in enumerate(groups) if each == group] for group in dict.fromkeys(groups)]
    for descending in (True, False):
        for ties in ("shared", "dense", "broken"):
            for within, among in (("all", [[*range(len(ranks))]]), ("group", parts)):
                fits = [_places_fit([(ranks[i], values[i]) for i in part], ties, descending) for part in among]
                if all(fits) and any(len({values[i] for i in part}) >= _DIFFERENT for part in among):
                    return RankRule(within, ties, descending)
    return None


def _places_fit(pairs: Sequence[tuple[str, str]], ties: str, descending: bool) -> bool:
    known = [(int(rank), value_of(value)) for rank, value in pairs if rank.isdigit() and is_number(value)]
    if len(known) < len([rank for rank, _ in pairs if rank.isdigit()]) or not known:
        return False
    sign = 1 if descending else -1
    for place, (rank, value) in enumerate(known):
        better = [other for _, other in known if sign * other > sign * value]
        before = len([other for _, other in known[:place] if other == value])
        count = len(set(better)) if ties == "dense" else len(better) + (before if ties == "broken" else 0)
        if rank != count + 1:
            return False
    return True
