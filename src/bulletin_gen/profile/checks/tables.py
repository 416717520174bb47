"""Checks of tables: their rows, columns, orders and totals."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import (
    Path,
    Slip,
    assessed_names,
    conflict,
    group_names,
    not_added,
    order_keys,
    sortable,
    style_names,
    unknown,
    unknown_rows,
    unknowns,
)
from bulletin_gen.profile.checks.spans import PERIOD_WORDS, span
from bulletin_gen.profile.document import EACH, SHARE_OF_WHOLE, ColumnRule, TableRule
from bulletin_gen.profile.graph import narrowed_from, parts_of

_OF_UNITS_ONLY = ("groups", "skip_without", "outside", "group_rows", "subtotal", "total", "merged")
#: Rows → keys that mean nothing beside them.
_IDLE: dict[str, tuple[str, ...]] = {
    "whole": ("order", "halves", *_OF_UNITS_ONLY),
    "figures": ("order", *_OF_UNITS_ONLY),
    "orders": ("order", *_OF_UNITS_ONLY),
    "groups": ("order", "group_rows", "subtotal"),
    "periods": ("order", *_OF_UNITS_ONLY),
    "breakdown": ("order", "groups", "skip_without", "outside", "group_rows", "subtotal", "merged"),
    "beside": ("rows", "columns", "figures", "order", "halves", "serial_from", *_OF_UNITS_ONLY),
}
_ADVICE = {"breakdown": "；类别的先后写在 breakdowns 的 order、listed 里", "orders": "；先后照工单清单的 order"}
_AGAINST = ("同比", "环比", "上期", "上年同期")


def tables(profile: Profile) -> Iterator[Slip]:
    """Rows, columns, orders and totals of tables."""
    for name, table in profile.tables.items():
        path: Path = ("tables", name)
        yield from _idle(path, table)
        if table.beside:
            yield from _beside(path, table, profile)
            continue
        yield from unknown_rows((*path, "rows"), table.rows, row_kinds(profile), "表格内容")
        yield from _of_units(path, table, profile)
        yield from _figures(path, table, profile)
        yield from _columns(path, table, profile)
        yield from _added(path, table, profile)
        yield from span(path, table, profile)
    yield from _left_over(profile)


def row_kinds(profile: Profile) -> list[str]:
    """Everything that the rows of a table may be."""
    made = [f"breakdown.{name}" for name in profile.breakdowns] + [f"list.{name}" for name in profile.lists]
    made += [f"orders.{name}" for name in profile.order_lists]
    return ["units", "groups", "whole", "figures", "periods", *made]


def _idle(path: Path, table: TableRule) -> Iterator[Slip]:
    """Keys that are written and would say nothing in a table with such rows."""
    kind, _ = table.shape
    for key in _IDLE.get(kind, ()):
        if key in table.model_fields_set and getattr(table, key) not in (False, None, (), ""):
            found = "并排的表" if kind == "beside" else f"{_SPOKEN[kind]}表"
            advice = f"删去 {key}{_ADVICE.get(kind, '')}"
            yield conflict((*path, key), f"{found}里 {key} 不起作用", f"不写 {key}", advice)


_SPOKEN = {"whole": "全部一行的", "figures": "指标", "orders": "工单", "groups": "分组", "breakdown": "类别"}
_SPOKEN |= {"periods": "期间"}


def _of_units(path: Path, table: TableRule, profile: Profile) -> Iterator[Slip]:
    yield from unknowns((*path, "groups"), table.groups, group_names(profile), "分组")
    if table.of_units:
        yield from order_keys((*path, "order"), table.order, sortable(profile))
    if table.skip_without:
        yield from unknown((*path, "skip_without"), table.skip_without, profile.measures, "计数")


def _figures(path: Path, table: TableRule, profile: Profile) -> Iterator[Slip]:
    yield from unknowns((*path, "figures"), table.figures, (*profile.measures, *profile.rates), "计数或率")
    if (table.rows == "figures") != bool(table.figures):
        advice = "“行”写“指标”，“指标”写要列的几个数，如 [受理, 办结率]"
        yield conflict((*path, "figures"), "指标表没有指标，或写了指标而行不是指标", "两项一起写", advice)


def _beside(path: Path, table: TableRule, profile: Profile) -> Iterator[Slip]:
    """Parts that a table puts beside each other: there are such tables, they say that they are parts, and are plain."""
    if table.place == "part":
        yield conflict(
            (*path, "place"), "并排的表不能再放进另一张", "place: body 或 annex", "把各部分都写进一张 beside"
        )
    yield from unknowns((*path, "beside"), table.beside, profile.tables, "表格")
    for index, name in enumerate(table.beside):
        part = profile.tables.get(name)
        if part is not None and part.place != "part":
            advice = f"在 tables.{name} 里写 place: part；它要另外单独印一张的，再定义一张"
            yield conflict((*path, "beside", index), "并排的部分没有写 place: part", "place: part", advice, name)
        if part is not None and (part.halves != 1 or part.notes):
            expected = "部分不写 halves、notes"
            advice = f"删去 tables.{name} 的 halves；notes 写在并排的表里"
            yield conflict((*path, "beside", index), "并排的部分不能分栏，也没有自己的表注", expected, advice, name)


def _left_over(profile: Profile) -> Iterator[Slip]:
    taken = {name for table in profile.tables.values() for name in table.beside}
    for name, table in profile.tables.items():
        if table.place == "part" and name not in taken and not table.beside:
            advice = f"在并排的表里写 beside: [{name}, …]，或改成 place: body、annex"
            yield conflict(("tables", name), "这个部分没有放进并排的表", "有一张表的 beside 写着它", advice, name)


def _added(path: Path, table: TableRule, profile: Profile) -> Iterator[Slip]:
    """Totals of rows whose units' counts do not add up, and of which nobody has counted the orders as a whole."""
    for row, key in ((table.total, "total"), (table.subtotal, "subtotal")):
        if row is not None and table.of_units:
            for index, column in enumerate(table.columns):
                printed = not row.columns or column.value in row.columns
                if printed and not _counted_together(table, key, column.value, profile):
                    advice = f"，或在 {key} 的 columns 里只写能相加的列"
                    yield from not_added((*path, "columns", index, "value"), column.value, profile, advice)
    for index, value in enumerate(table.merged):
        if not _counted_together(table, "total", value, profile):
            yield from not_added((*path, "merged", index), value, profile)


