"""The counties together: only what is defined alike is added up or ranked, whatever it is called."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest

from bulletin_gen.batch.account import BatchAccount, account_from, account_of, account_to
from bulletin_gen.batch.records import Record
from bulletin_gen.batch.run import Outcome, Status
from bulletin_gen.batch.summary import write_summary
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.facts.establish import Findings, establish
from bulletin_gen.grading import grade
from bulletin_gen.indicators import compute
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.tally import Counts

MAY = parse_period("2024-05")
MEASURES: dict[str, Any] = {
    "accepted": {"label": "受理", "time": "accepted_at"},
    "due": {"label": "应办", "time": "deadline_at"},
    "on_time": {"label": "按期办结", "of": "due", "where": {"closed_on_time": True}},
    "overdue": {"label": "超期", "of": "due", "where": {"overdue": True}},
    "liked": {"label": "满意", "of": "due", "levels": {"满意": 1, "基本满意": "0.8"}},
    "time": {"label": "办理时长", "of": "due", "sum": "handling_seconds"},
}
ON_TIME: dict[str, Any] = {"label": "按期办结率", "numerator": "on_time", "denominator": "due"}
NOT_LATE: dict[str, Any] = {"label": "按期办结率", "numerator": "overdue", "denominator": "due", "complement": True}


def account(county: str, counts: Mapping[str, Count], **rules: Any) -> BatchAccount:
    """A county's account, from its counts and rules alone."""
    rules = {"measures": {name: MEASURES.get(name) for name in counts}, "rates": {}, **rules}
    profile = Profile.model_validate(
        {"kind": "通报", "county": county, "document": {"title": "通报"}, "units": {"groups": ["局"]}, **rules}
    )
    registry = Registry((Unit("甲局", "局", 0),), ("局",))
    tallied = Counts(
        units={"甲局": counts}, groups={"局": counts}, total=counts, breakdowns={}, orders={}, registered=counts,
        named=counts,
    )  # fmt: skip
    indicators = compute(tallied, registry, profile)
    grading, _ = grade(indicators, registry, profile, (), {})
    facts, _ = establish(
        Findings(
            profile=profile, registry=registry, period=MAY, counts=tallied, indicators=indicators, grading=grading,
            supplied=Supplied.model_validate({"document": {"dated": "2024-06-05"}}), adjustments=(), bases={},
        )
    )  # fmt: skip
    return account_from(account_to(account_of(profile, facts, (), ())))


