"""narrative.docx: the same slots as narrative.md, and whatever will not be printed is named with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from bulletin_gen.county.narrative import load_narrative, read_narrative
from bulletin_gen.county.workspace import County, find_period, open_county, period_inputs
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import Options, generate
from word.made import paragraph, run, word

EXAMPLE = Path(__file__).parent.parent / "examples" / "pingjiang"
MONTH = "2024-05"


def written(folder: Path, document: Document) -> Path:
    path = folder / "narrative.docx"
    document.save(str(path))
    return path


def slots(folder: Path, document: Document) -> dict[str, str]:
    return dict(read_narrative(written(folder, document))[0])


def told(folder: Path, document: Document) -> list[str]:
    with pytest.raises(BulletinError) as caught:
        read_narrative(written(folder, document))
    return [f"{issue.place}：{issue.kind}" for issue in caught.value.issues]


def warned(folder: Path, document: Document) -> list[str]:
    return [f"{issue.place}：{issue.kind}" for issue in read_narrative(written(folder, document))[1]]


def headed(*texts: str) -> Document:
    document = docx.Document()
    document.add_heading("工作要求", 1)
    for text in texts:
        document.add_paragraph(text)
    return document


def test_headings_by_style_name_the_slots(tmp_path: Path) -> None:
    document = headed("甲。", "", "乙：", "一、压实责任")
    document.add_heading("典型案例", 1)
    document.add_heading("（一）某局拖延", 2)
    document.add_paragraph("丙。")
    expected = {"工作要求": "甲。\n\n乙：\n\n一、压实责任", "典型案例": "## 某局拖延\n\n丙。"}
    assert slots(tmp_path, document) == expected


@pytest.mark.parametrize(
    "heads", [("一、典型案例", "二、工作要求"), ("# 典型案例", "#工作要求"), ("第一部分 典型案例", "二、 工作要求")]
)
def test_without_styles_typed_numbers_name_them(tmp_path: Path, heads: tuple[str, str]) -> None:
    document = docx.Document()
    for text in (heads[0], "（一）某局拖延", "甲。", heads[1], "1.提高认识。", "（1）按期办结。"):
        document.add_paragraph(text)
    expected = {"典型案例": "（一）某局拖延\n\n甲。", "工作要求": "1.提高认识。\n\n（1）按期办结。"}
    assert slots(tmp_path, document) == expected


def test_lists_of_word_keep_their_numbers(tmp_path: Path) -> None:
    document = headed()
    for text in ("提高认识。", "按期办结。"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("各单位。", style="List Bullet")
    assert slots(tmp_path, document) == {"工作要求": "1.提高认识。\n\n2.按期办结。\n\n- 各单位。"}


def test_a_bold_beginning_is_a_run_in_head(tmp_path: Path) -> None:
    document = headed()
    mixed = document.add_paragraph()
    mixed.add_run("一是加强督办。").bold = True
    mixed.add_run("各单位要")
    mixed.add_run("高度").bold = True
    mixed.add_run("重视。")
    document.add_paragraph().add_run("全都是粗的。").bold = True
    assert slots(tmp_path, document) == {"工作要求": "**一是加强督办。**各单位要高度重视。\n\n全都是粗的。"}


def test_an_empty_slot_and_hints(tmp_path: Path) -> None:
    document = headed("<!-- 提示", "再想想 -->")
    document.add_heading("典型案例", 1)
    assert slots(tmp_path, document) == {"工作要求": "", "典型案例": ""}


def test_tracked_changes_count_as_accepted_and_are_told(tmp_path: Path) -> None:
    tracked = (
        run("抓好")
        + '<w:ins w:id="1" w:author="李">'
        + run("落实")
        + "</w:ins>"
        + ('<w:del w:id="2" w:author="李"><w:r><w:delText>工作</w:delText></w:r></w:del>')
    )
    document = word(paragraph(run("一、工作要求")), paragraph(tracked + run("。")))
    assert slots(tmp_path, document) == {"工作要求": "抓好落实。"}
    assert warned(tmp_path, document) == ["narrative.docx 第2段：有没有接受的修订"]


def test_what_would_lose_words_stops(tmp_path: Path) -> None:
    document = headed("〔请填写：工作要求〕")
    document.add_heading("工作要求", 1)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "表里的话"
    document.element.body.insert(0, word(paragraph(run("没有归属的话。"))).paragraphs[0]._p)
    expected = {
        "narrative.docx 第1段：文字前没有一级标题", "narrative.docx 第3段：还没有填写",
        "narrative.docx 第4段：同名标题出现两次", "narrative.docx 表1：正文里不能放表格",
    }  # fmt: skip
    assert set(told(tmp_path, document)) == expected


def test_boxes_stop_and_what_is_beside_the_text_is_told(tmp_path: Path) -> None:
    box = (
        "<w:r><w:pict><v:textbox><w:txbxContent>"
        + paragraph(run("框里的话"))
        + "</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    assert told(tmp_path, word(paragraph(run("一、工作要求")), paragraph(run("甲。") + box))) == [
        "narrative.docx 文本框第1段：正文里不能放文本框"
    ]
    document = headed("甲。")
    document.add_comment([document.paragraphs[1].runs[0]], text="再想想", author="李")
    document.paragraphs[1].add_run("暗的").font.hidden = True
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    assert warned(tmp_path, document) == [
        "narrative.docx 第2段：隐藏的文字不会印出",
        "narrative.docx 第2段：批注不会印出",
        "narrative.docx 页眉第1段：页眉页脚不会印出",
    ]
    titled = docx.Document()
    titled.add_heading("平江正文", 0)
    titled.add_heading("工作要求", 1)
    assert warned(tmp_path, titled) == ["narrative.docx 第1段：文档标题不会印出"]


@pytest.fixture
def county(tmp_path: Path) -> Path:
    target = tmp_path / "平江县"
    shutil.copytree(EXAMPLE, target)
    return target


def as_word(county: Path) -> Document:
    """The example's narrative as a clerk would keep it in Word."""
    document = docx.Document()
    for slot, text in load_narrative(county / MONTH / "narrative.md").items():
        document.add_heading(slot, 1)
        for line in filter(None, text.split("\n")):
            document.add_paragraph(line)
    return document


