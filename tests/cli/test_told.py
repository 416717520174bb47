"""What people are told where something is almost right: names of files and folders, states, counts, calendars, PDFs."""

from __future__ import annotations

import io
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from bulletin_gen.cli.screen.console import SafeConsole
from bulletin_gen.cli.screen.issues import show_issues
from bulletin_gen.county.near import near_files, near_periods, near_template_issues
from bulletin_gen.inputs import open_period, read_inputs
from bulletin_gen.intake.kept.workdays import SHARED, all_days, calendar_files, official_calendar
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, Severity, count_by_kind, error
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile.load import load_profile
from bulletin_gen.render import pdf
from bulletin_gen.scaffold import new_county, skeletons, usual_period
from cli.calls import EXAMPLES, call
from english import in_english
from intake.sample import read_table

TODAY = date(2026, 1, 7)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "县"))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("2024年5月", "2024-05"),
        ("2024年05月份", "2024-05"),
        ("2024.5", "2024-05"),
        ("2024-5", "2024-05"),
        ("202405", "2024-05"),
        ("２０２４－０５", "2024-05"),
        ("2024_05工单", "2024-05"),
        ("2024年第20周", "2024-W20"),
        ("2024年二季度", "2024-Q2"),
        ("2024-w20", "2024-W20"),
        ("2024-W3", "2024-W03"),
        ("2024-q2", "2024-Q2"),
        ("2024年五月", "2024-05"),
        ("2024年第二十周", "2024-W20"),
        ("2024年上半年", "2024-H1"),
        ("第20周", ""),
        ("2024-05备份", ""),
        ("2024-05", ""),
        ("2024年13月", ""),
        ("facts", ""),
        ("templates", ""),
    ],
)
def test_folders_that_almost_are_a_periods(tmp_path: Path, name: str, meant: str) -> None:
    (tmp_path / name).mkdir()
    assert near_periods(tmp_path) == ({name: meant} if meant else {})


