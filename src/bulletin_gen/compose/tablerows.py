"""The rows of a table: what each of them is a row of, and the figures that its columns can print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.facts.asked.changes import Lacking, NoChange
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import BreakdownItem, ScopeFacts
from bulletin_gen.leaves.issues import Place
from bulletin_gen.leaves.periods import Period, parse_period
from bulletin_gen.profile import PLAIN_COLUMNS, Profile
from bulletin_gen.profile.document import EACH, SHARE_OF_WHOLE, ChartRule, ColumnRule, TableRule

#: How a column names the base that it compares with, or whose own value it prints.
_BASES = {"同比": "year_ago", "环比": "previous", "上年同期": "year_ago", "上期": "previous"}
_OWN_VALUES = ("上期", "上年同期")


class Row(Struct, frozen=True):
    """One row's figures by column value; ``group`` decides where serial numbers and merges begin anew. ``scope`` is
    what it is a row of, where that can be compared with other periods; ``own`` what its own number is of."""

    group: str
    figures: dict[str, Figure] = field(default_factory=dict)
    scope: ScopeFacts | None = None
    own: Mapping[str, str] = field(default_factory=dict)


class RowMaker(Struct, frozen=True):
    """What rows are made from."""

    name: str
    rule: TableRule
    facts: Facts
    profile: Profile
    units: tuple[ScopeFacts, ...] | None = None  # None: those that the facts hold for the table of that name

    def rows(self) -> list[Row]:
        """All rows of the table in their order, groups kept together where they have a heading or a subtotal."""
        kind, name = self.rule.shape
        if kind == "breakdown":
            return [self._value(name, item) for item in self.facts.breakdowns[name].items]
        if kind == "figures":
            return [self._figure(each) for each in self.rule.figures]
        if kind == "orders":
            return [self._order(figures) for figures in self.facts.tables[self.name].orders]
        if kind == "periods":
            return self._periods()
        if kind == "whole":
            return [Row("", {**self.facts.total.table, "name": self.facts.total.name}, self.facts.total)]
        units = self.facts.tables[self.name].units if self.units is None else self.units
        made = [self._unit(unit) for unit in units]
        return _together(made) if self.rule.group_rows or self.rule.subtotal else made

    def _value(self, name: str, item: BreakdownItem) -> Row:
        figures = {"name": item.name, "count": item.count, "share": item.table_share}
        own = {"count": self.profile.breakdowns[name].measure}
        asked = any(column.value not in PLAIN_COLUMNS for column in self.rule.columns)
        if not asked or item is self.facts.breakdowns[name].rest:
            return Row("", figures, None, own)
        scope = self.facts.desk.values.scope(name, item.name.text)
        return Row("", {**(scope.table if scope else {}), **figures}, scope, own)

    def _figure(self, measure: str) -> Row:
        total = self.facts.total
        figures = {"name": self.facts.desk.label_of(measure), "value": total.table[measure]}
        return Row("", figures, total, {"value": measure})

    def _periods(self) -> list[Row]:
        trends, periods = self.facts.desk.trends, self.facts.desk.trends.periods(self.rule.span)
        asked = [(column.value, *column.compared) for column in self.rule.columns]
        names = [name for _, name, _ in asked if name in self.facts.total]
        return [
            Row("", {**trends.row(period, asked), "name": trends.label(period, periods, names)}) for period in periods
        ]

    def _order(self, figures: Mapping[str, Figure]) -> Row:
        return Row("", dict(figures))

    def _unit(self, unit: ScopeFacts) -> Row:
        figures = dict(unit.table) | {"unit": unit.table_name, "name": unit.name}
        if not unit.group:
            return Row("", figures, unit)
        figures["group"] = self.facts.group(unit.group).scope.table_name
        return Row("" if self.rule.rows == "groups" else unit.group, figures, unit)


def _together(rows: Sequence[Row]) -> list[Row]:
    """Each group's rows one after another, groups as they first appear: a group has one heading and one subtotal."""
    groups = list(dict.fromkeys(row.group for row in rows))
    return sorted(rows, key=lambda row: groups.index(row.group))


def period_of(word: str) -> Period | None:
    """The period that a word behind a column's name is the key of; None for any other word."""
    if not word[:1].isdigit():
        return None
    try:
        return parse_period(word)
    except ValueError:
        return None


def with_periods(rule: TableRule, facts: Facts) -> TableRule:
    """The table with a column a period in place of each that says 各期."""
    if EACH not in (column.compared[1] for column in rule.columns):
        return rule
    columns = tuple(each for column in rule.columns for each in _each_period(column, rule, facts))
    return rule.model_copy(update={"columns": columns})


def _each_period(column: ColumnRule, rule: TableRule, facts: Facts) -> Iterator[ColumnRule]:
    name, word = column.compared
    if word != EACH:
        yield column
        return
    trends = facts.desk.trends
    periods, names = trends.periods(rule.span), [name] if name in facts.total else []
    for period in periods:
        head = (*column.head, str(trends.label(period, periods, names)))
        yield column.model_copy(update={"head": head, "value": f"{name}：{period.key}"})


def trend_notes(rule: TableRule | ChartRule, facts: Facts) -> tuple[str, ...]:
    """What stands below a table or a chart that looks at several periods: texts with ids around what has digits."""
    if rule.words_of_periods is None:
        return ()
    names = [name for column in rule.columns if (name := column.compared[0]) in facts.total]
    return tuple(facts.desk.trends.notes(rule.span, names))


def comparisons(columns: Sequence[ColumnRule], facts: Facts, row: Row, table: str) -> dict[str, Figure]:
    """The figures of columns that compare, or print what was before, of one row of the table with the key ``table``;
    what has no base is entered at the desk."""
    found: dict[str, Figure] = {}
    for column in columns if row.scope is not None else ():
        name, word = column.compared
        figure = _compared(facts, row, row.own.get(name, name), word, column.style)
        if isinstance(figure, Lacking):
            place = Place("profile.yaml", key=f"{table}.columns.{column.value}")
            facts.desk.lacking.append(replace(figure, place=place))
        elif figure is not None:
            found[column.value] = figure
    return found


def _compared(facts: Facts, row: Row, name: str, word: str, style: str) -> Figure | Lacking | None:
    if not word or row.scope is None or name not in row.scope:
        return None
    if word == SHARE_OF_WHOLE:
        part = row.scope.table[name]
        return facts.desk.share(f"table.{part.id}.{style}", part, facts.total.table[name], style, "占全部的比重")
    if (period := period_of(word)) is not None:
        return facts.desk.trends.figure(period, row.scope.table[name], name)
    against, figure = _BASES.get(word, word.removeprefix("较")), row.scope[name]
    if word in _OWN_VALUES:
        return facts.desk.earlier(row.scope.table[name], name, against) or Lacking(against, name, figure)
    change = facts.desk.change(figure, name, against, None)
    if isinstance(change, NoChange):
        return Lacking(against, name, figure, zero=change.lacks == "zero") if change.lacks else None
    return change.signed
