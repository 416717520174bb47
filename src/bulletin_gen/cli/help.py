"""Help texts in Chinese: laid out here by hand, because Typer's own words cannot all be replaced from outside.

Widths are counted in columns of a terminal, where a Chinese character takes two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from unicodedata import east_asian_width

from typer.core import TyperCommand, TyperGroup

from bulletin_gen.leaves.frugal import late

#: An entry's text begins here, or on the next line where the entry itself is longer.
_INDENT, _TEXT_AT = 2, 26

#: These may not begin a line.
_CLOSING = "，。；：、？！）》”’…"

#: What stays together: a word or path in Latin letters, a Chinese character; each with the signs that close it.
_PIECES = late(rf"[!-~]+[{_CLOSING}]*|\s|.[{_CLOSING}]*")

Entry = tuple[str, str]


class ChineseCommand(TyperCommand):
    """A command whose help speaks Chinese."""

    def get_usage(self, ctx: Any) -> str:
        return usage(self, ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_text(self, ctx, formatter.width))


class ChineseGroup(TyperGroup):
    """A group of commands whose help speaks Chinese."""

    command_class = ChineseCommand

    def get_usage(self, ctx: Any) -> str:
        return usage(self, ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_text(self, ctx, formatter.width))


def usage(command: Any, ctx: Any) -> str:
    """How the command is called: 用法：bulletin-gen generate [选项] 县文件夹 [期间]."""
    words = [ctx.command_path, "[选项]"]
    words += ["命令 …"] if _commands(command) else [_argument(each) for each in _arguments(command)]
    return f"用法：{' '.join(words)}"


def help_text(command: Any, ctx: Any, width: int) -> str:
    """The whole help of a command, no line wider than ``width`` columns."""
    parts = [[usage(command, ctx)], list(_wrap((command.help or "").strip(), width))]
    sections = {
        "参数": [(_argument(each), _about(each)) for each in _arguments(command)],
        "选项": [(_option(each), _about(each)) for each in command.get_params(ctx) if each not in _arguments(command)],
        "命令": [(name, _first_sentence(each.help or "")) for name, each in _commands(command).items()],
    }
    parts += [[f"{title}：", *_entries(entries, width)] for title, entries in sections.items() if entries]
    if command.epilog:
        parts.append(["例：", *(f"  {line.strip()}" for line in command.epilog.strip().splitlines())])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _commands(command: Any) -> dict[str, Any]:
    return getattr(command, "commands", {})


def _arguments(command: Any) -> list[Any]:
    return [each for each in command.params if each.param_type_name == "argument"]


def _argument(argument: Any) -> str:
    name = (argument.metavar or argument.name) + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _option(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return " / ".join([names, *option.secondary_opts])
    return f"{names} {option.metavar or ''}".rstrip()


def _about(parameter: Any) -> str:
    if "--help" in parameter.opts:
        return "显示本说明后退出。"
    text = str(parameter.help or "")
    if parameter.required:
        return f"{text}（必填）"
    shown = parameter.show_default and not getattr(parameter, "is_flag", False)
    return f"{text}（默认：{parameter.default}）" if shown and parameter.default not in (None, ()) else text


def _first_sentence(text: str) -> str:
    return text.strip().split("。")[0] + "。"


def _entries(entries: Sequence[Entry], width: int) -> Iterator[str]:
    for name, text in entries:
        lines = list(_wrap(text, width - _TEXT_AT)) or [""]
        head = " " * _INDENT + name
        if columns(head) + 2 > _TEXT_AT:
            yield head
            head = ""
        yield (head + " " * (_TEXT_AT - columns(head)) + lines[0]).rstrip()
        yield from (" " * _TEXT_AT + line for line in lines[1:])


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _wrap(text: str, width: int) -> Iterator[str]:
    for paragraph in text.splitlines():
        yield from _wrapped(_PIECES.findall(paragraph.strip()), width)


def _wrapped(pieces: Iterable[str], width: int) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if line and columns(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    yield line.rstrip()
