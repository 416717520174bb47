"""LibreOffice as the editor: does the steps of every ``.steps`` file beside its .docx, as people do.

However slow the machine is, it is waited for as long as drafts come out; one at which it stands still or breaks down
is tried twice.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bulletin_gen.render.pdf import find_libreoffice
from drafts.libreoffice import LIBRARY, MODULE

_MACRO = (Path(__file__).parent / "writer.bas").read_text(encoding="utf-8")


#: So many seconds without a draft are a standstill.
_PATIENCE = 240
_TRIES = 2


def edit_in_writer(folder: Path, patience: int = _PATIENCE) -> dict[str, str]:
    """Every .docx of ``folder`` edited as the .steps file of its name says. Name → what went wrong, where LibreOffice
    twice refused a step, broke down at it or stood still for ``patience`` seconds; it is started anew for the others.
    """
    program = find_libreoffice()
    if not program:
        pytest.skip("LibreOffice is not installed")
    failed: dict[str, str] = {}
    broken: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        start = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nologo"]
        subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=300)
        library = Path(profile) / "user" / "basic" / "Standard"
        library.mkdir(parents=True, exist_ok=True)
        (library / "Drafts.xba").write_text(MODULE.format(escape(_MACRO)), encoding="utf-8")
        (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
        while [*folder.glob("*.steps")]:
            _run([*start, "macro:///Standard.Drafts.EditAll"], folder, patience)
            told = _told(folder)
            assert told, "LibreOffice did nothing"
            for name, state in told.items():
                broken[name] += state != "ok"
                if state != "ok" and broken[name] < _TRIES:
                    continue
                (folder / f"{name}.steps").rename(folder / f"{name}.done")
                if state != "ok":
                    failed[name] = state
    return failed


def _run(command: list[str], folder: Path, patience: int) -> None:
    running = subprocess.Popen(
        command, env={**os.environ, "DRAFTS_FOLDER": str(folder)}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    said, since = b"", time.monotonic()
    while running.poll() is None:
        time.sleep(0.5)
        log = folder / "writer.log"
        if (now := log.read_bytes() if log.is_file() else b"") != said:
            said, since = now, time.monotonic()
        if time.monotonic() - since > patience:
            os.killpg(running.pid, signal.SIGKILL)  # the office itself, not only the script that started it
            running.wait()


def _told(folder: Path) -> dict[str, str]:
    """Draft → its state after one start of the program."""
    log = folder / "writer.log"
    begun: dict[str, str] = {}
    for line in log.read_text(encoding="utf-8").splitlines() if log.is_file() else ():
        path, _, state = line.partition("\t")
        if state:
            begun[Path(path).name] = state
    log.unlink(missing_ok=True)
    return begun
