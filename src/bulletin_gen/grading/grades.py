"""Grades by bands of the rounded score, re-grading by decision, moves since the period before."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.grading.decisions import Decisions, describe
from bulletin_gen.grading.model import Assessment, Move
from bulletin_gen.grading.terms import plain
from bulletin_gen.leaves.issues import Issue, error, warning
from bulletin_gen.profile import Profile
from bulletin_gen.profile.scoring import GradeBand


def grade_units(
    assessments: Mapping[str, Assessment], profile: Profile, decisions: Decisions, previous: Mapping[str, str]
) -> tuple[dict[str, Assessment], tuple[Issue, ...]]:
    """The assessments with grade, its deduction or bonus, and the grade of the period before."""
    graded: dict[str, Assessment] = {}
    issues: list[Issue] = []
    for name, assessment in assessments.items():
        bands = bands_of(assessment.unit.group, profile)
        band = band_for(assessment.score, bands)
        decision = _last(decisions.of(name, [AdjustmentKind.REGRADED.value]), issues)
        chosen = _regraded(decision, bands, issues) if decision else None
        given = _graded(assessment, band, chosen, decision if chosen else None, bands)
        graded[name] = replace(given, previous_grade=previous.get(name, ""))
    return graded, tuple(issues)


def bands_of(group: str, profile: Profile) -> tuple[GradeBand, ...]:
    """The bands that hold for a group, best first as the profile lists them."""
    return tuple(band for band in profile.grades if not band.groups or group in band.groups)


def band_for(score: Decimal | None, bands: tuple[GradeBand, ...]) -> GradeBand | None:
    """The band with the highest ``from`` that the score reaches, else the one without ``from``."""
    if score is None:
        return None
    reached = [(band.from_, band) for band in bands if band.from_ is not None and score >= band.from_]
    if reached:
        return max(reached, key=lambda pair: pair[0])[1]
    return next((band for band in bands if band.from_ is None), None)


def moves_between(assessments: tuple[Assessment, ...], profile: Profile) -> tuple[Move, ...]:
    """Units whose grade changed, in the given order. A grade that no longer exists is no base for a move."""
    moves = []
    for assessment in assessments:
        names = [band.grade for band in bands_of(assessment.unit.group, profile)]
        before, after = assessment.previous_grade, assessment.grade
        if before != after and before in names and after in names:
            up = names.index(after) < names.index(before)
            moves.append(Move(assessment.unit, before, after, "up" if up else "down"))
    return tuple(moves)


def _graded(
    assessment: Assessment,
    by_score: GradeBand | None,
    chosen: GradeBand | None,
    decision: Adjustment | None,
    bands: tuple[GradeBand, ...],
) -> Assessment:
    band = chosen or by_score
    if band is None:
        return assessment
    return replace(
        assessment,
        grade=band.grade,
        grade_by_score=by_score.grade if by_score else "",
        grade_how=_how(assessment, by_score, bands, decision),
        deduct=band.deduct or Decimal(0),
        bonus=band.bonus or Decimal(0),
        regraded=decision,
    )


def _how(
    assessment: Assessment, band: GradeBand | None, bands: tuple[GradeBand, ...], decision: Adjustment | None
) -> str:
    parts = []
    if band is not None and assessment.score is not None:
        lowest = min((each.from_ for each in bands if each.from_ is not None), default=None)
        bar = f"达到{plain(band.from_)}分" if band.from_ is not None else f"低于{plain(lowest)}分" if lowest else ""
        parts.append("，".join(filter(None, (f"得分{plain(assessment.score)}", bar, f"评为{band.grade}"))))
    if decision is not None:
        why = "，".join(filter(None, (decision.reason, decision.decided_by)))
        parts.append(f"人工调整为{decision.grade}{f'（{why}）' if why else ''}")
    return "；".join(parts)


def _last(decisions: tuple[Adjustment, ...], issues: list[Issue]) -> Adjustment | None:
    if len(decisions) > 1:
        issues.append(
            warning(
                "adjustments.regraded_twice",
                "同一单位多次调整等级",
                decisions[-1].place,
                found="；".join(describe(decision) for decision in decisions),
                advice="以最后一条为准；请删去其余各条",
            )
        )
    return decisions[-1] if decisions else None


def _regraded(decision: Adjustment, bands: tuple[GradeBand, ...], issues: list[Issue]) -> GradeBand | None:
    for band in bands:
        if band.grade == decision.grade:
            return band
    issues.append(
        error(
            "adjustments.grade_unknown",
            "调整等级的等级不存在",
            decision.place,
            found=describe(decision),
            expected="、".join(band.grade for band in bands),
            advice="在“等级”列写 profile.yaml 的“等级”里有的",
        )
    )
    return None
