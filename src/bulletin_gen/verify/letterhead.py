"""A bulletin on the office's own letterhead, opened again beside that: everything of it is still there, as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from bulletin_gen.leaves.issues import Issue
from bulletin_gen.verify.fault import fault

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
#: Parts that a copy may have otherwise: the words, the styles, which parts there are, when it was saved.
_OTHERWISE = (_MAIN, _STYLES, "[Content_Types].xml", "docProps/core.xml")
_BOX, _TABLE, _TEXT = f"{_WORD}txbxContent", f"{_WORD}tbl", f"{_WORD}t"
_KEPT = {
    "sectPr": "节的设置", "drawing": "图片、图形", "pict": "图片、图形", "txbxContent": "文本框", "tbl": "表格",
}  # fmt: skip
#: An element as a value: tag, attributes, text, what is in it.
Shape = tuple[str, tuple[tuple[str, str], ...], str, tuple["Shape", ...]]
_MARKS = (f"{_WORD}bookmarkStart", f"{_WORD}bookmarkEnd")


def letterhead_issues(docx: bytes, office: bytes) -> Iterator[Issue]:
    """A fault for everything of the office's file that the bulletin has not, or not as it was."""
    with zipfile.ZipFile(io.BytesIO(docx)) as ours, zipfile.ZipFile(io.BytesIO(office)) as theirs:
        for name in theirs.namelist():
            if name in _OTHERWISE or name.endswith((".rels", "/")):
                continue
            if name not in ours.namelist() or _plain(ours.read(name), name) != _plain(theirs.read(name), name):
                yield fault(name, found="没有，或与信头文件不同", expected="与信头文件相同")
        main, own = (ElementTree.fromstring(each.read(_MAIN)) for each in (ours, theirs))
        for tag, called in _KEPT.items():
            if not _within(_all(own, tag), _all(main, tag)):
                yield fault("document.xml", found=f"{called}与信头文件不同", expected="与信头文件相同")
        styles = (ElementTree.fromstring(each.read(_STYLES)) for each in (ours, theirs))
        ours_, theirs_ = ({_shape(style) for style in root.iter(f"{_WORD}style")} for root in styles)
        if theirs_ - ours_:
            yield fault("styles.xml", found=f"{len(theirs_ - ours_)} 个样式与信头文件不同", expected="与信头文件相同")


def spoken(docx: bytes, office: bytes) -> str:
    """The text of the main part without what stands in the office's tables and text boxes."""
    root, own = (ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(each)).read(_MAIN)) for each in (docx, office))
    return "".join(_said(root, [_shape(table) for table in own.iter(_TABLE)]))


def _said(element: ElementTree.Element, tables: list[Shape]) -> Iterator[str]:
    for child in element:
        if child.tag == _BOX:
            continue
        if child.tag == _TABLE and tables and _shape(child) == tables[0]:
            del tables[: 1 + sum(1 for _ in child.iter(_TABLE)) - 1]
            continue
        if child.tag == _TEXT:
            yield child.text or ""
        yield from _said(child, tables)


def _all(root: ElementTree.Element, tag: str) -> list[Shape]:
    return [_shape(each) for each in root.iter(f"{_WORD}{tag}")]


def _within(wanted: Sequence[Shape], found: Sequence[Shape]) -> bool:
    """Whether all that is wanted is found, in its order."""
    left = iter(found)
    return all(any(each == other for other in left) for each in wanted)


def _plain(content: bytes, name: str) -> bytes | Shape:
    """A part as it is to be compared: how XML is written out says nothing."""
    return _shape(ElementTree.fromstring(content)) if name.endswith(".xml") else content


def _shape(element: ElementTree.Element) -> Shape:
    """All that an element says, but for bookmarks."""
    inner = tuple(_shape(child) for child in element if child.tag not in _MARKS)
    text = element.text or ""
    return element.tag, tuple(sorted(element.attrib.items())), text.strip() if inner else text, inner
