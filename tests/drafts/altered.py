"""An example county whose orders have changed: some withdrawn, and what was decided about those that are left."""

from __future__ import annotations

import random
import shutil
import tempfile
from functools import cache
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from bulletin_gen.county.workspace import open_county
from bulletin_gen.pipeline import rehearse
from bulletin_gen.runs.record import RecordedRun, as_record
from drafts.bulletins import EXAMPLES


def _without(path: Path, kept: set[str], share: float, chance: random.Random) -> None:
    """A workbook of orders with a share of its rows taken out, those that ``kept`` names left in."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss", "strings_to_numbers": False})
    sheet = book.add_worksheet("工单明细")
    left = [
        row
        for number, row in enumerate(rows)
        if number < 5 or kept & {str(each) for each in row} or chance.random() > share
    ]
    for number, row in enumerate(left):
        sheet.write_row(number, 0, row)
    book.close()


def altered_county(county: str, seed: int, share: float) -> tuple[Path, str]:
    """A copy of the county without some of its orders, and its period."""
    folder = Path(tempfile.mkdtemp(prefix="altered")) / "县"
    shutil.copytree(EXAMPLES / county, folder)
    period = open_county(folder).periods()[-1].key
    decided = CalamineWorkbook.from_path(str(folder / period / "adjustments.xlsx")).get_sheet_by_index(0).to_python()
    kept = {str(each) for row in decided for each in row if each}
    for path in sorted((folder / period).glob("*.xlsx")):
        if path.name != "adjustments.xlsx":
            _without(path, kept, share, random.Random(seed))
    return folder, period


@cache
def altered(county: str, seed: int, share: float) -> RecordedRun:
    """What the county's bulletin would print without some of its orders."""
    return as_record(rehearse(*altered_county(county, seed, share)))
