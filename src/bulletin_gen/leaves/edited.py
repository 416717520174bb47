"""Files that people have edited since they were written: told by their content, kept under another name."""

from __future__ import annotations

import hashlib
import os
from itertools import count
from pathlib import Path

#: What the name of an edited file says when a new one takes its place.
EDITED = "改动稿"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(content: bytes) -> str:
    """The SHA-256 of content."""
    return hashlib.sha256(content).hexdigest()


def beside(path: Path) -> Path:
    """A free name for the edited file at ``path``: 通报（改动稿）.docx, （改动稿2）…"""
    return free_name(path, EDITED)


def free_name(path: Path, word: str) -> Path:
    """A name beside ``path`` that nothing has: 通报（刷新）.docx, （刷新2）…"""
    names = (f"{path.stem}（{word}{number if number > 1 else ''}）{path.suffix}" for number in count(1))
    return next(found for name in names if not os.path.lexists(found := path.with_name(name)))
