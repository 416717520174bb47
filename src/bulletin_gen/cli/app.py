"""``bulletin-gen``: its commands. Heavy imports happen inside the commands, so that help comes at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bulletin_gen.cli.wording import ChineseCommand, ChineseGroup, speak_chinese, usage_message

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    name="bulletin-gen",
    help="由12345热线工单生成通报：计数、比率、评价、扣分，直到 Word 正文和 Excel 附表。",
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

FORMATS = ("docx", "pdf")

CountyFolder = Annotated[Path, typer.Argument(metavar="县文件夹", help="含 profile.yaml、units.csv 和期间文件夹。")]


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
        typer.echo(ctx.get_help())
        raise typer.Exit(2)


@app.command(cls=ChineseCommand)
def generate(
    county: CountyFolder,
    period: Annotated[
        str | None,
        typer.Argument(metavar="期间", help="如 2024-05、2021-W43；默认最新的。", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="文件夹", help="输出到哪里。", show_default=False)] = Path(
        "out"
    ),
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", metavar="docx|pdf", help="另外再写出的格式，可重复。", show_default=False),
    ] = None,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="日期", help="成文日期，如 2024-07-10；默认取 supplied.yaml。")
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record/--no-record", help="是否把数据存入县文件夹 facts/，供以后同比、环比。", show_default=False
        ),
    ] = True,
) -> None:
    """生成一期通报：Word 正文（含附件）、Excel 附表、facts.json，有问题时另有问题清单。"""
    from bulletin_gen.cli.show import show_result
    from bulletin_gen.pipeline import Options
    from bulletin_gen.pipeline import generate as run

    wanted = _formats(formats or [])
    day = _day(dated)
    console = _console()
    with _reporting_errors(), _progress() as tell:
        result = run(county, period, out, Options(day, wanted, record, tell))
    show_result(console, result)


@app.command(cls=ChineseCommand)
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
        from bulletin_gen.facts.save import facts_schema

        return facts_schema()
    from bulletin_gen.profile.schema import profile_schema

    return profile_schema()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    _speak_utf8()
    speak_chinese()
    try:
        code = app(args=arguments, prog_name="bulletin-gen", standalone_mode=False)
    except typer.Exit as reason:
        return reason.exit_code
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("已中断。", err=True)
        return 1
    except typer.TyperException as reason:
        return _wrong_usage(reason)
    return int(code or 0)


def _wrong_usage(reason: typer.TyperException) -> int:
    context = getattr(reason, "ctx", None)
    if context is not None:
        typer.echo(context.get_usage(), err=True)
    if message := usage_message(reason):
        typer.echo(f"用法有误：{message}。用 --help 查看说明。", err=True)
    return 2


def _speak_utf8() -> None:
    # A Windows console may not know every character of a unit's name: show what it can, never fail.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


@contextmanager
def _reporting_errors() -> Iterator[None]:
    """Shows what stands against a run and ends it with code 1."""
    from bulletin_gen.issues import BulletinError

    try:
        yield
    except BulletinError as reason:
        from bulletin_gen.cli.show import show_issues

        console = _console(stderr=True)
        show_issues(console, reason.issues)
        console.print("没有写出任何文件。")
        raise typer.Exit(1) from reason


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """A line that names the step at work, on a terminal only."""
    console = _console(stderr=True)
    if not console.is_terminal:
        yield lambda step: None
        return
    with console.status("准备…") as status:
        yield lambda step: status.update(f"{step}…")


def _formats(names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in FORMATS:
            raise typer.BadParameter(f"--format 只能是 {'、'.join(FORMATS)}，不是“{name}”")
    return tuple(names)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as reason:
        raise typer.BadParameter(f"--dated 应为 2024-07-10 这样的日期，不是“{text}”") from reason
