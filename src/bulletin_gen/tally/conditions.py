"""A profile's measures as expressions over canonical dispatches.

They are put together from the few words (``col``, ``lit``, ``when``, ``Int64``) that Polars and Narwhals have in
common, so that one county is counted by Polars itself and many on any engine that Narwhals knows. An amount is a
condition as 1 and 0, whose sum all engines compute alike (a bare sum of a Boolean fails on Spark); where a condition is
null, so is the amount, which sums pass over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from typing import Any, Protocol, TypeAlias

from msgspec import Struct, field

from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Condition, Measure
from bulletin_gen.tally.counts import level_name

#: An expression of Polars or of Narwhals.
Expr: TypeAlias = Any


class Words(Protocol):
    """The module whose expressions a frame understands: ``polars`` or ``narwhals``."""

    @property
    def col(self) -> Any:
        """A column by its name."""

    @property
    def lit(self) -> Any:
        """A constant."""

    @property
    def when(self) -> Any:
        """Begins a choice."""

    @property
    def Int64(self) -> Any:  # noqa: N802 - as both modules call it
        """The type of counts."""


class TimeSpan(Struct, frozen=True):
    """The moments that time bases refer to: as such, or as expressions of an engine that would misread them.

    ``last`` is the last one up to the cut-off (``periods.last_moment``).
    """

    start: datetime | Expr
    end: datetime | Expr
    last: datetime | Expr


class Measuring(Struct, frozen=True):
    """The measures of ``profile`` in ``span``, said in the ``words`` of the frame that they are for."""

    profile: Profile
    span: TimeSpan
    words: Words
    _known: dict[str, Expr] = field(default_factory=dict)

    def basic_amounts(self) -> dict[str, Expr]:
        """What each row contributes to each basic measure (neither a formula nor supplied), level by level."""
        return {
            name: amount
            for measure, rule in self.profile.measures.items()
            if not (rule.plus or rule.less or rule.supplied)
            for name, amount in self._amounts(measure)
        }

    def amount_of(self, measure: str) -> Expr:
        """What each row contributes to one measure (of one with levels: to the first)."""
        return next(self._amounts(measure))[1]

    def condition_of(self, name: str) -> Expr:
        """The condition that a row meets to be counted in a measure, those it builds ``of`` included."""
        if name not in self._known:
            rule = self.profile.measures[name]
            parts = [*self._own_conditions(rule)]
            if rule.of:
                parts.append(self.condition_of(rule.of))
            self._known[name] = reduce(lambda left, right: left & right, parts) if parts else self._always()
        return self._known[name]

    def _amounts(self, name: str) -> Iterator[tuple[str, Expr]]:
        rule, words = self.profile.measures[name], self.words
        condition = self.condition_of(name)
        if rule.levels:
            for level in rule.levels:
                yield level_name(name, level), self._one(condition & (words.col(rule.level_column) == level))
        elif rule.sum:
            yield name, words.when(condition).then(words.col(rule.sum)).otherwise(words.lit(0))
        else:
            yield name, self._one(condition)

    def _one(self, condition: Expr) -> Expr:
        return condition.cast(self.words.Int64)

    def _always(self) -> Expr:
        # A bare True is one value, not one a row, and could not be summed.
        order = self.words.col("order_id")
        return order.is_null() | ~order.is_null()

    def _own_conditions(self, rule: Measure) -> Iterable[Expr]:
        for column, when in rule.time.items():
            yield _WHEN[when](self.words.col(column), self.span)
        for column, condition in rule.where.items():
            yield from _column_conditions(self.words.col(column), condition)
        if rule.assessed:
            yield self.words.col("excluded") == self.words.lit(False)


_WHEN: dict[str, Callable[[Expr, TimeSpan], Expr]] = {
    "period": lambda column, span: (column >= span.start) & (column < span.end),
    "before": lambda column, span: column < span.start,
    "until_end": lambda column, span: column < span.end,
    "until_cut_off": lambda column, span: column <= span.last,
}


def _column_conditions(column: Expr, condition: Condition) -> Iterable[Expr]:
    if condition.any_of is not None:
        yield _is_one_of(column, condition.any_of)
    if condition.none_of is not None:
        # A blank is none of them too; SQL alone would call it unknown.
        yield column.is_null() | ~_is_one_of(column, condition.none_of)
    if condition.present is not None:
        yield ~column.is_null() if condition.present else column.is_null()
    if condition.at_least is not None:
        yield column >= condition.at_least
    if condition.at_most is not None:
        yield column <= condition.at_most


def _is_one_of(column: Expr, values: Sequence[Any]) -> Expr:
    """Whether a column has one of the values; null where it has none. A single one is compared: engines look longer for
    something in a list."""
    return column == values[0] if len(values) == 1 else column.is_in(list(values))
