"""Data planted in every corner of a Word file: none is left in any byte of the copy, none is in what is told."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from bulletin_gen.public.gate import make_public
from cli.calls import call

EXAMPLES = Path(__file__).parents[2] / "examples"
VALUES = {
    "正文": "13812348001", "表格": "430626199001011234", "页眉": "13812348002", "页脚": "13812348003",
    "文本框": "13812348004", "批注": "13812348005", "属性": "13812348006", "隐藏": "13812348007",
    "删除": "13812348008", "插入": "13812348009", "拆开": "13812348010", "域": "13812348011", "链接": "13812348012",
    "替代文字": "13812348013", "控件": "13812348014",
}  # fmt: skip
NAME = "李小明"


def _planted(folder: Path) -> Path:
    document = docx.Document()
    paragraph = document.add_paragraph(f"市民{NAME}（电话{VALUES['正文']}）反映漏水。")
    document.add_comment([paragraph.runs[0]], text=f"已联系{VALUES['批注']}", author=NAME)
    table = document.add_table(2, 3)
    for column, (head, text) in enumerate((("姓名", "王建国"), ("身份证号", VALUES["表格"]), ("办理结果", "已办结"))):
        table.cell(0, column).text, table.cell(1, column).text = head, text
    document.sections[0].header.paragraphs[0].text = f"联系电话{VALUES['页眉']}"
    document.sections[0].footer.paragraphs[0].text = VALUES["页脚"]
    document.core_properties.author, document.core_properties.comments = NAME, VALUES["属性"]
    document.add_paragraph().add_run(VALUES["隐藏"]).font.hidden = True
    split = document.add_paragraph()
    for piece in ("电话", VALUES["拆开"][:3], VALUES["拆开"][3:6], VALUES["拆开"][6:]):
        split.add_run(piece).bold = piece.startswith("1")
    for xml in _odd_corners():
        document.element.body.insert(1, parse_xml(xml))
    document.add_paragraph("已答复" + NAME + "，三栋楼的路灯12盏已修好。")
    path = folder / "通报.docx"
    document.save(str(path))
    return path


def _odd_corners() -> list[str]:
    w = nsdecls("w")
    run = "<w:r><w:t>{}</w:t></w:r>"
    drawing = (
        '<w:p {ns}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt="{alt}"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>电话{box}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    return [
        f'<w:p {w}><w:del w:id="1" w:author="{NAME}"><w:r><w:delText>{VALUES["删除"]}</w:delText></w:r></w:del></w:p>',
        f'<w:p {w}><w:ins w:id="2" w:author="{NAME}">{run.format("电话" + VALUES["插入"])}</w:ins></w:p>',
        f'<w:p {w}><w:fldSimple w:instr="HYPERLINK tel:{VALUES["域"]}">{run.format("来电")}</w:fldSimple></w:p>',
        f'<w:p {w}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "{VALUES["链接"]}"'
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run.format("点这里")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        f'<w:p {w}><w:sdt><w:sdtPr><w:alias w:val="{VALUES["控件"]}"/></w:sdtPr>'
        f"<w:sdtContent>{run.format('控件里的字')}</w:sdtContent></w:sdt></w:p>",
        drawing.format(ns=w, alt=VALUES["替代文字"], box=VALUES["文本框"]),
    ]


def _bytes(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        whole = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    return whole + re.sub(r"<[^>]+>", "", whole)


def test_nothing_is_left_in_any_byte(tmp_path: Path) -> None:
    made = make_public(_planted(tmp_path))
    whole = _bytes(made.content)
    assert [place for place, value in VALUES.items() if value in whole] == []
    assert NAME not in whole and "王建国" not in whole
    assert made.unsure == ()


def test_what_may_be_published_stays(tmp_path: Path) -> None:
    made = make_public(_planted(tmp_path))
    copy = docx.Document(io.BytesIO(made.content))
    texts = [each.text for each in copy.paragraphs]
    assert "市民李某某（电话138****8001）反映漏水。" in texts
    assert "已答复李某某，三栋楼的路灯12盏已修好。" in texts
    assert "点这里" in texts and "控件里的字" in texts and "来电" in texts
    assert [cell.text for cell in copy.tables[0].rows[1].cells] == ["王某某", "******", "已办结"]
    assert "电话138****8009" in texts
    assert not list(copy.element.iter(qn("w:ins"), qn("w:del"), qn("w:bookmarkStart")))


def test_the_log_counts_and_never_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "public", str(_planted(tmp_path)), "--out", str(tmp_path / "公开"))
    assert said.code == 0
    assert "手机号" in said.out and "批注" in said.out and "文档属性" in said.out
    assert [value for value in (*VALUES.values(), NAME) if value in said.out + said.err] == []
    assert (tmp_path / "公开" / "通报（公开）.docx").is_file()


def test_a_doubtful_name_stops_it_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph("情况通报")
    document.add_paragraph("居民李小明深夜打来。")
    document.save(str(tmp_path / "稿件.docx"))
    said = call(capsys, "public", str(tmp_path / "稿件.docx"), "--out", str(tmp_path))
    assert said.code == 1
    assert "正文第2段" in said.out and NAME not in said.out
    assert not (tmp_path / "稿件（公开）.docx").exists()
    said = call(capsys, "public", str(tmp_path / "稿件.docx"), "--official", NAME, "--out", str(tmp_path))
    assert said.code == 0


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "public", str(_planted(tmp_path)), "--dry-run", "--out", str(tmp_path / "公开"))
    assert said.code == 0
    assert not (tmp_path / "公开").exists()


def test_a_text_without_persons_keeps_every_word(tmp_path: Path) -> None:
    document = docx.Document()
    texts = ["某某县12345热线通报", "3月份共受理1263件，办结率97.65%，监督电话0730-6222345。", "县长李明主持会议。"]
    for text in texts:
        document.add_paragraph(text)
    document.save(str(tmp_path / "稿件.docx"))
    made = make_public(tmp_path / "稿件.docx")
    assert [each.text for each in docx.Document(io.BytesIO(made.content)).paragraphs] == texts
    assert made.masked == {}


def _counts(tmp_path: Path, rows: list[tuple[str, ...]]) -> Path:
    """A draft with one table of these rows."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "稿件.docx"
    document.save(str(path))
    return path


