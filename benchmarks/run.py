"""All benchmarks, one table each, in ratios of one run on one machine.

    python benchmarks/run.py [--full] [a b c d e]

Without ``--full`` the larger ones run at a tenth of their size. Needs ``pip install --group dev --group bench``.
Exit code 1 when a bound does not hold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "src")]

import batch
import growth
import many
import one_county
import store


def asked(arguments: Sequence[str] | None = None) -> tuple[list[str], int]:
    """Which benchmarks are asked for (all when none is named), and what share of the full size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the sizes that the bounds speak of, not a tenth")
    parser.add_argument("which", nargs="*", metavar="a-e", help="some of them: a b c d e")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.which if name not in BENCHMARKS]:
        parser.error(f"no such benchmark: {', '.join(unknown)} (choose from {', '.join(BENCHMARKS)})")
    return given.which or list(BENCHMARKS), 1 if given.full else 10


#: By letter, what each does with its share of the full size; whether its bounds hold comes out.
BENCHMARKS: dict[str, Callable[[int], bool]] = {
    "a": lambda share: one_county.bench(),
    "b": lambda share: many.bench(2000 // share),
    "c": lambda share: batch.bench(100 // share, 5000),
    "d": lambda share: store.bench(5_000_000 // share),
    "e": lambda share: growth.bench(share),
}


def main() -> int:
    """Runs what was asked for; 0 when all bounds hold."""
    names, share = asked()
    held = [BENCHMARKS[name](share) for name in names]
    return int(not all(held))


if __name__ == "__main__":
    raise SystemExit(main())
