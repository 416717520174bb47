"""What says a name that a county has not got leaves the wording: no more than that, and no heading over nothing."""

from __future__ import annotations

import pytest

from bulletin_gen.keeping.editing.wordingedit import without_name


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("受理{受理}件。【服务满意率{服务}【，同比{服务：同比}】。】", "受理{受理}件。"),
        ("办结率{办结率}，服务满意率{服务}。", "办结率{办结率}。"),
        ("服务满意率{服务}，办结率{办结率}。", "办结率{办结率}。"),
        ("办结率{办结率}，服务满意率{服务}，受理{受理}件。", "办结率{办结率}，受理{受理}件。"),
        ("受理{受理}件。从服务看，前三位是：{服务：前3：{单位}}。办结{办结}件。", "受理{受理}件。办结{办结}件。"),
        ("【满意率{满意率}【，服务{服务}】。】", "【满意率{满意率}。】"),
        ("【{单位：有超期：{单位}服务{服务}，}。】", ""),
        ("受理{受理}件。", "受理{受理}件。"),
    ],
)
def test_the_smallest_whole_that_says_it_goes(line: str, left: str) -> None:
    assert without_name(f"一、情况\n甲。\n{line}\n", "服务") == f"一、情况\n甲。\n{left}\n".replace("\n\n", "\n")


def test_a_heading_over_nothing_goes_too() -> None:
    text = "一、问题\n甲。\n（一）服务偏低\n【服务低的有{服务}。】\n（二）超期\n超期{超期}件。\n二、服务\n服务{服务}。"
    assert without_name(text, "服务") == "一、问题\n甲。\n（二）超期\n超期{超期}件。"
