"""Adjustments applied to dispatches: excused and excluded ones are marked."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from bulletin_gen.adjustments import Adjustment, AdjustmentKind


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
