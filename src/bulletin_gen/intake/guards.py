"""What is looked at before a workbook is opened: whether it is whole and honest about its size.

The reader proper stops at the last tag that it wants, before it could compare a checksum, and allocates the whole
rectangle that the cells of a sheet span. So each part is unpacked once here, piece by piece: flipped bits,
decompression bombs and a stray cell a million rows below the table are found before they cost anything.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin_gen.issues import BulletinError, Place, stop

_PIECE = 1 << 16
#: Unpacked sizes beyond which a file is refused: at all, and when it shrinks more than any real table does.
_MOST_BYTES = 4 << 30
_MANY_BYTES, _MOST_RATIO = 128 << 20, 120
_MOST_PARTS = 5000
#: A sheet whose cells span more than this and fill less than one in so many is refused.
_WIDE_AREA, _SPARSE = 20_000_000, 20
_COLUMNS, _ROWS = 16_384, 1_048_576
#: Sheets up to this size are measured cell by cell; larger ones, which are full of cells, by samples.
_EXACT_BYTES = 24 << 20

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br=["\']([A-Z]+)([0-9]+)[^>]*?(/?)>')
#: The same for cells as nearly every program writes them, three times as fast: the name first, no slash in values.
_USUAL_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>/]*(/?)>')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br=["\']([0-9]+)[^>]*?[^/]>')
_NAMELESS = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^>]*\br=))")
_FAR_CELL = re.compile(rb"r=.(?:([A-Z]{3,})([0-9]+)|([A-Z]{1,2})([0-9]{7,}))")  # a literal start makes it fast
_LAST_CELL = re.compile(rb'.*<(?:\w+:)?c\b[^>]*?\br=["\']([A-Z]+)([0-9]+)', re.DOTALL)
_FILLED_DOWN = re.compile(rb'rows-repeated="[0-9]{6,}"[^>]*>(?:(?!</table:table-row>).){0,2000}?value-type', re.DOTALL)
_REPEATED = re.compile(rb'repeated="([0-9]{6,})"')


@dataclass(slots=True)
class Extent:
    """How far the cells of a sheet reach and how many there are."""

    columns: int = 0
    rows: int = 0
    cells: int = 0

    def reach(self, letters: bytes, digits: bytes) -> None:
        """Takes in the cell of that name."""
        # Longer names are beyond any sheet; their numbers need not be worked out.
        self.columns = max(self.columns, column_number(letters[:8].decode()))
        self.rows = max(self.rows, int(digits[:12]))

    @property
    def scattered(self) -> bool:
        """Whether the cells span far more than they fill."""
        return self.large and self.columns * self.rows > _SPARSE * self.cells

    @property
    def large(self) -> bool:
        """Whether the rectangle that the cells span costs much memory."""
        return self.columns * self.rows > _WIDE_AREA

    @property
    def impossible(self) -> bool:
        """Whether a cell is named that no sheet has."""
        return self.columns > _COLUMNS or self.rows > _ROWS


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive in ``data``; refused when it is broken, locked or a decompression bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as reason:
        raise broken(name) from reason
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, min(len(data), sum(part.compress_size for part in parts)))
    bloated = unpacked > _MANY_BYTES and unpacked > _MOST_RATIO * packed
    if unpacked > _MOST_BYTES or bloated or len(parts) > _MOST_PARTS:
        raise stop(
            "file.bomb", "文件解压后大得不正常，没有读取", Place(file=name),
            found=f"{len(data) / 1e6:.1f}MB，解压后{unpacked / 1e6:.0f}MB，{len(parts)}个部件",
            advice="不是正常导出的表格；请从平台重新导出",
        )  # fmt: skip
    if any(part.flag_bits & 1 for part in parts):
        raise locked(name)
    return archive


def unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo | str, name: str) -> bytes:
    """The content of a part; ``BulletinError`` when it cannot be unpacked."""
    try:
        return archive.read(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as reason:
        raise broken(name) from reason


def check_workbook(archive: zipfile.ZipFile, data: bytes, name: str) -> None:
    """Unpacks every XML part once and sees how far the cells of sheets reach.

    Raises ``BulletinError`` at the first part that is wrong.
    """
    for part in archive.infolist():
        path = part.filename.replace("\\", "/").lower()
        if "worksheets/" in path and path.endswith(".xml"):
            _check_sheet(data, part, name)
        elif path == "content.xml":
            _check_ods(data, part, name)
        elif path.endswith((".xml", ".rels")):
            for _ in _pieces(data, part, name):
                pass


def _pieces(data: bytes, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The part in pieces; each begins with the end of the one before, so that no cell is cut in two."""
    packed = _packed(data, part, name)
    inflate = zlib.decompressobj(-15).decompress if part.compress_type == zipfile.ZIP_DEFLATED else bytes
    tail, seen, checksum = b"", 0, 0
    for start in range(0, len(packed), _PIECE):
        try:
            piece = inflate(packed[start : start + _PIECE])
        except zlib.error as reason:
            raise broken(name) from reason
        seen, checksum = seen + len(piece), zlib.crc32(piece, checksum)
        if seen > part.file_size:
            raise broken(name)
        yield tail + piece
        tail = piece[-256:]
    if checksum != part.CRC:
        raise broken(name)


