"""Tables from the profile's description and the facts: rows, totals, groups; ``grid`` lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, takewhile

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.cells import figure_cell, serial_cell, text_cell
from bulletin_gen.compose.grid import LineKind, TableLine, TablePart, lay_out, lay_out_beside
from bulletin_gen.compose.tablerows import Row, RowMaker, comparisons, period_of, trend_notes, with_periods
from bulletin_gen.compose.texts import Render, figure_text, own_text, profile_text
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import TableFacts
from bulletin_gen.profile import Profile
from bulletin_gen.profile.document import ColumnRule, TableRule, TotalRow
from bulletin_gen.tree import Align, Cell, Table, Text

_LABELS = ("unit", "name", "group", "serial")


class _Column(Struct, frozen=True):
    """A column as cells need it: the key of its figures, its alignment, what stands for an absent value."""

    key: str
    align: Align
    blank: Text

    @staticmethod
    def of(column: ColumnRule) -> _Column:
        """From the profile's description."""
        align = Align(column.align) if column.align else Align.CENTER
        return _Column(figure_key(column.value), align, own_text(column.blank))


class _TableMaker(Struct, frozen=True):
    """What one table is made from."""

    rule: TableRule
    facts: Facts
    profile: Profile
    render: Render
    name: str

    @property
    def key(self) -> str:
        """The table's key in profile.yaml, for messages."""
        return f"tables.{self.name}"

    def units(self) -> TableFacts:
        """The rows of a table of units or of a list, and the sums over them."""
        return self.facts.tables[self.name]

    def words(self, source: str, part: str) -> Text:
        """A text of the table's description, rendered."""
        return profile_text(self.render(source, f"{self.key}.{part}"))


def make_table(name: str, facts: Facts, profile: Profile, render: Render) -> Table:
    """The table of that name as the tree holds it."""
    rule = with_periods(profile.tables[name], facts)
    maker = _TableMaker(rule, facts, profile, render, name)
    parts = [
        _TableMaker(with_periods(profile.tables[part], facts), facts, profile, render, part) for part in rule.beside
    ]
    below = (note for each in (name, *rule.beside) for note in trend_notes(profile.tables[each], facts))
    laid = lay_out_beside([_part(each) for each in parts]) if parts else lay_out(_part(maker))
    return Table(
        title=maker.words(rule.title, "title"),
        columns=sum(len(each.rule.columns) for each in parts or [maker]) * rule.halves,
        notes=(
            *(note for note in (maker.words(each, "notes") for each in rule.notes) if note),
            *map(profile_text, dict.fromkeys(below)),
        ),
        landscape={"auto": None, "yes": True, "no": False}[rule.landscape],
        name=name,
        **laid,
    )


def _part(maker: _TableMaker) -> TablePart:
    """All that is laid out of one table; the title of a part is a head above its columns."""
    heads = _heads(maker)
    if maker.rule.place == "part" and maker.rule.title:
        above = text_cell(maker.words(maker.rule.title, "title"))
        heads = [(above, *head) for head in heads]
    lines, totals = list(_lines(maker)), _total_lines(maker)
    first = maker.rule.total is not None and maker.rule.total.first
    return TablePart(maker.rule, heads, totals + lines if first else lines + totals, _merged_cells(maker))


def _heads(maker: _TableMaker) -> list[tuple[Cell, ...]]:
    return [
        tuple(text_cell(maker.words(level, f"columns.{column.value}")) for level in column.head)
        for column in maker.rule.columns
    ]


def _lines(maker: _TableMaker) -> Iterator[TableLine]:
    number, columns = 0, [_Column.of(column) for column in maker.rule.columns]
    anew = maker.rule.serial_from == "group" and _keeps_groups_together(maker)
    sums_first = maker.rule.subtotal is not None and maker.rule.subtotal.first
    for group, rows in groupby(_row_maker(maker).rows(), key=lambda row: row.group):
        if maker.rule.group_rows and group:
            yield TableLine(LineKind.GROUP, group, [text_cell(_group_text(maker, group))])
        if sums_first:
            yield from _subtotal(maker, group)
        if anew:
            number = 0
        for row in rows:
            number += 1
            told = replace(row, figures={**row.figures, **comparisons(maker.rule.columns, maker.facts, row, maker.key)})
            yield TableLine(LineKind.DATA, group, [_cell(column, told, number) for column in columns])
        if not sums_first:
            yield from _subtotal(maker, group)


def _subtotal(maker: _TableMaker, group: str) -> Iterator[TableLine]:
    if maker.rule.subtotal and group:
        yield _line_of_sums(maker, maker.rule.subtotal, maker.units().groups[group], LineKind.SUBTOTAL, group)


