"""Charts in the office's own Word file: each becomes a part of the package with the workbook of its data inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn

from bulletin_gen.render.charts.parts import chart_part, data_book, relation_id
from bulletin_gen.render.office.pages import layout_at
from bulletin_gen.tree import Bulletin, charts

if TYPE_CHECKING:
    from docx.document import Document

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_PACKAGE = f"{RELATIONSHIP_TYPE.PACKAGE}"


def add_charts(document: Document, bulletin: Bulletin) -> None:
    """Adds the part of each chart of the bulletin that the document draws already, and the workbook within it, under
    names and numbers that nothing of the office's has."""
    drawn = {relation_id(chart): chart for chart in charts(bulletin)}
    body: Any = document.element.body
    blocks = [*body]
    taken = [int(each.get("id") or 0) for each in body.iter(qn("wp:docPr")) if _names_chart(each) not in drawn]
    for at, block in enumerate(blocks):
        for mark in [each for each in block.iter(_CHART) if each.get(qn("r:id")) in drawn]:
            chart = drawn[mark.get(qn("r:id"))]
            package = document.part.package
            part = Part(package.next_partname("/word/charts/chart%d.xml"), CONTENT_TYPE.DML_CHART, b"", package)
            mark.set(qn("r:id"), document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))
            name = package.next_partname("/word/embeddings/Microsoft_Excel_Sheet%d.xlsx")
            book = Part(name, CONTENT_TYPE.SML_SHEET, data_book(chart), package)
            layout = layout_at(blocks[at], bulletin.layout)
            xml = chart_part(chart, part.relate_to(book, _PACKAGE), layout, bulletin.latin_font)
            part._blob = xml.encode()  # noqa: SLF001  (the part has to be there before its workbook's relation)
            taken.append(max(taken, default=0) + 1)
            for properties in block.iter(qn("wp:docPr")):
                if _names_chart(properties) == mark.get(qn("r:id")):
                    properties.set("id", str(taken[-1]))


def _names_chart(properties: Any) -> str:
    """The relation of the chart that a drawing's properties stand beside; "" where it draws something else."""
    found = next(properties.getparent().iter(_CHART), None)
    return "" if found is None else found.get(qn("r:id"), "")
