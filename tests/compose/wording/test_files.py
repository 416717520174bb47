"""The wording file as text and as a Word file: the same paragraphs, and what neither may hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bulletin_gen.compose.wording import load_wording
from bulletin_gen.compose.wording.files import read_wording, text_lines
from bulletin_gen.county.workspace import County
from bulletin_gen.inputs import open_rules
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import Options, generate
from cli.calls import EXAMPLES

TEXT = """一、基本情况
{期间}，受理{受理}件【，同比{受理：同比}】。
（一）各单位
1.【前三位是{单位：受理前3}。】
{表：各单位情况}
【每周纵览】
"""


def _word(path: Path, *, styles: bool) -> Path:
    """The same text as a Word file: headings by their styles or by their numbers; braces torn across runs."""
    document = Document()
    for line in TEXT.splitlines():
        level = 1 if line.startswith("一、") else 2 if line.startswith("（一）") else 0
        words = line.partition("、" if level == 1 else "）")[2] if level and styles else line
        paragraph = document.add_paragraph(style=f"Heading {level}" if level and styles else None)
        for start in range(0, len(words), 3):
            paragraph.add_run(words[start : start + 3]).bold = start % 2 == 0
    document.save(str(path))
    return path


@pytest.mark.parametrize("styles", [True, False])
def test_a_word_file_says_what_the_text_says(styles: bool, tmp_path: Path) -> None:
    lines = read_wording(_word(tmp_path / "正文.docx", styles=styles)).lines
    assert [(each.level, each.text) for each in lines] == [
        (each.level, each.text) for each in text_lines(TEXT, "正文.txt")
    ]
    assert lines[1].place.file == "正文.docx" and "第2段" in lines[1].place.key


def test_what_would_be_passed_over_in_a_word_file_is_refused(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("受理{受理}件。")
    document.add_table(1, 1).cell(0, 0).text = "表格"
    changed = document.add_paragraph("改过的")
    inserted = OxmlElement("w:ins")
    inserted.set(qn("w:author"), "甲")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "插入的字"
    run.append(text)
    inserted.append(run)
    changed._p.append(inserted)  # noqa: SLF001 - python-docx has no way to track a change
    path = tmp_path / "正文.docx"
    document.save(str(path))
    with pytest.raises(BulletinError) as caught:
        load_wording(path)
    assert {issue.kind for issue in caught.value.issues} == {"正文里有表格", "还有没接受的修订"}


def test_a_slip_in_a_word_file_is_told_by_its_paragraph(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("现将情况通报如下：")
    document.add_paragraph("受理{受理件。")
    path = tmp_path / "正文.docx"
    document.save(str(path))
    with pytest.raises(BulletinError) as caught:
        load_wording(path)
    assert str(caught.value.issues[0]).startswith("正文.docx 第2段“受理{受理件。”第3字：“{”没有配上“}”")


def test_two_wording_files_are_one_too_many(tmp_path: Path) -> None:
    for name in ("正文.txt", "正文.docx"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(BulletinError, match="正文有两份"):
        _ = County(tmp_path).wording


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """An example with a wording file in place of its template."""
    folder = tmp_path / "pingjiang"
    shutil.copytree(EXAMPLES / "pingjiang", folder)
    text = (
        "一、基本情况\n{期间}，全县{热线名称}办理工单{办理}件，办结率{办结率}。\n{文字：典型案例}\n{文字：工作要求}\n"
    )
    (folder / "正文.txt").write_text(text, encoding="utf-8")
    return folder


def _body(folder: Path, out: Path) -> list[str]:
    result = generate(folder, None, out, Options(record=False))
    document = Document(str(next(path for path in result.files if path.suffix == ".docx")))
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_text_and_word_give_the_same_bulletin(county: Path, tmp_path: Path) -> None:
    by_text = _body(county, tmp_path / "text")
    document = Document()
    for line in (county / "正文.txt").read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    (county / "正文.txt").unlink()
    document.save(str(county / "正文.docx"))
    assert _body(county, tmp_path / "word") == by_text
    assert any("2024年5月，全县" in line and "办结率100%" in line for line in by_text)


def test_wording_is_checked_without_orders(county: Path) -> None:
    (county / "正文.txt").write_text("办理{办理件。\n同比下降{办理：同比}\n", encoding="utf-8")
    with pytest.raises(BulletinError) as caught:
        open_rules(County(county))
    assert [issue.place.row for issue in caught.value.issues] == [1, 2]


def test_a_slot_that_nobody_wrote_and_one_that_is_not_printed_are_told(county: Path, tmp_path: Path) -> None:
    (county / "正文.txt").write_text("办理{办理}件。\n{文字：没有这一节}\n", encoding="utf-8")
    with pytest.raises(BulletinError) as caught:
        generate(county, None, tmp_path / "out", Options(record=False))
    kinds = {issue.kind for issue in caught.value.issues}
    assert kinds == {"缺少要人写的一节", "写了却不会印出的一节"}
