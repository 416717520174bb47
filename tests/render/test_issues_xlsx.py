"""The list of issues as another library reads it."""

from __future__ import annotations

import io

import openpyxl
import pytest

from bulletin_gen.leaves.issues import Issue, Place, Severity, error, warning
from bulletin_gen.render.books.issues_xlsx import write_issues
from bulletin_gen.render.books.links import external_link

HEADS = ["序号", "级别", "类别", "文件", "工作表", "行", "列", "打开", "读到", "应为", "处理"]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in opened(data)["问题清单"].rows]


def link(data: bytes, row: int) -> tuple[str | None, str | None]:
    found = opened(data)["问题清单"].cell(row, HEADS.index("打开") + 1).hyperlink
    return (found.target, found.location) if found else (None, None)


def test_the_list_has_one_row_each() -> None:
    place = Place("工单.xlsx", "Sheet1", 12, "承办单位", "城关镇")
    issues = [
        error("x", "缺列"),
        warning("unit.unknown", "未登记的单位", place, found="城关", expected="已登记的单位", advice="补别名"),
    ]
    told = rows(write_issues(issues))
    assert told[0] == HEADS
    assert told[1][:3] == [1, "错误", "缺列"]
    assert told[2][:7] == [2, "警告", "未登记的单位", "工单.xlsx", "Sheet1", 12, "承办单位 城关镇"]
    assert told[2][8:] == ["城关", "已登记的单位", "补别名"]
    assert len(told) == 3


def test_no_issues_are_said_to_be_none() -> None:
    book = opened(write_issues([]))
    assert book.sheetnames == ["问题清单"]
    assert book.active["A2"].value == "未发现问题"


def test_grave_ones_come_first_and_like_ones_together_in_the_order_of_the_sheets() -> None:
    def one(kind: str, severity: Severity, file: str, row: int | None = None) -> Issue:
        return Issue("x", kind, severity, Place(file, "表", row))

    issues = [
        one("甲", Severity.WARNING, "b.xlsx", 3),
        one("甲", Severity.WARNING, ""),
        one("乙", Severity.WARNING, "a.xlsx", 1),
        one("丙", Severity.ERROR, "a.xlsx", 9),
        one("甲", Severity.WARNING, "a.xlsx", 12),
        one("甲", Severity.WARNING, "a.xlsx", 5),
    ]
    data = write_issues(issues)
    told = [(row[2], row[3], row[5]) for row in rows(data)[1:]]
    assert told == [
        ("丙", "a.xlsx", 9),
        ("甲", "a.xlsx", 5), ("甲", "a.xlsx", 12), ("甲", "b.xlsx", 3), ("甲", None, None),
        ("乙", "a.xlsx", 1),
    ]  # fmt: skip
    sheet = opened(data)["分类汇总"]
    assert [[cell.value for cell in row][:4] for row in sheet.rows] == [
        ["级别", "类别", "处数", "文件"],
        ["错误", "丙", 1, "a.xlsx"],
        ["警告", "甲", 4, "a.xlsx、b.xlsx"],
        ["警告", "乙", 1, "a.xlsx"],
        ["合计", None, 6, None],
    ]
    assert [sheet.cell(row, 3).hyperlink.location for row in (2, 3, 4)] == [
        "'问题清单'!A2", "'问题清单'!A3", "'问题清单'!A7",
    ]  # fmt: skip


def test_filters_stand_on_the_heads() -> None:
    sheet = opened(write_issues([error("x", "缺列")])).active
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A1:K2", "A2", "$1:$1")


SOURCES = {"工单.xlsx": "../2024-05/工单.xlsx"}


def test_each_row_links_to_its_cell() -> None:
    places = [
        Place("工单.xlsx", "工作表", 12, "承办单位", cell="K12"),
        Place("工单.xlsx", "工作表", 13),
        Place("工单.xlsx", "工作表"),
        Place("别的.xlsx", "工作表", 14, cell="A14"),
        Place(),
    ]
    data = write_issues([warning("x", f"第{number}种", place) for number, place in enumerate(places)], None, SOURCES)
    target = "..\\2024-05\\工单.xlsx"
    assert [link(data, row) for row in range(2, 7)] == [
        (target, "'工作表'!K12"), (target, "'工作表'!A13"), (target, "'工作表'!A1"), (None, None), (None, None),
    ]  # fmt: skip
    assert [row[7] for row in rows(data)[1:]] == ["K12", "第13行", "文件", None, None]


@pytest.mark.parametrize(
    ("path", "sheet", "target", "location"),
    [
        ("a b.xlsx", "Sheet 1", "a%20b.xlsx", "'Sheet 1'!C12"),
        ("a.xlsx", "甲'乙\"&<", "a.xlsx", "'甲''乙\"&<'!C12"),
        ("5月#2/工单 100%.xlsx", "表", "5月%232\\工单%20100%25.xlsx", "'表'!C12"),
        ("50%20.xlsx", "表", "50%2520.xlsx", "'表'!C12"),
        ("a'b&c.xls", "表", "a'b&c.xls", "'表'!C12"),
        ("D:\\通报\\工单.xlsx", "表", "file:///D:\\通报\\工单.xlsx", "'表'!C12"),
        ("../工单.csv", "", "..\\工单.csv", None),
        ("../五月.zip", "工单", "..\\五月.zip", None),
        ("../profile.yaml", "", "..\\profile.yaml", None),
    ],
)
def test_paths_and_sheets_with_odd_names(path: str, sheet: str, target: str, location: str | None) -> None:
    place = Place("x", sheet, 12, cell="C12")
    assert link(write_issues([error("x", "y", place)], None, {"x": path}), 2) == (target, location)


def test_a_link_that_could_not_be_followed_is_left_out() -> None:
    place = Place("x", "表", 12, cell="C12")
    assert external_link("深/" * 127 + "a.xlsx", place) == ""
    assert link(write_issues([error("x", "y", place)], None, {"x": "深/" * 130 + "a.xlsx"}), 2) == (None, None)


def test_the_same_issues_give_the_same_bytes() -> None:
    issues = [error("x", "y", Place("工单.xlsx", "表", 3)), warning("z", "z")]
    assert write_issues(issues, None, SOURCES) == write_issues(issues, None, SOURCES)
