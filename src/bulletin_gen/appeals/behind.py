"""Which orders a unit may want to appeal: those that a count of faults counts, and those that a rate of merits misses.

Both follow from the county's own measures: nothing here knows a county's words for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from bulletin_gen.adjustments import AdjustmentKind
from bulletin_gen.explaining.rows import Scoped, counted_rows
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.grading.decisions import kinds_in_use
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import made_of, narrowed_from

if TYPE_CHECKING:
    from bulletin_gen.leaves.periods import Period
    from bulletin_gen.profile.measures import Condition, Measure

#: Columns of how a dispatch was handled: a rate by one of them is a merit or a fault of the unit.
_HANDLING = frozenset(
    {"closed", "closed_on_time", "acknowledged_in_time", "responded", "resolved", "result_opinion", "process_opinion"}
)
#: Columns whose being so, or being more than none, is a fault.
_FAULTS = frozenset({"overdue", "rework_count", "returned_count", "extension_count"})
_OPINIONS = frozenset({"result_opinion", "process_opinion"})
_KEY = ("order_id", "unit", "source_file", "source_sheet", "source_row")


def behind(dispatches: pl.DataFrame, profile: Profile, period: Period) -> Iterator[tuple[str, pl.DataFrame]]:
    """(what people call the figure, the rows of all units that count against them) for every such measure and rate."""
    for name in profile.measures:
        if is_fault(profile, name) and (rows := _rows(dispatches, profile, period, name)) is not None:
            yield measure_label(profile, name), rows
    for name, rate in profile.rates.items():
        numerator = profile.measures[rate.numerator]
        if (
            is_fault(profile, rate.numerator)
            or not is_merit(numerator)
            or rate.denominator not in made_of(profile, rate.numerator)
        ):
            continue
        whole, good = (_rows(dispatches, profile, period, each) for each in (rate.denominator, rate.numerator))
        if whole is not None and good is not None:
            missed = whole.join(good.select(_KEY), on=list(_KEY), how="anti", nulls_equal=True)
            yield f"{measure_label(profile, name)}（未计入{measure_label(profile, rate.numerator)}）", missed


def is_fault(profile: Profile, name: str) -> bool:
    """Whether what a measure counts is to a unit's discredit, by itself or by what it is counted of: overdue, sent
    back, dissatisfied."""
    rules = (profile.measures[each] for each in narrowed_from(profile, name))
    return any(_is_fault(column, condition) for rule in rules for column, condition in rule.where.items())


def _is_fault(column: str, condition: Condition) -> bool:
    if column in _OPINIONS and condition.any_of:
        return all("不满意" in str(value) for value in condition.any_of)
    if column not in _FAULTS:
        return False
    return bool(condition.any_of and True in condition.any_of) or bool(condition.at_least)


def is_merit(rule: Measure) -> bool:
    """Whether a measure counts by how a dispatch was handled, and neither sums nor weighs."""
    return not (rule.sum or rule.levels) and any(column in _HANDLING for column in rule.where)


def kinds_of(profile: Profile) -> tuple[AdjustmentKind, ...]:
    """What may be asked for: only what some measure tells from others, or a decision would change no figure."""
    used = kinds_in_use(profile)
    return tuple(kind for kind in (AdjustmentKind.EXCUSED, AdjustmentKind.EXCLUDED) if kind.value in used)


def _rows(dispatches: pl.DataFrame, profile: Profile, period: Period, name: str) -> pl.DataFrame | None:
    """The rows of a measure that is counted from rows by itself; none of one that is given, or made of others."""
    rule = profile.measures[name]
    counted = () if rule.plus or rule.less else counted_rows(dispatches, profile, period, Scoped(name))
    return next((each.rows for each in counted if each.measure == name), None)
