"""The parts of an .xlsx: which of them are sheets, and what of a sheet the reader does not tell."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.parsers import expat

from msgspec import Struct, field

from bulletin_gen.intake.cells.text import NOT_COMPUTED
from bulletin_gen.intake.files.overlay import Overlay
from bulletin_gen.intake.files.package.windows import Window

_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
#: What calls for a closer look: error values, formulas, hidden rows.
_SUSPECT = re.compile(rb"""\st=["']e["']|[<:]f[\s>/]|[<:]row\s[^>]*\shidden=["'](?:1|true)["']""")
#: One of these is in whatever the pattern finds; looking for them takes a thirtieth of the time.
_SIGNS = (b'="e', b"='e", b"<f", b":f", b"hidden=")
#: The same as a pattern.
SUSPECT_SIGNS = "|".join(sign.decode() for sign in _SIGNS)


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet in the order of the workbook → its part; empty where the workbook's own parts are broken."""
    names = {part.replace("\\", "/").lower().lstrip("/"): part for part in archive.namelist()}
    try:
        book = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))
        relations = ElementTree.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))
    except (KeyError, ElementTree.ParseError, *_UNREADABLE):
        return {}
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    found = {}
    for each in book.iter():
        if each.tag.rpartition("}")[2] == "sheet":
            target = next((targets.get(value, "") for key, value in each.items() if key.endswith("}id")), "")
            part = names.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower())
            if part:
                found[each.get("name", "")] = part
    return found


def is_suspect(window: Window) -> bool:
    """Whether a stretch of a sheet's XML holds an error value, a formula or a hidden row."""
    data = window.data
    return not window.ordinary and any(sign in data for sign in _SIGNS) and bool(_SUSPECT.search(data))


def sheet_overlay(pieces: Iterable[bytes]) -> Overlay:
    """What a sheet's XML says of error values, formulas without a result and hidden rows.

    Raises ``expat.ExpatError`` where the XML is not well formed.
    """
    cells = _SheetCells()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    parser.CharacterDataHandler = cells.text
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return Overlay(cells.marks, (), frozenset(cells.hidden))


class _SheetCells(Struct):
    """Follows rows and cells while the parser goes through."""

    marks: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    _row: int = -1
    _column: int = -1
    _kind: str = ""
    _formula: bool = False
    _value: str | None = None
    _said: str = ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = int(given["r"]) - 1 if given.get("r", "").isdigit() else self._row + 1
            self._column = -1
            if given.get("hidden") in ("1", "true"):
                self.hidden.add(self._row)
        elif name == "c":
            self._column = _column(given.get("r", "")) if given.get("r") else self._column + 1
            self._kind, self._formula, self._said = given.get("t", ""), False, ""
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._value = ""

    def text(self, data: str) -> None:
        if self._value is not None:
            self._value += data

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            self._said, self._value = self._said + (self._value or ""), None
        elif name == "c":
            mark = (self._said or "#N/A") if self._kind == "e" else ""
            if not mark and self._formula and not self._said and self._kind != "str":
                mark = NOT_COMPUTED
            if mark:
                self.marks.setdefault(self._row, {})[self._column] = mark


def _column(name: str) -> int:
    number = 0
    for letter in name.upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1