def sheets(*accounts: BatchAccount) -> dict[str, list[tuple[Any, ...]]]:
    """The summary's sheets, without their heads."""
    outcomes = [Outcome(each.county, "2024-05", Status.WRITTEN, record=Record("", {}, each)) for each in accounts]
    book = openpyxl.load_workbook(io.BytesIO(write_summary(outcomes)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def named(rows: list[tuple[Any, ...]], start: str) -> list[tuple[Any, ...]]:
    return [row[1:] for row in rows if str(row[1]).startswith(start)]


COUNTS = {"due": 100, "on_time": 60, "overdue": 30}


def test_a_rate_defined_in_two_ways_is_never_added_up() -> None:
    found = sheets(
        account("甲县", COUNTS, rates={"rate": ON_TIME}),
        account("乙县", COUNTS, rates={"rate": NOT_LATE}),
        account("丙县", COUNTS, rates={"quota": ON_TIME}),
    )
    first, second = named(found["合计"], "按期办结率")
    assert first[:5] == ("按期办结率（口径1）", "60%", 2, 120, 200)
    assert second[:5] == ("按期办结率（口径2）", "70%", 1, 70, 100)  # what is shown divides to what is printed
    assert first[5].startswith("按期办结率＝按期办结÷应办。按期办结＝")
    assert second[5].startswith("按期办结率＝1－超期÷应办。超期＝")
    assert [row[:5] for row in named(found["排名"], "按期办结率")] == [
        ("按期办结率（口径1）", 1, "丙县", "60%", 60),
        ("按期办结率（口径1）", 1, "甲县", "60%", 60),
    ]
    assert [row[6] for row in named(found["排名"], "按期办结率")] == [2, 2]


def test_each_definition_has_a_column_of_its_own() -> None:
    found = sheets(
        account("甲县", COUNTS, rates={"rate": ON_TIME}),
        account("乙县", COUNTS, rates={"rate": NOT_LATE | {"label": "未超期率"}}),
    )["各县"]
    assert found[0][8:10] == ("按期办结率", "未超期率")
    assert [tuple(cell or "" for cell in row[8:10]) for row in found[1:]] == [("60%", ""), ("", "70%")]


@pytest.mark.parametrize(
    "other",
    [{"time": "dispatched_at"}, {"count": "orders"}, {"where": {"channel": "电话"}}, {"label": "收到"}],
    ids=["another time", "orders, not dispatches", "another condition", "another name"],
)
def test_a_count_defined_in_two_ways_is_never_added_up(other: dict[str, Any]) -> None:
    changed = {"accepted": MEASURES["accepted"] | other}
    found = sheets(account("甲县", {"accepted": 3}), account("乙县", {"accepted": 4}, measures=changed))["合计"]
    assert [row[2:4] for row in found[1:]] == [(3, 1), (4, 1)]


def test_a_change_behind_a_rate_makes_another_rate() -> None:
    changed = {name: MEASURES[name] for name in COUNTS} | {"due": MEASURES["due"] | {"where": {"excluded": False}}}
    found = sheets(
        account("甲县", COUNTS, rates={"rate": ON_TIME}),
        account("乙县", COUNTS, rates={"rate": ON_TIME}, measures=changed),
    )
    assert [row[2] for row in named(found["合计"], "按期办结率")] == [1, 1]


def test_names_of_what_is_behind_make_no_difference() -> None:
    handed = {"label": "转办", "time": "accepted_at", "where": {"dispatched": True}}
    received = {"label": "收到", "time": "accepted_at"}
    rate = {"label": "办结率", "numerator": "closed", "denominator": "base"}
    one = {"base": handed, "closed": {"label": "办结", "of": "base", "where": {"closed": True}}}
    two = {
        "all": received,
        "base": {"label": "交办", "of": "all", "where": {"dispatched": True}},
        "some": {"label": "已办", "of": "base", "where": {"closed": [True, False]}},
        "closed": {"label": "已办", "of": "some", "where": {"closed": True}},
    }
    found = sheets(
        account("甲县", {"base": 4, "closed": 2}, measures=one, rates={"rate": rate}),
        account("乙县", {"all": 9, "base": 4, "some": 4, "closed": 3}, measures=two, rates={"rate": rate}),
    )
    assert [row[:5] for row in named(found["合计"], "办结率")] == [("办结率", "62.5%", 2, 5, 8)]


def test_durations_from_different_moments_are_not_added_up() -> None:
    from_acceptance = {"intake": {"handling_from": "accepted_at"}}
    found = sheets(account("甲县", {"due": 1, "time": 9}), account("乙县", {"due": 1, "time": 9}, **from_acceptance))
    assert [row[2] for row in named(found["合计"], "办理时长")] == [1, 1]
    assert [row[2] for row in named(found["合计"], "应办")] == [2]


def test_weighted_counts_are_added_up_as_numbers() -> None:
    found = sheets(account("甲县", {"due": 4, "liked": Fraction(14, 5)}), account("乙县", {"due": 4, "liked": 4}))
    assert named(found["合计"], "满意")[0][:3] == ("满意", 6.8, 2)
    assert named(found["合计"], "应办")[0][:3] == ("应办", 8, 2)


def test_durations_have_a_unit() -> None:
    rate = {"label": "平均用时", "numerator": "time", "denominator": "due", "per": "day", "style": "days"}
    more = {"rates": {"mean": rate}, "styles": {"days": {"percent": False}}}
    found = sheets(*(account(county, {"due": 2, "time": 129600}, **more) for county in ("甲县", "乙县")))
    assert named(found["合计"], "办理时长")[0][:2] == ("办理时长", "3天（259200秒）")
    assert named(found["合计"], "平均用时")[0][:5] == ("平均用时", "0.75", 2, "3天（259200秒）", 4)
    assert named(found["排名"], "平均用时")[0][4:6] == ("1.5天（129600秒）", 2)


LOW: dict[str, dict[str, Any]] = {
    "inverted": {"inverted": True, "points": 10},
    "a line down to which all is well": {"points": 10, "line": {"full_to": "5%", "off": 1}},
    "steps that fall": {"steps": [{"from": "0%", "points": 10}, {"from": "5%", "points": 2}]},
}
HIGH: dict[str, dict[str, Any]] = {
    "plain": {"points": 10},
    "a line from which all is well": {"points": 10, "line": {"full_from": "95%", "off": 1}},
    "inverted twice": {"points": 10, "inverted": True, "line": {"full_to": "5%", "off": 1}},
}


@pytest.mark.parametrize("how", [*LOW, *HIGH])
def test_what_the_score_prefers_comes_first(how: str) -> None:
    score = {"terms": [{"rate": "rate", **(LOW | HIGH)[how]}]}
    counties = {"甲县": COUNTS, "乙县": COUNTS | {"on_time": 0}}
    found = sheets(*(account(name, counts, rates={"rate": ON_TIME}, score=score) for name, counts in counties.items()))[
        "排名"
    ]
    assert [row[3] for row in found[1:]] == (["乙县", "甲县"] if how in LOW else ["甲县", "乙县"])


def test_ranks_go_by_exact_values_and_are_printed_alike() -> None:
    def county(name: str, on_time: int, digits: int) -> BatchAccount:
        counts = {"due": 191, "on_time": on_time}
        return account(name, counts, rates={"rate": ON_TIME | {"style": "own"}}, styles={"own": {"digits": digits}})

    found = sheets(county("甲县", 153, 1), county("乙县", 153, 0), county("丙县", 154, 0))["排名"]
    assert [row[2:5] for row in found[1:]] == [(1, "丙县", "80.6%"), (2, "乙县", "80.1%"), (2, "甲县", "80.1%")]


def test_an_account_reads_as_it_was_written() -> None:
    one = account("甲县", {"due": 4, "liked": Fraction(14, 5)}, rates={"r": ON_TIME | {"numerator": "liked"}})
    assert account_from(account_to(one)) == one
    assert one.measures["liked"].value == Fraction("2.8")
    assert Decimal(one.rates["r"].numerator.numerator) == 14
