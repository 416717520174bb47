"""From the rows of the exports to a printed count, step by step, and the rows themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl
from msgspec import Struct

from bulletin_gen.facts.breakdowns import value_name
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.saved.explain import measure_label, rule_of
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.leaves.periods import Period, last_moment
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import counted_for, narrowed_from
from bulletin_gen.tally.conditions import Measuring, TimeSpan

#: What of a row may be shown: nothing of a citizen.
SHOWN = (
    "order_id", "unit", "group", "role", "channel", "category_1", "category_2", "accepted_at", "dispatched_at",
    "deadline_at", "closed_at", "closed_on_time", "overdue", "excused", "rework_count", "result_opinion",
    "process_opinion", "source_file", "source_sheet", "source_row",
)  # fmt: skip


class CountStep(Struct, frozen=True):
    """One step on the way to a count: what is looked at, and how much is left."""

    words: str
    left: Count


class CountedRows(Struct, frozen=True):
    """A measure counted from rows: its label, the steps, the rows, the number that they give. ``amounts``: what each
    row counts for, where that is not one."""

    measure: str
    label: str
    steps: tuple[CountStep, ...]
    rows: Any
    number: Count
    amounts: Sequence[Any] = ()


class Among(Struct, frozen=True):
    """The rows that one item of a breakdown counts: ``names`` are those of the item, or with ``but`` of all others."""

    breakdown: str
    names: tuple[str, ...]
    but: bool = False


class Scoped(Struct, frozen=True):
    """A figure of a scope: ``unit`` or ``group`` where it is one of these; an item of a breakdown; the measure or
    rate."""

    name: str
    unit: str = ""
    group: str = ""
    among: Among | None = None


def scoped(figure: str, profile: Profile, figures: Mapping[str, Figure] | None = None) -> Scoped | None:
    """Which measure or rate of which scope a figure's id names; none where it is another kind of figure. ``figures``
    tell what the items of a breakdown are called."""
    scope, _, name = figure.removesuffix("@table").rpartition(".")
    kind, _, who = scope.partition(".")
    if kind in ("breakdowns", "order_lists"):
        return _listed(kind, who, name, profile, figures or {})
    if name not in profile.measures and name not in profile.rates:
        return None
    if scope == "total":
        return Scoped(name)
    if scope == "outside":
        return Scoped(name, unit=profile.units.outside)
    if kind == "units":
        return Scoped(name, unit=who)
    if kind == "values":
        breakdown, _, value = who.partition(".")
        return Scoped(name, among=Among(breakdown, (value,))) if breakdown in profile.breakdowns else None
    return Scoped(name, group=who) if kind == "groups" else None


def _listed(kind: str, who: str, name: str, profile: Profile, figures: Mapping[str, Figure]) -> Scoped | None:
    """An item of a breakdown, or how many orders a list has, of a unit or in all."""
    of, _, which = who.partition(".")
    if kind == "order_lists":
        outside = {"outside": profile.units.outside}
        if which.endswith(".orders") and name.isdecimal():  # the number of one of them
            which, name = which.removesuffix(".orders"), "count"
        known = name == "count" and of in profile.order_lists
        return Scoped(profile.order_lists[of].measure, unit=outside.get(which, which)) if known else None
    rule, item = profile.breakdowns.get(of), figures.get(f"breakdowns.{who}.name")
    if rule is None:
        return None
    prefix = f"breakdowns.{of}."
    names = {
        key.removeprefix(prefix).removesuffix(".name"): each.text
        for key, each in figures.items()
        if key.startswith(prefix) and key.endswith(".name")
    }
    has_rest = bool(rule.rest) and rule.rest in names.values()
    if who == of and name in ("total", "total_share") and names:
        return Scoped(rule.measure, among=Among(of, () if has_rest else tuple(names.values()), but=has_rest))
    if item is None or name not in ("count", "share"):
        return None
    others = tuple(text for number, text in names.items() if number != which)
    rest = has_rest and item.text == rule.rest
    return Scoped(rule.measure, among=Among(of, others if rest else (item.text,), but=rest))


def measuring_of(profile: Profile, period: Period) -> Measuring:
    """The profile's measures in a period, up to its cut-off, over Polars."""
    return Measuring(
        profile, TimeSpan(period.start, period.end, last_moment(profile.intake.cut_off_moment(period))), pl
    )


