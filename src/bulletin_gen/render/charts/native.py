"""Charts as word processors and spreadsheet programs keep them: DrawingML, written by XlsxWriter's chart classes.

A chart draws from a cache of its data, which is filled here with the printed digits, and refers to cells of a sheet
with the same data. The classes are XlsxWriter's; what they lack is added in ``_Ours``: the face of Chinese characters
and a number format of single labels (97.9% beside 100%).
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.chart_column import ChartColumn
from xlsxwriter.chart_doughnut import ChartDoughnut
from xlsxwriter.chart_line import ChartLine
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.charts.ends import end_shifts, value_range
from bulletin_gen.render.charts.looks import (
    BLACK,
    GAP,
    GRID,
    Look,
    has_legend,
    last_point,
    looks,
    plot_area,
    turned_numbers,
    type_size,
    upright_names,
)
from bulletin_gen.render.charts.room import below, line_range, unsaid
from bulletin_gen.render.layout import FACES
from bulletin_gen.tree import Cell, Chart, ChartForm, Series, plain

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Base
else:
    Base = object

#: Degrees by which XlsxWriter means characters below each other, none at all (said, or some programs turn names that
#: they could divide), and upright numbers.
_DOWNWARDS, _LEVEL, _TURNED = 271, 360, -90


class _Ours(Base):  # type: ignore[misc]  # XlsxWriter has no types
    """What our charts have that XlsxWriter's have not."""

    def _write_a_latin(self, attributes: list[tuple[str, str]]) -> None:
        super()._write_a_latin(attributes)
        face = dict(attributes)["typeface"]
        self._xml_empty_tag("a:ea", [("typeface", self.east_asian_face if face else face)])

    def _write_a_body_pr(self, rotation: int | None, is_horizontal: object) -> None:
        if self.on_one_line and rotation is None:
            self._xml_empty_tag("a:bodyPr", [("wrap", "none")])
        elif self.closely and rotation is None:
            self._xml_empty_tag("a:bodyPr", [(f"{side}Ins", 0) for side in "ltrb"])
        else:
            super()._write_a_body_pr(rotation, is_horizontal)

    def _get_data_type(self, data: object) -> str:  # noqa: ARG002 - XlsxWriter asks so
        return "str"  # names of categories stay names where they look like numbers

    def _write_show_val(self, *, whose: bool = False) -> None:
        # What is not said is taken for yes by some programs.
        for name, shown in (("LegendKey", 0), ("Val", 1), ("CatName", 0), ("SerName", int(whose)), ("Percent", 0)):
            self._xml_empty_tag(f"c:show{name}", [("val", shown)])
        self._xml_empty_tag("c:showBubbleSize", [("val", 0)])

    def _write_c_smooth(self, smooth: object) -> None:  # noqa: ARG002 - XlsxWriter asks so
        self._xml_empty_tag("c:smooth", [("val", 0)])

    def _write_disp_blanks_as(self) -> None:
        self._xml_empty_tag("c:dispBlanksAs", [("val", "gap")])

    def _write_d_lbls(self, labels: dict[str, Any] | None) -> None:
        self.closely = bool(labels and labels.get("own_white"))
        super()._write_d_lbls(labels)
        self.closely = False

    def _write_custom_label_format(self, label: dict[str, Any]) -> None:
        if label.get("own_shift"):
            self._xml_start_tag("c:layout")
            self._xml_start_tag("c:manualLayout")
            self._xml_empty_tag("c:x", [("val", 0)])
            self._xml_empty_tag("c:y", [("val", f"{label['own_shift']:.5f}")])
            self._xml_end_tag("c:manualLayout")
            self._xml_end_tag("c:layout")
        self._write_data_label_number_format(label["own_format"])
        self._write_below_number()
        self.on_one_line = label.get("own_name", False)
        self._write_axis_font(label["font"])
        self.on_one_line = False
        if label.get("own_position"):
            self._write_d_lbl_pos(label["own_position"])
        self._write_show_val(whose=label.get("own_name", False))
        if label.get("own_name"):
            self._xml_data_element("c:separator", " ")

    def _write_below_number(self) -> None:
        if not self.closely:
            self._xml_empty_tag("c:spPr")
            return
        self._xml_start_tag("c:spPr")
        self._xml_start_tag("a:solidFill")
        self._xml_empty_tag("a:srgbClr", [("val", _WHITE)])
        self._xml_end_tag("a:solidFill")
        self._xml_end_tag("c:spPr")

    def _write_print_settings(self) -> None:
        """The last thing that a chart says: in a workbook how it prints, in a document where its own workbook is."""
        if not self.data:
            super()._write_print_settings()
            return
        self._xml_start_tag("c:externalData", [("r:id", self.data)])
        self._xml_empty_tag("c:autoUpdate", [("val", 0)])
        self._xml_end_tag("c:externalData")

    east_asian_face = FACES.fang
    #: The relation of the workbook within the chart.
    data = ""
    on_one_line = False  # what stands at ends is not divided where a program thinks it long
    closely = False  # the white below a number hides no more of a thin part than it must


