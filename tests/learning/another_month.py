"""Another month of an example county: its orders with every time moved, some reopened, some answered otherwise."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

#: An order's times move together by up to so many days.
_DAYS = 14
_REOPENED = 0.06
_OPINIONS = ("满意", "不满意", "基本满意")


def another_month(source: Path, target: Path, seed: int) -> None:
    """Writes the orders of ``source`` to ``target`` as those of another month might be."""
    chance = random.Random(f"{source.name}{seed}")
    if source.suffix == ".csv":
        _table(source, target, chance)
        return
    rows = CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).to_python()
    book = xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd hh:mm:ss", "strings_to_numbers": False})
    sheet = book.add_worksheet("工单明细")
    heads = next(row for row in rows if sum(1 for cell in row if cell) > 5)
    first = rows.index(heads) + 1
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, _changed(row, heads, chance) if number >= first else row)
    book.close()


def _table(source: Path, target: Path, chance: random.Random) -> None:
    rows = list(csv.reader(source.read_text(encoding="gb18030").splitlines()))
    changed = [rows[0], *(_changed([_read(cell) for cell in row], rows[0], chance) for row in rows[1:])]
    text = "\r\n".join(",".join(_shown(cell) for cell in row) for row in changed)
    target.write_text(text + "\r\n", encoding="gb18030")


def _read(cell: str) -> Any:
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M"):
        try:
            return datetime.strptime(cell.strip(), form)  # noqa: DTZ007 - exports have no zones
        except ValueError:
            continue
    return cell


def _shown(cell: Any) -> str:
    text = cell.strftime("%Y-%m-%d %H:%M:%S") if isinstance(cell, datetime) else str(cell)
    return f'"{text}"' if "," in text or '"' in text else text


def _changed(row: Sequence[Any], heads: Sequence[Any], chance: random.Random) -> list[Any]:
    by = timedelta(days=chance.randint(-_DAYS, _DAYS))
    moved = [cell + by if isinstance(cell, datetime) else cell for cell in row]
    reopened = chance.random() < _REOPENED
    for place, head in enumerate(heads):
        if reopened and str(head) in ("办结时间", "回复时间", "完成时间", "反馈时间"):
            moved[place] = ""
        if moved[place] in _OPINIONS and chance.random() < 0.1:
            moved[place] = chance.choice(_OPINIONS[:2])
    return moved
