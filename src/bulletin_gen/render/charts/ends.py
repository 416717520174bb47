"""Lines that are named at their ends: between which numbers they are drawn, and where the words stand so that none lies
on another."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from bulletin_gen.render.charts.looks import end_sizes, last_point, plot_area, type_size
from bulletin_gen.tree import Chart

#: Parts of the way between the least and the most number that are left free below and above.
_BELOW, _ABOVE = 0.15, 0.05
#: Below nothing, so that words at an end there do not lie on the axis.
_BELOW_NOTHING = -0.06
#: The part of the height that stays free at the top.
_EDGE = 0.01


def value_range(chart: Chart) -> tuple[float, float]:
    """The numbers at the two ends of the axis that is not drawn; of counts hardly below zero."""
    values = [float(Decimal(point.value)) for series in chart.series for point in series.points if point.value]
    least, most = min(values, default=0.0), max(values, default=1.0)
    span = (most - least) or abs(most) or 1.0
    low = least - _BELOW * span
    return (max(_BELOW_NOTHING * span, low) if least >= 0 else low), most + _ABOVE * span


def end_shifts(chart: Chart, wide: int, tall: int) -> tuple[float, ...]:
    """For each series by how much the words at its end stand below the end itself, in parts of the chart's height;
    above where it is less than nothing."""
    _, top, _, high = plot_area(chart, wide, tall)
    least, most = value_range(chart)
    ends = [
        _End(index, top + high * (most - float(Decimal(series.points[last].value))) / (most - least), sizes)
        for index, (series, sizes) in enumerate(zip(chart.series, end_sizes(chart, wide), strict=True))
        if (last := last_point(series)) is not None
    ]
    placed = _apart(sorted(ends, key=lambda each: (each.at, each.index)), type_size(chart) * 20 / tall)
    return tuple(placed.get(index, 0.0) for index in range(len(chart.series)))


class _End(Struct, frozen=True):
    """Words that belong at a height, and how high they are, in sizes of their type."""

    index: int
    at: float
    sizes: float


def _apart(ends: list[_End], step: float) -> dict[int, float]:
    """By how much words must move so that none lies on another, in the same order and together as little as can be."""
    heaps: list[list[_End]] = []
    for each in ends:
        heaps.append([each])
        while len(heaps) > 1 and _top(heaps[-1], step) < _top(heaps[-2], step) + _tall(heaps[-2], step):
            heaps[-2:] = [[*heaps[-2], *heaps[-1]]]
    return {
        each.index: _top(heap, step) + _middle(heap, place, step) - each.at
        for heap in heaps
        for place, each in enumerate(heap)
    }


def _tall(heap: list[_End], step: float) -> float:
    return step * sum(each.sizes for each in heap)


def _middle(heap: list[_End], place: int, step: float) -> float:
    """How far below the top of a heap the middle of one of its words is."""
    return _tall(heap[:place], step) + step * heap[place].sizes / 2


def _top(heap: list[_End], step: float) -> float:
    """Where words closely below each other begin, so that they are as near as can be to where they belong."""
    middle = sum(each.at - _middle(heap, place, step) for place, each in enumerate(heap)) / len(heap)
    return max(middle, _EDGE)  # what is moved out of the chart is put on each other by some programs
