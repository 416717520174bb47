"""Charts of a draft: held against what its run drew, and drawn anew where the figures of now are others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from bulletin_gen.drafts.model import DraftFinding, Verdict
from bulletin_gen.drafts.refreshing.plan import FigureChange, RefreshStep
from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.tree import Cell, Chart, Text, plain
from bulletin_gen.word.charts import chart_parts, data_book_of, read_chart
from bulletin_gen.word.model import WordChart

if TYPE_CHECKING:
    from docx.document import Document


def chart_findings(drawn: Sequence[WordChart], run: RecordedRun) -> Iterator[DraftFinding]:
    """What has become of every number of the run's charts, and every chart of the draft that is none of them."""
    pairs = _paired(run.charts, drawn)
    for chart, index in zip(run.charts, pairs, strict=True):
        if index is None:
            yield DraftFinding(Verdict.DELETED, was=plain(chart.caption), sentence="整张图")
        else:
            yield from _number_findings(chart, drawn[index])
    for index, other in enumerate(drawn):
        if index not in pairs:
            yield DraftFinding(Verdict.ADDED, now=f"一张图：{'、'.join(other.categories)[:40]}", sentence="整张图")


def _number_findings(chart: Chart, found: WordChart) -> Iterator[DraftFinding]:
    """Numbers by the names of series and category, wherever these have gone in the chart."""
    said = {
        (series.name, name): value
        for series in found.series
        for name, value in zip(found.categories, series.values, strict=False)
    }
    for series in chart.series:
        for category, point in zip(chart.categories, series.points, strict=True):
            value = said.get((_words(series.name), _words(category)), "")
            if point.value or value:
                yield _finding(chart, _words(category), point, value)


def _finding(chart: Chart, category: str, point: Cell, value: str) -> DraftFinding:
    was, where = plain(point.text), f"{plain(chart.caption)}：{category}"
    figure = point.text[0].figure if point.text else ""
    if _same(point.value, value):
        return DraftFinding(Verdict.RIGHT, figure, was, was, sentence=where)
    verdict = Verdict.CHANGED if was and value else Verdict.DELETED if was else Verdict.ADDED
    return DraftFinding(verdict, figure, was, value, sentence=where)


def _words(text: Text) -> str:
    return cleaned(plain(text))


def _same(wanted: str, found: str) -> bool:
    """Whether two numbers are one; word processors keep binary doubles."""
    if not wanted or not found:
        return wanted == found
    try:
        return abs(Decimal(found) - Decimal(wanted)) <= abs(Decimal(wanted)) * Decimal("1e-12")
    except InvalidOperation:
        return False


def _is(chart: Chart, found: WordChart) -> bool:
    """Whether a chart of the draft draws what the run drew."""
    if found.categories != tuple(map(_words, chart.categories)):
        return False
    if [each.name for each in found.series] != [_words(each.name) for each in chart.series]:
        return False
    pairs = zip(chart.series, found.series, strict=True)
    return all(_same_values([point.value for point in ours.points], theirs.values) for ours, theirs in pairs)


def _same_values(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    return len(ours) == len(theirs) and all(map(_same, ours, theirs))


def _paired(charts: Sequence[Chart], drawn: Sequence[WordChart]) -> list[int | None]:
    """For each chart of the run the one of the draft that it has become: the same one, else one that shares most of
    its categories and series."""
    pairs: list[int | None] = [
        next((index for index, each in enumerate(drawn) if _is(chart, each)), None) for chart in charts
    ]
    for place, chart in enumerate(charts):
        if pairs[place] is None:
            likeness = {index: _likeness(chart, each) for index, each in enumerate(drawn) if index not in pairs}
            best = max(likeness, key=lambda index: likeness[index], default=None)
            pairs[place] = best if best is not None and likeness[best] > 0.5 else None
    return pairs


def _likeness(chart: Chart, found: WordChart) -> float:
    ours = {*map(_words, chart.categories), *(_words(each.name) for each in chart.series)}
    theirs = {*found.categories, *(each.name for each in found.series)}
    return len(ours & theirs) / max(1, len(ours | theirs))


def redraw(document: Document, old: RecordedRun, new: RecordedRun) -> Iterator[FigureChange]:
    """Draws each chart anew that still is as ``old`` drew it and that ``new`` draws otherwise; the others are told."""
    parts = [*chart_parts(document)]
    drawn = [read_chart(part) for part in parts]
    by_name = {chart.name: chart for chart in new.charts}
    for chart, index in zip(old.charts, _paired(old.charts, drawn), strict=True):
        now, place = by_name.get(chart.name), plain(chart.caption)
        if index is None or (now is not None and _is(now, drawn[index])):
            continue
        if now is None:
            yield FigureChange(RefreshStep.LEFT, place, "整张图", "", note="现在的通报里没有这张图")
        elif not _is(chart, drawn[index]):
            yield FigureChange(RefreshStep.LEFT, place, "整张图", "", note="图里的数手工改过；照新生成的通报里的图改")
        else:
            _replace(parts[index], now)
            note = "图按新数重画，手工改过的样式要重设"
            yield FigureChange(RefreshStep.REPLACED, place, "整张图", plain(now.caption), note=note)


def _replace(part: object, chart: Chart) -> None:
    from bulletin_gen.render.charts.parts import chart_part, data_book

    inside = data_book_of(part)
    part._blob = chart_part(chart, inside[0] if inside else "").encode()  # type: ignore[attr-defined]  # no setter in python-docx
    if inside:
        inside[1]._blob = data_book(chart)
