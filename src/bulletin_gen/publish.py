"""Putting finished files in their place: all of them whole under their final names, or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bulletin_gen.issues import BulletinError, Place, error, stop, system_reason


def publish(files: Mapping[Path, bytes], stale: Sequence[Path] = ()) -> None:
    """Writes ``files`` (final path → content) and removes ``stale`` ones, or changes nothing.

    Raises ``BulletinError`` when a folder cannot be made or written, an old file is open in Word or Excel, or a folder
    has the name of a file.
    """
    _refuse_folders((*files, *stale))
    undo: list[Callable[[], None]] = []
    try:
        for path, content in files.items():
            _prepare(path, content, undo)
        for path in files:
            _take_place(path, undo)
        for path in stale:
            _set_aside(path, undo)
    except OSError as reason:
        _roll_back(undo)
        raise _explained(reason) from reason
    for path in (*files, *stale):
        _backup(path).unlink(missing_ok=True)


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
            folder.mkdir()
            undo.append(folder.rmdir)
    temporary = _temporary(path)
    undo.append(lambda: temporary.unlink(missing_ok=True))
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _take_place(path: Path, undo: list[Callable[[], None]]) -> None:
    _set_aside(path, undo)
    _temporary(path).replace(path)
    undo.append(lambda: path.unlink(missing_ok=True))


def _set_aside(path: Path, undo: list[Callable[[], None]]) -> None:
    if path.exists():
        # Renaming first shows whether another program holds the file, while everything can still be undone.
        path.replace(_backup(path))
        undo.append(lambda: _restore(path))


def _restore(path: Path) -> None:
    _backup(path).replace(path)


def _roll_back(undo: list[Callable[[], None]]) -> None:
    for action in reversed(undo):
        try:
            action()
        except OSError:
            continue  # the first failure is what the user must hear about; the rest is still undone


def _explained(reason: OSError) -> BulletinError:
    path = Path(str(reason.filename or ""))
    name = path.name.removeprefix(".").removesuffix(".tmp").removesuffix(f".{os.getpid()}")
    place = Place(file=str(path.with_name(name)) if name else "")
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
