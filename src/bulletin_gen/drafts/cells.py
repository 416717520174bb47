"""The findings of tables: each printed cell beside the one of the draft that it has become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bulletin_gen.drafts.lines import draft_line, is_revised, squeezed
from bulletin_gen.drafts.model import Finding, Spot, Verdict
from bulletin_gen.drafts.tables import CellHeld, Grid, addressed, draft_grid, hold_cells
from bulletin_gen.marks import PrintedLine
from bulletin_gen.word.model import WordParagraph, WordPlace, WordTable, paragraphs


class HeldTables(Struct, frozen=True):
    """What became of the figures of all tables, and where those are that were placed."""

    findings: tuple[Finding, ...]
    spots: dict[str, Spot]


class DraftTable:
    """A table of a draft; its paragraphs are numbered from ``first``."""

    def __init__(self, table: WordTable, first: int) -> None:
        self.table = table
        self.paragraphs = tuple(each for cell in table.cells for each in paragraphs(cell.blocks))
        self._lines: dict[tuple[int, int], tuple[int, WordParagraph]] = {}
        number = first
        for cell in table.cells:
            within = [*paragraphs(cell.blocks)]
            for each in within:
                if each.text.strip() and (cell.row, cell.column) not in self._lines:
                    self._lines[cell.row, cell.column] = (number, each)
                number += 1

    def line(self, row: int, column: int) -> tuple[int, WordParagraph] | None:
        """The number and the first paragraph with text of a cell."""
        return self._lines.get((row, column))

    def marks(self) -> dict[str, tuple[int, int]]:
        """Mark → row and column of the cell that has it."""
        return {
            bookmark.name: (cell.row, cell.column)
            for cell in self.table.cells
            for paragraph in paragraphs(cell.blocks)
            for bookmark in paragraph.bookmarks
        }


def hold_tables(
    printed: Sequence[Sequence[PrintedLine]], grids: Sequence[Grid], tables: Sequence[DraftTable | None]
) -> HeldTables:
    """The findings of all tables; a table that is not in the draft has its figures deleted."""
    findings: list[Finding] = []
    spots: dict[str, Spot] = {}
    for lines, grid, table in zip(printed, grids, tables, strict=True):
        if table is None:
            findings += _gone(lines)
            continue
        theirs = draft_grid(table.table, grid)
        by_cell = {(line.cell[1], line.cell[2]): line.figures[0].mark for line in lines if line.cell and line.figures}
        held = hold_cells(grid, theirs, table.marks(), by_cell)
        by_place = {(line.cell[1], line.cell[2]): line for line in lines if line.cell}
        for each in held:
            findings += _cell(each, by_place[each.printed.row, each.printed.column], table, spots)
        findings += _more(grid, theirs, held, table)
    return HeldTables(tuple(findings), spots)


def _gone(lines: Sequence[PrintedLine]) -> Iterator[Finding]:
    for line in lines:
        for each in line.figures:
            if line.cell:
                place = WordPlace(table=line.cell[0], row=line.cell[1], column=line.cell[2])
                yield Finding(Verdict.DELETED, each.figure, line.text[each.start : each.end], "", place)


def _cell(held: CellHeld, line: PrintedLine, table: DraftTable, spots: dict[str, Spot]) -> Iterator[Finding]:
    said = f"{held.printed.label}，{held.printed.head}" if held.printed.label else held.printed.head
    if held.draft is None:
        for each in line.figures:
            yield Finding(Verdict.DELETED, each.figure, line.text[each.start : each.end], "", None, said)
        return
    target = table.line(held.draft.row, held.draft.column)
    place = (
        target[1].place if target else WordPlace(table=table.table.number, row=held.draft.row, column=held.draft.column)
    )
    equal = squeezed(held.draft.text) == squeezed(line.text)
    verdict = Verdict.CHANGED if not equal else Verdict.RIGHT if held.sure else Verdict.REWORDED
    revised = bool(target and target[1].changed)
    moved = held.draft.row != held.printed.row
    for each in line.figures:
        was = line.text[each.start : each.end]
        now = was if equal else held.draft.text
        if each.mark and target and len(line.figures) == 1:
            spots[each.mark] = Spot(target[0], 0, len(target[1].text))
        yield Finding(verdict, each.figure, was, now, place, said, moved, revised)


def _more(grid: Grid, theirs: Grid, held: Sequence[CellHeld], table: DraftTable) -> Iterator[Finding]:
    """Cells with numbers that the draft has beyond what was printed."""
    used = {(each.draft.row, each.draft.column) for each in held if each.draft}
    known = {each.label for each in addressed(grid) if each.label}
    for each in addressed(theirs):
        if (each.row, each.column) in used or not any(character.isdigit() for character in each.text):
            continue
        verdict = Verdict.DUPLICATED if each.label in known else Verdict.ADDED
        target = table.line(each.row, each.column)
        place = target[1].place if target else None
        revised = bool(target and is_revised(draft_line(0, target[1]), 0, len(each.text)))
        yield Finding(verdict, "", "", each.text, place, f"{each.label}，{each.head}", revised=revised)
