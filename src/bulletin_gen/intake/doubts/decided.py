"""Decisions about orders that were not read."""

from __future__ import annotations

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.intake.doubts.evidence import Evidence
from bulletin_gen.leaves.issues import Issue, Severity
from bulletin_gen.leaves.personal import masked_id
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


def _unmatched(one: Adjustment, units: set[str | None] | None, grave: Severity) -> Issue:
    handed = "、".join(sorted(unit for unit in units if unit)) if units else ""
    expected = f"这张工单派给的单位：{handed or '没有'}" if units else "本期读到的工单编号"
    return Issue(
        "unmatched_adjustment", "调整记录对不上工单", grave, one.place,
        f"{masked_id(one.order_id)} {one.unit}".strip(), expected, "核对工单编号和单位；编号要按文本填写",
    )  # fmt: skip
