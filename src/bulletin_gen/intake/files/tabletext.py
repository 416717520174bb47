"""Text files of a clerk's machine: their encodings, and CSV as rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from bulletin_gen.leaves.issues import Place, stop, system_reason

#: Encodings in the order they are tried. GB18030 takes almost any bytes, so it comes last.
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, name: str) -> str:
    """The text of ``data``: UTF-8 with or without BOM, UTF-16 with BOM, GB18030; ``BulletinError`` when it is none."""
    encodings = ("utf-16",) if data[:2] in _UTF16_MARKS else _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise stop(
        "file.encoding",
        "文字编码无法识别",
        Place(file=name),
        expected="UTF-8 或 GB18030（GBK）编码",
        advice="用 Excel 或 WPS 打开后另存为 .xlsx 再试",
    )


def is_text(data: bytes) -> bool:
    """Whether ``data`` can be text: no zero bytes near its start, unless a mark says UTF-16."""
    return data[:2] in _UTF16_MARKS or b"\x00" not in data[:8192]


def read_text(path: Path) -> str:
    """The text of a file in any of the encodings of ``decode``."""
    return decode(content_of(path), path.name)


def content_of(path: Path) -> bytes:
    """The bytes of a file that people keep; ``BulletinError`` where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as reason:
        raise stop(
            "file.unreadable", "文件打不开", Place(file=path.name), found=system_reason(reason),
            advice="关闭正打开着它的 Excel、WPS，检查文件的权限，然后重新运行",
        ) from reason  # fmt: skip


def csv_rows(text: str, delimiter: str = "") -> Iterator[list[str]]:
    """The rows of a CSV or TSV text; the delimiter is found from the first lines when not given.

    Quoted cells may hold line breaks; a row's number is its place among rows, as a spreadsheet would show it.
    """
    csv.field_size_limit(1 << 24)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or find_delimiter(text), strict=False)


def find_delimiter(text: str) -> str:
    """Tab, semicolon or comma: whichever the first lines have most of."""
    head = "\n".join(text[:20_000].splitlines()[:20])
    return max(",\t;", key=head.count)
