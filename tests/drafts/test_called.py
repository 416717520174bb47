"""What people make of the words at a figure: the name of another, of none, a limit that it does not keep to. What a
check calls false is told by refreshing too, and nothing is written under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.refreshing.plan import RefreshStep
from bulletin_gen.word import paragraphs
from drafts.bulletins import COUNTIES
from drafts.test_kinds import Edited
from drafts.test_refresh import refreshed
from drafts.test_words import OPPOSITES, edit

FALSE = [
    ("pingyu", "全县办理结果满意率", "全县办理结果满意率", "全县服务过程满意率", "指标"),
    ("ruzhou", "上级交办诉求197件", "办结率", "响应率", "指标"),
    ("pingjiang", "共受理交办工单", "受理", "办结", "指标"),
    ("pingjiang", "从登记诉求2040件", "从登记诉求2040件", "从受理诉求2040件", "指标"),
    ("huaibei", "共向承办单位转办4804件", "转办", "办结", "指标"),
    ("junan", "本周受理的诉求中", "投诉举报类610件，占", "投诉举报类610件，同比增长", "指标"),
    ("pingyu", "全县办理结果满意率", "全县办理", "县直单位办理", "范围"),
    ("pingjiang", "共受理交办工单", "工单1263件", "工单不足1263件", "界限"),
    ("pingjiang", "共受理交办工单", "工单1263件", "工单超过1263件", "界限"),
    ("pingjiang", "共受理交办工单", "工单1263件", "工单近1263件", "界限"),
    ("pingjiang", "共受理交办工单", "1263件", "1263余件", "界限"),
    ("pingjiang", "共受理交办工单", "1263件", "1263多件", "界限"),
    ("junan", "共受理群众诉求", "诉求1909件", "诉求逾1909件", "界限"),
]


@pytest.mark.parametrize(("county", "words", "was", "now", "group"), FALSE)
def test_another_name_or_a_false_limit_is_an_error_and_nothing_is_written(
    county: str, words: str, was: str, now: str, group: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    (finding,) = edited.checked.of(Verdict.AGAINST)
    assert group in finding.against
    result, after = edited.refreshed()
    assert any(finding.sentence in each.text for each in paragraphs(after.body))
    (told,) = (each for each in result.changes if finding.against in each.note)
    assert told.step is RefreshStep.SAID
    assert any(finding.against in each.text for each in after.comments)


@pytest.mark.parametrize(("county", "words", "was", "now", "group"), OPPOSITES)
def test_what_a_check_calls_false_is_told_by_refreshing_the_same_data(
    county: str, words: str, was: str, now: str, group: str, tmp_path: Path
) -> None:
    """Also where the sentence prints no number, or names that did not change."""
    edited = Edited(county, edit(words, was, now), tmp_path)
    (finding,) = edited.checked.of(Verdict.AGAINST)
    result, after = refreshed(edited.path, edited.run, edited.run)
    (told,) = (each for each in result.changes if each.step is RefreshStep.SAID)
    assert group in told.note and told.was == finding.printed
    assert any(group in each.text and told.now in each.text for each in after.comments)


UNKNOWN = [
    ("huaibei", "共办理群众诉求", "群众诉求", "市民诉求"),
    ("huaibei", "平均办结时长", "平均办结时长", "平均处置时长"),
    ("pingjiang", "从信箱办理看", "群众来信", "群众信件"),
]


@pytest.mark.parametrize(("county", "words", "was", "now"), UNKNOWN)
def test_a_name_that_no_data_know_is_listed_and_commented(
    county: str, words: str, was: str, now: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    assert not edited.checked.of(Verdict.AGAINST, Verdict.CHANGED)
    assert len(edited.checked.of(Verdict.SAID)) == 1
    result, after = edited.refreshed()
    assert any(each.step is RefreshStep.SAID and "说法改过，请核对" in each.note for each in result.changes)
    assert any("说法改过，请核对" in each.text and "应为" in each.text for each in after.comments)


SAME = [
    ("pingjiang", "共受理交办工单", "共受理", "一共受理"),
    ("pingjiang", "共受理交办工单", "工单1263件", "工单约1263件"),
    ("pingjiang", "共受理交办工单", "工单1263件", "工单不超过1263件"),
    ("pingyu", "全县办理结果满意率", "全县办理结果满意率为", "办理结果满意率达"),
    ("junan", "环比增长", "环比增长", "较上周上升"),
    ("ruzhou", "7月共登记群众诉求", "协调办理3267件，办结率100%", "协调办理3267件，协调办理办结率100%"),
]


@pytest.mark.parametrize(("county", "words", "was", "now"), SAME)
def test_the_same_in_other_words_is_no_other_name(county: str, words: str, was: str, now: str, tmp_path: Path) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    assert not edited.checked.of(Verdict.AGAINST, Verdict.CHANGED, Verdict.UNPLACED)
    result, _ = refreshed(edited.path, edited.run, edited.run)
    assert not [each for each in result.changes if "请核对" in each.note or "整句没有动" in each.note]


def test_a_limit_that_holds_today_is_not_filled_with_a_number_that_it_may_not_hold_for(tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("共受理交办工单", "工单1263件", "工单超过1200件"), tmp_path)
    assert not edited.checked.of(Verdict.AGAINST)
    _, after = edited.refreshed()
    assert any("超过1200件" in each.text for each in paragraphs(after.body))
    assert any("整句没有动" in each.text for each in after.comments)


RIGHT = [
    ("pingyu", "同比下降", "7.59%", "7.59个百分点"),
    ("huaibei", "共办理群众诉求", "16234件", "1.6234万件"),
    ("ruzhou", "话务量", "1.1万人次", "11000人次"),
]


@pytest.mark.parametrize(("county", "words", "was", "now"), RIGHT)
def test_the_same_amount_in_another_unit_is_right(county: str, words: str, was: str, now: str, tmp_path: Path) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    assert not edited.checked.of(Verdict.AGAINST, Verdict.CHANGED, Verdict.UNPLACED, Verdict.ADDED)
    result, _ = refreshed(edited.path, edited.run, edited.run)
    assert not [each for each in result.changes if each.step is not RefreshStep.SAID]


def test_no_number_is_written_before_a_unit_that_people_changed(tmp_path: Path) -> None:
    edited = Edited("huaibei", edit("共办理群众诉求", "16234件", "1.6234万件"), tmp_path)
    _, after = edited.refreshed()
    assert any("1.6234万件" in each.text for each in paragraphs(after.body))
    assert any("整句没有动" in each.text and "应为" in each.text for each in after.comments)


def test_another_amount_in_another_unit_is_told(tmp_path: Path) -> None:
    edited = Edited("huaibei", edit("共办理群众诉求", "16234件", "1.6235万件"), tmp_path)
    assert edited.checked.of(Verdict.CHANGED)


@pytest.mark.parametrize("county", COUNTIES)
def test_an_untouched_bulletin_is_refreshed_without_a_word(county: str, tmp_path: Path) -> None:
    edited = Edited(county, lambda document: None, tmp_path)
    result, _ = refreshed(edited.path, edited.run, edited.run)
    assert result.changes == ()
