"""Charts as SVG for web pages: no script, no other file; the same greys, patterns and places as on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from math import cos, pi, sin

from msgspec import Struct

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.charts.ends import end_shifts, value_range
from bulletin_gen.render.charts.looks import (
    GAP,
    Look,
    below_nothing,
    has_legend,
    height,
    key_rows,
    last_point,
    looks,
    plot_area,
    turned_numbers,
    type_size,
    upright_names,
)
from bulletin_gen.render.charts.room import below, line_range, ring_key, ring_radius, unsaid
from bulletin_gen.render.layout import STD
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Cell, Chart, ChartForm, Run, Text, plain

#: XlsxWriter's name of a pattern → its lines in a square of 6.
_PATTERNS = {
    "wide_upward_diagonal": "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
    "wide_downward_diagonal": "M-1 -1L7 7M-1 5L1 7M5 -1L7 1",
    "small_grid": "M0 0H6M0 3H6M0 0V6M3 0V6",
    "percent_20": "M0 0h1M3 3h1",
}
#: The part of a turn that an arc may have at most: the ends of a whole one would be one point.
_WHOLE = 0.9995
_DASHES = {"dash": "5 3", "round_dot": "1.5 2.5", "long_dash": "9 4", "dash_dot": "6 3 1.5 3"}


class DrawnMark(Struct, frozen=True):
    """Where a number is drawn: its mark as SVG, and the place of its text."""

    mark: str
    x: float
    y: float
    anchor: str = "middle"
    turned: bool = False


class Canvas(Struct, frozen=True):
    """The area of a chart and of its marks, in points; ``least`` and ``most``: the numbers at its two ends."""

    chart: Chart
    wide: float
    tall: float
    left: float
    top: float
    across: float
    high: float
    least: float
    most: float

    def along(self, value: float) -> float:
        """How far from the end of the least number, as a part of the way to the most."""
        return (value - self.least) / (self.most - self.least)

    def fill(self, index: int) -> str:
        """The fill of a series, or of a part of a ring."""
        return _fill(self.chart, index, looks(self.chart)[index])


def chart_svg(chart: Chart) -> str:
    """The ``svg`` element of a chart: names of series, of categories, then the numbers series by series."""
    canvas = _canvas(chart)
    name = escape(cleaned(plain(chart.caption)))
    size = f"{canvas.wide:.0f} {canvas.tall:.0f}"
    parts = [*_defs(chart), *_key(canvas), *_names(canvas), *_marks(canvas)]
    return (
        f'<svg class="chart" viewBox="0 0 {size}" role="img" aria-label="{name}" font-size="{type_size(chart)}">'
        f"{''.join(parts)}</svg>"
    )


def _canvas(chart: Chart) -> Canvas:
    wide: float = STD.width
    tall: float = height(chart, STD)
    left, top, across, high = plot_area(chart, STD.width, height(chart, STD))
    least, most = value_range(chart) if chart.ends else _range(chart)
    placed = (left * wide / 20, top * tall / 20, across * wide / 20, high * tall / 20)
    return Canvas(chart, wide / 20, tall / 20, *placed, least, most)


def _range(chart: Chart) -> tuple[float, float]:
    if chart.form is ChartForm.STACKED:
        sums = [sum(_value(series.points[i]) for series in chart.series) for i in range(len(chart.categories))]
        return 0.0, max([*sums, 0.0]) or 1.0
    if chart.form is ChartForm.LINES:
        return line_range(chart, STD.width, height(chart, STD))
    values = [_value(point) for series in chart.series for point in series.points if point.value]
    least, most = min([0.0, *values]), max([0.0, *values])
    return (least, most) if most > least else (least, least + 1)


def _value(point: Cell) -> float:
    return float(Decimal(point.value or 0))


def _defs(chart: Chart) -> Iterator[str]:
    used = {look.pattern for look in looks(chart) if look.pattern} if chart.form is not ChartForm.LINES else set()
    for name in sorted(used):
        yield (
            f'<defs><pattern id="{_pattern(chart, name)}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="#fff"/><path d="{_PATTERNS[name]}" stroke="#000"/></pattern></defs>'
        )


def _pattern(chart: Chart, name: str) -> str:
    return f"chart{chart.number}-{name}"


def _fill(chart: Chart, index: int, look: Look) -> str:
    return f"url(#{_pattern(chart, look.pattern)})" if look.pattern else f"#{look.fill}"


# words


def _said(text: Text) -> str:
    return "".join(map(_run, text))


def _run(run: Run) -> str:
    content = escape(cleaned(run.text))
    return f'<tspan data-figure="{escape(run.figure)}">{content}</tspan>' if run.figure else content


def _text(text: Text, x: float, y: float, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{_said(text)}</text>'


def _key(canvas: Canvas) -> Iterator[str]:
    chart, size = canvas.chart, type_size(canvas.chart)
    if not has_legend(chart) or chart.form is ChartForm.RING:
        return
    wide = [width(plain(series.name)) * size / 2 + 3 * size for series in chart.series]
    for row, members in enumerate(key_rows(chart, STD.width)):
        x, y = (canvas.wide - sum(wide[index] for index in members)) / 2, (1.3 + 1.2 * row) * size
        for index in members:
            yield _sample(canvas, index, x, y)
            yield _text(chart.series[index].name, x + 1.4 * size, y, "start")
            x += wide[index]


def _sample(canvas: Canvas, index: int, x: float, y: float) -> str:
    size = type_size(canvas.chart)
    if canvas.chart.form is ChartForm.LINES:
        return f'<path d="M{x - size:.1f} {y - size / 3:.1f}h{2 * size:.1f}" {_stroke(canvas, index)}/>'
    side = 0.8 * size
    return f'<rect x="{x:.1f}" y="{y - side:.1f}" width="{side:.1f}" height="{side:.1f}" {_ruled(canvas, index)}/>'


def _ruled(canvas: Canvas, index: int) -> str:
    return f'fill="{canvas.fill(index)}" stroke="#000" stroke-width=".75"'


def _stroke(canvas: Canvas, index: int) -> str:
    dash = _DASHES.get(looks(canvas.chart)[index].dash, "")
    return (
        f'fill="none" stroke="#000" stroke-width="1.5"{f" stroke-dasharray={chr(34)}{dash}{chr(34)}" if dash else ""}'
    )


def _names(canvas: Canvas) -> Iterator[str]:
    chart, size = canvas.chart, type_size(canvas.chart)
    if chart.form is ChartForm.RING:
        yield from _ring_key(canvas)
        return
    place = (canvas.high if chart.form is ChartForm.BARS else canvas.across) / max(1, len(chart.categories))
    upright = chart.form is not ChartForm.BARS and upright_names(chart, STD.width)
    beyond = below_nothing(chart, STD.width) / 20
    base = canvas.top + canvas.high + beyond
    for index, name in enumerate(chart.categories):
        middle = (index + 0.5) * place
        if chart.form is ChartForm.BARS:
            yield _text(name, canvas.left - size / 2 - beyond, canvas.top + middle + size / 3, "end")
        elif upright:
            x, y = canvas.left + middle, base + size / 3
            yield _text(name, x, y, "start", ' writing-mode="vertical-rl"')
        else:
            yield _text(name, canvas.left + middle, base + 1.2 * size)


# marks and numbers


def _marks(canvas: Canvas) -> Iterator[str]:
    chart = canvas.chart
    spots = {
        ChartForm.COLUMNS: _columns,
        ChartForm.STACKED: _stacked,
        ChartForm.BARS: _bars,
        ChartForm.LINES: _line,
        ChartForm.RING: _ring,
    }[chart.form]
    drawn = [list(spots(canvas, index)) for index in range(len(chart.series))]
    if chart.form is not ChartForm.RING:
        yield _axis(canvas)
    if chart.form is ChartForm.LINES:
        yield from (_path(canvas, index) for index in range(len(chart.series)))
    yield from (spot.mark for series in drawn for spot in series if spot)
    if chart.ends:
        yield from _ends(canvas)
        return
    gone = unsaid(chart)
    for index, (series, places) in enumerate(zip(chart.series, drawn, strict=True)):
        for at, (point, spot) in enumerate(zip(series.points, places, strict=True)):
            if spot is not None and (index, at) not in gone and _is_said(chart, point):
                yield _number(chart, point, spot)


def _ends(canvas: Canvas) -> Iterator[str]:
    """The name of each line and its last number, behind its last mark."""
    chart, size = canvas.chart, type_size(canvas.chart)
    shifts = end_shifts(chart, STD.width, height(chart, STD))
    for index, series in enumerate(chart.series):
        last = last_point(series)
        spots = [spot for spot in _points(canvas, index) if spot]
        if last is None or not spots:
            continue
        x, y = spots[-1][0] + 0.6 * size, spots[-1][1] + shifts[index] * canvas.tall + size / 3
        yield _text((*series.name, Run(" "), *series.points[last].text), x, y, "start")


def _is_said(chart: Chart, point: Cell) -> bool:
    return bool(point.value) and (chart.form is not ChartForm.STACKED or point.value != "0")


def _number(chart: Chart, point: Cell, spot: DrawnMark) -> str:
    turn = f' transform="rotate(-90 {spot.x:.1f} {spot.y:.1f})"' if spot.turned else ""
    halo = ' class="over"' if chart.form in (ChartForm.RING, ChartForm.STACKED) else ""
    return _text(point.text, spot.x, spot.y, spot.anchor, turn + halo)


def _axis(canvas: Canvas) -> str:
    zero = canvas.along(max(0.0, canvas.least))
    if canvas.chart.form is ChartForm.BARS:
        return f'<path d="M{canvas.left + zero * canvas.across:.1f} {canvas.top:.1f}v{canvas.high:.1f}" stroke="#000"/>'
    y = canvas.top + canvas.high * (1 - (0 if canvas.chart.form is ChartForm.LINES else zero))
    return f'<path d="M{canvas.left:.1f} {y:.1f}h{canvas.across:.1f}" stroke="#000"/>'


def _places(canvas: Canvas, index: int, room: float) -> Iterator[tuple[int, float, float]]:
    """Category, start and thickness of each mark of a series that stands beside those of the others."""
    chart = canvas.chart
    place = room / max(1, len(chart.categories))
    thick = place / (len(chart.series) + GAP / 100)
    for category in range(len(chart.categories)):
        yield category, category * place + thick * (GAP / 200 + index), thick


def _rect(canvas: Canvas, index: int, x: float, y: float, wide: float, tall: float) -> str:
    return (
        f'<rect class="mark" x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{tall:.2f}" {_ruled(canvas, index)}/>'
    )


def _columns(canvas: Canvas, index: int) -> Iterator[DrawnMark | None]:
    chart, size = canvas.chart, type_size(canvas.chart)
    turned, zero = turned_numbers(chart, STD.width), canvas.along(0)
    for category, start, thick in _places(canvas, index, canvas.across):
        point = chart.series[index].points[category]
        reach = canvas.along(_value(point))
        x, top = canvas.left + start, canvas.top + canvas.high * (1 - max(reach, zero))
        tall, is_low = abs(reach - zero) * canvas.high, reach < zero
        mark = _rect(canvas, index, x, top, thick, tall)
        end = top + tall + size / 4 if is_low else top - size / 4
        beside = (x + thick / 2 + size / 3, end, "end" if is_low else "start", True)
        level = (x + thick / 2, end + (0.8 * size if is_low else 0), "middle", False)
        yield DrawnMark(mark, *(beside if turned else level)) if point.value else None


def _stacked(canvas: Canvas, index: int) -> Iterator[DrawnMark | None]:
    chart = canvas.chart
    place = canvas.across / max(1, len(chart.categories))
    wide = place / (1 + GAP / 100)
    for category in range(len(chart.categories)):
        x = canvas.left + category * place + (place - wide) / 2
        below = sum(_value(series.points[category]) for series in chart.series[:index])
        tall = _value(chart.series[index].points[category]) / canvas.most * canvas.high
        y = canvas.top + canvas.high * (1 - below / canvas.most) - tall
        mark = _rect(canvas, index, x, y, wide, tall)
        yield DrawnMark(mark, x + wide / 2, y + tall / 2 + type_size(chart) / 3)


def _bars(canvas: Canvas, index: int) -> Iterator[DrawnMark | None]:
    chart, size, zero = canvas.chart, type_size(canvas.chart), canvas.along(0)
    for category, start, thick in _places(canvas, index, canvas.high):
        point = chart.series[index].points[category]
        reach = canvas.along(_value(point))
        x, end = canvas.left + min(reach, zero) * canvas.across, canvas.left + max(reach, zero) * canvas.across
        mark = _rect(canvas, index, x, canvas.top + start, end - x, thick)
        y = canvas.top + start + thick / 2 + size / 3
        place = (x - size / 4, y, "end") if reach < zero else (end + size / 4, y, "start")
        yield DrawnMark(mark, *place) if point.value else None


def _points(canvas: Canvas, index: int) -> Iterator[tuple[float, float] | None]:
    chart = canvas.chart
    place = canvas.across / max(1, len(chart.categories))
    for category, point in enumerate(chart.series[index].points):
        y = canvas.top + canvas.high * (1 - canvas.along(_value(point)))
        yield (canvas.left + (category + 0.5) * place, y) if point.value else None


def _path(canvas: Canvas, index: int) -> str:
    """The line of a series, which ends before a gap and begins anew behind it."""
    steps, pen = [], "M"
    for spot in _points(canvas, index):
        steps += [f"{pen}{spot[0]:.1f} {spot[1]:.1f}"] if spot else []
        pen = "L" if spot else "M"
    return f'<path d="{"".join(steps)}" {_stroke(canvas, index)}/>'


def _line(canvas: Canvas, index: int) -> Iterator[DrawnMark | None]:
    size, inside = type_size(canvas.chart), "#fff" if index % 2 else "#000"
    turned, low = turned_numbers(canvas.chart, STD.width), below(canvas.chart)
    for at, spot in enumerate(_points(canvas, index)):
        if spot is None:
            yield None
            continue
        x, y = spot
        mark = f'<circle class="mark" cx="{x:.2f}" cy="{y:.2f}" r="2.5" fill="{inside}" stroke="#000"/>'
        is_low = (index, at) in low
        if turned:
            place = y + 0.6 * size if is_low else y - 0.6 * size
            yield DrawnMark(mark, x + size / 3, place, "end" if is_low else "start", True)
        else:
            yield DrawnMark(mark, x, y + 1.3 * size if is_low else y - 0.6 * size)


def _ring_key(canvas: Canvas) -> Iterator[str]:
    chart, size = canvas.chart, type_size(canvas.chart)
    step = min(1.6 * size, canvas.tall / max(1, len(chart.categories)))
    top = (canvas.tall - step * len(chart.categories)) / 2
    for index, name in enumerate(chart.categories):
        y = top + step * (index + 0.8)
        yield _sample(canvas, index, ring_key(chart), y)
        yield _text(name, ring_key(chart) + 1.4 * size, y, "start")


def _ring(canvas: Canvas, index: int) -> Iterator[DrawnMark | None]:
    points = canvas.chart.series[index].points
    whole = sum(map(_value, points)) or 1.0
    at = 0.0
    for part, point in enumerate(points):
        share = _value(point) / whole
        yield _arc(canvas, part, at, share) if share else None
        at += share


def _arc(canvas: Canvas, part: int, at: float, share: float) -> DrawnMark:
    outer = ring_radius(canvas.chart)
    inner, middle = outer / 2, (ring_key(canvas.chart) / 2 - type_size(canvas.chart) / 2, canvas.tall / 2)
    share = min(share, _WHOLE)
    corners = ((outer, at), (outer, at + share), (inner, at + share), (inner, at))
    ends = [_on(middle, radius, turn) for radius, turn in corners]
    large = int(share > 0.5)
    path = (
        f"M{_xy(ends[0])}A{outer:.2f} {outer:.2f} 0 {large} 1 {_xy(ends[1])}"
        f"L{_xy(ends[2])}A{inner:.2f} {inner:.2f} 0 {large} 0 {_xy(ends[3])}Z"
    )
    x, y = _on(middle, (outer + inner) / 2, at + share / 2)
    mark = f'<path class="mark" d="{path}" {_ruled(canvas, part)}/>'
    return DrawnMark(mark, x, y + type_size(canvas.chart) / 3)


def _on(middle: tuple[float, float], radius: float, turn: float) -> tuple[float, float]:
    """The place on a circle after a part of a turn from the top, clockwise."""
    return middle[0] + radius * sin(2 * pi * turn), middle[1] - radius * cos(2 * pi * turn)


def _xy(place: Sequence[float]) -> str:
    return f"{place[0]:.2f} {place[1]:.2f}"
