"""Why a file is not read as a publication."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.leaves.issues import BulletinError, Place, stop


def refused(path: Path, kind: str, found: str = "", advice: str = "") -> BulletinError:
    """The refusal of the file at ``path``: what is the matter, what was found, what to do."""
    return stop("check.unreadable", kind, Place(file=path.name), found=found, advice=advice)