def _packed(data: bytes, part: zipfile.ZipInfo, name: str) -> memoryview:
    """The packed bytes of a part: they follow its local header, whose last fields have the length that they say."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise broken(name)
    fixed = part.header_offset + 30
    extra = sum(struct.unpack("<HH", data[fixed - 4 : fixed])) if 0 <= fixed <= len(data) else 0
    start = fixed + extra
    if start + part.compress_size > len(data):
        raise broken(name)
    return memoryview(data)[start : start + part.compress_size]


def _check_sheet(data: bytes, part: zipfile.ZipInfo, name: str) -> None:
    exact = part.file_size <= _EXACT_BYTES
    extent, measure = Extent(), _measure_all if exact else _measure_some
    last = b""
    for last in _pieces(data, part, name):
        measure(last, extent)
    _check_last(last, name)
    if extent.impossible:
        raise broken(name)
    if not exact and extent.large:
        extent.cells = sum(piece.count(b"<c ") or piece.count(b":c ") for piece in _pieces(data, part, name))
    if extent.scattered:
        far = f"内容散布到第{extent.rows}行、第{extent.columns}列，只有{extent.cells}个单元格"
        raise _scattered(name, far)


def _scattered(name: str, found: str) -> BulletinError:
    return stop(
        "file.scattered",
        "工作表里有远离表格的零散内容，没有读取",
        Place(file=name),
        found=found,
        advice="在 Excel 或 WPS 里按 Ctrl+End 找到它，删去多余的行列后另存",
    )


def _measure_all(piece: bytes, extent: Extent) -> None:
    usual = _usual_cells(piece)
    found = _CELL.findall(piece) if usual is None else usual
    extent.cells += len(found)
    # A piece has thousands of cells in a few columns and rows: each of those is looked at once.
    for letters in {letters for letters, _, empty in found if not empty}:
        extent.reach(letters, b"0")
    for digits in {digits for _, digits, empty in found if not empty}:
        extent.reach(b"A", digits)
    if usual is None and _NAMELESS.search(piece):
        extent.cells += len(_NAMELESS.findall(piece))
        for digits in _ROW.findall(piece):
            extent.reach(b"A", digits)


def _usual_cells(piece: bytes) -> list[tuple[bytes, bytes, bytes]] | None:
    """The cells of a piece in which every cell is written the usual way; None where any is not."""
    named = piece.count(b'<c r="')
    if piece.count(b"<c ") + piece.count(b"<c>") + piece.count(b":c ") + piece.count(b":c>") != named:
        return None
    found: list[tuple[bytes, bytes, bytes]] = _USUAL_CELL.findall(piece)
    return found if len(found) >= named - 1 else None  # the piece may end within its last cell


def _measure_some(piece: bytes, extent: Extent) -> None:
    for wide, row, deep, far in _FAR_CELL.findall(piece):
        extent.reach(wide or deep, row or far)
    if last := _LAST_CELL.match(piece, max(0, len(piece) - 4096)):
        extent.reach(*last.groups())


def _check_ods(data: bytes, part: zipfile.ZipInfo, name: str) -> None:
    last = b""
    for last in _pieces(data, part, name):
        if any(int(count) > _ROWS for count in _REPEATED.findall(last)):
            raise broken(name)
        if _FILLED_DOWN.search(last):
            raise _scattered(name, "同一内容向下填充了十万行以上")
    _check_last(last, name)


def _check_last(piece: bytes, name: str) -> None:
    """XML ends with a closing tag; anything else was cut."""
    if not piece.rstrip(b"\x00 \t\r\n").endswith(b">"):
        raise broken(name)


def locked(name: str) -> BulletinError:
    """The file wants a password."""
    return stop("file.password", "文件有打开密码", Place(file=name), advice="用 Excel 或 WPS 打开，取消密码后另存再试")


def broken(name: str, sheet: str = "") -> BulletinError:
    """The file is damaged or cut."""
    return stop(
        "file.broken", "文件损坏或不完整", Place(file=name, sheet=sheet),
        advice="用 Excel 或 WPS 打开看看；打不开就从平台重新导出",
    )  # fmt: skip


def wrong_type(name: str, found: str) -> BulletinError:
    """The file is no table at all."""
    return stop(
        "file.type", "不是能读取的表格文件", Place(file=name), found=found,
        expected=".xlsx、.xlsm、.xls、.ods、.csv、.tsv、.parquet，或装有这些文件的 .zip",
    )  # fmt: skip
