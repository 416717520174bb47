"""Reading 100,000 × 25 cells: from .xlsx to canonical dispatches, beside the bare iteration of two libraries.

Run as ``python benchmarks/intake.py``. Each reader runs in processes of its own; the least of several times counts,
since all else on a machine only adds. The bounds that the program promises are checked.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bulletin_gen.leaves.frugal import collect_seldom

HEADS = (
    *("工单编号", "工单标题", "诉求内容", "姓名", "来电号码", "地址", "受理时间", "派单时间", "签收时间", "受理渠道"),
    *(
        "诉求类型",
        "一级分类",
        "二级分类",
        "承办单位",
        "所属区域",
        "紧急程度",
        "办理时限",
        "办结时间",
        "工单状态",
        "是否超期",
    ),
    *("延期次数", "返工次数", "是否解决", "回访时间", "回访结果"),
)
UNITS = tuple(f"甲县第{number}局" for number in range(1, 61))


def make(path: Path, rows: int) -> None:
    """A city's month, the way platforms export it: strings in the sheet, real dates, a few words many times."""
    import xlsxwriter

    chance = random.Random(1)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet("工单")
    sheet.write_row(0, 0, HEADS)
    for row in range(1, rows + 1):
        for column, cell in enumerate(order(row, chance)):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, column, cell)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            else:
                sheet.write_number(row, column, cell)
    book.close()


def order(number: int, chance: random.Random) -> tuple[str | int | datetime, ...]:
    """One dispatch as a row under ``HEADS``."""
    start = datetime(2024, 5, 1) + timedelta(seconds=chance.randrange(31 * 86_400))  # noqa: DTZ001
    after = [start + timedelta(hours=hours) for hours in (1, 2, 120, 72, 96)]
    return (
        *(
            f"JX202405{number:08d}",
            f"关于{chance.randrange(9999)}号路灯不亮的诉求",
            f"市民反映{number}号路灯不亮，" * 4,
        ),
        *("某某", f"138{chance.randrange(10**8):08d}", f"某镇某村{number}号", start, after[0], after[1]),
        *(chance.choice(("电话", "微信", "网站")), chance.choice(("求助", "咨询", "投诉")), "城市管理", "市政设施"),
        *(chance.choice(UNITS), "城关镇", "一般", after[2], after[3], "已办结", "否", 0, chance.randrange(2)),
        *("已解决", after[4], chance.choice(("满意", "基本满意", "不满意"))),
    )


def bare_calamine(path: Path) -> int:
    """Every row as a list, thrown away."""
    from python_calamine import CalamineWorkbook

    with path.open("rb") as stream:
        sheet = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows()) - 1


def bare_openpyxl(path: Path) -> int:
    """Every row as a tuple of values, thrown away."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1


def ours(path: Path) -> int:
    """Canonical dispatches with all checks."""
    from bulletin_gen.intake.kept.units import load_registry
    from bulletin_gen.intake.read import read_orders
    from bulletin_gen.leaves.periods import parse_period
    from bulletin_gen.profile import Profile

    units = path.with_name("units.csv")
    units.write_text("单位名称,分组\n" + "".join(f"{unit},县直单位\n" for unit in UNITS), encoding="utf-8")
    profile = Profile.model_validate(
        {
            "kind": "通报",
            "county": "甲县",
            "document": {"title": "通报"},
            "units": {"groups": ["县直单位"]},
            "measures": {"accepted": {"time": "accepted_at"}},
        }
    )
    period = parse_period("2024-05")
    registry, _ = load_registry(units, profile.units, period.first, period.last)
    intake = read_orders([path], profile, registry, period)
    return intake.dispatches.height


READERS: dict[str, Callable[[Path], int]] = {"calamine": bare_calamine, "openpyxl": bare_openpyxl, "ours": ours}
IMPORTS = {
    "calamine": ("python_calamine",),
    "openpyxl": ("openpyxl",),
    "ours": (
        "polars",
        "bulletin_gen.intake.read",
        "bulletin_gen.intake.kept.units",
        "bulletin_gen.intake.files.workbooks",
    ),
}


def measure(reader: str, path: Path) -> None:
    """Runs one reader here and prints rows, seconds and peak memory. What is imported once is not on the clock."""
    for name in IMPORTS[reader]:
        importlib.import_module(name)
    collect_seldom()  # as the command does, for all alike
    start, busy = time.perf_counter(), time.process_time()
    rows = READERS[reader](path)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(json.dumps({"rows": rows, "seconds": seconds, "busy": busy, "megabytes": peak_megabytes()}))


def peak_megabytes() -> float:
    """Peak resident memory of this process; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024 if status.exists() else 0.0


def run(reader: str, path: Path) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--reader", reader, "--file", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def compare(rows: int, times: int) -> bool:
    """Measures all readers on one file, prints a table with ratios; whether the bounds hold."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "工单.xlsx"
        make(path, rows)
        print(f"{rows:,} × {len(HEADS)}, {path.stat().st_size / 1e6:.1f} MB")
        taken: dict[str, list[dict[str, float]]] = {reader: [] for reader in READERS}
        for turn in range(times):
            for reader, results in taken.items():
                if reader != "openpyxl" or turn == 0:  # ten times slower: once is enough
                    results.append(run(reader, path))
    assert {result["rows"] for results in taken.values() for result in results} == {rows}
    seconds, busy, memory = (
        {reader: min(result[what] for result in results) for reader, results in taken.items()}
        for what in ("seconds", "busy", "megabytes")
    )
    for reader in READERS:
        ratio, work = seconds[reader] / seconds["calamine"], busy[reader] / busy["calamine"]
        print(f"{reader:9} {seconds[reader]:6.2f} s {ratio:5.2f}×  processor {work:5.2f}×  {memory[reader]:5.0f} MB")
    return _holds(seconds, memory)


def _holds(seconds: dict[str, float], memory: dict[str, float]) -> bool:
    bounds = {
        "at most 1.6 times bare calamine": seconds["ours"] <= 1.6 * seconds["calamine"],
        "at least 6 times faster than openpyxl": 6 * seconds["ours"] <= seconds["openpyxl"],
        "at most twice the memory of bare calamine": memory["ours"] <= 2 * memory["calamine"],
    }
    for bound, holds in bounds.items():
        print(f"{'holds' if holds else 'FAILS'}: {bound}")
    return all(bounds.values())


def main() -> int:
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.reader:
        measure(given.reader, given.file)
        return 0
    return 0 if compare(given.rows, given.times) else 1


if __name__ == "__main__":
    sys.exit(main())
