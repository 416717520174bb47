"""Kinds of edits by which a draft says something else though its numbers and marks are all there, or seems to have lost
what is there: each is told, and nothing is written where it would be untrue."""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.model import CheckedDraft, DraftFinding, Verdict
from bulletin_gen.drafts.refresh import Refreshed
from bulletin_gen.drafts.refreshing.plan import RefreshStep
from bulletin_gen.drafts.report import explained, moved_lines
from bulletin_gen.word import WordFile, paragraphs, read_word
from drafts.altered import altered
from drafts.bulletins import written
from drafts.by_script import run_by_script
from drafts.test_refresh import refreshed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


class Edited:
    """A county's bulletin with an edit, held against its run and refreshed."""

    def __init__(self, county: str, edit: Callable[[Document], None], folder: Path) -> None:
        self.source, self.run = written(county)
        document = docx.Document(str(self.source))
        edit(document)
        self.path, self.county = folder / "稿件.docx", county
        document.save(str(self.path))

    @property
    def checked(self) -> CheckedDraft:
        return check_draft(read_word(self.path), self.run)

    def told(self, *verdicts: Verdict) -> list[tuple[str, str]]:
        return [(each.was, each.now) for each in self.checked.of(*verdicts)]

    def refreshed(self) -> tuple[Refreshed, WordFile]:
        return refreshed(self.path, self.run, altered(self.county, 1, 0.05))


def texts(element: Any) -> list[Any]:
    return [each for each in element.iter(qn("w:t")) if each.text]


def said(element: Any) -> str:
    return "".join(each.text for each in texts(element))


def paragraph(document: Document, words: str) -> Any:
    return next(each for each in document.element.body.iter(qn("w:p")) if words in said(each))


def replaced(element: Any, was: str, now: str) -> None:
    """Within one run, whose mark stays."""
    text = next(each for each in texts(element) if was in each.text)
    text.text = text.text.replace(was, now, 1)


def unmarked(element: Any) -> Any:
    for mark in [*element.iter(qn("w:bookmarkStart")), *element.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)
    return element


def annex(document: Document) -> Any:
    return max(document.element.body.iter(qn("w:tbl")), key=lambda table: len(table.findall(qn("w:tr"))))


def test_a_sentence_without_a_number_that_people_reworded_is_commented_when_it_is_not_said_any_more(
    tmp_path: Path,
) -> None:
    words = "某村反映通组公路塌方"
    edited = Edited("pingjiang", lambda document: replaced(paragraph(document, words), "群众", "村民"), tmp_path)
    result, now = refreshed(edited.path, edited.run, run_by_script("pingjiang"))
    assert any("村民" in each.quoted and each.text.startswith("按现在的数据和文字") for each in now.comments)
    assert not [each for each in result.changes if words in each.was and each.step is RefreshStep.LEFT]