def _counted_together(table: TableRule, row: str, value: str, profile: Profile) -> bool:
    """Whether the rows are all that have any of ``value`` in one group, in all, or in all and outside the registry."""
    if table.rows not in ("units", "groups") or (
        table.skip_without and not _none_without(value, table.skip_without, profile)
    ):
        return False
    if row == "subtotal" or not table.groups or set(table.groups) >= set(group_names(profile)):
        return True
    return len(table.groups) == 1 and not (table.outside and profile.units.outside)


def _none_without(value: str, other: str, profile: Profile) -> bool:
    """Whether a unit with no ``other`` has no ``value`` either: it is counted among those, condition by condition."""
    whole = profile.measures.get(other)
    plain = whole is not None and not (whole.sum or whole.levels or whole.plus)
    for part in parts_of(profile, value) if value in profile.rates else (value,):
        if part != other and profile.by_orders(part) and not (plain and other in narrowed_from(profile, part)):
            return False
    return True


def _columns(path: Path, table: TableRule, profile: Profile) -> Iterator[Slip]:
    allowed = column_values(table, profile)
    if not table.columns:
        yield conflict((*path, "columns"), "表格没有列", "至少一列")
    for index, column in enumerate(table.columns):
        here = (*path, "columns", index, "value")
        yield from unknown(here, column.compared[0], allowed, "列内容")
        yield from _behind(here, table, column, profile)
        yield from unknown((*path, "columns", index, "style"), column.style, style_names(profile), "样式")
    shown = [column.value for column in table.columns]
    for key in ("total", "subtotal"):
        row = getattr(table, key)
        if row is not None:
            yield from unknowns((*path, key, "columns"), row.columns, shown, "本表的列")
    yield from unknowns((*path, "merged"), table.merged, shown, "本表的列")
    if table.merged and not table.of_units:
        yield conflict((*path, "merged"), "只有按单位列的表能合并成一格", "rows: units", found=table.rows)
    summed = {*profile.measures, *profile.rates}
    for index, value in enumerate(table.merged):
        if value in shown and value not in summed:
            yield conflict((*path, "merged", index), "这一列没有合计数", "计数或率的列", found=value)


def _behind(path: Path, table: TableRule, column: ColumnRule, profile: Profile) -> Iterator[Slip]:
    """What stands behind a column's name: a comparison, a share of the whole, or how a time is printed."""
    name, said = column.compared
    if table.shape[0] == "periods":
        if said and said not in PERIOD_WORDS:
            yield from unknown(path, said, PERIOD_WORDS, "期间表的比较")
    elif table.shape[0] == "orders":
        if said not in ("", "日"):
            yield conflict(path, "工单的列后面不能这样写", "列名，或 列名：日（只印日期）", found=column.value)
    elif said == SHARE_OF_WHOLE:
        if name not in profile.measures:
            yield conflict(path, "只有计数有占全部的比重", "计数：占比", found=column.value)
    elif said and name in ("unit", "group", "serial", "name", "share", "grade"):
        yield conflict(path, "这一列不能比较", "计数、率、得分、名次", found=name)
    elif said and said not in (*_AGAINST, EACH) and not said.startswith("较"):
        yield from unknown(path, said, _AGAINST, "比较")


def column_values(table: TableRule, profile: Profile) -> Collection[str]:
    """What the columns of a table with such rows may print, comparisons left out."""
    kind, _ = table.shape
    counted = [*profile.measures, *profile.rates]
    if kind in _LEADING:
        return [*_LEADING[kind], *([] if kind in ("figures", "orders") else counted), *_of_orders(kind, profile)]
    graded = [key for key in ("deduct", "bonus") if any(getattr(band, key) is not None for band in profile.grades)]
    return ["unit", "group", "serial", *assessed_names(profile), *graded, *counted]


_LEADING = {
    "breakdown": ("serial", "name", "count", "share"),
    "groups": ("serial", "unit", "group", "name"),
    "whole": ("name",),
    "figures": ("serial", "name", "value"),
    "orders": ("serial", "unit", "group"),
    "periods": ("serial", "name"),
}


def _of_orders(kind: str, profile: Profile) -> Collection[str]:
    return profile.intake.printed_columns if kind == "orders" else ()
