"""What inspection finds, and what it writes into profile and registry."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bulletin_gen.intake.kept.profiling import with_alias, with_columns
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.intake.showing.inspect import (
    BY_GUESS,
    BY_PROFILE,
    BY_SYNONYM,
    PRIVATE,
    UNKNOWN,
    Inspection,
    inspect_files,
)
from bulletin_gen.leaves.issues import BulletinError
from intake.sample import PERIOD, UNITS, profile, table, write_xlsx

TEXT = """
五月工单 | | | | | | |
流水号 | 来电人 | 受理时间 | 诉求办结的时间 | 承办单位 | 是否满意 | 天气 | 办件渠道
A1 | 张三 | 2024-05-01 08:00 | 2024-05-03 09:00 | 公安局 | 满意 | 晴 | 电话
A2 | 李四 | 2024-05-31 08:00 | | 公安厅、城关镇 | 凑合 | 阴 | 微信
A2 | 李四 | 昨天 | | 公安局 | | 阴 | 微信
合计 | 3 | | | | | |
"""


def inspect(folder: Path) -> Inspection:
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    rules = profile(columns={"order_id": "流水号"})
    registry, _ = load_registry(folder / "units.csv", rules.units, PERIOD.first, PERIOD.last)
    path = write_xlsx(folder / "a.xlsx", {"工单": table(TEXT), "说明": [["怎样导出"]]})
    return inspect_files([path], rules, registry)


def test_each_column_with_its_meaning_and_how_sure(tmp_path: Path) -> None:
    [sheet, notes] = inspect(tmp_path).sheets
    assert (sheet.head, sheet.rows, dict(sheet.set_aside), sheet.repeated_ids) == ((2, 2), 4, {"合计行": 1}, 1)
    assert (notes.head, notes.rows) == (None, 1)
    found = {column.name: (column.letter, column.how, column.column) for column in sheet.columns}
    assert found == {
        "流水号": ("A", BY_PROFILE, "order_id"),
        "来电人": ("B", PRIVATE, ""),
        "受理时间": ("C", BY_SYNONYM, "accepted_at"),
        "诉求办结的时间": ("D", BY_GUESS, "closed_at"),
        "承办单位": ("E", BY_SYNONYM, "unit"),
        "是否满意": ("F", BY_SYNONYM, "result_opinion"),
        "天气": ("G", UNKNOWN, ""),
        "办件渠道": ("H", BY_GUESS, "channel"),
    }


def test_values_ranges_and_units(tmp_path: Path) -> None:
    sheet = inspect(tmp_path).sheets[0]
    columns = {column.column: column for column in sheet.columns}
    accepted = columns["accepted_at"]
    assert (accepted.first, accepted.last) == (datetime(2024, 5, 1, 8), datetime(2024, 5, 31, 8))
    assert [(value.text, value.known) for value in accepted.values] == [("昨天", False)]
    opinion = columns["result_opinion"]
    assert [(value.text, value.count, value.known) for value in opinion.values] == [
        ("凑合", 1, False),
        ("满意", 1, True),
    ]
    assert (opinion.filled, opinion.blank) == (2, 1)
    assert [(unit.text, unit.count, unit.unit) for unit in sheet.units] == [
        ("公安厅", 1, ""),
        ("公安局", 2, "甲县公安局"),
        ("城关镇", 1, "城关镇"),
    ]
    assert sheet.units[0].nearest[0] == "甲县公安局"


def test_guesses_go_into_the_profile_and_its_comments_stay(tmp_path: Path) -> None:
    guessed = inspect(tmp_path).guessed()
    assert guessed == {"closed_at": "诉求办结的时间", "channel": "办件渠道"}
    text = "county: 甲县 # 全称\nintake:\n  columns: # 列\n    order_id: 流水号 # 编号\n    channel: [来源]\n"
    assert with_columns(text, guessed | {"order_id": "流水号"}) == (
        "county: 甲县 # 全称\nintake:\n  columns: # 列\n    order_id: 流水号 # 编号\n    channel: [来源, 办件渠道]\n"
        "    closed_at: 诉求办结的时间\n"
    )


def test_without_a_profile_or_registry(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"工单": table(TEXT)})
    inspection = inspect_files([path, tmp_path / "没有.xlsx"])
    assert [issue.code for issue in inspection.issues] == ["file.unreadable"]
    assert inspection.recognised()["order_id"] == "流水号"
    assert {unit.unit for unit in inspection.sheets[0].units} == {""}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_alias_is_added_in_place(encoding: str) -> None:
    text = "单位名称,分组,别名\r\n甲县公安局,县直单位,公安\r\n城关镇,乡镇,\r\n"
    changed = with_alias(with_alias(text.encode(encoding), "甲县公安局", "公安厅"), "城关镇", "城关")
    assert changed.decode(encoding) == "单位名称,分组,别名\r\n甲县公安局,县直单位,公安；公安厅\r\n城关镇,乡镇,城关\r\n"
    with pytest.raises(BulletinError, match="没有这个单位"):
        with_alias(text.encode(encoding), "乙县", "乙")


REGISTERED = """单位名称,分组,简称,表内名称,别名,启用日期,停用日期
城关镇,乡镇,,城关,城关镇人民政府,,
东河镇,乡镇,东河,东河镇区,东河镇人民政府；东河办,,
老河镇,乡镇,,,老河,,2023-12-31
新河镇,乡镇,,,,2024-01-01,
"""


@pytest.mark.parametrize("alias", ["东河镇", "东河", "东河镇区", "东河办", "东 河 镇", "西河；东河镇人民政府"])
def test_an_alias_that_another_unit_has_is_refused(alias: str) -> None:
    with pytest.raises(BulletinError) as caught:
        with_alias(REGISTERED.encode(), "城关镇", alias)
    [issue] = caught.value.issues
    assert (issue.code, issue.found) == ("units.clash", f"{alias}：东河镇")


def test_an_alias_may_be_the_name_of_a_unit_of_another_time() -> None:
    assert "新河镇,乡镇,,,老河镇；老河," in with_alias(REGISTERED.encode(), "新河镇", "老河镇；老河").decode()
    with pytest.raises(BulletinError, match="老河镇"):
        with_alias(REGISTERED.encode(), "城关镇", "老河")
    assert "城关,城关镇人民政府；城关," in with_alias(REGISTERED.encode(), "城关镇", "城关").decode()


def test_a_head_of_which_no_name_is_known_is_near_by_what_its_columns_hold(tmp_path: Path) -> None:
    heads = "流水号码,交办对象,登记时点"
    orders = [f"G{place:04},某局,2024-05-{1 + place % 28:02} 09:00:00" for place in range(40)]
    (tmp_path / "甲.csv").write_text("\n".join([heads, *orders]), encoding="utf-8")
    near = inspect_files([tmp_path / "甲.csv"]).sheets[0].near
    assert near is not None and near.order_id == "流水号码" and near.known == 0
    assert near.unknown == ("流水号码", "交办对象", "登记时点") and not near.is_export
    (tmp_path / "乙.csv").write_text("说明,张数,单号\n本表仅供参考,3,第4号\n", encoding="utf-8")
    assert inspect_files([tmp_path / "乙.csv"]).sheets[0].near is None
