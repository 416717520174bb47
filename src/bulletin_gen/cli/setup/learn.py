"""``bulletin-gen learn``: last month's bulletin and its orders become a county's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_gen.cli.common import console_of, period_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from bulletin_gen.leaves.periods import Period


def learn(
    folder: Annotated[
        Path, typer.Argument(metavar="县文件夹", help="要新建的县文件夹；名称就是地区，如 某某县。", show_default=False)
    ],
    orders: Annotated[
        list[Path], typer.Argument(metavar="工单", help="那一期平台导出的工单，可多个。", show_default=False)
    ],
    period: Annotated[str, typer.Option("--period", metavar="期间", help="那一期，如 2024-05。", show_default=False)],
    bulletin: Annotated[
        Path | None,
        typer.Option(
            "--bulletin",
            "-b",
            metavar="通报",
            help="已发布的一期通报，Word、PDF、网页、文本；只有附表的不写。",
            show_default=False,
        ),
    ] = None,
    annex: Annotated[
        list[Path] | None,
        typer.Option("--annex", metavar="附表", help="附表不在通报里的，写它的文件，可重复。", show_default=False),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column", metavar="含义=列名", help="认错或没认出的列，如 工单编号=受理单号；可重复。", show_default=False
        ),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", metavar="列=第几个", help="回答一个问题，如 按期办理数=2；可重复。", show_default=False
        ),
    ] = None,
    also: Annotated[
        list[Path] | None,
        typer.Option(
            "--also", metavar="文件", help="另一期的通报和附表，用来定下看不出的；可重复。", show_default=False
        ),
    ] = None,
    also_orders: Annotated[
        list[Path] | None,
        typer.Option("--also-orders", metavar="工单", help="另一期导出的工单，可重复。", show_default=False),
    ] = None,
    also_period: Annotated[
        str, typer.Option("--also-period", metavar="期间", help="另一期，如 2024-06。", show_default=False)
    ] = "",
    county: Annotated[
        str, typer.Option("--county", metavar="地区", help="地区全称；默认县文件夹的名称。", show_default=False)
    ] = "",
) -> None:
    """从上个月的通报和工单学出口径：各列怎么数、率怎么除、分怎么算、正文的数从哪来，写成县文件夹；
    照着生成一遍，与印出的数逐格对照，看不出的列成问题。"""
    wanted: Period = period_of(period)
    files = (*((bulletin,) if bulletin else ()), *(annex or []))
    if not files:
        raise typer.BadParameter("没有写通报：加 -b 通报；只有附表的，加 --annex 附表")
    columns = dict(_column(text) for text in column or [])
    answers = dict(_answer(text) for text in answer or [])
    if bool(also) != bool(also_orders) or bool(also) != bool(also_period):
        raise typer.BadParameter("--also、--also-orders、--also-period 要一起写：另一期的通报、工单和期间")
    other = period_of(also_period) if also_period else None
    with reporting_errors(), progress() as tell:
        from bulletin_gen.learning.learn import Another, Request
        from bulletin_gen.learning.learn import learn as run

        named = county or folder.resolve().name
        another = Another(tuple(also or ()), tuple(also_orders or ()), other) if other else None
        result = run(Request(folder, files, tuple(orders), wanted, named, answers, tell, another, columns))
    from bulletin_gen.cli.screen.learnt import show_learnt
    from bulletin_gen.leaves.periods import following as following_period

    show_learnt(console_of(), result)
    for path in result.files:
        say(f"已写出：{path}")
    say(f"下一步：看“{result.report.name}”和 profile.yaml 里每行后面的依据，改好再运行：")
    say(f"  bulletin-gen generate {folder} {wanted.key}")
    following = following_period(wanted).key
    say("以后每期：先建那一期的文件夹，再放入工单、填 supplied.yaml、narrative.md（有 单位数据.xlsx 的也要填），")
    say(f"如 {following}：")
    say(f"  bulletin-gen new {folder} --period {following}")
    if result.stopped:
        raise typer.Exit(1)


def _answer(text: str) -> tuple[str, int]:
    """按期办理数=2: of the question about that column, the second answer."""
    head, _, place = text.rpartition("=")
    if not head or not place.isdigit() or int(place) < 1:
        raise typer.BadParameter(f"--answer 写成 列=第几个，如 按期办理数=2，不是“{text}”")
    return head, int(place)


def _column(text: str) -> tuple[str, str]:
    """工单编号=受理单号: that column of the exports is this one."""
    from bulletin_gen.canonical import LABELS, SOURCE_COLUMNS

    meanings = {LABELS[column]: column for column in SOURCE_COLUMNS if column in LABELS}
    meaning, _, head = text.partition("=")
    if not head or meaning not in meanings:
        raise typer.BadParameter(f"--column 写成 含义=列名，不是“{text}”；含义有：{'、'.join(meanings)}")
    return meanings[meaning], head
