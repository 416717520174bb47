"""What check, refresh and explain cost on 平江, cold: from process start to files written, processor time beside wall.

python benchmarks/drafts.py
"""

from __future__ import annotations

import resource
import shutil
import tempfile
import time
from pathlib import Path

from _table import ROOT, Row, run, show

#: Seconds that each command may take, cold.
MOST = 2.5
PERIOD, TIMES = "2024-05", 3


def cost(*command: str) -> tuple[float, float]:
    """Seconds of processor (user and system) and of wall of a command's quickest run."""
    found = []
    for _ in range(TIMES):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        run(*command)
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
        found.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall))
    return min(found)


def bench() -> bool:
    """Whether the bounds hold."""
    with tempfile.TemporaryDirectory() as scratch:
        county, out = Path(scratch) / "平江", Path(scratch) / "out"
        shutil.copytree(ROOT / "examples" / "pingjiang", county)
        ours = ("-m", "bulletin_gen")
        run(*ours, "generate", str(county), PERIOD, "--out", str(out))
        draft = next(str(path) for path in out.glob("*.docx"))
        commands = {
            "check": ("check", draft, "--county", str(county), "--period", PERIOD),
            "check, comments in a copy": ("check", draft, "--county", str(county), "--out", str(out)),
            "refresh": ("refresh", str(county), PERIOD, draft, "--out", str(out / "new")),
            "explain, a number": ("explain", str(county), PERIOD, "94.62"),
            "explain, its orders as a workbook": ("explain", str(county), PERIOD, "1263", "--out", str(out / "e.xlsx")),
        }
        rows = []
        for name, command in commands.items():
            used, wall = cost(*ours, *command)
            rows.append(Row(name, used, used / MOST, "≤ 1", used <= MOST, f"processor; wall {wall:.2f} s"))
    return show(f"check, refresh, explain on 平江, cold (at most {MOST} s each)", rows)


if __name__ == "__main__":
    raise SystemExit(not bench())