def test_a_folder_with_almost_the_right_name_is_named(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (county / "2024-05").rename(county / "2024年5月")
    for arguments in ([str(county)], [str(county), "2024-05"]):
        said = call(capsys, "generate", *arguments, "--out", str(county.parent / "出"))
        assert said.code == 1
        assert "文件夹 2024年5月 要改名为 2024-05 才会读" in said.err


@pytest.mark.parametrize(
    ("name", "period", "advice"),
    [
        ("2024-w20", "2024-W20", "文件夹 2024-w20 要改名为 2024-W20 才会读"),
        ("2024-w20", "2024-w20", "文件夹 2024-w20 要改名为 2024-W20 才会读"),
        ("2024-W3", "2024-W03", "文件夹 2024-W3 要改名为 2024-W03 才会读"),
        ("第20周", "2024-W20", "文件夹 第20周 要改名为 2024-W20 才会读"),
        ("W20", "2024-W20", "文件夹 W20 要改名为 2024-W20 才会读"),
        ("5月", "2024-05", "文件夹 5月 要改名为 2024-05 才会读"),
        ("十二月工单", "2024-12", "文件夹 十二月工单 要改名为 2024-12 才会读"),
        ("下半年", "2024-H2", "文件夹 下半年 要改名为 2024-H2 才会读"),
        ("第20周", "2024-W21", "新建该文件夹"),
        ("20", "2024-W20", "新建该文件夹"),
        ("第20周", None, "文件夹 第20周 的名称没有年份，要写成 年份-W20（如 2020-W20）才会读"),
        ("一季度", None, "文件夹 一季度 的名称没有年份，要写成 年份-Q1（如 2020-Q1）才会读"),
    ],
)
@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="大小写不同的名称在这里是同一个")
def test_a_folder_in_other_case_or_without_its_year_is_named(
    county: Path, name: str, period: str | None, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (county / "2024-05").rename(county / name)
    asked = [period] if period else []
    said = call(capsys, "generate", str(county), *asked, "--out", str(county.parent / "出"))
    assert said.code == 1
    assert advice in said.err.replace("\n", "")
    assert f"现有期间：{period}" not in said.err


@pytest.mark.parametrize(
    ("name", "file", "told"),
    [
        ("template", "周报.md.j2", True),
        ("模板", "周报.md.j2", True),
        ("templates_旧", "周报.md.j2", True),
        ("模板", "函.docx", False),
        ("旧稿", "周报.md.j2", False),
    ],
)
def test_a_folder_of_templates_that_nobody_reads_is_warned_of(county: Path, name: str, file: str, told: bool) -> None:
    (county / name).mkdir()
    (county / name / file).write_text("", encoding="utf-8")
    assert [issue.place.file for issue in near_template_issues(county / "templates")] == ([name] if told else [])
    said = [issue.place.file for issue in read_inputs(*open_period(county, "2024-05")).issues]
    assert (name in said) is told


def test_a_newer_folder_that_is_not_read_is_warned_of(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (county / "2024年6月").mkdir()
    said = call(capsys, "generate", str(county), "--out", str(county.parent / "出"), "--no-record")
    assert (said.code, "没有读取的期间文件夹 1" in said.out) == (0, True)


@pytest.mark.parametrize(
    ("wanted", "there", "advice"),
    [
        ("units.csv", "units.xlsx", "另存为“CSV UTF-8（逗号分隔）”，名称 units.csv"),
        ("units.csv", "Units.CSV.txt", "改名为 units.csv"),
        ("units.csv", "units (1).csv", "改名为 units.csv"),
        ("profile.yaml", "profile.yml", "改名为 profile.yaml"),
        ("2024-05/supplied.yaml", "2024-05/supplied.yaml.txt", "勾上“文件扩展名”"),
        ("2024-05/adjustments.xlsx", "2024-05/adjustments.xls", "另存为 .xlsx，名称 adjustments.xlsx"),
        ("2024-05/narrative.md", "2024-05/narrative.md.txt", "改名为 narrative.md"),
        ("2024-05/narrative.md", "2024-05/narrative.doc", "用 Word 另存为 narrative.docx"),
        ("2024-05/narrative.md", "narrative.md", "移到"),
    ],
)
def test_a_file_with_almost_the_right_name_is_named(
    county: Path, wanted: str, there: str, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (county / wanted).rename(county / there)
    said = call(capsys, "generate", str(county), "2024-05", "--out", str(county.parent / "出"))
    assert said.code == 1
    assert Path(there).name in said.err
    assert advice in said.err


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("正文.docx.txt", "正文.docx"),
        ("正文.TXT.txt", "正文.txt"),
        ("正文 (1).txt", "正文.txt"),
        ("正文.doc", "正文.docx"),
    ],
)
def test_words_of_a_bulletin_that_are_not_read_are_warned_of(
    county: Path, name: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for kept in county.glob("正文*"):
        kept.rename(county / name)
    (county / name).touch()
    said = call(capsys, "generate", str(county), "2024-05", "--out", str(county.parent / "出"))
    assert said.code == 1 and "没有正文文件" in said.err and f"有 {name}，" in said.err and meant in said.err
    in_english(county, "pingjiang")  # names that the shipped templates know
    inputs = read_inputs(*open_period(county, "2024-05"))
    [issue] = [issue for issue in inputs.issues if issue.code == "wording.near"]
    assert (issue.place.file, issue.found) == (name, f"名称与 {meant} 相近")


OTHERS = {".numbers": "导出到 → Excel", ".wps": "另存为 .xlsx", ".rar": "解压后"}


@pytest.mark.parametrize("ending", OTHERS)
def test_where_nothing_can_be_read_what_lies_there_is_told(
    county: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for order in (county / "2024-05").glob("*.xlsx"):
        if order.name != "adjustments.xlsx":
            order.rename(order.with_suffix(ending))
    for command in ("generate", "inspect"):
        shown = call(capsys, command, str(county))
        assert shown.code == 1
        assert all(words in shown.err for words in ("没有工单文件", f"{ending}：", OTHERS[ending]))


def test_an_unknown_key_is_answered_in_the_spelling_of_its_place(county: Path) -> None:
    """The same key is 分值 where points are given and 满分 in a term of the score."""
    path = county / "profile.yaml"
    text = path.read_text(encoding="utf-8")
    assert "满分:" in text
    path.write_text(text.replace("满分:", "满份:", 1), encoding="utf-8")
    with pytest.raises(BulletinError) as refused:
        load_profile(path)
    [issue] = [issue for issue in refused.value.issues if issue.found == "满份"]
    assert (issue.advice, "分值" in issue.expected.split("、")) == ("是不是要写“满分”？", False)


def test_nothing_near_is_made_up(tmp_path: Path) -> None:
    for name in ("orders.xlsx", "unit.csv", "名册.csv"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert near_files(tmp_path / "units.csv") == ()


def test_findings_that_are_not_listed_are_counted() -> None:
    issues = [error("x", "甲", Place(row=n), found="同") for n in range(1000)]
    issues.append(Issue("x", "甲", Severity.ERROR, found="还有 784 处同样的问题", times=784))
    assert count_by_kind(issues) == {"甲": 1784}
    screen = io.StringIO()
    show_issues(SafeConsole(file=screen, width=200), [*issues, *(error("y", f"乙{n}", found="a") for n in range(40))])
    assert "共 1000 处" in screen.getvalue()
    assert "另有 12 条：" in screen.getvalue()


def test_both_states_of_a_dispatch_are_told(tmp_path: Path) -> None:
    got = read_table(
        tmp_path,
        "工单编号 | 受理时间 | 承办单位 | 办结时间 | 工单状态\n"
        "A1 | 2024-05-01 08:00 | 公安局 | | 办理中\n"
        "A1 | 2024-05-01 08:00 | 公安局 | 2024-05-08 10:00 | 办结",
    )
    [issue] = [each for each in got.issues if each.code == "two_states"]
    assert issue.place.row == 2
    assert issue.found == "工单状态由办理中变为办结，办结时间由空变为2024-05-08 10:00；采用的是 工单.xlsx 第3行"


def test_of_a_damaged_id_only_what_the_cell_holds_is_told(tmp_path: Path) -> None:
    got = read_table(tmp_path, "工单编号 | 受理时间 | 承办单位\n2.02405E+17 | 2024-05-01 08:00 | 公安局")
    [issue] = [each for each in got.issues if each.code == "damaged_id"]
    assert issue.found == "2.02405E+17"


def test_numbers_beyond_fifteen_digits_are_not_told_in_full(tmp_path: Path) -> None:
    import openpyxl

    from intake.sample import read

    book = openpyxl.Workbook()
    for row in (["工单编号", "受理时间", "承办单位"], [202405010000012300, "2024-05-01 08:00", "公安局"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    [issue] = [each for each in read(tmp_path, tmp_path / "a.xlsx").issues if each.code == "damaged_id"]
    assert issue.found.endswith("，后面3位已经丢失")
    assert "202405010000012300" not in issue.found


@pytest.mark.parametrize(
    ("kind", "first"), [("热线周报", "2026-W01"), ("工作简报", "2025-12"), ("督查通报", "2025-12")]
)
def test_a_new_county_begins_with_a_period_of_its_kind(kind: str, first: str, tmp_path: Path) -> None:
    assert usual_period(tmp_path, kind, TODAY).key == first
    assert kind in skeletons()


@pytest.mark.parametrize(
    ("has", "following"),
    [
        ("2025-W50", "2026-W01"),
        ("2025-06", "2025-12"),
        ("2025-Q2", "2025-Q4"),
        ("2025-H1", "2025-H2"),
        ("2024", "2025"),
        ("2025-01~10", "2025-01~11"),
        ("2025-10-26~2025-11-25_11月", "2025-11-26~2025-12-25_12月"),
    ],
)
def test_a_county_goes_on_with_periods_of_the_kind_that_it_has(has: str, following: str, tmp_path: Path) -> None:
    (tmp_path / has).mkdir()
    assert usual_period(tmp_path, None, TODAY).key == following


def test_the_registry_can_be_checked_before_the_rules_are_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = tmp_path / "某县"
    new_county(county, "督查通报", skeletons(), parse_period("2024-05"))
    (county / "units.csv").write_text("单位名称,分组\n甲县公安局,县直\n城关镇,乡镇\n", encoding="utf-8")
    said = call(capsys, "units", str(county), "--check")
    assert said.code == 0
    assert said.out == "名册本身没有问题：2 个单位，2 个分组（县直、乡镇）。\n"
    assert "先只看名册本身" in said.err
    (county / "units.csv").write_text("单位名称,分组\n甲县公安局,县直\n甲县公安局,乡镇\n", encoding="utf-8")
    assert call(capsys, "units", str(county), "--check").code == 1


def test_without_libreoffice_all_but_the_pdf_is_written(
    county: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "")
    out = county.parent / "出"
    said = call(capsys, "generate", str(county), "--out", str(out), "--format", "pdf", "--no-record")
    assert said.code == 1
    assert "不能生成PDF；读到：本机没有安装LibreOffice" in said.out
    assert sorted(path.suffix for path in out.iterdir()) == [".docx", ".json", ".xlsx"]


CALENDAR = "日期,是否工作日\n2051-05-01,否\n2051-05-06,是\n"


def test_one_calendar_serves_all_counties(tmp_path: Path) -> None:
    (tmp_path / SHARED).write_text(CALENDAR, encoding="utf-8")
    county = tmp_path / "甲县"
    county.mkdir()
    calendar = official_calendar(all_days(calendar_files(county)))
    # 1 May 2051 is a Monday, the 6th a Saturday.
    assert [calendar(date(2051, 5, day)) for day in (1, 2, 6, 7)] == [False, True, True, False]
    (county / SHARED).write_text("日期,是否工作日\n2051-05-06,否\n", encoding="utf-8")
    assert official_calendar(all_days(calendar_files(county)))(date(2051, 5, 6)) is False
    assert calendar_files(county, "自己的.csv")[-1] == county / "自己的.csv"


def test_a_year_without_days_off_says_what_file_to_make_and_where() -> None:
    with pytest.raises(BulletinError) as caught:
        official_calendar()(date(2051, 5, 1))
    [issue] = caught.value.issues
    assert "节假日.csv（日期,是否工作日 两列，如 2051-01-01,否）" in issue.advice
    assert "各县文件夹旁边" in issue.advice
    assert "pip" not in issue.advice
