"""What passes because it is right, in every shape that a document has, and what is told though most of it is right."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from msgspec.structs import replace

from bulletin_gen.facts.figure import Figure
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.marks import marked
from bulletin_gen.render.docx import write_docx
from bulletin_gen.render.html import write_html
from bulletin_gen.tree import Annex, Bulletin, Cell, Head, HeadForm, Paragraph, Run, Signature, Table, plain, text
from bulletin_gen.verify import printed
from bulletin_gen.verify.marks import mark_issues
from bulletin_gen.verify.page import page_issues
from bulletin_gen.verify.proof import verify
from render import samples
from verify.test_edges import _changed, _files, _notice, _told


def _number(value: str) -> Cell:
    return Cell(text(value), value=value, number_format="0")


def _bare(*blocks: Paragraph | Table, title: str = "") -> Bulletin:
    """Nothing but blocks: the first of them begins the document."""
    return Bulletin(samples.properties("通报"), Head(HeadForm.BARE), text(title) if title else (), blocks)


#: Tables of every shape that a sheet has: heads of two levels with cells across and down, blank cells at the edges,
#: groups; and one of more columns than there are letters, for which only an annex has room.
TABLES = {
    "heads of two levels": samples.score_table(),
    "first row begins with a blank": Table(
        (), 2, (samples.row("组", "数"),), ((Cell(), _number("1")), (Cell(text("甲")), _number("2")))
    ),
    "first column is blank": Table((), 2, (samples.row("", "数"),), ((Cell(), _number("1")), (Cell(), _number("2")))),
    "groups of two rows": Table(
        text("组表"),
        3,
        (samples.row("组", "单位", "数"),),
        (
            (Cell(text("第一组"), down=2), Cell(text("甲局")), _number("1")),
            (Cell(text("乙局")), _number("2")),
            (Cell(text("第二组"), down=2), Cell(text("丙局")), _number("3")),
            (Cell(text("丁局")), _number("4")),
        ),
    ),
}

_TENTHS = tuple(Cell(text(f"{n}.5"), value=f"{n}.5", number_format="0.0") for n in range(3))
_WIDE = Table(text("宽表"), 28, (samples.row(*"一" * 28),), ((*(_number(str(n % 10)) for n in range(25)), *_TENTHS),))


@pytest.mark.parametrize(
    ("name", "where"), [*((each, "body") for each in TABLES), *((each, "annex") for each in (*TABLES, "wide"))]
)
def test_tables_of_every_shape_are_proved(name: str, where: str) -> None:
    bulletin = _notice("甲。", annexes=0)
    table = TABLES.get(name, _WIDE)
    if where == "body":
        bulletin = replace(bulletin, body=(*bulletin.body, table, Paragraph(text("乙。"))))
    else:
        bulletin = replace(bulletin, annexes=(Annex("附件", text("附表"), (table,)),))
    assert _told(bulletin, _files(bulletin)) == []


def test_a_workbook_without_its_blank_cells_says_the_same() -> None:
    table = TABLES["first column is blank"]
    bulletin = replace(_notice("甲。", annexes=0), body=(table, Paragraph(text("乙。"))))
    files = _files(bulletin)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files["xlsx"])) as package, zipfile.ZipFile(buffer, "w") as target:
        for name in package.namelist():
            content = package.read(name)
            fewer = (
                re.sub(rb'<c r="A[0-9]+" s="[0-9]+" t="s"><v>0</v></c>', b"", content)
                if "sheet1.xml" in name
                else content
            )
            assert fewer != content or name != "xl/worksheets/sheet1.xml"
            target.writestr(name, fewer)
    assert _told(bulletin, files | {"xlsx": buffer.getvalue()}) == []


def test_an_annex_of_words_and_two_tables_is_proved() -> None:
    blocks = (
        Paragraph(text("先说几句。")),
        replace(TABLES["groups of two rows"], title=text("附表")),
        replace(TABLES["heads of two levels"], title=text("另一张")),
        replace(TABLES["first column is blank"], title=()),
    )
    bulletin = replace(_notice("甲。", annexes=0), annexes=(Annex("附件", text("附表"), blocks),))
    files = _files(bulletin)
    assert _told(bulletin, files) == []
    missing = files | {"docx": _changed(files["docx"], ">另一张<", "><")}
    assert [expected for _, _, expected in _told(bulletin, missing)] == ["另一张"]


def test_a_document_that_begins_with_its_first_paragraph_is_proved() -> None:
    bulletin = _bare(Paragraph(text("甲。")), Paragraph(text("乙。")))
    files = _files(bulletin)
    assert _told(bulletin, files) == []
    assert _told(bulletin, files | {"docx": _changed(files["docx"], ">甲。<", ">丙。<")})


def test_names_that_hold_each_other_are_no_strange_words() -> None:
    bulletin = replace(
        _notice("甲。", annexes=0),
        title=text("县政府督查室通报"),
        signature=Signature(("县政府督查室", "县政府"), text("2022年2月15日")),
    )
    assert _told(bulletin, _files(bulletin)) == []


@pytest.mark.parametrize("at", ["body", "annex"])
def test_a_title_said_again_between_two_texts_is_told(at: str) -> None:
    table = replace(TABLES["groups of two rows"], title=text("附表"))
    bulletin = replace(
        _bare(Paragraph(text("甲。")), Paragraph(text("乙。")), title="通报"),
        annexes=(Annex("附件", text("附表"), (table,)),),
    )
    files = _files(bulletin)
    assert _told(bulletin, files) == []
    after = "乙。" if at == "body" else "乙局"
    assert _told(bulletin, files | {"docx": _changed(files["docx"], f">{after}<", f">通报{after}<")})


def test_of_a_long_title_that_is_missing_the_beginning_is_told() -> None:
    bulletin = _notice("甲。", annexes=0)
    wanted = replace(bulletin, title=text("题" * 70))
    ((_, found, expected),) = [each for each in _told(wanted, _files(bulletin)) if "缺少" in each[1]]
    assert (found, expected) == ("（缺少这段文字）", "题" * 60)


def test_a_run_says_what_its_figure_says() -> None:
    bulletin = _bare(Paragraph((Run("受理"), Run("7", figure="total.accepted"), Run("件。"))))
    files = _files(bulletin)
    right = {"total.accepted": Figure("total.accepted", "7", 7)}
    verify(bulletin, right, files)
    assert _figures_told(bulletin, {}, files) == [("total.accepted", "7", "（没有这一数据）")]
    wrong = {"total.accepted": Figure("total.accepted", "8", 8)}
    assert _figures_told(bulletin, wrong, files) == [("total.accepted", "7", "8")]


def _figures_told(
    bulletin: Bulletin, figures: dict[str, Figure], files: dict[str, bytes]
) -> list[tuple[str, str, str]]:
    with pytest.raises(BulletinError) as reason:
        verify(bulletin, figures, files)
    return [(each.place.key, each.found, each.expected) for each in reason.value.issues]


def test_only_of_an_office_s_own_file_other_words_may_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    bulletin = _bare(Paragraph(text("受理7件。")))
    monkeypatch.setattr(printed, "read_pages", lambda _pdf: ("某办文件\n受理7件。",))
    assert verify(bulletin, {}, _files(bulletin) | {"pdf": b"%PDF"})
    monkeypatch.setattr(printed, "read_pages", lambda _pdf: ("受理7件。",))
    assert not verify(bulletin, {}, _files(bulletin) | {"pdf": b"%PDF"})


def test_what_is_not_printed_is_no_digit_of_a_mark() -> None:
    bulletin = marked(_bare(Paragraph((Run("7", figure="a"), Run("件")))))
    (mark,) = (run.mark for run in bulletin.body[0].text if run.mark)  # type: ignore[union-attr]
    docx = write_docx(bulletin)
    assert list(mark_issues(bulletin, docx)) == []
    mark_and = f'w:name="{mark}"/>'
    start = docx_part(docx).split(mark_and)[1][:60]
    for inserted, issues in (("<w:instrText>9</w:instrText>", 0), ("<w:t>9</w:t>", 1)):
        changed = _changed(docx, mark_and + start, f"{mark_and}<w:r>{inserted}</w:r>{start}")
        assert len(list(mark_issues(bulletin, changed))) == issues


def docx_part(docx: bytes) -> str:
    """The text of document.xml."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read("word/document.xml").decode()


