"""Published annexes as workbooks, for learning: a title over folded heads, groups in merged cells or one sheet each."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from openpyxl import Workbook

SHARED = Path(__file__).resolve().parents[3] / "shared"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


class Office(Struct, frozen=True):
    """An example county: its period, its published annex in the shared cases, the title of it; ``sheets``: each group
    has a sheet of its own; ``text``: the published text."""

    county: str
    period: str
    annex: str
    title: str
    sheets: bool = False
    text: str = ""


OFFICES = {
    "pingjiang": Office(
        "平江县", "2024-05", "pingjiang-2024-05/annex.csv", "2024年5月份12345政务服务热线综合评价表",
        text="pingjiang_2024-05.txt",
    ),
    "pingyu": Office("平舆县", "2022-01", "pingyu-2022-01/annex.csv", "{}热线办理情况汇总表", sheets=True),
    "huaibei": Office("淮北市", "2022-02", "huaibei-2022-02/annex2.csv", "承办单位办理情况统计表"),
    "junan": Office(
        "莒南县", "2021-W43", "junan-2021-w43/annex.csv", "{}热线办理情况", sheets=True, text="junan_2021-w43.txt"
    ),
    "ruzhou": Office(
        "汝州市",
        "2022-07",
        "ruzhou-2022-07/annex.csv",
        "七月份{}考核评分表",
        sheets=True,
        text="ruzhou_2022-07.txt",
    ),
}  # fmt: skip


def annex_rows(office: Office) -> list[dict[str, str]]:
    """The published annex, without the columns that nobody printed."""
    path = SHARED / "cases" / office.annex
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    return [{head: cell for head, cell in row.items() if "推算" not in head} for row in rows]


def annex_workbook(office: Office, path: Path) -> Path:
    """The annex as a workbook at ``path``."""
    book, rows = Workbook(), annex_rows(office)
    del book[book.sheetnames[0]]
    if office.sheets:
        heads = [head for head in rows[0] if head != "分组"]
        for group in dict.fromkeys(row["分组"] for row in rows):
            some = [row for row in rows if row["分组"] == group]
            _sheet(book, group, office.title.format(group), heads, some)
    else:
        _merge_groups(_sheet(book, "附件", office.title, list(rows[0]), rows), rows)
    book.save(path)
    return path


def _sheet(book: Workbook, name: str, title: str, heads: Sequence[str], rows: Sequence[Mapping[str, str]]):
    sheet = book.create_sheet(name)
    sheet.append([title])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(heads))
    sheet.append(heads)
    for row in rows:
        sheet.append([int(row[head]) if row[head].isdigit() else row[head] for head in heads])
    return sheet


def _merge_groups(sheet, rows: Sequence[Mapping[str, str]]) -> None:
    first = 3
    for group in dict.fromkeys(row["分组"] for row in rows):
        size = sum(row["分组"] == group for row in rows)
        sheet.merge_cells(start_row=first, end_row=first + size - 1, start_column=1, end_column=1)
        first += size


def orders_of(county: str) -> tuple[Path, ...]:
    """The exports of an example."""
    folder = EXAMPLES / county / OFFICES[county].period
    return tuple(sorted(p for p in folder.iterdir() if p.suffix in (".xlsx", ".csv") and p.name != "adjustments.xlsx"))
