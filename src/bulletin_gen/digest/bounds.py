"""Units about to cross a line: a grade's score, or the bound of a list, with one order more or less."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.digest.model import Notice, NoticeKind, Scene
from bulletin_gen.digest.past import TrackedSeries
from bulletin_gen.digest.rows import NOT_MET, rows_of
from bulletin_gen.digest.saying import Sayer
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.grading.grades import bands_of
from bulletin_gen.leaves.numbers import NumberStyle, format_number
from bulletin_gen.profile.scoring import Bound

#: A score is near a line within this part of full marks; a rate within one order, or within this part of its orders
#: where that is no more than three points.
_MARKS, _ORDERS, _POINTS = Decimal("0.01"), Fraction(1, 100), Fraction(3, 100)
#: A rate of fewer orders is one order from everything; a score whose rates all have fewer is no score to speak of.
_FEWEST, _FEWEST_SCORED = 10, 5
_PLAIN = NumberStyle(2)


class NearLine(Struct, frozen=True):
    """A line that a unit is at: how far (orders of a rate, points of a score), on which side, and what it is of.
    ``orders``: by which the unit is large or small; ``inclusive``: who is just on it has met it."""

    unit: ScopeFacts
    of: str
    met: bool
    away: Fraction
    bound: Fraction
    called: str
    orders: int
    inclusive: bool = True


def lines(scene: Scene) -> tuple[NearLine, ...]:
    """Every unit that is at a line, those of grades first, of these the units with most orders; of two lists with one
    bound the first."""
    first: dict[tuple[str, str, Fraction], NearLine] = {}
    for each in (*_scores(scene), *_rates(scene)):
        first.setdefault((each.unit.key, each.of, each.bound), each)
    return tuple(sorted(first.values(), key=lambda each: (each.of != "score", -each.orders, each.met, each.away)))


def _orders(unit: ScopeFacts, scene: Scene) -> int:
    """The orders of a unit: the most that any of its rates is of; 0 where it has no rate."""
    wholes = (unit[name].denominator for name in scene.profile.rates if name in unit)
    return max((int(whole) for whole in wholes if isinstance(whole, int)), default=0)


def _scores(scene: Scene) -> Iterator[NearLine]:
    profile = scene.profile
    for unit in scene.facts.units:
        score = unit["score"].value if "score" in unit else None
        orders = _orders(unit, scene)
        if score is None or 0 < orders < _FEWEST_SCORED:
            continue
        rule = profile.score.get(unit.group) or profile.score["default"]
        for band in bands_of(unit.group, profile):
            if band.from_ is not None and abs(Fraction(score) - Fraction(band.from_)) <= rule.full_marks * _MARKS:
                away = Fraction(score) - Fraction(band.from_)
                called = f"{band.grade}级" if band.grade.isascii() else f"“{band.grade}”"
                yield NearLine(unit, "score", away >= 0, abs(away), Fraction(band.from_), called, orders)


def _rates(scene: Scene) -> Iterator[NearLine]:
    profile = scene.profile
    for name, rule in profile.lists.items():
        for of, bound in rule.where.items():
            level, inclusive = _level(bound)
            if of not in profile.rates or profile.rates[of].per or not 0 < level < 1:
                continue
            for unit in scene.facts.units:
                if (not rule.groups or unit.group in rule.groups) and of in unit:
                    called = f"名单“{rule.label or name}”"
                    if (line := _at(unit, of, level, called, inclusive=inclusive)) is not None:
                        yield line


def _level(bound: Bound) -> tuple[Fraction, bool]:
    """The line that a bound draws (0 where it draws none), and whether who is just on it stands above it."""
    for value, inclusive in ((bound.below, True), (bound.at_least, True), (bound.at_most, False), (bound.above, False)):
        if value is not None:
            return Fraction(value), inclusive
    return Fraction(0), True


def _at(unit: ScopeFacts, of: str, level: Fraction, called: str, *, inclusive: bool) -> NearLine | None:
    """The line of a rate where one order (or one of a hundred) more or less would cross it."""
    figure = unit[of]
    whole, value = figure.denominator, figure.value
    if not isinstance(whole, int) or not isinstance(value, Fraction) or whole < _FEWEST:
        return None
    step = Fraction(1, whole)
    if abs(value - level) > max(_POINTS, step):
        return None
    above = value >= level if inclusive else value > level
    for orders in range(1, max(1, int(whole * _ORDERS)) + 1):
        moved = value + step * (-orders if above else orders)
        if 0 <= moved <= 1 and (moved >= level if inclusive else moved > level) != above:
            return NearLine(unit, of, above, Fraction(orders), level, called, whole, inclusive)
    return None


def notices_of(scene: Scene, sayer: Sayer, found: tuple[NearLine, ...]) -> Iterator[Notice]:
    """A finding for each unit at a line."""
    for line in found:
        yield _of_score(sayer, line) if line.of == "score" else _of_rate(scene, sayer, line)


def _of_score(sayer: Sayer, line: NearLine) -> Notice:
    name, away = line.unit.name.text, format_number(line.away, _PLAIN)
    how = f"比{line.called}的线（{format_number(line.bound, _PLAIN)}分）{'高' if line.met else '低'}{away}分"
    text = f"{name}得分{line.unit['score'].text}分，{how if line.away else f'正在{line.called}的线上'}"
    sentence, printed = sayer.tried(f"{name}得分{{{name}：得分}}分【，等级为{{{name}：等级}}】。")
    return Notice(NoticeKind.BOUND, f"{name}得分", text, sentence, printed, f"{text}。", (line.unit["score"].id,))


def _of_rate(scene: Scene, sayer: Sayer, line: NearLine) -> Notice:
    name, label = line.unit.name.text, measure_label(scene.profile, line.of)
    series = TrackedSeries("unit", name, name, f"units.{line.unit.key}", line.of, line.unit[line.of])
    bound = format_number(line.bound, NumberStyle(2, percent=True))
    orders = format_number(line.away, _PLAIN)
    below, beyond = ("低于", "到") if line.inclusive else ("不高于", "高于")
    how = f"再少{orders}件就{below}{bound}" if line.met else f"再多{orders}件就{beyond}{bound}"
    if line.unit[line.of].value == line.bound:
        how = f"正在{bound}的线上，{how}"
    text = f"{name}{label}{sayer.now(series)}，{how}（{line.called}的界线）"
    sentence, printed = sayer.sentence(series)
    return Notice(
        NoticeKind.BOUND, f"{name}{label}", text, sentence, printed, f"{text}。", (series.now.id,),
        rows_of(scene, series), NOT_MET,
    )  # fmt: skip
