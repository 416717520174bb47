"""The annexed tables as a workbook: one sheet a table, numbers as numbers, ready to print on A4."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.books.sheets import bordered, column_width, lines_in, set_page, sheet_name, workbook
from bulletin_gen.render.columns import column_contents, demands, placed
from bulletin_gen.render.layout import FACES, STD
from bulletin_gen.tree import Bulletin, Cell, Chart, Table, charts, plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: More half characters than this do not fit an upright page at a readable size.
_UPRIGHT = 92
#: No column is wider; longer text wraps.
_WIDEST = 60
_LINE = 18.0


def write_xlsx(bulletin: Bulletin) -> bytes:
    """A workbook's bytes: each table of the annexes, then those of the body, then each chart with its data, as a sheet.

    A cell with a ``value`` holds that number in its ``number_format``; every other cell holds text.
    """
    with workbook(bulletin.properties) as (book, buffer):
        formats = Formats(book)
        taken: set[str] = set()
        for name, table in named_tables(bulletin):
            _write_table(book.add_worksheet(sheet_name(name, taken)), table, formats)
        for chart in charts(bulletin):
            name = sheet_name(plain(chart.caption), taken)
            _write_chart(book, book.add_worksheet(name), chart, formats)
        if not taken:
            book.add_worksheet("无表格")
    return buffer.getvalue()


def has_sheets(bulletin: Bulletin) -> bool:
    """Whether a bulletin has anything to show in a workbook: a table or a chart."""
    return next(named_tables(bulletin), None) is not None or bool(charts(bulletin))


def named_tables(bulletin: Bulletin) -> Iterator[tuple[str, Table]]:
    """Every table with the name of its sheet."""
    for annex in bulletin.annexes:
        tables = [block for block in annex.blocks if isinstance(block, Table)]
        for table in tables:
            title = annex.title if len(tables) == 1 or not table.title else table.title
            yield f"{annex.label} {plain(title)}", replace(table, title=table.title or annex.title)
    for number, table in enumerate((block for block in bulletin.body if isinstance(block, Table)), 1):
        yield plain(table.title) or f"正文表{number}", table


#: Twips of the width of a chart in a workbook, and those of a pixel, by which XlsxWriter counts.
_CHART, _PIXEL = STD.width, 15


def _write_chart(book: Workbook, sheet: Worksheet, chart: Chart, formats: Formats) -> None:
    """The data as a table, the chart that draws them to the right."""
    from bulletin_gen.render.charts.looks import height  # where a bulletin has charts
    from bulletin_gen.render.charts.native import native_chart

    _write_table(sheet, chart.table, formats)
    size = _CHART, height(chart, STD)
    made = native_chart(chart, sheet.get_name(), (1, 0), size)
    made.embedded = True
    book.charts.append(made)
    sheet.insert_chart(1, len(chart.series) + 2, made)
    made.set_size({"width": size[0] // _PIXEL, "height": size[1] // _PIXEL})
    sheet.print_area(0, 0, len(chart.categories) + len(chart.notes) + 30, len(chart.series) + 14)
    set_page(sheet, landscape=True)


class Formats:
    """The cell formats of a workbook, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Format] = {}

    def get(self, kind: str, align: str = "center", number_format: str = "") -> Format:
        """``kind``: title, head, text, total or note."""
        key = (kind, align, number_format)
        if key not in self._made:
            self._made[key] = self._book.add_format(_definition(*key))
        return self._made[key]


def _definition(kind: str, align: str, number_format: str) -> dict[str, Any]:
    if kind == "title":
        return {
            "font_name": FACES.title,
            "font_size": 18,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
        }
    if kind == "note":
        return {"font_name": FACES.fang, "font_size": 11, "text_wrap": True, "valign": "vcenter"}
    face = FACES.fang if kind == "text" else FACES.hei
    more = {"num_format": number_format} if number_format else {}
    return bordered(font_name=face, align=align, **more)


