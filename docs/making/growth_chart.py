"""docs/growth.svg: what benchmarks/growth.py measured, seconds against orders, both in powers of ten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from pathlib import Path

_COLORS = ("#1b6ca8", "#b35900", "#4d7c0f")
_WIDTH, _HEIGHT = 760, 430
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 50, 20, 110
#: Orders and seconds, from the smallest size to the largest.
Points = Sequence[tuple[int, float]]


@dataclass(frozen=True)
class Series:
    """One thing that grew: orders and seconds."""

    name: str
    points: Points


@dataclass(frozen=True)
class Frame:
    """The powers of ten at the ends of both axes."""

    orders: tuple[int, int]
    seconds: tuple[int, int]

    @classmethod
    def around(cls, points: Points) -> Frame:
        """The least frame that has all points in it."""
        orders, seconds = zip(*points, strict=True)
        return cls(_ends(orders), _ends(seconds))

    def x(self, orders: float) -> float:
        """Where so many orders stand from the left."""
        low, high = self.orders
        return _LEFT + (log10(orders) - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, seconds: float) -> float:
        """Where so many seconds stand from above."""
        low, high = self.seconds
        return _TOP + (high - log10(seconds)) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)


def _ends(values: Sequence[float]) -> tuple[int, int]:
    return floor(log10(min(values))), ceil(log10(max(values)))


def chart(measured: Path) -> str:
    """The SVG of a file that the benchmark has written."""
    series = [Series(**each) for each in json.loads(measured.read_text(encoding="utf-8"))]
    frame = Frame.around([point for each in series for point in each.points])
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        *_grid(frame),
    ]
    for number, (each, color) in enumerate(zip(series, _COLORS, strict=True)):
        lines += _series(frame, each, color)
        lines += _legend(each, color, _HEIGHT - 52 + 18 * number)
    return "\n".join([*lines, "</svg>", ""])


def _grid(frame: Frame) -> Iterator[str]:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    for power in range(frame.orders[0], frame.orders[1] + 1):
        x = frame.x(10**power)
        yield f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{bottom}" stroke="#dddddd"/>'
        yield _text(x, bottom + 18, f"{10**power:,}", "middle")
    for power in range(frame.seconds[0], frame.seconds[1] + 1):
        y = frame.y(10.0**power)
        yield f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#dddddd"/>'
        yield _text(_LEFT - 6, y + 4, f"{10.0**power:g} s", "end")
    yield _text(right, bottom + 36, "orders", "end")


def _series(frame: Frame, each: Series, color: str) -> Iterator[str]:
    path = " ".join(f"{frame.x(orders):.1f},{frame.y(seconds):.1f}" for orders, seconds in each.points)
    yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
    yield _straight(frame, each.points, color)
    for orders, seconds in each.points:
        x, y = frame.x(orders), frame.y(seconds)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>'
        yield _text(x, y - 9, f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s", "middle")


def _straight(frame: Frame, points: Points, color: str) -> str:
    """What the smaller sizes would cost at the rate of the largest, down to the edge of the chart."""
    orders, seconds = points[-1]
    start = max(points[0][0], 10.0 ** frame.seconds[0] * orders / seconds)
    ends = ((start, seconds * start / orders), (orders, seconds))
    (x1, y1), (x2, y2) = ((frame.x(amount), frame.y(time)) for amount, time in ends)
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-dasharray="2 4"/>'


def _legend(each: Series, color: str, y: float) -> Iterator[str]:
    yield f'<rect x="{_LEFT}" y="{y - 7}" width="18" height="4" fill="{color}"/>'
    yield _text(_LEFT + 26, y, f"{each.name}: {each.points[0][0]:,} to {each.points[-1][0]:,} orders")


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333333">{escape(text)}</text>'
