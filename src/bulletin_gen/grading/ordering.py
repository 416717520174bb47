"""Orders of units: by named keys, each ascending or, with ``-`` in front, descending; empty values come last.

Keys: ``registered`` (the registry's order, whatever it is sorted by), ``group`` (the profile's order of groups),
``prose_group`` (their order in prose), ``score``, ``rank``, ``grade`` (best first), ``term.NAME``, any measure, any
rate. Units outside the registry come last.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal

from msgspec import Struct

from bulletin_gen.grading.model import Assessment
from bulletin_gen.grading.terms import printed_rate
from bulletin_gen.indicators import Scope
from bulletin_gen.profile import Profile

Number = Fraction | None

#: Keys that say where a unit stands, not how it did: they never decide who makes a "top three".
PLACES = ("group", "prose_group", "registered")


class Values(Struct, frozen=True, dict=True):
    """Looks up what a name of the profile means for a scope. ``compare: rounded`` takes rates as printed."""

    assessments: Mapping[str, Assessment]
    profile: Profile
    compare: Literal["exact", "rounded"] = "exact"

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Unit → its place in the registry's order, which the profile may want to be that of pinyin or strokes."""
        return {name: place for place, name in enumerate(self.assessments)}

    def number(self, name: str, scope: Scope) -> Number:
        """The exact number that ``name`` has for ``scope``; None where it has none."""
        if name in scope.rates:
            return self._rate(name, scope)
        if name in scope.counts:
            return Fraction(scope.counts[name])
        if name in PLACES:
            return Fraction(self._place(name, scope))
        assessment = self.assessments.get(scope.name)
        return None if assessment is None else self._assessed(name, assessment)

    def word(self, name: str, scope: Scope) -> str:
        """``group`` or ``grade`` of a scope, as a word."""
        if name == "group":
            return scope.group
        assessment = self.assessments.get(scope.name)
        return assessment.grade if assessment else ""

    def _rate(self, name: str, scope: Scope) -> Number:
        value = scope.rates[name].value
        if value is None or self.compare == "exact":
            return value
        return printed_rate(name, value, self.profile)

    def _place(self, name: str, scope: Scope) -> int:
        if name == "registered":
            return self.places.get(scope.name, _LAST)
        names = [group.name for group in self.profile.units.groups]
        if name == "prose_group":
            names = [*self.profile.units.prose_order, *names]
        return names.index(scope.group) if scope.group in names else _LAST

    def _assessed(self, name: str, assessment: Assessment) -> Number:
        if name == "grade":
            names = [band.grade for band in self.profile.grades]
            return Fraction(names.index(assessment.grade)) if assessment.grade in names else None
        if name.startswith("term."):
            term = assessment.terms.get(name.removeprefix("term."))
            return term.points if term else None
        value = {"score": assessment.score, "rank": assessment.rank}[name]
        return None if value is None else Fraction(value)


_LAST = sys.maxsize

SortKey = Callable[[Scope], tuple[tuple[int, Fraction], ...]]


def sort_key(keys: Sequence[str], values: Values) -> SortKey:
    """A key for ``sorted`` by these names."""

    def of(scope: Scope) -> tuple[tuple[int, Fraction], ...]:
        return tuple(_place(key, values.number(key.removeprefix("-"), scope)) for key in keys)

    return of


def order_scopes(
    scopes: Iterable[Scope], keys: Sequence[str], assessments: Mapping[str, Assessment], profile: Profile
) -> tuple[Scope, ...]:
    """``scopes`` ordered by ``keys``; what these leave equal stays in the given order.

    ``KeyError`` for a name that is neither a key above, a measure nor a rate (profiles are checked before).
    """
    return tuple(sorted(scopes, key=sort_key(keys, Values(assessments, profile))))


def _place(key: str, value: Number) -> tuple[int, Fraction]:
    if value is None:
        return (1, Fraction(0))
    return (0, -value if key.startswith("-") else value)
