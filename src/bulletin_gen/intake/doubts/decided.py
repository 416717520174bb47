"""Decisions about orders that were not read, or that change nothing."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.intake.doubts.evidence import Evidence
from bulletin_gen.leaves.issues import Issue, Severity
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import narrowed_from
from bulletin_gen.profile.intake import CheckSeverity


def unmatched(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """An issue for each decision about an order (of a unit) that was not read.

    Of orders for which something else has to be put right first nothing is said, and nothing at all where a file was
    given up: they may be in it.
    """
    adjustments = [one for one in evidence.adjustments if one.order_id and one.order_id not in evidence.waiting]
    if not adjustments or not evidence.whole:
        return []
    wanted = [one.order_id for one in adjustments]
    units: dict[str, set[str | None]] = {}
    frame = evidence.dispatches.select("order_id", "unit")
    for order_id, unit in frame.filter(frame["order_id"].is_in(wanted)).rows():
        units.setdefault(order_id, set()).add(unit)
    grave = Severity.ERROR if severity == "error" else Severity.WARNING
    return [
        _unmatched(one, units.get(one.order_id), grave)
        for one in adjustments
        if one.order_id not in units or (one.unit and one.unit not in units[one.order_id])
    ]


def vain(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """An issue for each order that was excused and is not overdue, where the profile asks for excuses of overdue ones
    alone: it changes no number, so it may be meant for another order."""
    grave = Severity.ERROR if severity == "error" else Severity.WARNING
    return [
        Issue(
            "vain_excuse", "免责的工单没有超期，记了数也不变", grave, one.place,
            f"{masked_id(one.order_id)} {one.unit}".strip(), "超期的工单", "核对工单编号；没有写错就删去这一行",
        )
        for one in vain_excuses(evidence.adjustments, evidence.dispatches, evidence.profile)
    ]  # fmt: skip


def vain_excuses(
    adjustments: Sequence[Adjustment], dispatches: pl.DataFrame, profile: Profile
) -> tuple[Adjustment, ...]:
    """Those of ``adjustments`` that excuse an order which was read and is not overdue; none where some rule asks for
    excuses of others too."""
    excuses = [one for one in adjustments if one.kind is AdjustmentKind.EXCUSED and one.order_id]
    if not excuses or not _of_overdue_alone(profile):
        return ()
    frame = dispatches.select("order_id", "unit", "overdue")
    overdue: dict[tuple[str, str], bool] = {}
    for order_id, unit, late in frame.filter(frame["order_id"].is_in([one.order_id for one in excuses])).rows():
        for key in ((order_id, ""), (order_id, str(unit or ""))):
            overdue[key] = overdue.get(key, False) or late is not False
    return tuple(one for one in excuses if overdue.get((one.order_id, one.unit)) is False)


def _of_overdue_alone(profile: Profile) -> bool:
    """Whether every measure that tells excused orders from others counts overdue ones."""
    asking = [name for name, rule in profile.measures.items() if "excused" in rule.where]
    return bool(asking) and all(
        any("overdue" in profile.measures[each].where for each in narrowed_from(profile, name)) for name in asking
    )


def _unmatched(one: Adjustment, units: set[str | None] | None, grave: Severity) -> Issue:
    handed = "、".join(sorted(unit for unit in units if unit)) if units else ""
    expected = f"这张工单派给的单位：{handed or '没有'}" if units else "本期读到的工单编号"
    return Issue(
        "unmatched_adjustment", "调整记录对不上工单", grave, one.place,
        f"{masked_id(one.order_id)} {one.unit}".strip(), expected, "核对工单编号和单位；编号要按文本填写",
    )  # fmt: skip
