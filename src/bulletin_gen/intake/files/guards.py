"""What is looked at before a workbook is opened: whether it is whole and honest about its size.

The reader proper stops at the last tag that it wants, before it could compare a checksum, passes over broken tags, and
allocates the whole rectangle that the cells of a sheet span. So each part is unpacked once here, piece by piece:
flipped bits, broken tags, decompression bombs and a stray cell a million rows below the table are found before they
cost anything.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar
from xml.parsers.expat import ExpatError

from msgspec import Struct, field

from bulletin_gen.intake.files.overlay import MOST_MERGED, Overlay
from bulletin_gen.intake.files.package.extent import ROWS, Extent, ExtentBound, exact_extent, extent_by_names
from bulletin_gen.intake.files.package.mending import ODD, OddCells, encoding_of
from bulletin_gen.intake.files.package.usual import COLUMNS, Held, Usual, stretches
from bulletin_gen.intake.files.package.wholeness import PREFIXED, CellNames, Tags, is_well_formed, repeats_cells
from bulletin_gen.intake.files.package.windows import Window, windows
from bulletin_gen.intake.files.package.xmlparts import SUSPECT_SIGNS, is_suspect, sheet_overlay, sheet_parts
from bulletin_gen.intake.files.refused import broken, locked, overmerged, scattered
from bulletin_gen.leaves.issues import Place, stop

_PIECE = 1 << 16
#: Unpacked sizes beyond which a file is refused: at all, and when it shrinks more than any real table does.
_MOST_BYTES = 4 << 30
_MANY_BYTES, _MOST_RATIO = 128 << 20, 120
_MOST_PARTS = 5000
#: Parts from this size on are unpacked by a second thread, ahead of what is looked at.
_LARGE = 8 << 20

_FILLED_DOWN = re.compile(rb'rows-repeated="[0-9]{6,}"[^>]*>(?:(?!</table:table-row>).){0,2000}?value-type', re.DOTALL)
_REPEATED = re.compile(rb'repeated="([0-9]{6,})"')
#: Parts beside the sheets in which a broken tag would change what is read.
_READ = ("sharedstrings.xml", "styles.xml", "workbook.xml")

_CDATA = b"<![CDATA["
_UNIQUE = re.compile(rb'<(?:\w+:)?sst\s[^>]*uniqueCount="(\d+)"')
#: What the looks at a sheet's windows look for and most sheets do not have.
_UNLIKELY = f"{ODD}|{SUSPECT_SIGNS}|{PREFIXED}"
#: No workbook has more different texts.
_MOST_STRINGS = 20_000_000

_T = TypeVar("_T")
_Unpacked = Callable[[], Iterator[bytes]]


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


class Seen(Struct):
    """What the one look at all parts has found: by part, what the reader would not tell of a sheet, and how many cells
    it must bring where nobody has seen that each is named once; and the parts that it would not read as they are
    written."""

    overlays: dict[str, Overlay] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    unusual: list[str] = field(default_factory=list)


def check_parts(archive: zipfile.ZipFile, data: bytes, name: str) -> Seen:
    """Unpacks every XML part once and sees whether its tags are whole and how far the cells of sheets reach.

    Raises ``BulletinError`` at the first part that is wrong.
    """
    seen = Seen()
    sheets = set(sheet_parts(archive).values())
    for part in archive.infolist():
        path = part.filename.replace("\\", "/").lower()
        unpacked = partial(_pieces, data, part, name)
        if part.filename in sheets or ("worksheets/" in path and path.endswith(".xml")):
            _check_sheet(unpacked, name, part.filename, seen)
        elif path == "content.xml":
            _check_ods(unpacked, name)
        elif path.endswith(_READ):
            _check_read(unpacked, name, part.filename, seen)
        elif path.endswith((".xml", ".rels")):
            for _ in unpacked():
                pass
    return seen


def _pieces(data: bytes, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The part unpacked, in pieces; refused when it is not what the archive says."""
    pieces = _inflated(_packed(data, part, name), part, name)
    return pieces if part.file_size < _LARGE else _ahead(pieces)


def _inflated(packed: memoryview, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-15).decompress if part.compress_type == zipfile.ZIP_DEFLATED else bytes
    seen = checksum = 0
    for start in range(0, len(packed), _PIECE):
        try:
            piece = inflate(packed[start : start + _PIECE])
        except zlib.error as reason:
            raise broken(name) from reason
        seen, checksum = seen + len(piece), zlib.crc32(piece, checksum)
        if seen > part.file_size:
            raise broken(name)
        yield piece
    if checksum != part.CRC:
        raise broken(name)


def _ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, the next being made while one is looked at."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = worker.submit(next, pieces, None)
            yield piece


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


