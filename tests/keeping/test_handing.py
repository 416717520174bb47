"""Files handed out and back; their versions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bulletin_gen.keeping.handing import (
    ChangedOnDiskError,
    bring_back,
    hand_out,
    like_before,
    put_aside,
    text_of,
    undo,
    write_back,
)
from bulletin_gen.keeping.versions import MOST_VERSIONS, version_content, versions
from bulletin_gen.leaves.issues import BulletinError


def saved(county: Path, text: str, name: str = "units.csv") -> Path:
    path = county / name
    write_back(county, path, text.encode(), hand_out(path).hash)
    return path


def test_what_was_changed_elsewhere_is_left(tmp_path: Path) -> None:
    path = saved(tmp_path, "甲")
    handed = hand_out(path)
    path.write_text("乙", encoding="utf-8")
    with pytest.raises(ChangedOnDiskError) as refused:
        write_back(tmp_path, path, "丙".encode(), handed.hash)
    assert refused.value.now.content.decode() == "乙"
    assert path.read_text(encoding="utf-8") == "乙"


def test_a_file_that_appeared_meanwhile_is_left(tmp_path: Path) -> None:
    nothing = hand_out(tmp_path / "正文.txt")
    (tmp_path / "正文.txt").write_text("别人写的", encoding="utf-8")
    with pytest.raises(ChangedOnDiskError):
        write_back(tmp_path, nothing.path, "我写的".encode(), nothing.hash)


@pytest.mark.parametrize(
    "content", ["一\r\n二\r\n", "一\n二\n", "\ufeff一\r\n二", "一"], ids=["windows", "unix", "marked", "no end"]
)
def test_line_ends_and_mark_stay(tmp_path: Path, content: str) -> None:
    path = tmp_path / "narrative.md"
    path.write_bytes(content.encode())
    handed = hand_out(path)
    assert like_before(text_of(handed), handed) == content.encode()


def test_the_last_twenty_are_kept_and_can_be_brought_back(tmp_path: Path) -> None:
    for number in range(30):
        path = saved(tmp_path, f"第{number}版")
    kept = versions(tmp_path, path)
    assert [version_content(tmp_path, path, each.number).decode() for each in kept] == [
        f"第{number}版" for number in range(28, 28 - MOST_VERSIONS, -1)
    ]
    bring_back(tmp_path, path, kept[3].number, hand_out(path).hash)
    assert path.read_text(encoding="utf-8") == "第25版"
    newest = versions(tmp_path, path)[0]
    assert newest.path.read_text(encoding="utf-8") == "第29版"


def test_the_time_of_a_version_is_when_it_was_written(tmp_path: Path) -> None:
    path = saved(tmp_path, "旧")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    saved(tmp_path, "新")
    assert versions(tmp_path, path)[0].written == 1_700_000_000


def test_undo_goes_back_and_forth(tmp_path: Path) -> None:
    path = saved(tmp_path, "一")
    assert not undo(tmp_path, path, hand_out(path).hash)
    saved(tmp_path, "二")
    assert undo(tmp_path, path, hand_out(path).hash)
    assert path.read_text(encoding="utf-8") == "一"
    assert undo(tmp_path, path, hand_out(path).hash)
    assert path.read_text(encoding="utf-8") == "二"


def test_the_same_content_makes_no_version(tmp_path: Path) -> None:
    path = saved(tmp_path, "一")
    saved(tmp_path, "一")
    assert versions(tmp_path, path) == ()


def test_what_is_put_aside_is_among_the_versions(tmp_path: Path) -> None:
    path = saved(tmp_path, "工单", "orders.csv")
    put_aside(tmp_path, path, hand_out(path).hash)
    assert not path.exists()
    assert versions(tmp_path, path)[0].path.read_text(encoding="utf-8") == "工单"


def test_a_version_that_is_not_kept(tmp_path: Path) -> None:
    path = saved(tmp_path, "一")
    with pytest.raises(BulletinError):
        bring_back(tmp_path, path, 9, hand_out(path).hash)
    assert path.read_text(encoding="utf-8") == "一"
