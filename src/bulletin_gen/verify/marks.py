"""Proves that the marks of a written document are around the digits of the figures that they stand for."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error
from bulletin_gen.tree import Bulletin, texts

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_START, _END, _TEXT, _ID = (f"{_WORD}{name}" for name in ("bookmarkStart", "bookmarkEnd", "t", "id"))
#: The part that holds the text.
MAIN = "word/document.xml"
_DIGITS = late(r"[0-9].*[0-9]|[0-9]", re.DOTALL)


def main_part(docx: bytes) -> ElementTree.Element:
    """The main part of a document: read once for all who prove something of it, none of whom changes it.

    Raises ``zipfile.BadZipFile``, ``KeyError`` or ``ElementTree.ParseError`` for what is no document.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return ElementTree.fromstring(package.read(MAIN))


def mark_issues(bulletin: Bulletin, docx: bytes, main: ElementTree.Element | None = None) -> Iterator[Issue]:
    """An issue for each mark of the tree that the document has not, has twice, or has around anything else. ``main``:
    its main part, where it has been read already."""
    expected = {
        run.mark: found[0]
        for text in texts(bulletin)
        for run in text
        if run.mark and (found := _DIGITS.search(run.text))
    }
    if not expected:
        return
    written = list(_written(main_part(docx) if main is None else main))
    times = Counter(name for name, _ in written)
    around = dict(written)
    for name, digits in expected.items():
        if times[name] != 1 or around[name] != digits:
            said = f"{times[name]} 次：{around.get(name, '')}"
            yield error("verify.mark", "程序自检未通过", Place(key=name), found=said, expected=f"1 次：{digits}")
    for name, count in times.items():
        if count > 1:
            yield error("verify.mark", "程序自检未通过", Place(key=name), found=f"{count} 次", expected="1 次")


def _written(main: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Each bookmark of the main part and the text that it is around."""
    still_open: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for element in main.iter():
        if element.tag == _START:
            number = element.get(_ID, "")
            names[number], still_open[number] = element.get(f"{_WORD}name", ""), []
        elif element.tag == _END:
            number = element.get(_ID, "")
            yield names[number], "".join(still_open.pop(number))
        elif still_open and element.tag == _TEXT:
            for pieces in still_open.values():
                pieces.append(element.text or "")