class _Columns(_Ours, ChartColumn):  # type: ignore[misc]  # XlsxWriter has no types
    pass


class _Bars(_Ours, ChartBar):  # type: ignore[misc]  # XlsxWriter has no types
    pass


class _Lines(_Ours, ChartLine):  # type: ignore[misc]  # XlsxWriter has no types
    pass


class _Ring(_Ours, ChartDoughnut):  # type: ignore[misc]  # XlsxWriter has no types
    pass


def native_chart(chart: Chart, sheet: str, first: tuple[int, int], size: tuple[int, int], latin: str = "") -> Any:
    """XlsxWriter's object of a chart whose data stand on ``sheet``: heads in the row ``first`` (row, column), names of
    categories below its first cell. ``size``: width and height in twips; ``latin``: the face of digits."""
    wide, tall = size
    made = _empty(chart.form)
    font = {"name": latin or FACES.fang, "size": type_size(chart), "color": BLACK}
    for index, series in enumerate(chart.series):
        labels = _end_label(chart, index, font, size) if chart.ends else _labels(chart, index, font, wide)
        made.add_series(_series(chart, index, series, sheet, first) | {"data_labels": labels})
    made.set_title({"none": True})
    made.set_legend(_legend(chart, font))
    made.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    if chart.form is ChartForm.RING:
        made.set_hole_size(50)
    else:
        names, numbers = _axes(chart, font, size)
        lying = chart.form is ChartForm.BARS
        made.set_x_axis(numbers if lying else names)
        made.set_y_axis(names if lying else numbers)
        left, top, across, high = plot_area(chart, wide, tall)
        made.set_plotarea({"layout": {"x": left, "y": top, "width": across, "height": high}})
    return made


def chart_xml(made: Any, data: str) -> str:
    """The chart part of such an object; ``data``: the relation of the workbook within it, "" where it has none."""
    text = io.StringIO()
    made.embedded, made.data = bool(data), data
    made._set_xml_writer(text)
    made._assemble_xml_file()
    return text.getvalue()


def _empty(form: ChartForm) -> Any:
    if form is ChartForm.RING:
        return _Ring()
    if form is ChartForm.STACKED:
        return _Columns({"subtype": "stacked"})
    return {ChartForm.COLUMNS: _Columns, ChartForm.BARS: _Bars, ChartForm.LINES: _Lines}[form]({})


def _series(chart: Chart, index: int, series: Series, sheet: str, first: tuple[int, int]) -> dict[str, Any]:
    row, column = first[0], first[1] + 1 + index
    last = row + len(chart.categories)
    made: dict[str, Any] = {
        "name": f"={_cells(sheet, row, column)}",
        "name_data": [cleaned(plain(series.name))],
        "categories": f"={_cells(sheet, row + 1, first[1], last)}",
        "categories_data": [cleaned(plain(name)) for name in chart.categories],
        "values": f"={_cells(sheet, row + 1, column, last)}",
        "values_data": [point.value or None for point in series.points],
        **_drawn(chart, index),
    }
    if chart.form in (ChartForm.COLUMNS, ChartForm.BARS, ChartForm.STACKED):
        made["gap"] = GAP
    return made


def _cells(sheet: str, row: int, column: int, last: int | None = None) -> str:
    start = f"{quote_sheetname(sheet)}!{xl_rowcol_to_cell(row, column, True, True)}"
    return start if last is None else f"{start}:{xl_rowcol_to_cell(last, column, True, True)}"


def _drawn(chart: Chart, index: int) -> dict[str, Any]:
    """Fill and rule of a series; of a ring, of each of its parts."""
    each = looks(chart)
    if chart.form is ChartForm.RING:
        return {"points": [_filled(look) for look in each]}
    if chart.form is not ChartForm.LINES:
        return _filled(each[index])
    look, mark = each[index], {"color": BLACK}
    inside = {"color": "FFFFFF"} if index % 2 else mark
    marker = {"type": look.marker, "size": 6, "border": mark, "fill": inside}
    return {"line": {"color": BLACK, "width": 1.5, "dash_type": look.dash}, "marker": marker}


