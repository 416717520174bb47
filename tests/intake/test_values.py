"""Dates, ids, marks, opinions and counts in every dress."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bulletin_gen.intake.cells.grids import EPOCH_1904
from bulletin_gen.intake.cells.moments import parse_moment
from intake.sample import kinds, read, read_table, table, write_xlsx

MOMENTS = {
    "2024/5/1 8:03": datetime(2024, 5, 1, 8, 3),
    "2024-05-01T08:03:00": datetime(2024, 5, 1, 8, 3),
    "2024-05-01T08:03:00.000+08:00": datetime(2024, 5, 1, 8, 3),
    "2024年5月1日": datetime(2024, 5, 1),
    "2024年5月1日 8时3分": datetime(2024, 5, 1, 8, 3),
    "2024年05月01日08时03分05秒": datetime(2024, 5, 1, 8, 3, 5),
    "2024年5月1日 星期三 8:03": datetime(2024, 5, 1, 8, 3),
    "20240501080300": datetime(2024, 5, 1, 8, 3),
    "20240501": datetime(2024, 5, 1),
    "2024.5.1 8:03:05": datetime(2024, 5, 1, 8, 3, 5),
    "２０２４－０５－０１　０８：０３": datetime(2024, 5, 1, 8, 3),
    "2024-5-1 下午2:05": datetime(2024, 5, 1, 14, 5),
    "2024-5-1 2:05 PM": datetime(2024, 5, 1, 14, 5),
    "2024-5-1 上午12:05": datetime(2024, 5, 1, 0, 5),
    "2024-05-31 24:00": datetime(2024, 5, 31, 23, 59, 59),
    "2024年5月31日24时": datetime(2024, 5, 31, 23, 59, 59),
    "20240531240000": datetime(2024, 5, 31, 23, 59, 59),
    "45413.3354166667": datetime(2024, 5, 1, 8, 3),
    "45413.33542": datetime(2024, 5, 1, 8, 3),  # as a spreadsheet shows it
    "45413.33541": datetime(2024, 5, 1, 8, 2, 59),
    "45413": datetime(2024, 5, 1),
}


@pytest.mark.parametrize("text", MOMENTS)
def test_every_form_of_a_moment(text: str) -> None:
    assert parse_moment(text) == MOMENTS[text]


def test_plain_texts_and_odd_ones_in_one_column(tmp_path: Path) -> None:
    forms = ("2024-05-01 08:03:00", "2024/5/1 8:03:00", "2024/05/01 8:03", "2024-02-30 08:03:00", "0024-05-01 08:03:00")
    rows = "\n".join(f"A{index} | {form} | 公安局" for index, form in enumerate(forms))
    got = read_table(tmp_path, f"工单编号 | 受理时间 | 承办单位\n{rows}")
    good = [datetime(2024, 5, 1, 8, 3)] * 3
    assert got.dispatches.sort("order_id")["accepted_at"].to_list() == [*good, None, None]
    assert kinds(got).count("unreadable_time") == 2


@pytest.mark.parametrize("text", ["", "昨天", "2024-13-01", "2024-05-01 25:00", "5月1日", "13800138000", "123", "2024"])
def test_what_is_no_moment(text: str) -> None:
    assert parse_moment(text) is None


def test_serials_of_a_1904_workbook() -> None:
    assert parse_moment("43951.5", EPOCH_1904) == datetime(2024, 5, 1, 12)


ONE = ["工单编号", "受理时间", "承办单位"]


@pytest.mark.parametrize(
    ("cell", "options"),
    [
        (datetime(2024, 5, 1, 8, 3), {}),
        (datetime(2024, 5, 1, 8, 3), {"date_1904": True}),
        ("2024/5/1 8:03", {}),
        (45413 + 483 / 1440, {}),
        (43951 + 483 / 1440, {"date_1904": True}),
        (f"{43951 + 483 / 1440:.10f}", {"date_1904": True}),
        ("45413.3354166667", {}),
    ],
)
def test_a_moment_as_a_cell(tmp_path: Path, cell: Any, options: dict[str, Any]) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [ONE, ["A1", cell, "公安局"]]}, **options)
    got = read(tmp_path, path)
    assert got.issues == ()
    assert got.dispatches["accepted_at"].to_list() == [datetime(2024, 5, 1, 8, 3)]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        (datetime(2024, 5, 31, 23, 59, 59, 700_000), datetime(2024, 5, 31, 23, 59, 59)),
        (datetime(2024, 5, 29, 18, 0, 0, 600_000), datetime(2024, 5, 29, 18)),
        (datetime(2024, 5, 1, 8, 2, 59, 999_000), datetime(2024, 5, 1, 8, 3)),
        (45413 + 28_980.6 / 86_400, datetime(2024, 5, 1, 8, 3)),
        ("2024-05-31 23:59:59.700", datetime(2024, 5, 31, 23, 59, 59)),
    ],
)
def test_fractions_of_a_second_are_dropped(tmp_path: Path, cell: Any, moment: datetime) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [ONE, ["A1", cell, "公安局"]]})
    assert read(tmp_path, path).dispatches["accepted_at"].to_list() == [moment]


def test_an_unreadable_time_names_the_cell(tmp_path: Path) -> None:
    got = read_table(tmp_path, "工单编号 | 受理时间 | 承办单位\nA1 | 2024-05-01 | 公安局\nA2 | 前天上午 | 公安局")
    [first, second] = got.issues
    assert (first.code, first.place.row, first.place.column, first.found) == (
        "unreadable_time",
        3,
        "受理时间",
        "前天上午",
    )
    assert second.code == "missing_accepted"


@pytest.mark.parametrize("value", [202405010001234567, 2.02405010001235e17, "2.02405E+17", 1234567890123450])
def test_ids_that_lost_digits_are_named(tmp_path: Path, value: Any) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [ONE, [value, "2024-05-01", "公安局"]]})
    assert kinds(read(tmp_path, path)) == ["damaged_id"]


def test_ids_rounded_and_saved_as_text_are_named(tmp_path: Path) -> None:
    rows = [[f"20240501080{number}0000", "2024-05-01", "公安局"] for number in range(10, 14)]
    assert kinds(read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [ONE, *rows]}))) == ["damaged_id"] * 4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("000123", "000123"),
        (123456, "123456"),
        ("123456.0", "123456"),
        ("'00123", "00123"),
        ('="00123"', "00123"),
        ("\t00123", "00123"),
        ("平江（2024）ab 12", "平江（2024）ab12"),
        ("202405010803001000", "202405010803001000"),
        ("ＰＪ２０２４ 01", "PJ202401"),
        (2024050100001234, "2024050100001234"),
        ("平江〔2024〕12号", "平江〔2024〕12号"),
    ],
)
def test_ids_are_text(tmp_path: Path, value: Any, text: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [ONE, [value, "2024-05-01", "公安局"]]})
    got = read(tmp_path, path)
    assert got.issues == ()
    assert got.dispatches["order_id"].to_list() == [text]


@pytest.mark.parametrize(
    ("column", "head", "written", "meaning"),
    [
        ("overdue_mark", "是否超期", "是 1 超期 红灯 √ TRUE Ｙ", True),
        ("overdue_mark", "是否超期", "否 0 正常 绿灯 × 未超期", False),
        ("overdue_mark", "是否超期", "- / 无", None),
        ("callback_connected", "回访状态", "接通 已接通 1", True),
        ("callback_connected", "回访状态", "联系不上 无人接听 未接通", False),
        ("responded", "先行联系", "是 已联系", True),
        ("excluded", "申诉结果", "通过 是", True),
        ("rework_count", "是否重办", "是 1 １ 1次", 1),
        ("rework_count", "重办次数", "0 否 0.0", 0),
        ("request_type", "诉求类型", "投诉 投诉类 投诉　", "投诉"),
        ("result_opinion", "是否满意", "满意 满　意", "满意"),
    ],
)
def test_marks_counts_and_words(tmp_path: Path, column: str, head: str, written: str, meaning: Any) -> None:
    words = written.split(" ")
    rows = [[f"A{index}", "2024-05-01", "公安局", word] for index, word in enumerate(words)]
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [[*ONE, head], *rows]})
    got = read(tmp_path, path, checks={"overdue_disagrees": "off"})
    assert got.issues == ()
    assert got.dispatches[column].to_list() == [meaning] * len(words)


def test_naming_some_values_leaves_the_others_as_they_are_written(tmp_path: Path) -> None:
    head = "工单编号 | 受理时间 | 承办单位 | 受理渠道 | 诉求类型"
    text = f"{head}\nA1 | 2024-05-01 | 公安局 | 12345来电 | 求决类\nA2 | 2024-05-01 | 公安局 | 传真 | 揭发控告类"
    words = {"channel": {"电话": ["12345来电"], "网络": ["微信", "网站"]}, "request_type": {"求决类": ["求决类"]}}
    got = read_table(tmp_path, text, values=words)
    assert got.dispatches["channel"].to_list() == ["电话", "传真"]
    assert got.dispatches["request_type"].to_list() == ["求决类", "揭发控告类"]
    assert got.issues == ()


def test_the_profile_adds_words_and_closes_a_vocabulary(tmp_path: Path) -> None:
    head = "工单编号 | 受理时间 | 承办单位 | 是否解决"
    text = f"{head}\nA1 | 2024-05-01 | 公安局 | 已解决\nA2 | 2024-05-01 | 公安局 | 算是"
    got = read_table(tmp_path, text, values={"resolved": {"已解决": ["解决"], "未解决": ["没有"]}})
    assert got.dispatches["resolved"].to_list() == ["已解决", None]
    [issue] = got.issues
    assert (issue.code, issue.found, issue.expected) == ("unknown_value", "算是", "已解决、未解决")
    assert (issue.place.file, issue.place.sheet, issue.place.row) == ("工单.xlsx", "工单", 3)


def test_a_found_value_never_shows_a_telephone_number(tmp_path: Path) -> None:
    text = "工单编号 | 受理时间 | 承办单位 | 是否满意\nA1 | 2024-05-01 | 公安局 | 电话13812345678不满"
    [issue] = read_table(tmp_path, text).issues
    assert "1381" not in str(issue)


def test_one_cell_with_several_levels(tmp_path: Path) -> None:
    text = "工单编号 | 受理时间 | 承办单位 | 问题分类\n" + "\n".join(
        f"A{index} | 2024-05-01 | 公安局 | 城市管理{mark}市容市政" for index, mark in enumerate("-/—")
    )
    got = read_table(tmp_path, text).dispatches
    assert got["category_1"].to_list() == ["城市管理"] * 3
    assert got["category_2"].to_list() == ["市容市政"] * 3


@pytest.mark.parametrize(
    ("first", "third", "wanted"),
    [
        ("城市管理", "占道经营", ["城市管理", None, "占道经营"]),
        ("城市管理-市容市政", "占道经营", ["城市管理", "市容市政", "占道经营"]),
        ("城市管理-市容市政-店外经营", "占道经营", ["城市管理", "市容市政", "占道经营"]),
        ("城市管理-市容市政-店外经营", "", ["城市管理", "市容市政", None]),
    ],
)
def test_a_third_category_of_its_own_stays_without_a_second(
    tmp_path: Path, first: str, third: str, wanted: list[str | None]
) -> None:
    head = "工单编号 | 受理时间 | 承办单位 | 一级分类 | 三级分类"
    got = read_table(tmp_path, f"{head}\nA1 | 2024-05-01 | 公安局 | {first} | {third}").dispatches
    assert [got[column][0] for column in ("category_1", "category_2", "category_3")] == wanted


def test_names_of_a_group_are_told_apart_from_lists(tmp_path: Path) -> None:
    rows = table("A1 | 2024-05-01 | 公安局/城关镇；东山乡\nA2 | 2024-05-01 | 公 安 局（城关镇）")
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [ONE, *rows]}))
    assert got.dispatches["unit"].to_list() == ["东山乡", "城关镇", "甲县公安局"]
    assert [issue.code for issue in got.issues] == ["unit.unknown"]


def test_constants_of_every_type(tmp_path: Path) -> None:
    constants = {
        "channel": "电话",
        "overdue_mark": "否",
        "rework_count": "0",
        "closed_at": "2024-05-03",
        "unit": "公安局",
    }
    got = read_table(tmp_path, "工单编号 | 受理时间\nA1 | 2024-05-01\nA2 | 2024-05-02", constants=constants)
    assert got.issues == ()
    assert got.dispatches.select(*constants).rows() == [
        ("电话", False, 0, datetime(2024, 5, 3), "甲县公安局"),
        ("电话", False, 0, datetime(2024, 5, 3), "甲县公安局"),
    ]
