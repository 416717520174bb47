"""An .xls before the reader sees it: its one stream taken out of the container, made sure of, and put into a new one.

A container whose chain of sectors bites its tail would fill the memory of the reader, other spellings of the stream's
name and code pages other than 1200 make it see nothing or nonsense, though the texts of this format are Unicode.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

import olefile
from msgspec import Struct, field

from bulletin_gen.intake.cells.text import NOT_COMPUTED
from bulletin_gen.intake.files.overlay import MOST_MERGED, Merged, Overlay
from bulletin_gen.intake.files.refused import broken, locked, overmerged, scattered, wrong_type

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STREAMS = tuple(stream.encode("utf-16-le") for stream in ("workbook", "book"))
_SECTOR, _PER_SECTOR = 512, 128
_FREE, _END, _FAT, _LAST = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFA
_BOF, _EOF, _CODE_PAGE, _FILE_PASS, _SHEET, _DATE_MODE = 0x809, 0x0A, 0x42, 0x2F, 0x85, 0x22
_DIMENSIONS, _ERROR, _FORMULA, _MERGED, _ROW = 0x200, 0x205, 0x06, 0xE5, 0x208
_BIFF8, _WORKSHEET = 0x600, 0x10
#: What Excel 97 to 2003 can hold; and how many cells may be spanned for each byte of the stream.
_MOST_ROWS, _MOST_COLUMNS, _SPARSE = 65_536, 256, 200
_OTHER = "Office 97—2003 的其他文件（如 .doc），或 WPS 自己的格式（.et、.wps）"
_SAVED_ANEW = "里面是工单的，用 WPS 打开后另存为 .xlsx，再移出这一份；不是就移出期间文件夹"
#: Error values by their codes.
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class XlsBook(Struct):
    """An .xls as the reader can take it: the file, whether dates count from 1904, and by name of the sheet what the
    reader would not tell of it."""

    data: bytes
    since_1904: bool = False
    overlays: dict[str, Overlay] = field(default_factory=dict)


def xls_book(data: bytes, name: str) -> XlsBook:
    """The workbook in the OLE container ``data``; ``BulletinError`` where it is broken, locked or none."""
    stream, older = _stream(data, name)
    book = XlsBook(b"")
    sheets: list[tuple[str, int]] = []
    for kind, at, length in _records(stream, 0, name):
        if kind == _FILE_PASS:
            raise locked(name)
        if kind == _CODE_PAGE and length >= 2 and not older:
            stream[at : at + 2] = struct.pack("<H", 1200)
        elif kind == _DATE_MODE and length >= 2:
            book.since_1904 = stream[at : at + 2] == b"\x01\x00"
        elif kind == _SHEET and length >= 8 and not older:
            sheets.append((_sheet_name(stream[at : at + length]), struct.unpack_from("<I", stream, at)[0]))
        elif kind == _EOF:
            break
    for sheet, start in sheets:
        book.overlays[sheet] = _overlay(stream, start, name)
    book.data = _container(bytes(stream), "Book" if older else "Workbook")
    return book


def _stream(data: bytes, name: str) -> tuple[bytearray, bool]:
    """The workbook's stream, and whether it is of an Excel before 97."""
    if _ENCRYPTED in data:
        raise locked(name)
    if not any(mark in data.lower() for mark in _STREAMS):
        raise wrong_type(name, _OTHER, _SAVED_ANEW)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            named = {path[-1].lower(): path for path in container.listdir() if len(path) == 1}
            path = named.get("workbook") or named.get("book")
            if path is None:
                raise wrong_type(name, _OTHER, _SAVED_ANEW)
            _check_chain(container, path, name)
            stream = container.openstream(path).read()
    except (OSError, ValueError, IndexError, struct.error, TypeError, AttributeError) as reason:
        raise broken(name) from reason
    if len(stream) < 8 or struct.unpack_from("<H", stream)[0] & 0xFF != _BOF & 0xFF:
        raise broken(name)
    return bytearray(stream), struct.unpack_from("<H", stream, 4)[0] != _BIFF8


def _check_chain(container: olefile.OleFileIO, path: list[str], name: str) -> None:
    """No chain of sectors returns to one of its own, and the stream's is as long as the stream."""
    for first in (container.first_dir_sector, container.first_mini_fat_sector):
        _chained(first, container.fat, name)
    entry = container.direntries[container._find(path)]
    short = entry.size < container.minisectorcutoff
    if short and container.minifat is None:
        container.loadminifat()
    size = container.minisectorsize if short else container.sectorsize
    if _chained(entry.isectStart, container.minifat if short else container.fat, name) * size < entry.size:
        raise broken(name)


def _chained(sector: int, table: Sequence[int], name: str) -> int:
    """How many sectors follow one another from ``sector`` on."""
    count = 0
    while sector < _LAST:
        count += 1
        if count > len(table) or sector >= len(table):
            raise broken(name)
        sector = int(table[sector])
    return count