def apart(rows: tuple[tuple[Cell, ...], ...], columns: int) -> tuple[tuple[Cell, ...], ...]:
    """``rows`` without cells that reach down: each row says by itself what they say. A spreadsheet program sorts no
    rows that merged cells tie together."""
    lines: list[dict[int, Cell]] = [{} for _ in rows]
    for number, row in enumerate(placed(rows, columns)):
        for column, cell, _ in row:
            for line in lines[number : number + cell.down]:
                line[column] = replace(cell, down=1)
    return tuple(tuple(cell for _, cell in sorted(line.items(), key=lambda each: each[0])) for line in lines)


def _sortable(table: Table) -> int:
    """How many rows can be sorted among themselves: those before the total rows; none where totals lie between."""
    last = len(table.rows)
    while last and last - 1 in table.strong_rows:
        last -= 1
    return 0 if any(row < last for row in table.strong_rows) else last


def _write_table(sheet: Worksheet, table: Table, formats: Formats) -> None:
    table = replace(table, rows=apart(table.rows, table.columns))
    widths = _widths(table)
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, column_width(wide))
    head_start = _write_title(sheet, table, formats, sum(widths))
    body_start = head_start + len(table.head)
    end = body_start + len(table.rows)
    _write_rows(sheet, table, formats, widths, head_start, head=True)
    _write_rows(sheet, table, formats, widths, body_start, head=False)
    for offset, note in enumerate(table.notes):
        _write_across(sheet, end + offset, table.columns, cleaned(plain(note)), formats.get("note"))
        sheet.set_row(end + offset, _LINE * lines_in(plain(note), sum(widths)))
    if table.head:
        sheet.freeze_panes(body_start, 0)
        sheet.repeat_rows(head_start, body_start - 1)
        if (rows := _sortable(table)) > 1:
            sheet.autofilter(body_start - 1, 0, body_start + rows - 1, table.columns - 1)
    sheet.print_area(0, 0, max(end + len(table.notes) - 1, 0), table.columns - 1)
    set_page(sheet, landscape=table.landscape if table.landscape is not None else sum(widths) > _UPRIGHT)


def _widths(table: Table) -> list[int]:
    contents = column_contents(placed(table.rows, table.columns), table.columns)
    asked = demands(placed(table.head, table.columns), contents, head_lines=2)
    return [min(max(column.natural, 4), _WIDEST) + 1 for column in asked]


def _write_title(sheet: Worksheet, table: Table, formats: Formats, wide: int) -> int:
    title = cleaned(plain(table.title))
    if not title:
        return 0
    _write_across(sheet, 0, table.columns, title, formats.get("title"))
    sheet.set_row(0, 30.0 * lines_in(title, wide * 12 // 18))
    return 1


def _write_across(sheet: Worksheet, row: int, columns: int, text: str, chosen: Format) -> None:
    if columns > 1:
        sheet.merge_range(row, 0, row, columns - 1, "", chosen)
    sheet.write_string(row, 0, text, chosen)


def _write_rows(sheet: Worksheet, table: Table, formats: Formats, widths: list[int], start: int, *, head: bool) -> None:
    for index, row in enumerate(placed(table.head if head else table.rows, table.columns)):
        kind = "head" if head else "total" if index in table.strong_rows else "text"
        lines = 1
        for column, cell, text in row:
            _write_cell(sheet, start + index, column, cell, formats.get(kind, cell.align.value, _number_format(cell)))
            if cell.down == 1:
                lines = max(lines, lines_in(cleaned(text), sum(widths[column : column + cell.span])))
        sheet.set_row(start + index, max(24.0, _LINE * lines + 4))


def _number_format(cell: Cell) -> str:
    return (cell.number_format or "General") if cell.value else ""


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, chosen: Format) -> None:
    if cell.span > 1 or cell.down > 1:
        sheet.merge_range(row, column, row + cell.down - 1, column + cell.span - 1, "", chosen)
    if cell.value:
        sheet.write_number(row, column, Decimal(cell.value), chosen)
    else:
        sheet.write_string(row, column, cleaned(plain(cell.text)), chosen)
