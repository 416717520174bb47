"""The first rows of an export as they may be shown: columns whose meaning is known as they stand, others as dots."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.text import Cell, cell_text, shown
from bulletin_gen.intake.cells.told import is_slipped, told, told_name
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.intake.head.heads import HeadWords
from bulletin_gen.intake.head.sheets import take_sheet
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile.intake import IntakeRules

#: So many rows are shown.
MOST_ROWS = 10
_DOTS = "••••"


class Peek(Struct, frozen=True):
    """A sheet's head and first rows; ``known``: which columns are shown as they stand."""

    file: str
    sheet: str
    names: tuple[str, ...]
    known: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def peek(files: Sequence[Path], rules: IntakeRules) -> tuple[Peek, ...]:
    """The first rows of every sheet with orders. Files that cannot be read are left to ``inspect``, which says why."""
    vocabulary, found = HeadWords.of(rules), []
    for path in files:
        try:
            found += [each for grid in open_file(path) if (each := _peek(grid, vocabulary))]
        except BulletinError:
            continue
    return tuple(found)


def peek_row(path: Path, sheet: str, number: int, rules: IntakeRules) -> Peek | None:
    """One row of a sheet, by the sheet's own number; None where there is none."""
    vocabulary = HeadWords.of(rules)
    for grid in open_file(path):
        head, rows, _ = take_sheet(grid, vocabulary)
        if head is None or grid.sheet != sheet or number <= head.last:
            continue
        meanings = [head.meaning(index, vocabulary) or "" for index in range(len(head.names))]
        wanted = next(islice(rows, number - head.last - 1, None), None)
        shown_row = (_row(wanted, meanings),) if wanted is not None else ()
        return Peek(grid.file, grid.sheet, head.names, tuple(map(bool, meanings)), shown_row)
    return None


def _peek(grid: Grid, vocabulary: HeadWords) -> Peek | None:
    head, rows, _ = take_sheet(grid, vocabulary)
    if head is None:
        return None
    meanings = [head.meaning(index, vocabulary) or "" for index in range(len(head.names))]
    first = tuple(_row(row, meanings) for row in islice(rows, MOST_ROWS))
    return Peek(grid.file, grid.sheet, head.names, tuple(map(bool, meanings)), first)


def _row(row: Sequence[Cell], meanings: Sequence[str]) -> tuple[str, ...]:
    texts = [cell_text(row[index]) if index < len(row) else "" for index in range(len(meanings))]
    slipped = is_slipped({meaning: text for meaning, text in zip(meanings, texts, strict=True) if meaning})
    return tuple(_fit(meaning, text, slipped) for meaning, text in zip(meanings, texts, strict=True))


def _fit(meaning: str, text: str, slipped: bool) -> str:
    if not text:
        return ""
    if not meaning:
        return _DOTS
    if meaning == "order_id":
        return masked_id(text)
    if meaning in ("unit", "co_units"):
        return told_name(text, slipped=slipped)
    return told(text, meaning, slipped=slipped) if slipped or len(text) > MOST_ROWS else shown(text)
