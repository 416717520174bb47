"""What is not there is said: files without orders, heads that are not recognised, rows of totals, second tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.cli.app import app
from bulletin_gen.intake.showing.inspect import inspect_files
from bulletin_gen.leaves.issues import Severity
from intake.sample import kinds, read, read_table, table, write_xlsx

_ROWS = "B1 | 2024-05-06 08:00 | 公安局 | 2024-05-08 | 已办结\nB2 | 2024-05-07 08:00 | 城关镇 | 2024-05-09 | 已办结"

GOOD = """工单编号 | 受理时间 | 承办单位 | 办结时间 | 工单状态
A1 | 2024-05-06 08:00 | 公安局 | 2024-05-08 | 已办结
A2 | 2024-05-07 08:00 | 城关镇 | 2024-05-09 | 已办结"""


def orders(folder: Path, head: str, name: str = "二.xlsx") -> Path:
    text = f"{head} | 受理时间 | 承办单位 | 办结时间 | 工单状态\nB1 | 2024-05-06 08:00 | 公安局 | 2024-05-08 | 已办结"
    return write_xlsx(folder / name, {"工单": table(text)})


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "一.xlsx", {"工单": table(GOOD)})


@pytest.mark.parametrize(
    "head",
    [
        "*工单编号",
        "＊工单编号",
        "工单编号*",
        "工单编号（必填）",
        "工单编号(必填项)",
        "工单编号：",
        "【必填】工单编号",
        "★受理编号",
    ],
)
def test_what_forms_put_around_a_head_changes_nothing(tmp_path: Path, good: Path, head: str) -> None:
    got = read(tmp_path, good, orders(tmp_path, head))
    assert (kinds(got), got.dispatches.height) == ([], 3)


@pytest.mark.parametrize("head", ["工单编码", "工单ID", "留言编号", "信件编号", "事件号码", "Case No", "系统编码"])
def test_a_file_whose_head_lacks_the_number_is_named_while_another_reads(tmp_path: Path, good: Path, head: str) -> None:
    got = read(tmp_path, good, orders(tmp_path, head))
    [issue] = got.issues
    assert (issue.code, issue.severity, issue.place.file, issue.place.row) == (
        "file.head", Severity.ERROR, "二.xlsx", 1,
    )  # fmt: skip
    assert "5个列名认得4个" in issue.found and head in issue.found
    assert f"工单编号: {head}" in issue.advice or "工单编号: 本县的列名" in issue.advice


def test_a_name_that_is_like_the_numbers_is_proposed(tmp_path: Path) -> None:
    long = orders(tmp_path, "工单编码")
    text = table("工单编码 | 受理时间 | 承办单位 | 办结时间\n202405060001 | 2024-05-06 | 公安局 | 2024-05-08")
    long = write_xlsx(long, {"工单": text})
    assert "工单编号: 工单编码" in read(tmp_path, long).issues[0].advice
    assert read(tmp_path, long, columns={"order_id": ["工单编码"]}).issues == ()


STRANGERS = {
    "login.xls": "<html><body><form>请登录</form></body></html>".encode(),
    "table.xls": "<html><table><tr><td>用户名</td></tr><tr><td>密码</td></tr></table></html>".encode(),
    "words.csv": "今天天气很好\n明天也好\n".encode(),
    "sums.csv": "承办单位,件数\n公安局,12\n城关镇,3\n".encode(),
    "._一.xlsx": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + bytes(60),
    "blank.csv": b",,,\n,,,\n",
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_file_without_orders_is_an_error_that_names_it_while_another_reads(
    tmp_path: Path, good: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(STRANGERS[name])
    decided = Adjustment(AdjustmentKind.EXCUSED, order_id="X9")
    got = read(tmp_path, good, tmp_path / name, adjustments=[decided])
    # Nothing is said of the decision: its order may be in the file that could not be read.
    assert [(issue.severity, issue.place.file) for issue in got.issues] == [(Severity.ERROR, name)]


def test_a_sheet_of_sums_beside_the_orders_is_no_error(tmp_path: Path) -> None:
    sheets = {"工单": table(GOOD), "汇总": table("承办单位 | 件数\n公安局 | 1\n城关镇 | 1")}
    got = read(tmp_path, write_xlsx(tmp_path / "工单.xlsx", sheets))
    assert (got.issues, [account.read for account in got.accounts]) == ((), [2, 3])


def test_a_second_sheet_that_surely_holds_orders_is_an_error(tmp_path: Path) -> None:
    strange = table("编码 | 受理时间 | 承办单位 | 办结时间 | 工单状态\nB1 | 2024-05-06 | 公安局 | |")
    [issue] = read(tmp_path, write_xlsx(tmp_path / "工单.xlsx", {"工单": table(GOOD), "续": strange})).issues
    assert (issue.code, issue.place.sheet) == ("file.head", "续")


@pytest.mark.parametrize("name", STRANGERS)
def test_inspect_never_says_nothing_and_ends_well(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(STRANGERS[name])
    run = CliRunner().invoke(app, ["inspect", str(tmp_path / name)])
    assert run.exit_code == 1
    assert name in run.stderr


def test_inspect_says_which_row_is_most_like_a_head(tmp_path: Path) -> None:
    text = "工单导出 | | | \n工单编码 | 受理时间 | 承办单位 | 甲乙丙\n202405060001 | 2024-05-06 | 公安局 | 丁"
    [issue] = inspect_files([write_xlsx(tmp_path / "工单.xlsx", {"工单": table(text)})]).issues
    assert "第2行最像表头：4个列名认得2个，不认识的有 “工单编码”、“甲乙丙”" in issue.found
    assert "工单编号: 工单编码" in issue.advice


TOTALS = [
    "汇总 | | | |",
    "汇总 | | 2 | 2 |",
    "累计 | 2 | | |",
    "共12条 | | 3 | |",
    "共 12 条记录 | | 3 | |",
    "本页合计 | | 2 | |",
    "本页小计：2件 | | 2 | |",
    "合 计 | | 2 | 1.5天 |",
    "总计（件） | 2 | 100% | |",
    "Total | | 2 | 2 |",
    "以上合计 | 2 | | 2 |",
]


@pytest.mark.parametrize("row", TOTALS)
def test_rows_of_totals_are_no_orders(tmp_path: Path, row: str) -> None:
    got = read_table(tmp_path, f"{GOOD}\n{row}")
    assert (kinds(got), got.dispatches.height) == ([], 2)
    [account] = got.accounts
    assert sum(account.set_aside.values()) == 1


@pytest.mark.parametrize("row", TOTALS)
def test_rows_of_totals_in_a_leading_column_of_titles_are_no_orders(tmp_path: Path, row: str) -> None:
    lines = [f"标题 | {line}" if index == 0 else f"噪音 | {line}" for index, line in enumerate(GOOD.splitlines())]
    label, *rest = row.split("|")
    got = read_table(tmp_path, "\n".join([*lines, f"{label}| |{'|'.join(rest)}"]))
    assert (kinds(got), got.dispatches.height) == ([], 2)


@pytest.mark.parametrize(
    "title",
    [
        "合计收费太高",
        "总计三次停水",
        "汇总表丢失",
        "累计欠薪三个月",
        "共计扣款",
        "共3户漏水",
        "合计",
        "小计",
        "本月合计电费有误",
    ],
)
def test_titles_that_begin_like_totals_are_orders(tmp_path: Path, title: str) -> None:
    lines = [f"标题 | {line}" if index == 0 else f"{title} | {line}" for index, line in enumerate(GOOD.splitlines())]
    got = read_table(tmp_path, "\n".join(lines))
    assert (kinds(got), got.dispatches.height) == ([], 2)


def test_a_repeated_head_in_the_same_order_is_set_aside(tmp_path: Path) -> None:
    head, *rows = GOOD.splitlines()
    got = read_table(tmp_path, "\n".join([head, rows[0], head, rows[1]]))
    assert (kinds(got), got.dispatches.height) == ([], 2)


@pytest.mark.parametrize(
    "second",
    [
        "工单编号 | 办结时间 | 承办单位 | 受理时间 | 工单状态",
        "工单编号 | 受理时间 | 承办单位 | 工单状态 | 办结时间",
        "承办单位 | 工单编号 | 受理时间 | 办结时间 | 工单状态",
        "受理编号 | 来电时间 | 主办单位 | 结案时间 | 办理状态",
        "工单编号 | 承办单位 | 受理时间 | 派单时间 | 办结时间",
        "流水号 | 登记时间 | 责任单位 | 办结时间 | 状态",
    ],
)
def test_a_second_table_with_its_columns_in_another_order_is_an_error(tmp_path: Path, second: str) -> None:
    got = read_table(tmp_path, f"{GOOD}\n{second}\nA3 | 2024-05-08 | 公安局 | 2024-05-09 | 已办结")
    [issue] = [issue for issue in got.issues if issue.code == "second_head"]
    assert (issue.severity, issue.place.row) == (Severity.ERROR, 4)


def test_a_sheet_of_orders_without_a_head_beside_one_that_has_it_is_an_error(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "工单.xlsx", {"一": table(GOOD), "二": table(_ROWS)})
    [issue] = read(tmp_path, path).issues
    assert (issue.code, issue.severity, issue.place.sheet) == ("file.headless", Severity.ERROR, "二")
    assert "2行没有列名" in issue.found and "表头那一行" in issue.advice


@pytest.mark.parametrize(
    "other",
    [
        "说明\n本表由平台导出\n统计时间 | 2024-05-01 | 2024-05-31",
        "单位 | 件数 | 办结 | 超期 | 满意\n公安局 | 3 | 3 | 0 | 2\n城关镇 | 4 | 4 | 0 | 4",
        "值班 | 2024-05-01 | 2024-05-02\n某某 | 早 | 晚",
    ],
)
def test_other_sheets_without_a_head_are_no_orders(tmp_path: Path, other: str) -> None:
    path = write_xlsx(tmp_path / "工单.xlsx", {"一": table(GOOD), "二": table(other)})
    got = read(tmp_path, path)
    assert (kinds(got), got.dispatches.height) == ([], 2)


@pytest.mark.parametrize("number", ["#", "／", "－", "***", "___", "…", "？？", "（）", "·", "～"])
def test_an_order_whose_number_is_only_signs_has_none(tmp_path: Path, number: str) -> None:
    text = GOOD + f"\n{number} | 2024-05-08 08:00 | 公安局 | 2024-05-09 | 已办结" * 3
    got = read(tmp_path, write_xlsx(tmp_path / "一.xlsx", {"工单": table(text)}))
    assert got.dispatches.height == 2
    assert kinds(got) == ["missing_id"] * 3


_HEAD = "工单编号,受理时间,承办单位,办结时间,工单状态,回访时间,备注"
_SHORT = "A2,2024-05-07 08:00,公安局,2024-05-08,已办结"
_FULL = "A1,2024-05-06 08:00,公安局,2024-05-08,已办结,2024-05-09,无"


@pytest.mark.parametrize(
    "text",
    [
        f"{_HEAD}\n{_FULL}\n{_FULL.replace('A1', 'A2')}\nA3,2024-05-07 08:00,公安局,2024-05-08,已办",  # broken off
        f"{_HEAD}\n{_FULL.removesuffix('无')}\n{_SHORT}\n{_FULL}\n",  # others keep blanks
        f"{_HEAD}\nA0,2024-05-06 08:00,公安局,,办理中,,\n{_SHORT[:-1]}\n结,,\n",  # a line break
        f"{_HEAD}\r\n{_FULL.removesuffix('无')}\r\n{_SHORT},\r\n",
        f"统计表\n{_HEAD}\n{_FULL}\n{_SHORT}",
    ],
)
def test_a_row_of_text_that_breaks_off_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "工单.csv").write_text(text, encoding="gbk", newline="")
    [issue] = read(tmp_path, tmp_path / "工单.csv").issues
    assert issue.code == "file.short_row" and issue.place.row in (3, 4)


@pytest.mark.parametrize(
    "text",
    [
        f"{_HEAD}\n{_FULL}\n{_SHORT}\n{_SHORT.replace('A2', 'A3')}\n",
        f"{_HEAD}\n{_SHORT.replace('A2', 'A3')}\n{_FULL}\n{_SHORT}",
        f"{_HEAD}\n{_FULL.removesuffix('无')}\n合计,2\n共2条",
        f"统计表\n导出人,某某,时间,2024-06-01\n{_HEAD}\n{_FULL.removesuffix('无')}\n",
    ],
)
def test_short_rows_of_a_writer_that_leaves_blanks_out_and_totals_are_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "工单.csv").write_text(text, encoding="utf-8")
    assert not [issue for issue in read(tmp_path, tmp_path / "工单.csv").issues if issue.code == "file.short_row"]
