"""The rows of the exports behind a finding, as a workbook may show them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import polars as pl

from bulletin_gen.digest.model import OrderLine, Scene
from bulletin_gen.digest.past import TrackedSeries
from bulletin_gen.explaining.rows import measuring_of, shown_rows
from bulletin_gen.facts.breakdowns import value_name
from bulletin_gen.profile.measures import Breakdown

#: What the rows of a rate are.
NOT_MET = "未达到的工单"


def rows_of(scene: Scene, series: TrackedSeries) -> tuple[OrderLine, ...]:
    """The rows that a count counts, or those that a rate misses; none where it is a formula of others."""
    return shown(_chosen(scene, series))


def shown(frame: pl.DataFrame) -> tuple[OrderLine, ...]:
    """Rows without anything of a citizen."""
    return tuple(tuple(row) for row in shown_rows(frame))


def _chosen(scene: Scene, series: TrackedSeries) -> pl.DataFrame:
    profile, frame = scene.profile, _of_scope(scene, series)
    rate = profile.rates.get(series.of)
    names = (rate.numerator, rate.denominator) if rate else (series.of,)
    if not all(profile.measures[name].counts_rows for name in names):
        return frame.clear()
    measuring = measuring_of(profile, scene.period)
    if rate is None:
        return frame.filter(measuring.condition_of(series.of))
    hit, of = (measuring.condition_of(name).fill_null(value=False) for name in names)
    return frame.filter(of & (hit if rate.complement else ~hit))


def _of_scope(scene: Scene, series: TrackedSeries) -> pl.DataFrame:
    frame: pl.DataFrame = scene.intake.dispatches
    if series.kind == "unit":
        return frame.filter(pl.col("unit") == series.prefix.removeprefix("units."))
    if series.kind == "value":
        return frame.filter(_is_value(frame, scene.profile.breakdowns[series.breakdown], series.named))
    return frame


def _is_value(frame: pl.DataFrame, rule: Breakdown, name: str) -> pl.Expr:
    """Whether a row has the value (or combination of values) that a breakdown calls so."""
    combinations = frame.select(rule.by).unique().iter_rows()
    meant = [each for each in combinations if value_name(rule, [_text(value) for value in each]) == name]
    return reduce(lambda left, right: left | right, (_equals(rule.by, each) for each in meant), pl.lit(value=False))


def _equals(columns: Sequence[str], values: Sequence[Any]) -> pl.Expr:
    parts = (pl.col(column).eq_missing(value) for column, value in zip(columns, values, strict=True))
    return reduce(lambda left, right: left & right, parts)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
