"""Other programs of the machine, run without a window of their own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

#: Windows opens a black window for every program that a program without one runs, unless told not to.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def run_program(
    command: Sequence[str], seconds: float | None, given: bytes | None = None, more: Mapping[str, str] | None = None
) -> bytes:
    """What a program prints; ``given`` is what it reads, ``more`` are variables of its environment.

    Raises ``OSError`` where it cannot be started, ``subprocess.TimeoutExpired`` where it takes longer than ``seconds``,
    ``subprocess.CalledProcessError`` where it says that it failed.
    """
    done = subprocess.run(
        command, input=given, capture_output=True, timeout=seconds, check=True, creationflags=_NO_WINDOW,
        env={**os.environ, **more} if more else None,
    )  # fmt: skip
    return done.stdout
