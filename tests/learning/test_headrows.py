"""Heads of several rows: over their columns, and pushed to the left by copying."""

from __future__ import annotations

import pytest

from bulletin_gen.learning.reading.headrows import with_folded_heads
from bulletin_gen.proof.reading.text import read_lines

CASES = {
    "one row": (
        """单位 | 办件数 | 办结率
甲局 | 5 | 80%
乙局 | 4 | 75%""",
        "单位 办件数 办结率",
    ),
    "over their columns": (
        """序号 | 单位 | 热线 |  | 办结率
 |  | 办结 | 超时 |
1 | 甲局 | 5 | 1 | 80%
2 | 乙局 | 4 | 0 | 75%""",
        "序号 单位 热线办结 热线超时 办结率",
    ),
    "pushed, two rows": (
        """序号 | 单位 | 热线 | 网站 | 办结率 |||
办结 | 超时 | 办结 | 超时 |||||
1 | 甲局 | 5 | 1 | 2 | 0 | 80%
2 | 乙局 | 4 | 0 | 3 | 1 | 75%""",
        "序号 单位 热线办结 热线超时 网站办结 网站超时 办结率",
    ),
    "pushed, the share tells the place": (
        """单位 | 总数 | 办结情况 | 备注数 |||
办结数 | 办结率 | 超时数 ||||
甲局 | 9 | 5 | 80% | 1 | 7
乙局 | 8 | 4 | 75% | 0 | 6""",
        "单位 总数 办结情况办结数 办结情况办结率 办结情况超时数 备注数",
    ),
    "pushed, three rows, a sum first": (
        """序号 | 单位 | 派遣总数 | 办结数 | 办结率 |||||
总计 | 热线 | 网站 ||||||
办结 | 未办结 | 办结 | 未办结 ||||
1 | 甲局 | 9 | 5 | 1 | 2 | 1 | 7 | 77%
2 | 乙局 | 8 | 4 | 0 | 3 | 1 | 7 | 87%""",
        "序号 单位 派遣总数 热线办结 热线未办结 网站办结 网站未办结 办结数 办结率",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_column_has_its_head(case: str) -> None:
    text, heads = CASES[case]
    (table,) = with_folded_heads(read_lines("通报.txt", text).tables)
    assert table.heads == tuple(heads.split())


def test_heads_that_fit_in_no_way_stay_as_they_are() -> None:
    """Three heads below and a width that no sharing out gives: nothing is made up."""
    text = """单位 | 热线 | 办结率 |
办结 | 超时 | 退回 | 延期
甲局 | 5 | 80%
乙局 | 4 | 75%"""
    assert with_folded_heads(read_lines("通报.txt", text).tables)[-1].heads == ("办结", "超时", "退回", "延期")
