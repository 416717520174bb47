"""What verification says, and about what: one thing wrong is told once, by its place and by what was expected."""

from __future__ import annotations

import io
import zipfile

import pytest
from msgspec.structs import replace

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.marks import marked
from bulletin_gen.render.books.xlsx import write_xlsx
from bulletin_gen.render.docx import write_docx
from bulletin_gen.render.html import write_html
from bulletin_gen.tree import Annex, Bulletin, Cell, Paragraph, Run, Table, text
from bulletin_gen.verify.marks import mark_issues
from bulletin_gen.verify.proof import verify
from render import samples


def _files(bulletin: Bulletin) -> dict[str, bytes]:
    return {"docx": write_docx(bulletin), "xlsx": write_xlsx(bulletin)}


def _changed(docx: bytes, old: str, new: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as package, zipfile.ZipFile(buffer, "w") as target:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/document.xml":
                assert old in content.decode()
                content = content.decode().replace(old, new, 1).encode()
            target.writestr(name, content)
    return buffer.getvalue()


def _told(bulletin: Bulletin, files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    try:
        verify(bulletin, {}, files)
    except BulletinError as reason:
        return [(each.place.key, each.found, each.expected) for each in reason.issues]
    return []


def _notice(*paragraphs: str, annexes: int = 0) -> Bulletin:
    return samples.notice(tuple(Paragraph(text(each)) for each in paragraphs), annexes=annexes)


def test_all_formats_are_looked_at() -> None:
    bulletin = _notice("受理1660件。")
    html = write_html(bulletin).encode()
    assert _told(bulletin, {**_files(bulletin), "html": html}) == []
    ((place, _, _),) = _told(bulletin, {**_files(bulletin), "html": html.replace(b"1660", b"1661")})
    assert place == "网页"


def test_a_changed_paragraph_is_told_from_where_it_should_stand() -> None:
    bulletin = _notice("甲" * 80, "乙" * 80)
    files = _files(bulletin) | {"docx": _changed(write_docx(bulletin), "乙" * 80, "丙" * 80)}
    ((place, found, expected),) = _told(bulletin, files)
    assert (place, found[:3], len(found), expected) == ("document.xml", "丙丙丙", 60, "乙" * 60)


def test_a_paragraph_more_between_two_is_told() -> None:
    bulletin = _notice("甲" * 80, "乙" * 80)
    docx = _changed(write_docx(bulletin), "乙" * 80, "丙" * 70 + "乙" * 80)
    ((place, found, expected),) = _told(bulletin, _files(bulletin) | {"docx": docx})
    assert (place, found[:1], expected[:1]) == ("document.xml", "丙", "乙")


def test_words_from_nowhere_before_the_body_are_told_in_part() -> None:
    bulletin = _notice("甲" * 80)
    docx = _changed(write_docx(bulletin), "甲" * 80, "丙" * 70 + "甲" * 80)
    ((_, found, expected),) = _told(bulletin, _files(bulletin) | {"docx": docx})
    assert (found.count("丙"), len(found), expected) == (59, 60, "没有来历不明的文字")


@pytest.mark.parametrize("missing", ["title", "annex"])
def test_a_title_that_is_not_printed_is_told(missing: str) -> None:
    bulletin = _notice("甲。", annexes=2)
    wanted = replace(bulletin, title=text("另一标题")) if missing == "title" else bulletin
    files = _files(bulletin)
    if missing == "annex":
        unlisted = replace(bulletin, list_annexes=False)
        files |= {"docx": write_docx(unlisted)}
        assert _told(unlisted, files) == []
    told = _told(wanted, files)
    assert any(found == "（缺少这段文字）" for _, found, _ in told)


def test_the_name_of_a_group_may_be_said_again_and_that_of_a_row_not() -> None:
    rows = (
        (Cell(text("第一组"), down=2), Cell(text("甲局")), Cell(text("1"), value="1", number_format="0")),
        (Cell(text("乙局")), Cell(text("2"), value="2", number_format="0")),
        (Cell(text("丙组")), Cell(text("丁局")), Cell(text("3"), value="3", number_format="0")),
    )
    table = Table(text("表"), 3, (samples.row("组", "单位", "数"),), rows)
    bulletin = replace(_notice("甲。"), annexes=(Annex("附件", text("表"), (table,)),))
    files = _files(bulletin)
    assert _told(bulletin, files) == []
    assert _told(bulletin, files | {"docx": _changed(files["docx"], ">乙局<", ">第一组乙局<")}) == []
    assert _told(bulletin, files | {"docx": _changed(files["docx"], ">丁局<", ">丙组丁局<")})


def test_of_many_strange_numbers_of_a_page_five_are_told() -> None:
    bulletin = _notice("受理1660件。")
    html = write_html(bulletin).replace("</main>", "<p>71、72、73、74、75、76</p></main>").encode()
    ((_, found, _),) = _told(bulletin, {**_files(bulletin), "html": html})
    assert found == "71、72、73、74、75"


def test_a_bookmark_of_anybody_s_that_stands_twice_is_told() -> None:
    bulletin = marked(samples.notice((Paragraph((Run("7", figure="a"), Run("和"), Run("8", figure="b"))),), annexes=0))
    first, second = (run.mark for run in bulletin.body[0].text if run.mark)  # type: ignore[union-attr]
    docx = _changed(write_docx(bulletin), f'w:name="{first}"', 'w:name="mine"')
    assert len([*mark_issues(bulletin, docx)]) == 1
    docx = _changed(docx, f'w:name="{second}"', 'w:name="mine"')
    assert [issue.place.key for issue in mark_issues(bulletin, docx)] == [first, second, "mine"]
