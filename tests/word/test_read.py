"""What a Word file says: every state of text, headings, lists, tables as drawn, what stands around the body."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from bulletin_gen.word import Level, Revision, Story, WordFile, WordParagraph, paragraphs, word_file
from bulletin_gen.word.headings import heading_level
from word.made import paragraph, run, saved, with_parts, word


def read(*blocks: str) -> WordFile:
    return word_file(word(*blocks), "稿件.docx")


def only(*blocks: str) -> WordParagraph:
    (found,) = paragraphs(read(*blocks).body)
    return found


def test_split_runs_are_one_text() -> None:
    found = only(paragraph(run("受理1") + run("2", "<w:b/>") + run("63件") + "<w:r><w:tab/><w:br/></w:r>" + run("完")))
    assert found.text == "受理1263件\t\n完"
    assert [each.bold for each in found.stretches] == [False, True, False, False, False, False]
    assert [each.spot for each in found.stretches] == [0, 1, 2, -1, -1, 3]


def test_inserted_and_deleted_are_told_apart() -> None:
    tracked = (
        '<w:ins w:id="1" w:author="李"><w:r><w:t>1264</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="王"><w:r><w:delText>1263</w:delText></w:r></w:del>'
        '<w:ins w:id="3" w:author="李"><w:del w:id="4" w:author="王">'
        "<w:r><w:delText>旧</w:delText></w:r></w:del></w:ins>"
    )
    found = only(paragraph(run("受理") + tracked + run("件")))
    assert (found.text, found.original, found.changed) == ("受理1264件", "受理1263件", True)
    assert [(each.revision, each.by) for each in found.stretches[1:3]] == [
        (Revision.INSERTED, "李"),
        (Revision.DELETED, "王"),
    ]


def test_a_paragraph_whose_mark_is_deleted_runs_on() -> None:
    mark = '<w:rPr><w:del w:id="9" w:author="王"/></w:rPr>'
    body = read(paragraph(run("前一段，"), mark), paragraph(run("后一段12件。"))).body
    assert [each.text for each in paragraphs(body)] == ["前一段，后一段12件。"]


def test_hidden_text_is_not_printed_whoever_hides_it() -> None:
    document = word(paragraph(run("看得见") + run("看不见", "<w:vanish/>")))
    style = document.styles.add_style("暗", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    document.add_paragraph("也看不见", style="暗")
    found = [*paragraphs(word_file(document, "").body)]
    assert [each.text for each in found] == ["看得见", ""]
    assert [each.stretches[-1].text for each in found] == ["看不见", "也看不见"]


def test_fields_say_their_result_and_what_they_are() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \\@ </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("7月10日")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    found = only(
        paragraph(run("于") + field + '<w:fldSimple w:instr=" PAGE ">' + run("3") + "</w:fldSimple>" + run("页"))
    )
    assert found.text == "于7月10日3页"
    assert [each.field for each in found.stretches] == ["", "DATE \\@", "PAGE", ""]


@pytest.mark.parametrize(
    "around",
    [
        '<w:hyperlink w:anchor="a">{}</w:hyperlink>', '<w:smartTag w:uri="u" w:element="e">{}</w:smartTag>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:customXml w:uri="u" w:element="e">{}</w:customXml>',
    ],
)  # fmt: skip
def test_wrappers_hide_nothing(around: str) -> None:
    assert only(paragraph(run("共") + around.format(run("12")) + run("件"))).text == "共12件"


def test_bookmarks_say_what_they_are_around() -> None:
    marks = '<w:bookmarkStart w:id="5" w:name="bga"/>{}<w:bookmarkEnd w:id="5"/>'
    found = only(paragraph(run("共") + marks.format(run("12")) + run("件")))
    assert [(each.name, found.text[each.start : each.end]) for each in found.bookmarks] == [("bga", "12")]


def test_headings_by_style_and_by_number() -> None:
    document = docx.Document()
    document.add_heading("通报", 0)
    document.add_heading("基本情况", 1)
    for text in ("一、基本情况", "（二）受理情况", "1.办结", "（一）要按期办结。不得拖延，", "一是加强督办"):
        document.add_paragraph(text)
    found = [(each.level, each.level_by) for each in paragraphs(word_file(document, "").body)]
    style, number = Level.STYLE, Level.NUMBER
    assert found == [(0, style), (1, style), (1, number), (2, number), (3, number), (None, None), (None, None)]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、 总体情况", 1), ("十二、附则", 1), ("第三部分 工作要求", 1), ("(三)典型案例", 2), ("１．办结率", 3),
        ("3 受理情况", 3), ("（1）投诉", 4), ("12.5件", None), ("2024.05", None), ("一、", None), ("97.4%", None),
        ("一、本月受理1263件，同比增长。办结率", None), ("20 件", None),
    ],
)  # fmt: skip
def test_the_form_of_a_number_says_the_level(text: str, level: int | None) -> None:
    assert heading_level(text) == level


def test_numbers_that_word_sets_by_itself_are_labels() -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    found = [(each.label, each.text) for each in paragraphs(word_file(document, "").body)]
    assert found == [("1.", "甲"), ("2.", "乙"), ("•", "丙")]


def test_chinese_numbers_of_lists_are_counted_by_level(tmp_path: Path) -> None:
    def item(text: str, level: int) -> str:
        return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')

    def define(parts: dict[str, bytes]) -> None:
        levels = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for at, (form, text) in enumerate(
                [("chineseCountingThousand", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3.")]
            )
        )
        added = f'<w:abstractNum w:abstractNumId="77">{levels}</w:abstractNum>'
        number = '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
        text = parts["word/numbering.xml"].decode()
        text = text.replace("<w:num ", added + "<w:num ", 1).replace("</w:numbering>", number + "</w:numbering>")
        parts["word/numbering.xml"] = text.encode()

    levels = [0, 1, 1, 2, 0, 1]
    path = saved(word(*(item(f"第{number}项标题", level) for number, level in enumerate(levels))), tmp_path)
    document = docx.Document(str(with_parts(path, define)))
    found = [*paragraphs(word_file(document, "").body)]
    assert [each.label for each in found] == ["一、", "（一）", "（二）", "1.", "二、", "（一）"]
    assert [each.level for each in found] == [1, 2, 2, 3, 1, 2]


def test_merged_cells_are_one_cell() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    (found,) = word_file(document, "").tables
    drawn = [(cell.row, cell.column, cell.rows, cell.columns) for cell in found.cells]
    assert drawn == [(1, 1, 1, 2), (1, 3, 1, 1), (2, 1, 2, 1), (2, 2, 1, 1), (2, 3, 1, 1), (3, 2, 1, 1), (3, 3, 1, 1)]
    reached = found.at(3, 1)
    assert reached is not None and reached.text == "10\n20"
    assert found.size == (3, 3)
    assert str(next(paragraphs(found.cells[4].blocks)).place) == "表1第2行第3列"


def test_rows_of_tracked_changes_are_named() -> None:
    def row(text: str, mark: str = "") -> str:
        return f"<w:tr>{f'<w:trPr>{mark}</w:trPr>' if mark else ''}<w:tc><w:tcPr/>{paragraph(run(text))}</w:tc></w:tr>"

    rows = row("甲") + row("乙", '<w:ins w:id="1" w:author="李"/>') + row("丙", '<w:del w:id="2" w:author="李"/>')
    (table,) = read(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>", paragraph("")).tables
    assert table.revised == ((2, Revision.INSERTED), (3, Revision.DELETED))


def test_text_boxes_are_read_once_and_apart() -> None:
    box = "<w:txbxContent>" + paragraph(run("框里3件")) + "</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = read(paragraph(run("前") + both + run("后")))
    assert [each.text for each in paragraphs(found.body)] == ["前后"]
    assert [(each.text, str(each.place)) for each in found.boxes] == [("框里3件", "文本框第1段")]


def test_headers_footers_notes_and_comments(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph_ = document.add_paragraph("受理")
    marked = paragraph_.add_run("1263")
    paragraph_.add_run("件")
    document.add_comment([marked], text="请核对", author="科长", initials="科")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    found = word_file(docx.Document(str(saved(document, tmp_path))), "")
    assert {(each.place.story, each.text) for each in found.around} == {
        (Story.HEADER, "内部资料"),
        (Story.FOOTER, "第1页"),
    }
    (comment,) = found.comments
    assert (comment.author, comment.text, comment.quoted, str(comment.place)) == ("科长", "请核对", "1263", "第1段")


def test_a_circle_of_styles_ends() -> None:
    document = docx.Document()
    one = document.styles.add_style("甲", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    other = document.styles.add_style("乙", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    one.base_style, other.base_style = other, one
    document.add_paragraph("文字", style="甲")
    assert [each.text for each in paragraphs(word_file(document, "").body)] == ["文字"]
