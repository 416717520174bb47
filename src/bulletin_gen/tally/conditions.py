"""A profile's measures as expressions over canonical dispatches, for any engine that Narwhals knows.

Every amount is ``when(condition).then(1).otherwise(0)``, whose sum all engines compute alike (a bare sum of a Boolean
fails on Spark).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import narwhals as nw

from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Condition, Measure
from bulletin_gen.tally.counts import level_name


@dataclass(frozen=True, slots=True)
class Span:
    """The moments that time bases refer to: as such, or as expressions of an engine that would misread them.

    ``last`` is the last one up to the cut-off (``periods.last_moment``).
    """

    start: datetime | nw.Expr
    end: datetime | nw.Expr
    last: datetime | nw.Expr


def basic_amounts(profile: Profile, span: Span) -> dict[str, nw.Expr]:
    """What each row contributes to each basic measure (neither a formula nor supplied), level by level."""
    conditions: dict[str, nw.Expr] = {}
    return {
        name: amount
        for measure, rule in profile.measures.items()
        if not (rule.plus or rule.less or rule.supplied)
        for name, amount in _amounts(profile, measure, span, conditions)
    }


def amount_of(profile: Profile, measure: str, span: Span) -> nw.Expr:
    """What each row contributes to one measure (of one with levels: to the first)."""
    return next(_amounts(profile, measure, span, {}))[1]


def condition_of(profile: Profile, name: str, span: Span) -> nw.Expr:
    """The condition that a row meets to be counted in a measure, those it builds ``of`` included."""
    return _condition(profile, name, span, {})


def _amounts(profile: Profile, name: str, span: Span, conditions: dict[str, nw.Expr]) -> Iterator[tuple[str, nw.Expr]]:
    rule = profile.measures[name]
    condition = _condition(profile, name, span, conditions)
    if rule.levels:
        for level in rule.levels:
            yield level_name(name, level), _when(condition & (nw.col(rule.level_column) == level), nw.lit(1))
    else:
        yield name, _when(condition, nw.col(rule.sum) if rule.sum else nw.lit(1))


def _when(condition: nw.Expr, amount: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(amount).otherwise(nw.lit(0))


def _condition(profile: Profile, name: str, span: Span, known: dict[str, nw.Expr]) -> nw.Expr:
    if name not in known:
        rule = profile.measures[name]
        parts = [*_own_conditions(rule, span)]
        if rule.of:
            parts.append(_condition(profile, rule.of, span, known))
        known[name] = reduce(lambda left, right: left & right, parts) if parts else _always()
    return known[name]


def _always() -> nw.Expr:
    # A bare True is one value, not one a row, and could not be summed.
    return nw.col("order_id").is_null() | ~nw.col("order_id").is_null()


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
    "until_cut_off": lambda column, span: column <= span.last,
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
