"""Word files for the tests: made with python-docx, and with XML of one's own where it has no words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def paragraph(content: str, properties: str = "") -> str:
    """``w:p`` with this content."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    """``w:r`` with this text."""
    tag = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{tag}<w:t xml:space="preserve">{text}</w:t></w:r>'


def word(*blocks: str) -> Document:
    """A document of these blocks, each a ``w:p`` or ``w:tbl``."""
    document = docx.Document()
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("sectPr"):
            body.remove(child)
    for block in blocks:
        head, rest = block.split(">", 1) if block.startswith("<w:p/") is False else (block[:-2], "")
        body.insert(len(body) - 1, parse_xml(f"{head} {nsdecls('w')} {_MORE}>{rest}"))
    return document


def saved(document: Document, folder: Path, name: str = "稿件.docx") -> Path:
    """The file of a document."""
    path = folder / name
    document.save(str(path))
    return path


def with_parts(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same file with its parts changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    return packed(path, parts.items())


def packed(path: Path, parts: Iterable[tuple[str, bytes]]) -> Path:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path
