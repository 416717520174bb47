"""Parts of workbooks written in ways that the reader passes over or takes for something else: told, and put into the
usual way where they say one thing only."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from html import escape, unescape

from bulletin_gen.intake.files.package.windows import Window

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_USUAL = ("utf-8", "utf8", "us-ascii", "ascii")
_WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))

#: How a cell's value begins.
_BEGIN = r"<(?:\w+:)?v(?:\s[^>]*)?>"
#: A cell's value whose text the reader would not take as XML does: blanks around it, comments, CDATA, characters by
#: their numbers.
_ODD_VALUE = _BEGIN + r"(?:\s|[^<]*(?:\s</|<[!?]|&#))|<!\[CDATA\["
#: A cell that says which text of the table it holds by something that is no number: the reader takes the first text.
_NO_INDEX = r"""\st\s*=\s*["']s["'][^>]*>\s*""" + _BEGIN + r"(?:[0-9]*[^0-9<]|[0-9]{10})"
#: A cell with two values, of which the reader takes the last, or with one in the place of another kind's.
_TWO_VALUES = r"</(?:\w+:)?(?:v|is)>\s*<(?:\w+:)?(?:v|is)[\s>/]|"
_TWO_VALUES += r"""\st\s*=\s*["']inlineStr["'][^>]*>\s*<(?:\w+:)?v[\s>]"""
ODD = f"{_ODD_VALUE}|{_NO_INDEX}|{_TWO_VALUES}"
_SEEN, _REFUSED = re.compile(ODD.encode("ascii")), re.compile(f"{_NO_INDEX}|{_TWO_VALUES}")
_VALUE = re.compile(r"(<(?:\w+:)?v(?:\s[^>/]*)?>)(.*?)(</(?:\w+:)?v>)", re.DOTALL)
_BESIDE = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
#: So many bytes of a window are looked at together with the next one: a cell may begin in one and end in the other.
_SEAM = 400


class OddCells:
    """Sees, window by window, whether a sheet holds cells that the reader would not read as they are written."""

    def __init__(self) -> None:
        self.found = False
        self._before = b""

    def take(self, window: Window) -> None:
        """Looks at one window."""
        if not self.found:
            seam = self._before + window.data[:_SEAM]
            look = _SEEN.search(window.data) if window.short else not window.ordinary and window.has(ODD) is not False
            whole = bool(look)
            self.found = whole or bool(_SEEN.search(seam))
        self._before = window.data[-_SEAM:]

    def begin_anew(self) -> None:
        """Says that what comes next begins a row or follows the last: no cell goes on in it."""
        self._before = b""


def encoding_of(start: bytes) -> str:
    """The encoding of XML that begins so, by its mark or its declaration; "" for UTF-8."""
    for mark, encoding in _WIDE:
        if start.startswith(mark):
            return encoding
    declared = _DECLARED.match(start[:200])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    return "" if encoding in _USUAL else encoding


def as_usual(part: bytes) -> bytes:
    """The same XML with its CDATA escaped and the values of cells as XML reads them.

    Raises ``ValueError`` where it is no UTF-8, where a cell has two values, and where one names its text by no number.
    """
    text = _CDATA.sub(lambda found: escape(found[1], quote=False), part.decode("utf-8-sig"))
    text = _VALUE.sub(lambda found: found[1] + _plain(found[2]) + found[3], text)
    if odd := _REFUSED.search(text):
        raise ValueError(f"a cell without one value: {odd[0][:80]!r}")
    return text.encode("utf-8")


def _plain(value: str) -> str:
    return escape(unescape(_BESIDE.sub("", value)).strip(), quote=False)


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
