"""Text files of a clerk's machine: their encodings, and CSV as rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bulletin_gen.leaves.content import content_of_file
from bulletin_gen.leaves.issues import BulletinError, Place, stop, system_reason

#: Encodings in the order they are tried. GB18030 takes almost any bytes, so it comes last.
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;|"
#: Rows by which the shape of a text table is judged; tables with fewer columns may have such lines in their texts.
_HEAD_LINES, _FEW_COLUMNS = 40, 3
#: Rows of fewer filled cells may be titles, notes and totals, whatever their length.
_FEW_FILLED = 4
_LONGEST_CELL = 1 << 24
#: Tabs at the border of a cell that another sign ends.
_PADDING = re.compile(
    r"\t(?=[,;|])|(?<=[,;|])\t|(?<=[,;|])([^,;|\t\r\n]*)\t(?=[\r\n]|$)|^\t(?=[^,;|\t\r\n]*[,;|])", re.MULTILINE
)
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
        return content_of_file(path)
    except OSError as reason:
        raise stop(
            "file.unreadable", "文件打不开", Place(file=path.name), found=system_reason(reason),
            advice="关闭正打开着它的 Excel、WPS，检查文件的权限，然后重新运行",
        ) from reason  # fmt: skip


def csv_rows(text: str, delimiter: str = "", name: str = "") -> Iterator[list[str]]:
    """The rows of a CSV or TSV text; the delimiter is found from the first lines when not given.

    Quoted cells may hold line breaks; a row's number is its place among rows, as a spreadsheet would show it.
    ``BulletinError`` where a quotation mark takes in whole rows or is never closed, and, with a ``name``, where a row
    breaks off: all rows of a writer that writes empty cells too have as many as the head.
    """
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = delimiter or find_delimiter(text)
    width, number, writes_blanks, all_whole = 0, 0, False, True
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    ended = text.endswith(("\n", "\r"))
    lines = 0 if ended or not name else sum(1 for _ in io.StringIO(text, newline=""))
    try:
        for number, row in enumerate(rows, 1):
            width = max(width, len(row)) if number <= _HEAD_LINES else width
            if any("\n" in cell and _holds_rows(cell, delimiter, width) for cell in row):
                raise _open_quote(name, number)
            if name and sum(map(bool, row)) > _FEW_FILLED and len(row) < width:
                if writes_blanks or (all_whole and rows.line_num == lines):
                    raise _cut_off(name, number, len(row), width)
                all_whole = False
            elif row and len(row) == width and not row[-1]:
                writes_blanks = True
            yield row
    except csv.Error as reason:
        raise _open_quote(name, number + 1) from reason
    # Read to its end, the last cell may still be open.
    if number and _is_open(text, delimiter):
        raise _open_quote(name, number)


def _cut_off(name: str, number: int, found: int, width: int) -> BulletinError:
    return stop(
        "file.short_row", "这一行没有写完", Place(file=name, row=number),
        found=f"{found}格", expected=f"{width}格，同表头",
        advice="文件可能没有下载完，或一格里的文字换了行而没有引号：重新从平台导出，或改导 .xlsx",
    )  # fmt: skip


def _holds_rows(cell: str, delimiter: str, width: int) -> bool:
    """Whether a line inside of a cell has as many cells as the table has columns: it was a row of its own."""
    lines = cell.splitlines()[1:]
    return width >= _FEW_COLUMNS and any(line.count(delimiter) + 1 >= width for line in lines)


def _is_open(text: str, delimiter: str) -> bool:
    """Whether the text ends inside of quotation marks."""
    tail = text[text.rfind("\n", 0, len(text.rstrip())) + 1 :] if text.count('"') % 2 else ""
    if not tail:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as reason:
        return "end of data" in str(reason)
    return False


def _open_quote(name: str, number: int) -> BulletinError:
    return stop(
        "file.open_quote", "引号没有配对，一个格子吞进了后面的行", Place(file=name, row=number),
        expected="成对的英文引号", advice="在这一行找多出或缺少的英文引号（\"）改好；或从平台改导 .xlsx",
    )  # fmt: skip


def find_delimiter(text: str) -> str:
    """Comma, tab, semicolon or bar: the one that parts most of the first rows into the same number of cells, the larger
    number where several do."""
    sample = text[:40_000]
    # Platforms put a tab beside a cell, by which spreadsheets take it for text.
    without = _PADDING.sub("", sample)
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample if "\t" in without else without, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int, int]:
    """How many of the first rows have the commonest number of cells beyond one, that number, and how often the sign
    stands in the first line."""
    rows: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False):
            rows += [len(row)] if any(row) else []
            if len(rows) == _HEAD_LINES:
                break
    except csv.Error:
        return 0, 0, 0
    several = Counter(count for count in rows if count > 1)
    if not several:
        return 0, 0, text.partition("\n")[0].count(delimiter)
    width, times = max(several.items(), key=lambda each: (each[1], each[0]))
    return times, width, text.partition("\n")[0].count(delimiter)
