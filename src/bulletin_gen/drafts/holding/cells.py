"""The findings of tables: each printed cell beside the one of the draft that it has become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.drafts.holding.bench import moved_from
from bulletin_gen.drafts.holding.called import against_head
from bulletin_gen.drafts.holding.lines import marks_of, same_number
from bulletin_gen.drafts.holding.said import in_words
from bulletin_gen.drafts.holding.tables import (
    CellHeld,
    ChangedHead,
    ComparedGrid,
    addressed,
    changed_heads,
    draft_grid,
    hold_cells,
    renamed_rows,
    with_heads,
)
from bulletin_gen.drafts.holding.words import Against
from bulletin_gen.drafts.model import DraftFinding, Spot, Verdict
from bulletin_gen.marks import PrintedLine
from bulletin_gen.word.model import WordParagraph, WordPlace, WordTable, paragraphs


class HeldTables(Struct, frozen=True):
    """What became of the figures of all tables, and where those are that were placed."""

    findings: tuple[DraftFinding, ...]
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

    @property
    def first(self) -> tuple[int, WordParagraph] | None:
        """The number and the paragraph of the first cell with text."""
        return self._lines[min(self._lines)] if self._lines else None

    def marks(self) -> dict[str, tuple[int, int]]:
        """Mark → row and column of the cell that has it."""
        return {
            bookmark.name: (cell.row, cell.column)
            for cell in self.table.cells
            for paragraph in paragraphs(cell.blocks)
            for bookmark in marks_of(paragraph)
        }


def hold_tables(
    printed: Sequence[Sequence[PrintedLine]], grids: Sequence[ComparedGrid], tables: Sequence[DraftTable | None],
    measures: Sequence[str] = (),
) -> HeldTables:  # fmt: skip
    """The findings of all tables; a table that is not in the draft has its figures deleted. ``measures``: the names of
    all that the county counts."""
    findings: list[DraftFinding] = []
    spots: dict[str, Spot] = {}
    for lines, grid, table in zip(printed, grids, tables, strict=True):
        if table is None:
            findings += _gone(lines)
            continue
        theirs, by_cell = draft_grid(table.table, grid), cell_marks(lines)
        heads = changed_heads(grid, theirs, table.marks(), by_cell)
        findings += (_head(each, against, table) for each, against in heads_against(heads, grid, lines, measures))
        headed = {each.column for each in heads}
        theirs = with_heads(theirs, heads)
        renamed = renamed_rows(grid, theirs, table.marks(), by_cell)
        named = ComparedGrid(theirs.texts | renamed, theirs.heads, theirs.naming)
        held = [
            _as_written(each, theirs, {row for row, _ in renamed}, headed)
            for each in hold_cells(grid, named, table.marks(), by_cell)
        ]
        moved_rows = _moved_rows(held)
        by_place = {(line.cell[1], line.cell[2]): line for line in lines if line.cell}
        for each in held:
            line = by_place[each.printed.row, each.printed.column]
            findings += _cell(each, line, table, spots, moved_rows)
        findings += _more(grid, theirs, held, table)
    return HeldTables(tuple(findings), spots)


def cell_marks(lines: Sequence[PrintedLine]) -> dict[tuple[int, int], str]:
    """Row and column of a printed cell → the mark of its figure."""
    return {(line.cell[1], line.cell[2]): line.figures[0].mark for line in lines if line.cell and line.figures}


def _as_written(held: CellHeld, theirs: ComparedGrid, renamed: set[int], headed: set[int]) -> CellHeld:
    """What a held cell says in the draft; nothing is sure in a row or a column that people gave another name."""
    if held.draft is None:
        return held
    there = replace(held.draft, text=theirs.texts.get((held.draft.row, held.draft.column), ""))
    return CellHeld(held.printed, there, held.sure and there.row not in renamed and there.column not in headed)


def heads_against(
    heads: Sequence[ChangedHead], grid: ComparedGrid, lines: Sequence[PrintedLine], measures: Sequence[str]
) -> Iterator[tuple[ChangedHead, tuple[Against, ...]]]:
    """Each head that people changed, with what it says against the figures below it."""
    all_heads = {text for (row, _), text in grid.texts.items() if row <= grid.heads}
    below = {line.cell[2]: line.figures[0].figure for line in lines if line.cell and line.figures and not line.head}
    for each in heads:
        others = all_heads - {each.was}
        yield each, against_head(each.was, each.now, below.get(each.column, ""), others, measures)


def _head(head: ChangedHead, against: tuple[Against, ...], table: DraftTable) -> DraftFinding:
    target = table.line(head.row, head.column)
    place = target[1].place if target else WordPlace(table=table.table.number, row=head.row, column=head.column)
    return DraftFinding(
        Verdict.AGAINST if against else Verdict.SAID, "", head.was, head.now, place, head.now,
        revised=bool(target and target[1].changed), spot=Spot(target[0], 0, len(target[1].text)) if target else None,
        printed=head.was, against=in_words(against), head=True,
    )  # fmt: skip


def _gone(lines: Sequence[PrintedLine]) -> Iterator[DraftFinding]:
    for line in lines:
        for each in line.figures:
            if line.cell:
                place = WordPlace(table=line.cell[0], row=line.cell[1], column=line.cell[2])
                was = line.text[each.start : each.end]
                yield DraftFinding(Verdict.DELETED, each.figure, was, "", place, mark=each.mark)


def _moved_rows(held: Sequence[CellHeld]) -> set[int]:
    """The printed rows that stand in another order than they were printed in."""
    return set(moved_from({each.printed.row: each.draft.row for each in held if each.draft}))


def _cell(
    held: CellHeld, line: PrintedLine, table: DraftTable, spots: dict[str, Spot], moved_rows: set[int]
) -> Iterator[DraftFinding]:
    said = f"{held.printed.label}，{held.printed.head}" if held.printed.label else held.printed.head
    if held.draft is None:
        for each in line.figures:
            gone = WordPlace(table=table.table.number, row=held.printed.row, column=held.printed.column)
            yield DraftFinding(
                Verdict.DELETED, each.figure, line.text[each.start : each.end], "", gone, said, mark=each.mark
            )
        return
    target = table.line(held.draft.row, held.draft.column)
    place = (
        target[1].place if target else WordPlace(table=table.table.number, row=held.draft.row, column=held.draft.column)
    )
    equal = same_number(held.draft.text, line.text)
    verdict = Verdict.CHANGED if not equal else Verdict.RIGHT if held.sure else Verdict.REWORDED
    revised = bool(target and target[1].changed)
    spot = Spot(target[0], 0, len(target[1].text)) if target else None
    for each in line.figures:
        was = line.text[each.start : each.end]
        now = was if equal else held.draft.text
        if each.mark and spot and len(line.figures) == 1:
            spots[each.mark] = spot
        moved = held.printed.row in moved_rows
        yield DraftFinding(verdict, each.figure, was, now, place, said, moved, revised, spot, each.mark)


def _more(
    grid: ComparedGrid, theirs: ComparedGrid, held: Sequence[CellHeld], table: DraftTable
) -> Iterator[DraftFinding]:
    """Cells with numbers that the draft has beyond what was printed."""
    used = {(each.draft.row, each.draft.column) for each in held if each.draft}
    known = {each.label for each in addressed(grid) if each.label}
    for each in addressed(theirs):
        if (each.row, each.column) in used or not any(character.isdigit() for character in each.text):
            continue
        verdict = Verdict.DUPLICATED if each.label in known else Verdict.ADDED
        target = table.line(each.row, each.column)
        place = target[1].place if target else None
        revised = bool(target and target[1].changed)
        spot = Spot(target[0], 0, len(target[1].text)) if target else None
        yield DraftFinding(verdict, "", "", each.text, place, f"{each.label}，{each.head}", revised=revised, spot=spot)