def counted_rows(dispatches: pl.DataFrame, profile: Profile, period: Period, wanted: Scoped) -> tuple[CountedRows, ...]:
    """The rows of every basic measure that a measure or rate is made of: those of a rate's numerator first."""
    measuring = measuring_of(profile, period)
    basic = counted_for(profile, wanted.name)
    return tuple(_counted(dispatches, measuring, period, wanted, name) for name in basic)


def _counted(dispatches: pl.DataFrame, measuring: Measuring, period: Period, wanted: Scoped, name: str) -> CountedRows:
    profile, rule = measuring.profile, measuring.profile.measures[name]
    steps = [CountStep("派单（一件工单派给几个单位计几条）", dispatches.height)]
    rows = dispatches
    for column, value in (("unit", wanted.unit), ("group", wanted.group)):
        if value:
            rows = rows.filter(pl.col(column) == value)
            steps.append(CountStep(f"其中{value}的", rows.height))
    if wanted.among:
        rows = _among(rows, wanted.among, profile)
        said = (
            f"除{'、'.join(wanted.among.names)}以外的" if wanted.among.but else f"其中{'、'.join(wanted.among.names)}的"
        )
        steps.append(CountStep(said, rows.height))
    for each in reversed(narrowed_from(profile, name)):
        rows = rows.filter(measuring.condition_of(each))
        steps.append(CountStep(f"{measure_label(profile, each)}：{rule_of(profile, each, period.name)}", rows.height))
    if rule.levels:
        rows = rows.filter(pl.col(rule.level_column).is_in(list(rule.levels)))
        steps.append(CountStep("其中有评价的", rows.height))
    number: Count = rows.height
    amounts: Sequence[Any] = ()
    if rule.levels:
        amounts = rows[rule.level_column].to_list()
        number = sum((Fraction(rule.levels[each]) for each in amounts), Fraction(0))
        steps.append(CountStep("按评价加权合计", number))
    elif rule.sum:
        amounts = rows[rule.sum].to_list()
        number = int(rows[rule.sum].sum() or 0)
        steps.append(CountStep("合计", number))
    elif rule.count == "orders":
        number = rows["order_id"].n_unique()
        steps.append(CountStep("同一工单只计一件", number))
    return CountedRows(name, measure_label(profile, name), tuple(steps), rows, number, amounts)


def added(counted: Sequence[CountedRows], *, by_orders: bool) -> CountedRows:
    """Several counts of one measure as one; ``by_orders``: an order of several of them counts once."""
    first, *more = counted
    if not more:
        return first
    rows = pl.concat([each.rows for each in counted])
    number: Count = rows["order_id"].n_unique() if by_orders else sum((each.number for each in counted), 0)
    steps = (first.steps[0], CountStep(f"{len(counted)}个数的合计", number))
    amounts = [one for each in counted for one in each.amounts]
    return CountedRows(first.measure, first.label, steps, rows, number, amounts)


def _among(rows: pl.DataFrame, item: Among, profile: Profile) -> pl.DataFrame:
    """The rows whose values the breakdown calls so."""
    rule = profile.breakdowns[item.breakdown]
    # An id may name a part of a value by both, with a dot between.
    columns = list(dict.fromkeys((*rule.by, *([rule.about] if rule.about else ()))))
    found = []
    for values in rows.select(columns).unique().iter_rows():
        words = tuple("" if value is None else str(value) for value in values)
        said = {value_name(rule, words[: len(rule.by)]), ".".join(words)}
        known = any(words[: len(rule.by)]) or rule.blank
        if known and said.isdisjoint(item.names) == item.but:
            found.append(values)
    wanted = pl.DataFrame(found, schema={name: rows.schema[name] for name in columns}, orient="row")
    return rows.join(wanted, on=columns, how="semi", nulls_equal=True)


def shown_rows(rows: pl.DataFrame) -> tuple[Sequence[str | int], ...]:
    """The rows as a workbook lists them, numbers of orders masked where they might be a citizen's."""
    from bulletin_gen.leaves.personal import masked_id

    found: list[list[str | int]] = []
    for row in rows.select(SHOWN).iter_rows(named=True):
        texts: list[str | int] = [text_of(row[name]) for name in SHOWN]
        texts[0] = masked_id(str(texts[0]))
        texts[-1] = int(row["source_row"] or 0)
        found.append(texts)
    return tuple(found)


def text_of(value: Any) -> str:
    """A cell of a dispatch as people read it; "" where nothing is known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
