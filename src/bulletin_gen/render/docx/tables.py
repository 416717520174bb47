"""Tables as WordprocessingML: fixed layout, grid and cell widths both written, head rows that repeat, whole rows."""

from __future__ import annotations

from functools import lru_cache

from bulletin_gen.render.columns import Plan
from bulletin_gen.render.docx.xml import escape, paragraph, paragraph_properties, run, runs
from bulletin_gen.render.layout import pt
from bulletin_gen.tree import Align, Cell, Table, plain

#: Type size → suffix of the styles' ids (表格文字, 表格文字（五号）…).
STYLE_SUFFIX = {12.0: "", 10.5: "5", 9.0: "5S", 7.5: "6"}
#: Type size → lowest row in points.
ROW_HEIGHT = {12.0: 24.0, 10.5: 21.0, 9.0: 18.0, 7.5: 15.0}
#: Type size → exact line of the text in points.
LINE = {12.0: 18.0, 10.5: 15.75, 9.0: 13.5, 7.5: 11.25}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_CENTERED = '<w:vAlign w:val="center"/>'


def table_xml(table: Table, plan: Plan) -> str:
    """The ``w:tbl`` of a table set by ``plan``; its title is the table's caption for screen readers and tests."""
    caption = escape(plain(table.title))
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in plan.widths)
    head = _rows(table.head, plan, "GwTableHead", head=True)
    body = _rows(table.rows, plan, "GwTableText", strong=table.strong_rows)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/>'
        f'<w:tblW w:w="{sum(plan.widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/>'
        f'<w:tblCaption w:val="{caption}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>'
    )


def _rows(
    rows: tuple[tuple[Cell, ...], ...],
    plan: Plan,
    style: str,
    *,
    head: bool = False,
    strong: frozenset[int] = frozenset(),
) -> str:
    suffix = STYLE_SUFFIX[plan.size]
    opening = _row_opening(plan.size, head)
    reach: dict[int, tuple[int, int]] = {}  # grid column → (rows still covered, columns covered)
    parts = []
    for index, row in enumerate(rows):
        chosen = "GwTableTotal" if index in strong else style
        cells = _row(row, plan, reach, chosen + suffix, head)
        parts.append(f"{opening}{cells}</w:tr>")
    return "".join(parts)


@lru_cache(maxsize=16)
def _row_opening(size: float, head: bool) -> str:
    repeat = "<w:tblHeader/>" if head else ""
    height = pt(ROW_HEIGHT[size])
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeat}</w:trPr>'


def _row(row: tuple[Cell, ...], plan: Plan, reach: dict[int, tuple[int, int]], style: str, head: bool) -> str:
    parts: list[str] = []
    column, columns = 0, len(plan.widths)
    pending = iter(row)
    while column < columns:
        if column in reach:
            column += _covered(parts, plan, reach, column, style)
            continue
        cell = next(pending, None)
        if cell is None:
            parts.append(_cell_xml("", plan.widths[column], "", style, ""))
            column += 1
            continue
        span = min(cell.span, columns - column)
        if cell.down > 1:
            reach[column] = (cell.down - 1, span)
        parts.append(_cell(cell, plan, column, span, style, head))
        column += span
    return "".join(parts)


def _covered(parts: list[str], plan: Plan, reach: dict[int, tuple[int, int]], column: int, style: str) -> int:
    left, span = reach.pop(column)
    if left > 1:
        reach[column] = (left - 1, span)
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    parts.append(_cell_xml(f"{grid}<w:vMerge/>", sum(plan.widths[column : column + span]), "", style, ""))
    return span


def _cell(cell: Cell, plan: Plan, column: int, span: int, style: str, head: bool) -> str:
    merge = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if cell.down > 1:
        merge += '<w:vMerge w:val="restart"/>'
    wide = plan.widths[column] if span == 1 else sum(plan.widths[column : column + span])
    inset = 0 if head or span > 1 else plan.insets[column]
    text = cell.text
    content = run(text[0].text, text[0].emphasis) if len(text) == 1 else runs(text)
    return _cell_xml(merge, wide, _alignment(cell.align, inset), style, content)


@lru_cache(maxsize=512)
def _alignment(align: Align, inset: int) -> str:
    if align is Align.CENTER and inset:
        return paragraph_properties(indent=f'w:right="{inset}"', align="right")
    return "" if align is Align.CENTER else paragraph_properties(align=align.value)


def _cell_xml(merge: str, wide: int, properties: str, style: str, content: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{merge}{_CENTERED}</w:tcPr>'
        f"{paragraph(style, content, properties)}</w:tc>"
    )