def test_a_page_that_begins_with_its_first_paragraph_is_proved() -> None:
    bulletin = _bare(Paragraph(text("甲" * 80)), Paragraph(text("乙" * 80)))
    page = write_html(bulletin)
    assert list(page_issues(bulletin, page.encode())) == []
    (issue,) = page_issues(bulletin, page.replace("乙" * 80, "丙" * 80).encode())
    assert (issue.found, issue.expected) == ("丙" * 60, "乙" * 60)


@pytest.mark.parametrize("name", [*samples.ALL, "joint"])
def test_nothing_that_stands_around_the_body_can_be_lost(name: str) -> None:
    bulletin = samples.joint() if name == "joint" else samples.ALL[name]()
    files, head, sign, imprint = _files(bulletin), bulletin.head, bulletin.signature, bulletin.imprint
    assert _told(bulletin, files) == []
    texts = [head.number, head.running_number, head.issuer, head.dated, sign.dated, bulletin.note]
    texts += [line for _, line in imprint.lines] + [imprint.printed_by, imprint.printed_on] if imprint else []
    words = [*map(plain, texts), *sign.bodies, *head.signatory, head.secrecy, head.urgency, head.copy_number]
    for word in filter(None, words):
        lost = _changed(files["docx"], f">{word}", ">") if f">{word}" in docx_part(files["docx"]) else b""
        assert not lost or _told(bulletin, files | {"docx": lost}), word
    page = write_html(bulletin)
    assert list(page_issues(bulletin, page.encode())) == []
    assert list(page_issues(bulletin, page.replace(plain(sign.dated) or "无", "", 1).encode())) or not sign.dated
