"""Cells of an .xlsx that the reader would take for something else: named twice, with two values, with a text that is
named by no number, with comments and blanks within."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.sample import kinds, read, table, write_xlsx

ROWS = table("""工单编号 | 受理时间 | 承办单位
A1 | 2024-05-10 08:00 | 公安局
A2 | 2024-05-11 08:00 | 住建局
A3 | 2024-05-12 08:00 | 税务局""")
UNITS = ["甲县公安局", "甲县住房和城乡建设局", "甲县税务局"]
#: The cell of A2's unit, and the same with another's text.
CELL = re.compile(r'<c r="C3" t="s"><v>(\d+)</v></c>')
ONE, OTHER = '<c r="C3" t="s"><v>8</v></c>', '<c r="C3" t="s"><v>5</v></c>'


def changed(folder: Path, change: Callable[[str], str]) -> Path:
    """The workbook with its sheet's XML changed."""
    path, made = write_xlsx(folder / "a.xlsx", {"工单": ROWS}), folder / "改.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name).decode()
            if name.endswith("sheet1.xml"):
                assert ONE in part
                part = change(part)
            target.writestr(name, part)
    return made


def in_place(cell: str) -> Callable[[str], str]:
    return lambda sheet: sheet.replace(ONE, cell)


#: What says one thing only, as XML and the format have it.
READ = {
    "blanks before": ONE.replace("<v>", "<v> "),
    "line end after": ONE.replace("</v>", "\n</v>"),
    "a comment": ONE.replace("<v>", "<v><!-- 5 -->"),
    "an instruction": ONE.replace("<v>", "<v><?x 5?>"),
    "by its number": ONE.replace("8", "&#56;"),
    "CDATA": ONE.replace("8", "<![CDATA[8]]>"),
    "single quotes": ONE.replace('"', "'"),
    "other order": '<c t="s" r="C3"><v>8</v></c>',
    "text in the cell": '<c r="C3" t="inlineStr"><is><t>住建局</t></is></c>',
    "text with a comment": '<c r="C3" t="inlineStr"><is><t>住<!-- x -->建局</t></is></c>',
    "result of a formula": '<c r="C3" t="str"><f>A1</f><v> 住建局</v></c>',
    "nameless": ONE.replace(' r="C3"', ""),
}


@pytest.mark.parametrize("name", READ)
def test_what_says_one_thing_is_read(tmp_path: Path, name: str) -> None:
    got = read(tmp_path, changed(tmp_path, in_place(READ[name])))
    assert (got.dispatches["unit"].to_list(), got.issues) == (UNITS, ())


REFUSED = {
    "twice side by side": ONE + OTHER,
    "twice, small letters": ONE + OTHER.replace("C3", "c3"),
    "nameless, then by name": ONE.replace(' r="C3"', "") + OTHER,
    "in the row above": OTHER.replace("C3", "C2"),
    "two values": ONE.replace("</v>", "</v><v>5</v>"),
    "two values, indented": ONE.replace("</v>", "</v>\n  <v>5</v>"),
    "a value and a text": ONE.replace("</v>", "</v><is><t>东山乡</t></is>"),
    "two texts": '<c r="C3" t="inlineStr"><is><t>住建局</t></is><is><t>公安局</t></is></c>',
    "a value for a text": '<c r="C3" t="inlineStr"><v>住建局</v></c>',
    "below nought": ONE.replace("8", "-1"),
    "a fraction": ONE.replace("8", "8.0"),
    "a plus": ONE.replace("8", "+8"),
    "no number": ONE.replace("8", "x"),
    "wide digits": ONE.replace("8", "８"),
    "beyond the table": ONE.replace("8", "999"),
    "beyond any number": ONE.replace("8", "9" * 30),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_says_two_things_or_none_is_broken(tmp_path: Path, name: str) -> None:
    assert kinds(read(tmp_path, changed(tmp_path, in_place(REFUSED[name])))) == ["file.broken"]


def test_a_cell_named_again_further_on_in_its_row_is_broken(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda sheet: sheet.replace('<c r="A3"', OTHER + '<c r="A3"'))
    assert kinds(read(tmp_path, path)) == ["file.broken"]


@pytest.mark.parametrize("many", [10, 30_000])
def test_of_many_rows_too_none_is_written_twice(tmp_path: Path, many: int) -> None:
    """The engine looks at long stretches, a pattern at short ones; a row may be cut by the end of a stretch."""
    rows = [ROWS[0], *([f"B{number}", "2024-05-10 08:00", "公安局"] for number in range(many))]
    path, made = write_xlsx(tmp_path / "b.xlsx", {"工单": rows}), tmp_path / "c.xlsx"
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = next(name for name in parts if name.endswith("sheet1.xml"))
    for number in (1, many // 2, many):
        cell = re.search(rf'<c r="C{number + 1}" t="s"><v>\d+</v></c>'.encode(), parts[sheet])
        assert cell
        for again in (cell[0], cell[0].replace(b"</v>", b"</v><v>0</v>")):
            doubled = cell[0] + again if again == cell[0] else again
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
                for name, part in parts.items():
                    target.writestr(name, part.replace(cell[0], doubled) if name == sheet else part)
            assert kinds(read(tmp_path, made)) == ["file.broken"]
    assert read(tmp_path, path).dispatches.height == many
