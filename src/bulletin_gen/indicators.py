"""Step 4: from whole counts to exact rates and comparisons, for every unit, group and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bulletin_gen.registry import Unit

#: A count is an ``int``; a measure with levels (满意 1, 基本满意 0.8) may be a ``Fraction``.
Count = int | Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate as two numbers, exact until printed. ``complement``: the value is one minus the quotient.

    ``scale`` divides the quotient (86400 turns seconds into days).
    """

    numerator: Count
    denominator: Count
    complement: bool = False
    scale: int = 1

    @property
    def value(self) -> Fraction | None:
        """The exact value as a fraction of one (or in days); None when the denominator is zero."""
        if self.denominator == 0:
            return None
        quotient = Fraction(self.numerator) / (Fraction(self.denominator) * self.scale)
        return 1 - quotient if self.complement else quotient


@dataclass(frozen=True, slots=True)
class Scope:
    """The counts and rates of one scope: a unit, a group, the units outside the registry, or the whole."""

    name: str
    counts: Mapping[str, Count]
    rates: Mapping[str, Ratio]
    unit: Unit | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Indicators:
    """All scopes. ``units`` in registered order; ``outside`` is None where no such order exists."""

    units: tuple[Scope, ...]
    groups: Mapping[str, Scope]
    total: Scope
    outside: Scope | None = None
