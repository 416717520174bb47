"""Checks of names, file names and tables."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator

from bulletin_gen.leaves.filenames import NOT_IN_NAMES, is_device
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
    unknown,
    unknowns,
)
from bulletin_gen.profile.document import DOCUMENT_NAMES, TableRule
from bulletin_gen.profile.graph import narrowed_from, parts_of

#: Words that tables, orders and lists use for something else.
RESERVED = frozenset(
    ["unit", "group", "serial", "rank", "grade", "score", "name", "count", "share", "deduct", "bonus"]
    + ["registered", "prose_group", "days", "total"]
)
_NAMED = ("measures", "rates", "quotients", "breakdowns", "comparisons", "lists", "order_lists")
_STEM_FIELDS = ("county", "period", "kind")
_DOCUMENT_NAME = re.compile(r"\{\{-?\s*document\.(\w+)")


def names(profile: Profile) -> Iterator[Slip]:
    """Names that templates can write, that mean one thing, and that are not taken."""
    first: dict[str, str] = {}
    for part in _NAMED:
        for name in getattr(profile, part):
            path: Path = (part, name)
            if not name.isidentifier():
                expected = "字母、数字、下划线或汉字，不以数字开头"
                yield Slip(path, "profile.name", "名称里有不能用的字符", expected, "改名，引用处一并改", name)
            if part in ("measures", "rates", "quotients"):
                yield from _taken(path, name, first)


def _taken(path: Path, name: str, first: dict[str, str]) -> Iterator[Slip]:
    part = str(path[0])
    if name in RESERVED:
        yield Slip(path, "profile.name", "名称已另有用处", "换一个名称", "改名，引用处一并改", name)
    if first.setdefault(name, part) != part:
        expected = f"与 {first[name]} 里的不同名"
        yield Slip(path, "profile.name", "两处用了同一个名称", expected, "改名，引用处一并改", name)


def stem(profile: Profile) -> Iterator[Slip]:
    """A file name that can be filled in and that Windows allows."""
    path: Path = ("stem",)
    try:
        pieces = list(string.Formatter().parse(profile.stem))
    except ValueError:
        yield Slip(path, "profile.stem", "文件名的写法有误", "花括号 { } 成对", found=profile.stem)
        return
    for literal, field, *_ in pieces:
        if field is not None:
            yield from unknown(path, field, _STEM_FIELDS, "文件名占位")
        if bad := [sign for sign in literal if sign in NOT_IN_NAMES]:
            expected = f"不含 {' '.join(NOT_IN_NAMES)}"
            yield Slip(path, "profile.stem", "文件名里有不能用的字符", expected, found="".join(bad))
    if is_device(profile.stem.strip()):
        expected = "不是 CON、PRN、AUX、NUL、COM1、LPT1 等 Windows 留给设备的名称"
        yield Slip(path, "profile.stem", "文件名 Windows 不能用", expected, found=profile.stem)
    if not profile.stem.strip(" ."):
        yield Slip(path, "profile.stem", "文件名是空的", "文字和 {county}、{period}、{kind}")


def document(profile: Profile) -> Iterator[Slip]:
    """What the document's texts print of supplied.yaml."""
    for path, text in _texts(("document",), profile.document.model_dump()):
        for name in _DOCUMENT_NAME.findall(text):
            yield from unknown(path, name, DOCUMENT_NAMES, "document 里的名称")


def _texts(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts((*path, key), inner)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts((*path, index), inner)


def tables(profile: Profile) -> Iterator[Slip]:
    """Rows, columns, orders and totals of tables."""
    rows = ["units", *(f"breakdown.{n}" for n in profile.breakdowns), *(f"list.{n}" for n in profile.lists)]
    for name, table in profile.tables.items():
        path: Path = ("tables", name)
        yield from unknown((*path, "rows"), table.rows, rows, "表格内容")
        yield from unknowns((*path, "groups"), table.groups, group_names(profile), "分组")
        if not table.rows.startswith("breakdown."):
            yield from order_keys((*path, "order"), table.order, sortable(profile))
        elif "order" in table.model_fields_set:
            advice = "删去 order；类别的先后写在 breakdowns 的 order、listed 里"
            yield conflict((*path, "order"), "类别表按类别自己的先后，order 不起作用", "不写 order", advice)
        if table.skip_without:
            yield from unknown((*path, "skip_without"), table.skip_without, profile.measures, "计数")
        yield from _columns(path, table, profile)
        yield from _added(path, table, profile)


def _added(path: Path, table: TableRule, profile: Profile) -> Iterator[Slip]:
    """Totals of rows whose units' counts do not add up, and of which nobody has counted the orders as a whole."""
    for row, key in ((table.total, "total"), (table.subtotal, "subtotal")):
        if row is not None and table.rows.partition(".")[0] != "breakdown":
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
    if table.rows != "units" or (table.skip_without and not _none_without(value, table.skip_without, profile)):
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
    allowed = _values(table, profile)
    if not table.columns:
        yield conflict((*path, "columns"), "表格没有列", "至少一列")
    for index, column in enumerate(table.columns):
        name, compared = column.compared
        yield from unknown((*path, "columns", index, "value"), name, allowed, "列内容")
        if compared and name in ("unit", "group", "serial", "name", "share", "grade"):
            yield conflict((*path, "columns", index, "value"), "这一列不能比较", "计数、率、得分、名次", found=name)
    shown = [column.value for column in table.columns]
    for key in ("total", "subtotal"):
        row = getattr(table, key)
        if row is not None:
            yield from unknowns((*path, key, "columns"), row.columns, shown, "本表的列")
    yield from unknowns((*path, "merged"), table.merged, shown, "本表的列")
    if table.merged and table.rows != "units":
        yield conflict((*path, "merged"), "只有按单位列的表能合并成一格", "rows: units", found=table.rows)
    summed = {*profile.measures, *profile.rates}
    for index, value in enumerate(table.merged):
        if value in shown and value not in summed:
            yield conflict((*path, "merged", index), "这一列没有合计数", "计数或率的列", found=value)


def _values(table: TableRule, profile: Profile) -> Collection[str]:
    if table.rows.startswith("breakdown."):
        return ("serial", "name", "count", "share", *profile.measures, *profile.rates)
    graded = [key for key in ("deduct", "bonus") if any(getattr(band, key) is not None for band in profile.grades)]
    return ["unit", "group", "serial", *assessed_names(profile), *graded, *profile.measures, *profile.rates]
