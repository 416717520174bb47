"""A year's table and lines equal a recount by hand; the missing month and the rule that changed are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import docx
import openpyxl
import pytest

from trends import year
from trends.year import CHANGED, MISSING, UNITS, YEAR, Row

ROWS = year.all_rows()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was generated for December."""
    return year.make(tmp_path_factory.mktemp("year") / "云溪县", ROWS)


@pytest.fixture(scope="module")
def document(out: Path) -> docx.document.Document:
    """December's bulletin."""
    (path,) = out.glob("*.docx")
    return docx.Document(str(path))


@pytest.fixture(scope="module")
def book(out: Path) -> openpyxl.Workbook:
    """Its workbook."""
    (path,) = out.glob("*附表.xlsx")
    return openpyxl.load_workbook(path)


# the recount


def _in(moment: datetime | None, of_year: int, number: int) -> bool:
    return moment is not None and (moment.year, moment.month) == (of_year, number)


def _accepted(of_year: int, number: int) -> int:
    return sum(_in(row.accepted, of_year, number) for row in ROWS)


def _due(number: int) -> list[Row]:
    return [row for row in ROWS if _in(row.due, YEAR, number)]


def _satisfied(of_year: int, number: int) -> str:
    called = [row for row in ROWS if _in(row.called, of_year, number)]
    new = of_year == YEAR and number >= CHANGED
    good = [row for row in called if row.opinion in (("满意",) if new else ("满意", "基本满意"))]
    return _percent(len(good), len(called))


def _percent(part: int, whole: int) -> str:
    exact = Fraction(100 * part, whole)
    value = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{value.normalize():f}%"


def _change(now: int, before: int) -> str:
    exact = Fraction(100 * (now - before), before)
    value = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{value.normalize():f}%"


def _row(number: int) -> list[str]:
    label = f"{number}月" + ("*" if number < CHANGED and number != MISSING else "")
    if number == MISSING:
        return [label, "—", "—", "—", "—", "—"]
    accepted, since = _accepted(YEAR, number), range(1, number + 1)
    due = [row for each in since for row in _due(each)]
    closed = [row for row in due if row.closed]
    known = number < MISSING
    return [
        label,
        str(accepted),
        _change(accepted, _accepted(YEAR - 1, number)),
        str(sum(_accepted(YEAR, each) for each in since)) if known else "—",
        _satisfied(YEAR, number),
        _percent(len(closed), len(due)) if known else "—",
    ]


# what was printed


