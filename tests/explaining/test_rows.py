"""What ``explain`` counts from the listed rows is what the bulletin prints, for every figure of the examples."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from bulletin_gen.explaining.find import find_figures, sentences_with
from bulletin_gen.explaining.rows import counted_rows, scoped, shown_rows
from bulletin_gen.explaining.told import told_of
from bulletin_gen.explaining.whole import explain_figure, rows_behind
from bulletin_gen.marks import printed_lines
from bulletin_gen.pipeline import Survey, survey

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTIES = sorted(profile.parent.name for profile in EXAMPLES.glob("*/profile.yaml"))


@pytest.fixture(scope="module", params=COUNTIES)
def found(request: pytest.FixtureRequest) -> Survey:
    return survey(EXAMPLES / request.param, None)


#: The number of one of the orders of a list: behind it are all of these.
_ONE_OF = re.compile(r"order_lists\..+\.orders\.\d+")


def test_the_rows_give_the_number(found: Survey) -> None:
    """Every figure that is counted from orders, of every unit, item and list, printed or not."""
    profile, figures, recounted = found.rules.profile, found.facts.figures, 0
    for key, figure in figures.items():
        of = scoped(key, profile, figures)
        if of is None or _ONE_OF.fullmatch(key):
            continue
        counted = {each.measure: each for each in counted_rows(found.intake.dispatches, profile, found.period, of)}
        rate = profile.rates.get(of.name)
        name, expected = (rate.numerator, figure.numerator) if rate else (of.name, figure.value)
        if key.removesuffix("@table").endswith((".share", ".total_share")):
            if figure.numerator is None:
                continue  # a sum of printed shares
            expected = figure.numerator
        if name in counted and not (profile.measures[name].plus or profile.measures[name].less):
            assert counted[name].number == Fraction(str(expected or 0)), key
            assert counted[name].steps[-1].left == counted[name].number
            recounted += 1
    assert recounted > 60


def test_what_was_worked_out_from_other_figures_has_their_orders(found: Survey) -> None:
    """Sums, shares, means and comparisons: the orders of the parts give what the figure was worked out from."""
    told, looked_at = told_of(found), 0
    for key, figure in told.figures.items():
        parts = [told.figures[part] for part in figure.parts if part in told.figures]
        if not parts or key.startswith("mean.") or scoped(key, told.profile, told.figures):
            continue
        counted = rows_behind(told, key)
        assert counted or not any(each.value for each in parts), key
        if figure.numerator is not None and counted:
            assert counted[0].number == figure.numerator, key
            looked_at += 1
        elif len(parts) > 1 and counted:
            assert counted[0].number == figure.value, key
            looked_at += 1
    assert looked_at or found.rules.profile.county == "平江县"  # which prints nothing of the kind


#: Ids of printed numbers that no order stands behind: dates, numbers of the document, rules, what people supplied.
_NOT_COUNTED = ("period.", "document.", "hotline", "rules.", "supplied.", "grades.")
_RULE = re.compile(r"order_lists\..+\.per_item|asked\..+\.个数")


def test_nearly_every_printed_number_has_its_orders(found: Survey) -> None:
    told, without = told_of(found), []
    printed = dict.fromkeys(each.figure for line in told.printed for each in line.figures if each.mark)
    by_hand = {each.key for score in told.profile.score.values() for each in score.terms if each.entries}
    looked_at = [
        key
        for key in printed
        if not key.startswith(_NOT_COUNTED) and not _RULE.fullmatch(key) and key.rpartition(".")[2] not in by_hand
    ]
    for key in looked_at:
        figure = told.figures[key]
        if not rows_behind(told, key) and figure.value not in (None, 0) and not figure.rule:
            without.append(key)
    assert without == []  # what is not counted from orders by itself says from what it follows
    counted = sum(bool(rows_behind(told, key)) for key in looked_at)
    assert counted == len(looked_at), [key for key in looked_at if not rows_behind(told, key)]


def test_rows_and_dispatches_add_up(found: Survey) -> None:
    """Read − set aside = used, each used row is among the dispatches, and what is more is of several units."""
    accounts, frame = found.intake.accounts, found.intake.dispatches
    used = sum(each.read - sum(each.set_aside.values()) for each in accounts)
    assert used == sum(each.used for each in accounts)
    rows = frame.group_by("source_file", "source_sheet", "source_row").agg(pl.len().alias("units"))
    assert rows.height == used
    several = int((rows["units"] - 1).sum())
    told = told_of(found)
    total = next(key for key in told.figures if key.startswith("total.") and rows_behind(told, key))
    lines = explain_figure(told, total).lines
    assert any(f"＝ 使用 {used} 行" in line for line in lines)
    assert any(f"多出 {several} ＝ 派单 {used + several} 条" in line for line in lines) == bool(several)
    assert all(each.steps[0].left == used + several for each in rows_behind(told, total))


def test_steps_only_ever_narrow_down(found: Survey) -> None:
    profile = found.rules.profile
    for name, rule in profile.measures.items():
        if rule.sum or rule.levels:
            continue
        for each in counted_rows(found.intake.dispatches, profile, found.period, scoped(f"total.{name}", profile)):  # type: ignore[arg-type]
            left = [step.left for step in each.steps]
            assert left == sorted(left, reverse=True)


def test_listed_rows_name_their_source_and_nobody(found: Survey) -> None:
    profile = found.rules.profile
    name = next(name for name, rule in profile.measures.items() if not (rule.supplied or rule.plus or rule.less))
    counted = counted_rows(found.intake.dispatches, profile, found.period, scoped(f"total.{name}", profile))  # type: ignore[arg-type]
    rows = shown_rows(counted[0].rows.head(50))
    assert rows and all(row[-3] and row[-1] for row in rows)


def test_figures_are_found_by_number_name_unit_and_sentence(found: Survey) -> None:
    facts, profile, printed = found.facts.figures, found.rules.profile, printed_lines(found.bulletin)
    line = next(each for each in printed if not each.cell and len([one for one in each.figures if one.mark]) > 1)
    first = next(each for each in line.figures if each.mark)
    text = line.text[first.start : first.end]
    assert first.figure in find_figures(text, facts, profile, printed)
    assert find_figures(first.figure, facts, profile, printed) == (first.figure,)
    assert set(find_figures(line.text, facts, profile, printed)) == {each.figure for each in line.figures if each.mark}
    assert any(text in said for said in sentences_with(first.figure, printed))
    columns = [column for table in profile.tables.values() for column in table.columns]
    unit, column = next(
        (unit, column)
        for unit in found.facts.units
        for column in columns
        if f"units.{unit.key}.{column.value}" in facts and column.value != "name"
    )
    for called in (unit.key, unit.name.text):
        ids = find_figures(f"{called} {column.head[-1]}", facts, profile, printed)
        assert f"units.{unit.key}.{column.value}" in ids
    assert find_figures("没有这个词", facts, profile, printed) == ()


@pytest.mark.parametrize("wanted", ["94.62", "94.62%", "９４.６２％", "94.62 %"])
def test_a_rate_is_known_without_its_sign(wanted: str) -> None:
    found = survey(EXAMPLES / "pingjiang", None)
    profile, figures, printed = found.rules.profile, found.facts.figures, printed_lines(found.bulletin)
    assert "total.市长信箱满意率" in find_figures(wanted, figures, profile, printed)
    assert find_figures("1,263件", figures, profile, printed) == find_figures("1263", figures, profile, printed) != ()
