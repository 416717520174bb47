"""The benchmarks' one command takes what the documentation says of it; what they measure is not a test's business."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.parametrize(
    ("arguments", "understood"),
    [
        ([], (list("abcde"), 10)),
        (["--full"], (list("abcde"), 1)),
        (["b", "--full"], (["b"], 1)),
    ],
)
def test_what_is_asked_for(arguments: list[str], understood: tuple[list[str], int]) -> None:
    done = _asked(arguments)
    assert done.stdout.strip() == str(understood), done.stderr


def test_an_unknown_benchmark_is_refused() -> None:
    done = _asked(["x"])
    assert done.returncode == 2
    assert "no such benchmark: x" in done.stderr


def _asked(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    # In a process of its own: the benchmarks' module names are not for the tests' path.
    code = "import sys, run; print(run.asked(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=BENCHMARKS, capture_output=True, text=True, check=False
    )
