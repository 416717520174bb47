"""Periods: their days, their names, the ones they are compared with."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gen.leaves.periods import Period, PeriodKind, month, parse_period

#: folder name | first day | last day | previous | a year ago
DAYS = """
2024-05                | 2024-05-01 | 2024-05-31 | 2024-04                | 2023-05
2024-01                | 2024-01-01 | 2024-01-31 | 2023-12                | 2023-01
2024-02                | 2024-02-01 | 2024-02-29 | 2024-01                | 2023-02
2025-02                | 2025-02-01 | 2025-02-28 | 2025-01                | 2024-02
2024-12                | 2024-12-01 | 2024-12-31 | 2024-11                | 2023-12
2021-W43               | 2021-10-25 | 2021-10-31 | 2021-W42               | 2020-W43
2021-W01               | 2021-01-04 | 2021-01-10 | 2020-W53               | 2020-W01
2020-W53               | 2020-12-28 | 2021-01-03 | 2020-W52               | 2019-W52
2020-W01               | 2019-12-30 | 2020-01-05 | 2019-W52               | 2019-W01
2024-Q3                | 2024-07-01 | 2024-09-30 | 2024-Q2                | 2023-Q3
2024-Q1                | 2024-01-01 | 2024-03-31 | 2023-Q4                | 2023-Q1
2024-H1                | 2024-01-01 | 2024-06-30 | 2023-H2                | 2023-H1
2024-H2                | 2024-07-01 | 2024-12-31 | 2024-H1                | 2023-H2
2024                   | 2024-01-01 | 2024-12-31 | 2023                   | 2023
2024-01~04             | 2024-01-01 | 2024-04-30 | 2023-09~12             | 2023-01~04
2024-01~02             | 2024-01-01 | 2024-02-29 | 2023-11~12             | 2023-01~02
2024-05~08             | 2024-05-01 | 2024-08-31 | 2024-01~04             | 2023-05~08
2024-02~06             | 2024-02-01 | 2024-06-30 | 2023-09-01~2024-01-31  | 2023-02~06
2024-01~12             | 2024-01-01 | 2024-12-31 | 2023-01~12             | 2023-01~12
2021-10-25~2021-11-25  | 2021-10-25 | 2021-11-25 | 2021-09-23~2021-10-24  | 2020-10-25~2020-11-25
2024-02-29~2024-02-29  | 2024-02-29 | 2024-02-29 | 2024-02-28~2024-02-28  | 2023-02-28~2023-02-28
2021-12-20~2022-01-10  | 2021-12-20 | 2022-01-10 | 2021-11-28~2021-12-19  | 2020-12-20~2021-01-10
"""

#: folder name | name | short name | month name | this | the one before
NAMES = """
2024-05 | 2024年5月 | 5月 | 五月 | 本月 | 上月
2024-12 | 2024年12月 | 12月 | 十二月 | 本月 | 上月
2021-W43 | 2021年第43周（10月25日至10月31日） | 第43周（10月25日至10月31日） | = | 本周 | 上周
2020-W53 | 2020年第53周（12月28日至1月3日） | 第53周（12月28日至1月3日） | = | 本周 | 上周
2020-W01 | 2020年第1周（12月30日至1月5日） | 第1周（12月30日至1月5日） | = | 本周 | 上周
2024-Q1 | 2024年一季度 | 一季度 | = | 本季度 | 上季度
2024-Q4 | 2024年四季度 | 四季度 | = | 本季度 | 上季度
2024-H1 | 2024年上半年 | 上半年 | = | 本期 | 上一个半年
2024-H2 | 2024年下半年 | 下半年 | = | 本期 | 上一个半年
2024 | 2024年 | 全年 | = | 本年 | 上年
2024-01~04 | 2024年1—4月 | 1—4月 | = | 本期 | 上期
2021-10-25~2021-11-25 | 2021年10月25日至11月25日 | 10月25日至11月25日 | = | 本期 | 上期
2021-12-20~2022-01-10 | 2021年12月20日至2022年1月10日 | 12月20日至1月10日 | = | 本期 | 上期
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("key", "first", "last", "previous", "year_ago"), rows(DAYS))
def test_days_and_compared_periods(key: str, first: str, last: str, previous: str, year_ago: str) -> None:
    period = parse_period(key)
    assert (str(period.first), str(period.last)) == (first, last)
    assert period.key == key
    assert period.previous() == parse_period(previous)
    assert period.year_ago() == parse_period(year_ago)


