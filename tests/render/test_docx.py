"""The .docx as a reader's library sees it: text whole, headings by style, tables by title, nothing foreign."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from msgspec.structs import replace

from bulletin_gen.render.docx import write_docx
from bulletin_gen.tree import Annex, Bulletin, Paragraph, Table, plain, text, texts
from render import samples

forms = pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL.keys())


def reopened(bulletin: Bulletin) -> Document:
    return docx.Document(io.BytesIO(write_docx(bulletin)))


@forms
def test_every_text_is_whole_for_a_reader(make: Callable[[], Bulletin]) -> None:
    bulletin = make()
    document = reopened(bulletin)
    seen = "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\n", "")
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    whole = seen + "".join(cells).replace("\n", "")
    for each in texts(bulletin):
        assert plain(each) in whole


@forms
def test_tables_are_found_by_their_titles(make: Callable[[], Bulletin]) -> None:
    bulletin = make()
    captions = [
        caption.get(qn("w:val"))
        for table in reopened(bulletin).tables
        for caption in table._tbl.tblPr.findall(qn("w:tblCaption"))
    ]
    blocks = [*bulletin.body, *(block for annex in bulletin.annexes for block in annex.blocks)]
    wanted = [plain(block.title) for block in blocks if isinstance(block, Table)]
    assert [caption for caption in captions if caption != "版记"] == wanted


def test_a_table_without_a_title_is_called_as_its_annex_and_else_not_at_all() -> None:
    base = samples.notice(annexes=0)
    table = Table((), 1, (samples.row("村名"),), (samples.row("甲村"),))
    annexed = replace(base, body=(*base.body, table), annexes=(Annex("附件", text("村名单"), (table,)),))
    captions = [each.get(qn("w:val")) for each in reopened(annexed).element.body.iter(qn("w:tblCaption"))]
    assert "村名单" in captions and "" not in captions


@forms
def test_body_paragraphs_and_headings_have_their_styles(make: Callable[[], Bulletin]) -> None:
    bulletin = make()
    styles = {paragraph.text: paragraph.style.name for paragraph in reopened(bulletin).paragraphs}
    for block in bulletin.body:
        if isinstance(block, Paragraph):
            assert styles[plain(block.text)] == "公文正文"
        elif hasattr(block, "level"):
            assert styles[plain(block.text)] == f"Heading {block.level}"


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert write_docx(samples.notice()) == write_docx(samples.notice())


def test_nothing_of_another_program_is_inside() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(samples.notice()))) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    everything = "".join(parts.values())
    for foreign in ("Theme", "ja-JP", "MS Mincho", "python-docx", "thumbnail", "Calibri"):
        assert foreign not in everything.replace("themeFontLang", "")
    assert 'w:eastAsia="zh-CN"' in parts["word/styles.xml"]


@pytest.mark.parametrize(
    ("issuer", "lines"),
    [
        ("某县人民政府办公室", ["某县人民政府办公室\t2024年5月6日"]),
        ("某某省某某市某某县人民政府政务服务和数据管理局12345热线", None),
        ("某县纪委监委、县委督查室、县政府督查室、县行政审批服务局", None),
    ],
)
def test_a_date_that_does_not_fit_beside_the_issuer_has_its_own_line(issuer: str, lines: list[str] | None) -> None:
    brief = samples.brief()
    head = replace(brief.head, issuer=text(issuer), dated=text("2024年5月6日"))
    document = reopened(replace(brief, head=head))
    found = [each.text for each in document.paragraphs if each.style.name == "编发单位和日期"]
    assert found == (lines or [issuer, "\t2024年5月6日"])
