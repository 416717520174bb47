"""``bulletin-gen explain 县 期间 97.4``: one figure, from the rows of the exports to what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bulletin_gen.cli.common import console_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bulletin_gen.explaining.rows import CountedRows
    from bulletin_gen.pipeline import Survey

#: So many figures are explained in full; more are listed.
_IN_FULL = 3


def explain_figures(county: Path, period: str | None, wanted: str, out: Path | None) -> bool:
    """Explains the figures that ``wanted`` means; says whether it means any. ``out``: a workbook for the rows."""
    from bulletin_gen.explaining.find import find_figures
    from bulletin_gen.marks import printed_lines
    from bulletin_gen.pipeline import Options, survey

    with reporting_errors(closing=""), progress() as tell:
        found = survey(county, period, Options(progress=tell))
    printed = printed_lines(found.bulletin)
    figures = find_figures(wanted, found.facts, found.rules.profile, printed)
    if not figures:
        return False
    console = console_of()
    title = f"{found.rules.profile.county}{found.period.name}：{wanted}，{len(figures)} 个数据"
    console.print(title, markup=False, soft_wrap=True)
    counted: list[CountedRows] = []
    for figure in figures[:_IN_FULL]:
        counted += _one(found, figure)
    for figure in figures[_IN_FULL:]:
        text, rule = found.facts.figures[figure].text, found.facts.figures[figure].rule
        console.print(f"另有 {figure}  {text}  {rule}", markup=False, soft_wrap=True)
    _write(out, counted, title)
    return True


def _one(found: Survey, key: str) -> Sequence[CountedRows]:
    from bulletin_gen.explaining.whole import explain_figure

    console, explained = console_of(), explain_figure(found, key)
    console.print(f"\n{explained.text}  {key}", markup=False, soft_wrap=True, style="bold")
    for line in explained.lines:
        console.print(line, markup=False, soft_wrap=True)
    return explained.counted


def _write(out: Path | None, counted: Sequence[CountedRows], title: str) -> None:
    from bulletin_gen.explaining.words import rows_workbook
    from bulletin_gen.leaves.publish import publish

    if out is None:
        return
    if out.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"--out 应为 .xlsx 文件，不是“{out.name}”")
    if not counted:
        say("这个数不是直接从工单数出来的，没有工单可列。")
        return
    with reporting_errors():
        publish({out: rows_workbook(counted, title)})
    say(f"已写出：{out}")
