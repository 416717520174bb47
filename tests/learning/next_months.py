"""Learnt counties print other months: cells of the annexes against the true rules, as a table.

python tests/learning/next_months.py [seed …]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from bulletin_gen.learning.learn import Request, learn  # noqa: E402
from bulletin_gen.learning.reading.printed import unit_tables  # noqa: E402
from bulletin_gen.leaves.periods import parse_period  # noqa: E402
from bulletin_gen.pipeline import Options, generate  # noqa: E402
from bulletin_gen.proof.reading.files import read_publication  # noqa: E402
from learning.another_month import another_month  # noqa: E402
from learning.published_annexes import EXAMPLES, OFFICES, SHARED, annex_rows, annex_workbook, orders_of  # noqa: E402

#: The truth's answers to the questions that are asked.
ANSWERS: Mapping[str, Mapping[str, int]] = {
    "pingjiang": {"返工率": 2},
    "pingyu": {},
    "huaibei": {},
    "junan": {"时间": 2},
}
_NAMES = ("部门名称", "承办单位", "承办部门")
Cells = dict[tuple[str, str], str]


def cells_of(county: Path, period: str, out: Path, names: set[str]) -> Cells:
    """The annexed cells of a county's bulletin as it is generated: unit, head → cell."""
    files = generate(county, period, out, Options(record=False)).files
    tables = unit_tables([read_publication(next(path for path in files if path.suffix == ".docx"))], names.__contains__)
    return {
        (line.name, head): cell
        for table in tables
        for line in table.lines
        for head, cell in zip(table.heads, line.cells, strict=True)
    }


def other_month(county: str, learnt: Path, seed: int, place: Path) -> tuple[Cells, Cells]:
    """The cells by the true rules and by the learnt ones, of the same orders of another month."""
    office = OFFICES[county]
    names = {cell for row in annex_rows(office) for head, cell in row.items() if head in _NAMES}
    made = []
    for kind, source in (("true", EXAMPLES / county), ("learnt", learnt)):
        folder = place / f"{kind}{seed}"
        shutil.copytree(source, folder)
        for path in orders_of(county):
            (folder / office.period / path.name).unlink()
            another_month(path, folder / office.period / path.name, seed)
        decided = openpyxl.load_workbook(folder / office.period / "adjustments.xlsx")
        decided.worksheets[0].delete_rows(2, decided.worksheets[0].max_row)
        decided.save(folder / office.period / "adjustments.xlsx")
        made.append(cells_of(folder, office.period, place / f"out{kind}{seed}", names))
    return made[0], made[1]


def learnt_county(county: str, place: Path, answers: Mapping[str, int]) -> Path:
    """The county learnt from its published annex and text, with these answers."""
    office = OFFICES[county]
    text = (SHARED / "texts" / office.text,) if office.text else ()
    files = (*text, annex_workbook(office, place / "附表.xlsx"))
    folder = place / office.county
    learn(Request(folder, files, orders_of(county), parse_period(office.period), office.county, answers))
    return folder


def main(seeds: list[int]) -> None:
    """Prints how many cells are right, county by county."""
    for county in ANSWERS:
        place = Path(tempfile.mkdtemp())
        folder = learnt_county(county, place, ANSWERS[county])
        for seed in seeds:
            true, learnt = other_month(county, folder, seed, place)
            wrong = [(*key, cell, learnt.get(key)) for key, cell in true.items() if learnt.get(key) != cell]
            sys.stdout.write(f"{county} {seed}: {len(true) - len(wrong)} of {len(true)} {wrong[:3]}\n")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1, 2])