def _records(stream: bytearray, at: int, name: str) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of the records from ``at`` on; a cut one is a broken file."""
    end = len(stream)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > end:
            raise broken(name)
        yield kind, at + 4, length
        at += 4 + length


def _sheet_name(record: bytearray) -> str:
    count, wide = record[6], record[7] & 1
    return record[8:].decode("utf-16-le", "replace")[:count] if wide else record[8 : 8 + count].decode("latin-1")


def _overlay(stream: bytearray, start: int, name: str) -> Overlay:
    marks: dict[int, dict[int, str]] = {}
    merged: list[Merged] = []
    hidden: set[int] = set()
    pending, computed = list[tuple[int, int]](), False
    depth = 0
    for kind, at, length in _records(stream, start, name):
        if kind == _BOF:
            depth += 1
            if depth == 1 and struct.unpack_from("<H", stream, at + 2)[0] != _WORKSHEET:
                return Overlay()
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif kind in (_ERROR, _FORMULA, _ROW, _MERGED, _DIMENSIONS):
            record = stream[at : at + length]
            _take(kind, record, (marks, merged, hidden), len(stream), name)
            if kind == _FORMULA and len(record) >= _FORMULA_HEAD:
                pending += [struct.unpack_from("<HH", record)] if _is_pending(record) else []
                computed = computed or not _is_pending(record)
    for row, column in () if computed else pending:
        marks.setdefault(row, {})[column] = NOT_COMPUTED
    return Overlay(marks, tuple(merged), frozenset(hidden))


#: A formula's record before its tokens.
_FORMULA_HEAD = 20
#: The result that xlwt gives to each formula, for it computes none: an empty text; and the zeros where Excel keeps its
#: order of computing. A program that computes may find an empty text too, but hardly in every formula of a sheet.
_EMPTY_RESULT, _NEVER = b"\x03\0\0\0\0\0\xff\xff", b"\0\0\0\0"


def _is_pending(formula: bytearray) -> bool:
    return formula[6:14] == _EMPTY_RESULT and formula[16:20] == _NEVER


_Found = tuple[dict[int, dict[int, str]], list[Merged], set[int]]


def _take(kind: int, record: bytearray, found: _Found, size: int, name: str) -> None:
    marks, merged, hidden = found
    if kind == _ERROR and len(record) >= 8 and record[7]:
        row, column = struct.unpack_from("<HH", record)
        marks.setdefault(row, {})[column] = _ERRORS.get(record[6], "#N/A")
    elif kind == _FORMULA and len(record) >= 14 and record[12:14] == b"\xff\xff" and record[6] == 2:
        row, column = struct.unpack_from("<HH", record)
        marks.setdefault(row, {})[column] = _ERRORS.get(record[8], "#N/A")
    elif kind == _ROW and len(record) >= 16 and record[12] & 0x20:
        hidden.add(struct.unpack_from("<H", record)[0])
    elif kind == _MERGED and len(record) >= 2:
        count = min(struct.unpack_from("<H", record)[0], (len(record) - 2) // 8)
        merged += [struct.unpack_from("<HHHH", record, 2 + 8 * index) for index in range(count)]
        if len(merged) > MOST_MERGED:
            raise overmerged(name)
    elif kind == _DIMENSIONS and len(record) >= 12:
        first, last, left, right = struct.unpack_from("<IIHH", record)
        if last > _MOST_ROWS or right > _MOST_COLUMNS:
            raise broken(name)
        if (last - first) * (right - left) > _SPARSE * size:
            raise scattered(name, f"内容散布到第{last}行、第{right}列")


def _container(stream: bytes, name: str) -> bytes:
    """A new OLE container with one stream, in sectors one after another."""
    stream = stream.ljust(max(len(stream), 8 * _SECTOR), b"\0")
    stream += b"\0" * (-len(stream) % _SECTOR)
    used = len(stream) // _SECTOR + 1  # the directory's sector comes first
    tables = -(-used // (_PER_SECTOR - 1))
    if tables > 109:
        return _long_container(stream, name)
    chain = [_END, *range(2, used), _END] if used > 1 else [_END]
    fat = chain + [_FAT] * tables
    fat += [_FREE] * (-len(fat) % _PER_SECTOR)
    header = _header(tables, [used + index for index in range(tables)], _END, 0)
    return header + _directory(name, len(stream)) + stream + struct.pack(f"<{len(fat)}I", *fat)


def _header(tables: int, places: list[int], more: int, count: int) -> bytes:
    start = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, 0, 0, 4096, _END, 0, more, count, 0,
    )  # fmt: skip
    return start[:76] + struct.pack("<109I", *places[:109], *[_FREE] * (109 - len(places[:109])))


def _long_container(stream: bytes, name: str) -> bytes:
    """The same for a stream whose table of sectors has more parts than the header names (from some 7 MB on)."""
    used = len(stream) // _SECTOR + 1
    tables = more = 0
    while True:
        wanted = -(-(used + tables + more) // _PER_SECTOR)
        lists = max(0, -(-(wanted - 109) // (_PER_SECTOR - 1)))
        if (wanted, lists) == (tables, more):
            break
        tables, more = wanted, lists
    places = [used + index for index in range(tables)]
    fat = [_END, *range(2, used), _END] + [_FAT] * tables + [0xFFFFFFFC] * more
    fat += [_FREE] * (tables * _PER_SECTOR - len(fat))
    rest = places[109:]
    listed = b""
    for index in range(more):
        part = rest[index * (_PER_SECTOR - 1) : (index + 1) * (_PER_SECTOR - 1)]
        part += [_FREE] * (_PER_SECTOR - 1 - len(part))
        following = used + tables + index + 1 if index + 1 < more else _END
        listed += struct.pack("<128I", *part, following)
    header = _header(tables, places, used + tables, more)
    return header + _directory(name, len(stream)) + stream + struct.pack(f"<{len(fat)}I", *fat) + listed


def _directory(name: str, size: int) -> bytes:
    entries = (("Root Entry", 5, 1, _END, 0), (name, 2, _FREE, 1, size))
    packed = b""
    for entry, kind, child, first, length in entries:
        text = (entry + "\0").encode("utf-16-le")
        packed += struct.pack(
            "<64sHBBIII16xI16xIII", text, len(text), kind, 1, _FREE, _FREE, child, 0, first, length, 0
        )
    return packed.ljust(_SECTOR, b"\0")
