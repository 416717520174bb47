"""Titles: broken at words, in the shape of a trapezium or rhombus, never inside what belongs together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gen.render.measure import width
from bulletin_gen.render.titles import shape_cost, title_lines


@pytest.mark.parametrize(
    "wanted",
    [
        "关于1月份12345政务服务/便民热线件办理情况的通报",
        "2024年5月份12345政务服务热线及/市长、县长信箱运行办理情况通报",
        "关于2022年2月份12345政务服务/便民热线运行情况的通报",
        "2021年第43周（10月25日至10月31日）/热线运行情况",
        "民呼必应热线七月份工作简报",
        "2021年第43周12345热线周报",
        "关于全县2024年上半年12345/政务服务便民热线承办单位办理情况和/群众满意度综合评价考核结果的通报",
    ],
)
def test_titles_of_bulletins(wanted: str) -> None:
    assert "/".join(title_lines(wanted.replace("/", ""), 40)) == wanted


def test_line_ends_that_people_set_are_kept() -> None:
    assert title_lines("关于办理情况的\n通报", 40) == ("关于办理情况的", "通报")


@pytest.mark.parametrize(
    ("widths", "pleasant"),
    [
        ([30, 36], True),
        ([36, 30], True),
        ([28, 36, 30], True),
        ([36, 20, 34], False),
        ([40, 6], False),
        ([30, 30], False),
    ],
)
def test_shapes(widths: list[int], pleasant: bool) -> None:
    assert (shape_cost(widths) < 4) == pleasant


PIECES = [
    "关于",
    "2024年5月份",
    "12345",
    "政务服务",
    "便民热线",
    "（第二批）",
    "《办法》",
    "情况",
    "的",
    "通报",
    "、",
    "和",
]
TITLES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)


@given(TITLES)
def test_no_line_is_too_long_and_nothing_is_lost(title: str) -> None:
    lines = title_lines(title, 40)
    assert "".join(lines) == title
    assert all(width(line) <= 40 for line in lines)


@given(TITLES)
def test_numbers_and_brackets_stay_whole(title: str) -> None:
    for line in title_lines(title, 40):
        assert line.count("（") == line.count("）")
        assert line.count("《") == line.count("》")
        assert not line.startswith(("年", "月", "）", "》"))


@pytest.mark.parametrize("times", [6, 8, 60])
def test_a_title_of_monstrous_length_is_broken_at_once(times: int) -> None:
    title = "关于运行办理情况的通报" * times
    lines = title_lines(title, 40)
    assert "".join(lines) == title
    assert max(width(line) for line in lines) <= 40
