"""Charts in the office's own form of its annexed tables: each in place of its name in braces, {图：名称}, across the
merged cells that have it, or across the rest of its row; its data stand on a sheet of their own at the end.

The chart part is the one that every workbook of ours has; openpyxl, which keeps the form, only takes it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error
from bulletin_gen.render.books.sheets import column_width, sheet_name
from bulletin_gen.render.layout import FACES, STD, mm
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Bulletin, Chart, charts, plain

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

#: A cell that stands for a chart, and what prints a chart's caption wherever it stands in a cell.
PLACE = late(r"\{图[:：]([^{}]+)\}")
CAPTION = late(r"\{图题[:：]([^{}]+)\}")
#: Smaller than this no chart can be read, in twips.
_LEAST_WIDE, _LEAST_TALL = mm(80), mm(45)
#: Part of the height that a chart takes on a page below which its names lie on each other.
_TIGHT = 0.7
#: What a row can be high, in points; what rows and columns are of which a form says nothing.
_HIGHEST, _ROW, _COLUMN = 409, 15.0, 8.43
#: Pixels of a digit, around the digits of a column, and twips of a pixel.
_DIGIT, _AROUND, _PIXEL = 7, 5, 15


def is_place(value: object) -> bool:
    """Whether a cell with this value stands for a chart."""
    return isinstance(value, str) and PLACE.fullmatch(value.strip()) is not None


def without_captions(text: str) -> str:
    """A cell's text without the captions that it asks for."""
    return CAPTION.sub("", text)


class ChartSpot(Struct, frozen=True):
    """Where a chart goes: the sheet, the cells that it covers (rows and columns from 1, the last ones with it)."""

    sheet: str
    row: int
    column: int
    last_row: int
    last_column: int
    chart: Chart


def chart_named(name: str, bulletin: Bulletin) -> Chart | None:
    """The chart of the bulletin that is called so: as the profile or the sentence calls it, or by its caption."""
    wanted = _folded(name)
    for chart in charts(bulletin):
        caption = _folded(plain(chart.caption))
        if wanted in (_folded(chart.name), caption, caption.removeprefix(f"图{chart.number}")):
            return chart
    return None


def _folded(name: str) -> str:
    return "".join(name.replace(":", "：").split())


def _texts(book: Workbook) -> Iterator[tuple[Any, Any, str]]:
    """Every cell that has words: its sheet, the cell, the words."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet, cell, cell.value) for cell in row if isinstance(cell.value, str))


def name_issues(book: Workbook, bulletin: Bulletin, file: str) -> Iterator[Issue]:
    """What names no chart, or stands where none can be; before anything is filled in."""
    for sheet, cell, words in _texts(book):
        for name in (*PLACE.findall(words), *CAPTION.findall(words)):
            if chart_named(name, bulletin) is None:
                known = "、".join(chart.name for chart in charts(bulletin))
                advice = "先在正文里放这张图；已放的写下面的名称" if known else "先在正文里单独一段写{图：…}"
                yield _refused(file, sheet.title, cell.coordinate, f"正文里没有图“{name}”", advice, known)
        if PLACE.search(words) and not is_place(words):
            advice = "图的格子里只写{图：名称}；图题写在另一格，用{图题：名称}"
            yield _refused(file, sheet.title, cell.coordinate, f"“{words}”里除了图还有别的字", advice)


def draw(book: Workbook, bulletin: Bulletin, file: str) -> list[Issue]:
    """Puts every chart in its place and its data on a sheet; or tells what stands in the way, and the book is no good.

    The tables are filled already: what stands below them has moved down.
    """
    spots: list[ChartSpot] = []
    issues: list[Issue] = []
    for sheet, cell, words in _texts(book):
        chart = chart_named(words.strip()[3:-1], bulletin) if is_place(words) else None
        if chart is not None:
            found = _spot(sheet, cell, chart, file)
            spots += [found] if isinstance(found, ChartSpot) else []
            issues += [found] if isinstance(found, Issue) else []
    taken = {name.casefold() for name in book.sheetnames}
    for spot in [] if issues else spots:
        sheet = book[spot.sheet]
        sheet.cell(spot.row, spot.column).value = None
        name = sheet_name(plain(spot.chart.caption), taken)
        _write_data(book.create_sheet(name), spot.chart)
        sheet.add_chart(_embedded(spot, name, _size(sheet, spot)))
    return issues


def say_captions(book: Workbook, bulletin: Bulletin) -> None:
    """Prints the caption of each chart where a cell has its name."""
    for _, cell, words in _texts(book):
        if CAPTION.search(words):
            cell.value = with_captions(words, bulletin)


def with_captions(text: str, bulletin: Bulletin) -> str:
    """A cell's text with captions in place of the names of charts."""
    return CAPTION.sub(lambda found: _caption_of(found[1], bulletin), text)


def _caption_of(name: str, bulletin: Bulletin) -> str:
    chart = chart_named(name, bulletin)
    return "" if chart is None else cleaned(plain(chart.caption))


