"""Tables as WordprocessingML: fixed layout, grid and cell widths both written, head rows that repeat, whole rows."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from bulletin_gen.leaves.frugal import late
from bulletin_gen.render.columns import Placed, TablePlan
from bulletin_gen.render.docx.paging.rows import Rows, single_lines
from bulletin_gen.render.docx.values import SetTable, Setting, Side
from bulletin_gen.render.docx.xml import Numbering, escape, inlines, marked_run, properties, run
from bulletin_gen.render.layout import TABLE_SIZES
from bulletin_gen.tree import Align, Cell

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
#: A dash or 未回访 stands in the middle of a column of numbers.
_DIGIT = late("[0-9]")
#: Grid column → rows that a cell above still covers there, and columns that it covers.
Reach = dict[int, tuple[int, int]]


def table_xml(table: SetTable, number: Numbering) -> str:
    """The ``w:tbl`` of a table.

    Its title is the table's caption, for screen readers and tests.
    """
    plan = table.plan
    caption = f'<w:tblCaption w:val="{escape(table.caption)}"/>' if table.caption else ""
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in plan.widths)
    head = _head_rows(plan, table.rows.heads, number)
    body = _body_rows(plan, table.rows, table.strong, number)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/>'
        f'<w:tblW w:w="{sum(plan.widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{_margins(plan.size)}<w:tblLook w:val="0000"/>'
        f"{caption}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _margins(size: float) -> str:
    margin = TABLE_SIZES[size].margin
    sides = (("top", 0), ("left", margin), ("bottom", 0), ("right", margin))
    inner = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side, wide in sides)
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


def _head_rows(plan: TablePlan, heights: tuple[int, ...], number: Numbering) -> str:
    reach: Reach = {}
    upright = replace(plan, insets=(0,) * len(plan.widths))
    style = _style("GwTableHead", plan.size, keep=True)
    exact = single_lines(plan.head, upright, min(heights, default=0))
    parts = []
    for index, (height, row) in enumerate(zip(heights, plan.head, strict=True)):
        opening = _row_opening(height, exact=index in exact)
        parts.append(f"{opening}<w:tblHeader/></w:trPr>{_row(row, upright, reach, style, number)}</w:tr>")
    return "".join(parts)


def _body_rows(plan: TablePlan, rows: Rows, strong: frozenset[int], number: Numbering) -> str:
    reach: Reach = {}
    exact = single_lines(plan.body, plan, rows.least)
    parts = []
    for index, row in enumerate(plan.body):
        style = _style("GwTableTotal" if index in strong else "GwTableText", plan.size, keep=index in rows.kept)
        opening = _row_opening(rows.least, exact=index in exact)
        parts.append(f"{opening}</w:trPr>{_row(row, plan, reach, style, number)}</w:tr>")
    return "".join(parts)


def _row_opening(height: int, *, exact: bool) -> str:
    rule = "exact" if exact else "atLeast"
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="{rule}"/>'


def _style(style: str, size: float, *, keep: bool) -> str:
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:pStyle w:val="{style}{TABLE_SIZES[size].suffix}"/>{kept}'


def _row(row: tuple[Placed, ...], plan: TablePlan, reach: Reach, style: str, number: Numbering) -> str:
    parts: list[str] = []
    at = 0
    for column, cell, text in row:
        if column > at:
            _fill(parts, plan, reach, range(at, column), style)
        wide = plan.widths[column] if cell.span == 1 else sum(plan.widths[column : column + cell.span])
        inset = plan.insets[column] if cell.span == 1 and _DIGIT.search(text) else 0
        opening = _cell_opening(wide, cell.span, _merge(cell, column, reach), cell.align, inset, style)
        content = _text_of(cell, text, number)
        parts.append(f"{opening}{content}</w:p></w:tc>")
        at = column + cell.span
    if at < len(plan.widths):
        _fill(parts, plan, reach, range(at, len(plan.widths)), style)
    return "".join(parts)


def _text_of(cell: Cell, text: str, number: Numbering) -> str:
    if len(cell.text) != 1:
        return inlines(cell.text, number)
    only = cell.text[0]
    return marked_run(only, number) if only.mark else run(text, only.emphasis)


def _merge(cell: Cell, column: int, reach: Reach) -> str:
    if cell.down == 1:
        return ""
    reach[column] = (cell.down - 1, cell.span)
    return '<w:vMerge w:val="restart"/>'


def _fill(parts: list[str], plan: TablePlan, reach: Reach, columns: range, style: str) -> None:
    """Cells that one above covers, and empty ones where a row is short."""
    column = columns.start
    while column < columns.stop:
        left, span = reach.pop(column, (0, 1))
        if left > 1:
            reach[column] = (left - 1, span)
        wide = sum(plan.widths[column : column + span])
        merge = "<w:vMerge/>" if left else ""
        parts.append(f"{_cell_opening(wide, span, merge, Align.CENTER, 0, style)}</w:p></w:tc>")
        column += span


@lru_cache(maxsize=1024)
def _cell_opening(wide: int, span: int, merge: str, align: Align, inset: int, style: str) -> str:
    """A cell up to the text of its paragraph. Numbers stand ``inset`` from the right, so that digits align."""
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if align is Align.CENTER and inset:
        aligned = properties(Setting(indent=(Side("right", inset),), align="right"))
    else:
        aligned = "" if align is Align.CENTER else properties(Setting(align=align.value))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{grid}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p><w:pPr>{style}{aligned}</w:pPr>"
    )
