"""What was wrong with a call, in Chinese: Typer says it in English only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.frugal import late


def usage_message(reason: typer.TyperException) -> str:
    """What was wrong with the call."""
    name = type(reason).__name__
    message = str(getattr(reason, "message", reason))
    parameter = getattr(reason, "param", None)
    if name == "NoSuchOption":
        return _no_such_option(getattr(reason, "option_name", ""), getattr(reason, "possibilities", None) or ())
    if name == "MissingParameter":
        return f"缺少{_called(parameter)}"
    if name == "BadParameter" and parameter is not None:
        return f"{_called(parameter)} 不对：{_in_chinese(message)}"
    return _in_chinese(message)


def _no_such_option(name: str, known: Sequence[str]) -> str:
    near = alike(name, known, least=60)
    return f"没有选项 {name}" + (f"，是不是 {near[0]}" if near else "")


def _called(parameter: Any) -> str:
    if parameter is None:
        return "参数"
    if parameter.param_type_name == "argument":
        return f"参数 {parameter.metavar or parameter.name}"
    return f"选项 {max(parameter.opts, key=len)}"


def _in_chinese(message: str) -> str:
    for pattern, chinese in _MESSAGES:
        if found := pattern.fullmatch(message):
            return found.expand(chinese)
    return message


_MESSAGES = tuple(
    (late(pattern), chinese)
    for pattern, chinese in (
        (r"No such command '(.*)'\. Did you mean '(.*)'\?", r"没有命令 \1，是不是 \2"),
        (r"No such command '(.*)'\.", r"没有命令 \1"),
        (r"Missing command\.", "缺少命令"),
        (r"Got unexpected extra argument\S* \((.*)\)", r"多余的参数 \1"),
        (r"Option '(.*)' requires an argument\.", r"选项 \1 后面要写值"),
        (r"Option '(.*)' does not take a value\.", r"选项 \1 后面不写值"),
        (r"Input should be a valid integer.*", "应为整数"),
        (r"Input should be greater than or equal to (.*)", r"应不小于 \1"),
        (r"Input should be less than or equal to (.*)", r"应不大于 \1"),
    )
)
