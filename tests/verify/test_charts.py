"""Charts are opened again: a number, a name, a digit, a mark that is not the tree's is found, wherever it stands."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from msgspec.structs import replace

from bulletin_gen.render.books.xlsx import write_xlsx
from bulletin_gen.render.charts.parts import data_book
from bulletin_gen.render.docx import write_docx
from bulletin_gen.render.html import write_html
from bulletin_gen.tree import Chart
from bulletin_gen.verify.charts import chart_issues
from bulletin_gen.verify.page import page_issues
from render import drawn

BULLETIN = drawn.bulletin()
DOCX, XLSX, PAGE = write_docx(BULLETIN), write_xlsx(BULLETIN), write_html(BULLETIN)


def _with(content: bytes, part: str, old: str, new: str) -> bytes:
    """A package in one part of which words are replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data.decode(), (part, old)
                data = data.decode().replace(old, new, 1).encode()
            changed.writestr(name, data)
    return target.getvalue()


def test_what_was_written_is_proved() -> None:
    assert list(chart_issues(BULLETIN, DOCX, XLSX)) == []
    assert list(page_issues(BULLETIN, PAGE.encode())) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<c:v>655</c:v>", "<c:v>656</c:v>"),
        ("<c:v>农业农村</c:v>", "<c:v>农村农业</c:v>"),
        ("<c:v>登记诉求</c:v>", "<c:v>受理</c:v>"),
        ('<c:pt idx="6"><c:v>301</c:v></c:pt>', ""),
        ('formatCode="0"', 'formatCode="0.0"'),
        ("</c:chart>", "<c:userShapes/></c:chart>"),
        ('<c:pt idx="6"><c:v>301</c:v></c:pt>', '<c:pt idx="6"><c:v>301</c:v></c:pt><c:pt idx="7"><c:v>9</c:v></c:pt>'),
    ],
)
def test_a_cache_that_says_something_else_is_found(old: str, new: str) -> None:
    assert list(chart_issues(BULLETIN, _with(DOCX, "word/charts/chart1.xml", old, new), XLSX))
    assert list(chart_issues(BULLETIN, DOCX, _with(XLSX, "xl/charts/chart1.xml", old, new)))


def test_a_label_of_its_own_is_held_to_the_printed_digits() -> None:
    changed = _with(DOCX, "word/charts/chart3.xml", 'formatCode="0.00%"', 'formatCode="0.0%"')
    assert list(chart_issues(BULLETIN, changed, XLSX))


def _other_data(chart: Chart) -> Chart:
    (first, *others) = chart.series
    points = (drawn.point("813"), *first.points[1:])
    return replace(chart, series=(replace(first, points=points), *others))


def test_a_workbook_inside_that_says_something_else_is_found() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCX)) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            own = name == "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
            changed.writestr(name, data_book(_other_data(drawn.CHARTS[0])) if own else source.read(name))
    assert list(chart_issues(BULLETIN, target.getvalue(), XLSX))


def test_charts_too_many_too_few_or_in_another_order_are_found() -> None:
    fewer = drawn.bulletin(drawn=drawn.CHARTS[:-1])
    assert list(chart_issues(fewer, DOCX, XLSX))
    assert list(chart_issues(BULLETIN, write_docx(fewer), XLSX))
    swapped = _with(DOCX, "word/document.xml", 'r:id="rIdChart1"', 'r:id="rIdChart2"')
    assert list(chart_issues(BULLETIN, swapped, XLSX))


def test_a_file_that_does_not_open_is_a_fault_and_no_crash() -> None:
    assert list(chart_issues(BULLETIN, DOCX[:2000], XLSX))
    assert list(chart_issues(BULLETIN, _with(DOCX, "word/charts/chart1.xml", "</c:ser>", ""), XLSX))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">655<", ">656<"),
        (">655<", "><"),
        (">农业农村<", ">农村<"),
        ("</svg>", "4783</svg>"),
        ("</svg>", "<text>4783</text></svg>"),
    ],
)
def test_words_of_a_drawing_are_proved(old: str, new: str) -> None:
    assert old in PAGE
    assert list(page_issues(BULLETIN, PAGE.replace(old, new, 1).encode()))


@pytest.mark.parametrize("mark", ['class="mark" x="', 'class="mark" cx="'])
def test_marks_are_drawn_to_scale(mark: str) -> None:
    at = PAGE.index(mark)
    pattern = r'(height|cy)="([0-9.]+)"'
    found = re.compile(pattern).search(PAGE, at)
    assert found
    moved = f'{found[1]}="{float(found[2]) * 0.9:.2f}"'
    assert list(page_issues(BULLETIN, (PAGE[: found.start()] + moved + PAGE[found.end() :]).encode()))
