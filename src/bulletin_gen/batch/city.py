"""The counties together: sums of measures, rates over the sums, and the order of the counties in each rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.batch.account import RateLine
from bulletin_gen.batch.run import Outcome
from bulletin_gen.indicators import Ratio
from bulletin_gen.numbers import Count, format_number


class Total(Struct, frozen=True):
    """One measure or rate over all counties of a period that have it. A measure has no denominator."""

    period: str
    label: str
    text: str
    counties: int
    numerator: Count
    denominator: Count | None = None


class Standing(Struct, frozen=True):
    """A county's place in one rate; counties with equal values share it, those without a value have none."""

    period: str
    label: str
    place: int | None
    county: str
    text: str
    numerator: Count
    denominator: Count


def totals(outcomes: Iterable[Outcome]) -> list[Total]:
    """Measures, then rates, period by period, in the counties' own order of first appearance."""
    found: list[Total] = []
    for period, group in _by_period(outcomes).items():
        found += _measures(period, group)
        found += (_rate(period, [line for _, line in lines]) for lines in _rates(group))
    return found


def standings(outcomes: Iterable[Outcome]) -> list[Standing]:
    """For every period and rate that two counties or more have, the counties from best to worst."""
    found: list[Standing] = []
    for period, group in _by_period(outcomes).items():
        for lines in _rates(group):
            if len(lines) > 1:
                found += _ordered(period, lines)
    return found


def _by_period(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.record is not None:
            groups.setdefault(outcome.period, []).append(outcome)
    return groups


def _measures(period: str, group: Sequence[Outcome]) -> Iterator[Total]:
    sums: dict[str, tuple[str, int, int]] = {}
    for outcome in group:
        assert outcome.record is not None  # _by_period keeps no other
        for name, (label, value) in outcome.record.account.measures.items():
            first, total, counties = sums.get(name, (label, 0, 0))
            sums[name] = (first, total + value, counties + 1)
    for label, total, counties in sums.values():
        yield Total(period, label, str(total), counties, total)


def _rates(group: Sequence[Outcome]) -> Iterator[list[tuple[str, RateLine]]]:
    """The lines of each rate, with their counties."""
    lines: dict[str, list[tuple[str, RateLine]]] = {}
    for outcome in group:
        assert outcome.record is not None  # _by_period keeps no other
        for name, line in outcome.record.account.rates.items():
            lines.setdefault(name, []).append((outcome.record.account.county, line))
    yield from lines.values()


def _rate(period: str, lines: Sequence[RateLine]) -> Total:
    first = lines[0]
    numerator = sum((line.numerator for line in lines), Fraction())
    denominator = sum((line.denominator for line in lines), Fraction())
    value = Ratio(numerator, denominator, first.complement, first.scale).value
    text = "—" if value is None else format_number(value, first.style)
    return Total(period, first.label, text, len(lines), numerator, denominator)


def _ordered(period: str, lines: Sequence[tuple[str, RateLine]]) -> Iterator[Standing]:
    def value(line: RateLine) -> Fraction | None:
        return Ratio(line.numerator, line.denominator, line.complement, line.scale).value

    valued = [(exact, county, line) for county, line in lines if (exact := value(line)) is not None]
    sign = 1 if lines[0][1].low_is_good else -1
    valued.sort(key=lambda each: (sign * each[0], each[1]))
    values = [exact for exact, _, _ in valued]
    for exact, county, line in valued:
        yield _standing(period, values.index(exact) + 1, county, line)
    for county, line in lines:
        if value(line) is None:
            yield _standing(period, None, county, line)


def _standing(period: str, place: int | None, county: str, line: RateLine) -> Standing:
    return Standing(period, line.label, place, county, line.text, line.numerator, line.denominator)
