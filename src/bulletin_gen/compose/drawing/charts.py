"""Charts from the profile's description and the facts: categories, series, the number and words of the caption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.cells import figure_cell
from bulletin_gen.compose.drawing.described import described
from bulletin_gen.compose.drawing.parted import courses
from bulletin_gen.compose.tablerows import Row, RowMaker, comparisons, trend_notes
from bulletin_gen.compose.texts import Render, figure_text, own_text, profile_text
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import Slip
from bulletin_gen.profile.checks.spans import YEAR
from bulletin_gen.profile.document import EACH, ChartRule, ColumnRule, TableRule
from bulletin_gen.tree import NUMBERING, Cell, Chart, ChartForm, Run, Series, Text, text

_LABELS = {"count": "件数", "share": "占比", "value": "数值", "score": "得分", "rank": "名次"}
#: The period that a word behind a number means, and what of its names tells it from this one.
_PERIODS = {"": ("period", "short_name"), "上期": ("previous", "short_name"), "上年同期": ("year_ago", "name")}


_Drawn: TypeAlias = tuple[tuple[Text, ...], tuple[Series, ...], tuple[Text, ...]]


class ChartMaker(Struct, frozen=True):
    """What charts are made from."""

    facts: Facts
    profile: Profile
    render: Render

    def placed(self, name: str, number: int) -> Chart:
        """The chart that stands where the text has placed ``name``."""
        rule = self.profile.charts.get(name) or described(name.split("："), self.profile)
        if isinstance(rule, Slip):  # the sentence has been checked
            raise LookupError(f"{name}: {rule.kind}")
        return self.chart(name, rule, number)

    def chart(self, name: str, rule: ChartRule, number: int) -> Chart:
        """The ``number``-th chart of the document, called ``name`` in messages."""
        categories, series, notes = self._parted(name, rule) if rule.split else self._plain(name, rule)
        return Chart(
            number,
            (Run("图"), Run(str(number), figure=NUMBERING), Run("　"), *self._words(rule.title, name, "title")),
            ChartForm(rule.form),
            categories,
            series,
            (*self._notes(name, rule), *notes, *_nothing_drawn(series)),
            name,
            ends=bool(rule.split) and rule.form == "polyline",
        )

    def _plain(self, name: str, rule: ChartRule) -> _Drawn:
        """A category for each row, a series for each number."""
        rows = self._rows(name, rule)
        series = tuple(self._series(rule, index, rows) for index in range(len(rule.values)))
        return tuple(_category(row) for row in rows), series, ()

    def _parted(self, name: str, rule: ChartRule) -> _Drawn:
        """A category for each period, a series for each unit, group or value."""
        rows = self._rows(name, rule.model_copy(update={"rows": rule.split, "top": None, "form": "column"}))
        found = courses(name, rule, self.facts, rows)
        series = tuple(Series(figure_text(each.whose), tuple(map(_point, each.figures))) for each in found.drawn)
        nothing = Series(self._label(rule, rule.values[0]), (Cell(),) * len(found.labels))
        return found.labels, series or (nothing,), found.notes

    def _notes(self, name: str, rule: ChartRule) -> Iterator[Text]:
        yield from (note for each in rule.notes if (note := self._words(each, name, "notes")))
        yield from map(profile_text, trend_notes(rule, self.facts))

    def _words(self, source: str, name: str, part: str) -> Text:
        return profile_text(self.render(source, f"charts.{name}.{part}"))

    def _rows(self, name: str, rule: ChartRule) -> list[Row]:
        # A column of another period, so that values of a breakdown come with all that they had.
        columns = tuple(_over_time(each) for each in rule.columns) if rule.split else rule.columns
        table = TableRule.model_construct(rows=rule.rows, columns=columns, figures=rule.figures, span=rule.span)
        rows = RowMaker(f"charts.{name}", table, self.facts, self.profile, self._units(rule)).rows()
        if not rule.split:
            made = (comparisons(rule.columns, self.facts, row, f"charts.{name}") for row in rows)
            rows = [replace(row, figures={**row.figures, **more}) for row, more in zip(rows, made, strict=True)]
        if rule.order == "size" and rule.rows in ("units", "groups"):
            rows.sort(key=lambda row: _size(row, rule.values[0]), reverse=True)
        return [*rows[: rule.top], *self._unlisted(rule)]

    def _unlisted(self, rule: ChartRule) -> list[Row]:
        """What a ring lacks of the whole where orders have none of the values that the breakdown lists."""
        kind, name = rule.shape
        rest = self.facts.desk.unlisted(name, self.facts.breakdowns[name]) if kind == "breakdown" else None
        return [Row("", dict(rest))] if rest and rule.form == "ring" else []

    def _units(self, rule: ChartRule) -> tuple[ScopeFacts, ...]:
        kind, name = rule.shape
        if kind == "groups":
            return tuple(group.scope for group in self.facts.groups)
        if kind == "list":
            return self.facts.lists[name].units
        return tuple(unit for unit in self.facts.units if _is_drawn(rule, unit))

    def _series(self, rule: ChartRule, index: int, rows: Iterable[Row]) -> Series:
        column = rule.columns[index]
        key = column.value.replace("term.", "term_")
        name = own_text(rule.series[index]) if rule.series else self._series_name(rule, column)
        return Series(name, tuple(_point(row.figures.get(key)) for row in rows))

    def _series_name(self, rule: ChartRule, column: ColumnRule) -> Text:
        """The period where one number is put beside its earlier self, else the number, else both."""
        name, said = column.compared
        if rule.rows == "periods":
            return self._period_series(rule, name, said)
        numbers = {each.compared[0] for each in rule.columns}
        label = self._label(rule, name)
        if len(rule.columns) == 1:
            return label
        period, part = _PERIODS[said]
        of_year = any(each.compared[1] == "上年同期" for each in rule.columns)
        when = figure_text(getattr(self.facts, period)["name" if of_year else part])
        if len(numbers) == 1:
            return when
        return label if not any(each.compared[1] for each in rule.columns) else (*when, *label)

    def _period_series(self, rule: ChartRule, name: str, said: str) -> Text:
        """The year where this year's periods stand beside those of the year before, else the number and what of it."""
        words = {column.compared[1] for column in rule.columns}
        if rule.span == YEAR and words == {"", "上年同期"} and len({each.compared[0] for each in rule.columns}) == 1:
            return figure_text(self.facts.desk.trends.year_label(1 if said else 0))
        label = self._label(rule, name)
        return (*label, *own_text(f"（{said}）")) if said else label

    def _label(self, rule: ChartRule, name: str) -> Text:
        kind, of = rule.parted if rule.split else rule.shape
        if name == "count" and kind == "breakdown":
            name = self.profile.breakdowns[of].measure
        return own_text(_LABELS.get(name) or measure_label(self.profile, name.removeprefix("term.")))


