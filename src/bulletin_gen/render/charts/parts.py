"""What a chart is in a .docx: a drawing in its paragraph, a chart part, and a workbook with the data inside, which is
what Word and WPS open when somebody edits them."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.books.sheets import workbook
from bulletin_gen.render.charts.looks import height
from bulletin_gen.render.layout import STD, Layout
from bulletin_gen.tree import Chart, Properties, plain

SHEET = "Sheet1"
_EMU_A_TWIP = 635
#: The frames of page numbers have the first ids of drawings.
_PAGE_NUMBERS = 2
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def relation_id(chart: Chart) -> str:
    """By which the document refers to the chart."""
    return f"rIdChart{chart.number}"


def part_name(chart: Chart) -> str:
    """Its part, below word/."""
    return f"charts/chart{chart.number}.xml"


def drawing_run(chart: Chart, layout: Layout, high: int) -> str:
    """The run that stands for a chart in a line ``high`` twips high, across the type area."""
    # A hair lower than its line, which a program may count with the character that it stands in for.
    size = f'cx="{layout.width * _EMU_A_TWIP}" cy="{(high - 40) * _EMU_A_TWIP}"'
    name, properties = escape(cleaned(plain(chart.caption))), chart.number + _PAGE_NUMBERS
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{properties}" name="{name}" descr="{name}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" r:id="{relation_id(chart)}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def book_name(chart: Chart) -> str:
    """The workbook within it, below word/."""
    return f"embeddings/Microsoft_Excel_Sheet{chart.number}.xlsx"


def chart_part(chart: Chart, data: str, layout: Layout = STD, latin: str = "") -> str:
    """The chart part; ``data``: the relation of the workbook inside, "" for a chart without."""
    from bulletin_gen.render.charts.native import chart_xml, native_chart  # where a bulletin has charts

    made = native_chart(chart, SHEET, (0, 0), (layout.width, height(chart, layout)), latin)
    return chart_xml(made, data)


def chart_parts(chart: Chart, layout: Layout, latin: str) -> dict[str, str]:
    """The parts of a chart that are text, by their names in the package."""
    relation = f'<Relationship Id="rId1" Type="{_R}/package" Target="../{book_name(chart)}"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        f"word/{part_name(chart)}": chart_part(chart, "rId1", layout, latin),
        f"word/charts/_rels/chart{chart.number}.xml.rels": (
            f'{_DECLARATION}<Relationships xmlns="{package}">{relation}</Relationships>'
        ),
    }


def data_book(chart: Chart) -> bytes:
    """The workbook of a chart's data alone: heads, then a row for each category."""
    with workbook(Properties("")) as (book, buffer):
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, len(chart.series), 16)
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, cleaned(plain(series.name)))
            for row, point in enumerate(series.points, 1):
                if point.value:
                    shown = book.add_format({"num_format": point.number_format})
                    sheet.write_number(row, column, Decimal(point.value), shown)
        for row, name in enumerate(chart.categories, 1):
            sheet.write_string(row, 0, cleaned(plain(name)))
    return buffer.getvalue()
