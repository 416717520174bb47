"""The bulletin on an office's own letterhead: three made in LibreOffice like real ones, and what is refused."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from msgspec.structs import replace

from bulletin_gen.compose.wording import load_wording
from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.find import find_run, find_runs
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.recorded import read_recorded
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import Options, Result, generate, rehearse
from bulletin_gen.render.office import write_letterhead
from bulletin_gen.runs.record import as_record
from bulletin_gen.verify.letterhead import letterhead_issues
from bulletin_gen.word import read_word
from bulletin_gen.word.charts import chart_parts, data_book_of, read_chart
from drafts.altered import altered_county
from drafts.bulletins import EXAMPLES
from drafts.by_script import county_by_script
from drafts.corpus.refreshing import renew
from render import samples
from render.office_letters import FACE, HEAD, KINDS, allow, county_with, draft
from render.pages import render_documents

#: What each letterhead leaves in the bulletin.
LEFT = {
    1: (r"<w:hdr.*<pic:pic.*", "header"),
    2: (r"内部资料　注意保存", "document"),
    3: (r'w:orient="landscape"', "document"),
}


def _docx(result: Result) -> Path:
    return next(path for path in result.files if path.suffix == ".docx")


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Path, Path, Path]]:
    """Kind → the county's folder, its bulletin, its recorded facts."""
    folder = tmp_path_factory.mktemp("offices")
    found = {}
    for kind, county in county_with(folder).items():
        result = generate(county, None, folder / f"out{kind}", Options(record=False))
        found[kind] = county, _docx(result), folder / f"out{kind}" / "facts.json"
    return found


@pytest.mark.rendered
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_bulletin_stands_in_the_office_s_own_file(
    letters: dict[int, tuple[Path, Path, Path]], kind: int, tmp_path: Path
) -> None:
    county, path, _ = letters[kind]
    words, part = LEFT[kind]
    with zipfile.ZipFile(path) as package:
        parts = [package.read(each).decode() for each in package.namelist() if re.match(rf"word/{part}\d*\.xml", each)]
    assert any(re.search(words, each) for each in parts)
    document = docx.Document(str(path))
    said = [each for each in document.paragraphs if each.text.strip()]
    assert [each.text for each in said[:2]] == [HEAD, "关于2024年5月热线办理情况的通报"]
    sentence = next(each for each in said if "共受理交办工单" in each.text)
    faces = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in sentence.runs if run._r.rPr is not None}  # noqa: SLF001
    assert faces == {FACE}
    assert sentence.paragraph_format.first_line_indent
    assert "{" not in "".join(each.text for each in said)
    assert len(document.tables) == 1
    if kind == 1:
        pages = render_documents({"bulletin": path.read_bytes()}, tmp_path)["bulletin"].pages
        assert len(pages) > 2
        heads = ["".join(line.text for line in page.lines).replace("　", "") for page in pages]
        assert all("某县人民政府办公室文件" in each for each in heads), "a header on every page"


@pytest.mark.rendered
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_such_a_bulletin_is_checked_refreshed_and_rolled_forward(
    letters: dict[int, tuple[Path, Path, Path]], kind: int, tmp_path: Path
) -> None:
    county, path, facts = letters[kind]
    old = read_recorded(facts)
    assert {each.verdict for each in check_draft(read_word(path), old).findings} == {Verdict.RIGHT}
    if kind == 1:
        folder, period = Path(shutil.copytree(county_by_script("pingjiang"), tmp_path / "县")), "2024-06"
    else:
        folder, period = altered_county("pingjiang", 1, 0.04)
    for name in ("正文.txt", "标识.csv"):  # the letterhead's county has English names and sentences of its own
        (folder / name).unlink()
    for name in ("正文.docx", "profile.yaml"):
        shutil.copyfile(county / name, folder / name)
    allow(folder, "某路1号")
    found = renew(path, old, as_record(rehearse(folder, period)))
    assert found.wrong == []
    assert found.renewed > 3