def _row_maker(maker: _TableMaker) -> RowMaker:
    return RowMaker(maker.name, maker.rule, maker.facts, maker.profile)


def _keeps_groups_together(maker: _TableMaker) -> bool:
    """Whether one group's rows follow another's by rule: in a table ordered by a count, a group's first unit may stand
    anywhere, and numbers that began anew there would say nothing."""
    kind, _, name = maker.rule.rows.partition(".")
    if maker.rule.group_rows or maker.rule.subtotal:
        return True
    keys = maker.rule.order
    if kind == "list" and "order" not in maker.rule.model_fields_set:
        listed = maker.profile.lists[name]
        keys = ("group",) if listed.within == "group" else listed.order
    return bool(keys) and keys[0].removeprefix("-") in ("group", "prose_group")


def figure_key(value: str) -> str:
    """Under which name a row keeps the figure of a column: a term of a score is named after its rule."""
    return value.replace("term.", "term_")


def _cell(column: _Column, row: Row, number: int) -> Cell:
    if column.key == "serial":
        return serial_cell(number, column.align)
    figure = row.figures.get(column.key)
    if figure is None or not figure.text:
        return text_cell(column.blank, column.align)
    return figure_cell(figure, column.align)


def _total_lines(maker: _TableMaker) -> list[TableLine]:
    total = maker.rule.total
    if not total:
        return []
    kind, _, name = maker.rule.rows.partition(".")
    if kind == "breakdown":
        sums = _breakdown_sums(maker, name)
        return [_line_of_sums(maker, total, sums, LineKind.TOTAL, "")]
    whole = {**maker.units().whole, **_whole_comparisons(maker, maker.units().whole), **_period_sums(maker)}
    return [_line_of_sums(maker, total, whole, LineKind.TOTAL, "")]


def _period_sums(maker: _TableMaker) -> dict[str, Figure]:
    """The total of each column that stands for a period: of the rows, as they were then."""
    trends, rows = maker.facts.desk.trends, maker.units().units
    asked = ((column.value, *column.compared) for column in maker.rule.columns)
    periods = ((value, name, period) for value, name, word in asked if (period := period_of(word)) is not None)
    made = ((value, trends.together(period, rows, name, maker.key)) for value, name, period in periods)
    return {value: figure for value, figure in made if figure is not None}


def _whole_comparisons(maker: _TableMaker, sums: Mapping[str, Figure]) -> dict[str, Figure]:
    """Comparisons of a total row, where its sums are those of the whole: of no other rows a base is kept."""
    whole, columns = maker.facts.total, {column.value: column.compared[0] for column in maker.rule.columns}
    compared = comparisons(maker.rule.columns, maker.facts, Row("", {}, whole), maker.key)
    return {
        value: figure
        for value, figure in compared.items()
        if columns[value] in sums and sums[columns[value]].value == whole[columns[value]].value
    }


def _breakdown_sums(maker: _TableMaker, name: str) -> dict[str, Figure]:
    breakdown, total = maker.facts.breakdowns[name], maker.facts.total
    sums = {"count": breakdown.total, "share": breakdown.table_total_share}
    measure = maker.profile.breakdowns[name].measure
    if breakdown.total.value != total[measure].value:  # not all orders are among the rows
        return sums
    compared = comparisons(maker.rule.columns, maker.facts, Row("", {}, total, {"count": measure}), maker.key)
    return {**total.table, **compared, **sums}


def _line_of_sums(
    maker: _TableMaker, total: TotalRow, figures: Mapping[str, Figure], kind: LineKind, group: str
) -> TableLine:
    columns = maker.rule.columns
    leading = _leading_labels(columns)
    cells: list[Cell | None] = [text_cell(own_text(total.label), span=leading)] + [None] * (leading - 1)
    for column in columns[leading:]:
        wanted = column.value in total.columns if total.columns else True
        figure = figures.get(figure_key(column.value)) if wanted else None
        cells.append(text_cell(own_text(total.blank)) if figure is None else figure_cell(figure))
    return TableLine(kind, group, cells)


def _leading_labels(columns: Sequence[ColumnRule]) -> int:
    return len(list(takewhile(lambda column: column.value in _LABELS, columns))) or 1


def _group_text(maker: _TableMaker, group: str) -> Text:
    return figure_text(maker.facts.group(group).scope.table_name)


def _merged_cells(maker: _TableMaker) -> dict[str, Cell]:
    if not maker.rule.merged:
        return {}
    figures = maker.units().whole
    return {value: figure_cell(figures[value]) for value in maker.rule.merged}
