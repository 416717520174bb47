"""Checks of figures that people supply: they are known for the whole, and nothing of single units may come of them."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import Slip, conflict
from bulletin_gen.profile.graph import Use, resting_on, uses


def only_of_the_whole(profile: Profile) -> frozenset[str]:
    """Measures that are supplied or made of such, and rates over them."""
    return resting_on(profile, {name for name, rule in profile.measures.items() if rule.supplied and not rule.by_unit})


def of_the_whole(profile: Profile) -> Iterator[Slip]:
    """Places that ask for a unit's or a group's share of a figure that was supplied for the whole."""
    known = only_of_the_whole(profile)
    for use in dict.fromkeys(uses(profile)) if known else ():
        if use.name in known and _asks_of_units(use, profile):
            expected = "由工单计得的计数，或其比率"
            yield conflict(use.path, "人工提供的数只有全县的，没有各单位的", expected, "换一个计数或率", use.name)


def _asks_of_units(use: Use, profile: Profile) -> bool:
    """Whether a figure of each unit (or of a group) is asked for there, and not one of the whole alone."""
    match use.path:
        case ("tables", str(name), "columns" | "order" | "skip_without", *_):
            return profile.tables[name].of_units
        case ("charts", str(name), *_):
            return profile.charts[name].of_units
        case ("comparisons", str(name), *_):
            return profile.comparisons[name].scope != "total"
        case ("order_lists", _, "order", *_):
            return use.name != "count"  # how many orders a unit has there
        case ("lists", _, "share_of", str(own)):
            return use.name == own  # what it is a share of may be known for the whole alone
        case ("lists" | "score" | "ranking", *_):
            return True
    return False
