"""Conditions of counts as people write them who do not know the words: the advice must not make it worse."""

from __future__ import annotations

import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.load import parse_profile

RULES = """\
通报种类: 热线周报
地区: 某县
公文: {标题: 表}
单位: {分组: [局]}
读表: {自有列: {星级: {类型: 整数}}}
计数:
  受理: {时间: 受理时间}
  多次: {属于: 受理, 条件: {%s}}
"""


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (
            "退单次数: {有值: 是}",
            "0次也是有值，每一行都会计入；读到：退单次数；应为：不低于；处理：次数不是0的，写 退单次数: {不低于: 1}",
        ),
        ("退单次数: {大于: 0}", "处理：写“不低于”：这里是整数，大于0写 不低于: 1"),
        ("退单次数: {不足: 3}", "处理：写“不高于”：这里是整数"),
        ("受理渠道：来信", "全角冒号“：”改成半角冒号“:”，后面空一格，如 受理渠道: 来信"),
    ],
)
def test_a_condition_is_told_in_the_right_words(condition: str, said: str) -> None:
    with pytest.raises(BulletinError) as caught:
        parse_profile(RULES % condition)
    assert any(said in str(issue) for issue in caught.value.issues), [str(each) for each in caught.value.issues]


@pytest.mark.parametrize("condition", ["退单次数: {有值: 否}", "回访时间: {有值: 是}", "星级: {有值: 是}"])
def test_what_may_be_blank_may_be_asked_for(condition: str) -> None:
    assert parse_profile(RULES % condition)
