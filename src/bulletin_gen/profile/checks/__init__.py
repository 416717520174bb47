"""Checks across a whole profile: every name must lead somewhere, every rule must be able to hold.

Each check is a function from the profile to findings; all of them run, so that all findings appear at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.charts import charts
from bulletin_gen.profile.checks.counting import breakdowns, comparisons, measures, quotients, rates
from bulletin_gen.profile.checks.display import document, names, stem
from bulletin_gen.profile.checks.finding import Slip
from bulletin_gen.profile.checks.lists import order_lists, unit_lists
from bulletin_gen.profile.checks.reading import columns, deadlines, groups, vocabulary
from bulletin_gen.profile.checks.scoring import grades, ranking, scores
from bulletin_gen.profile.checks.supplied import of_the_whole
from bulletin_gen.profile.checks.tables import tables

__all__ = ["Slip", "check_profile"]

CHECKS: tuple[Callable[[Profile], Iterator[Slip]], ...] = (
    names,
    stem,
    document,
    columns,
    vocabulary,
    deadlines,
    groups,
    measures,
    rates,
    quotients,
    breakdowns,
    comparisons,
    scores,
    grades,
    ranking,
    unit_lists,
    order_lists,
    tables,
    charts,
    of_the_whole,
)


def check_profile(profile: Profile) -> tuple[Slip, ...]:
    """Everything in ``profile`` that leads nowhere or cannot hold."""
    return tuple(finding for check in CHECKS for finding in check(profile))
