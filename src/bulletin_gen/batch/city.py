"""The counties together: sums of measures, rates over the sums, and the order of the counties in each rate.

Only what is defined alike is taken together (``account.Definition``), under whatever key the counties keep it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct

from bulletin_gen.batch.account import BatchAccount, Definition, MeasureLine, RateLine
from bulletin_gen.batch.run import Outcome
from bulletin_gen.indicators import Ratio
from bulletin_gen.leaves.numbers import Count, NumberStyle, format_number

Line = TypeVar("Line", MeasureLine, RateLine)


class Total(Struct, frozen=True):
    """One measure or rate over all counties of a period that define it alike. A measure has neither text nor
    denominator. ``rule``: in the words of the first of them."""

    period: str
    what: Definition
    rule: str
    counties: int
    numerator: Count
    denominator: Count | None = None
    text: str = ""
    seconds: tuple[bool, bool] = (False, False)


class Standing(Struct, frozen=True):
    """A county's place among the ``counties`` that define a rate alike; those with equal values share it, those
    without a value have none."""

    period: str
    place: int | None
    counties: int
    county: str
    text: str
    line: RateLine


def names_of(outcomes: Iterable[Outcome]) -> dict[Definition, str]:
    """What to call each measure and rate: by its label, numbered where counties mean different things by it."""
    rules: dict[str, dict[Definition, None]] = {}
    for outcome in outcomes:
        if outcome.record is not None:
            account = outcome.record.account
            for what in (*by_definition(account.measures), *by_definition(account.rates)):
                rules.setdefault(what.label, {})[what] = None
    return {
        what: f"{label}（口径{number}）" if len(alike) > 1 else label
        for label, alike in rules.items()
        for number, what in enumerate(alike, 1)
    }


def by_definition(lines: Mapping[str, Line]) -> dict[Definition, Line]:
    """A county's lines by what they are; of two keys for the same, the first."""
    found: dict[Definition, Line] = {}
    for line in lines.values():
        found.setdefault(line.what, line)
    return found


def totals(outcomes: Iterable[Outcome]) -> list[Total]:
    """Measures, then rates, period by period, in the counties' own order of first appearance."""
    found: list[Total] = []
    for period, accounts in _by_period(outcomes).items():
        found += (_sum(period, [line for _, line in lines]) for lines in _measures(accounts))
        found += (_rate(period, [line for _, line in lines]) for lines in _rates(accounts))
    return found


def standings(outcomes: Iterable[Outcome]) -> list[Standing]:
    """For every period and rate that two counties or more define alike, the counties from best to worst."""
    found: list[Standing] = []
    for period, accounts in _by_period(outcomes).items():
        for lines in _rates(accounts):
            if len(lines) > 1:
                found += _ordered(period, lines)
    return found


def _by_period(outcomes: Iterable[Outcome]) -> dict[str, list[BatchAccount]]:
    groups: dict[str, list[BatchAccount]] = {}
    for outcome in outcomes:
        if outcome.record is not None:
            groups.setdefault(outcome.period, []).append(outcome.record.account)
    return groups


def _measures(accounts: Iterable[BatchAccount]) -> Iterator[list[tuple[str, MeasureLine]]]:
    yield from _together((account.county, by_definition(account.measures)) for account in accounts)


def _rates(accounts: Iterable[BatchAccount]) -> Iterator[list[tuple[str, RateLine]]]:
    yield from _together((account.county, by_definition(account.rates)) for account in accounts)


def _together(counties: Iterable[tuple[str, Mapping[Definition, Line]]]) -> Iterator[list[tuple[str, Line]]]:
    """The lines of each definition, with their counties."""
    found: dict[Definition, list[tuple[str, Line]]] = {}
    for county, lines in counties:
        for what, line in lines.items():
            found.setdefault(what, []).append((county, line))
    yield from found.values()


def _sum(period: str, lines: Sequence[MeasureLine]) -> Total:
    value = sum((line.value for line in lines), Fraction())
    return Total(period, lines[0].what, lines[0].rule, len(lines), value, seconds=(lines[0].seconds, False))


def _rate(period: str, lines: Sequence[RateLine]) -> Total:
    numerator = sum((line.numerator for line in lines), Fraction())
    denominator = sum((line.denominator for line in lines), Fraction())
    value = Ratio(numerator, denominator, scale=lines[0].scale).value
    text = _printed(value, _finest(lines))
    return Total(period, lines[0].what, lines[0].rule, len(lines), numerator, denominator, text, lines[0].seconds)


def _printed(value: Fraction | None, style: NumberStyle) -> str:
    return "—" if value is None else format_number(value, style)


def _finest(lines: Iterable[RateLine]) -> NumberStyle:
    """The style with the most decimals: values that stand in one column must be comparable there."""
    return max((line.style for line in lines), key=lambda style: style.digits + (2 if style.percent else 0))


def _ordered(period: str, lines: Sequence[tuple[str, RateLine]]) -> Iterator[Standing]:
    valued = [(exact, county, line) for county, line in lines if (exact := line.value) is not None]
    sign = 1 if any(line.low_is_good for _, line in lines) else -1
    valued.sort(key=lambda each: (sign * each[0], each[1]))
    values = [exact for exact, _, _ in valued]
    style = _finest(line for _, line in lines)
    for exact, county, line in valued:
        yield Standing(period, values.index(exact) + 1, len(lines), county, _printed(exact, style), line)
    for county, line in lines:
        if line.value is None:
            yield Standing(period, None, len(lines), county, line.text, line)
