"""Step 1: any file a clerk hands in → its sheets as grids. The content decides what a file is, not its ending."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bulletin_gen.intake.grids import Grid
from bulletin_gen.intake.tabletext import csv_rows, decode
from bulletin_gen.issues import Place, stop

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_file(path: Path) -> Iterator[Grid]:
    """The sheets of ``path`` in order. A file that cannot be read is a ``BulletinError`` that says why."""
    try:
        data = path.read_bytes()
    except OSError as reason:
        raise stop("file.unreadable", "文件打不开", Place(file=path.name), found=reason.strerror or "") from reason
    return open_bytes(data, path.name)


def open_bytes(data: bytes, name: str) -> Iterator[Grid]:
    """The sheets of a file's content; ``name`` is how messages call it."""
    if not data:
        raise stop("file.empty", "文件是空的（0 字节）", Place(file=name), advice="重新导出")
    if data.startswith((_ZIP, _OLE)):
        from bulletin_gen.intake.workbooks import workbook_grids

        return workbook_grids(data, name)
    return iter((Grid(name, "", csv_rows(decode(data, name))),))
