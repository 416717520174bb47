"""What python-calamine does not tell of a sheet, laid over its rows: error values, formulas that were never computed,
merged cells; and which rows are hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from bulletin_gen.intake.cells.text import Cell

#: First and last row, first and last column of merged cells, counted from 0.
Merged = tuple[int, int, int, int]
#: No table has more merged cells: a few for each order. Millions, in a small file, would fill the memory.
MOST_MERGED = 500_000


class Overlay(Struct, frozen=True):
    """``marks``: row → column → the error value that stands there; ``merged`` cells; ``hidden`` rows. From 0."""

    marks: Mapping[int, Mapping[int, str]] = {}
    merged: tuple[Merged, ...] = ()
    hidden: frozenset[int] = frozenset()

    def over(self, rows: Iterable[list[Cell]], left: int) -> Iterator[list[Cell]]:
        """``rows``, the first being the sheet's first, with error values in their places and every cell of a merged
        column saying what its first one says. ``left``: how many columns to the left the rows leave out."""
        if not self.marks and not self.merged:
            yield from rows
            return
        begins: dict[int, list[Merged]] = {}
        for each in self.merged:
            if each[1] > each[0]:
                begins.setdefault(each[0], []).append(each)
        open_: dict[int, tuple[int, Cell]] = {}  # column → last row of the merged cell, what it says
        for number, row in enumerate(rows):
            cells = _marked(row, self.marks.get(number, {}), left)
            if open_:
                cells = _filled(cells, number, open_)
            for _, last, column, _ in begins.get(number, ()):
                place = column - left
                if 0 <= place < len(cells) and cells[place] not in ("", None):
                    open_[place] = (last, cells[place])
            yield cells


def _marked(row: list[Cell], marks: Mapping[int, str], left: int) -> list[Cell]:
    if not marks:
        return row
    cells = list(row)
    for column, mark in marks.items():
        place = column - left
        if 0 <= place < len(cells) and cells[place] in ("", None):
            cells[place] = mark
    return cells


def _filled(row: list[Cell], number: int, open_: dict[int, tuple[int, Cell]]) -> list[Cell]:
    cells = list(row)
    for place, (last, value) in tuple(open_.items()):
        if number > last:
            del open_[place]
        elif place < len(cells) and cells[place] in ("", None):
            cells[place] = value
    return cells
