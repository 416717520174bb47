"""Charts in offices' own forms of their annexes: where they stand, what they draw, and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.outputs import filled_form
from bulletin_gen.render.books.form import fill_form, heads_of
from bulletin_gen.render.books.xlsx import named_tables
from bulletin_gen.tree import Bulletin, charts, plain
from bulletin_gen.verify.form import form_issues
from render import drawn, samples
from render.test_schemas import slips

#: What openpyxl does in every workbook: fonts in the order of an earlier schema, words in their cells.
_OPENPYXL = ("/xl/styles.xml:/styleSheet[1]/fonts", "inline-string cell(s)")


def _bulletin() -> Bulletin:
    """Every form of chart, and an annexed table beside them."""
    from msgspec.structs import replace

    base = drawn.bulletin()
    named = [replace(each, name=plain(each.caption).partition("　")[2]) for each in charts(base)]
    annexed = next(each() for each in samples.ALL.values() if each().annexes)
    return replace(base, body=(*samples.paragraphs(1, 1), *named), annexes=annexed.annexes[:1])


BULLETIN = _bulletin()
(_, TABLE), *_ = named_tables(BULLETIN)


def _form(path: Path, *changes: Callable[[Any], object]) -> Path:
    """A form of the table with a merged place for one chart below, and a row of its own for another."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "附表"
    names = list(heads_of(TABLE))
    sheet.append(["{表题}"])
    sheet.append(names)
    sheet.append([f"{{{name}}}" for name in names])
    sheet.append(["制表：热线办"])
    sheet.append(["见{图题：各类诉求件数}"])
    sheet["A6"] = "{图：各类诉求件数}"
    sheet.merge_cells(start_row=6, end_row=20, start_column=1, end_column=len(names))
    for column in range(1, len(names) + 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = 18
    second = book.create_sheet("走势")
    second["A1"] = "{图：各镇按期办结率走势}"
    for column in "ABCDEF":
        second[f"{column}2"] = "口径"
        second.column_dimensions[column].width = 16
    for change in changes:
        change(book)
    book.save(path)
    return path


def test_charts_stand_where_the_form_names_them(tmp_path: Path) -> None:
    form = _form(tmp_path / "附表样式.xlsx")
    filled = filled_form(BULLETIN, form)["form"]  # proved as it is written
    book = openpyxl.load_workbook(io.BytesIO(filled))
    more = len(TABLE.rows) - 1
    sheet, second = book["附表"], book["走势"]
    (first,), (other,) = sheet._charts, second._charts
    assert (first.anchor._from.row, first.anchor.to.row) == (5 + more, 20 + more)
    assert (first.anchor._from.col, first.anchor.to.col) == (0, len(heads_of(TABLE)))
    assert (other.anchor._from.row, other.anchor.to.row) == (0, 1)
    assert second.row_dimensions[1].height > 150
    assert sheet.cell(5 + more, 1).value == f"见{plain(charts(BULLETIN)[0].caption)}"
    assert sheet.cell(6 + more, 1).value is None
    wanted = [chart for chart in charts(BULLETIN) if chart.name in ("各类诉求件数", "各镇按期办结率走势")]
    assert book.sheetnames[2:] == [plain(chart.caption) for chart in wanted]
    for chart, found in zip(wanted, (first, other), strict=True):
        data = [*book[plain(chart.caption)].iter_rows(values_only=True)]
        for series, at in zip(found.series, range(1, 20), strict=False):
            cached = {point.idx: float(point.v) for point in series.val.numRef.numCache.pt}
            told = {
                index: row[at] for index, row in enumerate(data[1 : 1 + len(chart.categories)]) if row[at] is not None
            }
            facts = {i: float(point.value) for i, point in enumerate(chart.series[at - 1].points) if point.value}
            assert cached == told == facts


@pytest.mark.parametrize("chart", [chart.name for chart in charts(BULLETIN)])
def test_every_form_of_chart_stands_in_a_form_and_is_valid(chart: str, tmp_path: Path) -> None:
    def place(book: Any) -> None:
        book["走势"]["A1"] = f"{{图：{chart}}}"

    form = _form(tmp_path / "附表样式.xlsx", place)
    filled = filled_form(BULLETIN, form)["form"]
    found = slips(filled, "filled.xlsx", tmp_path)
    assert [each for each in found if not any(words in each for words in _OPENPYXL)] == []


def test_a_form_may_have_charts_alone(tmp_path: Path) -> None:
    form = _form(tmp_path / "附表样式.xlsx", lambda book: book.remove(book["附表"]))
    assert len(openpyxl.load_workbook(io.BytesIO(filled_form(BULLETIN, form)["form"]))["走势"]._charts) == 1


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    form = _form(tmp_path / "附表样式.xlsx")
    assert fill_form(BULLETIN, form) == fill_form(BULLETIN, form)


def _set(sheet: str, cell: str, value: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def _narrow(book: Any) -> None:
    book["附表"].unmerge_cells(str(next(iter(book["附表"].merged_cells.ranges))))
    book["附表"].merge_cells("A6:B8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("走势", "A1", "{图：没有这张}"), "走势.*A1.*正文里没有图“没有这张”"),
        (_set("走势", "B2", "{图题：没有这张}"), "走势.*B2.*正文里没有图“没有这张”"),
        (_set("走势", "C1", "右边的字"), "走势.*A1.*右边还有字（C1）"),
        (_set("走势", "A1", "{图：各类诉求件数}如图"), "走势.*A1.*除了图还有别的字"),
        (_set("附表", "Z3", "{图：各类诉求件数}"), "附表.*Z3.*图写在了列名那一行"),
        (_narrow, "附表.*A.*放图的地方太小"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_its_cell(change: Callable[[Any], None], told: str, tmp_path: Path) -> None:
    with pytest.raises(BulletinError) as caught:
        fill_form(BULLETIN, _form(tmp_path / "附表样式.xlsx", change))
    said = [str(issue) for issue in caught.value.issues]
    assert any(re.search(told, each) for each in said), said


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/charts/chart1.xml", "<c:v>812</c:v>", "<c:v>813</c:v>"),
        ("xl/charts/chart1.xml", ">城乡建设<", ">城建<"),
        ("xl/worksheets/sheet3.xml", "<v>812</v>", "<v>813</v>"),
        ("xl/worksheets/sheet2.xml", "</sheetData>", '<row r="9"><c r="A9"><v>5</v></c></row></sheetData>'),
    ],
)
def test_a_chart_that_says_something_else_is_a_fault(part: str, old: str, new: str, tmp_path: Path) -> None:
    form = _form(tmp_path / "附表样式.xlsx")
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(fill_form(BULLETIN, form))) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text, text[:2000]
                text = text.replace(old.encode(), new.encode(), 1)
            changed.writestr(name, text)
    assert [*form_issues(BULLETIN, form.read_bytes(), target.getvalue())]