def _filled(look: Look) -> dict[str, Any]:
    rule = {"border": {"color": BLACK, "width": 0.75}}
    if look.pattern:
        return rule | {"pattern": {"pattern": look.pattern, "fg_color": BLACK, "bg_color": "FFFFFF"}}
    return rule | {"fill": {"color": look.fill}}


#: Where numbers stand: XlsxWriter's name and DrawingML's.
_POSITIONS = {
    ChartForm.COLUMNS: ("outside_end", "outEnd"),
    ChartForm.BARS: ("outside_end", "outEnd"),
    ChartForm.STACKED: ("center", "ctr"),
    ChartForm.LINES: ("above", "t"),
}


#: Of numbers of lines that stand below their points.
_BELOW = "b"
#: Below numbers that stand in a part of a column or a ring: on a pattern they could not be read.
_WHITE = "FFFFFF"


def _labels(chart: Chart, index: int, font: dict[str, Any], wide: int) -> dict[str, Any]:
    series = chart.series[index]
    usual = _usual_format(series.points)
    if turned_numbers(chart, wide):
        font = font | {"rotation": _TURNED}
    made: dict[str, Any] = {"value": True, "num_format": usual, "font": font}
    said, written = _POSITIONS.get(chart.form, ("", ""))
    made |= {"position": said} if said else {}
    if chart.form in (ChartForm.RING, ChartForm.STACKED):
        made |= {"fill": {"color": _WHITE}, "own_white": True}
    gone, low = unsaid(chart), below(chart)
    custom: list[dict[str, Any] | None] = [None] * len(series.points)
    for at, point in enumerate(series.points):
        place = _BELOW if (index, at) in low else written
        if (index, at) in gone or (chart.form is ChartForm.STACKED and point.value == "0"):
            custom[at] = {"delete": True}
        elif point.value and (point.number_format != usual or place != written):
            custom[at] = {"own_format": point.number_format, "own_position": place, "font": font}
    return made | ({"custom": custom} if any(custom) else {})


def _end_label(chart: Chart, index: int, font: dict[str, Any], size: tuple[int, int]) -> dict[str, Any]:
    """The name of a line and its last number at its end, apart from those of the others; no number elsewhere."""
    series, shift = chart.series[index], end_shifts(chart, *size)[index]
    last, usual = last_point(series), _usual_format(series.points)
    custom: list[dict[str, Any]] = [{"delete": True} for _ in series.points]
    if last is not None:
        shown = series.points[last].number_format
        custom[last] = {"own_format": shown, "own_position": "r", "own_shift": shift, "own_name": True, "font": font}
    return {"value": True, "num_format": usual, "font": font, "position": "right", "custom": custom}


def _usual_format(points: tuple[Cell, ...]) -> str:
    found = Counter(point.number_format for point in points if point.value)
    return found.most_common(1)[0][0] if found else "0"


def _legend(chart: Chart, font: dict[str, Any]) -> dict[str, Any]:
    if not has_legend(chart):
        return {"none": True}
    return {"position": "right" if chart.form is ChartForm.RING else "top", "font": font}


def _axes(chart: Chart, font: dict[str, Any], size: tuple[int, int]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The axis of names and the one of numbers, which is not drawn: each number stands at its mark."""
    wide, tall = size
    rule = {"color": BLACK, "width": 0.75}
    names: dict[str, Any] = {
        "num_font": font | {"rotation": _LEVEL},
        "line": rule,
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }
    names |= {"label_position": "low"}
    if chart.form is not ChartForm.BARS and upright_names(chart, wide):
        names["num_font"] = font | {"rotation": _DOWNWARDS}
    if chart.form is ChartForm.BARS:
        names["reverse"] = True  # the first on top
    numbers: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False, "line": {"color": GRID}}}
    if chart.ends:
        numbers["min"], numbers["max"] = value_range(chart)
    elif chart.form is ChartForm.LINES:
        numbers["min"], numbers["max"] = line_range(chart, wide, tall)
        numbers["crossing"] = "min"  # the axis of names is at the bottom
    elif all(not each.startswith("-") for each in _values(chart)):
        numbers["min"] = 0
    return names, numbers


def _values(chart: Chart) -> list[str]:
    return [point.value for series in chart.series for point in series.points]
