"""``bulletin-gen inspect 县文件夹 期间 --digest``: what stands out in a period, before a line is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from bulletin_gen.cli.common import console_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import after_writing, say


def show_what_stands_out(given: Sequence[Path], out: Path | None) -> None:
    """Shows the digest of the county and period that are ``given``, and writes it to ``out`` where that is wanted."""
    from bulletin_gen.cli.screen.digest import digest_workbook, show_digest
    from bulletin_gen.county.workspace import refuse_inputs
    from bulletin_gen.digest.find import stand_out
    from bulletin_gen.leaves.publish import publish

    folder, wanted = _county_and_period(given)
    with reporting_errors(closing=""), progress() as tell:
        if out:
            refuse_inputs(out)
        found = stand_out(folder, wanted, tell)
        if out:
            publish({out: digest_workbook(found)})
    with after_writing():
        show_digest(console_of(), found)
        if out:
            say(f"已写出：{out}")
        elif found.notices:
            say("每条后面的工单、可写进热点问题的话：加 --out 异常.xlsx，存成工作簿看。")


def _county_and_period(given: Sequence[Path]) -> tuple[Path, str | None]:
    """A county's folder and a period; of a period's folder alone, the county that it lies in."""
    from bulletin_gen.county.workspace import PROFILE

    if len(given) > 2:
        raise typer.BadParameter("--digest 前面写 县文件夹 期间，如 bulletin-gen inspect 某县 2024-05 --digest")
    if len(given) == 2:
        return given[0], given[1].name
    only = given[0]
    outer = only.resolve().parent
    if only.is_dir() and not (only / PROFILE).is_file() and (outer / PROFILE).is_file():
        return only.parent, only.resolve().name
    return only, None
