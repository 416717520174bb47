"""Cells that somebody did not fill: told where a figure rests on them, by column and number."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.saved.filling import blank_shares, emptier
from bulletin_gen.facts.saved.save import load_base
from bulletin_gen.intake.dispatches.ledger import Filling, SheetAccount
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import generate
from intake.sample import kinds, read_table

EXAMPLES = Path(__file__).parents[2] / "examples"

HEAD = "工单编号 | 受理时间 | 派单时间 | 承办单位 | 受理渠道 | 办结时间"


def orders(blanks: int, of: int = 20) -> str:
    """A table of orders of which the first have no channel."""
    rows = [
        f"A{n} | 2024-05-06 | 2024-05-06 09:00 | 公安局 | {'' if n < blanks else '电话'} | 2024-05-07"
        for n in range(of)
    ]
    return "\n".join([HEAD, *rows])


CALLS = {"measures": {"calls": {"of": "accepted", "where": {"channel": "电话"}}}}


@pytest.mark.parametrize(("blanks", "told"), [(0, False), (1, True), (3, True), (4, False), (20, False)])
def test_some_blanks_in_a_column_that_is_usually_full_are_told(tmp_path: Path, blanks: int, told: bool) -> None:
    got = read_table(tmp_path, orders(blanks), **CALLS)
    assert ("partly_blank" in kinds(got)) is told
    if told:
        issue = next(each for each in got.issues if each.code == "partly_blank")
        assert (issue.place.row, issue.place.column) == (2, "受理渠道")
        assert f"20 行里有 {blanks} 行空白" in issue.found


def test_a_column_that_no_rule_looks_at_may_have_blanks(tmp_path: Path) -> None:
    assert "partly_blank" not in kinds(read_table(tmp_path, orders(2)))


def test_every_sheet_says_how_full_its_columns_are(tmp_path: Path) -> None:
    (account,) = read_table(tmp_path, orders(3), **CALLS).accounts
    assert {label: (each.blank, each.of) for label, each in account.filling.items()} == {
        "工单编号": (0, 20),
        "承办单位": (0, 20),
        "受理时间": (0, 20),
        "受理渠道": (3, 20),
    }


def inputs(blank: int, of: int) -> list[dict[str, Any]]:
    """What a facts.json says of two sheets."""
    return [{"filling": {"受理渠道": {"blank": part, "of": of // 2}}} for part in (blank // 2, blank - blank // 2)]


def accounts(blank: int, of: int) -> list[SheetAccount]:
    """The same of this period."""
    return [SheetAccount("工单.xlsx", "工单", of, of, {}, {"受理渠道": Filling(blank, of)})]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ((0, 1000), (100, 1000), True),
        ((0, 1000), (49, 1000), False),  # less than 5 points
        ((0, 1000), (50, 1000), True),
        ((0, 20), (4, 20), False),  # too few to say anything
        ((300, 1000), (400, 1000), False),  # it is often blank
        ((300, 1000), (450, 1000), True),
        ((400, 1000), (300, 1000), False),
    ],
)
def test_far_more_blanks_than_in_the_period_before_are_told(
    before: tuple[int, int], now: tuple[int, int], told: bool
) -> None:
    bases = {"previous": Base({}, "facts/2024-04.json", blank=blank_shares(inputs(*before)))}
    found = list(emptier(accounts(*now), parse_period("2024-05"), bases))
    assert [issue.place.column for issue in found] == ["受理渠道"] * told
    assert list(emptier(accounts(*now), parse_period("2024-05"), {})) == []


def test_what_was_as_blank_within_a_year_is_not_told_again() -> None:
    bases = {"previous": Base({}, "facts/2024-04.json", blank={"受理渠道": Fraction(11, 100)})}
    now = accounts(180, 1000)
    quiet = [{"受理渠道": Fraction(each, 100)} for each in (9, 15, 11)]
    assert list(emptier(now, parse_period("2024-05"), bases, quiet)) == []
    (told,) = emptier(accounts(210, 1000), parse_period("2024-05"), bases, quiet)
    assert told.found == "210 处空白，占21%；2024年4月占11%；以前3期最多占15%"


def test_what_was_blank_is_written_and_read_again(tmp_path: Path) -> None:
    county = tmp_path / "甲县"
    shutil.copytree(EXAMPLES / "pingyu", county)
    generate(county, "2022-01", tmp_path / "out")
    base, _ = load_base(county / "facts" / "2022-01.json")
    assert base.blank["一级分类"] == 0
    assert base.blank["办理结果评价"] == Fraction(854, 1618)