# ---- what is made without LibreOffice ------------------------------------------------------------------------------
SENTENCES = ["一、基本情况", "{期间}共受理{受理案件}件。", "{文字：典型案例}", "{文字：工作要求}"]


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A county whose sentences stand under a header."""
    folder = tmp_path / "pingjiang"
    shutil.copytree(EXAMPLES / "pingjiang", folder)
    (folder / "正文.txt").unlink()
    draft(SENTENCES, folder / "正文.docx")
    _changed(folder, lambda document: document.sections[0].header.paragraphs[0].add_run("平江县文件"))
    return folder


def test_a_bulletin_on_a_letterhead_says_whose_it_is(county: Path, tmp_path: Path) -> None:
    path = _docx(generate(county, None, tmp_path / "out"))
    (tmp_path / "稿件").mkdir()
    moved = Path(shutil.move(path, tmp_path / "稿件" / "稿件.docx"))  # no facts.json beside it, as on a clerk's desk
    assert [each.period.key for each in find_runs(moved, read_word(moved), county)] == ["2024-05"]
    found = find_run(moved, read_word(moved), county)
    assert found is not None
    assert {each.verdict for each in check_draft(read_word(moved), found[1]).findings} == {Verdict.RIGHT}


def _changed(folder: Path, change: object) -> None:
    document = docx.Document(str(folder / "正文.docx"))
    change(document)  # type: ignore[operator]
    document.save(str(folder / "正文.docx"))


def _written_on(county: Path, path: Path) -> Path:
    """An empty bulletin on the county's letterhead."""
    path.write_bytes(write_letterhead(replace(samples.notice(annexes=1), body=()), county / "正文.docx"))
    return path


def test_the_same_bytes_come_out_and_nothing_of_the_file_is_lost(county: Path, tmp_path: Path) -> None:
    made = [_docx(generate(county, None, tmp_path / name, Options(record=False))) for name in ("one", "two")]
    written, office = made[0].read_bytes(), (county / "正文.docx").read_bytes()
    assert written == made[1].read_bytes()
    assert [*letterhead_issues(written, office)] == []
    faces = {run.font.name for each in docx.Document(io.BytesIO(written)).paragraphs for run in each.runs}
    assert {"黑体", FACE} <= faces


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/header1.xml", "平江县文件", "平江县文号"),
        ("word/document.xml", "<w:pgMar w:right", "<w:pgMar w:gutter"),
        ("word/styles.xml", 'w:val="Normal"', 'w:val="Other"'),
    ],
)
def test_a_letterhead_that_is_not_as_it_was_is_a_fault(
    county: Path, tmp_path: Path, part: str, old: str, new: str
) -> None:
    path = _written_on(county, tmp_path / "out.docx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode() if name == part else before.read(name)
            if isinstance(content, str):
                content = (
                    re.sub('w:pgMar [^>]*w:right="', 'w:pgMar w:right="1', content, count=1)
                    if ("pgMar" in old)
                    else content.replace(old, new)
                )
            after.writestr(name, content)
    assert [*letterhead_issues(buffer.getvalue(), (county / "正文.docx").read_bytes())]


def _field(document: object) -> None:
    run = document.paragraphs[3].add_run()  # type: ignore[attr-defined]
    field = OxmlElement("w:fldChar")
    field.set(qn("w:fldCharType"), "begin")
    run._r.append(field)  # noqa: SLF001 - python-docx makes no fields


def _protection(document: object) -> None:
    document.settings.element.append(OxmlElement("w:documentProtection"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_field, "句子里有域"),
        (_protection, "里面有编辑限制"),
        (lambda made: made.add_comment(made.paragraphs[3].runs, "改一下", "甲", "甲"), "里面有批注"),
        (lambda made: made.sections[0].footer.paragraphs[0].add_run("第{期号}期"), "页眉页脚、文本框和表格里的名称"),
    ],
)  # fmt: skip
def test_what_a_bulletin_cannot_keep_is_refused_by_name(county: Path, change: object, told: str) -> None:
    _changed(county, change)
    with pytest.raises(BulletinError, match=told):
        load_wording(county / "正文.docx")


