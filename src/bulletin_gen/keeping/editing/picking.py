"""A table as it is picked in a form, and the profile's text with it: what is not picked there stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.keeping.editing.describing import rule_labels
from bulletin_gen.leaves.issues import stop
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.tables import column_values, row_kinds
from bulletin_gen.profile.document import TableRule, called
from bulletin_gen.profile.load import read_profile_file, with_rule
from bulletin_gen.profile.vocabulary import STANDING
from bulletin_gen.written.yamledit import Value

_ROWS = {"units": "单位，一行一个", "groups": "各组", "whole": "全部（一行）", "figures": "几个指标", "periods": "各期"}
_OF = {"breakdown": "类别", "list": "名单", "orders": "工单清单"}
_COMPARED = ("上期", "环比", "上年同期", "同比")
_ADDED = {"label": "合计"}


class PickedColumn(Struct, frozen=True):
    """A column: what it prints, and its head; a head of several levels with / between them."""

    value: str
    head: str = ""


class PickedTable(Struct, frozen=True):
    """What can be picked of a table. ``key``: the table of the profile that it is, empty for a new one; ``order``: a
    count or rate by which units go from high to low; ``total``: whether it has a line of sums."""

    key: str = ""
    title: str = ""
    rows: str = "units"
    columns: tuple[PickedColumn, ...] = (PickedColumn("unit"),)
    place: str = "annex"
    groups: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    order: str = ""
    total: bool = False


class ColumnGroup(Struct, frozen=True):
    """Columns of one kind: each value with what it is called."""

    title: str
    values: tuple[tuple[str, str], ...]


def picked_table(key: str, data: Mapping[str, Any]) -> PickedTable:
    """A table of the profile (its values in inner words) as the form shows it."""
    order = data.get("order") or ()
    first = str(order[0]) if isinstance(order, list) and len(order) == 1 else ""
    return PickedTable(
        key, str(data.get("title") or ""), str(data.get("rows") or "units"),
        tuple(PickedColumn(str(each["value"]), _head(each.get("head"))) for each in data.get("columns") or ()),
        str(data.get("place") or "annex"), _listed(data.get("groups")), _listed(data.get("figures")),
        first.removeprefix("-") if first.startswith("-") else "", bool(data.get("total")),
    )  # fmt: skip


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()


def _head(value: Any) -> str:
    return "/".join(_listed(value))


def row_names(profile: Profile) -> tuple[tuple[str, str], ...]:
    """Everything that the rows of a table may be, with what it is called."""
    return tuple((kind, _row_name(kind, profile)) for kind in row_kinds(profile))


def _row_name(kind: str, profile: Profile) -> str:
    of, _, name = kind.partition(".")
    if not name:
        return _ROWS[kind]
    rule = profile.breakdowns.get(name) if of == "breakdown" else None
    return f"{_OF[of]}：{(rule.label if rule else '') or name}"


def values_for(table: PickedTable, profile: Profile) -> tuple[ColumnGroup, ...]:
    """What a column of a table with such rows may print, by kinds."""
    kinds = row_kinds(profile)
    rule = TableRule(title="", rows=table.rows if table.rows in kinds else "units")
    labels = _labels(profile)
    counted = {**profile.measures, **profile.rates}
    allowed = list(dict.fromkeys(column_values(rule, profile)))
    plain = [each for each in allowed if each not in counted]
    numbers = [each for each in allowed if each in counted]
    compared = [*numbers, *(each for each in ("count", "value") if each in plain)]
    words = () if rule.shape[0] == "orders" else _COMPARED
    made = (
        ColumnGroup("名称、名次、得分", tuple((each, labels.get(each, each)) for each in plain)),
        ColumnGroup("计数和率", tuple((each, labels[each]) for each in numbers)),
        ColumnGroup(
            "比较",
            tuple((f"{each}：{word}", f"{labels.get(each, each)}：{word}") for each in compared for word in words),
        ),
    )
    return tuple(group for group in made if group.values)


def counted_names(profile: Profile) -> tuple[tuple[str, str], ...]:
    """Every count and rate, with what it is called."""
    return tuple((key, measure_label(profile, key)) for key in (*profile.measures, *profile.rates))


def _labels(profile: Profile) -> dict[str, str]:
    terms = {
        f"term.{term.key}": f"{term.label or term.key}（得分）"
        for each in profile.score.values()
        for term in each.terms
    }
    return {**STANDING, **terms, **dict(counted_names(profile))}


def with_table(text: str, table: PickedTable) -> str:
    """The text of a profile with the table as it was picked: a new one behind the others; of one that is there, only
    what differs is written. ``BulletinError`` where nothing was picked or the name is taken."""
    file = read_profile_file(text)
    data = file.data.get("tables") or {}
    if not table.columns:
        raise stop("desk.table", "还没有选列", advice="至少选一列")
    # Heads of columns for which none was typed.
    heads = STANDING | rule_labels(file.data)
    wanted = dict(_written(table, data.get(table.key) or {}, heads))
    if table.key:
        for name, value in wanted.items():
            if value != data[table.key].get(name):
                text = with_rule(text, ["tables", table.key, name], value)
        return text
    key = called(table.title)
    if not key:
        raise stop("desk.table", "表还没有名称", advice="写上表题")
    if key in data or key in {called(str(each.get("title") or "")) for each in data.values()}:
        raise stop("desk.table", "已经有这个名称的表", found=key, advice="换一个表题，或从上面点那张表来改")
    return with_rule(text, ["tables", key], {name: value for name, value in wanted.items() if value is not None})


def _written(table: PickedTable, before: Mapping[str, Any], heads: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    """The keys that the form decides, None for those that go. What differs from ``before`` only in how it is written
    is as it was."""
    yield "title", table.title
    if table.rows != (before.get("rows") or "units"):
        yield "rows", table.rows
    if table.place != (before.get("place") or "annex"):
        yield "place", table.place
    for name, chosen in (("groups", table.groups), ("figures", table.figures)):
        was_chosen = _listed(before.get(name))
        if sorted(chosen) != sorted(was_chosen) if name == "groups" else chosen != was_chosen:
            yield name, chosen or None
    was = picked_table(table.key, before) if before else PickedTable()
    if table.order != was.order:
        yield "order", [f"-{table.order}"] if table.order else None
    if table.total != was.total:
        yield "total", _ADDED if table.total else None
    if not before or table.columns != was.columns:
        old = dict(zip(was.columns, before.get("columns") or (), strict=False))
        yield "columns", [old.get(each) or _column(each, heads) for each in table.columns]


def _column(column: PickedColumn, heads: Mapping[str, str]) -> dict[str, Value]:
    name, _, against = column.value.partition("：")
    usual = heads.get(name, name.removeprefix("term.")) + against
    levels = [level for each in (column.head or usual).split("/") if (level := each.strip())]
    return {"head": levels[0] if len(levels) == 1 else levels, "value": column.value}
