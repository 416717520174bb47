"""Every command and option explains itself in Chinese; Typer's English stays inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from bulletin_gen.cli.app import app
from bulletin_gen.cli.help import columns
from cli.calls import call

GROUP: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = GROUP.commands
CHINESE = re.compile(r"[一-鿿]")

#: Latin words that help may use: commands, options, file names and formats are spelt so, and proper names.
LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {
    "bulletin",
    "gen",
    "json",
    "JSON",
    "Schema",
    "Word",
    "Excel",
    "PDF",
    "LibreOffice",
    "profile",
    "facts",
    "out",
    "polars",
}


def parameters() -> Iterator[tuple[str, Any]]:
    for name, command in {"": GROUP, **COMMANDS}.items():
        for parameter in command.params:
            yield f"{name} {parameter.name}", parameter


@pytest.mark.parametrize(("name", "parameter"), list(parameters()), ids=lambda value: str(value))
def test_every_parameter_has_help_in_chinese_that_ends_with_a_full_stop(name: str, parameter: Any) -> None:
    assert CHINESE.search(parameter.help or ""), name
    assert parameter.help.endswith("。"), name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_gives_an_example(name: str) -> None:
    assert CHINESE.search(COMMANDS[name].help)
    assert COMMANDS[name].epilog.startswith(f"bulletin-gen {name}")


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_english_of_the_library_leaks(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, *name.split(), "--help")
    assert said.code == 0
    explanation = said.out.partition("例：")[0]
    spelt = {word for line in explanation.splitlines() for word in LATIN.findall(" ".join(own_spelling(line)))}
    assert spelt <= NAMES | set(COMMANDS)


def own_spelling(line: str) -> list[str]:
    """The words of a line that are neither an option nor a file's name nor a list of values to choose from."""
    words = re.split(r"[^\x21-\x7e]+", line)
    return [word for word in words if not word.startswith("-") and not re.search(r"[./|+]", word)]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_line_is_wider_than_a_terminal(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert all(columns(line) <= 80 for line in call(capsys, *name.split(), "--help").out.splitlines())


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_line_begins_with_a_closing_sign(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = call(capsys, *name.split(), "--help").out.splitlines()
    assert not [line for line in lines if line.strip()[:1] in tuple("，。；：、）”")]


def test_the_help_of_the_command_lists_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "--help")
    assert all(re.search(rf"^  {name} ", said.out, re.MULTILINE) for name in COMMANDS)
