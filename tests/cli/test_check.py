"""``bulletin-gen check`` as people and programs call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calls import call

WRONG = "本月共受理工单200件，其中甲类50件，占比25.00%；乙类40件，占比21.00%；丙类110件，占比55.00%。\n"
RIGHT = WRONG.replace("21.00%", "20.00%")


def _file(folder: Path, text: str, name: str = "通报.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_wrong_share_is_told_with_its_arithmetic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "check", str(_file(tmp_path, WRONG)))
    assert said.code == 1
    assert "错 1 处" in said.out
    assert "40÷200=20.0000%" in said.out


def test_nothing_wrong_is_exit_code_nought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "check", str(_file(tmp_path, RIGHT)))
    assert (said.code, said.err) == (0, "")
    assert "没有发现问题" in said.out


def test_json_is_one_object_with_findings_and_confirmed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "check", str(_file(tmp_path, WRONG)), "--json")
    found = json.loads(said.out)
    assert list(found) == ["findings", "confirmed"]
    assert found["findings"] == [
        {
            "file": "通报.txt",
            "level": "错",
            "kind": "share",
            "quote": "乙类40件，占比21.00%",
            "printed": "21.00%",
            "follows": "20.00%",
            "why": "40÷200=20.0000%",
        }
    ]
    assert {"file": "通报.txt", "kind": "share", "quote": "甲类50件，占比25.00%"} in found["confirmed"]


def test_a_folder_is_all_its_bulletins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _file(tmp_path, WRONG, "一.txt")
    _file(tmp_path, RIGHT, "二.md")
    _file(tmp_path, WRONG, "~$三.txt")
    _file(tmp_path, WRONG, "四.jpg")
    said = call(capsys, "check", str(tmp_path))
    assert said.code == 1
    assert "一.txt" in said.out and "二.md" in said.out
    assert "三" not in said.out and "四" not in said.out


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("没有.txt", None, "没有这个文件"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xff\xfe", "文件内容不是文字"),
        ("表.png", b"x", "不能检查这种文件"),
        ("坏.docx", b"PK\x03\x04 broken", "坏.docx"),
    ],
)
def test_what_cannot_be_read_gets_one_message(
    name: str, content: bytes | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    said = call(capsys, "check", str(path))
    assert said.code == 1
    assert words in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_text_of_gb18030_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "通报.txt"
    path.write_bytes(WRONG.encode("gb18030"))
    assert "21.00%" in call(capsys, "check", str(path)).out
