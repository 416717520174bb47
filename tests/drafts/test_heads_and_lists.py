"""Heads of columns, titles and lists of names that people change: which was what, and whether it is false now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.refreshing.plan import RefreshStep
from bulletin_gen.drafts.report import explained, moved_lines, sentences_told
from bulletin_gen.word import paragraphs, read_word
from drafts.altered import altered
from drafts.test_called import UNKNOWN
from drafts.test_cells_by_hand import typed
from drafts.test_kinds import Edited, paragraph, said, texts
from drafts.test_refresh import refreshed
from drafts.test_words import edit


def both(*edits: Callable[[Document], None]) -> Callable[[Document], None]:
    def edit_all(document: Document) -> None:
        for each in edits:
            each(document)

    return edit_all


def test_a_head_in_other_words_is_told_and_its_numbers_are_known(tmp_path: Path) -> None:
    edited = Edited("pingjiang", typed(0, 0, 2, "受理件数"), tmp_path)
    (head,) = edited.checked.of(Verdict.SAID)
    assert explained(head, edited.run) == "表头“受理案件数”改成“受理件数”"
    assert sentences_told(edited.checked) == "改过的表头 1 个"
    assert not edited.checked.of(Verdict.CHANGED, Verdict.AGAINST, Verdict.DELETED, Verdict.ADDED)
    result, after = edited.refreshed()
    new = altered("pingjiang", 1, 0.05)
    wanted = [line.text for line in new.printed if line.cell and line.cell[2] == 3][1:]
    there = [cell.text for cell in after.tables[0].cells if cell.column == 3][1:]
    assert there == wanted and not [each for each in result.changes if "表头" in each.note]


@pytest.mark.parametrize("now", ["办结案件数", "返工数"])
def test_a_head_that_is_the_name_of_other_figures_is_an_error(now: str, tmp_path: Path) -> None:
    edited = Edited("pingjiang", typed(0, 0, 2, now), tmp_path)
    (head,) = edited.checked.of(Verdict.AGAINST)
    assert explained(head, edited.run).startswith(f"表头“受理案件数”改成“{now}”，改动后与数据不符")
    result, after = refreshed(edited.path, edited.run, edited.run)
    (told,) = result.changes
    assert told.step is RefreshStep.LEFT and "这一列的数是“受理案件数”" in told.note
    assert any("表头改得与数据不符" in each.text for each in after.comments)


def test_heads_that_changed_places_are_two_errors_and_not_every_cell(tmp_path: Path) -> None:
    edited = Edited("pingjiang", both(typed(0, 0, 5, "返工率"), typed(0, 0, 9, "办结率")), tmp_path)
    assert len(edited.checked.of(Verdict.AGAINST)) == 2 and not edited.checked.of(Verdict.CHANGED)


def test_columns_that_change_places_with_their_heads_are_right(tmp_path: Path) -> None:
    def swapped(document: Document) -> None:
        for row in document.tables[0].rows:
            one, other = row.cells[5]._tc, row.cells[9]._tc
            between = one.getnext()
            other.addprevious(one)
            between.addprevious(other)

    edited = Edited("pingjiang", swapped, tmp_path)
    assert not edited.checked.of(Verdict.CHANGED, Verdict.AGAINST, Verdict.SAID, Verdict.DELETED)


def test_a_title_that_became_another_is_told(tmp_path: Path) -> None:
    def retitled(document: Document) -> None:
        found = next(each for each in document.element.body.iter("{*}p") if said(each) == "诉求类别统计表")
        first, *others = texts(found)
        first.text = "承办单位统计表"
        for each in others:
            each.text = ""

    edited = Edited("huaibei", retitled, tmp_path)
    assert any("诉求类别统计表" in each.printed for each in edited.checked.of(Verdict.SAID))


@pytest.mark.parametrize(
    ("county", "words", "was", "now"),
    [
        ("junan", "镇街中，承办量", "承办量居前五位", "办结量居前五位"),
        ("pingjiang", "从办理数量看", "从综合", "从返工"),
    ],
)
def test_a_ranking_by_another_measure_is_an_error(county: str, words: str, was: str, now: str, tmp_path: Path) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    told = edited.checked.of(Verdict.AGAINST, Verdict.SAID)
    assert told and (county == "pingjiang" or "指标" in told[0].against)


def test_items_that_are_renumbered_are_no_change(tmp_path: Path) -> None:
    def renumbered(document: Document) -> None:
        one, other = paragraph(document, "2.城市管理"), paragraph(document, "3.卫生")
        for found, number in ((one, "3"), (other, "2")):
            first = texts(found)[0]
            first.text = number + first.text[1:]
        one.addprevious(other)

    edited = Edited("junan", renumbered, tmp_path)
    assert not edited.checked.of(Verdict.CHANGED)


def test_titles_of_annexes_that_changed_places_are_told(tmp_path: Path) -> None:
    def swapped(document: Document) -> None:
        one, other = (
            next(each for each in document.element.body.iter("{*}p") if said(each) == words)
            for words in ("镇街热线办理情况", "县直部门单位热线办理情况")
        )
        place = other.getprevious()
        one.addprevious(other)
        place.addnext(one)

    edited = Edited("junan", swapped, tmp_path)
    assert any("热线办理情况”不在印出时的位置" in each for each in moved_lines(edited.checked))


PUT_IN = [
    ("pingjiang", "办理质量方面", "三市镇、", "三市镇、童市镇、"),
    ("pingjiang", "办理质量方面", "加义镇、梅仙镇评为C级", "加义镇、三市镇、梅仙镇评为C级"),
    ("junan", "镇街中，承办量", "团林镇", "筵宾镇"),
    ("junan", "镇街中，承办量", "板泉镇，", "板泉镇、筵宾镇，"),
    ("ruzhou", "办理较差的有", "纸坊镇", "纸坊镇、骑岭乡"),
    ("pingyu", "通报表扬", "老王岗乡", "老王岗乡、清河街道"),
]


@pytest.mark.parametrize(("county", "words", "was", "now"), PUT_IN)
def test_a_name_that_people_put_into_a_list_is_an_error(
    county: str, words: str, was: str, now: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    (found,) = edited.checked.of(Verdict.AGAINST)
    assert found.against.startswith("名单：")
    assert not [each for each in edited.checked.of(Verdict.CHANGED) if not each.is_number]


NAMED = [
    ("pingjiang", "共受理交办", "件。", "件，其中童市镇办理较好。"),
    ("junan", "镇街中，承办量", "合计占", "其中筵宾镇增长较快，合计占"),
    ("ruzhou", "办理较差的有", "办理较差的有", "与骑岭乡相比，办理较差的有"),
]


@pytest.mark.parametrize(("county", "words", "was", "now"), NAMED)
def test_a_unit_that_people_name_outside_of_a_list_is_none(
    county: str, words: str, was: str, now: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    assert not [each for each in edited.checked.of(Verdict.AGAINST) if "名单" in each.against]


@pytest.mark.parametrize(("county", "words", "was", "now"), UNKNOWN)
def test_words_that_people_left_so_are_not_asked_about_again(
    county: str, words: str, was: str, now: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    new, third = altered(county, 1, 0.05), altered(county, 2, 0.05)
    first, _ = refreshed(edited.path, edited.run, new)
    assert any("请核对" in each.note and "以后不再提" in each.note for each in first.changes)
    (tmp_path / "新稿.docx").write_bytes(first.content)
    second, then = refreshed(tmp_path / "新稿.docx", new, third)
    assert not [each for each in second.changes if "请核对" in each.note]
    assert any(now in each.text for each in paragraphs(then.body))


def test_other_words_than_those_are_asked_about(tmp_path: Path) -> None:
    county, words, was, now = UNKNOWN[0]
    edited = Edited(county, edit(words, was, now), tmp_path)
    first, _ = refreshed(edited.path, edited.run, edited.run)
    path = tmp_path / "新稿.docx"
    path.write_bytes(first.content)
    document = docx.Document(str(path))
    for each in texts(paragraph(document, now)):
        each.text = each.text.replace(now, "居民事项")
    document.save(str(path))
    second, _ = refreshed(path, edited.run, edited.run)
    assert any("居民事项" in each.note for each in second.changes)
    assert read_word(path).comments


def test_a_date_that_people_type_is_one(tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("共受理交办", "件。", "件（截至2024年6月11日）。"), tmp_path)
    assert [each.now for each in edited.checked.of(Verdict.ADDED)] == ["2024年6月11日"]
