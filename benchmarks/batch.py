"""Counties × 5,000 orders from .xlsx to bulletins, end to end, beside the bare python-calamine iteration of the files.

    python benchmarks/batch.py [--counties 100] [--orders 5000]

The batch is the command that users run, its start included; the bare iteration looks at no cell.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from _table import ROOT, Row, alone, at_most, run, show, with_cpu

PERIOD = "2024-05"
EXAMPLE = ROOT / "examples" / "pingjiang"
_HEADS = (
    "工单编号 工单标题 诉求内容 来电人 联系电话 联系地址 受理时间 受理渠道 诉求类型 一级分类 二级分类 紧急程度",
    "派单时间 承办单位 签收时间 办理时限 办结时间 工单状态 是否超期 延期次数 退回重办次数 退单次数 回访时间 是否接通",
    "办理结果满意度 是否解决",
)
HEADS = tuple(head for line in _HEADS for head in line.split())
UNITS = tuple(f"第{number}单位" for number in range(1, 61))
TAKEN = datetime(2024, 6, 1)  # noqa: DTZ001 — exports have no zone
OPINIONS = ("非常满意", "满意", "基本满意", "不满意", "未评价")


def make(root: Path, counties: int, orders: int) -> None:
    """County folders under ``root``; four different workbooks among them, as writing a hundred would take longest."""
    workbooks = [root.parent / f"orders{number}.xlsx" for number in range(min(4, counties))]
    for number, path in enumerate(workbooks):
        _workbook(path, orders, random.Random(number))
    profile = (EXAMPLE / "profile.yaml").read_text(encoding="utf-8")
    for number in range(counties):
        folder = root / f"第{number:04d}县"
        (folder / PERIOD).mkdir(parents=True)
        (folder / "profile.yaml").write_text(profile.replace("平江", f"第{number:04d}"), encoding="utf-8")
        lines = [f"{unit},{'县直单位' if place < 30 else '乡镇（街道）'}" for place, unit in enumerate(UNITS)]
        (folder / "units.csv").write_text("\n".join(["单位名称,分组", *lines, ""]), encoding="utf-8")
        shutil.copyfile(EXAMPLE / "正文.txt", folder / "正文.txt")
        for name in ("adjustments.xlsx", "supplied.yaml", "narrative.md"):
            shutil.copyfile(EXAMPLE / PERIOD / name, folder / PERIOD / name)
        _without_decisions(folder / PERIOD / "adjustments.xlsx")
        shutil.copyfile(workbooks[number % len(workbooks)], folder / PERIOD / "orders.xlsx")


def _without_decisions(path: Path) -> None:
    import xlsxwriter

    from bulletin_gen.adjustments import HEADS as DECISION_HEADS

    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("调整").write_row(0, 0, DECISION_HEADS)


def _workbook(path: Path, orders: int, rng: random.Random) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
    ) as book:
        sheet = book.add_worksheet("工单明细")
        sheet.write_row(0, 0, HEADS)
        for row in range(1, orders + 1):
            for column, value in enumerate(_order(row, rng)):
                if isinstance(value, datetime):
                    sheet.write_datetime(row, column, value)
                elif value:
                    sheet.write_string(row, column, value)


def _order(row: int, rng: random.Random) -> tuple[str | datetime, ...]:
    """An order of the month, as the platform shows it when the month is over."""
    accepted = datetime(2024, 5, 1) + timedelta(seconds=rng.randrange(31 * 86400))  # noqa: DTZ001
    deadline, closed = accepted + timedelta(days=rng.randrange(3, 15)), accepted + timedelta(days=rng.randrange(1, 12))
    late = "是" if min(closed, TAKEN) > deadline else "否"
    categories = (f"第{rng.randrange(12)}类", f"第{rng.randrange(60)}小类")
    called, opinion = closed + timedelta(days=1), rng.choice(OPINIONS)
    done = closed < TAKEN
    return (
        *(f"2024{row:010d}", "反映小区供水不稳定的问题", "市民来电反映所住小区近日早晚供水不稳定，希望核实处理。"),
        *("张某", "13900000000", "某路某号", accepted, "电话", "投诉", *categories, "一般", accepted),
        *(rng.choice(UNITS), accepted, deadline, closed if done else "", "已办结" if done else "办理中", late),
        *("0", rng.choice("000001"), "0"),
        *((called, "是", opinion, "已解决") if called < TAKEN else ("", "", "", "")),
    )


def bare(root: str) -> str:
    """What reading costs alone: every row of every workbook, nothing looked at."""
    from python_calamine import CalamineWorkbook

    rows = 0
    for path in sorted(Path(root).glob(f"*/{PERIOD}/orders.xlsx")):
        for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows():
            rows += 1
    return str(rows)


def batch(root: Path, jobs: int) -> None:
    """The command, from nothing."""
    with tempfile.TemporaryDirectory() as out:
        run("-m", "bulletin_gen", "batch", str(root), PERIOD, "--out", out, "--jobs", str(jobs))


def bench(counties: int, orders: int) -> bool:
    """Whether the bounds hold."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "counties"
        make(root, counties, orders)
        base = min((alone("batch", "bare", str(root)) for _ in range(2)), key=lambda each: each.seconds)
        two, both = min(with_cpu(partial(batch, root, 2)) for _ in range(2))
        one, single = with_cpu(partial(batch, root, 1))
        table = [
            Row("bare python-calamine iteration, one process", base.seconds, note=f"{base.answer} rows"),
            at_most("batch --jobs 2", two, base.seconds, 2, f"{both / base.seconds:.2f}× in CPU"),
            Row("batch --jobs 1", one, one / base.seconds, note=f"{single / base.seconds:.2f}× in CPU"),
        ]
        return show(f"(c) {counties} counties × {orders:,} orders from .xlsx, end to end", table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=100)
    parser.add_argument("--orders", type=int, default=5000)
    arguments = parser.parse_args()
    raise SystemExit(not bench(arguments.counties, arguments.orders))
