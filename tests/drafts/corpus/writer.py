"""LibreOffice as the editor: does the steps of every ``.steps`` file beside its .docx, as people do."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bulletin_gen.render.pdf import find_libreoffice
from drafts.libreoffice import LIBRARY, MODULE

_MACRO = (Path(__file__).parent / "writer.bas").read_text(encoding="utf-8")


def edit_in_writer(folder: Path, seconds: int) -> dict[str, str]:
    """Every .docx of ``folder`` edited as the .steps file of its name says. Name → what went wrong, where LibreOffice
    refused a step or broke down at it; it is started anew for the others."""
    program = find_libreoffice()
    if not program:
        pytest.skip("LibreOffice is not installed")
    failed: dict[str, str] = {}
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        start = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nologo"]
        subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
        library = Path(profile) / "user" / "basic" / "Standard"
        library.mkdir(parents=True, exist_ok=True)
        (library / "Drafts.xba").write_text(MODULE.format(escape(_MACRO)), encoding="utf-8")
        (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
        while left := [*folder.glob("*.steps")]:
            _run([*start, "macro:///Standard.Drafts.EditAll"], folder, until - time.monotonic())
            failed |= _told(folder)
            assert len([*folder.glob("*.steps")]) < len(left), "LibreOffice did nothing"
    return failed


def _run(command: list[str], folder: Path, seconds: float) -> None:
    running = subprocess.Popen(
        command, env={**os.environ, "DRAFTS_FOLDER": str(folder)}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        running.wait(timeout=max(1, min(120, seconds)))
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)  # the office itself, not only the script that started it
        running.wait()


def _told(folder: Path) -> dict[str, str]:
    """What went wrong in one start of the program; whatever it has begun is not tried again."""
    log = folder / "writer.log"
    begun: dict[str, str] = {}
    for line in log.read_text(encoding="utf-8").splitlines() if log.is_file() else ():
        path, _, state = line.partition("\t")
        if state:
            begun[Path(path).name] = state
    log.unlink(missing_ok=True)
    for name in begun:
        (folder / f"{name}.steps").rename(folder / f"{name}.done")
    return {name: state for name, state in begun.items() if state != "ok"}
