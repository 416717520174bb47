"""Room for the numbers in a chart: between which numbers lines are drawn, and which numbers are not printed since they
would lie on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import cos, pi, sin

from msgspec import Struct

from bulletin_gen.render.charts.looks import height, plot_area, turned_numbers, type_size
from bulletin_gen.render.layout import STD
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Cell, Chart, ChartForm, plain

#: Lines of positive numbers take so much of the height; the rest shows that they do not begin at nothing.
_DRAWN = 3 / 5
#: A part of the way between the least and the most number that is free above: for the number of the most.
_ABOVE = 0.05
#: How high a number is, in sizes of its type, with what keeps it apart from the next.
_LINE = 1.15
#: The outer radius of a ring, in parts of its height; the inner one is half of it.
RING = 0.46


def line_range(chart: Chart, wide: int, tall: int) -> tuple[float, float]:
    """The numbers at the bottom and the top of an area of lines, ``wide`` and ``tall`` twips: below the least there is
    room for the numbers that stand under every second line."""
    values = [_value(point) for series in chart.series for point in series.points if point.value]
    least, most = min(values, default=0.0), max(values, default=1.0)
    span = (most - least) or abs(most) or 1.0
    if least > 0:
        low = max(0.0, least - (most - least) * (1 - _DRAWN) / _DRAWN) if most > least else 0.0
    else:
        low = min(least, 0.0)
    if len(chart.series) < 2:
        return low, max(most, low + span) + _ABOVE * span
    _, _, _, high = plot_area(chart, wide, tall)
    size = type_size(chart) * 20
    longest = max(width(plain(point.text)) for series in chart.series for point in series.points)
    needed = size * 0.9 + (longest * size / 2 if turned_numbers(chart, wide) else size)
    part = min(needed / (high * tall), 0.5)
    top = max(most, low + span) + _ABOVE * span
    # The least number stands at least ``part`` of the way above the bottom.
    return min(low, (least - part * top) / (1 - part)), top


def unsaid(chart: Chart) -> frozenset[tuple[int, int]]:
    """Series and category of each number of a stacked column, or of a ring, that is not printed: its mark is too small
    for it, and there it would lie on a larger one's. Sizes are those of the page, so that all files print the same."""
    if chart.form is ChartForm.STACKED:
        return frozenset(_hidden_of_columns(chart))
    return frozenset((0, each) for each in _hidden_of_ring(chart)) if chart.form is ChartForm.RING else frozenset()


class _Place(Struct, frozen=True):
    """Where a number stands, in points, and how large it is."""

    index: int
    value: float
    x: float
    y: float
    wide: float
    high: float

    def lies_on(self, other: _Place) -> bool:
        """Whether two numbers have no room beside each other."""
        across, down = abs(self.x - other.x), abs(self.y - other.y)
        return across < (self.wide + other.wide) / 2 and down < (self.high + other.high) / 2


def _hidden(places: list[_Place]) -> Iterator[int]:
    """The smaller ones of those that lie on each other."""
    kept: list[_Place] = []
    for each in sorted(places, key=lambda place: (-place.value, place.index)):
        if any(each.lies_on(other) for other in kept):
            yield each.index
        else:
            kept.append(each)


def _hidden_of_columns(chart: Chart) -> Iterator[tuple[int, int]]:
    high = plot_area(chart, STD.width, height(chart, STD))[3] * height(chart, STD) / 20
    columns = [[series.points[at] for series in chart.series] for at in range(len(chart.categories))]
    most = max((sum(map(_value, each)) for each in columns), default=0.0) or 1.0
    for at, column in enumerate(columns):
        values = [_value(point) for point in column]
        middles = [(sum(values[:index]) + value / 2) / most * high for index, value in enumerate(values)]
        yield from ((index, at) for index in _hidden(_placed(chart, column, [(0.0, middle) for middle in middles])))


def _hidden_of_ring(chart: Chart) -> Iterator[int]:
    points = chart.series[0].points if chart.series else ()
    whole, radius = sum(map(_value, points)) or 1.0, 0.75 * RING * height(chart, STD) / 20
    where, at = [], 0.0
    for point in points:
        turn = 2 * pi * (at + _value(point) / whole / 2)
        where.append((radius * sin(turn), radius * cos(turn)))
        at += _value(point) / whole
    yield from _hidden(_placed(chart, points, where))


def _placed(chart: Chart, points: Sequence[Cell], where: Sequence[tuple[float, float]]) -> list[_Place]:
    size = type_size(chart)
    return [
        _Place(index, _value(point), *where[index], (width(plain(point.text)) + 1) * size / 2, _LINE * size)
        for index, point in enumerate(points)
        if _value(point)
    ]


def _value(point: Cell) -> float:
    return float(Decimal(point.value or 0))
