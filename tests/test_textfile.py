"""Text files in the encodings that Windows programs write."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.written.textfile import read_text


def refused(path: Path) -> str:
    with pytest.raises(BulletinError) as caught:
        read_text(path)
    (issue,) = caught.value.issues
    return str(issue)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_utf8_with_any_line_ends(tmp_path: Path, bom: bytes, end: str) -> None:
    path = tmp_path / "甲.yaml"
    path.write_bytes(bom + f"甲{end}乙{end}".encode())
    assert read_text(path) == "甲\n乙\n"


def test_gbk_is_named_with_the_first_line_that_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_bytes("kind: a\ncounty: 某县\n".encode("gb18030"))
    assert refused(path) == (
        "甲.yaml 第2行：文件编码不是 UTF-8；读到：GBK/GB18030（ANSI）；处理：用记事本或编辑器打开，另存为时编码选 UTF-8"
    )


def test_utf16_is_named(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text("kind: 甲\n", encoding="utf-16")
    assert "UTF-16" in refused(path)


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_bytes(b"PK\x03\x04\xff\xff\xff\xff\n")
    assert "不能识别的字节" in refused(path)


def test_a_missing_file_is_said_to_be_missing_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    assert refused(path) == f"profile.yaml：文件不存在；应为：{path}；处理：检查文件名和所在文件夹"


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.mkdir()
    assert "文件无法读取" in refused(path)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path) -> bytes:
        raise PermissionError(13, "denied", str(self))

    (tmp_path / "narrative.md").write_text("一节", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(BulletinError, match="文件无法读取；读到：没有权限"):
        read_text(tmp_path / "narrative.md")
