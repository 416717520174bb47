"""Learnt counties print the annexes of exports that the examples' script makes with other seeds.

python tests/learning/other_seeds.py [seed …]
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "examples")]

from learning.next_months import ANSWERS, Cells, cells_of, learnt_county  # noqa: E402
from learning.published_annexes import EXAMPLES, OFFICES, annex_rows, orders_of  # noqa: E402
from make_examples import COUNTIES  # noqa: E402

_NAMES = ("部门名称", "承办单位", "承办部门")


#: Not with every seed the script comes to the printed means: so many are tried.
_TRIES = 60


def orders_by_seed(county: str, seed: int, place: Path) -> Path:
    """The county's folder as the examples' script makes it with another seed: other orders, other citizens, other
    times, the same printed counts."""
    for attempt in range(_TRIES):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(EXAMPLES / county, place / county)
        with patch("make.orders.random.Random", _seeded(f"{seed} {attempt}")):
            try:
                COUNTIES[county](place)
            except ValueError:
                continue
        return place / county
    raise ValueError(f"{county}: no orders with seed {seed}")


def _seeded(seed: str) -> type[random.Random]:
    class Other(random.Random):
        def __init__(self, first: object = None) -> None:
            super().__init__(f"{first} {seed}")

    return Other


def printed(county: str, folder: Path, out: Path) -> Cells:
    """The cells of the county's annex, by unit and head."""
    office = OFFICES[county]
    names = {cell for row in annex_rows(office) for head, cell in row.items() if head in _NAMES}
    return cells_of(folder, office.period, out, names)


def by_both(county: str, learnt: Path, seed: int, place: Path) -> tuple[Cells, Cells]:
    """The cells by the true rules and by the learnt ones, of the orders of another seed; decisions are the true ones,
    as a clerk would enter them."""
    office = OFFICES[county]
    true = orders_by_seed(county, seed, place / f"true{seed}")
    folder = place / f"learnt{seed}"
    shutil.copytree(learnt, folder)
    made = true / office.period
    for path in (*(made / each.name for each in orders_of(county)), made / "adjustments.xlsx"):
        shutil.copy(path, folder / office.period / path.name)
    return printed(county, true, place / f"out-true{seed}"), printed(county, folder, place / f"out-learnt{seed}")


def wrong_cells(true: Cells, learnt: Mapping[tuple[str, str], str]) -> list[tuple[str, ...]]:
    """Unit, head, true cell, learnt cell of each that differs."""
    return [(*key, cell, str(learnt.get(key))) for key, cell in true.items() if learnt.get(key) != cell]


def main(seeds: list[int]) -> None:
    """Prints how many cells are right, county by county."""
    right = every = 0
    for county in OFFICES:
        place = Path(tempfile.mkdtemp())
        folder = learnt_county(county, place, ANSWERS.get(county, {}))
        for seed in seeds:
            true, learnt = by_both(county, folder, seed, place)
            wrong = wrong_cells(true, learnt)
            right, every = right + len(true) - len(wrong), every + len(true)
            sys.stdout.write(f"{county} {seed}: {len(true) - len(wrong)} of {len(true)} {wrong[:3]}\n")
    sys.stdout.write(f"{right} of {every}\n")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1, 2])
