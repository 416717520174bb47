"""The lock of an output folder: one run at a time, and disks that know no locks."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from bulletin_gen.batch import lock
from bulletin_gen.batch.lock import sole_use
from bulletin_gen.leaves.issues import BulletinError


def failing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(lock, "_lock", fail)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with sole_use(tmp_path) as issues:
        assert issues == ()
        with pytest.raises(BulletinError, match="另一次批量生成正在使用这个输出文件夹"), sole_use(tmp_path):
            pass
    with sole_use(tmp_path):
        pass


def test_a_disk_without_locks_is_used_with_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, errno.ENOLCK)
    with sole_use(tmp_path) as issues:
        assert "不支持加锁；读到：这个磁盘不支持文件锁" in str(issues[0])


def test_a_fault_of_the_disk_is_not_said_to_be_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, errno.EIO)
    with pytest.raises(BulletinError, match="无法写入输出文件夹"), sole_use(tmp_path):
        pass