def test_a_number_in_the_letterhead_must_be_the_office_s_own(county: Path, tmp_path: Path) -> None:
    _changed(county, lambda made: made.sections[0].footer.paragraphs[0].add_run("本期第5期"))
    with pytest.raises(BulletinError) as caught:
        generate(county, None, tmp_path / "out", Options(record=False))
    assert str(caught.value.issues[0]).startswith("正文.docx 页脚第1段“本期第5期”第4字：写了数字“5”")
    allow(county, "第5期")
    generate(county, None, tmp_path / "out", Options(record=False))


def test_what_the_rules_say_of_the_head_is_told_of(county: Path, tmp_path: Path) -> None:
    result = generate(county, None, tmp_path / "out", Options(record=False))
    assert any("正文文件带信头" in str(each) and "mark" in str(each) for each in result.issues)


def test_tables_stand_where_they_are_named(county: Path, tmp_path: Path) -> None:
    rules = (county / "profile.yaml").read_text(encoding="utf-8")
    (county / "profile.yaml").write_text(
        rules.replace('综合评价表"\n', '综合评价表"\n    place: body\n'), encoding="utf-8"
    )
    draft([*SENTENCES[:2], "{表：" + _table_name(county) + "}", *SENTENCES[2:]], county / "正文.docx")
    _changed(county, lambda document: document.sections[0].header.paragraphs[0].add_run("平江县文件"))
    body = docx.Document(str(_docx(generate(county, None, tmp_path / "out", Options(record=False))))).element.body
    kinds = [each.tag.rpartition("}")[2] for each in body]
    assert kinds.index("tbl") < len(kinds) - 6


def test_charts_stand_on_the_letterhead_with_their_data(county: Path, tmp_path: Path) -> None:
    """In the text and in a section that lies across, each as wide as its own type area, under names of its own."""
    draft(
        [*SENTENCES[:2], "{图：乡镇（街道）：受理案件：条形}", *SENTENCES[2:], "{图：信箱：件数：环形}"],
        county / "正文.docx",
    )
    _changed(county, _landscape_end)
    path = _docx(generate(county, None, tmp_path / "out", Options(record=False)))
    document = docx.Document(str(path))
    (first, second) = document.inline_shapes
    narrow, wide = (section.page_width - section.left_margin - section.right_margin for section in document.sections)
    assert abs(first.width - narrow) < 20_000 and abs(second.width - wide) < 20_000 and wide > narrow
    numbers = [each.get("id") for each in document.element.body.iter(qn("wp:docPr"))]
    assert len(set(numbers)) == len(numbers)
    said = [each.text for each in document.paragraphs]
    assert [each for each in said if each.startswith("图")] == [
        "图1　2024年5月乡镇（街道）受理案件", "图2　2024年5月信箱件数",
    ]  # fmt: skip
    drawn = [read_chart(each) for each in chart_parts(document)]
    books = [data_book_of(each) for each in chart_parts(document)]
    for chart, (_, book) in zip(drawn, filter(None, books), strict=True):
        rows = [*openpyxl.load_workbook(io.BytesIO(book.blob)).active.iter_rows(values_only=True)]
        assert [row[0] for row in rows[1:]] == list(chart.categories)
        for column, series in enumerate(chart.series, 1):
            assert [Decimal(str(row[column])) for row in rows[1:]] == [Decimal(value) for value in series.values]
    assert _docx(generate(county, None, tmp_path / "again", Options(record=False))).read_bytes() == path.read_bytes()


def _landscape_end(document: Document) -> None:
    """The last line but the date stands in a section of its own, turned; the first section has a header with words."""
    document.sections[0].header.paragraphs[0].add_run("平江县文件")
    last = document.paragraphs[-2]
    section = document.add_section()
    section.orientation, section.page_width, section.page_height = (
        WD_ORIENT.LANDSCAPE, section.page_height, section.page_width,
    )  # fmt: skip
    document.element.body.sectPr.addprevious(last._p)  # noqa: SLF001


def _table_name(county: Path) -> str:
    from bulletin_gen.profile.load import load_profile

    return next(each.called for each in load_profile(county / "profile.yaml").tables.values())
