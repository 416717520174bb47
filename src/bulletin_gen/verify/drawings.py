"""Charts on the web page opened again: their words are those of the tree, and their marks are drawn to scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from xml.etree import ElementTree

from bulletin_gen.leaves.issues import Issue
from bulletin_gen.render.charts.room import unsaid
from bulletin_gen.tree import Bulletin, Chart, ChartForm, charts
from bulletin_gen.verify.charts import miscounted, words_of
from bulletin_gen.verify.fault import fault


def svg_texts(chart: Chart) -> list[str]:
    """What the drawing of a chart says on a web page, in its order."""
    if chart.ends:
        ends = ((each.name, [point.text for point in each.points if point.value]) for each in chart.series)
        at_ends = (f"{words_of(name)} {words_of(known[-1])}" for name, known in ends if known)
        return [*map(words_of, chart.categories), *at_ends]
    key = [series.name for series in chart.series] if len(chart.series) > 1 else []
    gone = unsaid(chart)
    said = (
        point
        for index, series in enumerate(chart.series)
        for at, point in enumerate(series.points)
        if point.value and (index, at) not in gone and (chart.form is not ChartForm.STACKED or point.value != "0")
    )
    drawn = [point.text for point in said if chart.form is not ChartForm.RING or Decimal(point.value)]
    return [words_of(text) for text in (*key, *chart.categories, *drawn)]


def svg_issues(bulletin: Bulletin, page: str) -> Iterator[Issue]:
    """A fault for each chart that the page does not draw, or draws with other words or with marks of other sizes."""
    found = re.findall(r"<svg\b.*?</svg>", page, re.DOTALL)
    wanted = charts(bulletin)
    yield from miscounted("网页", wanted, found)
    for chart, source in zip(wanted, found, strict=False):
        root = ElementTree.fromstring(source)
        said = ["".join(each.itertext()) for each in root.iter("text")]
        if said != svg_texts(chart) or _strays(root):
            yield fault(f"网页 图{chart.number}", found="、".join(said)[:80], expected="、".join(svg_texts(chart))[:80])
        elif not _to_scale(chart, root):
            yield fault(f"网页 图{chart.number}", found="图形的长短与数不成比例", expected="按数画出的图形")


def _strays(root: ElementTree.Element) -> bool:
    """Whether words stand anywhere but in texts."""
    inside = sum(len("".join(each.itertext())) for each in root.iter("text"))
    return len("".join(root.itertext())) != inside


def _to_scale(chart: Chart, root: ElementTree.Element) -> bool:
    """Whether the marks are as long, or as high, as their numbers say: one scale for all of them."""
    if chart.form is ChartForm.RING:
        return True
    marks = [each for each in root.iter() if each.get("class") == "mark"]
    stacked = chart.form is ChartForm.STACKED
    points = [float(point.value or 0) for series in chart.series for point in series.points if point.value or stacked]
    if len(marks) != len(points):
        return False
    if chart.form is ChartForm.LINES:
        return _on_line([-float(each.get("cy", "0")) for each in marks], points)
    side = "width" if chart.form is ChartForm.BARS else "height"
    return _on_line([0.0, *(float(each.get(side, "0")) for each in marks)], [0.0, *map(abs, points)])


def _on_line(places: Sequence[float], values: Sequence[float]) -> bool:
    """Whether equal steps of the values are equal steps of the places, to a tenth of a point."""
    if not values:
        return True
    low, high = values.index(min(values)), values.index(max(values))
    span = values[high] - values[low]
    if not span:
        return max(places) - min(places) < 0.1
    step = (places[high] - places[low]) / span
    drawn = [places[low] + (each - values[low]) * step for each in values]
    return step > 0 and all(abs(place - each) < 0.1 for place, each in zip(places, drawn, strict=True))
