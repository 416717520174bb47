"""Rows of a table on pages: how high they are, where pages break, and how low rows spare a page for a few."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.render.columns import Grid, TablePlan
from bulletin_gen.render.layout import TABLE_SIZES, pt
from bulletin_gen.render.measure import width

#: A last page with fewer rows than this is worth lower rows.
_FEW = 5
#: So many last rows stay together, and so many first ones of a group.
_TOGETHER = 3
#: Rules take room: a row that is as high as its lines want has one on top of them, the last row of a page one below.
RULE = 10
#: Twips left free below a table that ends its section: programs differ by a rule's width or two.
SLACK = 40
#: Above and below a head of several lines, which would else touch the rules.
_HEAD_AIR = 120
#: Signs that no face for documents makes wider than half a square.
_NARROW = frozenset("0123456789.,:;-/ ")


class PagesTaken(Struct, frozen=True):
    """Pages taken, and twips used on the last of them."""

    pages: int
    used: int


class Rows(Struct, frozen=True):
    """Heights of a table's rows in twips; the head repeats on every page. ``least``: a row of one line.

    ``heads``: the heights of the head's rows, of which ``head`` is the sum;
    ``kept``: indexes of rows that stay on one page with the row after them (the last one: with what is below).
    """

    head: int
    heights: tuple[int, ...]
    least: int
    kept: frozenset[int] = frozenset()
    heads: tuple[int, ...] = ()


class RowLines(Struct, frozen=True):
    """Lines of each row, head and body, in type of ``size`` points; ``kept`` as in ``Rows``."""

    head: tuple[int, ...]
    body: tuple[int, ...]
    size: float
    kept: frozenset[int] = frozenset()

    def rows(self, least: int, below: int) -> Rows:
        """Rows at least ``least`` twips high, with ``below`` under the last."""
        line = pt(TABLE_SIZES[self.size].line)
        heights = [max(least, count * line + RULE) for count in self.body] or [0]
        heights[-1] += below
        heads = tuple(least if count == 1 else max(least, count * line + _HEAD_AIR) for count in self.head)
        return Rows(sum(heads), tuple(heights), least, self.kept, heads)


def rows_extent(rows: Rows, start: PagesTaken, height: int) -> PagesTaken:
    """Where a table ends that starts at ``start``, on pages of ``height``."""
    begins = list(page_starts(rows, start, height))
    used = rows.head + sum(rows.heights[begins[-1] if begins else 0 :])
    return PagesTaken(start.pages + len(begins), used if begins else start.used + used)


def page_starts(rows: Rows, start: PagesTaken, height: int) -> Iterator[int]:
    """Indexes of the rows that begin a page, as word processors turn pages: rows kept with the next come along."""
    first, index, used = 0, 0, start.used + rows.head + RULE
    while index < len(rows.heights):
        if used + rows.heights[index] > height and (index > first or start.used and not first):
            begin = index
            while begin > first and begin - 1 in rows.kept:
                begin -= 1
            # A page that nothing may divide is divided all the same.
            first = index = begin if begin > first else index
            used = rows.head + RULE
            yield first
        used += rows.heights[index]
        index += 1


def kept_rows(body: Grid, *, notes: bool) -> frozenset[int]:
    """The last rows stay together, and with the notes; so do the first rows of a group beside its name."""
    last = range(max(0, len(body) - _TOGETHER), len(body) - (not notes))
    begins = {index for index, row in enumerate(body) if row and row[0][1].down >= _TOGETHER}
    return frozenset(last) | begins | {index + 1 for index in begins}


def chosen_rows(lines: RowLines, start: PagesTaken, height: int, below: int, foot: int) -> Rows:
    """The usual rows, or lower ones where these spare a last page that would hold hardly a row.

    ``below``: what stands on the last row's page under the table, counted with that row; ``foot``: what else wants
    room there.
    """
    first, *others = TABLE_SIZES[lines.size].rows
    usual = lines.rows(pt(first), below)
    end = rows_extent(_with_foot(usual, foot), start, height)
    if end.pages == start.pages or end.used - usual.head - foot >= _FEW * usual.least:
        return usual
    for lower in others:
        rows = lines.rows(pt(lower), below)
        if rows_extent(_with_foot(rows, foot), start, height).pages < end.pages:
            return rows
    return usual


def _with_foot(rows: Rows, foot: int) -> Rows:
    return replace(rows, heights=(*rows.heights[:-1], rows.heights[-1] + foot))


def row_lines(plan: TablePlan, *, notes: bool) -> RowLines:
    """How many lines the rows of a table have that is followed by ``notes`` or not."""
    head, body = _row_lines(plan.head, plan), _row_lines(plan.body, plan)
    return RowLines(tuple(head), tuple(body), plan.size, kept_rows(plan.body, notes=notes))


def _row_lines(grid: Grid, plan: TablePlan) -> list[int]:
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


def single_lines(grid: Grid, plan: TablePlan, least: int) -> frozenset[int]:
    """Indexes of rows that may be set exactly ``least`` twips high: every cell has one line, even in wider type than
    is reckoned with, and a cell that reaches down finds room in its rows.

    Programs differ in whether a rule adds to a row that is at least so high (ONLYOFFICE and Word add it, LibreOffice
    takes it in); of a row exactly so high all make the same.
    """
    margins = 2 * TABLE_SIZES[plan.size].margin
    line = pt(TABLE_SIZES[plan.size].line)
    crowded: set[int] = set()
    for index, row in enumerate(grid):
        for column, cell, text in row:
            room = sum(plan.widths[column : column + cell.span]) - margins
            lines = lines_in_cell(text, max(int(room / (plan.size * 10)), 2)) if cell.down > 1 else 1
            if cell.down > 1 and lines * line + RULE > cell.down * least:
                crowded |= set(range(index, index + cell.down))
            elif cell.down == 1 and ("\n" in text or _widest(text) * plan.size * 10 > room - plan.insets[column]):
                crowded.add(index)
    return frozenset(range(len(grid))) - crowded


def _widest(text: str) -> int:
    """Half characters that a text may take at most: digits are half a square in every face, of the rest none is wider
    than one."""
    return sum(1 if sign in _NARROW else 2 for sign in text)


def lines_in_cell(text: str, room: int) -> int:
    """Lines of a text in a cell of ``room`` half characters."""
    room -= room % 2 if not text.isascii() else 0
    return sum(max(1, -(-width(line) // room)) for line in text.split("\n"))
