"""Every figure of the five examples and of the county that nobody foresaw, worked out a second time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from audit.recount import Printed, Recount, Unit
from bulletin_gen.inputs import open_period, read_inputs
from bulletin_gen.intake.read import read_orders
from bulletin_gen.pipeline import Options, Result, generate
from sixth_county.test_sixth_county import HERE, text_table, write_workbook

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTIES = ("pingjiang", "pingyu", "ruzhou", "huaibei", "junan", "临澜县")
#: Names and numbers of the document, of periods and of what people supplied: nothing is worked out for them.
#: What is not counted from orders; and what a wording file asks for of figures that are recounted here (sums, shares,
#: means, changes, bounds of rules, the same by category), each of which ``verify`` works out again.
GIVEN = ("county", "hotline", "period.", "previous.", "year_ago.", "document.", "supplied.", "decisions.",
         "asked.", "mean.", "rules.", "values.")  # fmt: skip
NAMES = (".name", ".table_name", ".full_name", ".label")


def folder_of(county: str, place: Path) -> Path:
    if county != "临澜县":
        return Path(shutil.copytree(EXAMPLES / county, place / county))
    folder = Path(shutil.copytree(HERE / "county", place / county))
    write_workbook(folder / "2023-Q3" / "三季度工单.xlsx", "工单", text_table("orders.txt"))
    write_workbook(folder / "2023-Q3" / "adjustments.xlsx", "调整记录", text_table("adjustments.txt"))
    return folder


Made = tuple[Result, dict[str, Any], Recount]


@pytest.fixture(scope="module", params=COUNTIES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A county's bulletin, its facts.json, and the recount from its canonical dispatches."""
    place = tmp_path_factory.mktemp("audit")
    folder = folder_of(request.param, place)
    result = generate(folder, None, place / "out", Options(record=False))
    saved = json.loads((place / "out" / "facts.json").read_text(encoding="utf-8"))
    figures = {name: figure for name, figure in saved["figures"].items() if "same" not in figure}
    # What stands once more under an id for other programs says what its figure says.
    for figure in (each for each in saved["figures"].values() if "same" in each):
        assert {**figures[figure["same"]], "same": figure["same"]} == figure
    return result, figures, recount(folder)


def recount(folder: Path) -> Recount:
    rules, files = open_period(folder, None)
    inputs = read_inputs(rules, files)
    intake = read_orders(files.orders, rules.profile, inputs.registry, files.period, inputs.adjustments)
    second = Recount(
        profile=rules.profile,
        units=[Unit(unit.name, unit.group) for unit in inputs.registry.units],
        rows=intake.dispatches.to_dicts(),
        start=files.period.start,
        end=files.period.end,
        cut_off=rules.profile.intake.cut_off_moment(files.period),
        days=files.period.days,
        supplied=inputs.supplied_counts(),
        entries=[(str(a.kind), a.unit, a.points, a.grade, a.reason) for a in inputs.adjustments],
        bases={name: base.values for name, base in inputs.bases.items()},
        grades_before=inputs.previous_grades,
    )
    second.work_out()
    return second


def worked_out(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that come of counting: neither given ones nor names of units and groups."""
    scoped = ("units.", "groups.", "total.", "outside.")
    return {
        key: figure
        for key, figure in figures.items()
        if not key.startswith(GIVEN) and not (key.startswith(scoped) and key.endswith(NAMES))
    }


def compared(figures: Mapping[str, Any], second: Mapping[str, Printed], text: Callable[[Any], Printed]) -> list[str]:
    """What differs between the program's figures and the recount's, figure by figure."""
    mine = worked_out(figures)
    missing = [f"{key}: only here" for key in sorted(mine.keys() ^ second.keys())]
    return missing + [
        f"{key}: {text(mine[key])} is {second[key]}"
        for key in mine.keys() & second.keys()
        if text(mine[key]) != second[key]
    ]


def saved_figure(figure: Mapping[str, Any]) -> Printed:
    return figure["text"], None if figure["value"] is None else Fraction(str(figure["value"]))


def test_every_figure_is_what_the_recount_finds(made: Made) -> None:
    result, figures, second = made
    assert compared(figures, second.figures, saved_figure) == []
    assert len(second.figures) > 300


def test_lists_name_the_same_units_in_the_same_order(made: Made) -> None:
    result, _, second = made
    lists = result.facts.lists
    found = {name: [unit.key for unit in lists[name]] for name in lists}  # type: ignore[attr-defined]
    assert found == second.listed
    assert {name: change.direction for name in result.facts.changes if (change := result.facts.changes[name])} == (  # type: ignore[attr-defined]
        second.directions
    )
