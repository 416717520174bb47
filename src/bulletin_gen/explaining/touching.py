"""Which decisions touch a figure: without them it would be counted from other orders, or be given otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.explaining.rows import CountedRows
from bulletin_gen.explaining.told import ToldRun
from bulletin_gen.explaining.whole import rows_behind

#: The flag that a decision about an order sets.
_FLAGS = {AdjustmentKind.EXCUSED: "excused", AdjustmentKind.EXCLUDED: "excluded"}
#: What of a unit follows from a decision about it.
_GRADED = ("grade", "deduct")
_SCORED = ("score", "rank", "grade", "deduct", "bonus")

#: A measure and a unit's part in an order that counts in it.
_Counting = tuple[str, str, str]


def touching(found: ToldRun, figure: str) -> tuple[Adjustment, ...]:
    """The decisions of ``found`` that touch ``figure``, in their order. Of excuses and exclusions those whose order
    would count otherwise without them; where no dispatches were kept nothing is known of these."""
    orders = {kind: _moved(found, figure, kind, flag) for kind, flag in _FLAGS.items()}
    return tuple(
        each for each in found.adjustments
        if (_is_moved(each, orders[each.kind]) if each.kind in _FLAGS else _is_given(each, figure, found))
    )  # fmt: skip


def _moved(found: ToldRun, figure: str, kind: AdjustmentKind, flag: str) -> set[tuple[str, str]]:
    """The parts in orders decided so that count in ``figure`` only with, or only without, the decisions."""
    import polars as pl

    decided = [each.order_id for each in found.adjustments if each.kind is kind and each.order_id]
    if not decided or found.dispatches is None or flag not in found.dispatches.columns:
        return set()
    frame = found.dispatches.filter(pl.col("order_id").is_in(decided))
    without = frame.with_columns(pl.lit(value=False).alias(flag))
    was, now = (_counting(rows_behind(replace(found, dispatches=each), figure)) for each in (without, frame))
    return {(order, unit) for _, order, unit in was ^ now}


def _counting(counted: Iterable[CountedRows]) -> set[_Counting]:
    return {
        (each.measure, str(order), str(unit or ""))
        for each in counted
        for order, unit in each.rows.select("order_id", "unit").iter_rows()
    }


def _is_moved(decision: Adjustment, moved: set[tuple[str, str]]) -> bool:
    return any(order == decision.order_id and decision.unit in ("", unit) for order, unit in moved)


def _is_given(decision: Adjustment, figure: str, found: ToldRun) -> bool:
    """Points, praise, grades: about the unit, and in what is given to units."""
    scope, _, last = figure.removesuffix("@table").rpartition(".")
    unit = scope.removeprefix("units.").removesuffix(".term") if scope.startswith("units.") else ""
    if not unit or unit not in _units_of(decision, found):
        return False
    if decision.kind is AdjustmentKind.REGRADED:
        return last in _GRADED
    return last in _SCORED or last == "name" or scope.endswith(".term")


def _units_of(decision: Adjustment, found: ToldRun) -> Sequence[str]:
    if decision.unit or found.dispatches is None:
        return [decision.unit]
    rows = found.dispatches.filter(found.dispatches["order_id"] == decision.order_id)
    return [str(unit or "") for unit in rows["unit"].to_list()]
