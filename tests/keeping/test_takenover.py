"""Sentences edited in a draft, taken over: words change, names stay, and the new line says the draft's paragraph."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from bulletin_gen.drafts.recorded import read_recorded
from bulletin_gen.keeping.editing.takenover import EditedSentence, edited_sentences
from bulletin_gen.keeping.editing.wordingedit import sections, with_lines, with_paragraph
from bulletin_gen.keeping.surveying import Surveys
from bulletin_gen.pipeline import generate
from bulletin_gen.word import read_word

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taken") / "平江县"
    shutil.copytree(EXAMPLES / "pingjiang", folder)
    generate(folder, "2024-05", folder / "out")
    return folder


def edited(county: Path, change: Callable[[str], str]) -> tuple[EditedSentence, ...]:
    """What is found when every run of the written bulletin's body goes through ``change``."""
    document = Document(str(next((county / "out").glob("*.docx"))))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if (text := change(run.text)) != run.text:
                run.text = text
    document.save(str(county / "改.docx"))
    run_of = read_recorded(county / "facts" / "2024-05.json")
    return edited_sentences(read_word(county / "改.docx"), run_of, Surveys().whole(county, "2024-05"))


def test_words_are_taken_over_and_names_stay(county: Path) -> None:
    (found,) = edited(county, lambda text: text.replace("共受理交办工单", "一共收到并交办群众工单"))
    assert found.written == "{月份}，{热线名称}共受理交办工单{受理案件}件。"
    assert found.rewritten == "{月份}，{热线名称}一共收到并交办群众工单{受理案件}件。" and not found.why


def test_the_new_line_prints_what_the_draft_says(county: Path, tmp_path: Path) -> None:
    (found,) = edited(county, lambda text: text.replace("共受理交办工单", "共受理、交办工单"))
    folder = tmp_path / "平江县"
    shutil.copytree(county, folder)
    path = folder / "正文.txt"
    path.write_text(with_lines(path.read_text(encoding="utf-8"), {found.line: found.rewritten}), encoding="utf-8")
    written = generate(folder, "2024-05", folder / "out").files
    document = Document(str(next(each for each in written if each.suffix == ".docx")))
    assert found.now in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("old", "new"), [("1263", "1264"), ("共受理交办工单", "共受理交办工单约1200件，"), ("汉昌街道", "汉昌镇")]
)
def test_numbers_and_names_are_not_written_fast(county: Path, old: str, new: str) -> None:
    found = edited(county, lambda text: text.replace(old, new))
    assert found and all(not each.rewritten and each.why for each in found)


def test_what_people_wrote_is_told_to_be_elsewhere(county: Path) -> None:
    (found,) = edited(county, lambda text: text.replace("及时联系群众", "当天联系群众"))
    assert not found.line and "人写的文字" in found.why


def test_an_untouched_draft_has_nothing_to_take(county: Path) -> None:
    assert edited(county, lambda text: text) == ()


def test_sections_and_paragraphs_of_a_wording() -> None:
    text = "现将情况通报如下。\n\n一、基本情况\n受理{受理}件。\n〔说明：不印〕\n二、问题\n{文字：问题}\n"
    assert [(each.heading, each.last) for each in sections(text)] == [("开头", 1), ("基本情况", 4), ("问题", 7)]
    assert with_paragraph(text, 4, "新的{受理}。").split("\n")[3:6] == [
        "受理{受理}件。",
        "新的{受理}。",
        "〔说明：不印〕",
    ]
    assert with_lines("  一\n二\r\n三", {1: "甲", 2: ""}) == "  甲\n三"
    assert sections("") == ()
