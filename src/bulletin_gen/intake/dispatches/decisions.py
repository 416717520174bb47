"""Adjustments applied to dispatches: excused and excluded ones are marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.leaves.issues import Issue, Severity
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile.intake import CheckSeverity


def apply_adjustments(frame: pl.DataFrame, adjustments: Sequence[Adjustment]) -> pl.DataFrame:
    """``frame`` with ``excused`` and ``excluded`` as decided: by order, and by unit where the decision names one."""
    excused = _marked(frame, adjustments, AdjustmentKind.EXCUSED)
    excluded = _marked(frame, adjustments, AdjustmentKind.EXCLUDED)
    return frame.with_columns(
        excused.alias("excused"), (pl.col("excluded").fill_null(value=False) | excluded).alias("excluded")
    )


def _marked(frame: pl.DataFrame, adjustments: Sequence[Adjustment], kind: AdjustmentKind) -> pl.Series:
    of_kind = [one for one in adjustments if one.kind is kind and one.order_id]
    whole = [one.order_id for one in of_kind if not one.unit]
    single = [f"{one.order_id}\n{one.unit}" for one in of_kind if one.unit]
    pair = pl.concat_str("order_id", pl.col("unit").fill_null(""), separator="\n")
    return frame.select(pl.col("order_id").is_in(whole) | pair.is_in(single)).to_series().fill_null(value=False)


def unmatched(
    frame: pl.DataFrame, adjustments: Sequence[Adjustment], severity: CheckSeverity, waiting: Collection[str] = ()
) -> list[Issue]:
    """An issue for each decision about an order (of a unit) that was not read.

    Of orders in ``waiting`` something else has to be put right first: nothing is said of decisions about them.
    """
    adjustments = [one for one in adjustments if one.order_id and one.order_id not in waiting]
    if severity == "off" or not adjustments:
        return []
    units: dict[str, set[str | None]] = {}
    wanted = [one.order_id for one in adjustments]
    for order_id, unit in frame.select("order_id", "unit").filter(_is_in("order_id", wanted)).rows():
        units.setdefault(order_id, set()).add(unit)
    grave = Severity.ERROR if severity == "error" else Severity.WARNING
    return [
        _unmatched(one, units.get(one.order_id), grave)
        for one in adjustments
        if one.order_id not in units or (one.unit and one.unit not in units[one.order_id])
    ]


def _is_in(column: str, values: Sequence[str]) -> pl.Expr:
    return pl.col(column).is_in(list(values))


def _unmatched(one: Adjustment, units: set[str | None] | None, grave: Severity) -> Issue:
    handed = "、".join(sorted(unit for unit in units if unit)) if units else ""
    expected = f"这张工单派给的单位：{handed or '没有'}" if units else "本期读到的工单编号"
    return Issue(
        "unmatched_adjustment", "调整记录对不上工单", grave, one.place,
        f"{masked_id(one.order_id)} {one.unit}".strip(), expected, "核对工单编号和单位；编号要按文本填写",
    )  # fmt: skip
