"""``bulletin-gen check`` as people and programs call it."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
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


def test_results_are_written_as_workbook_and_comments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph("某某县热线情况通报")
    document.add_paragraph(WRONG.strip())
    table = document.add_table(3, 2)
    for row, cells in enumerate((("单位", "受理数"), ("甲局", "40"), ("合计", "41"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.save(str(tmp_path / "通报.docx"))
    said = call(capsys, "check", str(tmp_path / "通报.docx"), "--out", str(tmp_path / "结果"))
    assert said.code == 1
    copy = docx.Document(str(tmp_path / "结果" / "通报（检查）.docx"))
    (comment,) = copy.comments
    assert comment.text == "错（占比）：印的是 21.00%；应为 20.00%；40÷200=20.0000%"
    commented = copy.element.xpath("//w:commentRangeStart/following-sibling::w:r[1]/w:t")
    assert [each.text for each in commented] == ["21.00%"]
    assert [each.text for each in copy.paragraphs] == ["某某县热线情况通报", WRONG.strip()]
    sheet = openpyxl.load_workbook(tmp_path / "结果" / "检查结果.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[2]] == [
        "通报.docx", "错", "第2段", "占比", "乙类40件，占比21.00%", "21.00%", "20.00%", "40÷200=20.0000%",
    ]  # fmt: skip


def test_a_cell_of_a_table_is_commented_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    rows = (("单位", "受理数", "办结数"), ("甲局", "40", "39"), ("乙局", "30", "27"), ("合计", "70", "76"))
    table = document.add_table(len(rows), 3)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.save(str(tmp_path / "附表.docx"))
    call(capsys, "check", str(tmp_path / "附表.docx"), "-o", str(tmp_path / "结果"))
    copy = docx.Document(str(tmp_path / "结果" / "附表（检查）.docx"))
    assert [each.text[:7] for each in copy.comments] == ["错（合计）：印"]
    assert copy.tables[0].cell(3, 2)._tc.xpath(".//w:commentRangeStart")


def test_a_word_file_that_is_held_against_no_data_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph(RIGHT)
    document.save(str(tmp_path / "通报.docx"))
    said = call(capsys, "check", str(tmp_path / "通报.docx"))
    assert "通报.docx：没有与数据核对" in said.out and "--county 县文件夹" in said.out