@pytest.mark.parametrize(("key", "name", "short", "month_name", "this", "before"), rows(NAMES))
def test_names(key: str, name: str, short: str, month_name: str, this: str, before: str) -> None:
    period = parse_period(key)
    assert (period.name, period.short_name) == (name, short)
    assert period.month_name == (short if month_name == "=" else month_name)
    assert (period.this, period.last_word) == (this, before)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2021-w43", "2021-W43"), ("2021-W3", "2021-W03"), ("2024-q3", "2024-Q3"), (" 2024-05 ", "2024-05")],
)
def test_small_letters_and_blanks_do_not_matter(written: str, meant: str) -> None:
    assert parse_period(written).key == meant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-13", "月份应为 1 至 12"),
        ("2024-00", "月份应为 1 至 12"),
        ("2021-W53", "2021年的周次应为 1 至 52"),
        ("2020-W54", "2020年的周次应为 1 至 53"),
        ("2024-Q5", "季度应为 1 至 4"),
        ("2024-H0", "半年应为 1 至 2"),
        ("2024-04~01", "后一个月早于前一个月"),
        ("2024-00~03", "月份应为 1 至 12"),
        ("2023-02-29~2023-03-01", "没有2023年2月29日这一天"),
        ("2024-03-02~2024-03-01", "止日早于起日"),
        ("2024年5月", "可写 2024-05（月）"),
        ("0024-05", "可写 2024-05（月）"),
        ("２０２４-05", "可写 2024-05（月）"),
        ("", "可写 2024-05（月）"),
    ],
)
def test_what_is_no_period_is_refused_in_chinese(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)) as caught:
        parse_period(text)
    assert f"“{text}”不是有效的期间" in str(caught.value)
    assert not re.search(r"[a-z]{3,}", str(caught.value))


def test_a_period_holds_its_first_moment_and_not_the_one_after_its_end() -> None:
    period = month(2024, 2)
    assert (period.days, period.year, period.number, period.kind) == (29, 2024, 2, PeriodKind.MONTH)
    assert period.contains(datetime.fromisoformat("2024-02-01"))
    assert period.contains(datetime.fromisoformat("2024-02-29T23:59:59.999999"))
    assert not period.contains(datetime.fromisoformat("2024-03-01"))
    assert not period.contains(datetime.fromisoformat("2024-01-31T23:59:59"))


def test_numbers_of_periods() -> None:
    keys = ("2021-W43", "2020-W01", "2024-Q3", "2024-H2", "2024-02~06", "2024-05")
    assert [(parse_period(key).year, parse_period(key).number) for key in keys] == [
        (2021, 43),
        (2020, 1),
        (2024, 3),
        (2024, 2),
        (2024, 2),
        (2024, 5),
    ]


dates = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    day, other = draw(dates), draw(dates)
    later = draw(st.integers(day.month, 12))
    year, week, _ = day.isocalendar()
    keys = [
        f"{day.year}-{day.month:02d}",
        f"{year}-W{week:02d}",
        f"{day.year}-Q{(day.month + 2) // 3}",
        f"{day.year}-H{(day.month + 5) // 6}",
        f"{day.year}",
        f"{day.year}-{day.month:02d}~{later:02d}",
        f"{min(day, other)}~{max(day, other)}",
    ]
    return parse_period(draw(st.sampled_from(keys)))


@given(periods())
def test_a_key_means_its_period(period: Period) -> None:
    assert parse_period(period.key) == period


@given(periods())
def test_the_previous_period_ends_where_this_one_begins(period: Period) -> None:
    before = period.previous()
    assert before.last + timedelta(days=1) == period.first
    assert before.first <= before.last
    assert parse_period(before.key) == before


@given(periods())
def test_the_same_period_a_year_ago_is_about_a_year_earlier(period: Period) -> None:
    before = period.year_ago()
    assert before.kind is period.kind
    assert 357 <= (period.first - before.first).days <= 372
    assert parse_period(before.key) == before


@pytest.mark.parametrize(
    ("key", "name", "before", "ago"),
    [
        ("2021-10-26~2021-11-25_11月", "2021年11月", "2021-09-26~2021-10-25_10月", "2020-10-26~2020-11-25_11月"),
        ("2021-12-26~2022-01-25_1月", "2022年1月", "2021-11-26~2021-12-25_12月", "2020-12-26~2021-01-25_1月"),
        ("2022-01-26~2022-02-25_2月", "2022年2月", "2021-12-26~2022-01-25_1月", "2021-01-26~2021-02-25_2月"),
        ("2021-10-25~2021-11-25_11月", "2021年11月", "2021-09-25~2021-10-25_10月", "2020-10-25~2020-11-25_11月"),
    ],
)
def test_an_offices_own_month(key: str, name: str, before: str, ago: str) -> None:
    period = parse_period(key)
    assert (period.key, period.name, period.this, period.last_word) == (key, name, "本月", "上月")
    assert period.previous().key == before
    assert period.year_ago().key == ago
    assert period.short_name == name[5:] and period.span.startswith(f"{period.first.month}月{period.first.day}日")


def test_an_own_month_must_lie_in_its_days() -> None:
    with pytest.raises(ValueError, match="8月不在起止日期之内"):
        parse_period("2021-10-26~2021-11-25_8月")
