"""What a clerk is asked to look at, and words for periods: ``doubts.txt`` is for clerks to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_gen.compose import compose
from bulletin_gen.compose.narrative import Narrative
from bulletin_gen.compose.wording import doubts, parsed, said
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.leaves.issues import BulletinError, Issue
from compose.wording.world import BASE, World, shown, with_rules
from compose.wording.worlds import ORDINARY

HERE = Path(__file__).parent
CASES = HERE / "doubts.txt"


def _cases() -> Iterator[tuple[str, str, str, list[str]]]:
    """The wording, the period, what is expected: 印, 报, 提醒 or 没有提醒, and with which words."""
    for case in re.split(r"\n\n+", CASES.read_text(encoding="utf-8")):
        lines = [line.partition(" ") for line in case.strip().splitlines() if not line.startswith("#")]
        said_of = {word: rest for word, _, rest in lines}
        if "写" in said_of:
            kind = next(word for word, _, _ in lines if word not in ("写", "期"))
            expected = [rest for word, _, rest in lines if word == kind]
            yield said_of["写"], said_of.get("期", ORDINARY.period), kind, expected


def _said(world: World, wording: str) -> tuple[str, tuple[Issue, ...]]:
    file, facts = parsed(text_lines(wording, "正文.txt"), "正文.txt"), world.facts()
    printed = shown(said(file, facts, world.profile(), Narrative(world.narrative)))
    return printed, doubts(file, facts, world.profile())


@pytest.mark.parametrize(("wording", "period", "kind", "expected"), list(_cases()), ids=lambda value: str(value)[:24])
def test_a_clerk_is_told_what_to_look_at(wording: str, period: str, kind: str, expected: list[str]) -> None:
    world = replace(ORDINARY, period=period)
    if kind == "报":
        with pytest.raises(BulletinError) as caught:
            _said(world, wording)
        told = [str(issue) for issue in caught.value.issues]
        assert any(each.startswith(expected[0]) for each in told), told
        return
    printed, found = _said(world, wording)
    if kind == "印":
        assert printed == expected[0]
        return
    told = [str(issue) for issue in found]
    assert [words for words in expected if words and not any(words in each for each in told)] == [], told
    assert found or kind == "没有提醒"
    assert not (found and kind == "没有提醒"), told


def _right() -> list[tuple[str, str]]:
    """The periods of ``right.txt``, each with its sentences."""
    text = re.sub("(?m)^#.*\n", "", (HERE / "right.txt").read_text(encoding="utf-8"))
    parts = re.split(r"(?m)^期 (.+)\n", text)
    return [(ORDINARY.period, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]


@pytest.mark.parametrize(("period", "sentences"), _right(), ids=lambda value: str(value)[:12])
def test_right_sentences_are_said_in_silence(period: str, sentences: str) -> None:
    _, found = _said(replace(ORDINARY, period=period), sentences)
    assert [f"{each.place}：{each.found}" for each in found if each.code != "wording.no_base"] == []


def test_columns_of_a_table_that_compare_are_told_once() -> None:
    """One warning for the units, one for each of 同比 and 环比, however many rows are blank."""
    columns = "[{列名: 单位, 内容: 单位}, {列名: 同比, 内容: 转办：同比}, {列名: 较上月, 内容: 办结率：环比}]"
    rules = f"表格:\n  各单位情况: {{位置: 正文, 列: {columns}}}\n"
    world = replace(ORDINARY, rules=with_rules(BASE, rules))
    facts, profile = world.facts(), world.profile()
    file = parsed(text_lines("{表：各单位情况}", "正文.txt"), "正文.txt")
    compose(facts, profile, {}, wording=file)
    found = [(str(issue.place), issue.found) for issue in doubts(file, facts, profile)]
    assert found == [
        (
            "profile.yaml tables.各单位情况.columns.转办：同比",
            "没有上年同期的数：各单位的转办（城管局、教育局、水利局等9个）",
        ),
        (
            "profile.yaml tables.各单位情况.columns.办结率：环比",
            "没有上一期的数：各单位的办结率（城管局、教育局、水利局等7个）",
        ),
    ]


HEADS = (
    ("满意率", "办结率", "内容是“办结率”"),
    ("环比", "转办：同比", "内容是“转办：同比”"),
    ("较去年同期", "满意率：环比", "内容是“满意率：环比”"),
    ("上月", "转办", "内容是2031年4月的“转办”"),
    ("转办", "转办：上期", "内容是2031年3月的“转办”"),
    ("本月转办", "转办：上年同期", "内容是2030年4月的“转办”"),
    ("转办率", "转办", "内容“转办”是件数，不是率"),
    ("办结件数", "办结率", "内容是“办结率”"),
    ("得分", "名次", "内容是“名次”"),
    ("转办同比", "转办", "没有比较"),
    ("转办件数", "转办", ""),
    ("本期转办（件）", "转办", ""),
    ("办结率（%）", "办结率", ""),
    ("较上月", "转办：环比", ""),
    ("[转办, 上月]", "转办：上期", ""),
    ("[转办, 增减]", "转办：环比", ""),
    ("去年同期", "转办：上年同期", ""),
    ("同比增幅", "满意率：同比", ""),
    ("承办数", "转办", ""),
    ("综合得分", "得分", ""),
)


@pytest.mark.parametrize(("head", "value", "told"), HEADS)
def test_heads_of_columns_are_held_against_what_they_print(head: str, value: str, told: str) -> None:
    rules = (
        f"表格:\n  情况: {{位置: 正文, 列: [{{列名: 单位, 内容: 单位}}, {{列名: {head}, 内容: {value}, 空格写: /}}]}}\n"
    )
    world = replace(ORDINARY, rules=with_rules(BASE, rules))
    facts, profile = world.facts(), world.profile()
    found = doubts(parsed(text_lines("受理{受理}件", "正文.txt"), "正文.txt"), facts, profile)
    assert [each.code for each in found] == (["wording.head"] if told else [])
    assert not told or told in found[0].found


def test_the_first_of_a_list_that_have_nothing_are_told() -> None:
    """A list of the profile takes its first few whatever they have: units without any are not the worst."""
    lists = """名单:
  超期率靠前: {排序: [-超期率], 前几: 5}
  超期率单位: {条件: {超期率: {高于: 0}}, 排序: [-超期率], 前几: 5}
