"""Spellings that no likeness tells: the orders under one name are just what a printed unit lacks, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bulletin_gen.learning.finding.board import Board
from bulletin_gen.learning.finding.tables import LearntTable
from bulletin_gen.learning.reading.printed import UnitTable
from bulletin_gen.learning.reading.printedcells import is_number, whole

#: So many orders, in so many columns, are no coincidence; fewer are none where the names have something in common.
_FEWEST, _COLUMNS = 8, 2
_FEW = 2


def by_counts(board: Board, tables: Sequence[tuple[UnitTable, LearntTable]], spare: Sequence[str]) -> dict[str, str]:
    """Spelling → printed unit. ``board``: the printed units and the ``spare`` spellings, each as a unit; ``tables``:
    each as it is printed, with the rules that most of its lines go by."""
    found: dict[str, set[str]] = {}
    for table, learnt in tables:
        counts = {
            head: dict(zip(board.units, board.counts(each.rule.bits & board.region), strict=True))
            for head, each in learnt.chosen.found.items()
            if each.rule is not None
        }
        for place, line in enumerate(table.lines):
            lacks = _lacks(table, place, counts)
            if lacks is None:
                continue
            fitting = [name for name in spare if all(counts[head][name] == lack for head, lack in lacks.items())]
            many = max(lacks.values()) >= _FEWEST
            if len(fitting) == 1 and (many or _alike(fitting[0], line.name)):
                found.setdefault(fitting[0], set()).add(line.name)
    return {spelling: units.pop() for spelling, units in found.items() if len(units) == 1}


def _lacks(table: UnitTable, place: int, counts: Mapping[str, Mapping[str, int]]) -> dict[str, int] | None:
    """What a line prints more than the orders of its unit give, by head; None where that is too little to go by."""
    line = table.lines[place]
    lacks = {}
    for head, counted in counts.items():
        cell = line.cells[table.heads.index(head)]
        if not is_number(cell):
            return None
        lacks[head] = whole(cell) - counted.get(line.name, 0)
    some = [lack for lack in lacks.values() if lack]
    return lacks if len(some) >= _COLUMNS and min(some) > 0 and max(some) >= _FEW else None


def _alike(one: str, other: str) -> bool:
    """Whether two names share two characters in a row, the region that both begin with aside."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    return any(one[i : i + 2] in other for i in range(len(one) - 1))
