"""Step 4: from whole counts to exact rates and comparisons, for every unit, group and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Rate
from bulletin_gen.tally import Counts


class Ratio(Struct, frozen=True):
    """A rate as two numbers, exact until printed. ``complement``: the value is one minus the quotient.

    ``scale`` divides the quotient (86400 turns seconds into days, 1/10000 counts for each 10,000 people).
    """

    numerator: Count
    denominator: Count
    complement: bool = False
    scale: Count = 1

    @property
    def value(self) -> Fraction | None:
        """The exact value as a fraction of one (in days, for 10,000); None when the denominator is zero."""
        if self.denominator == 0:
            return None
        quotient = Fraction(self.numerator, self.denominator * self.scale)
        return 1 - quotient if self.complement else quotient


class Scope(Struct, frozen=True):
    """The counts and rates of one scope: a unit, a group, the units outside the registry, or the whole."""

    name: str
    counts: Mapping[str, Count]
    rates: Mapping[str, Ratio]
    unit: Unit | None = None
    group: str = ""


class Indicators(Struct, frozen=True):
    """All scopes. ``units`` in registered order; ``outside`` is None where no such order exists."""

    units: tuple[Scope, ...]
    groups: Mapping[str, Scope]
    total: Scope
    outside: Scope | None = None


#: Keys of the two scopes that are neither unit nor group.
TOTAL, OUTSIDE = "total", "outside"

SECONDS_A_DAY = 86400
#: What a rate's quotient is divided by, for what its rule is told ``per``.
SCALES: Mapping[str, Count] = {"": 1, "day": SECONDS_A_DAY, "ten_thousand": Fraction(1, 10_000)}


def compute(counts: Counts, registry: Registry, profile: Profile) -> Indicators:
    """The indicators of every registered unit (those without orders too), every group and the whole.

    ``counts`` come from ``tally``; measures that the profile calls supplied stay zero here and are filled by facts.
    """
    nothing: Mapping[str, Count] = dict.fromkeys(counts.total, 0)
    outside = counts.units.get(profile.units.outside) if profile.units.outside else None
    return Indicators(
        units=tuple(_scope(unit.name, counts.units.get(unit.name, nothing), profile, unit) for unit in registry.units),
        groups={group: _scope(group, counts.groups.get(group, nothing), profile) for group in registry.groups},
        total=_scope(TOTAL, counts.total, profile),
        outside=_scope(OUTSIDE, outside, profile) if outside is not None else None,
    )


def _scope(name: str, counts: Mapping[str, Count], profile: Profile, unit: Unit | None = None) -> Scope:
    rates = {key: ratio_of(rule, counts) for key, rule in profile.rates.items()}
    return Scope(name, counts, rates, unit, unit.group if unit else "")


def ratio_of(rule: Rate, counts: Mapping[str, Count]) -> Ratio:
    """The rate that ``rule`` defines over ``counts``."""
    return Ratio(counts[rule.numerator], counts[rule.denominator], rule.complement, SCALES[rule.per])
