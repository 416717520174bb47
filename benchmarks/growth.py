"""Cost as the work grows: 1×, 10×, 100× the dispatches of a store; seconds per million should stay or fall.

python benchmarks/growth.py [--rows 50000]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from _table import Row, alone, show
from store import make


def bench(rows: int) -> bool:
    """Whether no step costs more a row than the first."""
    table: list[Row] = []
    first = 0.0
    for times in (1, 10, 100):
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), rows * times)
            measured = min((alone("store", "ours", folder, "polars") for _ in range(3)), key=lambda each: each.seconds)
        cost = measured.seconds / (rows * times) * 1e6
        first = first or cost
        bar = "█" * max(1, round(20 * cost / first))
        note = f"{cost:.2f} s a million, {measured.megabytes:.0f} MB {bar}"
        table.append(
            Row(f"{rows * times:,} dispatches", measured.seconds, cost / first, "≤ 1.1", cost <= 1.1 * first, note)
        )
    return show("(e) as the work grows: cost a dispatch against the smallest", table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    raise SystemExit(not bench(parser.parse_args().rows))
