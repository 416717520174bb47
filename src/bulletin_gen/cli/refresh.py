"""``bulletin-gen refresh``: an edited draft with the figures of now, or of another period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_gen.cli.common import console_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from rich.console import Console

    from bulletin_gen.drafts.refresh import Refreshed
    from bulletin_gen.runs.record import RecordedRun


def refresh(
    county: Annotated[
        Path, typer.Argument(metavar="县文件夹", help="含 profile.yaml、units.csv 和期间文件夹。", show_default=False)
    ],
    period: Annotated[
        str,
        typer.Argument(
            metavar="期间", help="数据取哪一期，如 2024-05；写下一期就是把稿件接着用到下一期。", show_default=False
        ),
    ],
    draft: Annotated[
        Path, typer.Argument(metavar="稿件", help="generate 写出、后来改过的 Word 文档（.docx）。", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="文件夹", help="新稿件写到哪里；默认原稿件旁边。", show_default=False),
    ] = None,
) -> None:
    """工单、认定或规则变了，把改过的稿件里的数换成新数，别的一个字不动；说法要变的句子加批注，不代改。"""
    from bulletin_gen.explaining.refreshing import renewed_draft, write_renewed

    wanted = period.rstrip("/\\")
    with reporting_errors(), progress() as tell:
        done = renewed_draft(county, wanted, draft, tell)
        written = write_renewed(draft, out or draft.parent, done)
    _show(console_of(), draft, done.run, done.refreshed)
    if done.changed:
        say(f"写出原稿件以后：{'、'.join(done.changed)}")
    for path in written:
        say(f"已写出：{path}")
    for issue in done.recorded.issues:
        say(f"{issue.kind}：{issue.found}")
    from bulletin_gen.drafts.refreshing.plan import RefreshStep

    if any(each.step in (RefreshStep.SAID, RefreshStep.LEFT) for each in done.refreshed.changes):
        raise typer.Exit(1)


def _show(console: Console, draft: Path, run: RecordedRun, refreshed: Refreshed) -> None:
    """How much was done of each kind, then what people must do themselves."""
    from collections import Counter

    from rich.text import Text

    from bulletin_gen.drafts.refreshing.plan import RefreshStep

    counts = Counter(each.step for each in refreshed.changes)
    told = "，".join(f"{step} {counts[step]} 处" for step in RefreshStep if counts[step]) or "数都没有变"
    console.print(Text(f"{draft.name}：按{run.county}{run.period.name}的数据刷新", style="bold"), soft_wrap=True)
    console.print(f"   {told}", soft_wrap=True, markup=False)
    for each in refreshed.changes:
        if each.step in (RefreshStep.SAID, RefreshStep.LEFT):
            what = f"{each.was} → {each.now}" if each.was and each.now else each.was or each.now
            note = f"（{each.note}）" if each.note else ""
            console.print(f"{each.place or '稿件'}：{each.step}：{what}{note}", soft_wrap=True, markup=False)
