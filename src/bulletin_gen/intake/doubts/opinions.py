"""Opinions that the exports hold and no measure counts: a satisfaction rate would leave them out without a word."""

from __future__ import annotations

from bulletin_gen.canonical import CONTENT, DISCONTENT, NOT_GIVEN, OPINIONS
from bulletin_gen.intake.doubts.evidence import Evidence
from bulletin_gen.intake.doubts.places import Finding
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import CheckSeverity
from bulletin_gen.profile.measures import Measure

#: The name of the check.
UNCOUNTED = "uncounted_opinion"
_COLUMNS = ("result_opinion", "process_opinion")


def uncounted_opinions(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """An issue for each opinion of the dispatches that the profile's measures pass over.

    Only where a measure enumerates the opinions given, content and discontent ones: a profile that counts the
    discontent alone has no use for the others. ``none_of`` and ``levels`` say of every opinion what becomes of it
    just as well.
    """
    profile, frame, places = evidence.profile, evidence.dispatches, evidence.places
    issues: list[Issue] = []
    for column in _COLUMNS:
        counted = _counted(profile, column)
        if not counted:
            continue
        for value in frame[column].drop_nulls().unique(maintain_order=True).to_list():
            if value not in counted and value not in NOT_GIVEN:
                rows = frame.filter(frame[column] == value)
                found = [f"{value}（共{rows.height}件）"]
                issues += places.issues(rows.head(1), _finding(column, counted), severity, column, found)
    return issues


def _finding(column: str, counted: frozenset[str]) -> Finding:
    advice = (
        f"在 profile.yaml 的“计数”里把它写进 {head_of(column)} 的取值，或在 读表 → 取值 里归为已计的一种；"
        f"确实不计的，取值改用 不是 写明，或在 读表 → 数据检查 里关掉“没有采用的评价”"
    )
    known = [*(each for each in OPINIONS if each in counted), *sorted(counted - set(OPINIONS))]
    return Finding(UNCOUNTED, f"{head_of(column)}有一种没有任何指标采用", f"已计的：{'、'.join(known)}", advice)


def _counted(profile: Profile, column: str) -> frozenset[str]:
    """All opinions that measures name which enumerate the opinions given; none when no measure does."""
    named = [_named(measure, column) for measure in profile.measures.values() if not measure.supplied]
    if None in named:
        return frozenset()
    whole = [values for values in named if values and values & {*CONTENT} and values & {*DISCONTENT}]
    return frozenset().union(*whole)


def _named(measure: Measure, column: str) -> frozenset[str] | None:
    """The opinions that a measure names; None when it speaks of all of them by naming those that it leaves out."""
    condition = measure.where.get(column)
    if condition and condition.none_of is not None:
        return None
    values = [str(value) for value in condition.any_of or ()] if condition else []
    levels = measure.levels if measure.levels and measure.level_column == column else {}
    return frozenset((*values, *levels))
