"""Step 5: from rates and rules to scores, grades, deductions, ranks and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.county.registry import Registry
from bulletin_gen.grading.decisions import collect
from bulletin_gen.grading.grades import grade_units, moves_between
from bulletin_gen.grading.lists import make_lists
from bulletin_gen.grading.model import (
    Assessment,
    GradeGroup,
    Grading,
    ListEntry,
    Move,
    Removal,
    TermPoints,
    UnitListResult,
)
from bulletin_gen.grading.ordering import order_scopes
from bulletin_gen.grading.ranking import rank_units
from bulletin_gen.grading.score import score_units
from bulletin_gen.indicators import Indicators
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.profile import Profile

__all__ = [
    "Assessment",
    "GradeGroup",
    "Grading",
    "ListEntry",
    "Move",
    "Removal",
    "TermPoints",
    "UnitListResult",
    "grade",
    "order_scopes",
]


def grade(
    indicators: Indicators,
    registry: Registry,
    profile: Profile,
    adjustments: Sequence[Adjustment],
    previous_grades: Mapping[str, str],
) -> tuple[Grading, tuple[Issue, ...]]:
    """Applies the profile's score, grades, ranking and lists to every unit.

    ``previous_grades``: registered name → grade of the period before, empty when there is none. Issues are
    entries of the adjustments sheet that are incomplete (errors) or that no rule uses (warnings).
    """
    decisions, unmatched = collect(adjustments, registry, profile)
    scored, wrong_entries = score_units(indicators, profile, decisions)
    graded, wrong_grades = grade_units(scored, profile, decisions, previous_grades)
    assessments = rank_units(graded, indicators, profile)
    lists, idle = make_lists(indicators, profile, decisions, assessments)
    in_order = _in_prose_order(indicators, profile, assessments)
    grading = Grading(assessments, _grade_groups(profile, in_order), lists, moves_between(in_order, profile))
    return grading, (*unmatched, *wrong_entries, *wrong_grades, *idle)


def _in_prose_order(
    indicators: Indicators, profile: Profile, assessments: Mapping[str, Assessment]
) -> tuple[Assessment, ...]:
    then = profile.ranking.then if profile.ranking else ()
    keys = ("prose_group", "-score", *then, "registered")
    return tuple(assessments[scope.name] for scope in order_scopes(indicators.units, keys, assessments, profile))


def _grade_groups(profile: Profile, in_order: Sequence[Assessment]) -> tuple[GradeGroup, ...]:
    bands = {band.grade: band for band in reversed(profile.grades)}
    names = dict.fromkeys(band.grade for band in profile.grades)
    return tuple(
        GradeGroup(name, bands[name], tuple(each.unit for each in in_order if each.grade == name)) for name in names
    )
