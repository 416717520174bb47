"""Every call that a page mentions is one that the command knows; what pages quote from messages is said somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from bulletin_gen.cli.app import app
from make_reference import WRITTEN
from making.runs import commands_run

ROOT = Path(__file__).parents[2]
GROUP: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = GROUP.commands
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("templates/**/*.md")})
CALL = re.compile(r"^\s*(?:[>$] )?(bulletin-gen (?!\d).*)|`(bulletin-gen [^`]*)`", re.MULTILINE)


def calls(page: Path) -> list[str]:
    """The calls of a page, in blocks and within sentences, without comments behind them."""
    text = page.read_text(encoding="utf-8")
    return [(block or inline).split(" #")[0].strip() for block, inline in CALL.findall(text)]


MENTIONED = [(page.relative_to(ROOT).as_posix(), each) for page in PAGES for each in calls(page)]


@pytest.mark.parametrize(("page", "mentioned"), MENTIONED, ids=lambda value: str(value))
def test_a_call_that_a_page_mentions_exists(page: str, mentioned: str) -> None:
    _, *words = shlex.split(mentioned)
    name = next((word for word in words if not word.startswith("-")), "")
    assert not name or name in COMMANDS, f"{page}: no command {name}"
    command = COMMANDS[name] if name else GROUP
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)} | {"--help", "-h"}
    assert {word for word in words if word.startswith("-")} <= known


def test_readers_see_every_command_at_work_or_in_the_reference() -> None:
    reference = (ROOT / "docs" / "commands.zh-CN.md").read_text(encoding="utf-8")
    assert all(f"## bulletin-gen {name}\n" in reference for name in COMMANDS)
    run = {shlex.split(line)[1] for page in WRITTEN for line in commands_run(page.read_text(encoding="utf-8"))}
    assert {"new", "inspect", "units", "generate"} <= run


def test_messages_in_the_table_of_common_ones_are_said_by_the_program() -> None:
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    table = text.partition("| 提示 | 怎么办 |\n| --- | --- |\n")[2].partition("\n\n")[0]
    said = [row.split("|")[1].strip() for row in table.splitlines()]
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert len(said) >= 5
    assert [message for message in said if f'"{re.sub(r"[0-9]+", "{day.year}", message)}"' not in source] == []


def test_the_tasks_that_the_readme_names_are_those_of_the_script() -> None:
    script = (ROOT / "dev.py").read_text(encoding="utf-8")
    named = re.findall(r"^python3 dev\.py (\w+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert named
    assert all(f'"{task}": {task}' in script for task in named)
