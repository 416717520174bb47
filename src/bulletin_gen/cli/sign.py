"""``bulletin-gen sign``: marks the recorded run of a period as the one that was signed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from bulletin_gen.cli.common import CountyFolder, day_of, reporting_errors
from bulletin_gen.cli.screen.surroundings import say


def sign(
    county: CountyFolder,
    period: Annotated[str, typer.Argument(metavar="期间", help="如 2024-05。", show_default=False)],
    dated: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="定稿日期，默认今天。", show_default=False)
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="取消定稿。")] = False,
    as_recorded: Annotated[
        bool, typer.Option("--as-recorded", help="存下以后工单、认定改过，也以存下的为准。")
    ] = False,
) -> None:
    """定稿：标明本期存下的数据就是印发的那一稿，以后再生成也不换，同比、环比以它为准。"""
    from bulletin_gen.county.workspace import find_period, open_county
    from bulletin_gen.runs import signed

    day = day_of(dated, "--date") or datetime.now().astimezone().date()
    with reporting_errors(closing=""):
        opened = open_county(county)
        chosen = find_period(opened, period.rstrip("/\\"))
        if undo:
            said = "已取消定稿" if signed.unsign(opened, chosen) else "本来就没有定稿"
            say(f"{chosen.name}：{said}")
            return
        if not as_recorded:
            from bulletin_gen.explaining.told import refuse_outdated

            refuse_outdated(opened, chosen)
        made = signed.sign(opened, chosen, day)
        say(f"{chosen.name}：已定稿（{made.signed_on}），以 {opened.facts_of(chosen)} 为准")
