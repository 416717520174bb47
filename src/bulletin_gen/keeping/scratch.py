"""Scratch places for files that were sent in and belong nowhere yet; what a killed desk left is swept by the next."""

from __future__ import annotations

import shutil
import socket
import tempfile
from pathlib import Path

from bulletin_gen.leaves.frugal import late

_PREFIX = "bulletin-desk-"
_NAMED = late(rf"{_PREFIX}(\d+)-")
_WAIT = 0.3


def scratch_place(port: int) -> tempfile.TemporaryDirectory[str]:
    """A new scratch place of the desk that answers on ``port``; its name tells the port."""
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{port}-", ignore_cleanup_errors=True)


def sweep(port: int) -> tuple[Path, ...]:
    """Removes the scratch places of desks that answer no more; ``port`` is the caller's own, on which no older desk can
    be. Returns what was removed. A place that cannot be removed (a file open elsewhere) is left to the next sweep."""
    gone = []
    for path in sorted(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")):
        named = _NAMED.match(path.name)
        if named is None or not path.is_dir() or path.is_symlink():
            continue
        if int(named[1]) == port or not _answers(int(named[1])):
            shutil.rmtree(path, ignore_errors=True)
            if not path.exists():
                gone.append(path)
    return tuple(gone)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_WAIT):
            return True
    except (OSError, OverflowError):
        return False
