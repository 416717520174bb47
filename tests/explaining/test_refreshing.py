"""A draft that is rolled forward is called by its new period."""

from __future__ import annotations

import pytest

from bulletin_gen.explaining.refreshing import renamed
from bulletin_gen.leaves.periods import parse_period


@pytest.mark.parametrize(
    ("stem", "old", "new", "expected"),
    [
        ("平江县2024年5月政务督查", "2024-05", "2024-06", "平江县2024年6月政务督查"),
        ("平江县2024年12月政务督查（改）", "2024-12", "2025-01", "平江县2025年1月政务督查（改）"),
        ("5月通报（5月20日改）", "2024-05", "2024-06", "6月通报（5月20日改）"),
        ("五月稿件", "2024-05", "2024-06", "六月稿件"),
        ("十二月稿件", "2024-02", "2024-03", "十二月稿件"),
        ("2024年05月", "2024-05", "2024-06", "2024年06月"),
        ("2024-05定稿2024-05-12", "2024-05", "2024-06", "2024-06定稿2024-05-12"),
        ("15月5月", "2024-05", "2024-06", "15月6月"),
        ("第43周", "2021-W43", "2021-W44", "第44周"),
        ("2021年第43周（10月25日至10月31日）", "2021-W43", "2021-W44", "2021年第44周（11月1日至11月7日）"),
        ("稿件", "2024-05", "2024-06", "稿件"),
        ("5月", "2024-05", "2024-05", "5月"),
    ],
)
def test_the_name_of_a_file_follows_its_period(stem: str, old: str, new: str, expected: str) -> None:
    assert renamed(stem, parse_period(old), parse_period(new)) == expected
