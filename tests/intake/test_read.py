"""Orders in, canonical dispatches, accounts and issues out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from bulletin_gen.canonical import COLUMNS
from bulletin_gen.intake.cells.values import polars_type
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.intake.read import read_orders
from bulletin_gen.profile.measures import Breakdown
from intake.sample import PERIOD, UNITS, kinds, profile, read, read_table, table, write_xlsx

ORDERS = """
工单编号 | 姓名 | 受理时间 | 派单时间 | 办理时限 | 承办单位 | 办结时间 | 回访结果
A1 | 张三 | 2024-05-01 08:03 | 2024-05-01 09:00 | 2024-05-08 23:59 | 县公安局 | 2024-05-03 10:00 | 满意
A2 | 李四 | 2024/5/2 8:03 | 2024/5/2 9:00 | 2024/5/9 23:59 | 城关镇、东山乡 | 2024/5/12 10:00 | 不满意
A3 | 王五 | 2024年5月3日 | | | | |
"""


def test_dispatches_have_exactly_the_canonical_columns_and_types(tmp_path: Path) -> None:
    frame = read_table(tmp_path, ORDERS).dispatches
    assert list(frame.schema.items()) == [(column, polars_type(kind)) for column, kind in COLUMNS.items()]


def test_one_row_a_unit_and_one_for_a_settled_order(tmp_path: Path) -> None:
    got = read_table(tmp_path, ORDERS)
    rows = got.dispatches.select("order_id", "unit", "group", "role", "dispatched", "source_row").rows()
    assert rows == [
        ("A1", "甲县公安局", "县直单位", "主办", True, 2),
        ("A2", "东山乡", "乡镇", "主办", True, 3),
        ("A2", "城关镇", "乡镇", "主办", True, 3),
        ("A3", None, None, None, False, 4),
    ]
    assert [(one.read, one.used, dict(one.set_aside)) for one in got.accounts] == [(3, 3, {})]
    assert got.issues == ()


def test_what_follows_from_the_times(tmp_path: Path) -> None:
    frame = read_table(tmp_path, ORDERS).dispatches
    columns = ["closed", "closed_on_time", "overdue", "handling_seconds", "excluded", "excused"]
    assert frame.select("order_id", *columns).unique(maintain_order=True).rows() == [
        ("A1", True, True, False, 2 * 86_400 + 3600, False, False),
        ("A2", True, False, True, 10 * 86_400 + 3600, False, False),
        ("A3", False, False, None, None, False, False),
    ]


def test_an_unknown_unit_is_named_with_the_nearest_ones(tmp_path: Path) -> None:
    got = read_table(tmp_path, ORDERS.replace("县公安局 ", "县公安厅 "))
    [issue] = got.issues
    assert (issue.code, issue.place.row, issue.place.column, issue.found) == ("unit.unknown", 2, "承办单位", "县公安厅")
    assert "甲县公安局" in issue.expected
    assert dict(got.accounts[0].set_aside) == {"单位未登记": 1}


def test_units_outside_are_counted_where_the_profile_says_so(tmp_path: Path) -> None:
    units = {"groups": ["县直单位", "乡镇"], "outside": "无系统单位", "outside_names": ["县公安厅"]}
    got = read_table(tmp_path, ORDERS.replace("县公安局 ", "县公安厅 "), units=units)
    assert got.issues == ()
    assert got.dispatches.select("unit", "group", "dispatched").row(0) == ("无系统单位", None, True)


def test_an_unknown_opinion_is_named_and_never_mapped(tmp_path: Path) -> None:
    got = read_table(tmp_path, ORDERS.replace("不满意", "凑合"))
    [issue] = got.issues
    assert (issue.code, issue.place.row, issue.place.column, issue.found) == ("unknown_value", 3, "回访结果", "凑合")
    assert issue.place.cell == "H3"
    assert "基本满意" in issue.expected
    assert got.dispatches.filter(pl.col("order_id") == "A2")["result_opinion"].null_count() == 2


def test_repeated_rows_totals_notes_and_void_orders_are_set_aside(tmp_path: Path) -> None:
    text = """
    甲县12345热线工单 | | |
    | | |
    序号 | 工单编号 | 受理时间 | 承办单位 | 工单状态
    1 | A1 | 2024-05-01 08:03 | 公安局 | 已派单
    2 | A1 | 2024-05-01 08:03 | 公安局 | 已派单
    序号 | 工单编号 | 受理时间 | 承办单位 | 工单状态
    3 | A2 | 2024-05-02 08:03 | 城关镇 | 已作废
    | | | |
    4 |  | 2024-05-02 08:03 | 城关镇 | 已派单
    合计 | 4 | | |
    注：本表由平台导出 | | | |
    """
    got = read_table(tmp_path, text)
    [account] = got.accounts
    assert (account.read, account.used) == (8, 1)
    assert dict(account.set_aside) == {
        "重复的表头": 1, "合计行": 1, "表外说明": 1, "空行": 1, "没有工单编号": 1, "完全重复": 1, "作废工单": 1,
    }  # fmt: skip
    assert account.read == account.used + sum(account.set_aside.values())
    assert kinds(got) == ["duplicate_row", "missing_id"]


def test_the_later_of_two_states_wins(tmp_path: Path) -> None:
    late = "工单编号 | 受理时间 | 承办单位 | 办结时间\nA1 | 2024-05-01 08:00 | 公安局 | 2024-05-02 08:00"
    early = "工单编号 | 受理时间 | 承办单位 | 办结时间\nA1 | 2024-05-01 08:00 | 公安局 |"
    first = write_xlsx(tmp_path / "1.xlsx", {"a": table(late)})
    second = write_xlsx(tmp_path / "2.xlsx", {"b": table(early)})
    got = read(tmp_path, first, second)
    assert got.dispatches["closed_at"].to_list() == [datetime(2024, 5, 2, 8)]
    assert kinds(got) == ["two_states"]
    assert [dict(one.set_aside) for one in got.accounts] == [{}, {"同一派单的较早状态": 1}]


@pytest.mark.parametrize(
    ("text", "missing"),
    [("工单编号 | 受理时间\nA1 | 2024-05-01", "承办单位"), ("工单编号 | 承办单位\nA1 | 公安局", "受理时间")],
)
def test_a_missing_column_is_named_with_where_to_write_its_name(tmp_path: Path, text: str, missing: str) -> None:
    [issue] = [issue for issue in read_table(tmp_path, text).issues if issue.code == "column.missing"]
    assert missing in issue.expected
    assert "读表 → 列" in issue.advice


def test_a_missing_column_is_named_with_what_to_leave_out_where_a_county_has_none(tmp_path: Path) -> None:
    measures = {
        "answered": {"time": "accepted_at", "where": {"responded": True}},
        "unanswered": {"plus": "accepted", "less": "answered"},
    }
    [issue] = read_table(tmp_path, "工单编号 | 受理时间 | 承办单位\nA1 | 2024-05-01 | 公安局", measures=measures).issues
    assert issue.advice == (
        "补上这一列；列名不同的，在 profile.yaml 的 读表 → 列 里写 是否联系群众: 本县的列名；"
        "本县没有这一列的，在 profile.yaml 里删改要用它的 计数“answered”、计数“unanswered”"
    )


def test_nothing_works_without_a_unit(tmp_path: Path) -> None:
    [issue] = read_table(tmp_path, "工单编号 | 受理时间\nA1 | 2024-05-01").issues
    assert issue.advice.endswith("写 承办单位: 本县的列名")


@pytest.mark.parametrize(
    ("cell", "level", "missing"),
    [
        ("城市管理-市容市政", "category_2", []),
        ("城市管理", "category_2", ["column.missing"]),
        ("城市管理-市容市政", "category_3", ["column.missing"]),
        ("城市管理-市容市政/店外经营", "category_3", []),
    ],
)
def test_further_levels_may_stand_in_the_cell_of_the_first(
    tmp_path: Path, cell: str, level: str, missing: list[str]
) -> None:
    both = Breakdown.model_validate({"measure": "accepted", "by": ["category_1", level]})
    rules = profile().model_copy(update={"breakdowns": {"hot": both}})
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    registry, _ = load_registry(tmp_path / "units.csv", rules.units, PERIOD.first, PERIOD.last)
    text = f"工单编号 | 受理时间 | 一级分类 | 承办单位\nA1 | 2024-05-01 | {cell} | 公安局"
    got = read_orders([write_xlsx(tmp_path / "工单.xlsx", {"工单": table(text)})], rules, registry, PERIOD)
    assert kinds(got) == missing


def test_empty_columns_to_the_left_do_not_shift_the_address_of_a_cell(tmp_path: Path) -> None:
    rows = [["", "", *row] for row in table("工单编号 | 受理时间 | 承办单位\nA1 | 某天 | 公安局")]
    rows = [[cell or None for cell in row] for row in rows]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": rows}), checks={"missing_accepted": "off"})
    assert [issue.place.cell for issue in got.issues] == ["D2"]
