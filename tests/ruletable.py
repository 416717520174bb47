"""Small rule cases as text: a profile fragment, a table of counts, a table of decisions.

Tables are lines of cells parted by blanks, ``|`` allowed as decoration; the first line has the heads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from textwrap import dedent

import polars as pl

from bulletin_gen.adjustments import HEADS, Adjustment, AdjustmentKind
from bulletin_gen.canonical import COLUMNS, ColumnType
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.grading import Grading, grade
from bulletin_gen.indicators import Indicators, Ratio, Scope, compute
from bulletin_gen.leaves.issues import Issue, Place
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.tally import tally

FRAME = """\
kind: 通报
county: 某县
document: {mark: 某县通报, title: 通报}
"""


def rows_of(table: str) -> list[dict[str, str]]:
    """The rows of a text table, each as head → cell."""
    lines = [line.replace("|", " ").split() for line in dedent(table).strip().splitlines() if line.strip()]
    heads, *rows = lines
    for row in rows:
        assert len(row) == len(heads), f"{len(heads)} heads, but {len(row)} cells: {row}"
    return [dict(zip(heads, row, strict=True)) for row in rows]


def number(text: str) -> Count:
    """A whole number, or a fraction where it is none (8.6)."""
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def profile_of(rules: str, counts: Sequence[Mapping[str, str]]) -> Profile:
    """A whole profile around a fragment; what the fragment leaves out follows from the table of counts."""
    rules = dedent(rules)
    text = FRAME + rules
    if not any(line.startswith(("units:", "单位:")) for line in rules.splitlines()):
        text += f"\nunits: {{groups: [{', '.join(dict.fromkeys(row['分组'] for row in counts))}]}}\n"
    if not any(line.startswith(("measures:", "计数:")) for line in rules.splitlines()):
        heads = [head for head in counts[0] if head not in ("单位", "分组")]
        text += f"\nmeasures: {{{', '.join(f'{head}: {{}}' for head in heads)}}}\n"
    return parse_profile(text)


def registry_of(counts: Iterable[Mapping[str, str]], profile: Profile) -> Registry:
    """The units of the table in its order."""
    units = tuple(Unit(row["单位"], row["分组"], order) for order, row in enumerate(counts))
    groups = tuple(group.name for group in profile.units.groups)
    return Registry(units, groups, {unit.name: unit for unit in units})


def indicators_of(counts: Sequence[Mapping[str, str]], registry: Registry, profile: Profile) -> Indicators:
    """Scopes with the counts of the table (heads are measures or their labels) and the profile's rates."""
    names = {rule.label or name: name for name, rule in profile.measures.items()} | {n: n for n in profile.measures}
    units = tuple(
        _scope(unit.name, [_counts(row, names)], profile, unit)
        for unit, row in zip(registry.units, counts, strict=True)
    )
    groups = {
        group: _scope(group, [scope.counts for scope in units if scope.group == group], profile)
        for group in registry.groups
    }
    return Indicators(units, groups, _scope("total", [scope.counts for scope in units], profile))


def _counts(row: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Count]:
    return {names[head]: number(cell) for head, cell in row.items() if head not in ("单位", "分组")}


def _scope(name: str, parts: Sequence[Mapping[str, Count]], profile: Profile, unit: Unit | None = None) -> Scope:
    counts = {measure: sum((part[measure] for part in parts), 0) for measure in (parts[0] if parts else ())}
    rates = {
        rate: Ratio(counts[rule.numerator], counts[rule.denominator], rule.complement)
        for rate, rule in profile.rates.items()
        if rule.numerator in counts and rule.denominator in counts
    }
    return Scope(name, counts, rates, unit, unit.group if unit else name)


def adjustments_of(table: str) -> list[Adjustment]:
    """Decisions: heads of the sheet 类型 单位 分值 等级 理由…; ``-`` for an empty cell."""
    return [_adjustment(row, line) for line, row in enumerate(rows_of(table), 2)] if table.strip() else []


def _adjustment(row: Mapping[str, str], line: int) -> Adjustment:
    cells = {head: "" if cell == "-" else cell for head, cell in row.items()}
    assert set(cells) <= set(HEADS), f"unknown heads: {sorted(set(cells) - set(HEADS))}"
    points = cells.get("分值", "")
    return Adjustment(
        AdjustmentKind(cells["类型"]),
        cells.get("工单编号", ""),
        cells.get("单位", ""),
        Decimal(points) if points else None,
        cells.get("等级", ""),
        cells.get("理由", ""),
        place=Place("adjustments.xlsx", row=line),
    )


def graded(
    rules: str, counts: str, adjustments: str = "", previous: Mapping[str, str] | None = None
) -> tuple[Grading, tuple[Issue, ...]]:
    """The fragment's rules applied to the table of counts and the decisions."""
    rows = rows_of(counts)
    profile = profile_of(rules, rows)
    registry = registry_of(rows, profile)
    indicators = indicators_of(rows, registry, profile)
    return grade(indicators, registry, profile, adjustments_of(adjustments), previous or {})


#: Heads of a text table of orders → canonical columns.
ORDER_HEADS = {
    "工单编号": "order_id",
    "单位": "unit",
    "办结": "closed",
    "超期": "overdue",
    "剔除": "excluded",
    "免责": "excused",
    "返工": "rework_count",
    "办理结果": "result_opinion",
    "诉求类型": "request_type",
}
_FLAGS = {"是": True, "否": False}


def graded_orders(
    rules: str, units: str, orders: str, period: str, adjustments: str, previous: Mapping[str, str]
) -> tuple[Grading, tuple[Issue, ...]]:
    """The same from canonical orders, counted by ``tally``; all are accepted on the period's first day."""
    rows = rows_of(units)
    profile = profile_of(rules, rows)
    registry = registry_of(rows, profile)
    counts = tally(_frame(rows_of(orders), registry, period), profile, parse_period(period))
    indicators = compute(counts, registry, profile)
    return grade(indicators, registry, profile, adjustments_of(adjustments), previous)


def _frame(rows: Sequence[Mapping[str, str]], registry: Registry, period: str) -> pl.DataFrame:
    start = parse_period(period).start
    records = []
    for row in rows:
        cells = {ORDER_HEADS[head]: _cell(ORDER_HEADS[head], cell) for head, cell in row.items()}
        group = registry.by_name[row["单位"]].group
        records.append({"excluded": False, "accepted_at": start, "dispatched": True, "group": group} | cells)
    return pl.DataFrame(records)


def _cell(column: str, cell: str) -> str | int | bool | None:
    if cell == "-":
        return None
    if COLUMNS[column] is ColumnType.FLAG:
        return _FLAGS[cell]
    return int(cell) if COLUMNS[column] is ColumnType.WHOLE else cell
