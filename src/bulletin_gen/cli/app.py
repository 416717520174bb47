"""``bulletin-gen``: its commands. Heavy imports happen inside the commands, so that help comes at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bulletin_gen.cli.batch import batch, store
from bulletin_gen.cli.check import check
from bulletin_gen.cli.common import (
    CountyFolder,
    Marking,
    MoreFormats,
    console_of,
    day_of,
    formats_of,
    progress,
    reporting_errors,
)
from bulletin_gen.cli.decide import decide
from bulletin_gen.cli.explain import explain
from bulletin_gen.cli.help import ChineseCommand, ChineseGroup
from bulletin_gen.cli.inspect import inspect
from bulletin_gen.cli.public import public
from bulletin_gen.cli.refresh import refresh
from bulletin_gen.cli.runs.compare import compare
from bulletin_gen.cli.runs.sheets import sheets
from bulletin_gen.cli.screen.surroundings import after_writing, say, show_what_can_be_shown, unshown
from bulletin_gen.cli.setup.learn import learn
from bulletin_gen.cli.setup.offer import hint, show_offer
from bulletin_gen.cli.setup.units import units
from bulletin_gen.cli.sign import sign
from bulletin_gen.cli.window.desk import desk
from bulletin_gen.cli.wording import usage_message

app = typer.Typer(
    name="bulletin-gen",
    help="由12345热线工单生成通报：计数、比率、评价、扣分，直到 Word 正文和 Excel 附表。",
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本后退出。")] = False,
) -> None:
    if version:
        from bulletin_gen import __version__

        typer.echo(f"bulletin-gen {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)


@app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen generate 某县\nbulletin-gen generate 某县 2024-05 --out 输出 --format pdf",
)
def generate(
    county: CountyFolder,
    period: Annotated[
        str | None,
        typer.Argument(metavar="期间", help="如 2024-05、2021-W43；默认最新的。", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="文件夹", help="输出到哪里。")] = Path("out"),
    formats: MoreFormats = None,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="日期", help="成文日期，如 2024-07-10；默认取 supplied.yaml。")
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record/--no-record", help="是否把数据存入县文件夹 facts/，供以后同比、环比。", show_default=False
        ),
    ] = True,
    replace_signed: Annotated[
        bool, typer.Option("--replace-signed", help="本期已定稿也换成这次的数据，定稿标记取消。")
    ] = False,
    mark: Annotated[
        bool, typer.Option("--mark", help="另存工单的标记副本（有问题的格子着色加批注），出错时也存，连同问题清单。")
    ] = False,
) -> None:
    """生成一期通报：Word 正文（含附件）、Excel 附表、facts.json，有问题时另有问题清单。"""
    from bulletin_gen.cli.screen.issues import show_result
    from bulletin_gen.pipeline import Options
    from bulletin_gen.pipeline import generate as run

    options = (day_of(dated), formats_of(formats or []), record)
    wanted = period and period.rstrip("/\\")
    marking = Marking(county, wanted, out) if mark else None
    with reporting_errors(marking=marking), progress() as tell:
        result = run(county, wanted, out, Options(*options, tell, replace_signed))
    with after_writing():
        show_result(console_of(), result)
    if marking:
        marking.write(result.issues, result.files)
    if result.unmade:
        raise typer.Exit(1)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen batch 全市 2024-05 --out 输出\n"
    "bulletin-gen batch 全市/某县 --from 2023-01 --to 2023-12 --out 输出",
)(batch)

app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen store 全市/* --period 2024-05 --to 库\n"
    "bulletin-gen batch 全市 2024-05 --store 库 --engine duckdb --out 输出",
)(store)


@app.command(cls=ChineseCommand, epilog="bulletin-gen schema profile > profile.schema.json")
def schema(
    what: Annotated[
        str, typer.Argument(metavar="profile|facts", help="profile.yaml 或 facts.json。", show_default=False)
    ] = "profile",
) -> None:
    """打印 profile.yaml 或 facts.json 的 JSON Schema，供编辑器校验。"""
    import json

    if what not in ("profile", "facts"):
        raise typer.BadParameter(f"只能是 profile 或 facts，不是“{what}”")
    typer.echo(json.dumps(_schema_of(what), ensure_ascii=False, indent=2))


def _schema_of(what: str) -> dict[str, Any]:
    if what == "facts":
        from bulletin_gen.facts.saved.save import facts_schema

        return facts_schema()
    from bulletin_gen.profile.schema import profile_schema

    return profile_schema(bilingual=True)


@app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen new 某某县 --kind 督查通报 --period 2024-05\nbulletin-gen new 某某县 --period 2024-06\n"
    "bulletin-gen new 某某县 --offer",
)
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="县文件夹", help="要新建的文件夹，或要新建一期的县文件夹。", show_default=False)
    ],
    kind: Annotated[
        str | None,
        typer.Option("--kind", "-k", metavar="种类", help="通报种类，如 督查通报；新建县时必填。", show_default=False),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", metavar="期间", help="新建哪一期，如 2024-05；默认上一期（月、周、季）。", show_default=False
        ),
    ] = None,
    offer: Annotated[
        bool, typer.Option("--offer", help="只看：自带写法后来改了哪些句子，本县正文用的是哪一版。")
    ] = False,
) -> None:
    """新建一个县文件夹，或在已有的县文件夹里新建一期。"""
    if offer:
        with reporting_errors(closing=""):
            show_offer(folder)
        return
    from bulletin_gen.cli.common import period_of
    from bulletin_gen.scaffold import new_county, new_period, skeletons, usual_period

    named = period_of(period) if period else None
    if kind is None and not (folder / "profile.yaml").is_file():
        raise typer.BadParameter("新建县文件夹要写 --kind 通报种类，如 --kind 督查通报")
    with reporting_errors():
        first = named or usual_period(folder, kind, datetime.now().astimezone().date())
        written = new_period(folder, first) if kind is None else new_county(folder, kind, skeletons(), first)
    for path in written:
        say(f"已写出：{path}")
    typer.echo(_AFTER_PERIOD if kind is None else _AFTER_COUNTY)
    if kind is None and (newer := hint(folder)):
        say(newer)


_AFTER_COUNTY = "先看使用说明.md，再填写 profile.yaml 和 units.csv，把导出的工单放入期间文件夹。"
_AFTER_PERIOD = "填写 supplied.yaml 和 narrative.md（有 单位数据.xlsx 的也要填），把导出的工单放入期间文件夹。"


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen learn 某县 工单.xlsx -b 通报.docx --period 2024-05\n"
    "bulletin-gen learn 某县 工单.csv -b 通报.txt --annex 表.xlsx --period 2024-05",
)(learn)

app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen inspect 导出.xlsx\n"
    "bulletin-gen inspect 导出.xlsx --profile 某县 --write-profile\n"
    "bulletin-gen inspect 导出.xlsx --profile 某县 --take 满意程度\n"
    "bulletin-gen inspect 导出.xlsx --out 检查.xlsx\n"
    "bulletin-gen inspect 某县 2024-05 --digest",
)(inspect)

app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen units 某县\n"
    "bulletin-gen units 某县 --check\n"
    "bulletin-gen units 某县 --add-alias 某县档案局=县档案馆",
)(units)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen explain 某县\n"
    "bulletin-gen explain 某县 2024-05 满意\n"
    "bulletin-gen explain 某县 --out 名称.xlsx",
)(explain)

app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen check 通报.docx\n"
    "bulletin-gen check 稿件.docx --county 某县 --period 2024-05 --out 核对\n"
    "bulletin-gen check 通报文件夹\nbulletin-gen check 通报.txt --json",
)(check)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen public 通报.docx --out 公开\nbulletin-gen public 通报.docx --official 王某某 --dry-run",
)(public)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen refresh 某县 2024-05 稿件.docx\nbulletin-gen refresh 某县 2024-06 五月稿件.docx --out 六月",
)(refresh)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen decide 某县 2024-05 免责 217010 --reason 退回前未超期 --by 督查室",
)(decide)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen sign 某县 2024-05\nbulletin-gen sign 某县 2024-05 --undo",
)(sign)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen compare 某县 2024-05\nbulletin-gen compare 某县 2024-05 --out 更正",
)(compare)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen sheets 某县 2024-05 --out 核对表 --until 2024-06-05\n"
    "bulletin-gen sheets 某县 2024-05 --returned 交回\n"
    "bulletin-gen sheets 某县 2024-05 --returned 交回 --accept 1,3 --by 督查室",
)(sheets)


app.command(
    cls=ChineseCommand,
    epilog="bulletin-gen desk\nbulletin-gen desk 全市",
)(desk)


def run_app(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    show_what_can_be_shown()
    try:
        code = app(args=arguments, prog_name="bulletin-gen", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except typer.TyperException as reason:
        return _wrong_usage(reason)
    except OSError as reason:  # steps explain their own: this one is of printing
        unshown(reason)
        return 1
    return _interrupted() if code == _CTRL_C else int(code or 0)


#: What Typer returns after Ctrl-C; the exit codes here are 0, 1 and 2.
_CTRL_C = 130


def _interrupted() -> int:
    typer.echo("已中断。", err=True)
    return 1


def _wrong_usage(reason: typer.TyperException) -> int:
    context = getattr(reason, "ctx", None)
    if context is not None:
        typer.echo(context.get_usage(), err=True)
    if message := usage_message(reason):
        say(f"用法有误：{message}。用 --help 查看说明。", err=True)
    return 2
