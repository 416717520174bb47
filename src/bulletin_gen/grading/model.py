"""What grading hands over: scores with the points of every term, grades, ranks, lists."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct, field

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.county.registry import Unit
from bulletin_gen.indicators import Ratio, Scope
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile.scoring import GradeBand


class TermPoints(Struct, frozen=True):
    """What one term of the score gives a unit.

    ``points`` is None where the term is left out (its rate has no denominator and the profile says so). ``rate``
    is the rate that entered, already rounded where the score takes rounded rates; None for other terms. ``how``
    is the calculation in words for people: ``30×97.9%``. ``entries`` are the hand-made records it adds up.
    """

    name: str
    label: str
    points: Fraction | None
    full: Fraction | None
    rate: Fraction | None = None
    how: str = ""
    entries: tuple[Adjustment, ...] = ()


class Assessment(Struct, frozen=True):
    """One unit's result. Units that are not scored have no score and no grade; ``unscored`` says why.

    ``score`` is rounded as the profile says, ``exact_score`` is what was rounded. ``rank`` is None for a unit that
    takes no part in the ranking; ``unranked`` says why. ``grade_by_score`` is the grade before a re-grading. ``how``,
    ``grade_how`` and ``rank_how`` say in words for people how score, grade and rank came about.
    """

    unit: Unit
    score: Decimal | None = None
    exact_score: Fraction | None = None
    terms: Mapping[str, TermPoints] = field(default_factory=dict)
    how: str = ""
    unscored: str = ""
    grade: str = ""
    grade_by_score: str = ""
    grade_how: str = ""
    deduct: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    rank: int | None = None
    rank_how: str = ""
    unranked: str = ""
    previous_grade: str = ""
    regraded: Adjustment | None = None


class GradeGroup(Struct, frozen=True):
    """A grade and the units that have it: groups in the prose's order, in each the best score first."""

    grade: str
    band: GradeBand
    units: tuple[Unit, ...]


class Move(Struct, frozen=True):
    """A unit whose grade differs from that of the period before."""

    unit: Unit
    before: str
    after: str
    direction: Literal["up", "down"]


class ListEntry(Struct, frozen=True):
    """A unit in a list; ``added_by`` is the decision that put it there where the rule did not."""

    scope: Scope
    added_by: Adjustment | None = None


class Removal(Struct, frozen=True):
    """A unit that the rule names and a decision took out."""

    scope: Scope
    removed_by: Adjustment


class UnitListResult(Struct, frozen=True):
    """A list in the order to be named. ``sums``: counts added up over it; ``shares``: those of the whole."""

    entries: tuple[ListEntry, ...] = ()
    sums: Mapping[str, Count] = field(default_factory=dict)
    shares: Mapping[str, Ratio] = field(default_factory=dict)
    removed: tuple[Removal, ...] = ()

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The units alone."""
        return tuple(entry.scope for entry in self.entries)


class Grading(Struct, frozen=True):
    """All results. ``assessments`` by registered name, in registered order, one for every unit.

    ``grades`` has every band of the profile, best first, also those without units; ``moves`` in the prose's order.
    """

    assessments: Mapping[str, Assessment]
    grades: tuple[GradeGroup, ...] = ()
    lists: Mapping[str, UnitListResult] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
