"""Room for the numbers in a chart: between which numbers lines are drawn, and which numbers are not printed since they
would lie on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from math import cos, inf, pi, sin

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
#: The outer radius of a ring, in parts of its height; the inner one is half of it. Its key begins no farther to the
#: right than at this part of the width.
_OF_HEIGHT, _KEY_AT = 0.46, 0.67
#: How far a number stands from its point, and how far a line that passes it may rise to it, in sizes of its type.
_OFF, _PASSING = 0.6, 0.25


def ring_key(chart: Chart) -> float:
    """Where the key of a ring begins, in points from the left."""
    longest = max((width(plain(name)) for name in chart.categories), default=1)
    wide = STD.width / 20
    return max(min(_KEY_AT * wide, wide - (longest / 2 + 2) * type_size(chart)), wide / 3)


def ring_radius(chart: Chart) -> float:
    """The outer radius of a ring, in points: what its height and its key leave it."""
    return min(_OF_HEIGHT * height(chart, STD) / 20, (ring_key(chart) - 2 * type_size(chart)) / 2)


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
    """Series and category of each number of a stacked column, of a ring, or between lines, that is not printed: its
    mark is too small for it, or lines are too close, and there it would lie on another's. Sizes are those of the page,
    so that all files print the same."""
    if chart.form is ChartForm.STACKED:
        return frozenset(_hidden_of_columns(chart))
    if chart.form is ChartForm.LINES and not chart.ends:
        return frozenset((each.index, each.at) for each in _beside_lines(chart) if not each.said)
    return frozenset((0, each) for each in _hidden_of_ring(chart)) if chart.form is ChartForm.RING else frozenset()


def below(chart: Chart) -> frozenset[tuple[int, int]]:
    """Series and category of each number of a line that stands below its point: the lower of two lines has its numbers
    below, the upper one above, wherever they cross; a single line where it comes down steeply to the point."""
    if chart.form is not ChartForm.LINES or chart.ends:
        return frozenset()
    return frozenset((each.index, each.at) for each in _beside_lines(chart) if each.below)


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
    whole, radius = sum(map(_value, points)) or 1.0, 0.75 * ring_radius(chart)
    where, at = [], 0.0
    for point in points:
        turn = 2 * pi * (at + _value(point) / whole / 2)
        where.append((radius * sin(turn), radius * cos(turn)))
        at += _value(point) / whole
    yield from _hidden(_placed(chart, points, where))


class _Beside(Struct, frozen=True):
    """On which side of its point a number of a line stands, and whether it is printed at all."""

    index: int
    at: int
    below: bool
    said: bool


@lru_cache(maxsize=32)
def _beside_lines(chart: Chart) -> tuple[_Beside, ...]:
    """Asked several times for each line of each file that a chart stands in."""
    lines = _LinesOnPage(chart)
    return tuple(side for at in range(len(chart.categories)) for side in lines.sides(at))


class _LinesOnPage:
    """Lines on the page: how high each point is, in points above the bottom, and what its number needs beside it."""

    def __init__(self, chart: Chart) -> None:
        tall = height(chart, STD)
        least, most = line_range(chart, STD.width, tall)
        _, _, across, high = plot_area(chart, STD.width, tall)
        self.chart, self.size = chart, type_size(chart)
        self.turned = turned_numbers(chart, STD.width)
        self.step = across * STD.width / 20 / max(1, len(chart.categories))
        self.heights = [
            [
                (_value(point) - least) / (most - least) * high * tall / 20 if point.value else None
                for point in each.points
            ]
            for each in chart.series
        ]

    def sides(self, at: int) -> Iterator[_Beside]:
        """Where the numbers of a category stand: those of the highest and the lowest point first, then what lies
        between them, as far as there is room."""
        found = [(-high, index) for index, each in enumerate(self.heights) if (high := each[at]) is not None]
        points = [(index, -lower) for lower, index in sorted(found)]
        free = [inf, *(upper[1] - lower[1] for upper, lower in zip(points, points[1:], strict=False))]
        free.append(inf if len(points) > 1 else points[0][1] if points else 0.0)
        for place in sorted(range(len(points)), key=lambda each: (0 < each < len(points) - 1, each)):
            index, _ = points[place]
            gap = self._gap(index, at, place, free)
            if gap is not None:
                free[gap] -= self._needed(index, at)
            yield _Beside(index, at, below=gap == place + 1, said=gap is not None)

    def _gap(self, index: int, at: int, place: int, free: list[float]) -> int | None:
        """The gap above (the point's own place) or below it (the next) where its number has room, rather one through
        which its own line does not pass; None where there is no room."""
        above = free[place] >= free[place + 1] if 0 < place < len(free) - 2 else place == 0
        order = (place, place + 1) if above else (place + 1, place)
        roomy = [gap for gap in order if free[gap] >= self._needed(index, at)]
        clear = [gap for gap in roomy if not self._is_passed(index, at, below=gap == place + 1)]
        return next(iter([*clear, *roomy]), None)

    def _needed(self, index: int, at: int) -> float:
        long = width(plain(self.chart.series[index].points[at].text)) * self.size / 2
        return (long if self.turned else _LINE * self.size) + _OFF * self.size

    def _is_passed(self, index: int, at: int, *, below: bool) -> bool:
        """Whether its own line, to the left or to the right, goes through the number."""
        long = width(plain(self.chart.series[index].points[at].text)) * self.size / 2
        half, own = (self.size if self.turned else long) / 2, self.heights[index]
        here = own[at] or 0.0
        others = [own[next_to] for next_to in (at - 1, at + 1) if 0 <= next_to < len(own)]
        rises = [(other - here) * half / self.step * (-1 if below else 1) for other in others if other is not None]
        return any(rise > _PASSING * self.size for rise in rises)


def _placed(chart: Chart, points: Sequence[Cell], where: Sequence[tuple[float, float]]) -> list[_Place]:
    size = type_size(chart)
    return [
        _Place(index, _value(point), *where[index], (width(plain(point.text)) + 1) * size / 2, _LINE * size)
        for index, point in enumerate(points)
        if _value(point)
    ]


def _value(point: Cell) -> float:
    return float(Decimal(point.value or 0))
