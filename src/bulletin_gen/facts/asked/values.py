"""A value of a category, channel or type as a scope: every count and rate of its orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from bulletin_gen.facts.book import Book
from bulletin_gen.facts.breakdowns import value_name
from bulletin_gen.facts.changes import Bases
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.indicators import ratio_of
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile.requesttypes import plain_value
from bulletin_gen.tally import Counts, ValueCount


def own_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names of values among names that records hold, each once; 供水.停水 is a sub-value of 供水."""
    known = dict.fromkeys(names)
    return tuple(name for name in known if not any(name[:at] in known for at, sign in enumerate(name) if sign == "."))


def recorded_names(keys: Iterable[str], breakdown: str, measure: str) -> Iterator[str]:
    """The names of a breakdown's values among the ids of figures that runs have recorded, sub-values too."""
    prefix, behind = f"values.{breakdown}.", f".{measure}"
    yield from (key[len(prefix) : -len(behind)] for key in keys if key.startswith(prefix) and key.endswith(behind))


class ValueScopes(Struct, frozen=True):
    """The values of every breakdown, those beyond its cut too."""

    book: Book
    counts: Counts
    bases: Bases
    _made: dict[tuple[str, str], ScopeFacts] = field(default_factory=dict)
    _named: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def names(self, breakdown: str) -> tuple[str, ...]:
        """The names of all values of a breakdown: counted ones, largest first, then those that the profile lists or
        an earlier period had."""
        if breakdown not in self._named:  # nothing that they are made of changes
            self._named[breakdown] = self._names(breakdown)
        return self._named[breakdown]

    def _names(self, breakdown: str) -> tuple[str, ...]:
        rule = self.book.profile.breakdowns[breakdown]
        named = (value_name(rule, each.values) for each in self.counts.breakdowns.get(breakdown, ()))
        others = (value_name(rule, values) for values in self.counts.values.get(breakdown, ()))
        return tuple(dict.fromkeys(name for name in (*named, *rule.listed, *others, *self.before(breakdown)) if name))

    def before(self, breakdown: str) -> tuple[str, ...]:
        """Values that an earlier period had: they stay names when no order has them this time."""
        keys = (key for base in self.bases.values() for key in base.values)
        return own_names(recorded_names(keys, breakdown, self.book.profile.breakdowns[breakdown].measure))

    def called(self, breakdown: str, name: str) -> str:
        """What a value is called that a person may have written as exports do; itself where it is none."""
        names = self.names(breakdown)
        plain = plain_value(self.book.profile, breakdown, name)
        return name if name in names or plain not in names else plain

    def scope(self, breakdown: str, name: str) -> ScopeFacts | None:
        """One value with its counts and rates; None where the breakdown has no such value."""
        if name not in self.names(breakdown):
            return None
        if (breakdown, name) not in self._made:
            self._made[breakdown, name] = self._scope(breakdown, name)
        return self._made[breakdown, name]

    def beneath(self, breakdown: str, name: str) -> tuple[ScopeFacts, ...]:
        """The sub-values of a value that the profile's ``about`` counts, largest first."""
        measure = self.book.profile.breakdowns[breakdown].measure
        counts: dict[str, int] = {}
        for value in self._counted(breakdown, name):
            for sub, count in value.about:
                if sub:
                    counts[sub] = counts.get(sub, 0) + count
        ordered = sorted(counts, key=lambda sub: (-counts[sub], sub))
        return tuple(self._made_of(breakdown, f"{name}.{sub}", sub, {measure: counts[sub]}) for sub in ordered)

    def had_before(self, breakdown: str, name: str, sub: str) -> ScopeFacts | None:
        """A sub-value that no order has this time and an earlier period had: none of it, but still a name."""
        measure = self.book.profile.breakdowns[breakdown].measure
        key = f"values.{breakdown}.{name}.{sub}.{measure}"
        if not any(key in base.values for base in self.bases.values()):
            return None
        return self._made_of(breakdown, f"{name}.{sub}", sub, {measure: 0})

    def _counted(self, breakdown: str, name: str) -> list[ValueCount]:
        rule = self.book.profile.breakdowns[breakdown]
        return [each for each in self.counts.breakdowns.get(breakdown, ()) if value_name(rule, each.values) == name]

    def _scope(self, breakdown: str, name: str) -> ScopeFacts:
        rule = self.book.profile.breakdowns[breakdown]
        counts: dict[str, Count] = {}
        for values, each in self.counts.values.get(breakdown, {}).items():
            if value_name(rule, values) == name:
                counts = {key: counts.get(key, 0) + value for key, value in each.items()}
        if not counts and breakdown in self.counts.values:  # no order has it this time
            counts = dict.fromkeys(self._countable(), 0)
        own = sum(each.count for each in self._counted(breakdown, name))
        return self._made_of(breakdown, name, name, {**counts, rule.measure: own})

    def _countable(self) -> list[str]:
        return [name for name, rule in self.book.profile.measures.items() if not rule.supplied]

    def _made_of(self, breakdown: str, key: str, name: str, counts: Mapping[str, Count]) -> ScopeFacts:
        prefix = f"values.{breakdown}.{key}"
        profile = self.book.profile
        prose = {each: self.book.measure(f"{prefix}.{each}", each, value) for each, value in counts.items()}
        table = dict(prose)
        for rate, rule in profile.rates.items():
            if rule.numerator in counts and rule.denominator in counts:
                prose[rate], table[rate] = self.book.rate(f"{prefix}.{rate}", rate, ratio_of(rule, counts))
        figure = self.book.name(f"{prefix}.name", name, "工单")
        return ScopeFacts(f"{breakdown}.{key}", figure, figure, figure, "", prose, table)
