"""Files handed out with their hash, and written back only if they are still what was handed out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from bulletin_gen.keeping.versions import keep_version, version_content, versions
from bulletin_gen.leaves.content import digest
from bulletin_gen.leaves.issues import BulletinError, Place, error, stop, system_reason
from bulletin_gen.leaves.publish import discard, publish
from bulletin_gen.written.textfile import read_text

#: One change at a time, or two windows could both find a file as they were handed it.
_CHANGING = threading.RLock()


class Handed(Struct, frozen=True):
    """What a file says, and the hash by which a change to it is recognised; empty where there is no file."""

    path: Path
    content: bytes
    hash: str


class ChangedOnDiskError(BulletinError):
    """The file is not what was handed out: somebody else has changed it. ``now`` is what it is."""

    def __init__(self, now: Handed) -> None:
        self.now = now
        super().__init__(
            [
                error(
                    "desk.changed", "文件在别处改过", Place(file=now.path.name), found="打开这一页以后，文件内容变了",
                    advice="先看现在的内容；确定用自己填的，再覆盖（原来的会留作一个版本）",
                )
            ]
        )  # fmt: skip


def hand_out(path: Path) -> Handed:
    """What ``path`` says now. ``BulletinError`` where it cannot be read."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Handed(path, b"", "")
    except OSError as reason:
        raise stop("file.unreadable", "文件无法读取", Place(file=path.name), found=system_reason(reason)) from reason
    return Handed(path, content, digest(content))


def text_of(handed: Handed) -> str:
    """The text with ``\\n`` as line end; ``BulletinError`` where it is not UTF-8."""
    return read_text(handed.path) if handed.hash else ""


def like_before(text: str, handed: Handed) -> bytes:
    """``text`` as bytes, with the line ends and the mark at the beginning that the file had."""
    ends = "\r\n" if b"\r\n" in handed.content or not handed.hash else "\n"
    mark = b"\xef\xbb\xbf" if handed.content.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.replace("\r\n", "\n").replace("\n", ends).encode()


def write_back(county: Path, path: Path, content: bytes, seen: str) -> str:
    """Writes ``content`` where the file's hash is still ``seen``; what it said before is kept as a version. Returns the
    new hash. Raises ``ChangedOnDiskError`` where it has another, and changes nothing."""
    write_back_together(county, {path: (content, seen)})
    return digest(content)


def write_back_together(county: Path, files: Mapping[Path, tuple[bytes, str]]) -> None:
    """``write_back`` for several files (path → content, the hash that was seen): all of them, or none."""
    with _CHANGING:
        changed: dict[Path, bytes] = {}
        for path, (content, seen) in files.items():
            now = hand_out(path)
            if now.hash != seen:
                raise ChangedOnDiskError(now)
            if content != now.content or not now.hash:
                changed[path] = content
        for path in changed:
            keep_version(county, path)
        publish(changed)


def changing(county: Path, path: Path, seen: str) -> Handed:
    """For a change that another function makes in place: the version is kept, the hash compared."""
    with _CHANGING:
        now = hand_out(path)
        if now.hash != seen:
            raise ChangedOnDiskError(now)
        keep_version(county, path)
    return now


def bring_back(county: Path, path: Path, number: int, seen: str) -> None:
    """Puts a kept version in the file's place; what is there now becomes a version itself."""
    write_back(county, path, version_content(county, path, number), seen)


def undo(county: Path, path: Path, seen: str) -> bool:
    """Puts the newest version that differs in the file's place; says whether there was one."""
    now = hand_out(path)
    for each in versions(county, path):
        if each.path.read_bytes() != now.content:
            bring_back(county, path, each.number, seen)
            return True
    return False


def put_aside(county: Path, path: Path, seen: str) -> None:
    """Takes a file out of its folder; it stays among the versions."""
    changing(county, path, seen)
    if not discard(path):
        raise stop("output.denied", "文件移不走", Place(file=path.name), advice="关闭正打开着它的程序，再试一次")
