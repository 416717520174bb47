"""Words that people change in the program's sentences: listed, and an error where they contradict what a figure is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gen.drafts.holding.terms import opposed, other_unit, unit_after
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.refreshing.plan import RefreshStep
from bulletin_gen.drafts.report import commented_copy, explained, sentences_told
from bulletin_gen.drafts.spoken import amounts_in_words
from bulletin_gen.word import open_word, paragraphs, read_word
from drafts.altered import altered
from drafts.bulletins import written
from drafts.test_kinds import Edited, paragraph, said, texts


def retyped(found: Any, was: str, now: str) -> None:
    """The whole paragraph typed again with other words: no mark is left in it."""
    whole = said(found)
    assert was in whole, whole
    first, *others = texts(found)
    first.text = whole.replace(was, now, 1)
    for each in others:
        each.text = ""
    for mark in [*found.iter("{*}bookmarkStart"), *found.iter("{*}bookmarkEnd")]:
        mark.getparent().remove(mark)


def edit(words: str, was: str, now: str) -> Callable[[Document], None]:
    return lambda document: retyped(paragraph(document, words), was, now)


OPPOSITES = [
    ("ruzhou", "办理较好的有", "较好", "较差", "好、差"),
    ("huaibei", "满意率最低的", "最低", "最高", "最高、最低"),
    ("huaibei", "用时最长的", "最长", "最短", "最高、最低"),
    ("pingjiang", "所有来信", "均按期", "均未按期", "按期、超期"),
    ("pingjiang", "所有来信", "按期", "超期", "按期、超期"),
    ("pingjiang", "所有来信", "所有来信均", "部分来信", "全部、部分"),
    ("pingyu", "结果满意率为", "结果满意率", "结果不满意率", "满意、不满意"),
    ("junan", "环比增长", "环比", "同比", "同比、环比"),
    ("huaibei", "同比增长", "同比", "较上月", "同比、环比"),
    ("huaibei", "同比增长", "增长", "下降", "升降"),
    ("pingyu", "同比下降", "下降", "上升", "升降"),
    ("pingyu", "不高于", "不高于", "低于", "界限"),
    ("pingyu", "低于45", "低于", "高于", "界限"),
    ("pingjiang", "居前三位", "居前三位", "居后三位", "前几位"),
    ("pingjiang", "居前三位", "居前三位", "居前五位", "前几位"),
    ("pingyu", "通报表扬", "表扬", "批评", "表扬、批评"),
    ("pingyu", "没有超期件", "没有超期件", "有超期件", "有无、是否"),
    ("pingyu", "满意率偏低或者", "偏低", "偏高", "高、低"),
    ("pingjiang", "经认定免责", "经认定免责", "未经认定免责", "认定"),
    ("pingjiang", "共受理交办工单", "件。", "万件。", "单位"),
    ("huaibei", "同比增长", "80.75%", "80.75个百分点", "单位"),
    ("huaibei", "平均办结时长", "6.8天", "6.8小时", "单位"),
    ("junan", "镇街中，", "十字路街道、大店镇", "住建局、大店镇", "名单"),
    ("pingjiang", "从办理数量看", "汉昌街道、伍市镇、天岳街道", "向家镇、大洲乡、童市镇", "名单"),
]


@pytest.mark.parametrize(("county", "words", "was", "now", "group"), OPPOSITES)
def test_words_that_contradict_their_figures_are_an_error(
    county: str, words: str, was: str, now: str, group: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    (finding,) = edited.checked.of(Verdict.AGAINST)
    assert group in finding.against
    words_told = explained(finding, edited.run)
    assert words_told.startswith("改动后与数据不符") and finding.printed in words_told
    assert "改动后与数据不符 1 句" in sentences_told(edited.checked)
    copy = commented_copy(open_word(edited.path), read_word(edited.path), edited.checked, edited.run)
    (tmp_path / "批注.docx").write_bytes(copy)
    assert any(each.text.startswith("改动后与数据不符") for each in read_word(tmp_path / "批注.docx").comments)


#: Of the others the words themselves would be others now.
_SAME_WORDS = [each for each in OPPOSITES if each[4] not in ("名单", "前几位", "表扬、批评", "好、差")]


@pytest.mark.parametrize(("county", "words", "was", "now", "group"), _SAME_WORDS)
def test_a_sentence_that_contradicts_its_figures_is_not_refreshed(
    county: str, words: str, was: str, now: str, group: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    before = [each.text for each in paragraphs(read_word(edited.path).body)]
    source = [each.text for each in paragraphs(read_word(edited.source).body)]
    at = next(at for at, each in enumerate(source) if words in each and was in each)
    sentence = next(each for each in before[at].replace("；", "。").split("。") if now.rstrip("。") in each)
    _, after = edited.refreshed()
    text = [each.text for each in paragraphs(after.body)][at]
    assert sentence in text.replace("；", "。")


REWORDED = [
    ("pingjiang", "共受理交办工单", "共受理", "一共受理", ("", "一")),
    ("pingjiang", "共受理交办工单", "共受理", "受理", ("共", "")),
    ("huaibei", "共办理群众诉求", "群众诉求", "市民诉求", ("群众", "市民")),
    ("junan", "环比增长", "环比增长", "较上周上升", ("环比增长", "较上周上升")),
    ("ruzhou", "共登记群众诉求", "4480件", "4480起", ("件。", "起。")),
]


@pytest.mark.parametrize(("county", "words", "was", "now", "pieces"), REWORDED)
def test_a_mere_rewording_is_listed_and_no_error(
    county: str, words: str, was: str, now: str, pieces: tuple[str, str], tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    assert not edited.checked.of(Verdict.AGAINST, Verdict.CHANGED, Verdict.UNPLACED)
    (finding,) = edited.checked.of(Verdict.SAID)
    if "件。" not in pieces:
        assert (finding.was, finding.now) == pieces
    assert explained(finding, edited.run).startswith("说法改过")
    result, _ = edited.refreshed()
    held = [each for each in result.changes if "整句没有动" in each.note]
    assert not held


def test_a_sentence_without_a_figure_that_is_taken_out_is_listed(tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("所有来信", "所有来信均按期办结。", ""), tmp_path)
    (finding,) = edited.checked.of(Verdict.SAID)
    assert explained(finding, edited.run) == "整句删去了：所有来信均按期办结。"


def test_clauses_of_a_sentence_that_change_places_are_no_contradiction(tmp_path: Path) -> None:
    was = "办理较好的有市场监督管理局、煤矿安全监察局，办理较差的有纸坊镇、住房和城乡建设局"
    one, other = was.split("，")
    edited = Edited("ruzhou", edit("办理较好的有", was, f"{other}，{one}"), tmp_path)
    assert not edited.checked.of(Verdict.AGAINST, Verdict.CHANGED)
    swapped = was.replace("较好", "〇").replace("较差", "较好").replace("〇", "较差")
    edited = Edited("ruzhou", edit("办理较好的有", was, swapped), tmp_path)
    assert edited.checked.of(Verdict.AGAINST)


TURNED = [
    (
        "ruzhou", "其中，协调办理",
        "协调办理3267件，办结率100%，满意率96%；交办处理1213件，办结1154件，办结率95%，满意率89%",
        "交办处理1213件，办结1154件，办结率95%，满意率89%；协调办理3267件，办结率100%，满意率96%",
    ),
    (
        "ruzhou", "其中，协调办理",
        "协调办理3267件，办结率100%，满意率96%；交办处理1213件，办结1154件，办结率95%，满意率89%",
        "交办处理1213件，办结1154件，满意率89%，办结率95%，协调办理3267件，满意率96%，办结率100%",
    ),
    (
        "junan", "本周受理的诉求中",
        "求助类1293件，占受理总量的67.73%；投诉举报类610件，占31.95%",
        "投诉举报类610件，占受理总量的31.95%；求助类1293件，占67.73%",
    ),
    (
        "huaibei", "从来电的诉求类别看",
        "卫生健康2181件，占来电总量的13.46%；交通运输1934件，占11.93%",
        "交通运输1934件，占来电总量的11.93%，卫生健康2181件，占13.46%",
    ),
    (
        "pingyu", "全县办理结果满意率",
        "全县办理结果满意率为87.43%，同比下降7.59%；服务过程满意率为74.51%，同比上升15.28%",
        "服务过程满意率为74.51%，同比上升15.28%；全县办理结果满意率为87.43%，同比下降7.59%",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("county", "words", "was", "now"), TURNED)
def test_clauses_that_change_places_take_all_their_figures_with_them(
    county: str, words: str, was: str, now: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    assert not edited.checked.of(Verdict.CHANGED, Verdict.UNPLACED, Verdict.ADDED, Verdict.AGAINST)
    old, new = edited.run, altered(county, 1, 0.05)
    result, after = edited.refreshed()
    start = next(line.text[:5] for line in old.printed if was in line.text)
    then = next(line.text for line in new.printed if line.text.startswith(start) and not line.cell)
    text = next(each.text for each in paragraphs(after.body) if now[:4] in each.text)
    held = any("整句没有动" in each.note for each in result.changes)
    assert held or numbers_by_clause(text) <= numbers_by_clause(then), (text, then)


def numbers_by_clause(text: str) -> set[tuple[str, ...]]:
    """Every number with the name of the item that it is in, and what it is called."""
    import re

    found: set[tuple[str, ...]] = set()
    whose = ""
    for clause in re.split("[，。；：]", text):
        for words, number in re.findall(r"([^0-9、]*?)([0-9.]+)(?=[%件天])", clause):
            label = re.sub("(?:其中|为|占.*)$", "", words)
            whose = label if label and label not in ("办结", "办结率", "满意率", "同比上升", "同比下降") else whose
            found.add((whose, label if label != whose else "", number))
    return found


def test_a_figure_that_was_turned_and_corrected_is_known_by_whose_it_is(tmp_path: Path) -> None:
    _, _, was, now = TURNED[0]
    edited = Edited("ruzhou", edit("其中，协调办理", was, now.replace("95%", "94%")), tmp_path)
    assert edited.told(Verdict.CHANGED) == [("95%", "94%")]


def test_a_sentence_one_of_whose_figures_is_not_known_is_not_patched_by_halves(tmp_path: Path) -> None:
    was, now = "卫生健康2181件，占来电总量的13.46%", "卫健领域合计2200宗，占来电总量的13.46%"
    edited = Edited("huaibei", edit("从来电的诉求类别看", was, now), tmp_path)
    _, after = edited.refreshed()
    assert any(now in each.text for each in paragraphs(after.body))
    assert any("整句没有动" in each.text and "应为" in each.text for each in after.comments)


def test_numbers_typed_by_hand_are_named_by_refresh(tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("共受理交办工单", "1263件", "1263件，占全部1263件的100%"), tmp_path)
    result, after = edited.refreshed()
    now = altered("pingjiang", 1, 0.05).figures["total.受理案件"].text
    typed = [each for each in result.changes if each.step is RefreshStep.LEFT and "手工加的数" in each.note]
    assert [each.was for each in typed] == ["1263", "100%"] and now in typed[0].note
    assert any("手工加的数" in each.text for each in after.comments)


def test_a_number_that_people_corrected_stays_where_the_data_are_as_before(tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("第9期", "第9期", "第10期"), tmp_path)
    result, after = edited.refreshed()
    assert any(each.text == "第10期" for each in paragraphs(after.body))
    (kept,) = (each for each in result.changes if each.figure == "document.issue_number")
    assert kept.step is RefreshStep.LEFT and "手工改成 10" in kept.note
    assert any("手工改成 10" in each.text for each in after.comments)


def test_a_number_that_people_corrected_is_told_where_it_is_replaced(tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("共受理交办工单", "1263件", "1264件"), tmp_path)
    result, after = edited.refreshed()
    (done,) = (each for each in result.changes if each.figure == "total.受理案件" and each.step is RefreshStep.REPLACED)
    assert done.was == "1264" and any("手工改成过 1264" in each.text for each in after.comments)


@pytest.mark.parametrize("words", ["另有三十七件未办结", "其中百分之九十为咨询", "近半由乡镇办理", "涉及十二家单位"])
def test_amounts_in_chinese_characters_are_told(words: str, tmp_path: Path) -> None:
    edited = Edited("pingjiang", edit("共受理交办工单", "件。", f"件，{words}。"), tmp_path)
    (found,) = edited.checked.of(Verdict.ADDED)
    assert found.now in words
    result, _ = edited.refreshed()
    assert any(each.was == found.now and "手工加的数" in each.note for each in result.changes)


@pytest.mark.parametrize(
    "words", ["进一步压实责任", "第三季度", "一些单位", "每一件", "三个方面", "十分重视", "万家灯火"]
)
def test_words_with_numerals_that_are_no_amounts(words: str) -> None:
    assert amounts_in_words(words) == []


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("件，", "起，", False), ("件，", "万件，", True), ("%，", "个百分点", True), ("个百分点", "百分点", False),
        ("天", "小时", True), ("件", "人", True), ("件", "余件", False), ("", "", False), ("%", "％", False),
        ("个单位", "家单位", False), ("件", "，", False), ("%", "，", True),
    ],
)  # fmt: skip
def test_units(one: str, other: str, differs: bool) -> None:
    assert other_unit(unit_after(one, 0), unit_after(other, 0)) is differs


@given(st.text(alphabet="增长下降同环比高低于不前后三位最较好差满意均未件有没", max_size=20))
def test_a_text_never_contradicts_itself(text: str) -> None:
    assert opposed(text, text) == []


def test_what_was_printed_beside_is_no_contradiction() -> None:
    assert opposed("办理较好的有甲", "办理较差的有乙")
    assert not opposed("办理较好的有甲", "办理较差的有乙", ["办理较差的有乙"])


def test_an_untouched_bulletin_says_nothing_of_words(tmp_path: Path) -> None:
    for county in ("huaibei", "junan", "pingjiang", "pingyu", "ruzhou"):
        edited = Edited(county, lambda document: None, tmp_path)
        assert not edited.checked.of(Verdict.SAID, Verdict.AGAINST)
    assert docx.Document(str(written("pingyu")[0])).paragraphs


def test_sentences_that_people_joined_are_not_patched_by_halves(tmp_path: Path) -> None:
    """Two of the items change places in the ranking now."""
    words = "从登记诉求2040件的类别看"
    edited = Edited("pingjiang", lambda document: joined(paragraph(document, words)), tmp_path)
    result, after = edited.refreshed()
    text = next(each.text for each in paragraphs(after.body) if "登记诉求" in each.text and "类别看" in each.text)
    assert "市场管理类426件" in text and "环境保护类158件" in text
    assert any("并成了一句" in each.note for each in result.changes)


def joined(found: Any) -> None:
    retyped(found, said(found), said(found).replace("；", "，"))


LISTS = [
    ("pingjiang", "从办理时效看", "汉昌街道6件、安定镇5件、梅仙镇4件", "梅仙镇4件、汉昌街道6件、安定镇5件"),
    ("pingjiang", "从信箱办理看", "中国政府网7件、省长信箱8件", "省长信箱8件、中国政府网7件"),
    ("pingyu", "按诉求类别分", "城市综合类309件、经济综合类139件", "经济综合类139件、城市综合类309件"),
    ("pingyu", "承办件数居前三位", "卫健体委（252件）、人社局（140件）", "人社局（140件）、卫健体委（252件）"),
    ("junan", "按受理渠道分", "市级热线1902件、省级热线2件", "省级热线2件、市级热线1902件"),
    ("huaibei", "共办理群众诉求", "省长热线平台20件、人民网给市长留言16件", "人民网给市长留言16件、省长热线平台20件"),
]  # fmt: skip


@pytest.mark.parametrize(("county", "words", "was", "now"), LISTS)
def test_a_list_in_another_order_is_right_where_each_name_has_its_number(
    county: str, words: str, was: str, now: str, tmp_path: Path
) -> None:
    edited = Edited(county, edit(words, was, now), tmp_path)
    assert not edited.checked.of(Verdict.CHANGED, Verdict.UNPLACED, Verdict.ADDED, Verdict.AGAINST, Verdict.DELETED)


@pytest.mark.parametrize(("county", "words", "was", "now"), LISTS)
def test_a_name_before_the_number_of_another_is_told(
    county: str, words: str, was: str, now: str, tmp_path: Path
) -> None:
    import re

    names, numbers = re.findall(r"[^0-9、（）件]+", was), re.findall("[0-9]+", was)
    swapped = was.replace(names[0], "〇", 1).replace(names[1], names[0], 1).replace("〇", names[1], 1)
    edited = Edited(county, edit(words, was, swapped), tmp_path)
    told = {each.now for each in edited.checked.of(Verdict.CHANGED) if each.is_number}
    assert set(numbers[:2]) <= {re.sub("[^0-9]", "", each) for each in told}