def _spot(sheet: Any, cell: Any, chart: Chart, file: str) -> ChartSpot | Issue:
    """The merged cells around a cell, or the row from it on to the last column, made as high as the chart is."""
    from bulletin_gen.render.charts.looks import height

    wanted = height(chart, STD)
    merged = next((each for each in sheet.merged_cells.ranges if cell.coordinate in each), None)
    if merged is not None:
        spot = ChartSpot(sheet.title, cell.row, cell.column, merged.max_row, merged.max_col, chart)
    else:
        beside = [each.coordinate for each in sheet[cell.row] if each.column > cell.column and each.value is not None]
        if beside:
            advice = "把放图的几格合并成一格，或者让图单独占一行"
            return _refused(file, sheet.title, cell.coordinate, f"放图的这一行右边还有字（{beside[0]}）", advice)
        sheet.row_dimensions[cell.row].height = min(_HIGHEST, wanted / 20)
        spot = ChartSpot(sheet.title, cell.row, cell.column, cell.row, sheet.max_column, chart)
    wide, tall = _size(sheet, spot)
    if wide < _LEAST_WIDE or tall < max(_LEAST_TALL, _TIGHT * wanted):
        least = round(max(_LEAST_TALL, _TIGHT * wanted) / mm(1))
        found = f"放图的地方太小：宽{round(wide / mm(1))}毫米、高{round(tall / mm(1))}毫米"
        advice = "多合并几行几列，或把列加宽、行加高"
        return _refused(file, sheet.title, cell.coordinate, found, advice, f"宽80毫米、高{least}毫米以上")
    return spot


def _refused(file: str, sheet: str, cell: str, kind: str, advice: str, expected: str = "") -> Issue:
    return error("form.refused", kind, Place(file=file, sheet=sheet, key=cell), expected=expected, advice=advice)


def _size(sheet: Any, spot: ChartSpot) -> tuple[int, int]:
    """Width and height of the cells that a chart covers, in twips."""
    wide = sum(_column_twips(sheet, each) for each in range(spot.column, spot.last_column + 1))
    tall = sum(_row_twips(sheet, each) for each in range(spot.row, spot.last_row + 1))
    return round(wide), round(tall)


def _column_twips(sheet: Any, column: int) -> float:
    usual = sheet.sheet_format.defaultColWidth or _COLUMN
    said = (each for each in sheet.column_dimensions.values() if (each.min or 0) <= column <= (each.max or 0))
    own = next(said, None)
    if own is not None and own.hidden:
        return 0
    wide = own.width if own is not None and own.customWidth else usual
    return float(int(wide * _DIGIT + _AROUND) * _PIXEL)


def _row_twips(sheet: Any, row: int) -> float:
    own = sheet.row_dimensions[row]
    if own is not None and own.hidden:
        return 0
    points = own.height if own is not None and own.height is not None else sheet.sheet_format.defaultRowHeight or _ROW
    return float(points * 20)


def _write_data(sheet: Any, chart: Chart) -> None:
    """What a chart draws: heads in the first row, a row for each category, what is said of it below."""
    from openpyxl.styles import Alignment, Border, Font, Side

    rule = Side("thin")
    looks = {"border": Border(rule, rule, rule, rule), "alignment": Alignment("center", "center", wrap_text=True)}
    table = chart.table
    for number, row in enumerate((*table.head, *table.rows), 1):
        for column, cell in enumerate(row, 1):
            target = sheet.cell(number, column)
            target.font = Font(FACES.hei if number == 1 else FACES.fang, 12)
            target.border, target.alignment = looks["border"], looks["alignment"]
            if cell.value:
                target.value, target.number_format = Decimal(cell.value), cell.number_format or "General"
            elif words := cleaned(plain(cell.text)):
                target.value, target.data_type = words, "s"
    for offset, note in enumerate(chart.notes, 1):
        target = sheet.cell(len(table.rows) + 1 + offset, 1)
        target.value, target.data_type = cleaned(plain(note)), "s"
    for column in range(1, table.columns + 1):
        wide = max(width(plain(row[column - 1].text)) for row in (*table.head, *table.rows))
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = column_width(wide + 2)


def _embedded(spot: ChartSpot, data: str, size: tuple[int, int]) -> Any:
    """A chart for openpyxl: our own chart part, anchored to the cells."""
    from openpyxl.chart._chart import ChartBase
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
    from openpyxl.xml.functions import fromstring

    from bulletin_gen.render.charts.native import chart_xml, native_chart

    class Embedded(ChartBase):
        """A chart that says of itself what XlsxWriter's classes have written."""

        anchor: Any

        def _write(self) -> Any:
            return fromstring(chart_xml(native_chart(spot.chart, data, (0, 0), size), "").encode())

    made = Embedded()
    start = AnchorMarker(col=spot.column - 1, row=spot.row - 1)
    made.anchor = TwoCellAnchor("oneCell", _from=start, to=AnchorMarker(col=spot.last_column, row=spot.last_row))
    return made
