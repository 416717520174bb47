"""Text files that people write: read as UTF-8, or refused with the line and the remedy."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.leaves.content import content_of_file
from bulletin_gen.leaves.issues import Place, stop, system_reason

_SAVE_AS = "用记事本或编辑器打开，另存为时编码选 UTF-8"


def read_text(path: Path, label: str = "") -> str:
    """The text of ``path`` with ``\\n`` as line end; a UTF-8 BOM is dropped.

    ``label`` is how messages call the file (default: its name). Raises ``BulletinError`` when there is no such
    file, when it cannot be read, and when it is not UTF-8.
    """
    place = Place(file=label or path.name)
    try:
        raw = content_of_file(path)
    except FileNotFoundError as reason:
        raise stop("file.missing", "文件不存在", place, expected=str(path), advice="检查文件名和所在文件夹") from reason
    except OSError as reason:
        found = system_reason(reason)
        raise stop("file.unreadable", "文件无法读取", place, found=found, advice="检查权限或是否被占用") from reason
    return _decoded(raw, place.file).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes, label: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise stop("file.encoding", "文件编码不是 UTF-8", Place(label), found="UTF-16（Unicode）", advice=_SAVE_AS)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = raw.count(b"\n", 0, reason.start) + 1
        found = "GBK/GB18030（ANSI）" if _is_gb18030(raw) else "不能识别的字节"
        raise stop(
            "file.encoding", "文件编码不是 UTF-8", Place(label, row=line), found=found, advice=_SAVE_AS
        ) from reason


def _is_gb18030(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
