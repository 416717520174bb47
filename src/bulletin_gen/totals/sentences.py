"""Parts of one count that a sentence names side by side: do they make up what it says they are parts of?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from msgspec import Struct

from bulletin_gen.facts.everything import Facts
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import are_parts
from bulletin_gen.totals.claims import scope_and_name
from bulletin_gen.totals.printed import FiguredText, FigureSpot, PrintedFigures


class Shortfall(Struct, frozen=True):
    """Parts that leave something of the whole unsaid: where, what stands there, how much is unsaid of how much."""

    place: str
    told: str
    whole: str
    rest: Count


class _ToldPart(Struct, frozen=True):
    """A count told in a sentence, or behind a rate that is; ``of`` is what it is a part of."""

    name: str
    of: str
    said: FigureSpot


def shortfalls(printed: PrintedFigures, facts: Facts, profile: Profile) -> Iterator[Shortfall]:
    """Every sentence whose parts do not make up their whole, and decisions whose other half is said nowhere."""
    for passage in printed.passages:
        for start, end in passage.sentences():
            yield from _Sentence(passage, passage.between(start, end), facts, profile).shortfalls()
    yield from _half_told(printed, facts, profile)


class _Sentence(Struct, frozen=True):
    """A sentence with its figures."""

    passage: FiguredText
    figures: tuple[FigureSpot, ...]
    facts: Facts
    profile: Profile

    def shortfalls(self) -> Iterator[Shortfall]:
        scopes: dict[str, list[tuple[str, FigureSpot]]] = {}
        for said in self.figures:
            scope, name = scope_and_name(said.figure)
            scopes.setdefault(scope, []).append((name, said))
        for scope, of_scope in scopes.items():
            parts = self._parts(of_scope)
            for whole in dict.fromkeys(part.of for part in parts):
                yield from self._of_whole(scope, whole, [part for part in parts if part.of == whole])

    def _parts(self, of_scope: Iterable[tuple[str, FigureSpot]]) -> list[_ToldPart]:
        """What the sentence tells of one scope: counts, and rates by their numerators; ``of_scope``: its figures, each
        with the measure or rate that it is."""
        found: dict[str, _ToldPart] = {}
        for name, said in of_scope:
            rate = self.profile.rates.get(name)
            own = rate.numerator if rate and not rate.complement else name
            rule = self.profile.measures.get(own)
            if rule is not None and rule.of and (rate is None or rate.denominator == rule.of):
                found.setdefault(own, _ToldPart(own, rule.of, said))
        return list(found.values())

    def _of_whole(self, scope: str, whole: str, parts: list[_ToldPart]) -> Iterator[Shortfall]:
        told = any(said.figure == f"{scope}.{whole}" for said in self.passage.figures)
        rates = all(scope_and_name(part.said.figure)[1] in self.profile.rates for part in parts)
        names = _largest(self.profile, [part.name for part in parts], whole)
        if len(names) < 2 or not (told or rates):
            return
        rest = _value(self.facts, f"{scope}.{whole}") - sum(_value(self.facts, f"{scope}.{name}") for name in names)
        if rest > 0:
            quotes = "、".join(self.passage.quote(part.said) for part in parts if part.name in names)
            yield Shortfall(self.passage.place, f"“{quotes}”", _label(self.profile, whole), rest)


def _largest(profile: Profile, names: list[str], whole: str) -> tuple[str, ...]:
    """The most of these measures that are parts of the whole beside each other."""
    for size in range(len(names), 1, -1):
        for chosen in combinations(names, size):
            if are_parts(profile, chosen, whole):
                return chosen
    return ()


def _half_told(printed: PrintedFigures, facts: Facts, profile: Profile) -> Iterator[Shortfall]:
    """What people decided about some of a count (免责) and the text tells of the others only."""
    for name, rule in profile.measures.items():
        decided, whole = "excused" in rule.where, rule.of
        if not decided or not whole or not {f"total.{name}", f"total.{whole}"} <= printed.ids:
            continue
        rest = _value(facts, f"total.{whole}") - _value(facts, f"total.{name}")
        others = (
            other
            for other in profile.measures
            if are_parts(profile, (name, other), whole) and f"total.{other}" in printed.ids
        )
        if rest > 0 and not any(others):
            place, quote = _where(printed, f"total.{name}")
            yield Shortfall(place, quote, _label(profile, whole), rest)


def _where(printed: PrintedFigures, figure: str) -> tuple[str, str]:
    for passage in printed.passages:
        for said in passage.figures:
            if said.figure == figure:
                return passage.place, f"“{passage.quote(said)}”"
    return "附件", figure


def _value(facts: Facts, figure: str) -> Count:
    value = facts.figures[figure].value if figure in facts.figures else 0
    return value if isinstance(value, Count) else 0


def _label(profile: Profile, name: str) -> str:
    return profile.measures[name].label or name
