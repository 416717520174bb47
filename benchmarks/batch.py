"""Counties × 5,000 orders from .xlsx to bulletins, end to end, beside the bare python-calamine iteration of the files.

    python benchmarks/batch.py [--counties 100] [--orders 5000] [--save]

The batch is the command that users run, its start included; the bare iteration looks at no cell. Where the processor
time of a county goes when all is imported is told too; ``--save`` keeps both in docs/batch.json, from which
docs/scale.md is filled.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial, wraps
from pathlib import Path
from typing import Any

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
SAVED = ROOT / "docs" / "batch.json"
#: What batch and bare iteration are held to, two processes against one.
MOST = 1.8
#: Parts of a county's way, none within another → the functions that they are.
STEPS = {
    "guards: whole, honest about its size, no cell lost": ("intake.files.workbooks:check_parts",),
    "python-calamine opens and parses the workbook": ("intake.files.workbooks:_grids",),
    "cells into typed columns": ("intake.head.sheets:read_sheet", "intake.read:read_values"),
    "data checks": ("intake.read:run_checks",),
    "rules, units and what else people keep": ("inputs:open_period", "inputs:read_inputs"),
    "counts": ("pipeline:count",),
    "rates, grades, facts": ("pipeline:assess",),
    "sentences and tables": ("compose:Composer.compose",),
    "the bulletin read as a stranger would": ("proof.own:contradictions", "totals:disagreements"),
    "marks of living figures": ("marks:marked",),
    ".docx": ("render.docx:write_docx",),
    ".xlsx": ("render.books.xlsx:write_xlsx",),
    "verification of what was written": ("verify.proof:verify",),
    "facts and dispatches kept": ("facts.saved.save:facts_json", "runs.kept:kept_content"),
}
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


def steps(root: str) -> str:
    """Milliseconds of processor time that each step takes of a county, all imported, and all of them with what is
    between; as JSON."""
    from bulletin_gen.batch.plan import Item
    from bulletin_gen.batch.work import Drafting, Task, draft
    from bulletin_gen.leaves.frugal import collect_seldom
    from bulletin_gen.leaves.periods import parse_period

    collect_seldom()  # as a worker does
    spent = dict.fromkeys(STEPS, 0.0)
    folders, period = sorted(each for each in Path(root).iterdir() if each.is_dir()), parse_period(PERIOD)
    with tempfile.TemporaryDirectory() as out:

        def drafted(number: int) -> float:
            target = Path(out) / str(number)
            (target / "draft").mkdir(parents=True)
            item = Item(folders[number % len(folders)], period, target / "done")
            begun = time.process_time()
            assert draft(Task(item, target / "draft", Drafting("", time.perf_counter))).record is not None
            return time.process_time() - begun

        drafted(0), drafted(1)
        for name, functions in STEPS.items():
            for each in functions:
                _time(each, partial(_add, spent, name))
        times = [drafted(number) for number in range(2, 2 + _COUNTIES)]
    spent["all of it"] = sum(times)
    return json.dumps({name: round(seconds / _COUNTIES * 1000, 1) for name, seconds in spent.items()})


#: So many counties are looked at step by step.
_COUNTIES = 12


def _add(spent: dict[str, float], name: str, seconds: float) -> None:
    spent[name] += seconds


def _time(place: str, told: Callable[[float], None]) -> None:
    """Has ``told`` hear how long the function at ``module:name`` takes whenever it is called, whoever imported it."""
    module, _, path = place.partition(":")
    holder: Any = importlib.import_module(f"bulletin_gen.{module}")
    *owners, name = path.split(".")
    for owner in owners:
        holder = getattr(holder, owner)
    timed = getattr(holder, name)

    @wraps(timed)
    def timing(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        found = timed(*given, **named)
        found = iter([*found]) if isinstance(found, Iterator) else found
        told(time.process_time() - begun)
        return found

    for user in (holder, *list(sys.modules.values())):
        if getattr(user, name, None) is timed:
            setattr(user, name, timing)


def bench(counties: int, orders: int, *, save: bool = False) -> bool:
    """Whether the bounds hold."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "counties"
        make(root, counties, orders)
        base = min((alone("batch", "bare", str(root)) for _ in range(2)), key=lambda each: each.seconds)
        two, both = min(with_cpu(partial(batch, root, 2)) for _ in range(2))
        one, single = with_cpu(partial(batch, root, 1))
        parts = json.loads(alone("batch", "steps", str(root)).answer)
        table = [
            Row("bare python-calamine iteration, one process", base.seconds, note=f"{base.answer} rows"),
            at_most("batch --jobs 2", two, base.seconds, MOST, f"{both / base.cpu:.2f}× in CPU"),
            Row("batch --jobs 1", one, one / base.seconds, note=f"{single / base.cpu:.2f}× in CPU"),
        ]
    if save:
        seconds = {
            "bare": base.seconds,
            "bare_cpu": base.cpu,
            "two": two,
            "two_cpu": both,
            "one": one,
            "one_cpu": single,
        }
        said = {"counties": counties, "orders": orders, "seconds": seconds, "steps": parts}
        SAVED.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8", newline="\n")
    for name, cost in parts.items():
        print(f"  {cost:8.1f} ms  {name}")
    return show(f"(c) {counties} counties × {orders:,} orders from .xlsx, end to end", table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=100)
    parser.add_argument("--orders", type=int, default=5000)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    raise SystemExit(not bench(arguments.counties, arguments.orders, save=arguments.save))
