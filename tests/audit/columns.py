"""What may happen to a column of an export on its way through somebody's spreadsheet, done to the examples."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.dispatches import gather as gathering
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.intake.files.overlay import Overlay

#: A column's cells below the head → what has become of them.
Mishap = Callable[[list[Any], random.Random], list[Any]]


def blanked(cells: list[Any], rng: random.Random) -> list[Any]:
    """A tenth of what is there is gone."""
    gone = set(_tenth(cells, rng))
    return ["" if place in gone else cell for place, cell in enumerate(cells)]


def failed(cells: list[Any], rng: random.Random) -> list[Any]:
    """A tenth is the error value of a look-up."""
    gone = set(_tenth(cells, rng))
    return ["#N/A" if place in gone else cell for place, cell in enumerate(cells)]


def merged(cells: list[Any], rng: random.Random) -> list[Any]:  # noqa: ARG001 - all runs are merged
    """Neighbours that say the same are one cell, as "merge equal ones" makes them; then read as files are."""
    runs, first = [], 0
    for place in range(1, len(cells) + 1):
        if place == len(cells) or cells[place] != cells[first]:
            if place - first > 1:
                runs.append((first, place - 1, 0, 0))
            first = place
    covered = {place for begin, end, *_ in runs for place in range(begin + 1, end + 1)}
    rows = [["" if place in covered else cell] for place, cell in enumerate(cells)]
    return [row[0] for row in Overlay({}, tuple(runs)).over(rows, 0)]


def _tenth(cells: list[Any], rng: random.Random) -> list[int]:
    filled = [place for place, cell in enumerate(cells) if cell not in ("", None)]
    return rng.sample(filled, max(1, len(filled) // 10)) if filled else []


MISHAPS: dict[str, Mishap] = {"blanked": blanked, "failed": failed, "merged": merged}


def _changed(grid: Grid, head: str, mishap: Mishap, rng: random.Random) -> Grid:
    rows = [list(row) for row in grid.rows]
    for number, row in enumerate(rows[:8]):
        if head in (texts := [str(cell).strip() for cell in row]):
            column = texts.index(head)
            long = [row for row in rows[number + 1 :] if len(row) > column]
            for row, cell in zip(long, mishap([row[column] for row in long], rng), strict=True):
                row[column] = cell
            break
    return replace(grid, rows=rows)


@contextmanager
def befallen(head: str, mishap: str, seed: int) -> Iterator[None]:
    """While it lasts, exports are read as if that had happened to the column called ``head``."""

    def opened(path: Path) -> Iterator[Grid]:
        for grid in open_file(path):
            yield _changed(grid, head, MISHAPS[mishap], random.Random(f"{seed} {grid.file} {grid.sheet}"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "open_file", opened)
        yield
