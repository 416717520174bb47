"""Checks of names, file names and tables."""

from __future__ import annotations

import string
from collections.abc import Iterator

from bulletin_gen.leaves.filenames import NOT_IN_NAMES, is_device
from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import (
    Path,
    Slip,
    unknown,
)
from bulletin_gen.profile.document import DOCUMENT_NAMES

#: Words that tables, orders and lists use for something else.
RESERVED = frozenset(
    ["unit", "group", "serial", "rank", "grade", "score", "name", "count", "share", "value", "deduct", "bonus"]
    + ["registered", "prose_group", "days", "total"]
)
_NAMED = ("measures", "rates", "quotients", "breakdowns", "comparisons", "lists", "order_lists")
_STEM_FIELDS = ("county", "period", "kind")
_DOCUMENT_NAME = late(r"\{\{-?\s*document\.(\w+)")


def names(profile: Profile) -> Iterator[Slip]:
    """Names that templates can write, that mean one thing, and that are not taken."""
    first: dict[str, str] = {}
    for part in _NAMED:
        for name in getattr(profile, part):
            path: Path = (part, name)
            if not name.isidentifier():
                expected = "字母、数字、下划线或汉字，不以数字开头"
                yield Slip(path, "profile.name", "名称里有不能用的字符", expected, "改名，引用处一并改", name)
            if part in ("measures", "rates", "quotients"):
                yield from _taken(path, name, first)


def _taken(path: Path, name: str, first: dict[str, str]) -> Iterator[Slip]:
    part = str(path[0])
    if name in RESERVED:
        yield Slip(path, "profile.name", "名称已另有用处", "换一个名称", "改名，引用处一并改", name)
    if first.setdefault(name, part) != part:
        expected = f"与 {first[name]} 里的不同名"
        yield Slip(path, "profile.name", "两处用了同一个名称", expected, "改名，引用处一并改", name)


def stem(profile: Profile) -> Iterator[Slip]:
    """A file name that can be filled in and that Windows allows."""
    path: Path = ("stem",)
    try:
        pieces = list(string.Formatter().parse(profile.stem))
    except ValueError:
        yield Slip(path, "profile.stem", "文件名的写法有误", "花括号 { } 成对", found=profile.stem)
        return
    for literal, field, *_ in pieces:
        if field is not None:
            yield from unknown(path, field, _STEM_FIELDS, "文件名占位")
        if bad := [sign for sign in literal if sign in NOT_IN_NAMES]:
            expected = f"不含 {' '.join(NOT_IN_NAMES)}"
            yield Slip(path, "profile.stem", "文件名里有不能用的字符", expected, found="".join(bad))
    if is_device(profile.stem.strip()):
        expected = "不是 CON、PRN、AUX、NUL、COM1、LPT1 等 Windows 留给设备的名称"
        yield Slip(path, "profile.stem", "文件名 Windows 不能用", expected, found=profile.stem)
    if not profile.stem.strip(" ."):
        yield Slip(path, "profile.stem", "文件名是空的", "文字和 {county}、{period}、{kind}")


def document(profile: Profile) -> Iterator[Slip]:
    """What the document's texts print of supplied.yaml."""
    for path, text in _texts(("document",), profile.document.model_dump()):
        for name in _DOCUMENT_NAME.findall(text):
            yield from unknown(path, name, DOCUMENT_NAMES, "document 里的名称")


def _texts(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts((*path, key), inner)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts((*path, index), inner)