def _nothing_drawn(series: Sequence[Series]) -> tuple[Text, ...]:
    """What an empty chart says of itself."""
    known = any(point.value not in ("", "0") for each in series for point in each.points)
    return () if known else (text("注：本期没有可画的数。"),)


def _over_time(column: ColumnRule) -> ColumnRule:
    return column.model_copy(update={"value": f"{column.value}：{EACH}"})


def _is_drawn(rule: ChartRule, unit: ScopeFacts) -> bool:
    if rule.groups and unit.group not in rule.groups:
        return False
    if rule.skip_without and not unit.table[rule.skip_without]:
        return False
    if rule.split:
        return True  # a unit without a number this time may have had one before
    first = unit.table.get(rule.columns[0].compared[0].replace("term.", "term_"))
    return first is not None and first.value is not None  # a unit that is not assessed has no score to draw


def _size(row: Row, value: str) -> tuple[bool, object]:
    figure = row.figures.get(value.replace("term.", "term_"))
    known = figure is not None and figure.value is not None
    return known, figure.value if figure is not None and known else 0


def _category(row: Row) -> Text:
    figure = row.figures.get("unit") or row.figures.get("name")
    return figure_text(figure) if figure else ()


def _point(figure: Figure | None) -> Cell:
    """A number as it is printed; a gap where there is none."""
    if figure is None or figure.value is None:
        return Cell()
    return figure_cell(figure)
