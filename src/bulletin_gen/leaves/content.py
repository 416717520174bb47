"""The content of files: read where it can be, and told by its digest."""

from __future__ import annotations

import errno
import hashlib
import stat
from pathlib import Path


def content_of_file(path: Path) -> bytes:
    """The bytes of ``path``. ``OSError`` where it cannot be read, also for pipes and devices: these may never end, and
    whoever reads them waits for ever. Links to files are followed."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.ENXIO, "not a regular file", str(path))
    return path.read_bytes()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(content: bytes) -> str:
    """The SHA-256 of content."""
    return hashlib.sha256(content).hexdigest()
