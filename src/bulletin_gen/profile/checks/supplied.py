"""Checks of figures that people supply: they are known for the whole, and nothing of single units may come of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import Path, Slip, conflict


def only_of_the_whole(profile: Profile) -> frozenset[str]:
    """Measures that are supplied or made of such, and rates over them."""
    known: set[str] = set()
    for _ in profile.measures:  # each round takes in those one step further away
        known |= {
            name
            for name, rule in profile.measures.items()
            if (rule.supplied and not rule.by_unit) or known & {*rule.plus, *rule.less}
        }
    rates = {name for name, rule in profile.rates.items() if known & {rule.numerator, rule.denominator}}
    return frozenset(known | rates)


def of_the_whole(profile: Profile) -> Iterator[Slip]:
    """Places that ask for a unit's or a group's share of a figure that was supplied for the whole."""
    known = only_of_the_whole(profile)
    if not known:
        return
    for path, name in _asked_of_units(profile):
        if name.removeprefix("-") in known:
            expected = "由工单计得的计数，或其比率"
            yield conflict(path, "人工提供的数只有全县的，没有各单位的", expected, "换一个计数或率", name)


def _asked_of_units(profile: Profile) -> Iterator[tuple[Path, str]]:
    for name, table in profile.tables.items():
        if not table.rows.startswith("breakdown."):
            for index, column in enumerate(table.columns):
                yield ("tables", name, "columns", index, "value"), column.value
            yield from _each(("tables", name, "order"), table.order)
            yield ("tables", name, "skip_without"), table.skip_without
    for name, chosen in profile.lists.items():
        for key in ("where", "order", "sums", "share_of"):
            yield from _each(("lists", name, key), getattr(chosen, key))
    for name, named in profile.order_lists.items():
        keys = [key for key in named.order if key.removeprefix("-") != "count"]  # how many orders a unit has there
        yield from _each(("order_lists", name, "order"), keys)
    for name, comparison in profile.comparisons.items():
        if comparison.scope != "total":
            yield ("comparisons", name, "of"), comparison.of
    yield from _asked_by_assessment(profile)


def _asked_by_assessment(profile: Profile) -> Iterator[tuple[Path, str]]:
    for group, score in profile.score.items():
        yield from _each(("score", group, "minimum"), score.minimum)
        for index, term in enumerate(score.terms):
            for key in ("rate", "measure", "share_of_group"):
                yield ("score", group, "terms", index, key), getattr(term, key) or ""
    if profile.ranking is not None:
        yield ("ranking", "by"), profile.ranking.by
        yield from _each(("ranking", "then"), profile.ranking.then)
        yield from _each(("ranking", "minimum"), profile.ranking.minimum)


def _each(path: Path, names: Iterable[str]) -> Iterator[tuple[Path, str]]:
    for index, name in enumerate(names):
        yield (*path, name if path[-1] in ("where", "share_of", "minimum") else index), name
