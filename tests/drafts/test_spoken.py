"""Numbers that people write in Chinese characters, or round: right is called right, wrong is called changed, and
refreshing writes as they do."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.document import Document
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gen.drafts.holding.lines import amount_of, same_number
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.report import explained
from bulletin_gen.drafts.spoken import in_digits, spoken_like
from bulletin_gen.leaves.numbers import numeral
from bulletin_gen.word import paragraphs
from drafts.altered import altered
from drafts.test_cells_by_hand import typed
from drafts.test_kinds import Edited, paragraph, replaced
from drafts.test_refresh import refreshed
from drafts.test_words import edit

_TOLD = (
    Verdict.CHANGED, Verdict.DELETED, Verdict.ADDED, Verdict.UNPLACED, Verdict.AGAINST, Verdict.SAID, Verdict.ROUNDED,
)  # fmt: skip

SAME = [
    ("pingjiang", "共受理交办", "1263件", "一千二百六十三件", "一千二百八十三件"),
    ("pingjiang", "从办理时效", "37件", "三十七件", "三十五件"),
    ("junan", "日均", "增长17.40%", "增长17.4%", "增长1.74%"),
    ("pingjiang", "共受理交办", "5月，", "五月，", "六月，"),
    ("pingjiang", "第9期", "第9期", "第九期", "第十期"),
    ("pingjiang", "2024年7月10日", "2024年7月10日", "二〇二四年七月十日", "二〇二四年七月一日"),
    ("pingyu", "承办单位包括", "19个、", "十九个、", "二十九个、"),
    ("pingjiang", "从信箱", "94.62%", "百分之九十四点六二", "百分之九十四点二六"),
    ("pingjiang", "办理质量方面", "各扣2分", "各扣两分", "各扣三分"),
    ("pingjiang", "办理时效方面", "31件", "三十一件", "三十二件"),
    ("junan", "日均", "1909件", "一千九百零九件", "一千九百九十件"),
    ("junan", "日均", "日均273件", "日均二百七十三件", "日均二百三十七件"),
    ("junan", "日均", "省级热线2件", "省级热线两件", "省级热线三件"),
    ("pingyu", "服务过程满意率低于", "有3个单位", "有三个单位", "有四个单位"),
    ("pingyu", "通报表扬", "均为100%", "均为百分之百", "均为百分之九十九"),
    ("ruzhou", "共登记群众诉求", "4480件", "四千四百八十件", "四千四百零八件"),
    ("ruzhou", "共登记群众诉求", "办结率95%", "办结率百分之九十五", "办结率百分之九十五点五"),
    ("huaibei", "共办理群众诉求", "16234件", "一万六千二百三十四件", "一万六千二百四十三件"),
]


@pytest.mark.parametrize(("county", "words", "was", "right", "wrong"), SAME)
def test_the_same_number_in_characters_is_right_and_another_is_changed(
    county: str, words: str, was: str, right: str, wrong: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, right), tmp_path)
    assert not edited.checked.of(*_TOLD)
    result, _ = refreshed(edited.path, edited.run, edited.run)
    assert not result.changes
    changed = Edited(county, edit(words, was, wrong), tmp_path).checked.of(Verdict.CHANGED)
    assert len(changed) == 1


def test_refreshing_writes_characters_where_people_wrote_characters(tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("共受理交办", "1263件", "一千二百六十三件"), tmp_path)
    count = int(altered("pingjiang", 1, 0.05).figures["total.受理案件"].text)
    _, after = edited.refreshed()
    assert count != 1263 and any(f"工单{numeral(count)}件" in each.text for each in paragraphs(after.body))


ROUND = [
    ("junan", "本周受理的诉求中", "67.73%", "约67.7%", "约67.9%"),
    ("junan", "本周受理的诉求中", "占受理总量的67.73%", "占受理总量的近七成", "占受理总量的近六成"),
    ("junan", "本周受理的诉求中", "占受理总量的67.73%", "超过受理总量的六成", "超过受理总量的七成"),
    ("junan", "本周受理的诉求中", "占31.95%", "近三分之一", "超过三分之一"),
    ("huaibei", "共办理群众诉求", "80.75%", "八成多", "近八成"),
    ("pingjiang", "从登记诉求", "占登记诉求总量的20.88%", "约占登记诉求总量的两成", "约占登记诉求总量的三成"),
    ("junan", "镇街中", "35.67%", "三成半多", "四成以上"),
    ("huaibei", "共办理群众诉求", "16234件", "约1.62万件", "约1.64万件"),
    ("huaibei", "共办理群众诉求", "16234件", "1.62万件", "1.63万件"),
    ("pingjiang", "共受理交办", "1263件", "1200余件", "1300余件"),
    ("pingjiang", "共受理交办", "1263件", "一千二百余件", "一千三百余件"),
    ("pingjiang", "共受理交办", "工单1263件", "工单近1300件", "工单近2000件"),
]


@pytest.mark.parametrize(("county", "words", "was", "right", "wrong"), ROUND)
def test_a_round_number_is_told_as_one_where_it_fits_and_as_changed_elsewhere(
    county: str, words: str, was: str, right: str, wrong: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, right), tmp_path)
    (found,) = edited.checked.of(Verdict.ROUNDED)
    assert not edited.checked.of(Verdict.CHANGED, Verdict.AGAINST, Verdict.UNPLACED, Verdict.ADDED)
    assert "与数据相符" in explained(found, edited.run)
    result, _ = refreshed(edited.path, edited.run, edited.run)
    assert not result.changes
    _, after = edited.refreshed()
    assert any(right in each.text for each in paragraphs(after.body))
    checked = Edited(county, edit(words, was, wrong), tmp_path).checked
    assert checked.of(Verdict.CHANGED) and not checked.of(Verdict.ROUNDED)


def test_a_round_number_is_not_filled_with_a_number_that_it_may_not_hold_for(tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("共受理交办", "1263件", "约1260件"), tmp_path)
    result, after = edited.refreshed()
    assert any("改成了约数" in each.note and "整句没有动" in each.note for each in result.changes)
    assert any("应为" in each.text for each in after.comments)


def test_numbers_that_people_made_one_are_those_of_each(tmp_path: Path) -> None:
    was = "三阳乡1件、三墩乡1件、浯口镇1件"
    edited = Edited("pingjiang", edit("从办理时效", was, "三阳乡、三墩乡、浯口镇各1件"), tmp_path)
    assert not edited.checked.of(Verdict.CHANGED, Verdict.UNPLACED, Verdict.ADDED, Verdict.DELETED, Verdict.AGAINST)
    wrong = Edited("pingjiang", edit("从办理时效", was, "三阳乡、三墩乡、浯口镇各2件"), tmp_path)
    assert {(each.was, each.now) for each in wrong.checked.of(Verdict.CHANGED)} == {("1", "2")}


@pytest.mark.parametrize(
    ("column", "right", "wrong"), [(2, "十六", "十九"), (5, "１００％", "１０％"), (5, "100.00%", "10.00%")]
)
def test_cells_may_be_written_otherwise(column: int, right: str, wrong: str, tmp_path: Path) -> None:
    edited = Edited("pingjiang", typed(0, 1, column, right), tmp_path)
    assert not edited.checked.of(*_TOLD)
    assert len(Edited("pingjiang", typed(0, 1, column, wrong), tmp_path).checked.of(Verdict.CHANGED)) == 1


def test_numbers_behind_all_their_names_are_those_of_each_in_order(tmp_path: Path) -> None:
    was = "安定镇5件、梅仙镇4件"
    edited = Edited("pingjiang", edit("从办理时效", was, "安定镇、梅仙镇分别为5件、4件"), tmp_path)
    assert not edited.checked.of(Verdict.CHANGED, Verdict.UNPLACED, Verdict.ADDED, Verdict.DELETED, Verdict.AGAINST)
    wrong = Edited("pingjiang", edit("从办理时效", was, "安定镇、梅仙镇分别为4件、5件"), tmp_path)
    assert {(each.was, each.now) for each in wrong.checked.of(Verdict.CHANGED)} == {("4", "5"), ("5", "4")}
    unclear = "市长、县长信箱分别为38件、93件"
    other = Edited("pingjiang", edit("从信箱", "市长信箱93件、县长信箱38件", unclear), tmp_path)
    assert len(other.checked.of(Verdict.UNPLACED)) == 2 and not other.checked.of(Verdict.CHANGED)


@pytest.mark.parametrize(("now", "right"), [("今年5", True), ("今年6", False), ("去年5", False)])
def test_this_year_is_the_year_of_the_period(now: str, right: bool, tmp_path: Path) -> None:
    def typed_over(document: Document) -> None:
        replaced(paragraph(document, "现将2024年5月"), "2024年5", now)

    edited = Edited("pingjiang", typed_over, tmp_path)
    assert bool(edited.checked.of(Verdict.CHANGED, Verdict.UNPLACED, Verdict.DELETED)) is not right


@pytest.mark.parametrize("words", ["要逐一核对", "统一口径", "一次办结", "第三次会商", "三四件", "十分重视"])
def test_numerals_that_count_nothing_are_not_told(words: str, tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("共受理交办", "件。", f"件，{words}。"), tmp_path)
    assert [each.now for each in edited.checked.of(Verdict.ADDED)] == (["三四"] if words == "三四件" else [])


@given(st.integers(0, 9999))
def test_every_number_is_read_as_it_is_written(number: int) -> None:
    written = numeral(number)
    assert amount_of(written) == number and same_number(str(number), written)
    assert spoken_like("三十", str(number)) == written


@given(st.decimals(0, 100, places=2))
def test_every_rate_is_read_as_it_is_written(rate: object) -> None:
    written = spoken_like("百分之九", f"{rate}%")
    assert same_number(f"{rate}%", written) or in_digits(written) == f"{float(str(rate)):g}%"


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("三百五件", "350件"), ("一点六二万件", "16200件"), ("千分之三", "3‰"), ("七成五", "75%"),
        ("三分之一", "三分之一"), ("一亿零三百件", "100000300件"), ("一百零八起", "108起"),
        ("二〇二四年", "2024年"), ("第三次", "第三次"),
    ],
)  # fmt: skip
def test_numbers_in_characters(words: str, digits: str) -> None:
    assert in_digits(words) == digits
