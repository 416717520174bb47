"""What a batch shows: who is at work and how far it is, a line or a JSON record for each end, a table at the end."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bulletin_gen.batch.run import Event, Outcome, Report, Started, Status
from bulletin_gen.leaves.issues import Place, stop, system_reason

if TYPE_CHECKING:
    from bulletin_gen.batch.plan import Plan

#: How many counties at work are named in the live line, and how many rows the table at the end has.
_MOST_NAMES, _MOST_ROWS = 4, 60
_COLOURS = {Status.WRITTEN: "green", Status.KEPT: "cyan", Status.FAILED: "red"}  # all that a run itself can do


class BatchScreen:
    """Hears what happens in a batch and shows it: live on a terminal, as lines elsewhere, as JSON in a file."""

    def __init__(self, console: Console, log: Path | None, plan: Plan) -> None:
        self._console, self._path = console, log
        self._log: IO[str] | None = None
        self._total = len(plan.items) + len(plan.unplanned)
        self._running: list[str] = []
        self._done: dict[Status, int] = dict.fromkeys(_COLOURS, 0)
        self._orders = 0
        self._progress = Progress(
            BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("{task.description}"), TextColumn("剩余"),
            TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal,
        )  # fmt: skip
        self._bar = self._progress.add_task("", total=self._total)

    def __enter__(self) -> BatchScreen:
        if self._path is not None:
            self._log = _opened(self._path)
        self._progress.start()
        self._write("begin", total=self._total)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._progress.stop()
        counts = {str(status): count for status, count in self._done.items()}
        self._write("interrupted" if kind else "end", **counts, orders=self._orders)
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            self._console.print(f"已写好 {self._done[Status.WRITTEN]} 份，都是完整的；再次运行会接着做。")
        if self._log:
            with suppress(OSError):  # each line was flushed when it was written
                self._log.close()

    def tell(self, event: Event) -> None:
        """Takes note of one start or end."""
        if isinstance(event, Started):
            self._running.append(f"{event.item.name} {event.item.period.key}")
            self._write("started", county=event.item.name, period=event.item.period.key)
        else:
            self._end(event)
        self._progress.update(self._bar, completed=sum(self._done.values()), description=self._state())

    def _end(self, outcome: Outcome) -> None:
        name = f"{outcome.county} {outcome.period}"
        if name in self._running:
            self._running.remove(name)
        self._done[outcome.status] += 1
        self._orders += outcome.record.account.read if outcome.record else 0
        self._write(str(outcome.status.name).lower(), **_record(outcome))
        if not self._console.is_terminal:
            reason = f"：{outcome.issues[0]}" if outcome.issues else ""
            done = sum(self._done.values())
            self._console.print(f"[{done}/{self._total}] {name} {outcome.status}{reason}", markup=False, soft_wrap=True)

    def _state(self) -> str:
        names = "、".join(self._running[:_MOST_NAMES])
        more = f"等{len(self._running)}个" if len(self._running) > _MOST_NAMES else ""
        failed = f" 未写出 {self._done[Status.FAILED]}" if self._done[Status.FAILED] else ""
        return f"工单 {self._orders}{failed} 正在做：{names}{more}"

    def _write(self, event: str, **more: Any) -> None:
        if self._log:
            moment = datetime.fromtimestamp(time.time()).astimezone().isoformat(timespec="milliseconds")
            line = json.dumps({"time": moment, "event": event, **more}, ensure_ascii=False)
            try:
                self._log.write(line + "\n")
                self._log.flush()
            except OSError as reason:
                self._give_up(self._log, reason)

    def _give_up(self, log: IO[str], reason: OSError) -> None:
        """Goes on without the log: a full disk there must not stop bulletins elsewhere."""
        self._log = None
        with suppress(OSError):
            log.close()
        line = f"{self._path}：记录文件写不下去，以后的过程没有记录；读到：{system_reason(reason)}"
        self._console.print(line, markup=False, soft_wrap=True)


def _opened(path: Path) -> IO[str]:
    try:
        return path.open("a", encoding="utf-8", errors="backslashreplace")
    except OSError as reason:
        raise stop("output.denied", "无法写入记录文件", Place(file=str(path)), found=system_reason(reason)) from reason


def _record(outcome: Outcome) -> dict[str, Any]:
    content: dict[str, Any] = {"county": outcome.county, "period": outcome.period, "seconds": round(outcome.seconds, 3)}
    if outcome.record:
        account = outcome.record.account
        content |= {"read": account.read, "used": account.used, "files": sorted(outcome.record.files)}
    if outcome.issues:
        content["issues"] = [{"code": issue.code, "text": str(issue)} for issue in outcome.issues]
    if outcome.trace:
        content["trace"] = outcome.trace
    return content


def show_report(console: Console, report: Report) -> None:
    """The table at the end, and what a divided workbook came to."""
    _show_outcomes(console, report.outcomes)
    if report.unassigned is not None:
        _show_division(console, report)
    for issue in report.issues:
        console.print(str(issue), markup=False, soft_wrap=True)


def show_summary(console: Console, summary: Path) -> None:
    """Where the summary is."""
    console.print(Text(f"汇总表：{summary}", style="green"), soft_wrap=True)


def _show_division(console: Console, report: Report) -> None:
    unassigned = report.unassigned or {}
    nobody = sum(unassigned.values())
    names = "、".join(f"{name} {count}" for name, count in unassigned.items())
    tail = f"（{names}）" if names else ""
    line = f"总表 {report.read} 行：分给各县 {report.read - nobody} 行，不属于任何县 {nobody} 行{tail}"
    console.print(line, markup=False, soft_wrap=True)


def _show_outcomes(console: Console, outcomes: Sequence[Outcome]) -> None:
    """One row each; only the failures where there are more than fit; then the sums."""
    table = Table("县", "期间", "结果", box=None, pad_edge=False)
    table.add_column("工单", justify="right")
    table.add_column("等级、原因", overflow="fold")
    shown = list(outcomes)
    if len(shown) > _MOST_ROWS:
        shown = [outcome for outcome in shown if outcome.record is None or outcome.issues][:_MOST_ROWS]
    for outcome in shown:
        read = str(outcome.record.account.read) if outcome.record else ""
        status = Text(str(outcome.status), style=_COLOURS[outcome.status])
        table.add_row(outcome.county, outcome.period, status, read, Text(_remark(outcome)))
    if shown:
        console.print(table)
    counts = [f"{status} {sum(outcome.status is status for outcome in outcomes)}" for status in _COLOURS]
    console.print(f"共 {len(outcomes)} 份：{'、'.join(counts)}")


def _remark(outcome: Outcome) -> str:
    grades = outcome.record.account.grades if outcome.record else {}
    parts = ["、".join(f"{grade} {count}个" for grade, count in grades.items())]
    if outcome.issues:
        more = f"（另有 {len(outcome.issues) - 1} 条）" if len(outcome.issues) > 1 else ""
        parts.append(f"{outcome.issues[0]}{more}")
    return "；".join(part for part in parts if part)
