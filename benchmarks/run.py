"""All benchmarks, one table each, in ratios of one run on one machine.

    python benchmarks/run.py [--full] [a b c d e]

Without ``--full`` the larger ones run at a tenth of their size. Needs ``pip install --group dev --group bench``.
Exit code 1 when a bound does not hold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "src")]

import batch
import growth
import many
import one_county
import store


def main() -> int:
    """Runs what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("which", nargs="*", default=list("abcde"), choices=list("abcde"))
    asked = parser.parse_args()
    share = 1 if asked.full else 10
    benchmarks: dict[str, Callable[[], bool]] = {
        "a": one_county.bench,
        "b": lambda: many.bench(2000 // share),
        "c": lambda: batch.bench(100 // share, 5000),
        "d": lambda: store.bench(5_000_000 // share),
        "e": lambda: growth.bench(share),
    }
    held = [benchmarks[name]() for name in asked.which]
    return int(not all(held))


if __name__ == "__main__":
    raise SystemExit(main())
