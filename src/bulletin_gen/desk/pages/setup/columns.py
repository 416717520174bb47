"""What each column of the exports means, confirmed one by one; what odd values of a column mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from starlette.responses import Response

from bulletin_gen.canonical import AUXILIARY_COLUMNS, LABELS, SOURCE_COLUMNS, VOCABULARIES
from bulletin_gen.county.workspace import PROFILE, County, order_files
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.intake.showing.inspect import (
    BY_GUESS,
    BY_PROFILE,
    PRIVATE,
    UNKNOWN,
    Inspection,
    SeenColumn,
    SheetReport,
    Value,
)
from bulletin_gen.keeping.editing.meanings import with_meaning
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.keeping.peeking import peek
from bulletin_gen.keeping.surveying import reading_rules
from bulletin_gen.profile.intake import IntakeRules
from bulletin_gen.profile.load import read_profile_file, with_rule

IGNORE, OWN = "-", "+"
#: Of a column that is only guessed at, values are shown that so many rows have: what is a citizen's own has fewer.
_OFTEN = 5
#: Every meaning that a column may have, by what people call it.
MEANINGS: Mapping[str, str] = {name: LABELS[name] for name in SOURCE_COLUMNS} | {
    name: called for name, (called, _) in AUXILIARY_COLUMNS.items()
}


class ColumnChoice(Struct, frozen=True):
    """A column as the form shows it. ``chosen``: what is preselected; ``sure``: it needs no confirmation."""

    seen: SeenColumn
    chosen: str
    sure: bool


def columns(call: Call) -> Response:
    """The columns of the newest period's files, or what was confirmed written into the profile."""
    county, period = County(call.county), call.shown_period()
    handed = hand_out(county.profile)
    if call.posted:
        text = _changed(call, text_of(handed))
        write_back(call.county, handed.path, like_before(text, handed), call.text("hash"))
        onward = "units" if call.text("next") else "columns"
        return go_to(call.county_address(onward), "saved")
    rules = reading_rules(call.county)
    found = call.desk.surveys.inspection(call.county, period) if period else Inspection((), ())
    choices = choices_of(found, rules)
    return page(
        call, "columns.html", period=period, choices=once(choices), issues=found.issues,
        peek=call.county_address("columns", "peek"),
        hash=handed.hash, meanings=MEANINGS, values=_odd_values(choices), vocabularies=VOCABULARIES, ignore=IGNORE,
        often=_OFTEN, own=OWN, guessed=sum(not each.sure and bool(each.chosen) for each in once(choices)),
        lost=any(sheet.near for sheet in found.sheets), guess=BY_GUESS, private=PRIVATE, by_profile=BY_PROFILE,
    )  # fmt: skip


def peeked(call: Call) -> Response:
    """The first rows of each sheet, as a part of a page; asked for when it is opened, since files are read for it."""
    period = call.shown_period()
    files = order_files(call.county / period) if period else ()
    return page(call, "peek.html", peeks=peek(files, reading_rules(call.county)))


def choices_of(found: Inspection, rules: IntakeRules) -> list[ColumnChoice]:
    """Every column of every sheet, also of those whose head was not recognised."""
    return [_choice(column, rules) for sheet in found.sheets for column in (*sheet.columns, *_near(sheet))]


def _near(sheet: SheetReport) -> list[SeenColumn]:
    """The columns of a sheet whose head was not recognised, because no column is called as orders' numbers are: once
    that is said, the others are read as usual."""
    if sheet.near is None:
        return []
    names = dict.fromkeys([*([sheet.near.order_id] if sheet.near.order_id else []), *sheet.near.unknown])
    return [
        SeenColumn("", name, BY_GUESS, "order_id", LABELS["order_id"], 50)
        if name == sheet.near.order_id
        else SeenColumn("", name, UNKNOWN)
        for name in names
    ]


