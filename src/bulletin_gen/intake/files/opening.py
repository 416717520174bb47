"""Step 1: any file a clerk hands in → its sheets as grids. The content decides what a file is, not its ending."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.files.guards import check_parts, open_zip, unpack
from bulletin_gen.intake.files.refused import broken, wrong_type
from bulletin_gen.intake.files.tabletext import csv_rows, decode, is_text
from bulletin_gen.leaves.content import content_of_file
from bulletin_gen.leaves.issues import Place, stop, system_reason

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET = b"PAR1"
#: Larger files are refused before they are read into memory.
_MOST_BYTES = 1 << 30

#: First bytes of what clerks hand in by mistake.
_OTHERS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "RAR 压缩文件，请解压后放入，或改用 .zip",
    b"7z\xbc\xaf\x27\x1c": "7z 压缩文件，请解压后放入，或改用 .zip",
    b"{\\rtf": "RTF 文档",
    b"SQLite": "数据库文件",
}


def open_file(path: Path) -> Iterator[Grid]:
    """The sheets of ``path`` in order. A file that cannot be read is a ``BulletinError`` that says why."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise stop(
                "file.large", "文件太大", Place(file=path.name), found=f"{size / 1e9:.1f}GB", expected="1GB 以内"
            )
        data = content_of_file(path)
    except OSError as reason:
        raise stop("file.unreadable", "文件打不开", Place(file=path.name), found=system_reason(reason)) from reason
    return open_bytes(data, path.name)


def open_bytes(data: bytes, name: str) -> Iterator[Grid]:
    """The sheets of a file's content; ``name`` is how messages call it."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise stop("file.empty", "文件是空的", Place(file=name), found=f"{len(data)}字节", advice="重新导出")
    for start, kind in _OTHERS.items():
        if data.startswith(start):
            raise wrong_type(name, kind)
    if data.startswith(_ZIP):
        return _open_zip(data, name)
    if data.startswith(_OLE):
        from bulletin_gen.intake.files.workbooks import ole_workbook

        return ole_workbook(data, name)
    if data.startswith(_PARQUET):
        from bulletin_gen.intake.files.parquet import parquet_grids

        return parquet_grids(data, name)
    return _open_text(data, name)


def _open_text(data: bytes, name: str) -> Iterator[Grid]:
    if not is_text(data):
        raise wrong_type(name, "内容不是表格，也不是文字")
    text = decode(data, name)
    start = text[:200].lstrip().lower()
    if start.startswith("<"):
        from bulletin_gen.intake.files.markup import html_grids, is_xml_spreadsheet, xml_grids
        from bulletin_gen.intake.files.opendocument import flat_grids, is_flat

        if is_flat(text):
            return flat_grids(text, name)
        return xml_grids(text, name) if is_xml_spreadsheet(text) else html_grids(text, name)
    if start.startswith("mime-version:"):
        raise wrong_type(name, "网页归档（MHTML），请用 Excel 打开后另存为 .xlsx")
    return iter((Grid(name, "", csv_rows(text, name=name), text=True),))


def _open_zip(data: bytes, name: str) -> Iterator[Grid]:
    archive = open_zip(data, name)
    parts = {part.replace("\\", "/").lower() for part in archive.namelist()}
    if "[content_types].xml" in parts or "mimetype" in parts or "content.xml" in parts:
        return _open_package(data, name, parts)
    if any(part.endswith(".iwa") for part in parts):
        raise wrong_type(name, "苹果 Numbers 表格；在 Numbers 里选“文件 → 导出到 → Excel”")
    if any(part.startswith("xl/") for part in parts):
        raise broken(name)
    return _open_archive(archive, name)


def _open_package(data: bytes, name: str, parts: set[str]) -> Iterator[Grid]:
    for folder, kind in (("word/", "Word 文档"), ("ppt/", "演示文稿")):
        if any(part.startswith(folder) for part in parts):
            raise wrong_type(name, kind)
    if "content.xml" in parts or any(part.startswith("meta-inf/") for part in parts):
        from bulletin_gen.intake.files.opendocument import ods_grids

        grids = ods_grids(data, name)  # says first whether it is locked: then its parts are no XML
        check_parts(open_zip(data, name), data, name)
        return grids
    from bulletin_gen.intake.files.workbooks import xml_workbook

    return xml_workbook(data, name)


def _open_archive(archive: zipfile.ZipFile, name: str) -> Iterator[Grid]:
    """The sheets of every file of a .zip, one level deep."""
    found = False
    for part in archive.infolist():
        inner = _part_name(part)
        if part.is_dir() or _is_dross(inner):
            continue
        found = True
        content = unpack(archive, part, name)
        if content.startswith(_ZIP) and b"[Content_Types].xml" not in content and b"content.xml" not in content:
            raise wrong_type(f"{name}/{inner}", "压缩文件里又有压缩文件，请解压后放入")
        yield from open_bytes(content, f"{name}/{inner}")
    if not found:
        raise stop("file.empty", "压缩文件里没有文件", Place(file=name))


def _part_name(part: zipfile.ZipInfo) -> str:
    """The name of a part; archives made on Chinese Windows carry GBK names without saying so."""
    name = part.filename
    if not part.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = part.filename
    return name.replace("\\", "/").rpartition("/")[2]


def _is_dross(name: str) -> bool:
    return not name or name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")