def test_a_bulletin_from_word_is_the_one_from_text(county: Path, tmp_path: Path) -> None:
    options = Options(record=False)
    first = generate(county, MONTH, tmp_path / "甲", options)
    written(county / MONTH, as_word(county))
    (county / MONTH / "narrative.md").unlink()
    second = generate(county, MONTH, tmp_path / "乙", options)
    assert [path.read_bytes() for path in second.files] == [path.read_bytes() for path in first.files]


def test_two_narratives_are_one_too_many(county: Path) -> None:
    written(county / MONTH, as_word(county))
    with pytest.raises(BulletinError, match="narrative.md、narrative.docx"):
        period_inputs(open_county(county), find_period(County(county), MONTH))


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("narrative.md.txt", "改名为 narrative.md"), ("Narrative.DOCX", "改名为 narrative.docx"),
        ("narrative.doc", "用 Word 另存为 narrative.docx"), ("narrative (1).docx", "改名为 narrative.docx"),
        ("narrative", "改名为 narrative.md"),
    ],
)  # fmt: skip
def test_a_near_miss_is_told_and_is_no_order(county: Path, name: str, advice: str) -> None:
    folder = county / MONTH
    found = find_period(County(county), MONTH)
    (folder / name).write_bytes(b"x")
    if (folder / name.lower()).exists() and name != name.lower():
        pytest.skip("这里的文件名不分大小写")
    inputs = period_inputs(open_county(county), found)
    assert [path.name for path in inputs.near] == [name]
    assert name not in [path.name for path in inputs.orders]
    (folder / "narrative.md").unlink()
    with pytest.raises(BulletinError) as caught:
        period_inputs(open_county(county), found)
    (issue,) = caught.value.issues
    assert name in issue.found and advice in issue.advice


def test_near_misses_are_named_beside_a_bulletin(county: Path, tmp_path: Path) -> None:
    (county / MONTH / "narrative.docx.docx").write_bytes(b"x")
    result = generate(county, MONTH, tmp_path / "出", Options(record=False))
    assert [(each.place.file, each.kind) for each in result.issues] == [("narrative.docx.docx", "没有读取的文件")]


def test_a_section_nobody_wrote_is_asked_for_in_word(county: Path, tmp_path: Path) -> None:
    document = headed("甲。")
    written(county / MONTH, document)
    (county / MONTH / "narrative.md").unlink()
    with pytest.raises(BulletinError) as caught:
        generate(county, MONTH, tmp_path / "出", Options(record=False))
    assert "在 narrative.docx 里加上“典型案例”（“标题 1”样式）" in str(caught.value)


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"{\\rtf"), lambda path: path.write_bytes(b"")])
def test_a_file_that_is_no_word_file_is_named(county: Path, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    (county / MONTH / "narrative.md").unlink()
    spoil(county / MONTH / "narrative.docx")
    with pytest.raises(BulletinError, match="narrative.docx"):
        generate(county, MONTH, tmp_path / "出", Options(record=False))


def test_odd_characters_are_named_by_paragraph(county: Path, tmp_path: Path) -> None:
    document = as_word(county)
    document.paragraphs[1].add_run("\ue003")
    written(county / MONTH, document)
    (county / MONTH / "narrative.md").unlink()
    result = generate(county, MONTH, tmp_path / "出", Options(record=False))
    assert [str(issue.place).split(" ")[:2] for issue in result.issues] == [["narrative.docx", "第2段"]]