def _choice(column: SeenColumn, rules: IntakeRules) -> ColumnChoice:
    own = next((name for name, rule in rules.own_columns.items() if column.name in (name, *rule.heads)), "")
    if own:
        return ColumnChoice(column, OWN, sure=True)
    if column.column:
        return ColumnChoice(column, column.column, sure=column.how != BY_GUESS)
    return ColumnChoice(column, "" if column.how == UNKNOWN else IGNORE, sure=column.how != UNKNOWN)


def once(choices: Sequence[ColumnChoice]) -> list[ColumnChoice]:
    """One line for a head that several sheets have, with what all of them hold; what needs a look first, what is not
    read last."""
    found: dict[str, ColumnChoice] = {}
    for each in choices:
        first = found.get(each.seen.name)
        found[each.seen.name] = each if first is None else replace(first, seen=_together(first.seen, each.seen))
    return sorted(found.values(), key=lambda each: (each.sure, each.chosen == IGNORE))


def _together(one: SeenColumn, other: SeenColumn) -> SeenColumn:
    """A column of two sheets as one: rows, days and values of both."""
    values: dict[str, Value] = {}
    for each in (*one.values, *other.values):
        known = values.get(each.text)
        values[each.text] = each if known is None else replace(known, count=known.count + each.count)
    days = [day for day in (one.first, other.first) if day], [day for day in (one.last, other.last) if day]
    return replace(
        one, filled=one.filled + other.filled, blank=one.blank + other.blank,
        first=min(days[0], default=None), last=max(days[1], default=None),
        values=tuple(sorted(values.values(), key=lambda each: -each.count)),
    )  # fmt: skip


def _odd_values(choices: Sequence[ColumnChoice]) -> list[tuple[str, str, int]]:
    """(column, value, how many) of values that were not understood."""
    counts: dict[tuple[str, str], int] = {}
    for each in choices:
        for value in each.seen.values:
            if not value.known and each.seen.column in LABELS:
                key = (each.seen.column, value.text)
                counts[key] = counts.get(key, 0) + value.count
    return [(column, text, count) for (column, text), count in counts.items()]


def _changed(call: Call, text: str) -> str:
    heads, sure = call.texts("head"), set(call.texts("sure"))
    struck = {head for head in heads if call.text(f"no/{head}")}
    meanings = {head: IGNORE if head in struck else call.text(f"meaning/{head}") for head in heads}
    confirmed = {
        head: what
        for head, what in meanings.items()
        if what and (call.text(f"ok/{head}") or head in sure or head in struck or what != call.text(f"was/{head}"))
    }
    text = _with_meanings(text, confirmed)
    for column, written in (name.split("/", 2)[1:] for name in call.form if name.startswith("value/")):
        meaning = call.text(f"value/{column}/{written}")
        text = with_meaning(text, column, written, meaning) if meaning and column in LABELS else text
    return text


def _with_meanings(text: str, confirmed: Mapping[str, str]) -> str:
    intake = read_profile_file(text, PROFILE).data.get("intake") or {}
    known = {name: _list(heads) for name, heads in (intake.get("columns") or {}).items()}
    ignored = _list(intake.get("ignore_columns"))
    for head, what in confirmed.items():
        known = {name: [each for each in heads if each != head or name == what] for name, heads in known.items()}
        ignored = [each for each in ignored if each != head]
        if what in MEANINGS:
            known[what] = list(dict.fromkeys([*known.get(what, []), head]))
        elif what == IGNORE:
            ignored.append(head)
        elif what == OWN and head not in (intake.get("own_columns") or {}):
            text = with_rule(text, ["intake", "own_columns", head, "heads"], [head])
    for name, heads in known.items():
        if heads != _list((intake.get("columns") or {}).get(name)):
            text = with_rule(text, ["intake", "columns", name], (heads[0] if len(heads) == 1 else heads) or None)
    if ignored != _list(intake.get("ignore_columns")):
        text = with_rule(text, ["intake", "ignore_columns"], ignored)
    return text


def _list(value: object) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
