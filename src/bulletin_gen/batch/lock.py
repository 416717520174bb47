"""One batch at a time in an output folder: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bulletin_gen.leaves.issues import BulletinError, Issue, Place, stop, system_reason, warning

LOCK_FILE = ".batch.lock"


@contextmanager
def sole_use(out: Path) -> Iterator[tuple[Issue, ...]]:
    """Holds ``out`` (made if it is not there) for this process. Gives a warning where the disk knows no locks, as some
    network drives do: the run goes on without one.

    ``BulletinError`` when another run holds it, or when the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = (out / LOCK_FILE).open("a+b")
    except OSError as reason:
        raise not_writable(out, reason) from reason
    with file:
        try:
            _lock(file)
        except OSError as reason:
            if reason.errno not in _NO_LOCKS:
                raise _held(out, reason) from reason
            yield (_unlocked(out, reason),)
        else:
            yield ()


#: What systems say where the disk knows no locks; what is neither here nor in ``_HELD`` is a fault of its own.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL})
_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})


def _held(out: Path, reason: OSError) -> BulletinError:
    if reason.errno not in _HELD:
        return not_writable(out, reason)
    return stop(
        "batch.locked", "另一次批量生成正在使用这个输出文件夹", Place(file=str(out)),
        advice="等它结束再运行，或换一个 --out",
    )  # fmt: skip


def _unlocked(out: Path, reason: OSError) -> Issue:
    return warning(
        "batch.unlocked", "输出文件夹所在的磁盘不支持加锁", Place(file=str(out)), found=system_reason(reason),
        advice="不要同时再运行一次写到这里的批量生成，或换一个本机磁盘上的 --out",
    )  # fmt: skip


def not_writable(out: Path, reason: OSError) -> BulletinError:
    """What a batch says of an output folder in which nothing can be made."""
    return stop(
        "output.denied", "无法写入输出文件夹", Place(file=str(out)), found=system_reason(reason),
        advice="检查输出文件夹是否只读，或换一个 --out",
    )  # fmt: skip


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
