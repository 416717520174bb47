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

if TYPE_CHECKING:
    from datetime import date

    from bulletin_gen.batch.plan import Plan
    from bulletin_gen.batch.run import Outcome
    from bulletin_gen.batch.work import Drafting
    from bulletin_gen.cli.batch_show import Account


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
    from bulletin_gen.cli.batch_show import Account, show_outcomes

    _check_periods(period, first, last)
    further, day = formats_of(formats or []), day_of(dated)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop by the system ends like Ctrl-C
    console = console_of()
    with reporting_errors():
        plan = _plan(root, only or [], period, first, last, out)
        how = _drafting(day, further, force=force)
        with Account(console_of(stderr=True), log_json, plan) as account:
            outcomes = _run(plan, out, how, jobs or _cores(), account)
        path = _write_summary(outcomes, out)
    show_outcomes(console, outcomes, path)
    if any(outcome.record is None for outcome in outcomes):
        raise typer.Exit(1)


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
    from bulletin_gen.compose.loader import library

    return Drafting(program_digest(library(None).packaged), time.monotonic, dated, formats, force)


def _run(plan: Plan, out: Path, how: Drafting, jobs: int, account: Account) -> tuple[Outcome, ...]:
    from bulletin_gen.batch.run import run

    return run(plan, out.resolve(), how, jobs, account.tell)


def _write_summary(outcomes: Sequence[Outcome], out: Path) -> Path:
    from bulletin_gen.batch.summary import SUMMARY_FILE, write_summary
    from bulletin_gen.publish import publish

    path = out / SUMMARY_FILE
    publish({path: write_summary(outcomes)})
    return path


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
