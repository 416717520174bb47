"""Names of groups beside their rows, said again on every page that the group goes on to.

A cell that reaches down over a page's end is printed once by word processors, on the page where it begins: the pages
after it would show rows of nobody knows which group.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.render.columns import Placed, TablePlan
from bulletin_gen.render.docx.paging.rows import SLACK, PagesTaken, RowLines, Rows, page_starts, row_lines, rows_extent

#: Twips within which it is not sure on which page a row stands, and by which all rows may be made higher or lower.
_DOUBT = 20
_STEPS = tuple(sign * step for step in range(2, 32, 2) for sign in (1, -1))


class Heights(Struct, frozen=True):
    """The twips of a page that rows fill, in the program that fills the least and in the one that fills the most."""

    least: int
    most: int


def named_on_every_page(
    plan: TablePlan, lines: RowLines, rows: Rows, start: PagesTaken, heights: Heights, below: int
) -> tuple[TablePlan, Rows]:
    """The table with the names of its groups wherever a page begins, in rows that begin the same pages everywhere.

    ``start``: where it starts on pages of ``heights``; ``below``: as in ``RowLines.rows``.
    """
    rows = steadied(lines, rows, start, heights, below)
    if not any(cell.down > 1 for row in plan.body for _, cell, _ in row):
        return plan, rows
    divided = with_names_again(plan, tuple(page_starts(rows, start, heights.least)))
    again = replace(row_lines(divided, notes=False), kept=rows.kept)
    return divided, again.rows(rows.least, below)


def steadied(lines: RowLines, rows: Rows, start: PagesTaken, heights: Heights, below: int) -> Rows:
    """Rows by a hair higher or lower where a page would end so near a row's edge that programs may differ by a row."""
    if _is_sure(rows, start, heights):
        return rows
    pages = rows_extent(rows, start, heights.least).pages
    for step in _STEPS:
        tried = lines.rows(rows.least + step, below)
        if rows_extent(tried, start, heights.least).pages == pages and _is_sure(tried, start, heights):
            return tried
    return rows


def _is_sure(rows: Rows, start: PagesTaken, heights: Heights) -> bool:
    """Whether every page begins with the same row on pages a little shorter and a little longer, with the last row's
    slack and without."""
    shorter = page_starts(rows, start, heights.least - _DOUBT)
    lean = replace(rows, heights=(*rows.heights[:-1], rows.heights[-1] - SLACK))
    return list(shorter) == list(page_starts(lean, start, heights.most + _DOUBT))


def with_names_again(plan: TablePlan, starts: Collection[int]) -> TablePlan:
    """The plan with every cell that reaches into a row of ``starts`` divided there; each part says the same."""
    body = [list(row) for row in plan.body]
    for start in starts:
        for index, row in enumerate(body[:start]):
            for place, each in enumerate(row):
                if index + each[1].down > start:
                    row[place], again = _divided(each, start - index)
                    body[start].append(again)
        body[start].sort(key=lambda each: each[0])
    return replace(plan, body=tuple(tuple(row) for row in body))


def _divided(each: Placed, at: int) -> tuple[Placed, Placed]:
    column, cell, text = each
    # A mark stands in a document once.
    again = tuple(replace(run, mark="") for run in cell.text)
    return (column, replace(cell, down=at), text), (column, replace(cell, down=cell.down - at, text=again), text)