"""
    rate = BASE.replace("率:\n", "率:\n  超期率: {分子: 超期, 分母: 应办}\n", 1)
    world = replace(ORDINARY, rules=with_rules(rate, lists))
    told = [each.found for each in _said(world, "超期率较高的有{超期率靠前}，{超期率单位}。")[1]]
    assert told == ["“超期率靠前”是超期率最高的，里面教育局、水利局的超期率是0"]


def test_dispatches_over_orders_are_told_for_what_they_are() -> None:
    rules = BASE.replace("受理: {时间: 受理时间}", "受理: {时间: 受理时间, 计法: 工单}")
    rules = rules.replace(
        "转办: {属于: 受理, 条件: {已派单: 是}}", "转办: {属于: 受理, 计法: 派单, 条件: {已派单: 是}}"
    )
    _, (told,) = _said(replace(ORDINARY, rules=rules), "转办{转办}件，占{转办：占受理}。")
    assert told.kind == "占比的分子按派单次数、分母按工单件数"
    assert told.found == "420÷1200：“转办”是派单次数，“受理”是工单件数，不是“受理”里有多少件转办"


def test_words_within_a_name_say_nothing_of_the_list() -> None:
    """满意率低于90的单位 is a list's name; what the sentence itself says is 低于90%."""
    rules = '名单:\n  满意率低于90的单位: {条件: {满意率: {低于: "90%"}}}\n'
    world = replace(ORDINARY, rules=with_rules(BASE, rules))
    line = "满意率低于{“90%”}的有{满意率低于90的单位：个数}个单位：{满意率低于90的单位：{单位}（{满意率}）、}。"
    assert _said(world, line)[1] == ()
    (told,) = _said(world, line.replace("“90%”", "“70%”"))[1]
    assert "低于70%" in told.found
