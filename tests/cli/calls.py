"""Calling the command: in this process, or as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from bulletin_gen.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class Said:
    """What a call left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> Said:
    """The command in this process, on no terminal."""
    code = main(arguments)
    captured = capsys.readouterr()
    return Said(code, captured.out, captured.err)


def run(*arguments: str, encoding: str = "utf-8") -> Said:
    """The command as a process of its own, its output in ``encoding``."""
    done = subprocess.run(
        [sys.executable, "-m", "bulletin_gen", *arguments],
        capture_output=True,
        check=False,
        env=environment(PYTHONIOENCODING=encoding),
    )
    return Said(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def environment(**more: str) -> dict[str, str]:
    """This process's environment with the sources in reach and a terminal's usual width."""
    known = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    return known | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80", "PYTHONUTF8": "0"} | more


def held(self: Path, *_: object) -> NoReturn:
    """In place of a method of ``Path``: Windows refuses, because Excel has the file open."""
    raise PermissionError(13, "The process cannot access the file", str(self))
