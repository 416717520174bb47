"""Putting finished files in their place: all of them whole under their final names, or none."""

from __future__ import annotations

import filecmp
import os
import shutil
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Place, error, stop, system_reason

#: What a run leaves behind that was killed while it published, is this much older, in seconds, than the next run's
#: own files; what is younger may be another run's at work.
_GIVEN_UP = 600
_LEFT = late(r"\.(?P<name>.+)\.\d+\.(?:tmp|old)")


def publish(files: Mapping[Path, bytes], stale: Sequence[Path] = ()) -> None:
    """Writes ``files`` (final path → content) and removes ``stale`` ones, or changes nothing, also when it is broken
    off. A file that is replaced is there at every moment, old or new.

    Raises ``BulletinError`` when a folder cannot be made or written, an old file is open in Word or Excel, or a folder
    has the name of a file.
    """
    _refuse_unspeakable((*files, *stale))
    _refuse_folders((*files, *stale))
    undo: list[Callable[[], None]] = []
    try:
        for path, content in files.items():
            _prepare(path, content, undo)
        for path in files:
            _take_place(path, undo)
        for path in stale:
            _keep_copy(path, undo)
            _writable(partial(path.unlink, missing_ok=True), path)
    except OSError as reason:
        _roll_back(undo)
        raise _explained(reason) from reason
    except BaseException:
        _roll_back(undo)
        raise
    for path in (*files, *stale):
        discard(_backup(path))


def replace_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Lets ``write`` make a file beside ``path``, which then takes its place: it is never seen half written. Where that
    fails, ``path`` stays as it was with nothing beside it, and the ``OSError`` goes on to who knows what to say."""
    part = path.with_name(f".{path.name}.part")
    try:
        write(part)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def discard(path: Path) -> bool:
    """Removes a file that nobody needs any more, read-only or not; says whether it is gone."""
    try:
        _writable(path.unlink, path)
    except FileNotFoundError:
        return True
    except OSError:
        return False  # held by another program: the next run tries again
    return True


def _writable(action: Callable[[], object], path: Path) -> None:
    """Does something that replaces or removes ``path``; once more when it was read-only, which Windows refuses."""
    try:
        action()
    except PermissionError:
        if not path.is_file() or path.stat().st_mode & stat.S_IWUSR:
            raise
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        action()


def _refuse_unspeakable(paths: Sequence[Path]) -> None:
    # Where the locale is POSIX and Python was told to leave it at that, no name in Chinese can be written.
    for path in paths:
        try:
            os.fsencode(path)
        except UnicodeEncodeError as reason:
            raise stop(
                "output.name", "无法写入输出文件", Place(file=str(path)),
                found="系统的语言环境不支持中文文件名", advice="先设环境变量 PYTHONUTF8=1，再重新运行",
            ) from reason  # fmt: skip


def _refuse_folders(paths: Sequence[Path]) -> None:
    # A folder can be renamed like a file, and would then be lost with all that is in it.
    if found := [path for path in paths if path.is_dir()]:
        raise BulletinError(
            error(
                "output.folder", "无法写入输出文件", Place(file=str(path)), found="有一个同名的文件夹",
                advice="把这个文件夹改名或移走，或换一个输出文件夹，然后重新运行",
            )
            for path in found
        )  # fmt: skip


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _backup(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.old")


def _prepare(path: Path, content: bytes, undo: list[Callable[[], None]]) -> None:
    for folder in reversed([path.parent, *path.parent.parents]):
        if not folder.exists():
            undo.append(folder.rmdir)
            folder.mkdir()
    temporary = _temporary(path)
    undo.append(lambda: temporary.unlink(missing_ok=True))
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _clear_up(path, temporary.stat().st_mtime)


def _clear_up(path: Path, now: float) -> None:
    """Removes what a killed run has left beside ``path``, or gives the file back where only that is left of it."""
    for left in path.parent.iterdir():
        match = _LEFT.fullmatch(left.name)
        if match and match["name"] == path.name:
            with suppress(OSError):  # another run may clear up at the same moment
                if left.stat().st_mtime < now - _GIVEN_UP:
                    _clear_away(left, path)


def _clear_away(left: Path, path: Path) -> None:
    if left.suffix == ".old" and not path.exists():
        left.replace(path)
    else:
        discard(left)


def _take_place(path: Path, undo: list[Callable[[], None]]) -> None:
    _keep_copy(path, undo)
    _writable(lambda: _temporary(path).replace(path), path)


def _keep_copy(path: Path, undo: list[Callable[[], None]]) -> None:
    """Sees to it that what is done to ``path`` next can be undone."""
    if path.exists():
        backup = _backup(path)
        undo.append(lambda: backup.unlink(missing_ok=True))
        shutil.copyfile(path, backup)
        undo[-1] = partial(_restore, path)
    else:
        undo.append(lambda: path.unlink(missing_ok=True))


def _restore(path: Path) -> None:
    try:
        _backup(path).replace(path)
    except OSError:
        if filecmp.cmp(_backup(path), path, shallow=False):
            discard(_backup(path))  # it was never replaced: what keeps it from being now kept it then


def _roll_back(undo: list[Callable[[], None]]) -> None:
    for action in reversed(undo):
        try:
            action()
        except (OSError, UnicodeEncodeError):
            continue  # the first failure is what the user must hear about; the rest is still undone


def _explained(reason: OSError) -> BulletinError:
    path = Path(str(reason.filename or ""))
    left = _LEFT.fullmatch(path.name)
    place = Place(file=str(path.with_name(left["name"]) if left else path) if path.name else "")
    if isinstance(reason, PermissionError):
        return stop(
            "output.denied",
            "无法写入输出文件",
            place,
            found="没有写入权限，或文件正被 Word、WPS、Excel 打开",
            advice="关闭打开着的同名文件，检查输出文件夹是否只读，然后重新运行",
        )
    return stop(
        "output.failed",
        "无法写入输出文件",
        place,
        found=system_reason(reason),
        advice="检查磁盘空间和输出文件夹的路径，然后重新运行",
    )
