"""Lists in sentences of an invented county: of a grade, of orders by number, of the first values, of merged types."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.leaves.periods import parse_period

UNITS = ("青石镇", "白杨镇", "柳林乡", "教育局", "城管局", "水利局", "民政局", "公安局")
#: Orders of each unit; how many of them came too late; how many opinions were bad.
SIZES = (40, 31, 22, 35, 27, 18, 13, 9)
LATE = (3, 1, 1, 2, 0, 1, 0, 0)
#: Kept of the overdue ones: these only nobody excused.
BLAMED = {"青石镇": ("7100001", "7100002"), "教育局": ("7400001",)}
TYPES = ("咨询", "投诉", "举报", "求助")
TOPICS = ("供水", "供暖", "物业", "道路", "噪音")
HEADS = ("工单编号", "受理时间", "派单时间", "承办单位", "诉求类型", "一级分类", "办理时限", "办结时间")


def _rows() -> list[tuple[str, ...]]:
    rows = []
    for place, (unit, size, late) in enumerate(zip(UNITS, SIZES, LATE, strict=True), 1):
        for i in range(1, size + 1):
            day, at = i % 18 + 1, f"{8 + i % 9:02}:{i % 60:02}:00"
            closed = day + 9 if i <= late else day + 2
            kind = TYPES[(i * 7 + place) % 4 if i % 3 else 0]
            topic = TOPICS[0 if i % 2 else 1 if i % 3 else (2 if i % 4 else 3) if i % 5 else 4]
            stamps = [f"2024-05-{d:02} {at}" for d in (day, day, day + 5, closed)]
            rows.append((f"7{place}{i:05}", stamps[0], stamps[1], unit, kind, topic, *stamps[2:]))
    return rows


def _annex(folder: Path) -> Path:
    """The annex as an office would print it: score by on-time rate, grades from 95 and 90."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["单位", "转办件", "按期办结件", "按期办结率", "得分", "等级"])
    for unit, size, late in zip(UNITS, SIZES, LATE, strict=True):
        rate = round((size - late) / size * 100, 2)
        grade = "优秀" if rate >= 97 else "良好" if rate >= 94 else "一般"
        sheet.append([unit, size, size - late, f"{rate:g}%", f"{rate:g}", grade])
    path = folder / "附表.xlsx"
    book.save(path)
    return path


def _count(rows: list[tuple[str, ...]], place: int, *values: str) -> int:
    return sum(row[place] in values for row in rows)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    folder = tmp_path_factory.mktemp("lists")
    rows = _rows()
    orders = folder / "工单.csv"
    with orders.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])
    asked, merged, helped = (_count(rows, 4, *kinds) for kinds in (("咨询",), ("投诉", "举报"), ("求助",)))
    first = _count(rows, 5, *TOPICS[:3])
    text = f"""某某县12345热线办理情况通报
一、基本情况
2024年5月，共受理群众诉求{len(rows)}件，其中咨询类{asked}件，投诉举报类{merged}件，求助类{helped}件。
供水、供暖、物业三个方面诉求量较大，占诉求总量的{round(first / len(rows) * 100, 2):g}%。
二、存在问题
本月超期工单{sum(LATE)}件，其中无正当理由超期3件：青石镇（工单编号：7100001、7100002），教育局（工单编号：7400001），每件扣0.5分。
青石镇评为一般等次，各扣2分；白杨镇、柳林乡、教育局、水利局评为良好等次，各扣1分。
"""
    bulletin = folder / "通报.txt"
    bulletin.write_text(text, encoding="utf-8")
    files = (bulletin, _annex(folder))
    return learn(Request(folder / "某某县", files, (orders,), parse_period("2024-05"), "某某县"))


def _file(learnt: Learnt, name: str) -> Path:
    return next(path for path in learnt.files if path.name == name)


@pytest.mark.parametrize(
    "said",
    [
        "投诉举报类{诉求类型：投诉举报类}件",
        "{诉求类别：前3：{名称}、}三个方面诉求量较大，占诉求总量的{诉求类别：前3：占比}",
        "{无正当理由超期}件：{无正当理由超期工单：{单位}（工单编号：{工单：{编号}、}），}",
        "每件扣{无正当理由超期工单：每件分值}分",
        "{等级：有扣分：{单位}评为{等级}等次，各扣{扣分}分；}",
    ],
)
def test_lists_are_said_by_their_rule(learnt: Learnt, said: str) -> None:
    assert said in _file(learnt, "正文.txt").read_text(encoding="utf-8")


def test_the_rules_print_the_month_again(learnt: Learnt) -> None:
    assert learnt.stopped == ()
    assert all(cell.same for cell in learnt.fit.cells)
    assert [tie.printed for tie in learnt.fit.ties if not tie.name] == []


def test_merged_values_are_named_in_the_profile(learnt: Learnt) -> None:
    assert "投诉举报类: [投诉, 举报]" in _file(learnt, "profile.yaml").read_text(encoding="utf-8")


def test_orders_that_nobody_blames_become_decisions(learnt: Learnt) -> None:
    sheet = openpyxl.load_workbook(_file(learnt, "adjustments.xlsx")).worksheets[0]
    excused = {row[1] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "免责"}
    assert len(excused) == sum(LATE) - 3
    assert excused.isdisjoint(number for numbers in BLAMED.values() for number in numbers)


def test_a_spelling_is_known_by_its_numbers(tmp_path: Path) -> None:
    """公安局 is written 巡特警支队 in half of its orders: no likeness tells, but its line lacks just these."""
    rows = [(*row[:3], "巡特警支队", *row[4:]) if row[3] == "公安局" and int(row[0]) % 2 else row for row in _rows()]
    orders = tmp_path / "工单.csv"
    with orders.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])
    sizes = {unit: size * 4 for unit, size in zip(UNITS, SIZES, strict=True)}
    more = [(f"{i}{row[0]}", *row[1:]) for i in range(1, 4) for row in rows]
    with orders.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(more)
    book = openpyxl.Workbook()
    book.worksheets[0].append(["单位", "转办件", "按期办结件"])
    for unit, late in zip(UNITS, LATE, strict=True):
        book.worksheets[0].append([unit, sizes[unit], sizes[unit] - late * 4])
    book.save(tmp_path / "附表.xlsx")
    request = Request(tmp_path / "某某县", (tmp_path / "附表.xlsx",), (orders,), parse_period("2024-05"), "某某县")
    found = learn(request)
    assert found.unmatched == ()
    assert all(cell.same for cell in found.fit.cells)
    assert "公安局,承办单位,,,巡特警支队" in _file(found, "units.csv").read_text(encoding="utf-8-sig")
