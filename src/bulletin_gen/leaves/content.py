"""The content of files that people hand in."""

from __future__ import annotations

import errno
import stat
from pathlib import Path


def content_of_file(path: Path) -> bytes:
    """The bytes of ``path``. ``OSError`` where it cannot be read, also for pipes and devices: these may never end, and
    whoever reads them waits for ever. Links to files are followed."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.ENXIO, "not a regular file", str(path))
    return path.read_bytes()
