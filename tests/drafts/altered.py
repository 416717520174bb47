"""An example county whose orders have changed: some withdrawn, and what was decided about those that are left."""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from bulletin_gen.county.workspace import open_county
from bulletin_gen.drafts.recorded import RecordedRun
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import rehearse
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
    return msgspec.json.decode(rehearse(*altered_county(county, seed, share)), type=RecordedRun)


@cache
def next_period(county: str, period: str) -> RecordedRun:
    """What the county's bulletin of its next period would print, from fewer orders, each so much later."""
    return msgspec.json.decode(rehearse(next_county(county, period), period), type=RecordedRun)


def next_county(county: str, period: str) -> Path:
    """A copy of the county with the orders of its next period."""
    folder = Path(tempfile.mkdtemp(prefix="next")) / "县"
    shutil.copytree(EXAMPLES / county, folder)
    last = open_county(folder).periods()[-1]
    shutil.copytree(folder / last.key, folder / period)
    first = parse_period(period).first
    for path in sorted((folder / period).glob("*.xlsx")):
        if path.name != "adjustments.xlsx":
            _moved(path, first - last.first)
            _without(path, set(), 0.05, random.Random(1))
    kept = openpyxl.load_workbook(folder / period / "adjustments.xlsx")
    kept.worksheets[0].delete_rows(2, kept.worksheets[0].max_row)
    kept.save(folder / period / "adjustments.xlsx")
    return folder


def _moved(path: Path, by: timedelta) -> None:
    """A workbook of orders with every time on it so much later."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet("工单明细")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, [each + by if isinstance(each, datetime) else each for each in row])
    book.close()