def _check_sheet(unpacked: _Unpacked, name: str, part: str, seen: Seen) -> None:
    look = _Looks()
    for number, (window, usual) in enumerate(_stretches(unpacked)):
        if not number and encoding_of(window.data):
            raise broken(name)  # spreadsheets are UTF-8; the reader would lose what it cannot read
        look.take(window, usual)
    if look.held and not look.names.seen:
        seen.held[part] = Held(look.held, partial(_check_names, unpacked, name))
    elif look.held:
        _check_names(unpacked, name)
    _check_marks(look.names, look.merged, unpacked, name)
    if look.odd.found:
        seen.unusual.append(part)
    _check_end(look.last, name)
    _check_agreement(look.tags, unpacked, name)
    _check_extent(look.bound.extent, unpacked, name)
    if look.suspect or look.odd.found:
        seen.overlays[part] = _exact(partial(sheet_overlay, unpacked()), name)


class _Looks:
    """All that is looked for in a sheet, stretch by stretch. ``held``: how many cells of usual rows hold something."""

    def __init__(self) -> None:
        self.bound, self.tags, self.names, self.odd = ExtentBound(), Tags(), CellNames(), OddCells()
        self.last, self.suspect, self.merged, self.held = Window(b""), False, 0, 0

    def take(self, window: Window, usual: Usual | None) -> None:
        """Looks at one stretch; in usual rows there is nothing to be found."""
        self.last = window
        if usual:
            self.bound.reach(COLUMNS, usual.rows, usual.cells)
            self.held += usual.cells
            self.odd.begin_anew()
            return
        window.look_for(_UNLIKELY)
        self.suspect |= is_suspect(window)
        self.merged += window.data.count(b"mergeCell ")
        for each in (self.bound, self.tags, self.names, self.odd):
            each.take(window)


def _check_extent(extent: Extent, unpacked: _Unpacked, name: str) -> None:
    """``extent`` is an upper bound; where it would be refused, a closer look is taken, at last by a parser."""
    if extent.refused:
        extent = extent_by_names(unpacked())
    if extent.refused:
        extent = _exact(partial(exact_extent, unpacked()), name)
    if extent.impossible:
        raise broken(name)
    if extent.scattered:
        far = f"内容散布到第{extent.rows}行、第{extent.columns}列，只有{extent.cells}个单元格"
        raise scattered(name, far)


def _stretches(unpacked: _Unpacked) -> Iterator[tuple[Window, Usual | None]]:
    """The windows of a sheet, usual rows apart from the rest, from the first on as long as there are any. A small
    sheet is looked at sooner than the engine could load it."""
    hoped, begun = True, False
    for window in windows(unpacked()):
        found = [*stretches(window)] if hoped and (begun or not window.short) else [(window, None)]
        yield from found
        begun = begun or not window.short
        hoped = hoped and (not begun or any(usual for _, usual in found))


def _check_names(unpacked: _Unpacked, name: str) -> None:
    """Refuses a sheet in which two cells have one name."""
    names = CellNames()
    for window in windows(unpacked()):
        window.look_for(_UNLIKELY)
        names.take(window)
    _check_marks(names, 0, unpacked, name)


def _check_marks(names: CellNames, merged: int, unpacked: _Unpacked, name: str) -> None:
    if merged > MOST_MERGED:
        raise overmerged(name)
    if not names.in_order and _exact(partial(repeats_cells, unpacked()), name):
        raise broken(name)


def _exact(look: Callable[[], _T], name: str) -> _T:
    """What a look through an XML parser gives; not well-formed XML is a broken file."""
    try:
        return look()
    except (ExpatError, ValueError) as reason:
        raise broken(name) from reason


def _check_read(unpacked: _Unpacked, name: str, part: str, seen: Seen) -> None:
    """A part beside the sheets: it is small enough for the strict parser, which sees every mistake."""
    if not is_well_formed(unpacked()):
        raise broken(name)
    for number, window in enumerate(windows(unpacked())):
        if not number and encoding_of(window.data):
            raise broken(name)
        if _CDATA in window.data:
            seen.unusual.append(part)
            return
        count = _UNIQUE.search(window.data) if not number else None
        if count and int(count[1]) > _MOST_STRINGS:
            raise broken(name)  # the reader makes room for as many


def _check_agreement(tags: Tags, unpacked: _Unpacked, name: str) -> None:
    if not tags.agree and not is_well_formed(unpacked()):
        raise broken(name)


def _check_ods(unpacked: _Unpacked, name: str) -> None:
    tags, window, before = Tags(), Window(b""), b""
    for window in windows(unpacked()):
        tags.take(window)
        if any(int(count) > ROWS for count in _REPEATED.findall(window.data)):
            raise broken(name)
        if _FILLED_DOWN.search(before + window.data):
            raise scattered(name, "同一内容向下填充了十万行以上")
        before = window.data[-4096:]
    _check_end(window, name)
    _check_agreement(tags, unpacked, name)


def _check_end(window: Window, name: str) -> None:
    """XML ends with a closing tag; anything else was cut."""
    if not window.data.rstrip(b"\x00 \t\r\n").endswith(b">"):
        raise broken(name)