def _cells(table: docx.table.Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_table_of_months_equals_a_recount(document: docx.document.Document) -> None:
    table = next(each for each in document.tables if each.cell(0, 0).text == "期间")
    assert _cells(table)[1:] == [_row(number) for number in range(1, 13)]


def test_the_missing_month_and_the_changed_rule_are_said(document: docx.document.Document) -> None:
    texts = [each.text for each in document.paragraphs]
    assert texts.count("注：2031年4月没有数据。") == 6  # below the table and the charts of the whole year
    (rule, *others) = [text for text in texts if text.startswith("注：标*的")]
    assert set(others) <= {rule} and len(others) == 2  # where 满意率 is shown
    assert "2031年1月、2月、3月、5月、6月，“满意”" in rule
    assert "当时的口径是““回访”中；按派单计件" not in rule
    assert "办理结果评价为满意、基本满意" in rule and rule.index("基本满意") < rule.index("本期是")


def test_sentences_say_nothing_of_a_year_with_a_gap(document: docx.document.Document) -> None:
    said = next(each.text for each in document.paragraphs if "共受理" in each.text)
    assert said == f"2031年12月共受理{_accepted(YEAR, 12)}件。"


def test_units_have_a_column_a_month(document: docx.document.Document) -> None:
    table = next(each for each in document.tables if each.cell(0, 0).text == "单位")
    months = (10, 11, 12)
    wanted = [
        [unit, *(str(sum(_in(row.accepted, YEAR, each) and row.unit == unit for row in ROWS)) for each in months)]
        for unit in UNITS
    ]
    total = ["合计", *(str(_accepted(YEAR, each)) for each in months)]
    assert _cells(table) == [["单位", "受理", "受理", "受理"], ["单位", "10月", "11月", "12月"], *wanted, total]


def _caches(book: openpyxl.Workbook, title: str) -> tuple[list[str], list[dict[int, float]]]:
    (found,) = book[title]._charts
    labels = [point.v for point in found.series[0].cat.strRef.strCache.pt]
    return labels, [{point.idx: float(point.v) for point in each.val.numRef.numCache.pt} for each in found.series]


def test_lines_equal_a_recount(book: openpyxl.Workbook) -> None:
    labels, (now, before) = _caches(book, "图1　2031年各月受理")
    assert labels == [f"{number}月" for number in range(1, 13)]
    assert now == {each - 1: _accepted(YEAR, each) for each in range(1, 13) if each != MISSING}
    assert before == {each - 1: _accepted(YEAR - 1, each) for each in range(1, 13)}
    labels, (rates,) = _caches(book, "图2　各月满意率")
    assert labels[:4] == ["1月*", "2月*", "3月*", "4月"]
    assert rates == {
        each - 1: float(Decimal(_satisfied(YEAR, each)[:-1]) / 100) for each in range(1, 13) if each != MISSING
    }


def _shares_of_units(number: int) -> dict[str, float]:
    """What part of each unit's calls of a month were satisfied, by the rule of then, as the document rounds it."""
    found = {}
    for unit in UNITS:
        called = [row for row in ROWS if _in(row.called, YEAR, number) and row.unit == unit]
        good = [row for row in called if row.opinion in (("满意",) if number >= CHANGED else ("满意", "基本满意"))]
        if called:
            found[unit] = float(Decimal(_percent(len(good), len(called))[:-1]) / 100)
    return found


def _names(book: openpyxl.Workbook, title: str) -> list[str]:
    (found,) = book[title]._charts
    return [each.tx.strRef.strCache.pt[0].v for each in found.series]


def test_lines_of_units_equal_a_recount(book: openpyxl.Workbook) -> None:
    labels, lines = _caches(book, "图3　各单位受理走势")
    assert labels == [f"{number}月" for number in range(1, 13)]
    assert _names(book, "图3　各单位受理走势") == list(UNITS)
    months = [each for each in range(1, 13) if each != MISSING]
    for unit, line in zip(UNITS, lines, strict=True):
        assert line == {
            each - 1: sum(_in(row.accepted, YEAR, each) and row.unit == unit for row in ROWS) for each in months
        }
    labels, lines = _caches(book, "图4　各单位满意率走势")
    assert labels[:7] == ["1月*", "2月*", "3月*", "4月", "5月*", "6月*", "7月"]
    for unit, line in zip(UNITS, lines, strict=True):
        wanted = {each - 1: _shares_of_units(each) for each in months}
        assert line == {at: shares[unit] for at, shares in wanted.items() if unit in shares}


def test_columns_of_groups_and_of_values_equal_a_recount(book: openpyxl.Workbook) -> None:
    _, columns = _caches(book, "图5　各组受理")
    assert _names(book, "图5　各组受理") == ["县直单位", "乡镇"]
    for group, column in zip(("县直单位", "乡镇"), columns, strict=True):
        for at, value in column.items():
            assert value == sum(_in(row.accepted, YEAR, at + 1) and UNITS[row.unit] == group for row in ROWS)
    labels, columns = _caches(book, "图6　各类诉求")
    assert labels == ["10月", "11月", "12月"]
    for kind, column in zip(_names(book, "图6　各类诉求"), columns, strict=True):
        assert column == {
            at: sum(_in(row.accepted, YEAR, 10 + at) and row.kind == kind for row in ROWS) for at in range(3)
        }


def test_series_of_two_years_are_called_by_their_years(book: openpyxl.Workbook) -> None:
    (found,) = book["图1　2031年各月受理"]._charts
    assert [each.tx.strRef.strCache.pt[0].v for each in found.series] == ["2031年", "2030年"]


def test_a_whole_year_has_its_sum_in_the_sentences(tmp_path: Path) -> None:
    out = year.make(tmp_path / "云溪县", ROWS, last=3)
    (path,) = out.glob("*.docx")
    said = next(each.text for each in docx.Document(str(path)).paragraphs if "共受理" in each.text)
    now, before = (sum(_accepted(each, number) for number in (1, 2, 3)) for each in (YEAR, YEAR - 1))
    assert (
        f"今年以来累计受理{now}件，同比{'增长' if now > before else '下降'}{_change(now, before).lstrip('-')}" in said
    )


def _refused(more: str) -> Sequence[str]:
    from bulletin_gen.leaves.issues import BulletinError
    from bulletin_gen.profile.load import parse_profile

    with pytest.raises(BulletinError) as caught:
        parse_profile(year.PROFILE.replace("OPINIONS", year.AFTER) + more)
    return [issue.kind for issue in caught.value.issues]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("行: 期间, 数: 在办：累计", "不能逐期相加的数"),
        ("行: 期间, 期数: 近三期, 数: 受理", "期数的写法不对"),
        ("行: 分组, 期数: 近3期, 数: 受理", "这里期数不起作用"),
        ("行: 分组, 数: 受理：累计", "不存在的比较"),
        ("行: 期间, 数: 得分", "不存在的图里的数"),
    ],
)
def test_what_no_trend_can_show_is_refused(lines: str, told: str) -> None:
    assert told in _refused("图:\n  甲: {标题: 某图, " + lines + "}\n")
