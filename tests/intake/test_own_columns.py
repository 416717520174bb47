"""Columns of the office's own: read, counted by, summed, broken down; what is not understood is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.intake.read import Intake, read_orders
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.tally import tally

PROFILE = """\
kind: 通报
county: 某县
document: {title: 通报}
units: {groups: [乡镇]}
intake:
  own_columns:
    是否提前办结: {type: yes_no, values: {是: [提前]}}
    星级: {heads: 评价星级, values: {五星: [5星, 五星], 三星: 3星}}
    跑腿次数: {type: number}
measures:
  受理: {time: accepted_at}
  提前: {of: 受理, where: {是否提前办结: true}}
  五星: {of: 受理, where: {星级: 五星}}
  跑腿: {of: 受理, sum: 跑腿次数}
  跑过: {of: 受理, where: {跑腿次数: {at_least: 1}}}
breakdowns:
  按星级: {measure: 受理, by: 星级}
"""
ORDERS = """工单编号,承办单位,受理时间,是否提前办结,评价星级,跑腿次数
1,东山镇,2024-05-02,提前,5星,2
2,东山镇,2024-05-03,否,3星,0
3,东山镇,2024-05-04,,五星,
"""


def _read(tmp_path: Path, orders: str, profile: str = PROFILE) -> Intake:
    path = tmp_path / "工单.csv"
    path.write_text(orders, encoding="utf-8")
    unit = Unit("东山镇", "乡镇", 0)
    registry = Registry((unit,), ("乡镇",), {"东山镇": unit})
    return read_orders([path], parse_profile(profile), registry, parse_period("2024-05"))


def test_own_columns_are_counted_summed_and_broken_down(tmp_path: Path) -> None:
    read = _read(tmp_path, ORDERS)
    assert read.issues == ()
    counts = tally(read.dispatches, parse_profile(PROFILE), parse_period("2024-05"))
    assert dict(counts.total) == {"受理": 3, "提前": 1, "五星": 2, "跑腿": 2, "跑过": 1}
    assert [(each.values, each.count) for each in counts.breakdowns["按星级"]] == [(("五星",), 2), (("三星",), 1)]


def test_what_is_not_understood_is_told_with_where_to_write_it(tmp_path: Path) -> None:
    read = _read(tmp_path, ORDERS.replace("3星", "四星半").replace("提前,5", "也许,5"))
    told = {(issue.kind, issue.advice) for issue in read.issues}
    home = "改正这一格，或在 profile.yaml 的 读表 → 自有列 → {} → 取值 里 加上这种写法"
    assert told == {("认不出的星级", home.format("星级")), ("认不出的是否提前办结", home.format("是否提前办结"))}


def test_a_missing_own_column_is_told(tmp_path: Path) -> None:
    lines = [",".join(line.split(",")[:5]) for line in ORDERS.splitlines()]
    read = _read(tmp_path, "\n".join(lines))
    (issue,) = read.issues
    assert issue.kind == "缺少需要的列" and issue.expected.startswith("跑腿次数")


def test_rows_that_differ_only_in_an_own_column_are_two_states_not_a_repeat(tmp_path: Path) -> None:
    read = _read(tmp_path, ORDERS + "1,东山镇,2024-05-02,否,5星,2\n")
    assert [issue.code for issue in read.issues] == ["two_states"]


@pytest.mark.parametrize(
    ("own", "kind"),
    [
        ("accepted_at: {type: yes_no}", "自有的列与标准列同名"),
        ("受理渠道: {}", "自有的列与标准列同名"),
        ("次数: {type: number, values: {是: 有}}", "整数列、时间列没有统一写法"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(own: str, kind: str) -> None:
    head, _, rest = PROFILE.partition("    是否提前办结:")
    with pytest.raises(BulletinError) as caught:
        parse_profile(f"{head}    {own}\n    是否提前办结:{rest}")
    assert kind in {issue.kind for issue in caught.value.issues}
