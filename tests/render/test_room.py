"""Numbers in charts do not lie on each other or on the names below: lines have room, small parts are not labelled."""

from __future__ import annotations

import random
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from bulletin_gen.render.charts.looks import height, plot_area, type_size
from bulletin_gen.render.charts.room import below, line_range, unsaid
from bulletin_gen.render.charts.svg import chart_svg
from bulletin_gen.render.docx import write_docx
from bulletin_gen.render.layout import STD
from bulletin_gen.render.pdf import convert_pdf
from bulletin_gen.tree import Chart, ChartForm, plain
from render import drawn, engines, samples

_PARTS = drawn.chart(
    1, "", ChartForm.STACKED, ("甲镇", "乙镇"), drawn.series("按期", (500, 300)), drawn.series("超期", (2, 40)),
    drawn.series("未办结", (3, 0)),
)  # fmt: skip
_RING = drawn.chart(
    1, "", ChartForm.RING, [f"{each}类" for each in range(9)], drawn.series("", (500, 300, 100, 9, 8, 7, 6, 5, 400))
)


def _lines(*numbers: tuple[int, ...]) -> Chart:
    named = [drawn.series(f"线{index}", each) for index, each in enumerate(numbers)]
    return drawn.chart(1, "", ChartForm.LINES, drawn.MONTHS[: len(numbers[0])], *named)


def test_of_thin_parts_that_lie_on_each_other_the_largest_is_printed() -> None:
    assert unsaid(_PARTS) == {(1, 0)}  # 2 lies on 3, which stands above it; 40 has room
    assert {index for _, index in unsaid(_RING)} == {4, 5, 6, 7}
    assert unsaid(drawn.chart(1, "", ChartForm.COLUMNS, ("甲",), drawn.series("件", (1,)))) == frozenset()


def test_what_is_not_printed_is_in_the_data_all_the_same() -> None:
    assert ">2<" not in chart_svg(_PARTS) and ">3<" in chart_svg(_PARTS)
    assert b"<c:v>2</c:v>" in _chart_part(write_docx(drawn.bulletin(drawn=(_PARTS,))))


