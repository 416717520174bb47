"""Exports that come in: plain names, a bounded size, honest about what they hold; nothing is replaced unasked."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from bulletin_gen.county.workspace import (
    ADJUSTMENTS,
    NARRATIVE,
    NARRATIVE_WORD,
    ORDER_ENDINGS,
    SUPPLIED,
    UNIT_FIGURES,
    order_files,
)
from bulletin_gen.intake.files.opening import open_bytes
from bulletin_gen.keeping.confined import plain_name
from bulletin_gen.keeping.handing import hand_out, write_back
from bulletin_gen.leaves.content import digest
from bulletin_gen.leaves.issues import Place, stop

#: Beyond this nothing is taken in: a million orders are some 300 MB.
MOST_BYTES = 512 * 1024 * 1024
#: Smaller files are read to the end of their first sheet at the door.
_SMALL = 4 * 1024 * 1024
_BY_HAND = (ADJUSTMENTS, SUPPLIED, NARRATIVE, NARRATIVE_WORD)


class Received(Struct, frozen=True):
    """A file that came in. ``same``: it was there already, byte for byte."""

    path: Path
    same: bool = False


def receive(county: Path, folder: Path, name: str, content: bytes, *, replace: bool = False) -> Received:
    """Puts an export into a period's folder. ``replace``: an older file of that name gives way and stays a version.

    Raises ``BulletinError`` for a name that is none or belongs to another file, for what is no table, for what unpacks
    to more than it should, and for a file of that name with other content.
    """
    plain = plain_name(name)
    _refuse_name(plain)
    if len(content) > MOST_BYTES:
        raise too_large(plain)
    grids = open_bytes(content, plain)  # what is no table, or unpacks to too much, says so here
    if len(content) < _SMALL:
        next(grids, None)  # and what is broken; large files are read once, when they are looked at
    target, now = folder / plain, hand_out(folder / plain)
    if now.hash and now.hash == digest(content):
        return Received(target, same=True)
    _refuse_twice(folder, plain, content)
    if now.hash and not replace:
        raise stop(
            "desk.exists", "已有同名的文件", Place(file=plain), found="内容不同",
            advice="要用新的，勾选“同名的替换”再放一次（原来的留作一个版本）；两份都要，先改个文件名",
        )  # fmt: skip
    write_back(county, target, content, now.hash)
    return Received(target)


def _refuse_name(name: str) -> None:
    if name in _BY_HAND:
        raise stop("desk.name", "这个文件名另有用处", Place(file=name), advice="工单请换一个文件名")
    if name != UNIT_FIGURES and Path(name).suffix.lower() not in ORDER_ENDINGS:
        raise stop(
            "desk.ending", "不是工单表", Place(file=name), found=Path(name).suffix or "没有后缀",
            expected="xlsx、xls、csv 等", advice="用 Excel 或 WPS 打开后另存为 .xlsx，再放进来",
        )  # fmt: skip


def _refuse_twice(folder: Path, name: str, content: bytes) -> None:
    """The same export under two names would count every order twice, or warn of each."""
    wanted = digest(content)
    for path in order_files(folder):
        if path.name != name and path.stat().st_size == len(content) and hand_out(path).hash == wanted:
            raise stop(
                "desk.twice", "同样的文件已经放过", Place(file=name), found=f"和 {path.name} 一个字节也不差",
                advice="不用再放",
            )  # fmt: skip


def too_large(name: str) -> Exception:
    """What is said of an upload beyond the bound."""
    most = MOST_BYTES // (1024 * 1024)
    return stop("desk.large", "文件太大", Place(file=name[:80]), expected=f"{most} MB 以内", advice="按月分开导出")
