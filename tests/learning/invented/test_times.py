"""An export in which every order is handed out the moment it is taken in: no column says by which time it counts."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from bulletin_gen.learning.fit import FitVerdict
from bulletin_gen.learning.learn import Request, learn
from bulletin_gen.leaves.periods import parse_period
from learning.invented import county as invented


def test_a_rate_is_no_surer_than_the_counts_that_it_is_made_of(tmp_path: Path) -> None:
    orders = [each for each in invented.orders_of_month(2024, 6, "month6") if each.unit is not None]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["承办单位", "受理件数", "办结件数", "办结率"])
    for unit in invented.UNITS:
        own = [each for each in orders if each.unit == unit and each.taken.month == 6]
        closed = sum(each.closed is not None for each in own)
        rate = f"{round(closed * 10000 / len(own)) / 100:.2f}%" if own else "—"
        sheet.append([unit, len(own), closed, rate])
    book.save(tmp_path / "附表.xlsx")
    for each in orders:
        each.sent = each.taken
    export = invented.export(orders, tmp_path / "六月.xlsx")
    found = learn(Request(tmp_path / "某某县", (tmp_path / "附表.xlsx",), (export,), parse_period("2024-06"), "某某县"))
    told = {column.head: column.verdict for column in found.fit.columns}
    assert told == dict.fromkeys(["受理件数", "办结件数", "办结率"], FitVerdict.SEVERAL)
