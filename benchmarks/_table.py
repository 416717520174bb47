"""What all benchmarks share: timing, a process of its own for each contender, a table of ratios."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Row:
    """One contender: seconds, and the ratio that the bound speaks of (``bound`` as text, ``holds`` or None)."""

    what: str
    seconds: float
    ratio: float | None = None
    bound: str = ""
    holds: bool | None = None
    note: str = ""


def at_least(what: str, seconds: float, other: float, times: float, note: str = "") -> Row:
    """``other`` takes at least ``times`` as long as this."""
    ratio = other / seconds
    return Row(what, seconds, ratio, f"≥ {times:g}", ratio >= times, note)


def at_most(what: str, seconds: float, other: float, times: float, note: str = "") -> Row:
    """This takes at most ``times`` as long as ``other``."""
    ratio = seconds / other
    return Row(what, seconds, ratio, f"≤ {times:g}", ratio <= times, note)


def show(title: str, rows: Sequence[Row]) -> bool:
    """Prints a table; whether all its bounds hold."""
    print(f"\n{title}")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:7.2f}×"
        verdict = {None: "", True: "holds", False: "DOES NOT HOLD"}[row.holds]
        line = f"  {_padded(row.what, 58)} {row.seconds:9.3f} s {ratio:>8} {row.bound:>6} {verdict} {row.note}"
        print(line.rstrip(), flush=True)
    return all(row.holds is not False for row in rows)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text))


def least(job: Callable[[], object], times: int = 3) -> float:
    """The least of several times: all else on a machine only adds."""
    return min(timed(job) for _ in range(times))


def timed(job: Callable[[], object]) -> float:
    """Seconds of one call."""
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def with_cpu(job: Callable[[], object]) -> tuple[float, float]:
    """Seconds of one call, and the CPU seconds of the processes it has started and waited for, on all cores."""
    before = os.times()
    seconds = timed(job)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, spent


def run(*arguments: str) -> None:
    """A Python process to its end, with the program on its path; its own failure is ours."""
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _environment() -> dict[str, str]:
    """The contenders' environment: all of them compiled beforehand, as installers leave them.

    Where Python is told not to keep what it compiles, it would compile this program anew in each process and the
    others' packages never.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "benchmarks")))}


@dataclass(frozen=True)
class Measured:
    """What a contender in a process of its own says of itself."""

    seconds: float
    megabytes: float
    answer: str
    cpu: float = 0.0


def alone(module: str, function: str, *arguments: str) -> Measured:
    """Calls ``module.function(*arguments)`` in a fresh process: its seconds, CPU seconds, peak memory and answer."""
    command = [sys.executable, "-m", "_table", module, function, *arguments]
    done = subprocess.run(command, check=True, env=_environment(), stdout=subprocess.PIPE, encoding="utf-8")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _main(module: str, function: str, *arguments: str) -> None:
    import importlib

    job = getattr(importlib.import_module(module), function)
    begun, before = time.perf_counter(), time.process_time()
    answer = job(*arguments)
    cpu, seconds = time.process_time() - before, time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "megabytes": _peak(), "answer": str(answer), "cpu": cpu}))


def _peak() -> float:
    """The most memory this process has held, in MB; 0 where the system does not tell.

    From /proc, because what ``getrusage`` says begins with the memory of the process that started this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    _main(*sys.argv[1:])
