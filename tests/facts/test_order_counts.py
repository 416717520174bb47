"""Measures that count an order of several units once: their totals are counted, never added up unit by unit."""

from __future__ import annotations

import pytest

from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.facts import Facts
from bulletin_gen.facts.establish import Findings, establish
from bulletin_gen.grading import grade
from bulletin_gen.indicators import compute
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.tally import tally
from texttable import dispatches

RULES = """
kind: 热线周报
county: 某县
document: {title: 表}
units: {groups: [局, 镇], outside: 其他单位}
measures:
  accepted: {time: accepted_at, count: orders}
  closed: {of: accepted, where: {closed: true}, count: orders}
  handed: {time: accepted_at}
  both: {plus: [accepted, handed]}
rates:
  closing: {numerator: closed, denominator: accepted}
lists:
  all: {order: [registered]}
order_lists:
  ol: {measure: accepted}
  each: {measure: handed}
tables:
  t:
    columns: [{head: 单位, value: unit}, {head: 件, value: accepted}, {head: 率, value: closing}]
    total: {}
    subtotal: {}
"""
ORDERS = """
order_id | unit     | group | accepted_at | closed
1        | 甲局     | 局    | 5-1 8:00    | 是
1        | 乙局     | 局    | 5-1 8:00    | 是
1        | 丙镇     | 镇    | 5-1 8:00    | 是
2        | 乙局     | 局    | 5-1 8:00    | 否
2        | 其他单位 |       | 5-1 8:00    | 否
3        |          |       | 5-1 8:00    | 否
"""
UNITS = (("甲局", "局"), ("乙局", "局"), ("丙镇", "镇"))


def facts_of(rules: str) -> Facts:
    profile, period = parse_profile(rules), parse_period("2024-05")
    units = tuple(Unit(name, group, place) for place, (name, group) in enumerate(UNITS))
    registry = Registry(units, ("局", "镇"), {unit.name: unit for unit in units})
    counts = tally(dispatches(ORDERS), profile, period)
    indicators = compute(counts, registry, profile)
    grading, _ = grade(indicators, registry, profile, [], {})
    supplied = Supplied.model_validate({"document": {"dated": "2024-06-10"}})
    return establish(Findings(profile, registry, period, counts, indicators, grading, supplied))[0]


@pytest.mark.parametrize(
    ("more", "figure", "printed"),
    [
        ("", "total.accepted", "2"),  # order 3 is in no row
        ("", "total.closing", "50%"),
        ("", "局.accepted", "2"),  # its two units have 1 and 2
        ("", "镇.closing", "100%"),
        ("outside: true", "total.accepted", "2"),
        ("groups: [局]", "total.accepted", "2"),
        ("groups: [镇]", "total.accepted", "1"),
        ("groups: [镇, 局]", "total.accepted", "2"),
        ("skip_without: accepted", "total.closing", "50%"),
    ],
)
def test_a_total_counts_an_order_of_several_rows_once(more: str, figure: str, printed: str) -> None:
    assert facts_of(f"{RULES}    {more}\n").figures[f"tables.t.{figure}"].text == printed


def test_a_list_of_orders_counts_what_its_measure_counts() -> None:
    figures = facts_of(RULES).figures
    assert figures["order_lists.ol.count"].text == "2"
    assert figures["order_lists.each.count"].text == "5"


COLUMN = "tables → t → columns → 第2项 → value"


@pytest.mark.parametrize(
    ("table", "key", "name"),
    [
        ("rows: list.all, total: {columns: [accepted]}", COLUMN, "accepted"),
        ("rows: list.all, subtotal: {columns: [accepted]}", COLUMN, "accepted"),
        ("skip_without: handed, total: {columns: [accepted]}", COLUMN, "accepted"),
        ("groups: [镇], outside: true, total: {columns: [accepted]}", COLUMN, "accepted"),
        ("skip_without: handed, merged: [closing]", "tables → t → merged", "closing"),
    ],
)
def test_a_table_that_would_add_them_up_is_refused(table: str, key: str, name: str) -> None:
    columns = "columns: [{head: 单位, value: unit}, {head: 件, value: accepted}, {head: 率, value: closing}]"
    refused(f"{RULES[: RULES.index('  t:')]}  t: {{{columns}, {table}}}\n", key, name)


@pytest.mark.parametrize(
    ("rule", "key", "name"),
    [
        ("all: {sums: [accepted]}", "lists → all → sums", "accepted"),
        ("all: {sums: [both]}", "lists → all → sums", "both"),
        ("all: {share_of: {accepted: handed}}", "lists → all → share_of → accepted", "accepted"),
    ],
)
def test_a_list_that_would_add_them_up_is_refused(rule: str, key: str, name: str) -> None:
    refused(RULES.replace("all: {order: [registered]}", rule), key, name)


def test_a_score_by_their_shares_is_refused() -> None:
    score = "score: {terms: [{share_of_group: accepted, points: 10}]}\n"
    refused(RULES + score, "score → terms → 第1项 → share_of_group", "accepted")


def refused(rules: str, key: str, name: str) -> None:
    with pytest.raises(BulletinError) as caught:
        parse_profile(rules)
    (issue,) = caught.value.issues
    assert issue.place.key.startswith(key)
    assert issue.found == name
    assert "一件派多个单位只计一次" in issue.advice
    assert "改用 count: dispatches" in issue.advice
