"""``bulletin-gen desk``: the monthly work in a browser's window; and the same without a console, for a double click."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bulletin_gen.cli.common import reporting_errors

if TYPE_CHECKING:
    from bulletin_gen.desk.server.launch import Opened


def desk(
    folder: Annotated[
        Path,
        typer.Argument(metavar="总文件夹", help="放各县文件夹的文件夹，或一个县文件夹；默认当前文件夹。"),
    ] = Path(),
    port: Annotated[int, typer.Option("--port", metavar="端口", help="用哪个端口；默认找一个空的。")] = 0,
    opening: Annotated[bool, typer.Option("--open/--no-open", help="是否打开浏览器。", show_default=False)] = True,
) -> None:
    """打开通报工作台：在浏览器里做每月的通报，从放入工单到写出 Word；只在本机，用的是同样的县文件夹。"""
    if not 0 <= port <= 65535:
        raise typer.BadParameter("--port 应在 0 到 65535 之间")
    with reporting_errors(closing=""):
        from bulletin_gen.desk.server.launch import serve

        serve(folder, port, _today, lambda opened: _ready(opened, opening=opening))


def _today() -> date:
    return datetime.now().astimezone().date()


def _ready(opened: Opened, *, opening: bool) -> None:
    typer.echo(f"通报工作台：{opened.address}")
    typer.echo("浏览器没有打开的，把上面的地址复制到浏览器里。用完点页面右上角的“结束”，或在这里按 Ctrl+C。")
    sys.stdout.flush()
    if opening:
        _open(opened)


def _open(opened: Opened) -> None:
    """The system's own browser, beside the server: it may take seconds to start."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(opened.address,), daemon=True).start()


def run_window() -> NoReturn:
    """The desk without a console: over the folder that is named, or the one that the program was started in."""
    if sys.stdout is None or sys.stderr is None:
        quiet = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # it lives as long as the process
        sys.stdout, sys.stderr = sys.stdout or quiet, sys.stderr or quiet
    from bulletin_gen.cli import main

    sys.exit(main(["desk", *sys.argv[1:]]))
