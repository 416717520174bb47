"""Charts in the office's own Word file: each becomes a part of the package with the workbook of its data inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn

from bulletin_gen.render.charts.parts import chart_part, data_book, relation_id
from bulletin_gen.render.office.pages import layout_at
from bulletin_gen.tree import Bulletin, charts

if TYPE_CHECKING:
    from docx.document import Document

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_PROPERTIES = qn("wp:docPr")
#: By which a chart's part refers to the workbook of its data.
_BOOK = "rId1"


def add_charts(document: Document, bulletin: Bulletin) -> None:
    """Adds the part of each chart of the bulletin that the document draws already, and the workbook within it, under
    names and numbers that nothing of the office's has."""
    drawn = {relation_id(chart): chart for chart in charts(bulletin)}
    body: Any = document.element.body
    package = document.part.package
    elsewhere = (each.element for each in package.iter_parts() if isinstance(each, XmlPart) and each != document.part)
    others = [each for part in elsewhere for each in part.iter(_PROPERTIES)]
    others += [each for each in body.iter(_PROPERTIES) if _names_chart(each) not in drawn]
    taken = max((int(each.get("id") or 0) for each in others), default=0)
    for block in body:
        for properties in [each for each in block.iter(_PROPERTIES) if _names_chart(each) in drawn]:
            chart = drawn[_names_chart(properties)]
            name = package.next_partname("/word/embeddings/Microsoft_Excel_Sheet%d.xlsx")
            book = Part(name, CONTENT_TYPE.SML_SHEET, data_book(chart), package)
            xml = chart_part(chart, _BOOK, layout_at(block, bulletin.layout), bulletin.latin_font)
            name = package.next_partname("/word/charts/chart%d.xml")
            part = Part(name, CONTENT_TYPE.DML_CHART, xml.encode(), package)
            part.load_rel(RELATIONSHIP_TYPE.PACKAGE, book, _BOOK)
            _chart_of(properties).set(qn("r:id"), document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))
            taken += 1
            properties.set("id", str(taken))


def _chart_of(properties: Any) -> Any:
    """The chart that a drawing's properties stand beside; None where it draws something else."""
    return next(properties.getparent().iter(_CHART), None)


def _names_chart(properties: Any) -> str:
    """The relation of that chart; "" where there is none."""
    found = _chart_of(properties)
    return "" if found is None else found.get(qn("r:id"), "")
