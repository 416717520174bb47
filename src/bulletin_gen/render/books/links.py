"""Links from a cell to a cell of another file, as Excel and WPS follow them."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from bulletin_gen.leaves.issues import Place

#: Files whose sheets and cells a link can name; others are opened as they are.
_WITH_SHEETS = frozenset((".xlsx", ".xlsm", ".xls", ".ods", ".et"))
#: What means something else in a link, or that Excel itself writes so.
_ESCAPED = {character: f"%{ord(character):02x}" for character in '%#" <>[]^`{}?'}
#: Excel opens no file by a longer path, and takes no longer name of a place in it.
_LONGEST = 255


def external_link(path: str, place: Place) -> str:
    """The link to ``place`` in the file at ``path`` (relative to the workbook or absolute) as XlsxWriter takes it.

    Empty where there is no path or a link would be too long to be followed.
    """
    anchor = _anchor(path, place)
    if not path or max(_length(path), _length(anchor)) > _LONGEST:
        return ""
    escaped = "".join(_ESCAPED.get(character, character) for character in path)
    return f"external:{escaped}#{anchor}" if anchor else f"external:{escaped}"


def _anchor(path: str, place: Place) -> str:
    """The sheet and cell: ``'工作表'!C12``."""
    if not place.sheet or _ending(path) not in _WITH_SHEETS:
        return ""
    cell = place.cell or f"A{place.row or 1}"
    return "'" + place.sheet.replace("'", "''") + f"'!{cell}"


def _ending(path: str) -> str:
    return (PureWindowsPath(path) if "\\" in path else PurePosixPath(path)).suffix.lower()


def _length(text: str) -> int:
    """In UTF-16 units, by which Excel counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
