"""Values that a text counts together under one name: 甲乙类 for 甲类 and 乙类."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import TIMES
from bulletin_gen.learning.reading.matching import any_of, by_stem
from bulletin_gen.learning.reading.orders import Orders, SeenExports
from bulletin_gen.leaves.periods import Period

#: Columns whose values offices put together.
_COLUMNS = ("request_type", "channel", "category_1")
#: Of two values together nothing would be left.
_FEWEST = 3
_JOINED = r"(?:和|及|与|、|/)?"


def merged(seen: SeenExports, orders: Orders, text: str, period: Period) -> tuple[SeenExports, Orders]:
    """Both with the values put together that ``text`` counts together, where the orders of the period give just the
    number that it prints."""
    for column in _COLUMNS:
        if column not in seen.columns:
            continue
        values = orders.frame[column].drop_nulls().unique(maintain_order=True).to_list()
        for name, parts, number in _together(text, values):
            if number in set(_counts(orders.frame.filter(pl.col(column).is_in(parts)), period)):
                mapping = dict.fromkeys(parts, name)
                frame = orders.frame.with_columns(pl.col(column).replace(mapping))
                orders = replace(orders, frame=frame)
                # Where a profile names some values of a column, lists know the named ones only: it names them all.
                single = {value: (value,) for value in values}
                known = {**single, **seen.merged.get(column, {}), name: parts}
                kept = {each: of for each, of in known.items() if each == name or each not in parts}
                seen = replace(seen, merged={**seen.merged, column: kept})
    return seen, orders


def _together(text: str, values: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Names made of several values' names, with the number behind them; each value in one name only."""
    stems, taken = by_stem(values), set[str]()
    if len(stems) < _FEWEST:
        return
    said = any_of(stems)
    for found in re.finditer(
        rf"((?:{said})(?:{_JOINED}(?:{said}))+(?:类|等)?)(?:问题|诉求|事项|工单)*(\d+)(?=件|个|条|起|宗)", text
    ):
        parts = tuple(dict.fromkeys(stems[each] for each in re.findall(said, found[1])))
        if len(parts) > 1 and taken.isdisjoint(parts) and found[1] not in values:
            taken |= set(parts)
            yield found[1].removesuffix("等"), parts, int(found[2])


def _counts(frame: pl.DataFrame, period: Period) -> Iterator[int]:
    """How many orders and how many dispatches there are, by each time within the period."""
    for time in TIMES:
        within = frame.filter((pl.col(time) >= period.start) & (pl.col(time) < period.end))
        for some in (within, within.filter(pl.col("unit").is_not_null())):
            yield some.height
            yield some["order_id"].n_unique()
