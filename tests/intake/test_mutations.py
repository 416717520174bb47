"""Two hundred corrupted workbooks: each is read right or refused with a message, in little time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

COUNT = 200
_LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
script, sys.argv = sys.argv[1], sys.argv[1:]
runpy.run_path(script, run_name="__main__")
# Not ru_maxrss: a process begins with the peak of the one that started it.
status = open("/proc/self/status").read()
print("peak", status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory by /proc")
def test_each_corruption_ends_in_a_right_result_or_a_clear_message() -> None:
    script = Path(__file__).with_name("mutations.py")
    command = [sys.executable, "-X", "utf8", "-c", _LIMITED, str(script), str(COUNT)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, (lines[-1:], done.stderr[-2000:])
    *results, peak = lines
    told = [(line.split("\t")[0], json.loads(line.split("\t")[1])) for line in results]
    assert len(told) == COUNT
    outcomes = Counter(result["outcome"] for _, result in told)
    assert outcomes["WRONG"] == 0, [one for one in told if one[1]["outcome"] == "WRONG"]
    assert outcomes["right"] and outcomes["message"] > COUNT / 3
    assert max(result["seconds"] for _, result in told) < 10
    assert int(peak.split()[1]) < 1 << 20, "1 GiB in KiB"
    assert "Traceback" not in done.stderr
