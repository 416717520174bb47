"""commands.zh-CN.md: the help of every command."""

from __future__ import annotations

from typing import Any

import typer

from bulletin_gen.cli.app import app
from bulletin_gen.cli.help import help_text

OPENING = """\
# 命令一览

<!-- 本页由 docs/make_reference.py 从程序生成，请勿手改。 -->

每个命令后面加 `--help` 都会显示同样的说明。退出码：0 成功，1 没有写出，2 命令写错了。
"""

WIDTH = 78


def page() -> str:
    """The whole page."""
    group: Any = typer.main.get_command(app)
    parts = [OPENING, _section("bulletin-gen", group, WIDTH)]
    parts += [_section(f"bulletin-gen {name}", command, WIDTH) for name, command in group.commands.items()]
    return "\n".join(parts)


def _section(name: str, command: Any, width: int) -> str:
    context = typer.Context(command, info_name=name, help_option_names=["--help", "-h"])
    return f"## {name}\n\n```text\n{help_text(command, context, width)}```\n"
