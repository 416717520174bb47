"""The annexes behind the office's own pages, in sections in the manner of its last one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from bulletin_gen.render.columns import TablePlan, plan
from bulletin_gen.render.docx.blocks import Paper, set_annex, table_plans
from bulletin_gen.render.docx.values import tiny
from bulletin_gen.render.docx.writing import pieces_xml
from bulletin_gen.render.layout import Layout
from bulletin_gen.render.office.pages import is_wide, layout_of, next_section
from bulletin_gen.tree import Annex, Bulletin, Table

if TYPE_CHECKING:
    from docx.document import Document


def add_annexes(document: Document, bulletin: Bulletin, elements: Callable[[str], list[Any]]) -> None:
    """Adds the annexes of the bulletin at the end of the document; ``elements`` makes elements of XML."""
    body: Any = document.element.body
    office = body.get_or_add_sectPr()
    layout, last = layout_of(office, bulletin.layout), copy.deepcopy(office)
    turned_before = False
    for annex in bulletin.annexes:
        plans = _plans(annex, layout)
        turned = not is_wide(layout) and any(each.landscape for each in plans.values())
        pieces = set_annex(annex, plans, Paper(layout, turned), page_break=turned == turned_before, foot=0)
        if turned != turned_before:
            _end_section(office, elements)
            body.replace(office, office := next_section(last, turned=turned))
        for each in elements(pieces_xml(pieces)):
            office.addprevious(each)
        turned_before = turned


def _plans(annex: Annex, layout: Layout) -> dict[int, TablePlan]:
    if not is_wide(layout):
        return table_plans(annex, layout)
    tables = ((at, each) for at, each in enumerate(annex.blocks) if isinstance(each, Table))
    return {at: plan(table, layout, upright_only=True) for at, table in tables}


def _end_section(office: Any, elements: Callable[[str], list[Any]]) -> None:
    (end,) = elements(pieces_xml(((tiny(),),)))
    end.find(qn("w:pPr")).append(copy.deepcopy(office))
    office.addprevious(end)
