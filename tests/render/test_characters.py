"""Any text that a spreadsheet can hold prints or is an issue; no file is ever broken by it."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.books.xlsx import write_xlsx
from bulletin_gen.render.characters import odd_texts
from bulletin_gen.render.docx import docx_parts, write_docx
from bulletin_gen.tree import Annex, Bulletin, Cell, Paragraph, Table, text
from render import samples

#: Everything, lone surrogates and unassigned characters included.
ANY = st.text(st.characters(exclude_categories=()), max_size=40)


def holding(words: str) -> Bulletin:
    """A document with the words in a paragraph, a title and a cell."""
    table = Table(text(words), 2, (samples.row("单位", "件数"),), ((Cell(text(words)), Cell(text("1"), value="1")),))
    annex = Annex("附件", text(f"表{words}"), (table,))
    return replace(samples.notice((Paragraph(text(f"文{words}字")),)), annexes=(annex,))


@settings(max_examples=60, deadline=None)
@given(ANY)
@example("a\x00b\x0b\x1f")
@example("\ud800")
@example("_x000D_\n")
@example("\r\n\u2028\x85")
@example("𠅤镇\ue5e5村\U000f0001")
@example("]]><w:p/>&amp;\"'")
@example("\ufffe\uffff\ufdd0")
@example("　 \t ")
@example("残\u202e联\u2069\u061c")
@example("社会_xD842_类_xD842__xDD64__xdd64_")
def test_any_text_gives_files_that_open(words: str) -> None:
    bulletin = holding(words)
    for content in docx_parts(bulletin).values():
        etree.fromstring(content.encode("utf-8"))
    document = docx.Document(io.BytesIO(write_docx(bulletin)))
    assert any(paragraph.text == f"文{cleaned(words)}字" for paragraph in document.paragraphs)
    assert openpyxl.load_workbook(io.BytesIO(write_xlsx(bulletin))).active is not None


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_what_is_left_out_or_replaced_is_an_issue(words: str) -> None:
    kept = cleaned(words)
    changed = kept.replace("\n", "") != words.replace("\r", "").replace("\n", "")
    line_ends = any(mark in words for mark in ("\u2028", "\u2029", "\x85", "_x000D_", "_x000d_"))
    if changed and not line_ends:
        assert "text.unprintable" in {odd.oddity.code for odd in odd_texts(holding(words))}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("坏\x07字", "text.unprintable"),
        ("缺\ud842", "text.unprintable"),
        ("缺\ufffd", "text.unprintable"),
        ("缺_xD842_", "text.unprintable"),
        ("残\u202e联", "text.unprintable"),  # would be printed backwards
        ("\ue5e5家村", "text.private_use"),
        ("\U000f0000家村", "text.private_use"),
    ],
)
def test_an_issue_says_where_the_character_stands(words: str, code: str) -> None:
    bulletin = holding("甲")
    table = Table((), 2, (), ((Cell(text("城关镇")), Cell(text("1"))), (Cell(text("李家镇")), Cell(text(words)))))
    (odd,) = odd_texts(replace(bulletin, annexes=(Annex("附件", text("名单"), (table,)),)))
    issue = odd.issue()
    assert issue.code == code
    assert str(issue.place) == "附件 名单 第2行 李家镇"
    assert "U+" in issue.found


@pytest.mark.parametrize("words", ["城关镇", "𠅤家庄", "㐂村", "éü—…“”", "①②③", "A\nB", "囍😀"])
def test_what_prints_is_no_issue(words: str) -> None:
    assert odd_texts(holding(words)) == ()


def test_halves_of_a_character_that_a_spreadsheet_wrote_apart_are_joined() -> None:
    assert cleaned("_xD840__xdd64_镇_xD842_") == "\U00020164镇\ufffd"
    assert cleaned("_xDD64__xD840_") == "\ufffd\ufffd"


def test_a_line_break_in_a_cell_stays_a_line_break() -> None:
    document = docx.Document(io.BytesIO(write_docx(holding("发展改革委\r\n（粮食局）"))))
    assert any(
        cell.text == "发展改革委\n（粮食局）" for table in document.tables for row in table.rows for cell in row.cells
    )
