#!/usr/bin/env python3
"""Sets everything up and runs it, with nothing but Python at hand.

    python3 dev.py example     every county in examples/ into out/
    python3 dev.py test        the test suite
    python3 dev.py setup       only the environment for both; further groups of pyproject.toml by name (spark, bench)

Makes ``.venv`` beside this file on the first run and keeps it up to date with pyproject.toml.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Runs one task; returns its exit code."""
    tasks = {"example": example, "test": test, "setup": setup}
    if not arguments or arguments[0] not in tasks:
        sys.stderr.write(__doc__ or "")
        return 2
    return tasks[arguments[0]](arguments[1:])


def example(arguments: list[str]) -> int:
    """Writes the bulletin of every example county."""
    environment()
    code = 0
    for profile in sorted((HERE / "examples").glob("*/profile.yaml")):
        county = profile.parent
        command = ["generate", str(county), "--out", str(HERE / "out" / county.name), "--no-record", *arguments]
        code |= run("-m", "bulletin_gen", *command)
    return code


def test(arguments: list[str]) -> int:
    """Runs the tests."""
    environment(groups=("dev",))
    return run("-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *arguments)


def setup(arguments: list[str]) -> int:
    """Makes the environment for both, and for the groups that are named."""
    environment(groups=("dev", *arguments))
    return 0


def run(*arguments: str) -> int:
    """Runs the environment's Python here; returns its exit code."""
    return subprocess.run([str(PYTHON), *arguments], cwd=HERE, check=False).returncode


def environment(groups: tuple[str, ...] = ()) -> None:
    """Makes the virtual environment, or brings it up to date; does nothing when it is."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / f"made-{'-'.join(groups) or 'run'}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    if not PYTHON.exists():
        make_environment()
    pip("install", "--upgrade", "pip>=25.1")
    pip("install", "-e", str(HERE), *(word for group in groups for word in ("--group", group)))
    stamp.write_text(wanted, encoding="ascii")


def make_environment() -> None:
    """Makes the virtual environment; Debian keeps the module for it in a package of its own."""
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "python3-venv"], check=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        return
    raise SystemExit("Python's venv module is missing: install python3-venv (Debian: apt-get install python3-venv)")


def pip(*arguments: str) -> None:
    """Runs the environment's pip quietly; ends the program when it fails."""
    if run("-m", "pip", "--disable-pip-version-check", "-q", *arguments):
        raise SystemExit("pip failed; see its message above")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
