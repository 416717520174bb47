"""Rows of a table on pages: how high they are, where pages break, and how low rows spare a page for a few."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bulletin_gen.render.columns import Grid, Plan
from bulletin_gen.render.layout import TABLE_SIZES, pt
from bulletin_gen.render.measure import width

#: A last page with fewer rows than this is worth lower rows.
_FEW = 5


@dataclass(frozen=True, slots=True)
class Extent:
    """Pages taken, and twips used on the last of them."""

    pages: int
    used: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Heights of a table's rows in twips; the head repeats on every page. ``least``: a row of one line."""

    head: int
    heights: tuple[int, ...]
    least: int


def rows_extent(rows: Rows, start: Extent, height: int) -> Extent:
    """Where a table ends that starts at ``start``, on pages of ``height``."""
    pages, used = start.pages, start.used + rows.head
    for row in rows.heights:
        if used + row > height:
            pages, used = pages + 1, rows.head
        used += row
    return Extent(pages, used)


def chosen_rows(plan: Plan, start: Extent, height: int, below: int, foot: int) -> Rows:
    """The usual rows, or lower ones where these spare a last page that would hold hardly a row.

    ``below``: what stands on the last row's page under the table, counted with that row; ``foot``: what else wants
    room there.
    """
    size = TABLE_SIZES[plan.size]
    head, body = _row_lines(plan.head, plan), _row_lines(plan.body, plan)
    usual = _rows(head, body, size.line, size.rows[0], below)
    end = rows_extent(_with_foot(usual, foot), start, height)
    if end.pages == start.pages or end.used - usual.head - foot >= _FEW * usual.least:
        return usual
    for lower in size.rows[1:]:
        rows = _rows(head, body, size.line, lower, below)
        if rows_extent(_with_foot(rows, foot), start, height).pages < end.pages:
            return rows
    return usual


def _with_foot(rows: Rows, foot: int) -> Rows:
    return replace(rows, heights=(*rows.heights[:-1], rows.heights[-1] + foot))


def _rows(head: list[int], body: list[int], line: float, row: float, below: int) -> Rows:
    least = pt(row)
    heights = [max(least, pt(count * line)) for count in body] or [0]
    heights[-1] += below
    return Rows(sum(max(least, pt(count * line)) for count in head), tuple(heights), least)


def _row_lines(grid: Grid, plan: Plan) -> list[int]:
    """Lines of the fullest cell of each row; a cell that reaches down finds room in its rows."""
    margins = 2 * TABLE_SIZES[plan.size].margin
    rooms = [max(int((wide - margins) / (plan.size * 10)), 2) for wide in plan.widths]
    counts = []
    for row in grid:
        lines = 1
        for column, cell, text in row:
            room = rooms[column] if cell.span == 1 else sum(rooms[column : column + cell.span])
            if (len(text) * 2 > room or "\n" in text) and cell.down == 1:
                lines = max(lines, lines_in_cell(text, room))
        counts.append(lines)
    return counts


def lines_in_cell(text: str, room: int) -> int:
    """Lines of a text in a cell of ``room`` half characters."""
    room -= room % 2 if not text.isascii() else 0
    return sum(max(1, -(-width(line) // room)) for line in text.split("\n"))
