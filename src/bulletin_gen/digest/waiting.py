"""The orders that have been open longest at the cut-off: past their deadline, or accepted more than a month before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from bulletin_gen.digest.model import Notice, NoticeKind, Scene
from bulletin_gen.digest.rows import shown
from bulletin_gen.leaves.periods import last_moment
from bulletin_gen.leaves.personal import masked_id

#: Open for longer is long; how many are said one by one.
_LONG, _SAID = timedelta(days=30), 5


def waiting(scene: Scene) -> pl.DataFrame:
    """The dispatches that are open and late, or have been open for more than a month, the oldest first."""
    last = last_moment(scene.cut_off)
    is_open = pl.col("dispatched") & ~pl.col("closed").fill_null(value=False) & (pl.col("accepted_at") <= last)
    late = pl.col("overdue").fill_null(value=False) | (pl.col("accepted_at") < last - _LONG)
    frame: pl.DataFrame = scene.intake.dispatches
    return frame.filter(is_open & late).sort("accepted_at", "order_id", maintain_order=True)


def notices_of(scene: Scene) -> Iterator[Notice]:
    """One finding about all of them, the oldest named; nothing where there are none."""
    rows = waiting(scene)
    if rows.is_empty():
        return
    last = last_moment(scene.cut_off)
    oldest = [
        f"{masked_id(str(row['order_id']))}（{row['unit'] or '—'}，"
        f"{row['accepted_at']:%Y-%m-%d}受理，已{(last - row['accepted_at']).days}天"
        f"{'，超期' if row['overdue'] else ''}）"
        for row in rows.head(_SAID).iter_rows(named=True)
    ]
    at = f"{last:%Y-%m-%d}"
    said = f"截至{at}超期或受理满30天仍未办结的{rows.height}件，最早的：{'、'.join(oldest)}"
    yield Notice(NoticeKind.OPEN, "未办结工单", said, note=f"{said}。", orders=shown(rows), orders_are="未办结的工单")
