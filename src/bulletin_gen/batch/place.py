"""Putting a finished bulletin's folder in its place: at every moment the old one, the new one or none is there whole.

A draft is written to the staging folder beside the bulletins, on the same disk; moving a folder is one step of the
file system. What a killed run leaves behind is set right by ``recover`` at the start of the next. What people have
written, in files of their own or into the old bulletin, is never removed.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

from bulletin_gen.batch.lock import not_writable
from bulletin_gen.batch.records import RECORD_FILE, files_of
from bulletin_gen.leaves.content import digest_of
from bulletin_gen.leaves.filenames import beside
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, stop, system_reason, warning
from bulletin_gen.leaves.publish import discard, publish
from bulletin_gen.outputs import Recording

STAGING = ".staging"


def put_in_place(draft: Path, target: Path) -> tuple[Issue, ...]:
    """Moves the folder ``draft`` to ``target``. What people have put there beside the bulletin stays there; files of
    the old bulletin that they have edited stay beside the new ones, under another name, which the warnings say.

    ``BulletinError`` when the folder cannot be written or one of its files is open elsewhere; then nothing changes.
    """
    old = _free(target)
    try:
        _refuse_others(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            if target.exists():
                target.replace(old)
            draft.replace(target)
        except BaseException:
            if old.exists() and not target.exists():
                old.replace(target)
            raise
    except OSError as reason:
        raise denied(target, reason) from reason
    return tuple(_clear(target))


def keep_facts(recorded: Recording, facts: Path) -> None:
    """Puts what is ``recorded`` of a bulletin into the county's folder in one step; ``facts`` is what messages speak
    of. ``BulletinError`` when that cannot be."""
    try:
        publish({**recorded.aside, **recorded.files}, recorded.stale)
    except (OSError, BulletinError) as reason:
        found = system_reason(reason) if isinstance(reason, OSError) else reason.issues[0].found
        raise stop(
            "batch.facts", "通报已写出，数据没有存入县文件夹", Place(file=str(facts)), found=found,
            advice="检查县文件夹和其中的 facts 能否写入，然后重新运行；在此之前，以后各期不能与本期比较",
        ) from reason  # fmt: skip


def recover(out: Path, targets: Iterable[Path]) -> dict[Path, tuple[Issue, ...]]:
    """Clears what a killed run has left (drafts, a bulletin between two places) and makes the staging folder. What
    cannot be cleared is left for the next run and stops nobody. Says, by target, what people should know of it.

    ``BulletinError`` when nothing can be written to ``out``.
    """
    shutil.rmtree(out / STAGING, ignore_errors=True)
    try:
        (out / STAGING).mkdir(exist_ok=True)
    except OSError as reason:
        raise not_writable(out, reason) from reason
    found: dict[Path, tuple[Issue, ...]] = {}
    for target in targets:
        with suppress(OSError):  # if it cannot be written either, that is said when the bulletin takes its place
            if (olds := _olds(target)) and not target.exists():
                max(olds, key=_fullest).replace(target)
            if issues := tuple(_clear(target)):
                found[target] = issues
    return found


def denied(path: Path, reason: OSError) -> BulletinError:
    """What to say where something cannot be written."""
    held = isinstance(reason, PermissionError)
    return stop(
        "output.denied" if held else "output.failed",
        "无法写入输出文件",
        Place(file=str(path)),
        found="没有写入权限，或文件正被 Word、WPS、Excel 打开" if held else system_reason(reason),
        advice="关闭打开着的文件，检查文件夹是否只读、磁盘是否已满，然后重新运行",
    )


def _refuse_others(target: Path) -> None:
    """Only a folder can make way: a file is somebody's, and behind a link lies what belongs elsewhere."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise stop(
            "output.file",
            "无法写入输出文件夹",
            Place(file=str(target)),
            found="有一个同名的链接" if target.is_symlink() else "有一个同名的文件",
            advice="把它改名或移走，或换一个 --out，然后重新运行",
        )


def _free(target: Path) -> Path:
    """A name beside ``target`` that nothing has: a leftover that could not be removed must not be in the way."""
    names = (f".{target.name}.{os.getpid()}-{number}.old" for number in count(1))
    return next(path for name in names if not os.path.lexists(path := target.with_name(name)))


def _olds(target: Path) -> list[Path]:
    pattern = re.compile(rf"\.{re.escape(target.name)}(\.\d+-\d+)?\.old")
    if not target.parent.is_dir():
        return []
    return sorted(path for path in target.parent.iterdir() if pattern.fullmatch(path.name) and path.is_dir())


def _fullest(old: Path) -> tuple[bool, float]:
    return (old / RECORD_FILE).is_file(), old.stat().st_mtime


def _clear(target: Path) -> Iterator[Issue]:
    """Removes old folders after moving to the new one what was not part of the old bulletin."""
    edited: list[str] = []
    for old in _olds(target):
        left = list(_empty(old, target, edited))
        with suppress(OSError):
            old.rmdir()
        if left:
            yield warning(
                "batch.left", "原来放在通报旁边的文件移不过来", Place(file=str(old)), found="、".join(left),
                advice="检查它们的权限，移到通报文件夹里",
            )  # fmt: skip
    if edited:
        yield warning(
            "batch.edited", "改动过的文件另存在新通报旁边", Place(file=str(target)), found="、".join(edited),
            advice="要保留的改动抄到新通报里，然后删掉它们",
        )  # fmt: skip


def _empty(old: Path, target: Path, edited: list[str]) -> Iterator[str]:
    """Moves from ``old`` what is people's and adds the new names of what they edited; yields what cannot be moved."""
    known = files_of(old)
    try:
        # People's own files first: they keep their names.
        paths = sorted(old.iterdir(), key=lambda path: (path.name in (known or ()), path.name))
    except OSError:
        yield old.name
        return
    for path in paths:
        try:
            _move(path, target, known, edited)
        except OSError:
            yield path.name


def _move(path: Path, target: Path, known: Mapping[str, str] | None, edited: list[str]) -> None:
    if _is_ours(path, target, known):
        discard(path)
        return
    goal = target / path.name
    if os.path.lexists(goal) or path.name in (known or ()):
        goal = beside(goal)
        edited.append(goal.name)
    path.replace(goal)


def _is_ours(path: Path, target: Path, known: Mapping[str, str] | None) -> bool:
    """Whether a file is as the program wrote it. Without a record nobody knows what was edited: then only the
    program's own data, and what is written anew alike, count as such."""
    if path.is_symlink() or not path.is_file():
        return False
    new = target / path.name
    if path.name == RECORD_FILE or (new.is_file() and digest_of(new) == digest_of(path)):
        return True
    if known is None:
        return path.suffix == ".json" and new.is_file()
    return path.name in known and (not path.stat().st_size or digest_of(path) == known[path.name])
