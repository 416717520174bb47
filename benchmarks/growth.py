"""Cost as the work grows, 1×, 10×, 100×: one county's orders, counties, dispatches of a store.

    python benchmarks/growth.py [--full] [--save]

Nothing may cost more an order than it did at a tenth of the size. ``--save`` keeps what was measured in
docs/growth.json, from which docs/make_reference.py draws docs/growth.svg.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import store
from _table import ROOT, Row, alone, run, show, timed
from batch import PERIOD, make
from batch import batch as whole_batch

TIMES = (1, 10, 100)
SAVED = ROOT / "docs" / "growth.json"
#: Orders of each county of a batch.
EACH = 5000


@dataclass(frozen=True)
class Series:
    """What grows: its smallest size in orders, and the seconds of the least of several runs over so many orders."""

    name: str
    orders: int
    seconds: Callable[[Path, int], float]


def one_county(folder: Path, orders: int) -> float:
    """``generate`` for one county."""
    make(folder / "counties", 1, orders)
    county = next((folder / "counties").iterdir())
    command = ("-m", "bulletin_gen", "generate", str(county), PERIOD, "--out", str(folder / "out"), "--no-record")
    return min(timed(lambda: run(*command)) for _ in range(3))


def counties(each: int) -> Callable[[Path, int], float]:
    """``batch`` for counties of ``each`` orders, in two processes."""

    def seconds(folder: Path, orders: int) -> float:
        make(folder / "counties", orders // each, each)
        return min(timed(lambda: whole_batch(folder / "counties", 2)) for _ in range(2))

    return seconds


def dispatches(folder: Path, orders: int) -> float:
    """All counts of the 100 counties of a store."""
    store.make(folder, orders)
    return min(alone("store", "ours", str(folder), "polars").seconds for _ in range(3))


def bench(share: int, *, save: bool = False) -> bool:
    """Whether no size costs more an order than the one before it; ``share`` divides all sizes."""
    series = (
        Series("one county from .xlsx to its bulletin", 1000 // share, one_county),
        Series(f"counties of {EACH // share:,} orders, two processes", EACH // share, counties(EACH // share)),
        Series("dispatches in a store to the counts of 100 counties", 50_000 // share, dispatches),
    )
    found = {each.name: _points(each) for each in series}
    if save:
        lines = (json.dumps({"name": name, "points": points}) for name, points in found.items())
        SAVED.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8", newline="\n")
    return show("(e) as the work grows: cost an order against a tenth of the size", _table(found))


def _points(series: Series) -> list[tuple[int, float]]:
    points = []
    for times in TIMES:
        with tempfile.TemporaryDirectory() as folder:
            orders = series.orders * times
            points.append((orders, round(series.seconds(Path(folder), orders), 3)))
    return points


def _table(found: dict[str, list[tuple[int, float]]]) -> list[Row]:
    rows: list[Row] = []
    for name, points in found.items():
        before = 0.0
        for orders, seconds in points:
            cost, what = seconds / orders, f"{name}: {orders:,}"
            note = f"{cost * 1e6:.1f} µs an order"
            ratio = cost / before if before else None
            rows.append(
                Row(what, seconds, ratio, "≤ 1.1" if ratio else "", None if ratio is None else ratio <= 1.1, note)
            )
            before = cost
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    raise SystemExit(not bench(1 if arguments.full else 10, save=arguments.save))
