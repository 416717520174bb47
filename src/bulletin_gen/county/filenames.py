"""Names of files and folders that can be neither printed nor written into a workbook."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from bulletin_gen.leaves.issues import BulletinError, Place, error


def check_names(paths: Iterable[Path]) -> None:
    """``BulletinError`` naming every path that is not UTF-8, as names from old archives are: it can be neither printed
    nor written into a workbook."""
    bad = [path for path in paths if not _is_utf8(path)]
    if bad:
        raise BulletinError(
            error(
                "file.name", "名称的编码不是 UTF-8", Place(file=readable(path)),
                found="多半是从旧压缩包解出来的 GBK 名称", advice="把文件或文件夹改名后重新运行",
            )
            for path in bad
        )  # fmt: skip


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def readable(path: Path) -> str:
    """``path`` for a message, parts that are not UTF-8 taken for GBK."""
    raw = (os.fsencode(part) for part in path.parts)
    parts = ((part, part.decode("utf-8", "replace")) for part in raw)
    return str(Path(*(part.decode("gb18030", "replace") if "\ufffd" in text else text for part, text in parts)))
