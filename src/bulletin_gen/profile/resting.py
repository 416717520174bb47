"""What of a profile rests on a measure or a breakdown: what must go, or be changed, when these go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Measure
from bulletin_gen.profile.scoring import Ranking, UnitList


def resting_on(profile: Profile, keys: Iterable[str]) -> tuple[str, ...]:
    """``keys`` (``measures.NAME``, ``breakdowns.NAME``) and the keys of everything that is made of these, in the
    order of the profile: measures, rates, …, terms of scores, tables with their columns."""
    given = tuple(dict.fromkeys(keys))
    measures = _named(given, "measures")
    while more := [name for name, rule in profile.measures.items() if name not in measures and _of(rule) & measures]:
        measures |= set(more)
    rates = {name for name, rate in profile.rates.items() if {rate.numerator, rate.denominator} & measures}
    shown = _named(given, "breakdowns")
    shown |= {name for name, rule in profile.breakdowns.items() if {rule.measure, rule.base} & measures}
    terms = {
        term.key
        for score in profile.score.values()
        for term in score.terms
        if {term.rate, term.measure, term.share_of_group} & (measures | rates)
    }
    made = (
        *(f"measures.{name}" for name in profile.measures if name in measures),
        *(f"rates.{name}" for name in profile.rates if name in rates),
        *(f"breakdowns.{name}" for name in profile.breakdowns if name in shown),
        *_made_of(profile, measures | rates),
        *(f"score.terms 的 {name}" for name in dict.fromkeys(_terms(profile)) if name in terms),
        *_ranked(profile, measures | rates),
        *_tables(profile, measures | rates | {f"term.{name}" for name in terms}, shown),
    )
    return tuple(dict.fromkeys((*given, *made)))


def _named(keys: Iterable[str], part: str) -> set[str]:
    return {key.removeprefix(f"{part}.") for key in keys if key.startswith(f"{part}.")}


def _of(rule: Measure) -> set[str]:
    return {*rule.plus, *rule.less, *([rule.of] if rule.of else [])}


def _terms(profile: Profile) -> Iterator[str]:
    for score in profile.score.values():
        yield from (term.key for term in score.terms)


def _made_of(profile: Profile, gone: Collection[str]) -> Iterator[str]:
    for name, quotient in profile.quotients.items():
        if quotient.numerator in gone or quotient.denominator in gone:
            yield f"quotients.{name}"
    yield from (f"comparisons.{name}" for name, rule in profile.comparisons.items() if rule.of in gone)
    yield from (f"order_lists.{name}" for name, rule in profile.order_lists.items() if rule.measure in gone)


def _ranked(profile: Profile, gone: Collection[str]) -> Iterator[str]:
    if profile.ranking is not None and _asked(profile.ranking) & set(gone):
        yield "ranking"
    yield from (f"lists.{name}" for name, rule in profile.lists.items() if _asked(rule) & set(gone))


def _asked(rule: Ranking | UnitList) -> set[str]:
    if isinstance(rule, Ranking):
        keys = (rule.by, *rule.then, *rule.minimum)
    else:
        keys = (*rule.where, *rule.order, *rule.sums, *rule.share_of, *rule.share_of.values())
    return {key.removeprefix("-") for key in keys}


def _tables(profile: Profile, gone: Collection[str], breakdowns: Collection[str]) -> Iterator[str]:
    for name, table in profile.tables.items():
        if table.rows.removeprefix("breakdown.") in breakdowns and table.rows.startswith("breakdown."):
            yield f"tables.{name}"
        elif columns := [column.value for column in table.columns if column.value in gone]:
            yield f"tables.{name} 的 {'、'.join(columns)} 列"