def _chart_part(docx: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read("word/charts/chart1.xml")


@pytest.mark.parametrize(
    "numbers", [((5, 3, 0), (0, 0, 0)), ((100, 90, 95), (100, 90, 95)), ((7, 7), (7, 7)), ((-3, 4), (2, -5))]
)
def test_below_the_lowest_line_there_is_room_for_its_numbers(numbers: tuple[tuple[int, ...], ...]) -> None:
    chart = _lines(*numbers)
    wide, tall = STD.width, height(chart, STD)
    least, most = line_range(chart, wide, tall)
    high = plot_area(chart, wide, tall)[3] * tall / 20
    lowest = min(min(each) for each in numbers)
    assert (lowest - least) / (most - least) * high >= 1.8 * type_size(chart)
    assert most > max(max(each) for each in numbers)


def test_one_line_begins_at_nothing_or_a_little_below_its_least() -> None:
    assert line_range(_lines((0, 4, 8)), STD.width, 4000)[0] == 0
    assert 0 < line_range(_lines((90, 95, 100)), STD.width, 4000)[0] < 90


def test_the_upper_line_has_its_numbers_above_and_the_lower_one_below_wherever_they_cross() -> None:
    assert below(_lines((5, 90, 40), (50, 10, 40))) == {(0, 0), (1, 1), (1, 2)}
    assert below(_lines((10, 20, 30))) == frozenset()
    assert below(drawn.chart(1, "", ChartForm.COLUMNS, ("甲",), drawn.series("件", (1,)))) == frozenset()


def test_a_number_to_which_its_line_comes_down_stands_below() -> None:
    assert below(_lines((4000, 1300, 1250, 1200, 1150, 1100, 1150, 1100))) == {(0, 1)}


def test_between_three_lines_a_number_without_room_is_not_printed() -> None:
    close, apart = _lines((100, 100), (98, 60), (96, 20)), _lines((100, 100), (60, 60), (20, 20))
    assert unsaid(close) == {(1, 0)} and unsaid(apart) == frozenset()


@pytest.mark.parametrize("seed", range(30))
def test_numbers_of_lines_do_not_lie_on_each_other(seed: int) -> None:
    """On the web page, whose places are those of the file: every two numbers of a month keep apart."""
    draw = random.Random(seed)
    months = draw.choice((3, 12))
    rows = [tuple(draw.randint(0, 400) for _ in range(months)) for _ in range(draw.choice((2, 3)))]
    chart = _lines(*rows)
    assert unsaid(chart) == frozenset() or len(rows) == 3
    size = type_size(chart)
    texts = re.findall(
        r'<text x="([-\d.]+)" y="([-\d.]+)" text-anchor="middle"><tspan data-figure="n\d+">(\d+)<', chart_svg(chart)
    )
    placed = [(float(x), float(y)) for x, y, _ in texts]
    assert len(placed) == len(rows) * months - len(unsaid(chart))
    for at, (x, y) in enumerate(placed):
        assert all(abs(y - other) >= size for left, other in placed[at + 1 :] if abs(left - x) < 1)


def test_a_ring_is_as_high_as_its_key() -> None:
    """Programs leave out the names that have no room."""
    for count in (5, 16, 30):
        towns = [f"第{each}镇" for each in range(count)]
        ring = drawn.chart(1, "", ChartForm.RING, towns, drawn.series("", range(count)))
        assert height(ring, STD) / 20 >= min((count + 1) * 1.65 * type_size(ring), (STD.lines - 3) * STD.pitch / 20)
        places = [float(y) for y in re.findall(r' y="([-\d.]+)" text-anchor="start"', chart_svg(ring))]
        assert len(places) == count and min(places) > 0 and max(places) < height(ring, STD) / 20


@pytest.mark.rendered
@pytest.mark.skipif(bool(engines.why_not()), reason=engines.why_not() or "-")
def test_every_name_of_a_ring_and_at_the_ends_of_lines_is_printed_by_both_engines(tmp_path: Path) -> None:
    names = [f"{first}远{each}镇政府" for each in "东西南北中" for first in "甲乙丙丁"]
    ring = drawn.chart(1, "各镇占比", ChartForm.RING, names, drawn.series("受理", range(10, 30)))
    lines = [drawn.series(f"{each}远县市场监督管理局", (5, 100 + place)) for place, each in enumerate("甲乙丙丁戊己")]
    document = write_docx(drawn.bulletin(drawn=(ring, drawn.ends(2, "各局", ("1月", "2月"), *lines))))
    for printed in engines.by_both({"a": document}, tmp_path)["a"]:
        words = "".join(printed).replace(" ", "")
        assert [each for each in names if each not in words] == []
        assert all(str(100 + place) in words for place in range(6))


def test_numbers_on_patterns_stand_on_white_whatever_their_decimals() -> None:
    shares = ("58.33%", "25%", "15.67%", "0.83%", "0.17%")
    ring = drawn.chart(1, "", ChartForm.RING, "甲乙丙丁戊", drawn.series("占比", shares))
    part = _chart_part(write_docx(drawn.bulletin(drawn=(ring,)))).decode()
    shown = [each for each in re.findall(r"<c:dLbl>.*?</c:dLbl>", part) if "c:delete" not in each]
    assert shown and all('<a:srgbClr val="FFFFFF"/>' in each for each in shown)


def test_a_ring_of_one_part_has_its_hole_and_no_ring_lies_on_its_key() -> None:
    one = chart_svg(drawn.chart(1, "", ChartForm.RING, ("咨询",), drawn.series("", (57,))))
    corners = re.findall(r"[MAL] ?(?:[\d.]+ [\d.]+ 0 1 [01])?([\d.]+) ([\d.]+)", one.split('d="')[1])
    assert len(set(corners)) == 4
    for names in (("咨询", "投诉"), ("某某县第一人民医院管理委员会办公室", "某某县第二人民医院管理委员会办公室")):
        ring = drawn.chart(1, "", ChartForm.RING, names, drawn.series("", (3, 5)))
        svg = chart_svg(ring)
        right = max(float(x) for x in re.findall(r"[ML]([\d.]+) ", svg))
        key = min(float(x) for x in re.findall(r'<rect x="([\d.]+)"', svg))
        last = max(float(x) for x in re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="start"', svg))
        assert right < key and last + max(map(len, names)) * type_size(ring) <= STD.width / 20


def test_numbers_below_nothing_stand_beyond_their_marks() -> None:
    for form, axis in ((ChartForm.COLUMNS, "y"), (ChartForm.BARS, "x")):
        chart = drawn.chart(1, "", form, ("甲镇", "乙镇"), drawn.series("升降", ("12.5%", "-25.31%")))
        svg = chart_svg(chart)
        bars = [tuple(map(float, each)) for each in re.findall(_MARK, svg)]
        said = re.search(r'<text x="[-\d.]+" y="[-\d.]+"[^>]*><tspan data-figure="n-25.31%">', svg)
        assert said is not None
        at = float(re.search(rf' {axis}="([-\d.]+)"', said[0])[1])  # type: ignore[index]
        x, y, wide, tall = bars[1]
        assert at >= y + tall if form is ChartForm.COLUMNS else at <= x
        (name,) = [each for each in re.findall(r"<text[^>]*>.*?</text>", svg) if "乙镇<" in each]
        place = float(re.search(rf' {axis}="([-\d.]+)"', name)[1])  # type: ignore[index]
        long = 7 * type_size(chart) / 2
        assert place - at >= type_size(chart) if form is ChartForm.COLUMNS else at - long > place


_MARK = r'<rect class="mark" x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"'


@pytest.mark.rendered
@pytest.mark.skipif(bool(engines.pages.why_not()), reason=engines.pages.why_not() or "-")
def test_of_many_charts_none_is_stretched(tmp_path: Path) -> None:
    """LibreOffice keeps twenty charts, where nobody tells it to keep more, and draws the others in one size."""
    tall = drawn.chart(1, "各镇受理", ChartForm.BARS, drawn.TOWNS, drawn.series("受理", range(100, 116)))
    many = [replace(tall, number=number) for number in range(1, 23)]
    heights = [_heights(each, tmp_path / f"{len(each)}") for each in (many[:1], many)]
    assert heights[0] == pytest.approx(heights[1], rel=0.02)


@pytest.mark.parametrize("count", range(2, 13))
@pytest.mark.parametrize("long", range(2, 29))
def test_names_leave_the_columns_more_than_three_tenths_of_the_height(count: int, long: int) -> None:
    names = ["局" * long] * count
    chart = drawn.chart(1, "各局受理", ChartForm.COLUMNS, names, drawn.series("受理", range(100, 100 + count)))
    assert plot_area(chart, STD.width, height(chart, STD))[3] > 0.3


@pytest.mark.rendered
@pytest.mark.skipif(bool(engines.pages.why_not()), reason=engines.pages.why_not() or "-")
def test_names_of_two_lines_are_printed_whole(tmp_path: Path) -> None:
    """LibreOffice sets them aslant and cuts them where they lie level."""
    names = [f"{first}远县市场监督管理局" for first in "甲乙丙丁戊己"]
    chart = drawn.chart(1, "各局受理", ChartForm.COLUMNS, names, drawn.series("受理", range(100, 106)))
    (tmp_path / "a.docx").write_bytes(write_docx(drawn.bulletin(drawn=(chart,))))
    convert_pdf(tmp_path / "a.docx", tmp_path / "a.pdf", seconds=300)
    subprocess.run(["pdftotext", tmp_path / "a.pdf", tmp_path / "a.txt"], check=True)
    printed = Counter((tmp_path / "a.txt").read_text("utf-8"))
    assert [each for each, times in Counter("".join(names)).items() if printed[each] < times] == []


def _heights(charts: list[Chart], folder: Path) -> float:
    """How high the name of a town stands on the page of the first chart."""
    folder.mkdir()
    body = [block for chart in charts for block in (*samples.paragraphs(1, 1), chart)]
    (folder / "a.docx").write_bytes(write_docx(replace(drawn.bulletin(drawn=()), body=tuple(body))))
    convert_pdf(folder / "a.docx", folder / "a.pdf", seconds=300)
    subprocess.run(["pdftotext", "-bbox", "-l", "3", folder / "a.pdf", folder / "a.html"], check=True)
    words = [each for each in ET.parse(folder / "a.html").iter() if each.tag.endswith("word")]
    word = next(each for each in words if each.text == plain(charts[0].categories[0]))
    return float(word.get("yMax", 0)) - float(word.get("yMin", 0))
