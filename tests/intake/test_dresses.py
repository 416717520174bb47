"""One county's month in ten dresses: the facts of the bulletin are the same, to the letter.

Everything that facts.json says is compared (figures with their values and origins, grades, adjustments, period,
issues) but for ``inputs``, the names and rows of the files themselves, which are the dress.
"""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bulletin_gen.pipeline import Options, generate
from intake.make_corpus import by_hand, by_openpyxl, by_xlsxwriter, delimited, html

COUNTY = Path(__file__).parents[2] / "examples" / "pingjiang"
PERIOD = "2024-05"
#: What facts.json says about the files themselves, and what else a dress may change: names that are not the profile's
#: are told, and change nothing.
INPUTS = "inputs"
RENAMED_ISSUES = {"列名与 profile.yaml 不同，按常见列名读取": 5}
HIDDEN_ISSUES = {"表里有隐藏的行，已照样计入": 1}
RENAMED = {
    "工单编号": "受理编号",
    "受理时间": "登记时间",
    "派单时间": "转办时间",
    "承办单位": "责任单位",
    "办结时间": "办理完成时间",
}
Rows = list[list[Any]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The orders, read by another library than ours."""
    sheet = openpyxl.load_workbook(COUNTY / PERIOD / "orders.xlsx").worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def facts(folder: Path, dress: Callable[[Path], object] | None) -> dict[str, Any]:
    """The facts of the bulletin made from the county with its orders dressed anew."""
    county = folder / "county"
    shutil.copytree(COUNTY, county)
    if dress:
        (county / PERIOD / "orders.xlsx").unlink()
        dress(county / PERIOD)
    generate(county, PERIOD, folder / "out", Options(record=False))
    told: dict[str, Any] = json.loads((folder / "out" / "facts.json").read_text(encoding="utf-8"))
    told["files"].pop("问题清单.xlsx", None)  # warnings about the dress itself
    read = sum(sheet["used"] for sheet in told.pop(INPUTS))
    return told | {"rows used": read}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return facts(tmp_path_factory.mktemp("plain"), None)


def texts(rows: Rows, form: Callable[[datetime], str]) -> Rows:
    return [[form(cell) if isinstance(cell, datetime) else cell for cell in row] for row in rows]


def mixed(moment: datetime) -> str:
    forms = ("%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒", "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S")
    return moment.strftime(forms[moment.second % len(forms)])


def serial(moment: datetime) -> str:
    return f"{(moment - datetime(1899, 12, 30)) / timedelta(days=1):.10f}"


def shuffled(rows: Rows) -> dict[str, Rows]:
    chance = random.Random(5)
    sheets = {}
    body = rows[1:]
    chance.shuffle(body)
    for number in range(3):
        order = list(range(len(rows[0])))
        chance.shuffle(order)
        sheets[f"表{number}"] = [[row[index] for index in order] for row in (rows[0], *body[number::3])]
    return sheets


def titled(rows: Rows) -> Rows:
    upper = [None] * len(rows[0])
    upper[0], upper[7] = "基本信息", "办理信息"
    blank = [None] * (len(rows[0]) - 1)
    middle = len(rows) // 2
    return [
        ["平台工单导出", *blank], upper, *rows[:middle], list(rows[0]), [None, *blank], *rows[middle:],
        ["合计", len(rows) - 1, *blank[1:]], ["注：由平台导出", *blank],
    ]  # fmt: skip


def zipped(path: Path, rows: Rows) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("上.csv", delimited(rows[:1000], ",").encode("gb18030"))
        archive.writestr("下.csv", delimited([rows[0], *rows[1000:]], ",").encode("utf-8-sig"))


DRESSES: dict[str, Callable[[Path, Rows], object]] = {
    "openpyxl": lambda folder, rows: by_openpyxl(folder / "a.xlsx", rows),
    "titles, two levels, repeats": lambda folder, rows: by_xlsxwriter(folder / "a.xlsx", {"a": titled(rows)}),
    "1904": lambda folder, rows: by_xlsxwriter(folder / "a.xlsx", {"a": rows}, date_1904=True),
    "shuffled over three sheets": lambda folder, rows: by_xlsxwriter(folder / "a.xlsx", shuffled(rows)),
    "dates in many forms": lambda folder, rows: by_xlsxwriter(folder / "a.xlsx", {"a": texts(rows, mixed)}),
    "serials as text": lambda folder, rows: by_xlsxwriter(folder / "a.xlsx", {"a": texts(rows, serial)}),
    "a platform's own XML": lambda folder, rows: by_hand(folder / "a.xlsx", rows, prefix="x"),
    "GB18030 CSV": lambda folder, rows: (folder / "a.csv").write_bytes(delimited(rows, ",").encode("gb18030")),
    "HTML named xls": lambda folder, rows: (folder / "a.xls").write_bytes(
        html(texts(rows, lambda moment: moment.isoformat(" "))).encode("gb18030")
    ),
    "two CSVs in a zip": lambda folder, rows: zipped(folder / "a.zip", rows),
    "other heads": lambda folder, rows: by_xlsxwriter(
        folder / "a.xlsx", {"a": [[RENAMED.get(head, head) for head in rows[0]], *rows[1:]]}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DRESSES)
def test_the_facts_do_not_depend_on_the_dress(tmp_path: Path, rows: Rows, expected: dict[str, Any], name: str) -> None:
    told = facts(tmp_path, lambda folder: DRESSES[name](folder, rows))
    assert len(told["figures"]) > 500
    said = {"other heads": RENAMED_ISSUES, "openpyxl": HIDDEN_ISSUES}.get(name)
    assert told == expected | ({"issues": said} if said else {})
