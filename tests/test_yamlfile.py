"""YAML written by hand: exact values with their lines, and what a clerk reads about each kind of slip."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.written.yamlfile import parse_yaml


def issues_of(text: str) -> tuple[Issue, ...]:
    with pytest.raises(BulletinError) as caught:
        parse_yaml(text, "甲.yaml")
    return caught.value.issues


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1),
        ("-20", -20),
        ("0.10", Decimal("0.10")),
        ("-.5", Decimal("-0.5")),
        ("true", True),
        ("False", False),
        ("是", "是"),
        ("yes", "yes"),
        ("01", "01"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("1e5", "1e5"),
        ("45%", "45%"),
        ("2024-07-10", "2024-07-10"),
        ("202405010000000123", "202405010000000123"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("", None),
        ("~", None),
        ("''", ""),
        ("[1, x]", [1, "x"]),
        ("{b: 0.5}", {"b": Decimal("0.5")}),
        ("|\n  甲\n  乙", "甲\n乙\n"),
    ],
)
def test_values_are_what_was_typed(written: str, value: object) -> None:
    found = parse_yaml(f"a: {written}\n", "甲.yaml").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_keys_are_texts() -> None:
    assert parse_yaml("{1: a, true: b, 0.5: c}", "甲.yaml").data == {"1": "a", "true": "b", "0.5": "c"}


@pytest.mark.parametrize("text", ["", "# 只有说明\n", "---\n"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    assert parse_yaml(text, "甲.yaml").data in ({}, None)


def test_places_of_values() -> None:
    file = parse_yaml("甲:\n  - {乙: 1}\n  -\n    乙: 2\n丙: {丁: 3}\n", "甲.yaml")
    assert str(file.place(("甲", 1, "乙"))) == "甲.yaml 第4行 甲 → 第2项 → 乙"
    assert str(file.place(("甲", 1))) == "甲.yaml 第4行 甲 → 第2项"
    assert str(file.place(("丙", "丁", "没有"))) == "甲.yaml 第5行 丙 → 丁"
    assert str(file.missing(("丙", "戊"))) == "甲.yaml 第5行 丙 → 戊"
    assert (file.written(("甲", 1, "乙")), file.written(("丙",))) == ("2", "键 丁")


def test_what_is_merged_in_has_the_place_where_it_is_written() -> None:
    file = parse_yaml("甲: &底 {x: 1, y: 2}\n乙:\n  <<: *底\n  y: 3\n", "甲.yaml")
    assert file.data["乙"] == {"x": 1, "y": 3}
    assert (file.place(("乙", "x")).row, file.place(("乙", "y")).row) == (1, 4)


#: text (↵ ends a line, → is a tab) | line | a piece of the message
SLIPS = """
kind: 甲↵county：某县↵document: 乙 | 2 | 全角冒号“：”改成半角冒号
kind: 甲↵county：某县 | 2 | 全角冒号“：”改成半角冒号
a:↵  b：1↵  c: 2 | 2 | 全角冒号“：”改成半角冒号
a:↵  - b：1↵    c: 2 | 2 | 全角冒号“：”改成半角冒号
a:1↵b: 2 | 1 | 冒号之后要空一格
kind: 甲↵county↵document: 乙 | 2 | 检查这一行是否缺少冒号
a: 1↵b | 2 | 检查这一行是否缺少冒号
document↵  title: 甲 | 2 | 检查上一行是否缺少冒号
a: 说明: 乙 | 1 | 文字里有冒号时加引号
a:↵→b: 1 | 2 | Tab 换成空格
a:↵  b: 1↵→c: 2 | 3 | Tab 换成空格
a: "甲↵b: 乙 | 1 | 补上缺少的引号
a: '甲↵b: 乙 | 1 | 补上缺少的引号
a: "甲" 乙 | 1 | 引号后面是否还有文字
a: “甲”↵b: 2 | 1 | 改成半角引号
a: [1, 2↵b: 2 | 1 | 补上缺少的 ]
a: {b: 1↵c: 2 | 1 | 补上缺少的 }
a: [甲，乙] | 1 | 半角逗号
a: {甲: 1，乙: 2} | 1 | 半角逗号
a: ［甲］ | 1 | 半角的 [ ]
a:↵  b: 1↵ c: 2 | 3 | 缩进和上下行是否对齐
a:↵  - x↵ - y | 3 | 缩进和上下行是否对齐
a: {{ period.name }}通报 | 1 | 以 {{ }} 开头的文字整个加引号
a: {{ period.name }} | 1 | 含 {{ }} 的文字整个加引号
a: *甲 | 1 | 星号开头的文字请加引号
a: &甲 1 | 1 | 给文字加上引号
a: & 甲 | 1 | 加上引号
a: !重要 通知 | 1 | ! 开头的文字加引号
a: !x 通知 | 1 | ! 开头的文字没有加引号
a: %甲 | 1 | 加上引号
a: @甲 | 1 | 加上引号
a: "C:\\Users" | 1 | 反斜杠写成两个
a: |甲↵  乙 | 1 | 另起一行
a: 1↵---↵b: 2 | 2 | 删去中间的 ---
"""


@pytest.mark.parametrize(("text", "line", "piece"), [row.split(" | ") for row in SLIPS.strip().splitlines()])
def test_a_slip_is_named_with_its_line(text: str, line: str, piece: str) -> None:
    issues = issues_of(text.replace("↵", "\n").replace("→", "\t") + "\n")
    assert len(issues) == 1
    assert issues[0].place.row == int(line)
    assert piece in str(issues[0])


def test_every_doubled_key_is_named_with_its_first_line() -> None:
    told = [(issue.place.row, issue.kind, issue.found) for issue in issues_of("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")]
    assert told == [(4, "同一层有重复的键", "“c”已在第3行写过"), (5, "同一层有重复的键", "“a”已在第1行写过")]


@pytest.mark.parametrize(("sign", "name"), [("\x07", "U+0007"), ("\x00", "U+0000"), ("\ud800", "U+D800")])
def test_a_sign_that_nobody_sees_is_named(sign: str, name: str) -> None:
    (issue,) = issues_of(f"a: 1\nb: x{sign}\n")
    assert (issue.place.row, issue.found) == (2, f"不可见的控制字符 {name}")


def test_bottomless_files_are_refused_at_once() -> None:
    nested = "[" * 100_000
    circle = "a: &甲 [*甲]\n"
    many = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{chr(98 + step)}: &{chr(98 + step)} [{','.join(['*' + chr(97 + step)] * 9)}]\n" for step in range(8)
    )
    kinds = [issues_of(text)[0].code for text in (nested, circle, many)]
    assert kinds == ["yaml.syntax", "yaml.alias", "yaml.alias"]


@given(st.text(alphabet="ab: -\n\t\"'[]{}，：#&*!|>%@`“”1.\\", max_size=40))
def test_whatever_is_typed_gives_values_or_a_chinese_message(text: str) -> None:
    try:
        parse_yaml(text, "甲.yaml").data  # noqa: B018
    except BulletinError as reason:
        for issue in reason.issues:
            assert 1 <= (issue.place.row or 0) <= text.count("\n") + 1
            assert not re.search(r"[a-z]{4,}", f"{issue.kind}{issue.expected}{issue.advice}")
