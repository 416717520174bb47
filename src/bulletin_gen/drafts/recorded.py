"""The recorded run that a draft can be held against."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.runs.record import RecordedRun, read_record


def read_recorded(path: Path) -> RecordedRun:
    """The run that ``path``, a facts.json, records.

    Raises ``BulletinError`` when it is none, or was written before bulletins recorded their lines.
    """
    try:
        found = read_record(path)
    except BulletinError as reason:
        raise _unusable(path, "不是 facts.json，或已损坏") from reason
    if not found.printed:
        raise _unusable(path, "是旧版程序写的，没有记下印出的文字")
    return found


def _unusable(path: Path, found: str) -> BulletinError:
    return stop(
        "drafts.facts", "数据文件不能用来核对稿件", Place(file=path.name), found=found,
        advice="用当时的工单重新运行 generate，再核对",
    )  # fmt: skip
