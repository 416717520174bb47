"""Issues: what the program found that a clerk should know, as data.

An issue says where it is, what was found, what was expected and what to do. Steps return issues beside their
values; only the command shows them. An ``ERROR`` stops the run before anything is written.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct, field


class Severity(StrEnum):
    """How grave an issue is; the value is what users read."""

    ERROR = "错误"
    WARNING = "警告"
    NOTE = "提示"


class Place(Struct, frozen=True):
    """Where an issue is: any part may be empty.

    ``row`` is the spreadsheet's own row number or the line of a text file, from 1. ``cell`` is the cell's address
    where it is one cell of a sheet (``C12``), for links; it says nothing that row and column do not. ``path`` are the
    keys that lead there, where ``key`` says them in words: by these its line is found in a file that is read later.
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    key: str = ""
    cell: str = ""
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        parts = [
            self.file,
            f"工作表“{self.sheet}”" if self.sheet else "",
            f"第{self.row}行" if self.row is not None else "",
            f"“{self.column}”列" if self.column else "",
            self.key,
        ]
        return " ".join(part for part in parts if part)


class Issue(Struct, frozen=True):
    """One finding.

    ``kind`` is the short Chinese name under which issues are counted (未登记的单位, 重复的工单…); ``code`` is its
    stable identifier for machines (``unit.unknown``). ``found`` must never contain a citizen's data. ``times``: for how
    many findings it stands, where some were not listed one by one. ``about``: what was found as names that later steps
    look for (the odd characters of a cell).
    """

    code: str
    kind: str
    severity: Severity
    place: Place = field(default_factory=Place)
    found: str = ""
    expected: str = ""
    advice: str = ""
    times: int = 1
    about: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.place}：" if str(self.place) else ""
        parts = [f"{where}{self.kind}"]
        if self.found:
            parts.append(f"读到：{self.found}")
        if self.expected:
            parts.append(f"应为：{self.expected}")
        if self.advice:
            parts.append(f"处理：{self.advice}")
        return "；".join(parts)


class BulletinError(Exception):
    """The run cannot go on: carries the issues that say why. Raised by steps, shown by the command."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


def error(
    code: str, kind: str, place: Place | None = None, *, found: str = "", expected: str = "", advice: str = ""
) -> Issue:
    """An issue that stops the run."""
    return Issue(code, kind, Severity.ERROR, place or Place(), found, expected, advice)


def warning(
    code: str, kind: str, place: Place | None = None, *, found: str = "", expected: str = "", advice: str = ""
) -> Issue:
    """An issue that is listed in 问题清单 and lets the run go on."""
    return Issue(code, kind, Severity.WARNING, place or Place(), found, expected, advice)


def stop(
    code: str, kind: str, place: Place | None = None, *, found: str = "", expected: str = "", advice: str = ""
) -> BulletinError:
    """A ``BulletinError`` with one issue, for ``raise stop(...)``."""
    return BulletinError([error(code, kind, place, found=found, expected=expected, advice=advice)])


_SYSTEM_REASONS = {
    errno.EACCES: "没有权限，或文件正被别的程序打开",
    errno.EPERM: "没有权限，或文件正被别的程序打开",
    errno.EADDRINUSE: "别的程序正在用",
    errno.EEXIST: "已有同名的文件",
    errno.EINVAL: "文件名里有不能用的字符",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENAMETOOLONG: "文件名或路径太长",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOLCK: "这个磁盘不支持文件锁",
    errno.ELOOP: "这个链接指回它自己",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.ENXIO: "不是普通文件（是管道或设备），读不到头",
    errno.EROFS: "磁盘是只读的",
}


def system_reason(reason: OSError) -> str:
    """What the operating system had against it, in Chinese: its own words are English on many machines."""
    return _SYSTEM_REASONS.get(reason.errno or 0, f"系统错误 {reason.errno}（{reason.strerror}）")


def errors(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Those issues that stop a run, in order."""
    return tuple(issue for issue in issues if issue.severity is Severity.ERROR)


def count_by_kind(issues: Iterable[Issue]) -> dict[str, int]:
    """How many issues of each kind, in order of first appearance."""
    counts: dict[str, int] = {}
    for issue in issues:
        counts[issue.kind] = counts.get(issue.kind, 0) + issue.times
    return counts
