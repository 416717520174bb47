"""Names that a file may have on Windows too."""

from __future__ import annotations

import re

#: Signs that no name of a file may hold on Windows.
NOT_IN_NAMES = '\\/:*?"<>|'
#: Names that Windows keeps for devices, whatever comes after a point.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows would take a file of this name (``CON``, ``aux.docx``) for a device."""
    return _DEVICES.fullmatch(name) is not None


def safe_name(name: str) -> str:
    """A file name that Windows allows: forbidden characters become ``_``, names of devices get one in front."""
    cleaned = "".join("_" if character in NOT_IN_NAMES or character < " " else character for character in name)
    cleaned = cleaned.strip().rstrip(".") or "通报"
    return f"_{cleaned}" if is_device(cleaned) else cleaned
