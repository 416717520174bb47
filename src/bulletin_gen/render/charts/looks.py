"""What charts look like: greys and patterns that a photocopier keeps apart, sizes within the type area.

Lengths are twips. Type is that of tables: 仿宋 in 五号, 小五 where numbers stand close.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from bulletin_gen.render.layout import Layout, mm, pt
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Chart, ChartForm, Series, plain

#: 五号 and 小五, in points.
USUAL, SMALL = 10.5, 9.0
#: Marks that hold more numbers than this have them in small type; so have the parts of a ring, for its key.
_MANY, _MANY_PARTS = 18, 12
#: How far apart programs set the lines of a ring's key, in sizes of its type (what has no room they leave out), and the
#: part of the chart's width that they give to its names before they divide them.
_KEY_LINE, _KEY_WIDTH = 1.65, 0.26
#: How high words at the end of a line are, in sizes of their type; each of the lines that some programs divide those
#: into that take more than such a part of the chart's width.
_END, _DIVIDED, _UNDIVIDED = 1.15, 1.5, 0.19
BLACK, GRID = "000000", "BFBFBF"
#: Part of a category's place that its columns or bars do not fill, in hundredths of a column.
GAP = 60


class Look(Struct, frozen=True):
    """How a series, or a part of a ring, is filled; ``pattern``: XlsxWriter's name of one in black on white. ``dash``
    and ``marker``, by the same names, are for lines."""

    fill: str
    pattern: str
    dash: str
    marker: str


LOOKS = (
    Look("7F7F7F", "", "solid", "circle"),
    Look("D9D9D9", "", "dash", "square"),
    Look("", "wide_upward_diagonal", "round_dot", "triangle"),
    Look("FFFFFF", "", "long_dash", "diamond"),
    Look("", "small_grid", "dash_dot", "x"),
    Look("404040", "", "long_dash_dot", "plus"),
    Look("", "wide_downward_diagonal", "solid", "square"),
    Look("A6A6A6", "", "dash", "circle"),
    Look("", "percent_20", "round_dot", "diamond"),
)


def looks(chart: Chart) -> tuple[Look, ...]:
    """The look of each series, or of each part of a ring; neighbours differ, the first and the last of a ring too."""
    number = len(chart.categories) if chart.form is ChartForm.RING else len(chart.series)
    found = [LOOKS[index % len(LOOKS)] for index in range(number)]
    if number > 1 and found[0] == found[-1]:
        found[-1] = LOOKS[1]
    return tuple(found)


def type_size(chart: Chart) -> float:
    """Points of what is printed in a chart."""
    most = _MANY_PARTS if chart.form is ChartForm.RING else _MANY
    return SMALL if len(chart.categories) * len(chart.series) > most else USUAL


def height(chart: Chart, layout: Layout) -> int:
    """Height of a chart on a page: whole lines of the body."""
    wanted = mm(78)
    if chart.ends:
        wanted = max(wanted, round(sum(end_sizes(chart, layout.width)) * pt(1) * type_size(chart)) + mm(8))
    if chart.form is ChartForm.BARS:
        wanted = len(chart.categories) * (mm(4) + len(chart.series) * pt(12)) + mm(8)
    elif chart.form is ChartForm.RING:
        wanted = max(wanted, round((_key_lines(chart, layout.width) + 1) * _KEY_LINE * pt(1) * type_size(chart)))
    elif _long_names(chart, layout.width):
        wanted += _names_below(chart)
    wanted += round(max(0, len(key_rows(chart, layout.width)) - 1) * type_size(chart) * 31)
    lines = min(max(-(-wanted // layout.pitch), 5), layout.lines - 3)
    return lines * layout.pitch


def has_legend(chart: Chart) -> bool:
    """Whether a reader needs a key: one series says in the caption what it is."""
    return (len(chart.series) > 1 or chart.form is ChartForm.RING) and not chart.ends


def key_rows(chart: Chart, wide: int) -> tuple[range, ...]:
    """Which series stand in each row of the key above a chart ``wide`` twips wide: as many beside each other as the
    longest name leaves room for; nothing where there is no key."""
    if not has_legend(chart) or chart.form is ChartForm.RING:
        return ()
    longest = max((width(plain(series.name)) for series in chart.series), default=0)
    across = max(1, int(_KEY * wide / ((longest + 6) * type_size(chart) * 10)))
    number = len(chart.series)
    return tuple(range(start, min(start + across, number)) for start in range(0, number, across))


def _key_lines(chart: Chart, wide: int) -> int:
    """The lines of a ring's key, names that are divided into several counted as such."""
    room = _KEY_WIDTH * wide / (type_size(chart) * 10)
    return sum(max(1, -(-width(plain(name)) // int(room))) for name in chart.categories)


def turned_numbers(chart: Chart, wide: int) -> bool:
    """Whether numbers above columns must stand upright to have room, on an area ``wide`` twips wide."""
    if chart.form not in (ChartForm.COLUMNS, ChartForm.LINES) or chart.ends:
        return False
    # Numbers of lines may stand as close as their names.
    across = len(chart.series) + GAP / 100 if chart.form is ChartForm.COLUMNS else 1.1
    longest = max((width(text) for text in _numbers(chart)), default=1)
    return longest * type_size(chart) * 10 > wide / max(1, len(chart.categories)) / across


def upright_names(chart: Chart, wide: int) -> bool:
    """Whether names below columns must be written downwards: LibreOffice, which also prints the PDF, sets names of two
    lines aslant and cuts them."""
    return _longest_name(chart) * type_size(chart) * 10 > _room_of_name(chart, wide)


def _long_names(chart: Chart, wide: int) -> bool:
    """Whether names that are written downwards make the chart higher: those of two lines of four characters have the
    room, up to half of its height."""
    half, room = type_size(chart) * 10, _room_of_name(chart, wide)
    held = 2 * room if room >= _FOUR * half else room
    return _longest_name(chart) * half > held or (upright_names(chart, wide) and _names_below(chart) > mm(39))


def _room_of_name(chart: Chart, wide: int) -> float:
    return 0.9 * wide / max(1, len(chart.categories))


#: The part of a chart's width that programs give its key.
_KEY = 0.8
#: Half characters of a short name.
_FOUR = 8


def plot_area(chart: Chart, wide: int, tall: int) -> tuple[float, float, float, float]:
    """Where the marks of a chart stand, in parts of its width and height: left, top, width, height. What is left is for
    its key, its names, and the numbers at the ends of its marks."""
    line, half = type_size(chart) * 26, type_size(chart) * 10
    key = (0.4 + 1.2 * len(key_rows(chart, wide))) * line if has_legend(chart) else 0.3 * line
    longest = max((width(text) for text in _numbers(chart)), default=1) * half
    if chart.form is ChartForm.BARS:
        left = _longest_name(chart) * half + line / 2 + below_nothing(chart, wide)
        return (
            left / wide,
            key / tall,
            1 - (left + longest + _percent(chart) + line / 2) / wide,
            1 - (key + line / 4) / tall,
        )
    above = 0.0 if chart.form is ChartForm.STACKED else longest + line / 4 if turned_numbers(chart, wide) else line
    across = _short_of_ends(chart, wide, half) if chart.ends else 0.98
    below = _names_below(chart) if upright_names(chart, wide) else line
    below += below_nothing(chart, wide)
    return 0.01, (key + above) / tall, across, 1 - (key + above + below + line / 3) / tall


def below_nothing(chart: Chart, wide: int) -> float:
    """The room, in twips, between the marks of columns or bars and their names, for numbers of marks that reach below
    nothing; none where none does."""
    if not any(each.startswith("-") for each in _numbers(chart)):
        return 0.0
    longest = max(map(width, _numbers(chart))) * type_size(chart) * 10
    if chart.form is ChartForm.BARS:
        return longest + _percent(chart)
    if chart.form is not ChartForm.COLUMNS:
        return 0.0
    return longest + type_size(chart) * 7 if turned_numbers(chart, wide) else type_size(chart) * 26


def _percent(chart: Chart) -> float:
    """What a percent sign is wider than half a square."""
    return type_size(chart) * 8 if any(each.endswith("%") for each in _numbers(chart)) else 0.0


def _short_of_ends(chart: Chart, wide: int, half: float) -> float:
    """The part of the width that lines have so that what stands at their ends has room behind them."""
    said = max((width(end_words(series)) for series in chart.series), default=0)
    behind = (said + 3) * half / wide  # with the mark, and a blank before and after
    return min(0.98, max(0.3, (0.99 - behind) / (1 - 0.5 / max(1, len(chart.categories)))))


def end_words(series: Series) -> str:
    """What stands at the end of a line: whose it is, and its last number."""
    last = last_point(series)
    return "" if last is None else f"{plain(series.name)} {plain(series.points[last].text)}"


def end_sizes(chart: Chart, wide: int) -> tuple[float, ...]:
    """For each line how high the words at its end may become, in sizes of their type; nothing where it has no end."""
    room = round(_UNDIVIDED * wide)
    lines = [-(-round(width(end_words(series)) * type_size(chart) * 10) // room) for series in chart.series]
    return tuple(_END if each == 1 else _DIVIDED * each for each in lines)


def last_point(series: Series) -> int | None:
    """The place of its last number; None where it has none."""
    return next((index for index in reversed(range(len(series.points))) if series.points[index].value), None)


def _names_below(chart: Chart) -> int:
    """Height of names that are written downwards: each digit may stand by itself."""
    return round(max((len(plain(name)) for name in chart.categories), default=1) * type_size(chart) * 24)


def _longest_name(chart: Chart) -> int:
    return max((width(plain(name)) for name in chart.categories), default=1)


def _numbers(chart: Chart) -> Iterator[str]:
    return (plain(point.text) for series in chart.series for point in series.points)
