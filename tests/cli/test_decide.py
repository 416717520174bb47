"""``bulletin-gen decide``: a decision in adjustments.xlsx, and everything else there as the clerk left it."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from bulletin_gen.pipeline import Options, generate
from cli.calls import EXAMPLES, call

MONTH = "2024-05"
#: Cells have no zone.
JUNE_7 = datetime.fromisoformat("2024-06-07")
SAID = ("--reason", "答复件退回重写，退回前未超期", "--by", "督查室会商", "--date", "2024-06-07")


@pytest.fixture
def county(tmp_path: Path) -> Path:
    target = tmp_path / "平江县"
    shutil.copytree(EXAMPLES / "pingjiang", target)
    return target


def book(county: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(county / MONTH / "adjustments.xlsx")


def not_overdue(county: Path) -> str:
    """The number of an order that is not overdue."""
    orders = openpyxl.load_workbook(county / MONTH / "orders.xlsx", read_only=True)
    head, *rows = orders.worksheets[0].iter_rows(values_only=True)
    orders.close()
    late, number = head.index("是否超期"), head.index("工单编号")
    return next(str(row[number]) for row in rows if row[late] == "否")


def test_a_decision_is_one_row_more_and_counts(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = list(book(county).worksheets[0].values)
    said = call(capsys, "decide", str(county), MONTH, "免责", "233459", *SAID)
    assert said.code == 0 and "第33行：免责 233459" in said.out
    after = list(book(county).worksheets[0].values)
    assert after[: len(before)] == before
    assert after[len(before)] == (
        "免责", "233459", None, None, None, "答复件退回重写，退回前未超期", "督查室会商", JUNE_7,
    )  # fmt: skip
    result = generate(county, MONTH, tmp_path / "出", Options(record=False))
    decided = next(each for each in result.adjustments if each.order_id == "233459")
    assert decided.decided_on == date(2024, 6, 7)
    assert result.facts.figures["order_lists.无故超期工单.count"].text == "5"


def test_a_decision_that_no_rule_hears_is_recorded_and_said_to_change_nothing(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "decide", str(county), MONTH, "剔除", "233459", *SAID)
    assert said.code == 0 and "第33行：剔除 233459" in said.out
    assert "本县的规则不用“剔除”：记了，数也不会变" in said.out and "剔除不计: 是" in said.out
    told = generate(county, MONTH, tmp_path / "出", Options(record=False)).issues
    assert [each.found for each in told if each.code == "adjustments.unused"] == [
        "剔除 233459（答复件退回重写，退回前未超期）"
    ]
    heard = call(capsys, "decide", str(county), MONTH, "免责", "242019", *SAID)
    assert "数也不会变" not in heard.out


def test_an_excuse_for_an_order_that_is_not_overdue_is_told(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_time = not_overdue(county)
    call(capsys, "decide", str(county), MONTH, "免责", in_time, *SAID)
    told = generate(county, MONTH, tmp_path / "出", Options(record=False)).issues
    assert [(each.found, each.place.row) for each in told if each.code == "vain_excuse"] == [(in_time, 33)]


def test_a_number_that_may_be_a_citizens_is_not_shown_and_a_day_to_come_is_told(
    county: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--reason", "答复件退回重写", "--date", "2099-01-01")
    said = call(capsys, "decide", str(county), MONTH, "免责", "13812345678", *given)
    assert said.code == 1 and "13812345678" not in said.out + said.err
    said = call(capsys, "decide", str(county), MONTH, "免责", "13812345678", *given, "--ahead")
    assert said.code == 0 and "13812345678" not in said.out
    assert "2099-01-01 在今天以后" in said.out


def test_an_order_that_the_period_does_not_have_is_refused_with_the_nearest(
    county: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = county / MONTH / "adjustments.xlsx"
    before = path.read_bytes()
    said = call(capsys, "decide", str(county), MONTH, "免责", "233459", "23345", *SAID)
    assert said.code == 1 and path.read_bytes() == before  # all of them, or none
    assert "本期的工单里没有这个编号，没有记入" in said.err and "233459" in said.err and "--ahead" in said.err
    said = call(capsys, "decide", str(county), MONTH, "免责", "233459", "--unit", "三阳乡", *SAID)
    assert said.code == 1 and path.read_bytes() == before
    assert "没有派给这个单位" in said.err and "派给的单位：梅仙镇" in said.err
    said = call(capsys, "decide", str(county), MONTH, "免责", "999999", *SAID, "--ahead")
    assert said.code == 0 and "第33行：免责 999999" in said.out
    # What was decided ahead does not keep the next ones from being looked at.
    said = call(capsys, "decide", str(county), MONTH, "免责", "999998", *SAID)
    assert said.code == 1 and "没有这个编号" in said.err


def test_where_orders_cannot_be_read_that_is_said(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (county / MONTH / "orders.xlsx").write_bytes(b"no workbook")
    said = call(capsys, "decide", str(county), MONTH, "免责", "999999", *SAID)
    assert said.code == 0 and "没有核对工单编号" in said.out


def test_formats_notes_tables_and_other_sheets_stay(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = book(county)
    sheet = kept.worksheets[0]
    last = sheet.max_row
    sheet["B2"].font = Font(bold=True, color="FF0000")
    sheet.cell(last, 6).fill = PatternFill("solid", fgColor="FFFF00")
    sheet["F2"].comment = Comment("主任已同意", "李")
    sheet.column_dimensions["F"].width = 61
    sheet.add_table(Table(displayName="认定", ref=f"A1:H{last}"))
    listed = DataValidation(type="list", formula1='"免责,剔除"')
    listed.add("A2:A500")
    sheet.add_data_validation(listed)
    other = kept.create_sheet("会商记录")
    other["A1"] = "=1+1"
    other.merge_cells("A2:C2")
    kept.save(county / MONTH / "adjustments.xlsx")
    call(capsys, "decide", str(county), MONTH, "免责", "233459", *SAID)
    found = book(county)
    sheet = found.worksheets[0]
    assert sheet["B2"].font.b and sheet["B2"].font.color.rgb == "00FF0000"
    assert sheet["F2"].comment.text == "主任已同意"
    assert sheet.column_dimensions["F"].width == 61
    assert sheet.tables["认定"].ref == f"A1:H{last + 1}"
    assert sheet.cell(last + 1, 6).fill.fgColor.rgb == "00FFFF00"
    assert sheet.cell(last + 1, 2).number_format == "@"
    assert (found["会商记录"]["A1"].value, str(found["会商记录"].merged_cells)) == ("=1+1", "A2:C2")
    assert sheet.data_validations.dataValidation


def test_several_orders_and_units(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "decide", str(county), MONTH, "剔除", "233459", "242019", *SAID).code == 0
    assert call(capsys, "decide", str(county), MONTH, "扣分", "--unit", "三市镇", "--points", "0.5", *SAID).code == 0
    rows = list(book(county).worksheets[0].values)[-3:]
    assert [row[:4] for row in rows] == [
        ("剔除", "233459", None, None), ("剔除", "242019", None, None), ("扣分", None, "三市镇", 0.5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("免责", "217010", *SAID), 0, ""), (("免税", "1", *SAID), 2, "类型只能是"), (("免责", "1"), 2, "--reason"),
        (("加分", "--unit", "三市镇", *SAID), 1, "分值"),
        (("扣分", "--unit", "火星局", "--points", "1", *SAID), 1, "火星"),
        (("扣分", "--unit", "三市镇", "--points", "半分", *SAID), 2, "--points"), (("免责", *SAID), 2, "工单编号"),
    ],
)  # fmt: skip
def test_what_is_incomplete_is_refused_and_nothing_written(
    county: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], code: int, said: str
) -> None:
    path = county / MONTH / "adjustments.xlsx"
    if code == 0:  # the example has it already
        code, said = 1, "已有同样的认定"
    before = path.read_bytes()
    told = call(capsys, "decide", str(county), MONTH, *given)
    assert (told.code, path.read_bytes()) == (code, before)
    assert said in told.err


def test_what_would_be_lost_is_named(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = book(county)
    chart = BarChart()
    chart.add_data(Reference(kept.worksheets[0], min_col=4, min_row=1, max_row=4))
    kept.worksheets[0].add_chart(chart, "K2")
    path = county / MONTH / "adjustments.xlsx"
    kept.save(path)
    before = path.read_bytes()
    said = call(capsys, "decide", str(county), MONTH, "免责", "233459", *SAID)
    assert (said.code, path.read_bytes()) == (1, before)
    assert "图表" in said.err and "没有写入" in said.err


def test_a_grade_that_the_county_does_not_have_is_refused(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = list(book(county).worksheets[0].values)
    said = call(capsys, "decide", str(county), MONTH, "调整等级", "--unit", "三墩乡", "--grade", "E", *SAID)
    assert said.code == 1 and "没有这个等级" in said.err and "A、B、C、D" in said.err
    assert list(book(county).worksheets[0].values) == before


def test_a_unit_may_be_called_by_its_short_name(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "decide", str(county), MONTH, "调整等级", "--unit", "住建局", "--grade", "C", *SAID)
    assert said.code == 0 and "平江县住建局" in said.out
    wrong = call(capsys, "decide", str(county), MONTH, "调整等级", "--unit", "住建居", "--grade", "C", *SAID)
    assert wrong.code == 1 and "住建局" in wrong.err


def test_an_excuse_that_changes_nothing_is_said_at_once(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    in_time = not_overdue(county)
    said = call(capsys, "decide", str(county), MONTH, "免责", in_time, "999999", *SAID, "--ahead")
    assert f"{in_time} 没有超期，免责不起作用" in said.out and "没有 999999" in said.out
    heard = call(capsys, "decide", str(county), MONTH, "免责", "233459", *SAID)
    assert "没有超期" not in heard.out
