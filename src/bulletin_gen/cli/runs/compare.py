"""``bulletin-gen compare``: a recorded run against what the present inputs give."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bulletin_gen.cli.common import CountyFolder, console_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say


def compare(
    county: CountyFolder,
    period: Annotated[str, typer.Argument(metavar="期间", help="如 2024-05。", show_default=False)],
    run: Annotated[
        Path | None,
        typer.Option(
            "--run",
            metavar="文件",
            help="与哪次比，如 facts/以前 里的文件；默认本期存下的（定稿的）。",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="文件夹", help="另存差异清单到哪里。", show_default=False),
    ] = None,
) -> None:
    """比较：存下的数据和现在的工单、规则算出的，印出的数、等级、人工认定有哪些不同。"""
    from bulletin_gen.county.workspace import find_period, open_county, refuse_inputs
    from bulletin_gen.leaves.edited import free_name
    from bulletin_gen.leaves.publish import publish
    from bulletin_gen.pipeline import Options, rehearse
    from bulletin_gen.runs.comparing import as_run, compare_runs, differences_workbook, read_run

    with reporting_errors(), progress() as tell:
        opened = open_county(county)
        chosen = find_period(opened, period.rstrip("/\\"))
        old = read_run(run or opened.facts_of(chosen))
        found = compare_runs(old, as_run(rehearse(county, chosen.key, Options(progress=tell))))
        if out:
            refuse_inputs(out)
            path = free_name(out / f"{old.county}{chosen.name}.xlsx", "差异清单")
            publish({path: differences_workbook(found)})
    console = console_of()
    said = f"{len(found)} 处不同" if found else "没有不同"
    console.print(f"{old.county}{chosen.name}：{said}", markup=False, soft_wrap=True)
    for each in found:
        note = f"（{each.note}）" if each.note else ""
        line = f"{each.kind}：{each.name}：{each.was or '无'} → {each.now or '无'}{note}"
        console.print(line, markup=False, soft_wrap=True)
    if out:
        say(f"已写出：{path}")
