"""``bulletin-gen batch``: bulletins of many counties and periods."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_gen.cli.common import MoreFormats, console_of, day_of, formats_of, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from datetime import date

    from bulletin_gen.batch.plan import Plan
    from bulletin_gen.batch.run import Report
    from bulletin_gen.batch.sources import Supplier
    from bulletin_gen.batch.work import Drafting
    from bulletin_gen.cli.screen.batch import BatchScreen


def batch(
    root: Annotated[Path, typer.Argument(metavar="总文件夹", help="各县文件夹所在处；也可以就是一个县文件夹。")],
    period: Annotated[
        str | None, typer.Argument(metavar="期间", help="如 2024-05；默认各县最新的。", show_default=False)
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="文件夹", help="输出到 文件夹/县/期间/。", show_default=False)
    ] = Path("out"),
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="名称", help="只做这些县文件夹，可用通配符 *，可重复。", show_default=False),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, metavar="个数", help="同时处理几个；默认等于处理器核数。")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="期间", help="连续多期的第一期，如 2023-01。", show_default=False)
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="期间", help="连续多期的最后一期，如 2023-12。", show_default=False)
    ] = None,
    orders: Annotated[
        list[Path] | None,
        typer.Option(
            "--orders",
            metavar="文件",
            help="各县共用的总表，按 --by 分给各县，可重复；各县期间文件夹里自己的工单文件也一起读。",
            show_default=False,
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="列名", help="总表里写着县名的列。")] = "区县",
    store: Annotated[
        str | None,
        typer.Option("--store", metavar="位置", help="从库里计数，不读工单文件；见 store 命令。", show_default=False),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="polars|duckdb|spark", help="用什么计数，与 --store 合用。")
    ] = "polars",
    force: Annotated[bool, typer.Option("--force", help="没有变化的也重做。")] = False,
    formats: MoreFormats = None,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="日期", help="成文日期，如 2024-07-10；默认取 supplied.yaml。")
    ] = None,
    log_json: Annotated[
        Path | None,
        typer.Option("--log-json", metavar="文件", help="过程逐条写入此文件（每行一个 JSON）。", show_default=False),
    ] = None,
) -> None:
    """批量生成：每县（每期）一份，互不影响；中断后再运行只做没做完的和有变化的。"""
    from bulletin_gen.batch.plan import is_county
    from bulletin_gen.cli.screen.batch import BatchScreen, show_report, show_summary
    from bulletin_gen.leaves.issues import errors

    _check_periods(period, first, last)
    supplier = _supplier(orders or [], by, store, engine)
    further, day = formats_of(formats or []), day_of(dated)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop by the system ends like Ctrl-C
    with reporting_errors():
        plan = _plan(root, only or [], period, first, last, out)
        how = _drafting(day, further, force=force)
        with BatchScreen(console_of(stderr=True), log_json, plan) as account:
            report = _run(plan, out, how, jobs or _cores(), account, supplier)
    show_report(console_of(), report)
    with reporting_errors("只有汇总表没有写出：上表中已写出的通报都已就位。处理好后再运行一次。"):
        alone = bool(only) or is_county(root)
        show_summary(console_of(), _write_summary(report, out, plan if alone else None))
    if any(outcome.record is None or errors(outcome.issues) for outcome in report.outcomes):
        raise typer.Exit(1)


def store(
    counties: Annotated[list[Path], typer.Argument(metavar="县文件夹…", help="一个或多个县文件夹。")],
    period: Annotated[
        str | None, typer.Option("--period", metavar="期间", help="如 2024-05；默认各县最新的。", show_default=False)
    ] = None,
    to: Annotated[Path, typer.Option("--to", metavar="库文件夹", help="存到哪里。")] = Path("store"),
) -> None:
    """入库：把读好的工单（不含个人信息）存成列式文件，供 batch --store 一次计完各县的数。"""
    from bulletin_gen.cli.screen.issues import show_issues
    from bulletin_gen.leaves.issues import BulletinError
    from bulletin_gen.store import keep

    failed = 0
    for county in counties:
        try:
            path, rows = keep(to, county.resolve(), period)
        except BulletinError as reason:
            failed += 1
            console_of(stderr=True).print(f"{county.name}：没有入库", markup=False)
            show_issues(console_of(stderr=True), reason.issues)
        else:
            console_of().print(f"{county.name}：{rows} 行 → {path}", markup=False, soft_wrap=True)
    if failed:
        raise typer.Exit(1)


def _supplier(orders: Sequence[Path], by: str, store: str | None, engine: str) -> Supplier:
    from bulletin_gen.batch.sources import Store, Workbook, own_files
    from bulletin_gen.store import ENGINES

    if engine not in ENGINES:
        raise typer.BadParameter(f"--engine 只能是 {'、'.join(ENGINES)}，不是“{engine}”")
    if orders and store:
        raise typer.BadParameter("--orders 和 --store 不能一起用")
    if engine != "polars" and not store:
        raise typer.BadParameter("--engine 要和 --store 一起用")
    if orders:
        return Workbook(_once(orders), by)
    return Store(store, engine) if store else own_files


def _once(orders: Sequence[Path]) -> tuple[Path, ...]:
    """The shared tables, each once: read twice, all its rows would be told as repeated."""
    kept: dict[str, Path] = {}
    for path in orders:
        if kept.setdefault(os.path.realpath(path), path) is not path:
            say(f"总表 {path} 写了两次，只读一次。", err=True)
    return tuple(kept.values())


def _check_periods(period: str | None, first: str | None, last: str | None) -> None:
    if (first is None) != (last is None):
        raise typer.BadParameter("--from 和 --to 要一起用")
    if first and period:
        raise typer.BadParameter("写了 --from、--to 就不要再写期间")


def _plan(root: Path, only: Sequence[str], period: str | None, first: str | None, last: str | None, out: Path) -> Plan:
    from bulletin_gen.batch.plan import find_counties, plan_one, plan_series

    counties, out = find_counties(root.resolve(), only), out.resolve()
    if first is not None and last is not None:
        return plan_series(counties, first, last, out)
    return plan_one(counties, period, out)


def _drafting(dated: date | None, formats: tuple[str, ...], *, force: bool) -> Drafting:
    from bulletin_gen.batch.records import program_digest
    from bulletin_gen.batch.work import Drafting
    from bulletin_gen.compose.jinja.loader import library

    return Drafting(program_digest(library(None).packaged), time.monotonic, dated, formats, force)


def _run(plan: Plan, out: Path, how: Drafting, jobs: int, account: BatchScreen, supplier: Supplier) -> Report:
    from bulletin_gen.batch.run import run

    return run(plan, out.resolve(), how, jobs, account.tell, supplier)


def _write_summary(report: Report, out: Path, part: Plan | None) -> Path:
    """``part``: the plan of a run for some of the counties, beside which the others keep their rows."""
    from bulletin_gen.batch.run import with_earlier
    from bulletin_gen.batch.summary import SUMMARY_FILE, write_summary
    from bulletin_gen.leaves.publish import publish

    path = out / SUMMARY_FILE
    outcomes = with_earlier(report.outcomes, part, out) if part else report.outcomes
    publish({path: write_summary(outcomes, report.unassigned)})
    return path


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
