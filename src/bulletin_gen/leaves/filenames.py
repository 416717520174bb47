"""Names for files: such as Windows allows too, and such as nothing has yet."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path

from bulletin_gen.leaves.frugal import late

#: What the name of an edited file says when a new one takes its place.
EDITED = "改动稿"
#: Signs that no name of a file may hold on Windows.
NOT_IN_NAMES = '\\/:*?"<>|'
#: Names that Windows keeps for devices, whatever comes after a point.
_DEVICES = late(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows would take a file of this name (``CON``, ``aux.docx``) for a device."""
    return _DEVICES.fullmatch(name) is not None


def safe_name(name: str) -> str:
    """A file name that Windows allows: forbidden characters become ``_``, names of devices get one in front."""
    cleaned = "".join("_" if character in NOT_IN_NAMES or character < " " else character for character in name)
    cleaned = cleaned.strip().rstrip(".") or "通报"
    return f"_{cleaned}" if is_device(cleaned) else cleaned


def beside(path: Path) -> Path:
    """A free name for the edited file at ``path``: 通报（改动稿）.docx, （改动稿2）…"""
    return free_name(path, EDITED)


def free_name(path: Path, word: str) -> Path:
    """A name beside ``path`` that nothing has: 通报（刷新）.docx, （刷新2）…"""
    names = (f"{path.stem}（{word}{number if number > 1 else ''}）{path.suffix}" for number in count(1))
    return next(found for name in names if not os.path.lexists(found := path.with_name(name)))
