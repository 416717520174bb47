"""Parts of workbooks written in ways that the reader passes over: told, and texts in CDATA put into the usual one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from html import escape

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_USUAL = ("utf-8", "utf8", "us-ascii", "ascii")
_WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


def encoding_of(start: bytes) -> str:
    """The encoding of XML that begins so, by its mark or its declaration; "" for UTF-8."""
    for mark, encoding in _WIDE:
        if start.startswith(mark):
            return encoding
    declared = _DECLARED.match(start[:200])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    return "" if encoding in _USUAL else encoding


def as_usual(part: bytes) -> bytes:
    """The same XML with its CDATA escaped. Raises ``ValueError`` where it is no UTF-8."""
    return _CDATA.sub(lambda found: escape(found[1], quote=False), part.decode("utf-8-sig")).encode("utf-8")


def rebuilt(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The archive with some parts changed or added, these first."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as copy:
        for name, content in changed.items():
            copy.writestr(name, content)
        for part in archive.infolist():
            if part.filename not in changed and not part.is_dir():
                copy.writestr(part.filename, archive.read(part))
    return packed.getvalue()
