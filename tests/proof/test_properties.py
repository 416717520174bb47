"""Whatever a text holds, checking it ends; a digit changed in a bulletin that proves itself is found; what is right
is left alone."""

from __future__ import annotations

import random
import re
import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin_gen.proof.examine import examine
from bulletin_gen.proof.reading.text import read_lines
from proof.right import Maker

BULLETIN = """\
某某县12345热线3月份情况通报
一、基本情况
3月份，全县共受理群众诉求2000件，比上月增加400件，上升25.00%。其中，咨询类600件，占30.00%；求助类1000件，占50.00%；投诉类360件，占18.00%；其他类40件，占2.00%。
应办结1500件，按期办结1470件，按期办结率98.00%，比上月提高1.20个百分点。
二、办理情况
承办量排名前三位的单位是：甲局400件、乙局300件、丙局250件。
逾期未办结的单位3家，分别为戊局、己局、庚局。
附件：各单位办理情况
单位 | 应办数 | 按期办结数 | 按期办结率
甲局 | 400 | 390 | 97.50%
乙局 | 300 | 270 | 90.00%
丙局 | 250 | 240 | 96.00%
丁局 | 160 | 120 | 75.00%
戊局 | 80 | 70 | 87.50%
己局 | 70 | 63 | 90.00%
庚局 | 60 | 57 | 95.00%
合计 | 1320 | 1210 | 91.67%
"""
_WORDS = [
    *[
        "共",
        "其中",
        "占比",
        "环比",
        "同比",
        "上升",
        "件",
        "家",
        "%",
        "个百分点",
        "，",
        "。",
        "；",
        "、",
        "：",
        "（",
        "）",
        "甲局",
        "排名前三位的是",
        "分别为",
        "办结率",
        "一、",
        "12345",
        "2024年3月",
        "日均",
        "等",
        "各",
        "0",
        "1",
        "37",
        "98.5",
        "1200",
        "-",
        "…",
    ],
    *(" | ", "\n", "\t"),
]
_NUMBER = re.compile(r"(?<![\d.月])\d+(?:\.\d+)?(?=%|件| \||个百|\n)")


def test_the_bulletin_is_right() -> None:
    assert examine(read_lines("通报", BULLETIN)).objections == ()


def test_a_changed_digit_is_found() -> None:
    random_ = random.Random(20240301)
    places = [place for match in _NUMBER.finditer(BULLETIN) for place in range(*match.span()) if BULLETIN[place] != "."]
    found = 0
    for _ in range(300):
        place = random_.choice(places)
        digit = str((int(BULLETIN[place]) + random_.randint(1, 9)) % 10)
        found += bool(examine(read_lines("通报", BULLETIN[:place] + digit + BULLETIN[place + 1 :])).objections)
    assert found >= 255, found


def test_bulletins_that_are_right_are_left_alone() -> None:
    for seed in range(150):
        text = Maker(seed).bulletin()
        found = [(str(each.gravity), each.kind, each.quote) for each in examine(read_lines("对", text)).objections]
        assert found == [], (seed, text)


@given(st.lists(st.sampled_from(_WORDS), max_size=60).map("".join))
@example("共件，占%；、|\n|\n|")
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_odd(text: str) -> None:
    for each in examine(read_lines("怪", text)).objections:
        assert len(each.quote) <= 40


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_characters_are_too_odd(text: str) -> None:
    examine(read_lines("怪", text))


def test_a_hundred_pages_take_seconds() -> None:
    start = time.process_time()
    examine(read_lines("长", "\n".join([BULLETIN] * 130)))
    assert time.process_time() - start < 20
