"""Phrases from lists and whole numbers, with their corner cases."""

from __future__ import annotations

import pytest

from bulletin_gen.compose.language import (
    and_others,
    clauses,
    counted,
    firstly,
    listed,
    numeral,
    places,
    quantity,
    respectively,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (119, "一百一十九"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (2040, "二千零四十"),
        (9999, "九千九百九十九"),
    ],
)
def test_numerals(number: int, words: str) -> None:
    assert numeral(number) == words


@pytest.mark.parametrize("number", [-1, 10000])
def test_a_number_without_a_numeral_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        numeral(number)


def test_two_is_another_word_before_a_measure_word() -> None:
    assert [quantity(number) for number in (1, 2, 12)] == ["一", "两", "十二"]
    assert counted(2, "单位") == "两个单位"


@pytest.mark.parametrize(
    ("items", "plain", "with_last"),
    [
        ([], "", ""),
        (["甲"], "甲", "甲"),
        (["甲", "乙"], "甲、乙", "甲和乙"),
        (["甲", "乙", "丙"], "甲、乙、丙", "甲、乙和丙"),
    ],
)
def test_lists(items: list[str], plain: str, with_last: str) -> None:
    assert listed(items) == plain
    assert listed(items, last="和") == with_last


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["甲办结"], "甲办结。"), (["甲办结", "", "乙超期"], "甲办结；乙超期。"), ([""], "")],
)
def test_clauses_drop_empty_ones_and_end_once(items: list[str], said: str) -> None:
    assert clauses(items, "。") == said


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["甲"], "是甲"), (["甲", "乙"], "分别是甲、乙"), (["甲", "乙", "丙"], "分别是甲、乙、丙")],
)
def test_respectively(items: list[str], said: str) -> None:
    assert respectively(items) == said


@pytest.mark.parametrize(
    ("items", "shown", "said"),
    [
        ([], None, ""),
        (["甲"], None, "甲"),
        (["甲", "乙"], None, "甲、乙等两个单位"),
        (["甲", "乙", "丙", "丁"], 2, "甲、乙等四个单位"),
    ],
)
def test_and_others(items: list[str], shown: int | None, said: str) -> None:
    assert and_others(items, "单位", shown) == said


@pytest.mark.parametrize(
    ("top", "named", "said"),
    [
        (3, 3, "前三位"),
        (3, 2, "前两位"),
        (3, 1, "第一位"),
        (3, 5, "前三位（含并列）"),
        (1, 2, "第一位（含并列）"),
        (None, 4, "前四位"),
    ],
)
def test_places_with_fewer_and_with_ties(top: int | None, named: int, said: str) -> None:
    assert places(top, named) == said


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["抓落实。"], "抓落实。"), (["抓落实。", "", "强督办；"], "一是抓落实；二是强督办。")],
)
def test_firstly(items: list[str], said: str) -> None:
    assert firstly(items) == said
