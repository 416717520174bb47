"""Putting a finished bulletin's folder in its place: at every moment the old one, the new one or none is there whole.

A draft is written to the staging folder beside the bulletins, on the same disk; moving a folder is one step of the
file system. What a killed run leaves behind is set right by ``recover`` at the start of the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from bulletin_gen.batch.lock import not_writable
from bulletin_gen.batch.records import read_record
from bulletin_gen.issues import BulletinError, Place, stop, system_reason

STAGING = ".staging"
_OLD = ".old"


def put_in_place(draft: Path, target: Path) -> None:
    """Moves the folder ``draft`` to ``target``. What people have put there beside the bulletin stays there.

    ``BulletinError`` when the folder cannot be written or one of its files is open elsewhere; then nothing changes.
    """
    old = _old_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.replace(old)
        try:
            draft.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
    except OSError as reason:
        raise _denied(target, reason) from reason
    _clear(old, target)


def keep_facts(draft: Path, facts: Path) -> None:
    """Copies facts.json of a draft to the county's folder in one step. ``BulletinError`` when that cannot be done."""
    temporary = _unfinished(facts)
    try:
        facts.parent.mkdir(exist_ok=True)
        shutil.copyfile(draft, temporary)
        temporary.replace(facts)
    except OSError as reason:
        temporary.unlink(missing_ok=True)
        raise _denied(facts, reason) from reason


def recover(out: Path, targets: Iterable[Path], facts: Iterable[Path]) -> None:
    """Clears what a killed run has left (drafts, half-made copies, a bulletin between two places) and makes the
    staging folder. ``BulletinError`` when that cannot be done."""
    shutil.rmtree(out / STAGING, ignore_errors=True)
    try:
        (out / STAGING).mkdir(exist_ok=True)
    except OSError as reason:
        raise not_writable(out, reason) from reason
    for target in targets:
        _set_right(target)
    for path in facts:
        try:
            _unfinished(path).unlink(missing_ok=True)
        except OSError as reason:
            raise _denied(path, reason) from reason


def _set_right(target: Path) -> None:
    old = _old_of(target)
    if not old.exists():
        return
    try:
        if target.exists():
            _clear(old, target)
        else:
            old.replace(target)
    except OSError as reason:
        raise _denied(target, reason) from reason


def _clear(old: Path, target: Path) -> None:
    """Removes the old folder after moving to the new one what was not part of the old bulletin."""
    if not old.exists():
        return
    record = read_record(old)
    ours = set(record.files) if record else set()
    for path in old.iterdir():
        if path.name not in ours and not (target / path.name).exists():
            path.replace(target / path.name)
    shutil.rmtree(old, ignore_errors=True)


def _old_of(target: Path) -> Path:
    return target.with_name(f".{target.name}{_OLD}")


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def _denied(path: Path, reason: OSError) -> BulletinError:
    held = isinstance(reason, PermissionError)
    return stop(
        "output.denied" if held else "output.failed",
        "无法写入输出文件",
        Place(file=str(path)),
        found="没有写入权限，或文件正被 Word、WPS、Excel 打开" if held else system_reason(reason),
        advice="关闭打开着的文件，检查文件夹是否只读、磁盘是否已满，然后重新运行",
    )
