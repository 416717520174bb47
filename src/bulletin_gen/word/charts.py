"""Charts of a Word file as values: what each draws, from its cache, which is what Word shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bulletin_gen.word.model import WordChart, WordSeries

if TYPE_CHECKING:
    from docx.document import Document

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def chart_parts(document: Document) -> Iterator[Any]:
    """The chart parts in the order in which the body refers to them."""
    for element in document.element.iter(f"{_C}chart"):
        part = document.part.related_parts.get(element.get(qn("r:id")))
        if part is not None:
            yield part


def data_book_of(part: Any) -> tuple[str, Any] | None:
    """The relation and the part of the workbook inside of a chart."""
    found = (each for each in part.rels.values() if each.reltype == RELATIONSHIP_TYPE.PACKAGE and not each.is_external)
    return next(((each.rId, each.target_part) for each in found), None)


def read_chart(part: Any) -> WordChart:
    """What a chart part draws."""
    rows = [*parse_xml(part.blob).iter(f"{_C}ser")]
    series = tuple(WordSeries("".join(_texts(row.find(f"{_C}tx"))), _texts(row.find(f"{_C}val"))) for row in rows)
    return WordChart(_texts(rows[0].find(f"{_C}cat")) if rows else (), series)


def _texts(holder: Any) -> tuple[str, ...]:
    points = {} if holder is None else {
        int(each.get("idx")): each.findtext(f"{_C}v") or "" for each in holder.iter(f"{_C}pt")
    }  # fmt: skip
    counted = holder.find(f".//{_C}ptCount") if holder is not None else None
    length = max(int(counted.get("val")) if counted is not None else 0, max(points, default=-1) + 1)
    return tuple(points.get(index, "") for index in range(length))
