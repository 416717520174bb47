"""Typer's own words in Chinese: help headings and messages about wrong usage."""

from __future__ import annotations

from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

#: The group and command classes say 用法 and 显示帮助; everything else is set by ``speak_chinese``.
_HELP = "显示本说明后退出。"


class ChineseCommand(TyperCommand):
    """A command whose help speaks Chinese."""

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


class ChineseGroup(TyperGroup):
    """A group of commands whose help speaks Chinese."""

    command_class = ChineseCommand

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


def speak_chinese() -> None:
    """Gives Typer's help panels Chinese titles (they are module constants there, with no other way to set them)."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.REQUIRED_LONG_STRING = "（必填）"
    rich_utils.DEFAULT_STRING = "（默认：{}）"


def usage_message(reason: typer.TyperException) -> str:
    """What was wrong with the call, in Chinese."""
    name = type(reason).__name__
    if name == "NoSuchOption":
        near = "、".join(getattr(reason, "possibilities", None) or ())
        return f"没有选项 {getattr(reason, 'option_name', '')}" + (f"，是不是 {near}？" if near else "")
    param = getattr(reason, "param", None)
    hint = param.get_error_hint() if param is not None else ""
    if name == "MissingParameter":
        return f"缺少参数 {hint}"
    if name == "BadParameter":
        return f"参数 {hint} 不对：{getattr(reason, 'message', '')}"
    if name == "NoArgsIsHelpError":
        return ""
    return _other_message(str(getattr(reason, "message", reason)))


def _other_message(message: str) -> str:
    for start, chinese in _BEGINNINGS:
        if message.startswith(start):
            return f"{chinese}{message[len(start) :].strip(' .').strip('()')}"
    return message


_BEGINNINGS = (
    ("No such command", "没有命令 "),
    ("Missing command", "缺少命令"),
    ("Got unexpected extra argument(s)", "多余的参数 "),
    ("Got unexpected extra argument", "多余的参数 "),
)


def _usage(text: str) -> str:
    return (
        text.replace("Usage:", "用法：", 1).replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]…")
    )


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = _HELP
    return option
