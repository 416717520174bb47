"""An office's filled form, opened again by another reader: the tables and charts stand in it, all else is as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.render.books.form import body_of, heads_of, table_for
from bulletin_gen.render.books.formcharts import chart_named, is_place, with_captions, without_captions
from bulletin_gen.tree import Bulletin, Cell, Chart, Table, plain
from bulletin_gen.verify.charts import workbook_charts
from bulletin_gen.verify.fault import fault

_NAME = late(r"\{[^{}]+\}")
Grid = list[list[Any]]


def form_issues(bulletin: Bulletin, form: bytes, filled: bytes) -> Iterator[Issue]:
    """A fault for each cell that is not what the table, or the form itself, has there."""
    before, after = _sheets(form), _sheets(filled)
    drawn = [*_drawn(before, bulletin)]
    if list(before) != list(after)[: len(before)] or len(after) != len(before) + len(drawn):
        yield fault("表样", found="、".join(after), expected=f"{'、'.join(before)}和{len(drawn)}张图的数据")
        return
    for name, grid in before.items():
        named = any(_is_name(each) for row in grid for each in row)
        wanted = _expected(grid, table_for(name, bulletin, "")) if named else grid
        yield from _differences(name, [[_said(each, bulletin) for each in row] for row in wanted], after[name])
    for name, chart in zip(list(after)[len(before) :], drawn, strict=True):
        yield from _differences(name, _data(chart), after[name])
    with zipfile.ZipFile(io.BytesIO(filled)) as package:
        yield from workbook_charts(drawn, package)


def _drawn(sheets: dict[str, Grid], bulletin: Bulletin) -> Iterator[Chart]:
    """The charts that a form asks for, sheet by sheet and row by row."""
    for grid in sheets.values():
        for value in (each for row in grid for each in row if is_place(each)):
            chart = chart_named(str(value).strip()[3:-1], bulletin)
            if chart is not None:
                yield chart


def _said(value: Any, bulletin: Bulletin) -> Any:
    """A cell that nothing fills but charts and their captions."""
    if is_place(value):
        return ""
    return with_captions(value, bulletin) if isinstance(value, str) else value


def _data(chart: Chart) -> Grid:
    """What a chart draws, and what is said of it, as the sheet of its data has them."""
    rows = [[_value(cell) for cell in row] for row in (*chart.table.head, *chart.table.rows)]
    return [*rows, *([cleaned(plain(note))] for note in chart.notes)]


def _sheets(content: bytes) -> dict[str, Grid]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _is_name(value: Any) -> bool:
    if is_place(value):
        return False
    return isinstance(value, str) and value != "{表题}" and bool(_NAME.fullmatch(without_captions(value)))


def _expected(grid: Grid, table: Table) -> Grid:
    title, heads = plain(table.title), heads_of(table)
    at = next(i for i, row in enumerate(grid) if any(map(_is_name, row)))
    whole = [[each.replace("{表题}", title) if isinstance(each, str) else each for each in row] for row in grid]
    return [*whole[:at], *(_row(whole[at], cells, heads) for cells in body_of(table)), *whole[at + 1 :]]


def _row(pattern: list[Any], cells: dict[int, Cell], heads: dict[str, int]) -> list[Any]:
    return [
        _value(cells.get(heads["".join(each[1:-1].split())], Cell())) if _is_name(each) else each for each in pattern
    ]


def _value(cell: Cell) -> Any:
    return float(cell.value) if cell.value else cleaned(plain(cell.text))


def _differences(name: str, wanted: Grid, found: Grid) -> Iterator[Issue]:
    for row in range(max(len(wanted), len(found))):
        one, two = (grid[row] if row < len(grid) else [] for grid in (wanted, found))
        for column in range(max(len(one), len(two))):
            left, right = (line[column] if column < len(line) else "" for line in (one, two))
            if left != right:
                place = f"表样 工作表“{name}” 第{row + 1}行第{column + 1}列"
                yield fault(place, found=str(right), expected=str(left))
