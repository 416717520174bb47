"""Workbooks (.xlsx, .xls, .ods) as they look on the screen: each sheet a table, its numbers by their formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zipfile import BadZipFile

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.grids import SHARE_HEAD, Gathered, joined
from bulletin_gen.proof.reading.publication import Passage, PrintedRow, Publication
from bulletin_gen.proof.reading.refusing import refused

_CELLS = 2_000_000
#: A number format that is nothing but digits: 0, 0.00, #,##0.0, 0.0#%.
_PLAIN = late(r"^[#,0?]*(?:\.(?P<kept>0*)(?P<open>[#?]*))?(?P<percent>%?)$")
#: What a format prints or does besides the number: quoted words, colours, conditions, blanks as wide as a character.
_BESIDE = late(r'"[^"]*"|\[[^\]]*\]|_.|\*.|\\.')
#: Digits that a spreadsheet itself keeps of a number.
_KEPT = 15


def read_workbook(path: Path) -> Publication:
    """The sheets of a workbook as tables, each under its name, numbers as the sheet shows them (93.94% for 0.9394).
    Raises ``BulletinError`` where it cannot be read."""
    gathered: list[Passage | Gathered] = []
    try:
        sheets = list(_formatted(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _values(path))
    except (BadZipFile, OSError, ValueError, KeyError, TypeError, EOFError) as reason:
        raise refused(
            path, "表格文件读不了", type(reason).__name__, "文件可能损坏或加了密码；重新导出后再检查"
        ) from reason
    for name, rows in sheets:
        if sum(len(row) for _, row in rows) > _CELLS:
            raise refused(path, "表格太大，不像附表", name, "只检查附表本身")
        gathered.append(Passage(name, 1, len(gathered)))
        gathered.append(Gathered([_row(row, number) for number, row in rows], len(gathered)))
    return joined(path.name, gathered)


_Rows = list[tuple[int, tuple[str, ...]]]


def _formatted(path: Path) -> Iterator[tuple[str, _Rows]]:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        rows = [
            (number, tuple(shown(cell.value, cell.number_format) for cell in row))
            for number, row in enumerate(sheet.iter_rows(), 1)
        ]
        yield sheet.title, _trimmed(rows)


def _values(path: Path) -> Iterator[tuple[str, _Rows]]:
    """Sheets of which only the values can be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            shares = _share_columns(values)
            rows = [
                (number, tuple(shown(value, shares.get(place, "General")) for place, value in enumerate(row)))
                for number, row in enumerate(values, 1)
            ]
            yield name, _trimmed(rows)
    except CalamineError as reason:
        raise ValueError(str(reason)) from reason


def _share_columns(rows: Sequence[Sequence[object]]) -> dict[int, str]:
    """The columns that a head calls rates and whose numbers are all fractions up to one, with the format that shows
    them as the percentages that they are."""
    formats: dict[int, str] = {}
    for place in range(max(map(len, rows), default=0)):
        column = [row[place] for row in rows if place < len(row)]
        numbers = [value for value in column if isinstance(value, int | float) and not isinstance(value, bool)]
        head = any(isinstance(value, str) and SHARE_HEAD.search(value) for value in column)
        if head and any(0 < value < 1 for value in numbers) and all(0 <= value <= 1 for value in numbers):
            formats[place] = f"0.{'#' * max(_digits(value) for value in numbers)}%"
    return formats


def _digits(value: float) -> int:
    """How many decimals a fraction has as a percentage."""
    exponent = (Decimal(f"{value:.{_KEPT}g}") * 100).normalize().as_tuple().exponent
    return min(max(-exponent if isinstance(exponent, int) else 0, 1), 4)


def _trimmed(rows: _Rows) -> _Rows:
    """Without empty rows around, and without empty columns to the left and to the right."""
    filled = [place for _, row in rows for place, cell in enumerate(row) if cell]
    if not filled:
        return []
    first, last = min(filled), max(filled)
    numbers = [number for number, row in rows if any(row)]
    return [(number, row[first : last + 1]) for number, row in rows if numbers[0] <= number <= numbers[-1]]


def _row(cells: tuple[str, ...], number: int) -> PrintedRow:
    return PrintedRow(cells, " | ".join(cells), number, f"工作表第{number}行")


def shown(value: object, number_format: str) -> str:
    """A cell's text: numbers by their format where that is one of digits, else as they are stored."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(str(value).split())
    number = Decimal(f"{value:.{_KEPT}g}")
    plain = _PLAIN.match(_BESIDE.sub("", number_format.split(";")[0]).strip())
    if plain is None or not re.search("[0#?]", number_format):
        return _plainly(number)
    kept, open_ = len(plain["kept"] or ""), len(plain["open"] or "")
    number = number * 100 if plain["percent"] else number
    text = f"{number.quantize(Decimal(1).scaleb(-kept - open_), ROUND_HALF_UP):f}"
    for _ in range(open_):
        text = text.removesuffix("0")
    return f"{text.rstrip('.')}{plain['percent']}"


def _plainly(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"
