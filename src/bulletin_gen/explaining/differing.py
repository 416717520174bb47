"""Because of which orders a figure differs between two runs of a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.canonical import COLUMNS, LABELS
from bulletin_gen.explaining.rows import CountedRows, text_of
from bulletin_gen.explaining.told import ToldRun
from bulletin_gen.explaining.whole import rows_behind
from bulletin_gen.runs.kept import deidentified

if TYPE_CHECKING:
    import polars as pl

#: What of a dispatch may change; where it was read from and how long it took say nothing of their own.
_LOOKED_AT = tuple(
    name for name in COLUMNS
    if name not in ("order_id", "unit", "handling_seconds", "handling_workdays") and not name.startswith("source_")
)  # fmt: skip
_MOST_COLUMNS = 4

#: A unit's part in an order.
Dispatch = tuple[str, str]


class OrderChange(Struct, frozen=True):
    """An order that counts in a figure of one run and not, or otherwise, in the other's. ``words``: what has become of
    it between them; ``place``: where it was read, in the later run that has it."""

    order: str
    unit: str
    words: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.order}（{self.words}）"


class OrdersBehind:
    """Two runs of one period, and the orders behind what differs between them. ``known`` is false where one of them
    kept no orders: then nothing can be said of any figure."""

    def __init__(self, old: ToldRun, new: ToldRun) -> None:
        self._runs = tuple(map(_masked, (old, new)))
        self.known = all(run.dispatches is not None for run in self._runs)

    @cached_property
    def _rows(self) -> tuple[Mapping[Dispatch, Mapping[str, Any]], ...]:
        return tuple(_by_dispatch(run.dispatches) for run in self._runs)

    @cached_property
    def _units(self) -> tuple[Mapping[str, tuple[str, ...]], ...]:
        return tuple(_units_of(rows) for rows in self._rows)

    def __call__(self, figure: str) -> tuple[OrderChange, ...]:
        """The orders that count in ``figure`` in one run only, or otherwise; none where it is not made of orders."""
        if not self.known:
            return ()
        if self._unlike(figure):
            return ()
        was, now = (_counting(rows_behind(run, figure)) for run in self._runs)
        moved = {dispatch for _, dispatch, _ in was ^ now}
        return tuple(self._change(dispatch) for dispatch in sorted(moved))

    def _unlike(self, figure: str) -> bool:
        """Whether only one of the runs says what the figure was worked out from: the other was recorded by an earlier
        program."""
        known = [run.figures[figure] for run in self._runs if figure in run.figures]
        return len(known) == len(self._runs) and len({bool(each.parts) for each in known}) > 1

    def _change(self, dispatch: Dispatch) -> OrderChange:
        order, unit = dispatch
        was, now = (rows.get(dispatch) for rows in self._rows)
        row = now or was or {}
        place = " ".join(str(row.get(name) or "") for name in ("source_file", "source_sheet"))
        if row.get("source_row"):
            place += f" 第{row['source_row']}行"
        return OrderChange(order, unit, self._words(order, was, now), place.strip())

    def _words(self, order: str, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
        if was is not None and now is not None:
            return "、".join(_differing(was, now)) or "工单没有变，口径变了"
        others = self._units[0 if was is None else 1].get(order, ())
        elsewhere = "、".join(filter(None, others))
        if was is None:
            return f"原来派给{elsewhere}" if elsewhere else "新增的工单"
        return f"现在派给{elsewhere}" if elsewhere else "现在没有这一件"


def _masked(run: ToldRun) -> ToldRun:
    # Those that were kept are masked already; both must be called alike.
    return run if run.dispatches is None or run.recorded else replace(run, dispatches=deidentified(run.dispatches))


def _by_dispatch(frame: pl.DataFrame | None) -> dict[Dispatch, Mapping[str, Any]]:
    if frame is None:
        return {}
    return {(str(row["order_id"]), str(row["unit"] or "")): row for row in frame.iter_rows(named=True)}


def _units_of(rows: Mapping[Dispatch, object]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for order, unit in rows:
        found.setdefault(order, []).append(unit)
    return {order: tuple(units) for order, units in found.items()}


def _counting(counted: Sequence[CountedRows]) -> set[tuple[str, Dispatch, Any]]:
    """Measure, dispatch and how much it counts for, of every row behind a figure."""
    return {
        (each.measure, (str(order), str(unit or "")), amount)
        for each in counted
        for order, unit, amount in zip(
            each.rows["order_id"], each.rows["unit"], each.amounts or [1] * each.rows.height, strict=True
        )
    }


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    # What an office's own columns say counts like the others.
    own = [name for name in now if name not in COLUMNS]
    found = [name for name in (*_LOOKED_AT, *own) if was.get(name) != now.get(name)]
    for name in found[:_MOST_COLUMNS]:
        yield f"{LABELS.get(name, name)}{text_of(was.get(name)) or '空'}→{text_of(now.get(name)) or '空'}"
