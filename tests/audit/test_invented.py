"""Whatever rules and dispatches a county has, the program and the recount find the same figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.invented import CUT_OFF, END, START, County
from audit.recount import Printed, Recount, Unit
from audit.test_counties import compared
from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.canonical import COLUMNS
from bulletin_gen.county.registry import Registry
from bulletin_gen.county.registry import Unit as Registered
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.facts import Facts, Figure
from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.establish import Findings, establish
from bulletin_gen.grading import grade
from bulletin_gen.indicators import compute
from bulletin_gen.intake.cells.values import polars_type
from bulletin_gen.leaves.periods import month
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks import check_profile
from bulletin_gen.tally import tally

PERIOD = month(2024, 5)
Decisions = list[tuple[Any, ...]]


def established(
    profile: Profile, county: County, rows: list[dict[str, Any]], decisions: Decisions, bases: Any
) -> Facts:
    schema = {column: polars_type(kind) for column, kind in COLUMNS.items()}
    frame = pl.DataFrame([{column: row.get(column) for column in COLUMNS} for row in rows], schema=schema)
    units = tuple(Registered(name, group, order) for order, (name, group) in enumerate(county.units))
    registry = Registry(units, tuple(county.groups), {unit.name: unit for unit in units})
    adjustments = [
        Adjustment(AdjustmentKind(kind), unit=unit, points=points, grade=given, reason=reason)
        for kind, unit, points, given, reason in decisions
    ]
    counts = tally(frame, profile, PERIOD, CUT_OFF, county.supplied)
    indicators = compute(counts, registry, profile)
    grading, _ = grade(indicators, registry, profile, adjustments, BEFORE)
    supplied = Supplied.model_validate({"document": {"dated": "2024-06-10"}})
    found = Findings(profile, registry, PERIOD, counts, indicators, grading, supplied, adjustments, bases)
    return establish(found)[0]


BEFORE = {"局0": "优", "局1": "良", "镇0": "差", "镇1": "甲等"}


def figure(figure: Figure) -> Printed:
    return figure.text, None if figure.value is None else Fraction(figure.value)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.integers(0, 2**40))
def test_an_invented_county_comes_to_the_same_figures(seed: int) -> None:
    county = County(seed)
    profile = Profile.model_validate(county.rules)
    assert check_profile(profile) == ()
    rows, decisions = county.rows(), county.decisions()
    names = [*county.measures, *county.rates]
    scopes = ["total", *(f"groups.{group}" for group in county.groups)]
    earlier = {f"{scope}.{name}": Fraction(county.draw.randint(0, 9), county.draw.randint(1, 7))
               for scope in scopes for name in names if county.draw.random() < 0.8}  # fmt: skip
    bases = {"previous": earlier}
    facts = established(profile, county, rows, decisions, {"previous": Base(earlier, "上期")})
    units = [Unit(*unit) for unit in county.units]
    second = Recount(profile, units, rows, START, END, CUT_OFF, 31, county.supplied, decisions, bases, BEFORE)
    second.work_out()
    assert compared(facts.figures, second.figures, figure) == []
    lists, changes = facts.lists, facts.changes
    assert {name: [unit.key for unit in lists[name]] for name in lists} == second.listed  # type: ignore[attr-defined]
    assert {name: changes[name].direction for name in changes} == second.directions  # type: ignore[attr-defined]
