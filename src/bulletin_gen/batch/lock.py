"""One batch at a time in an output folder: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bulletin_gen.issues import BulletinError, Place, stop, system_reason

LOCK_FILE = ".batch.lock"


@contextmanager
def sole_use(out: Path) -> Iterator[None]:
    """Holds ``out`` (made if it is not there) for this process.

    ``BulletinError`` when another run holds it, or when the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = (out / LOCK_FILE).open("a+b")
    except OSError as reason:
        raise not_writable(out, reason) from reason
    with file:
        if not _lock(file):
            raise stop(
                "batch.locked", "另一次批量生成正在使用这个输出文件夹", Place(file=str(out)),
                advice="等它结束再运行，或换一个 --out",
            )  # fmt: skip
        yield


def not_writable(out: Path, reason: OSError) -> BulletinError:
    """What a batch says of an output folder in which nothing can be made."""
    return stop(
        "output.denied", "无法写入输出文件夹", Place(file=str(out)), found=system_reason(reason),
        advice="检查输出文件夹是否只读，或换一个 --out",
    )  # fmt: skip


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
