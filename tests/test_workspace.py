"""A county's folder: what is missing is named, with the place where it belongs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bulletin_gen.batch.summary import SUMMARY_FILE
from bulletin_gen.county.unread import unread_issue
from bulletin_gen.county.workspace import OWN_NAMES, County, find_period, open_county, period_inputs, refuse_inputs
from bulletin_gen.leaves.issues import BulletinError, Severity
from bulletin_gen.outputs import ISSUES_FILE


@pytest.fixture
def county(tmp_path: Path) -> Path:
    for name in ("profile.yaml", "units.csv"):
        (tmp_path / name).write_text("", encoding="utf-8")
    for period in ("2024-04", "2024-05", "2024-05备份", "说明"):
        (tmp_path / period).mkdir()
    for name in ("orders.xlsx", "adjustments.xlsx", "supplied.yaml", "narrative.md", "~$orders.xlsx"):
        (tmp_path / "2024-05" / name).write_bytes(b"")
    return tmp_path


def test_the_newest_period_is_the_default(county: Path) -> None:
    assert find_period(open_county(county), None).key == "2024-05"
    assert [period.key for period in County(county).periods()] == ["2024-04", "2024-05"]


def test_orders_are_all_tables_but_the_reserved_and_the_lock_files(county: Path) -> None:
    (county / "2024-05" / "信箱.CSV").write_bytes(b"")
    inputs = period_inputs(open_county(county), find_period(County(county), None))
    assert [path.name for path in inputs.orders] == ["orders.xlsx", "信箱.CSV"]


def names_read(county: Path, *more: str) -> tuple[list[str], list[str]]:
    """The tables that count as orders beside ``more``, and those passed over."""
    for name in more:
        (county / "2024-05" / name).write_bytes(b"")
    inputs = period_inputs(open_county(county), find_period(County(county), "2024-05"))
    return [path.name for path in inputs.orders], [path.name for path in inputs.passed_over]


def test_what_the_program_has_written_is_not_read_as_orders(county: Path) -> None:
    ours = ["orders（标记）.xlsx", "通报.html", "通报附表.xlsx", *sorted(OWN_NAMES)]
    orders, passed_over = names_read(county, *ours, "通报.docx", "facts.json")
    assert orders == ["orders.xlsx"]
    assert sorted(passed_over) == sorted(ours)
    assert {ISSUES_FILE, SUMMARY_FILE} == OWN_NAMES


def test_exports_with_names_like_those_of_the_program_are_read(county: Path) -> None:
    theirs = ["五月（标记）.xlsx", "工单附表.xlsx", "工单.html", "标记.xlsx"]
    orders, passed_over = names_read(county, *theirs)
    assert sorted(orders) == sorted(["orders.xlsx", *theirs])
    assert passed_over == []


@pytest.mark.parametrize("out", ["2024-05", "2024-05/输出", "2024-06", "输出/../2024-05"])
def test_a_folder_of_orders_is_no_output_folder(county: Path, out: str) -> None:
    with pytest.raises(BulletinError, match="输出文件夹是放工单的期间文件夹"):
        refuse_inputs(county / out)


@pytest.mark.parametrize("out", [".", "输出", "输出/2024-05", "2024-05备份"])
def test_other_folders_are(county: Path, out: str) -> None:
    refuse_inputs(county / out)


@pytest.mark.parametrize("name", ["profile.yaml", "units.csv"])
def test_a_missing_file_of_the_county_is_named(county: Path, name: str) -> None:
    (county / name).unlink()
    with pytest.raises(BulletinError, match=name):
        open_county(county)


@pytest.mark.parametrize("name", ["adjustments.xlsx", "supplied.yaml", "narrative.md", "orders.xlsx"])
def test_a_missing_file_of_the_period_is_named_with_its_folder(county: Path, name: str) -> None:
    (county / "2024-05" / name).unlink()
    with pytest.raises(BulletinError) as caught:
        period_inputs(open_county(county), find_period(County(county), None))
    expected = "没有工单文件" if name == "orders.xlsx" else name
    assert expected in str(caught.value)
    assert str(county / "2024-05") in str(caught.value)


def test_a_period_without_folder_names_those_that_exist(county: Path) -> None:
    with pytest.raises(BulletinError, match="2024-04、2024-05"):
        period_inputs(open_county(county), find_period(County(county), "2024-06"))


def test_a_period_that_is_none_says_how_to_write_one(county: Path) -> None:
    with pytest.raises(BulletinError, match="2024-Q3"):
        find_period(open_county(county), "五月")


def test_no_period_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="没有期间文件夹"):
        find_period(County(tmp_path), None)


def test_a_period_given_for_the_county_is_told_from_a_county_without_files(county: Path) -> None:
    with pytest.raises(BulletinError) as caught:
        open_county(county / "2024-05")
    assert caught.value.issues[0].advice == f"先写县文件夹，再写期间：{county.name} 2024-05"


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="名称总是 Unicode")
def test_a_file_whose_name_is_not_utf8_is_named_as_it_was_meant(county: Path) -> None:
    Path(os.fsdecode(os.fsencode(county / "2024-05") + b"/" + "信箱.xlsx".encode("gbk"))).touch()
    with pytest.raises(BulletinError) as caught:
        period_inputs(open_county(county), find_period(County(county), "2024-05"))
    assert f"{county / '2024-05' / '信箱.xlsx'}：名称的编码不是 UTF-8" in str(caught.value)


def issues_of_unread(county: Path, *names: str) -> list[tuple[str, Severity]]:
    """What is said of files in the period's folder that are not read."""
    for name in names:
        (county / "2024-05" / name).write_bytes(b"x")
    inputs = period_inputs(open_county(county), find_period(County(county), None))
    return [(issue.place.file, issue.severity) for issue in map(unread_issue, inputs.unread)]


@pytest.mark.parametrize(
    "name", ["工单.numbers", "工单.xlsb", "工单.wps", "工单.rar", "工单", "._orders.xlsx", "a.json"]
)
def test_what_may_hold_orders_and_is_not_read_is_an_error(county: Path, name: str) -> None:
    assert issues_of_unread(county, name) == [(name, Severity.ERROR)]


@pytest.mark.parametrize("name", ["通知.docx", "上期.pdf", "截图.PNG", "说明.md", "旧稿.doc"])
def test_a_document_among_the_orders_is_a_warning(county: Path, name: str) -> None:
    assert issues_of_unread(county, name) == [(name, Severity.WARNING)]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "~$a.docx", ".~lock.orders.xlsx#", "二.csv"])
def test_leftovers_of_the_system_and_what_is_read_are_not_named(county: Path, name: str) -> None:
    assert issues_of_unread(county, name) == []


def test_a_folder_with_tables_is_a_warning_and_one_without_is_nothing(county: Path) -> None:
    for name in ("旧", "空"):
        (county / "2024-05" / name).mkdir()
    (county / "2024-05" / "旧" / "a.xlsx").write_bytes(b"")
    assert issues_of_unread(county) == [("旧", Severity.WARNING)]
