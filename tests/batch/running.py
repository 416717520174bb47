"""Batches as users run them: the command in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

RECORD = "生成记录.json"


def command(root: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "bulletin_gen", "batch", str(root), "--out", str(out), *more]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "PYTHONIOENCODING": "utf-8"}


def run_batch(root: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(root, out, *more), capture_output=True, encoding="utf-8", env=environment(), check=False, timeout=300
    )


def start_batch(root: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(root, out, *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    )


def bulletins(out: Path) -> dict[str, dict[str, bytes]]:
    """county/period → the files of its bulletin."""
    return {
        path.relative_to(out).as_posix(): {file.name: file.read_bytes() for file in path.iterdir()}
        for path in sorted(out.glob("[!.]*/[!.]*"))
        if path.is_dir()
    }


def check_whole(out: Path) -> set[str]:
    """Proves that every bulletin in ``out`` has all its files, unharmed; says which ones there are."""
    found = bulletins(out)
    for name, files in found.items():
        listed = json.loads(files[RECORD])["files"]
        assert {*listed, RECORD} == set(files), name
        for file, digest in listed.items():
            assert hashlib.sha256(files[file]).hexdigest() == digest, f"{name}/{file}"
            if file.endswith(("docx", "xlsx")):
                with zipfile.ZipFile(out / name / file) as package:
                    assert package.testzip() is None
    return set(found)


def identities(out: Path) -> dict[str, tuple[int, int]]:
    """What changes when a bulletin is written again: inode and time of its record."""
    found = {}
    for path in out.glob(f"[!.]*/[!.]*/{RECORD}"):
        with suppress(FileNotFoundError):  # a run that is still at work has just taken it away
            status = path.stat()
            found[path.parent.relative_to(out).as_posix()] = (status.st_ino, status.st_mtime_ns)
    return found
