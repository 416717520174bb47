"""One module knows what is made of what, and every place of a profile that names a measure or a rate."""

from __future__ import annotations

import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from bulletin_gen.profile import Profile
from bulletin_gen.profile.base import NamesMeasure
from bulletin_gen.profile.graph import circle_from, counted_for, made_of, narrowed_from, parts_of, resting_on, uses
from bulletin_gen.profile.load import load_profile, parse_profile
from bulletin_gen.profile.terms import models_of

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/profile.yaml"))

PROFILE = """\
kind: weekly
county: 甲县
document: {title: 通报}
units: {groups: [部门]}
measures:
  all: {}
  due: {of: all, where: {closed: true}}
  late: {of: due, where: {overdue: true}}
  calls: {supplied: true}
  both: {plus: [late, calls]}
  left: {plus: [both], less: [due]}
rates:
  rate: {numerator: left, denominator: due}
"""
#: Keys that hold words, but never the name of a measure or a rate: what each names instead.
OTHERS = {
    "Profile": {"kind", "county", "hotline", "stem", "styles", "measures", "rates", "quotients", "breakdowns",
                "comparisons", "score", "lists", "order_lists", "tables", "charts"},
    "Deadlines": "*", "Group": "*", "OwnColumn": "*",
    "Document": "*", "IntakeRules": "*", "Units": "*", "Wording": "*", "PublicVersion": "*", "StyleRule": "*",
    "Condition": "*",
    "Measure": {"label", "time", "where", "sum", "levels", "level_column", "style"},
    "Rate": {"label", "style", "table_style", "score_style"}, "Empty": {"show"},
    "Quotient": {"label", "style"}, "Comparison": {"scope", "style"},
    "Breakdown": {"label", "by", "join", "listed", "blank", "rest", "style", "table_style", "total_style", "about"},
    "Term": {"name", "label"}, "Entries": {"kinds", "reasons"}, "GradeBand": {"grade", "groups"},
    "Ranking": {"unranked"}, "Bound": {"in_"},
    "UnitList": {"label", "any_list", "groups", "add", "remove", "style"}, "OrderList": {"label"},
    "ColumnRule": {"head", "blank", "style"}, "TotalRow": {"label", "blank"},
    "TableRule": {"title", "rows", "groups", "notes", "beside", "span"},
    "ChartRule": {"title", "rows", "series", "groups", "notes", "span", "split"},
}  # fmt: skip


def _holds_words(kind: Any) -> bool:
    origin = get_origin(kind)
    if origin is Literal:
        return False
    if kind is str:
        return True
    if origin is Annotated:
        return _holds_words(get_args(kind)[0])
    return origin in (Union, types.UnionType, tuple, dict, list) and any(map(_holds_words, get_args(kind)))


MODELS = sorted(models_of(Profile), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_that_holds_words_says_whether_it_names_a_measure(model: type[BaseModel]) -> None:
    """A key that somebody adds is found by ``uses``, or this test asks what it names."""
    others = OTHERS.get(model.__name__, ())
    for key, field in model.model_fields.items():
        marked = any(isinstance(mark, NamesMeasure) for mark in field.metadata)
        if _holds_words(field.annotation):
            assert marked != (others == "*" or key in others), f"{model.__name__}.{key}"
        else:
            assert not marked, f"{model.__name__}.{key}"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_measure_named_anywhere_in_a_profile_is_among_its_uses(path: Path) -> None:
    profile = load_profile(path)
    named = {*profile.measures, *profile.rates}
    written = {where for where, word in _words((), profile.model_dump(by_alias=True)) if word in named}
    found = {use.path for use in uses(profile) if use.name in named}
    parts = ("rates", "quotients", "breakdowns", "comparisons", "score", "ranking", "lists", "order_lists", "tables")
    names = {
        where for where in written if where[0] in parts and not {"name", "label", "head", "listed"} & set(where[-2:])
    }
    assert names
    assert names <= found


def _words(path: tuple[Any, ...], value: Any) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _words((*path, key), inner)
    elif isinstance(value, (tuple, list)):
        for index, inner in enumerate(value):
            yield from _words((*path, index), inner)
    elif isinstance(value, str):
        yield path, value.removeprefix("-")


def test_what_is_made_of_what() -> None:
    profile = parse_profile(PROFILE)
    assert parts_of(profile, "rate") == ("left", "due")
    assert parts_of(profile, "left") == ("both", "due")
    assert parts_of(profile, "nothing") == ()
    assert made_of(profile, "rate") == ("rate", "left", "both", "late", "due", "all", "calls")
    assert narrowed_from(profile, "late") == ("late", "due", "all")
    assert counted_for(profile, "rate") == ("late", "due")
    assert resting_on(profile, {"calls"}) == {"calls", "both", "left", "rate"}
    assert resting_on(profile, {"all"}) == {"all", "due", "late", "both", "left", "rate"}
    assert circle_from(profile, "left") == []


def test_circles_end() -> None:
    profile = parse_profile(PROFILE)
    rules = profile.measures
    turned = {**rules, "all": rules["all"].model_copy(update={"of": "late"})}
    turned["both"] = rules["both"].model_copy(update={"plus": ("left",)})
    circle = profile.model_copy(update={"measures": turned})
    assert circle_from(circle, "late") == ["late", "due", "all"]
    assert made_of(circle, "late") == ("late", "due", "all")
    assert narrowed_from(circle, "late") == ("late", "due", "all")
    assert counted_for(circle, "left") == ("due",)
