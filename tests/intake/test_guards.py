"""Sheets whose cells reach too far or whose tags are broken are refused, however they are written; others are read."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from bulletin_gen.intake.files.package.extent import Extent, ExtentBound
from bulletin_gen.intake.files.package.mending import ODD, OddCells
from bulletin_gen.intake.files.package.wholeness import PREFIXED
from bulletin_gen.intake.files.package.windows import Window
from bulletin_gen.intake.files.package.xmlparts import SUSPECT_SIGNS, is_suspect
from intake.sample import kinds, read, table, write_xlsx

ORDERS = table(
    """
    工单编号 | 受理时间 | 承办单位 | 回访结果
    A1 | 2024-05-01 08:03:00 | 公安局 | 满意
    """
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
END = "</sheetData></worksheet>"


def cell(name: str, text: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *texts: str) -> str:
    cells = "".join(cell(f"{letter}{number}", text) for letter, text in zip("ABCD", texts, strict=False))
    return f'<row r="{number}">{cells}</row>'


def rows(count: int) -> list[str]:
    """The head and so many orders; some 1,200 make one window of the guard."""
    orders = (row(number + 1, f"B{number}", "2024-05-01 08:03:00", "公安局", "满意") for number in range(1, count + 1))
    return [row(1, *ORDERS[0]), *orders]


def put(folder: Path, sheet: str | bytes) -> Path:
    """A workbook with that sheet."""
    plain, path = write_xlsx(folder / "plain.xlsx", {"工单": ORDERS}), folder / "a.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            if part.endswith("sheet1.xml"):
                content = sheet if isinstance(sheet, bytes) else sheet.encode()
            target.writestr(part, content)
    return path


FAR = {
    "far to the right and down": '<c r="XFD1048576"><v>1</v></c>',
    "small letters": '<c r="xfd1048576"><v>1</v></c>',
    "blanks around the sign": '<c r = "XFD1048576"><v>1</v></c>',
    "another attribute first": '<c s="0" r="XFD1048576"><v>1</v></c>',
    "an end of line": '<c\nr="XFD1048576"><v>1</v></c>',
    "single quotes": "<c r='XFD1048576'><v>1</v></c>",
    "a prefix": '<x:c r="XFD1048576"><x:v>1</x:v></x:c>',
    "a nameless cell beside an empty one": '</row><row r="1048570"><c r="XFC1048570"/><c><v>1</v></c>',
    "a nameless cell in a far row, another far right": '</row><row r="1048570"><c><v>1</v></c><c r="XFD9"><v>1</v></c>',
    "an empty start tag": '<c r="XFD1048576" x="/>"><v>1</v></c>',
}


@pytest.mark.parametrize("count", [3, 8_000])
@pytest.mark.parametrize("name", FAR)
def test_a_far_cell_is_found_however_it_is_written(tmp_path: Path, name: str, count: int) -> None:
    written = rows(count)
    written.insert(len(written) // 2, f'<row r="{count + 2}">{FAR[name]}</row>')
    got = read(tmp_path, put(tmp_path, HEAD + "".join(written) + END))
    assert kinds(got) == ["file.scattered"]


@pytest.mark.parametrize("name", ["AAAA1", "A99999999", "ZZZZZZZ2", "A1048577"])
def test_a_cell_that_no_sheet_has_is_a_broken_file(tmp_path: Path, name: str) -> None:
    sheet = HEAD + "".join(rows(3)) + f'<row r="9">{cell(name, "x")}</row>' + END
    assert kinds(read(tmp_path, put(tmp_path, sheet))) == ["file.broken"]


def test_a_row_of_a_million_nameless_cells_is_refused(tmp_path: Path) -> None:
    wide = "<row>" + "<c><v>1</v></c>" * 100_000 + "</row>"
    assert kinds(read(tmp_path, put(tmp_path, HEAD + "".join(rows(2_000)) + wide + END))) == ["file.broken"]


WIDE = '<row r="%d">%s</row>'


@pytest.mark.parametrize(
    "sheet",
    {
        "seventy columns": "".join(
            WIDE % (number, "".join(cell(f"B{letter}{number}", "x") for letter in "ABCDEFGHIJKLMNOPQR"))
            for number in range(30, 3000)
        ),
        "cells to the end, without content": '<row r="9"><c r="XFD9" s="0"/></row>'
        '<row r="1048576"><c r="A1048576"/></row>',
        "rows beyond a hundred thousand": "".join(
            WIDE % (number, "".join(f'<c r="{name}{number}"><v>1</v></c>' for name in ("Z", "AA", "AB", "AC", "AD")))
            for number in range(99_000, 104_000)
        ),
        "a comment, CDATA and a bare sign": "<!-- <c r='ZZZ9'> -->"
        + '<row r="9"><c r="E9" t="str"><v><![CDATA[<v>]]> a > b</v></c></row>',
    }.items(),
    ids=lambda item: item[0],
)  # fmt: skip
def test_sheets_that_only_look_strange_are_read(tmp_path: Path, sheet: tuple[str, str]) -> None:
    got = read(tmp_path, put(tmp_path, HEAD + "".join(rows(20)) + sheet[1] + END))
    assert not [issue for issue in got.issues if issue.code.startswith("file.")]
    assert got.dispatches.height == 20


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("count", [20, 2000])  # a sheet of any length
def test_a_sheet_in_another_encoding_than_utf_8_is_refused(tmp_path: Path, encoding: str, count: int) -> None:
    part = (HEAD.replace("UTF-8", encoding) + "".join(rows(count)) + END).encode(encoding)
    assert kinds(read(tmp_path, put(tmp_path, part))) == ["file.broken"]


@pytest.mark.parametrize("count", [20, 2000])
def test_half_a_character_is_a_broken_sheet(tmp_path: Path, count: int) -> None:
    part = (HEAD + "".join(rows(count)) + END).encode().replace("公安局".encode(), "公安局".encode()[:-1], 1)
    assert kinds(read(tmp_path, put(tmp_path, part))) == ["file.broken"]


BROKEN = (
    ('<is><t>公安局</t>', 'is><t>公安局</t>'),
    ('<is><t>公安局</t>', '<is<t>公安局</t>'),
    ('<t>公安局</t>', '<t>公安局<t>'),
    ('<t>公安局</t>', '<t公安局</t>'),
    ('<t>公安局</t></is></c>', '<t>公安局</t></is><c>'),
    ('<t>公安局</t></is></c>', '<t>公安局</t></is></c'),
    ('<c r="C2"', 'c r="C2"'),
    ('<row r="2"', 'row r="2"'),
    ('<t>公安局</t>', '<t>公安局&/t>'),
)  # fmt: skip


@pytest.mark.parametrize("count", [3, 3000])
@pytest.mark.parametrize("change", BROKEN, ids=lambda change: change[1])
def test_a_broken_tag_never_loses_a_cell_in_silence(tmp_path: Path, change: tuple[str, str], count: int) -> None:
    sheet = HEAD + "".join(rows(count)) + END
    assert change[0] in sheet
    assert kinds(read(tmp_path, put(tmp_path, sheet.replace(*change, 1)))) == ["file.broken"]


def test_a_broken_tag_among_the_shared_texts_is_found(tmp_path: Path) -> None:
    plain, path = write_xlsx(tmp_path / "plain.xlsx", {"工单": ORDERS}), tmp_path / "a.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content.replace(b"<si>", b"si>", 1) if "sharedStrings" in part else content)
    assert kinds(read(tmp_path, path)) == ["file.broken"]


def name_of(column: int, row: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def bound(cells: list[tuple[int, int]]) -> Extent:
    """The bound of one window of such cells, made long enough for the engine."""
    tags = (f'<c r="{name_of(column, row)}"><v>1</v></c>' for column, row in cells)
    window = Window(b"<row>" + b" " * 70_000 + "".join(tags).encode())
    looked = ExtentBound()
    looked.take(window)
    return looked.extent


def test_no_cell_is_ever_beyond_the_bound() -> None:
    chance = random.Random(3)
    for _ in range(300):
        most = chance.choice((26, 27, 104, 105, 800)), chance.choice((9, 99_999, 100_000, 200_000, 1_048_576))
        far = [(chance.randint(1, most[0]), chance.randint(1, most[1])) for _ in range(30)]
        extent = bound(sorted([*far, *((1, row) for _, row in far)], key=lambda cell: cell[1]))
        assert extent.columns >= max(column for column, _ in far)
        assert extent.rows >= max(row for _, row in far)


def test_usual_tables_are_bounded_without_counting_their_cells() -> None:
    extent = bound([(column, 99_999) for column in range(1, 27)])
    assert (extent.columns, extent.rows, extent.cells) == (26, 99_999, 0)
    assert not extent.refused


@pytest.mark.parametrize(
    ("columns", "row", "within"),
    [
        (27, 99_999, (104, 99_999)),
        (104, 100_000, (104, 199_999)),
        (8, 140_001, (26, 199_999)),
        (26, 1_048_576, (26, 1_999_999)),
    ],
)
def test_large_tables_are_bounded_closely_without_looking_at_names(
    columns: int, row: int, within: tuple[int, int]
) -> None:
    extent = bound([(column, row) for column in range(1, columns + 1)])
    assert (extent.columns, extent.rows, extent.cells) == (*within, columns)


#: What the looks at a sheet look for, and for each whether it is suspect, odd, of names with a prefix.
_SAID = {
    '<c r="A1" t="e"><v>#N/A</v></c>': (True, False, False),
    "<c r='A1' t='e'><v>#N/A</v></c>": (True, False, False),
    '<c r="A1"><f>1+1</f><v>2</v></c>': (True, False, False),
    '<c r="A1"><f/><v>2</v></c>': (True, False, False),
    '<row r="1" hidden="1">': (True, False, False),
    '<x:row r="1"><x:c r="A1"><x:f>1</x:f></x:c>': (True, False, True),
    '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>': (False, False, True),
    '<c r="A1"><v> 1</v></c>': (False, True, False),
    '<c r="A1"><v>1<!-- 2 --></v></c>': (False, True, False),
    '<c r="A1"><v>&#49;</v></c>': (False, True, False),
    '<c r="A1"><v><![CDATA[1]]></v></c>': (False, True, False),
    '<c r="A1" t="s"><v>x</v></c>': (False, True, False),
    '<c r="A1"><v>1</v><v>2</v></c>': (False, True, False),
    '<c r="A1" t="inlineStr"><v>1</v></c>': (False, True, False),
    '<c r="A1"><v>1</v></c>': (False, False, False),
}


@pytest.mark.parametrize("xml", _SAID)
def test_one_look_for_all_signs_passes_over_none(xml: str) -> None:
    suspect, odd, prefixed = _SAID[xml]
    window = Window(b"<row>" + b" " * 70_000 + xml.encode())
    window.look_for(f"{ODD}|{SUSPECT_SIGNS}|{PREFIXED}")
    cells = OddCells()
    cells.take(window)
    assert window.ordinary == (not (suspect or odd or prefixed))
    assert is_suspect(window) == suspect
    assert cells.found == odd


def test_a_window_that_is_no_utf8_is_not_ordinary() -> None:
    window = Window(b"<row>" + b" " * 70_000 + b"\xc3\x28")
    window.look_for(ODD)
    assert not window.ordinary
