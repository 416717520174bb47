"""Earlier versions of what people keep by hand: the last twenty of each file, in the county's folder.

``以前的版本/profile.yaml/0007.yaml``: an ordinary copy that any program opens. The numbers only grow; when a version
was written is the copy's own time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from bulletin_gen.leaves.issues import Place, stop
from bulletin_gen.leaves.publish import discard, publish

VERSIONS_FOLDER = "以前的版本"
#: So many versions of a file are kept.
MOST_VERSIONS = 20


class KeptVersion(Struct, frozen=True):
    """An earlier content of a file. ``written``: seconds since 1970 at which it was written."""

    number: int
    path: Path
    written: float


def folder_of(county: Path, path: Path) -> Path:
    """Where the versions of ``path``, a file in the folder ``county``, are kept."""
    return county / VERSIONS_FOLDER / path.relative_to(county)


def versions(county: Path, path: Path) -> tuple[KeptVersion, ...]:
    """The kept versions of ``path``, the newest first."""
    return tuple(sorted(_versions(folder_of(county, path)), key=lambda each: -each.number))


def _versions(folder: Path) -> Iterator[KeptVersion]:
    for each in folder.iterdir() if folder.is_dir() else ():
        if each.stem.isdigit() and each.is_file():
            yield KeptVersion(int(each.stem), each, each.stat().st_mtime)


def keep_version(county: Path, path: Path) -> None:
    """Keeps what ``path`` says now, unless that is the newest version already; the oldest beyond twenty goes."""
    if not path.is_file():
        return
    known, content = versions(county, path), path.read_bytes()
    if known and known[0].path.read_bytes() == content:
        return
    copy = folder_of(county, path) / f"{known[0].number + 1 if known else 1:04}{path.suffix}"
    told = path.stat()
    publish({copy: content})
    os.utime(copy, (told.st_mtime, told.st_mtime))
    for old in known[MOST_VERSIONS - 1 :]:
        discard(old.path)


def version_content(county: Path, path: Path, number: int) -> bytes:
    """What a version of ``path`` says; ``BulletinError`` where it is not kept."""
    for each in versions(county, path):
        if each.number == number:
            return each.path.read_bytes()
    raise stop("desk.version", "没有这个版本", Place(file=path.name), found=str(number), advice="刷新页面再选")
