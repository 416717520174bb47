"""``bulletin-gen explain 县 期间 97.4``: one figure, from the rows of the exports to what is printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bulletin_gen.cli.common import console_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bulletin_gen.explaining.rows import CountedRows
    from bulletin_gen.explaining.told import ToldRun

#: So many figures are explained in full; more are listed.
_IN_FULL = 3


def explain_figures(county: Path, period: str | None, wanted: str, out: Path | None, *, now: bool = False) -> bool:
    """Explains the figures that ``wanted`` means; says whether it means any. ``out``: a workbook for the rows; ``now``:
    of the present inputs, also where a run was recorded and they have changed since."""
    from bulletin_gen.explaining.find import find_figures

    with reporting_errors(closing=""), progress() as tell:
        found, told = _scene(county, period, tell, now=now)
    figures = find_figures(wanted, found.figures, found.profile, found.printed)
    if not figures:
        return False
    console = console_of()
    title = f"{found.county}{found.period.name}：{wanted}，{len(figures)} 个数据"
    for line in (title, *told):
        console.print(line, markup=False, soft_wrap=True)
    counted: list[CountedRows] = []
    for figure in figures[:_IN_FULL]:
        counted += _one(found, figure)
    for figure in figures[_IN_FULL:]:
        text, rule = found.figures[figure].text, found.figures[figure].rule
        console.print(f"另有 {figure}  {text}  {rule}", markup=False, soft_wrap=True)
    _write(out, counted, title)
    return True


def _scene(county: Path, period: str | None, tell: Callable[[str], None], *, now: bool) -> tuple[ToldRun, list[str]]:
    """The recorded run of the period, where the inputs have changed since and its orders were kept: a figure that
    somebody has in hand is from there. Otherwise what the present inputs give; and what is to be said of it."""
    from bulletin_gen.county.workspace import find_period, open_county
    from bulletin_gen.explaining.told import changes_of, kept_beside, recorded_run, told_of
    from bulletin_gen.inputs import open_rules
    from bulletin_gen.pipeline import Options, survey

    opened = open_county(county)
    chosen = find_period(opened, period)
    facts = opened.facts_of(chosen)
    told: list[str] = []
    if not now and facts.is_file() and (beside := kept_beside(opened, facts)):
        rules = open_rules(opened)
        if changed := "、".join(changes_of(rules, chosen, beside[1])):
            if beside[1].has_orders:
                said = f"按存下的那一次说明（{facts.name}）：存下以后 {changed}；现在的数加 --now"
                return recorded_run(opened, facts, rules.profile), [said]
            told.append(f"存下以后 {changed}；那一次是从库里的计数写出的，没有存下工单，以下按现在的说明")
    return told_of(survey(county, chosen.key, Options(progress=tell))), told


def _one(found: ToldRun, key: str) -> Sequence[CountedRows]:
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
