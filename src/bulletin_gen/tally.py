"""Step 3: whole counts from canonical dispatches.

Written once against Narwhals, so that the same expressions run on Polars (in process), DuckDB and PySpark. Engines
only count: every aggregate is ``when(condition).then(1).otherwise(0).sum()``, which all of them compute alike (a bare
sum of a Boolean fails on Spark). Formulas of counts and weighted levels are worked out here, in exact numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import reduce
from typing import Any

import narwhals as nw

from bulletin_gen.numbers import Count
from bulletin_gen.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Breakdown, Condition, Measure

Frame = nw.LazyFrame[Any]
Row = Mapping[str, Any]

#: Column that stands for "everything in one" in a grouped query.
ALL = "_all"


@dataclass(frozen=True, slots=True)
class ValueCount:
    """How often one value (or combination of values) of a breakdown's columns was counted, and its sub-values."""

    values: tuple[str, ...]
    count: int
    about: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Every measure for every scope. ``units`` also holds the profile's label for units outside the registry.

    ``breakdowns``: each value with its count, largest first, blank values under "". ``orders``: order numbers by
    unit for each order list.
    """

    units: Mapping[str, Mapping[str, Count]]
    groups: Mapping[str, Mapping[str, Count]]
    total: Mapping[str, Count]
    breakdowns: Mapping[str, tuple[ValueCount, ...]]
    orders: Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Span:
    """The moments that time bases refer to."""

    start: datetime
    end: datetime
    cut_off: datetime


def tally(
    dispatches: Any,
    profile: Profile,
    period: Period,
    cut_off: datetime | None = None,
    supplied: Mapping[str, int] | None = None,
) -> Counts:
    """Counts of one county's canonical ``dispatches`` (any frame that Narwhals knows) in ``period``.

    ``cut_off`` is the moment up to which data were taken; the end of the period by default. ``supplied`` are the
    whole county's figures for measures that are not counted from orders.
    """
    frame = as_lazy(dispatches)
    span = Span(period.start, period.end, cut_off or period.end)
    units = _scope_counts(frame, profile, span, ("unit",))
    groups = _scope_counts(frame, profile, span, ("group",))
    total = _scope_counts(frame, profile, span, (ALL,), supplied or {})
    return Counts(
        units={name: counts for (name,), counts in units.items() if name},
        groups={name: counts for (name,), counts in groups.items() if name},
        total=total.get(("*",)) or finish(supplied or {}, profile),
        breakdowns={name: _breakdown(frame, profile, span, rule) for name, rule in profile.breakdowns.items()},
        orders={name: _orders(frame, profile, span, rule.measure) for name, rule in profile.order_lists.items()},
    )


def as_lazy(dispatches: Any) -> Frame:
    """``dispatches`` as a lazy Narwhals frame with the column that groups everything together."""
    lazy: Frame = nw.from_native(dispatches).lazy()
    return lazy.with_columns(nw.lit("*").alias(ALL))


def _scope_counts(
    frame: Frame, profile: Profile, span: Span, keys: tuple[str, ...], supplied: Mapping[str, int] | None = None
) -> dict[tuple[str | None, ...], dict[str, Count]]:
    raw: dict[tuple[str | None, ...], dict[str, int]] = {}
    for row in count_rows(frame, profile, span, keys):
        counts = raw.setdefault(tuple(row[key] for key in keys), {})
        counts.update({name: int(value or 0) for name, value in row.items() if name not in keys})
    return {key: finish(counts | dict(supplied or {}), profile) for key, counts in raw.items()}


def count_rows(frame: Frame, profile: Profile, span: Span, keys: Sequence[str]) -> list[dict[str, Any]]:
    """One row for each combination of ``keys`` with the counts of all basic measures; two rows where the profile
    counts some measures by orders and some by dispatches. Null keys are kept (settled orders have no unit)."""
    flags = {
        name: amount
        for measure_name in basic_measures(profile)
        for name, amount in _amounts(profile, measure_name, span)
    }
    by_order = {name for name in flags if profile.measures[_owner(name)].count == "orders"}
    rows: list[dict[str, Any]] = []
    if plain := {name: flags[name] for name in flags if name not in by_order}:
        rows += _collect(frame.group_by(*keys).agg(*(_total(name, plain[name]) for name in plain)))
    if by_order:
        once = frame.group_by(*keys, "order_id").agg(*(flags[name].max().alias(name) for name in sorted(by_order)))
        rows += _collect(once.group_by(*keys).agg(*(nw.col(name).sum() for name in sorted(by_order))))
    return rows


def basic_measures(profile: Profile) -> list[str]:
    """Measures that are counted from rows: neither formulas nor supplied by hand."""
    return [name for name, rule in profile.measures.items() if not (rule.plus or rule.less or rule.supplied)]


def finish(counts: Mapping[str, int], profile: Profile) -> dict[str, Count]:
    """Counts as the profile names them: levels weighted, formulas worked out, absent measures zero."""
    done: dict[str, Count] = {}
    for name in profile.measures:
        _finish_one(name, counts, profile, done)
    return done


def _finish_one(name: str, counts: Mapping[str, int], profile: Profile, done: dict[str, Count]) -> Count:
    if name in done:
        return done[name]
    rule = profile.measures[name]
    value: Count
    if rule.plus or rule.less:
        value = sum(_finish_one(part, counts, profile, done) for part in rule.plus)
        value -= sum(_finish_one(part, counts, profile, done) for part in rule.less)
    elif rule.levels:
        value = sum(
            (Fraction(weight) * counts.get(_level_name(name, level), 0) for level, weight in rule.levels.items()),
            Fraction(),
        )
    else:
        value = counts.get(name, 0)
    done[name] = int(value) if isinstance(value, Fraction) and value.denominator == 1 else value
    return done[name]


_LEVEL = "\x1f"


def _level_name(measure: str, level: str) -> str:
    return f"{measure}{_LEVEL}{level}"


def _owner(name: str) -> str:
    return name.split(_LEVEL)[0]


def _amounts(profile: Profile, name: str, span: Span) -> Iterable[tuple[str, nw.Expr]]:
    """What each row contributes to a measure: named expressions of whole numbers."""
    rule = profile.measures[name]
    condition = condition_of(profile, name, span)
    if rule.levels:
        for level in rule.levels:
            yield _level_name(name, level), _when(condition & (nw.col(rule.level_column) == level), nw.lit(1))
    else:
        yield name, _when(condition, nw.col(rule.sum) if rule.sum else nw.lit(1))


def _when(condition: nw.Expr, amount: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(amount).otherwise(nw.lit(0))


def _total(name: str, amount: nw.Expr) -> nw.Expr:
    return amount.sum().alias(name)


def condition_of(profile: Profile, name: str, span: Span) -> nw.Expr:
    """The condition that a row meets to be counted in a measure, those it builds ``of`` included."""
    rule = profile.measures[name]
    parts = [*_own_conditions(rule, span)]
    if rule.of:
        parts.append(condition_of(profile, rule.of, span))
    # A measure without conditions still needs one of a row: engines cannot sum a constant.
    return reduce(lambda left, right: left & right, parts) if parts else nw.col(ALL) == nw.lit("*")


def _own_conditions(rule: Measure, span: Span) -> Iterable[nw.Expr]:
    for column, when in rule.time.items():
        yield _WHEN[when](nw.col(column), span)
    for column, condition in rule.where.items():
        yield from _column_conditions(nw.col(column), condition)
    if rule.assessed:
        yield nw.col("excluded") == nw.lit(value=False)


_WHEN: dict[str, Callable[[nw.Expr, Span], nw.Expr]] = {
    "period": lambda column, span: (column >= span.start) & (column < span.end),
    "before": lambda column, span: column < span.start,
    "until_end": lambda column, span: column < span.end,
    "until_cut_off": lambda column, span: column <= span.cut_off,
}


def _column_conditions(column: nw.Expr, condition: Condition) -> Iterable[nw.Expr]:
    if condition.any_of is not None:
        yield column.is_in(list(condition.any_of))
    if condition.none_of is not None:
        # A blank is none of them too; SQL alone would call it unknown.
        yield column.is_null() | ~column.is_in(list(condition.none_of))
    if condition.present is not None:
        yield ~column.is_null() if condition.present else column.is_null()
    if condition.at_least is not None:
        yield column >= condition.at_least
    if condition.at_most is not None:
        yield column <= condition.at_most


def _breakdown(frame: Frame, profile: Profile, span: Span, rule: Breakdown) -> tuple[ValueCount, ...]:
    counted = _value_counts(frame, profile, span, rule.measure, rule.by)
    about: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    if rule.about:
        for values, count in _value_counts(frame, profile, span, rule.measure, (*rule.by, rule.about)):
            about.setdefault(values[:-1], []).append((values[-1], count))
    return tuple(ValueCount(values, count, tuple(about.get(values, ()))) for values, count in counted)


def _value_counts(
    frame: Frame, profile: Profile, span: Span, measure: str, columns: Sequence[str]
) -> list[tuple[tuple[str, ...], int]]:
    """Counts of a measure by the values of ``columns``, largest first; equal counts in order of the values."""
    amount = next(iter(_amounts(profile, measure, span)))[1].alias("_count")
    if profile.measures[measure].count == "orders":
        once = frame.group_by(*columns, "order_id").agg(amount.max().alias("_count"))
        grouped = once.group_by(*columns).agg(nw.col("_count").sum())
    else:
        grouped = frame.group_by(*columns).agg(amount.sum().alias("_count"))
    found = [
        (tuple(row[column] or "" for column in columns), int(row["_count"]))
        for row in _collect(grouped)
        if row["_count"]
    ]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def _orders(frame: Frame, profile: Profile, span: Span, measure: str) -> dict[str, tuple[str, ...]]:
    chosen = frame.filter(condition_of(profile, measure, span)).select("unit", "order_id")
    by_unit: dict[str, set[str]] = {}
    for row in _collect(chosen):
        by_unit.setdefault(row["unit"] or "", set()).add(row["order_id"])
    return {unit: tuple(sorted(orders)) for unit, orders in sorted(by_unit.items())}


def _collect(frame: Frame) -> list[dict[str, Any]]:
    return list(frame.collect().iter_rows(named=True))