def test_units_of_a_ranking_in_another_order_are_changed(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        found = paragraph(document, "居前五位的是")
        whole = said(found)
        match = re.search(r"居前五位的是(\w+?)、(\w+?)、", whole)
        assert match
        first, *others = texts(found)
        first.text = whole.replace(f"{match[1]}、{match[2]}", f"{match[2]}、{match[1]}", 1)
        for each in others:
            each.text = ""

    edited = Edited("junan", edit, tmp_path)
    one, other = edited.told(Verdict.CHANGED)
    assert one == other[::-1]
    result, _ = edited.refreshed()
    assert one[::-1] in [(each.was, each.now) for each in result.changes if each.step is RefreshStep.LEFT]


def test_a_change_that_goes_the_other_way_is_changed_and_not_refreshed(tmp_path: Path) -> None:
    edited = Edited("junan", lambda document: replaced(paragraph(document, "环比增长"), "增长", "下降"), tmp_path)
    assert edited.told(Verdict.CHANGED) == [("增长17.40%", "下降17.40%")]
    result, now = edited.refreshed()
    assert "升降" in next(each.note for each in result.changes if each.step is RefreshStep.SAID)
    assert any("整句没有动" in each.text for each in now.comments)
    assert any("环比下降17.40%" in each.text for each in paragraphs(now.body))


def test_a_number_behind_another_unit_is_not_that_of_its_mark(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        found = paragraph(document, "从办理时效看")
        replaced(found, "汉昌街道", "〇")
        replaced(found, "安定镇", "汉昌街道")
        replaced(found, "〇", "安定镇")

    edited = Edited("pingjiang", edit, tmp_path)
    numbers = [each for each in edited.checked.of(Verdict.CHANGED) if each.is_number]
    changed = {each.figure.split(".")[1]: (each.was, each.now) for each in numbers}
    assert changed == {"汉昌街道": ("6", "5"), "安定镇": ("5", "6")}


def doubled(document: Document, *, before: bool) -> None:
    found = paragraph(document, "受理交办工单")
    twin = unmarked(copy.deepcopy(found))
    replaced(twin, "1263", "1200")
    (found.addprevious if before else found.addnext)(twin)


@pytest.mark.parametrize("before", [True, False])
def test_a_copy_with_another_number_says_so_and_the_marked_one_is_the_figure(tmp_path: Path, before: bool) -> None:
    edited = Edited("pingjiang", lambda document: doubled(document, before=before), tmp_path)
    assert edited.told(Verdict.CHANGED) == []
    copies = edited.checked.of(Verdict.DUPLICATED)
    (other,) = (each for each in copies if each.was != each.now)
    assert explained(other, edited.run) == "1200 所在的句子重复出现，这里与印出的 1263 不同"


def test_a_sentence_of_names_that_stands_twice_is_told_and_not_stale_in_silence(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        found = paragraph(document, "从综合指标看")
        found.addnext(unmarked(copy.deepcopy(found)))

    edited = Edited("pingjiang", edit, tmp_path)
    words = "从综合指标看"
    (copied,) = (each for each in edited.checked.of(Verdict.DUPLICATED) if words in each.now)
    assert explained(copied, edited.run).startswith("这一句重复出现：")
    now = altered("pingjiang", 3, 0.3)
    assert not any(line.text in copied.sentence for line in now.printed if words in line.text)
    result, after = refreshed(edited.path, edited.run, now)
    assert any("不止一处" in each.text or "不再生成" in each.text for each in after.comments)
    assert [each for each in result.changes if each.note == "重复的句子" and words in each.was]


def divided(document: Document, *, heads: bool) -> None:
    table = annex(document)
    other = copy.deepcopy(table)
    rows, others = table.findall(qn("w:tr")), other.findall(qn("w:tr"))
    for each in rows[len(rows) // 2 :]:
        table.remove(each)
    for each in others[(1 if heads else 0) : len(rows) // 2]:
        other.remove(each)
    between = OxmlElement("w:p")
    table.addnext(between)
    between.addnext(unmarked(other))


@pytest.mark.parametrize("heads", [True, False])
def test_a_table_that_somebody_divided_is_one_table(tmp_path: Path, heads: bool) -> None:
    edited = Edited("pingjiang", lambda document: divided(document, heads=heads), tmp_path)
    assert {each.verdict for each in edited.checked.findings} == {Verdict.RIGHT}
    result, _ = edited.refreshed()
    assert [each for each in result.checked.findings if each.verdict is Verdict.CHANGED] == []
    assert len([each for each in result.changes if each.step is RefreshStep.REPLACED]) > 200


def test_a_table_that_stands_twice_is_told_as_a_copy(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        table, between = annex(document), OxmlElement("w:p")
        table.addnext(between)
        between.addnext(unmarked(copy.deepcopy(table)))

    edited = Edited("pingjiang", edit, tmp_path)
    assert not edited.checked.of(Verdict.ADDED) and len(edited.checked.of(Verdict.DUPLICATED)) > 400


def test_a_unit_that_has_another_name_in_the_table_keeps_it_and_its_numbers_are_known(tmp_path: Path) -> None:
    edited = Edited("pingjiang", lambda document: replaced(annex(document), "汉昌街道", "汉昌街办"), tmp_path)
    row = [each for each in edited.checked.findings if each.place and each.place.table and "汉昌街道" in each.figure]
    assert {each.verdict for each in row if each.is_number} == {Verdict.REWORDED}
    assert [each.now for each in row if each.verdict is Verdict.CHANGED] == ["汉昌街办"]
    result, now = edited.refreshed()
    assert any(cell.text == "汉昌街办" for table in now.tables for cell in table.cells)
    stale = [each for each in result.checked.findings if each.verdict is Verdict.CHANGED and each.is_number]
    assert [each for each in stale if "汉昌街道" in each.figure] == []
    assert not [each for each in result.changes if "汉昌街道" in each.now and each.step is RefreshStep.LEFT]


def header(words: str) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        head = document.sections[0].header
        head.is_linked_to_previous = False
        head.paragraphs[0].text = words

    return edit


def test_an_amount_in_a_header_is_typed_by_hand_and_a_telephone_is_not_looked_at(tmp_path: Path) -> None:
    edited = Edited("pingjiang", header("热线12345　本月受理1263件"), tmp_path)
    assert edited.told(Verdict.ADDED) == [("", "1263件")]


def test_a_header_that_names_the_old_period_is_told_when_a_draft_is_rolled_forward(tmp_path: Path) -> None:
    edited = Edited("pingjiang", header("平江督查　2024年5月"), tmp_path)
    result, _ = refreshed(edited.path, edited.run, run_by_script("pingjiang"))
    (told,) = (each for each in result.changes if each.place.startswith("页眉"))
    assert (told.was, told.now) == ("2024年5月", "2024年6月") and "人工改" in told.note
    same, _ = edited.refreshed()
    assert not [each for each in same.changes if each.place.startswith("页眉")]


def test_a_figure_in_a_footnote_is_found_and_refreshed_there(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        found = paragraph(document, "受理交办工单")
        runs = "".join(
            f'<w:r><w:t xml:space="preserve">{each}</w:t></w:r>' for each in re.split(r"(1263)", said(found))
        )
        content = f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="2"><w:p>{runs}</w:p></w:footnote></w:footnotes>'
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, content.encode(), document.part.package)
        document.part.relate_to(part, _FOOTNOTES)
        for each in unmarked(found).findall(qn("w:r"))[1:]:
            found.remove(each)
        texts(found)[0].text = "有关情况见注"

    edited = Edited("pingjiang", edit, tmp_path)
    accepted: DraftFinding = next(each for each in edited.checked.findings if each.was == "1263")
    assert accepted.verdict is Verdict.RIGHT and str(accepted.place).startswith("脚注") and accepted.moved
    result, now = edited.refreshed()
    count = altered("pingjiang", 1, 0.05).figures[accepted.figure].text
    assert count != "1263" and any(f"交办工单{count}件" in each.text for each in now.notes)
    (tmp_path / "新.docx").write_bytes(result.content)
    with zipfile.ZipFile(tmp_path / "新.docx") as parts:
        assert f">{count}<" in parts.read("word/footnotes.xml").decode()


def test_paragraphs_in_another_order_are_told_by_their_place(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        second = paragraph(document, "2.市场监管") if "2.市场监管" in said(document.element.body) else None
        listed = [each for each in document.element.body.iter(qn("w:p")) if re.match(r"\d\..+占", said(each))]
        listed[0].addprevious(listed[1] if second is None else second)

    edited = Edited("junan", edit, tmp_path)
    assert {each.verdict for each in edited.checked.findings} == {Verdict.RIGHT}
    (line,) = moved_lines(edited.checked)
    assert "不在印出时的位置" in line