def _cells(content: bytes) -> list[tuple[str, ...]]:
    table = docx.Document(io.BytesIO(content)).tables[0]
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


ROWS = [
    ("序号", "单位", "信访举报", "受理", "满意率"),
    ("1", "甲局", "2", "40", "97.50%"),
    ("2", "乙局", "7", "55", "98.18%"),
    ("3", "丙局", "9", "30", "100.00%"),
    ("", "合计", "18", "125", "98.40%"),
]


def test_small_cells_are_hidden_with_what_would_give_them_away(tmp_path: Path) -> None:
    made = make_public(_counts(tmp_path, ROWS), small_cells=5)
    assert _cells(made.content) == [
        ROWS[0],
        ("1", "甲局", "*", "40", "*"),
        ("2", "乙局", "*", "55", "*"),  # the total would give the one hidden count away
        ROWS[3],
        ROWS[4],
    ]
    assert made.masked["小数目"] == 4


def test_nothing_is_hidden_where_the_profile_does_not_ask(tmp_path: Path) -> None:
    made = make_public(_counts(tmp_path, ROWS))
    assert _cells(made.content) == ROWS
    assert "小数目" not in made.masked


def test_columns_that_count_nothing_are_left(tmp_path: Path) -> None:
    rows = [("排名", "单位", "得分", "受理"), ("1", "甲局", "3", "40"), ("2", "乙局", "2", "55")]
    made = make_public(_counts(tmp_path, rows), small_cells=5)
    assert _cells(made.content) == rows


def test_two_hidden_counts_of_a_column_need_no_third(tmp_path: Path) -> None:
    rows = [("单位", "件数"), ("甲局", "1"), ("乙局", "3"), ("丙局", "9"), ("合计", "13")]
    made = make_public(_counts(tmp_path, rows), small_cells=5)
    assert _cells(made.content) == [rows[0], ("甲局", "*"), ("乙局", "*"), rows[3], rows[4]]


def test_the_profile_names_officials_and_small_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = tmp_path / "某县"
    shutil.copytree(EXAMPLES / "pingjiang", county, ignore=shutil.ignore_patterns("20*", "facts"))
    profile = county / "profile.yaml"
    profile.write_text(
        profile.read_text(encoding="utf-8") + "\npublic: {officials: [李志强], small_cells: 5}\n", encoding="utf-8"
    )
    path = _counts(tmp_path, [*ROWS[:2], ("2", "群众李志强反映", "7", "55", "98.18%"), *ROWS[3:]])
    said = call(capsys, "public", str(path), "--out", str(tmp_path), "--county", str(county))
    assert said.code == 0, said
    written = _cells((tmp_path / "稿件（公开）.docx").read_bytes())
    assert written[2] == ("2", "群众李志强反映", "*", "55", "*")
    assert "小数目 4 处" in said.out
