"""How the orders of a bulletin are to be read: with which units and spellings, up to which day."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.county.registry import Unit
from bulletin_gen.intake.cells.text import key_of
from bulletin_gen.learning.finding.board import TIMES, Board, board_of, narrowed
from bulletin_gen.learning.finding.settling import Second
from bulletin_gen.learning.finding.spellings import by_counts
from bulletin_gen.learning.finding.tables import learnt
from bulletin_gen.learning.finding.wholes import is_doubtful, is_exact
from bulletin_gen.learning.reading.columns import TOLD, LimitWay
from bulletin_gen.learning.reading.matching import core
from bulletin_gen.learning.reading.members import Members, of_units
from bulletin_gen.learning.reading.orders import OUTSIDE, Orders, SeenExports, orders_of, registry_of, seen_in
from bulletin_gen.learning.reading.printed import UnitTable, unit_tables
from bulletin_gen.leaves.periods import Period
from bulletin_gen.proof.reading.publication import Publication

#: Days after the period's end up to which an export may have been taken, in the order in which they are tried.
#: An export with more than four tenths of other periods' orders is a wide one; beyond so many percent nothing is said.
_WIDE, _WIDEST = 4, 95
#: So many numbers of the text more tell a later day.
_TELLING_TIES = 2
_DAYS_AFTER = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 27, 31, 45)
#: Tables that are learnt together, with the printed ones behind each.
Tables = Sequence[tuple[UnitTable, tuple[UnitTable, ...]]]


def read_for(
    files: Sequence[Path], period: Period, seen: SeenExports, members: Members, tables: Tables
) -> tuple[SeenExports, Orders]:
    """The orders; without the units that helped, unless only with them the tables come out."""
    registry = registry_of(members.units, members.groups)
    lead = seen.lead_only()
    orders = orders_of(files, lead, registry, period)
    if lead is seen or not tables:
        return lead, orders
    helped = orders_of(files, seen, registry, period)
    missed = [
        _missed_at(each, members, [(present_lines(table, units_in(each)), parts) for table, parts in tables], period, 0)
        for each in (orders, helped)
    ]
    return (seen, helped) if missed[1] < missed[0] else (lead, orders)


def limit_chosen(
    files: Sequence[Path], period: Period, seen: SeenExports, members: Members, tables: Tables, answer: int
) -> SeenExports:
    """The exports with the way first by which two columns of limits are read: that of which the printed tables miss the
    fewest cells, or the one that somebody has answered (its place among these, from 1; 0: nobody has)."""
    if not seen.limits:
        return seen
    registry = registry_of(members.units, members.groups)
    tried: list[LimitWay] = []
    for way in seen.limits:
        orders = orders_of(files, replace(seen, limits=(way,)).lead_only(), registry, period)
        present = [(present_lines(table, units_in(orders)), parts) for table, parts in tables]
        tried.append(replace(way, missed=_missed_at(orders, members, present, period, 0)))
    tried.sort(key=lambda way: way.missed)
    if 0 < answer <= len(tried):
        tried.insert(0, tried.pop(answer - 1))
    return replace(seen, limits=tuple(tried))


def spellings_by_counts(
    files: Sequence[Path], period: Period, seen: SeenExports, orders: Orders, members: Members, tables: Tables
) -> dict[str, str]:
    """Spellings that only their numbers tell (spelling → printed unit); none are looked for where all fits."""
    spare = [text for text in seen.units if text not in members.names]
    there = units_in(orders)
    present = [(present_lines(table, there), parts) for table, parts in tables]
    whole = all(len(one.lines) == len(table.lines) for (one, _), (table, _) in zip(present, tables, strict=True))
    if not spare or (whole and not _missed_at(orders, members, present, period, 0)):
        return {}
    units = [*members.units, *(Unit(text, OUTSIDE, len(members.units) + i) for i, text in enumerate(spare))]
    apart = orders_of(files, seen, registry_of(units, (*members.groups, OUTSIDE)), period)
    board = board_of(apart.at(period.end), [unit.name for unit in units], period, apart.own)
    learned = [
        learnt(one, table, scores=False)
        for one, (table, _) in zip(narrowed_boards(board, present), present, strict=True)
    ]
    return by_counts(board, [(table, each) for (table, _), each in zip(tables, learned, strict=True)], spare)


def units_in(orders: Orders) -> set[str]:
    """The units that the orders hold."""
    return set(orders.frame["unit"].drop_nulls().unique())


def best_days(orders: Orders, members: Members, tables: Tables, period: Period) -> list[int]:
    """The days after the period's end up to which data may count: those that give the most of the printed cells."""
    first, last = (_fitted_at(orders, members, tables, period, days) for days in (0, _DAYS_AFTER[-1]))
    fitted = {0: first, _DAYS_AFTER[-1]: last}
    if first.missed == last.missed:
        return _days_that_differ(orders, period)
    if first.missed:
        # Where the first and the last day do equally well, none between them will do better.
        fitted |= {days: _fitted_at(orders, members, tables, period, days) for days in _DAYS_AFTER[1:-1]}
    best = min(fitted, key=lambda each: (fitted[each].missed, each))
    # A few cells more may be noise; a later day is told by a column that comes out whole with it, and not before.
    better = fitted[best].whole > first.whole or fitted[best].near > first.near
    return [best if better or not fitted[best].missed else 0]


def day_by_text(tied: Mapping[int, int]) -> int:
    """The day by which the text's numbers come out (day → how many of them do): a later one only where several numbers
    say so."""
    best = max(tied, key=lambda each: (tied[each], -each))
    return best if tied[best] >= tied[min(tied)] + _TELLING_TIES else min(tied)


def _days_that_differ(orders: Orders, period: Period) -> list[int]:
    """The days on which what is closed or overdue is not as on the one before."""
    seen: list[tuple[int, int]] = []
    days: list[int] = []
    for each in _DAYS_AFTER:
        frame = orders.at(period.end + timedelta(days=each))
        state = (int(frame["closed"].sum()), int(frame["overdue"].fill_null(value=False).sum()))
        if state not in seen:
            seen.append(state)
            days.append(each)
    return days


def present_lines(table: UnitTable, there: set[str]) -> UnitTable:
    """The table without units of which the orders hold nothing under any known name: they prove nothing. Those whose
    cells are all zero stay."""
    lines = [line for line in table.lines if line.name in there or not any(re.search("[1-9]", c) for c in line.cells)]
    return replace(table, lines=tuple(lines)) if len(lines) >= len(table.lines) // 2 else table


def wide_export(orders: Orders, period: Period) -> str:
    """The share of orders without a time in the period that an office's exports may have, where most of these have
    none (an export of four weeks for one); "" for others."""
    frame = orders.frame
    if frame.is_empty():
        return ""
    within = [(pl.col(time) >= period.start) & (pl.col(time) < period.end) for time in TIMES]
    related = frame.select(pl.any_horizontal(each.fill_null(value=False) for each in within).sum()).item()
    strange = Fraction(frame.height - related, frame.height)
    tenths = math.ceil(strange * 10) + 1
    return f"{min(tenths * 10, _WIDEST)}%" if strange * 10 > _WIDE else ""


def board_for(orders: Orders, members: Members, period: Period, days: int) -> Board:
    """The dispatches as they stood so many days after the period's end, for all units."""
    units = [unit.name for unit in members.units]
    return board_of(orders.at(period.end + timedelta(days=days)), units, period, orders.own)


def narrowed_boards(board: Board, tables: Tables) -> list[Board]:
    """The board seen for the units of each table."""
    return [narrowed(board, [line.name for line in table.lines]) for table, _ in tables]


def _missed_at(orders: Orders, members: Members, tables: Tables, period: Period, days: int) -> int:
    """How many cells the best rules miss when data count up to so many days after the period."""
    return _fitted_at(orders, members, tables, period, days).missed


class _Fitted(Struct, frozen=True):
    """How many cells the best rules miss; how many columns that say enough they give whole, and how many but for a
    misprint each (none, where too few come out)."""

    missed: int
    whole: int
    near: int


def _fitted_at(orders: Orders, members: Members, tables: Tables, period: Period, days: int) -> _Fitted:
    boards = narrowed_boards(board_for(orders, members, period, days), tables)
    found = [learnt(board, table, scores=False) for board, (table, _) in zip(boards, tables, strict=True)]
    columns = [(each, table) for table in found for each in table.chosen.found.values()]
    telling = [(each, len(table.table.lines)) for each, table in columns if each.telling]
    whole, near = (
        sum(1 for each, lines in telling if is_exact(each, lines, doubtful=strict)) for strict in (True, False)
    )
    return _Fitted(sum(table.missed for table in found), whole, 0 if is_doubtful(found) else near)


def second_month(
    bulletins: Sequence[Publication], files: Sequence[Path], period: Period, first: SeenExports, members: Members,
    county: str, days: int,
) -> Second:  # fmt: skip
    """Another month's printed tables over its orders, read as the ``first`` month's are; lines of other units are left
    out."""
    told = {each.head for each in first.heads if each.how == TOLD}
    told |= {first.columns.get("accepted_at", "")} if first.intake.heads else set()
    seen = seen_in(files, {column: head for column, head in first.columns.items() if head in told})
    seen = replace(seen, limits=first.limits)
    seen = seen.lead_only() if first.ignored else seen
    orders = orders_of(files, seen, registry_of(members.units, members.groups), period)
    frame = orders.frame
    for column, names in first.merged.items():
        parts = {part: name for name, some in names.items() for part in some}
        frame = frame.with_columns(pl.col(column).replace(parts))
    board = board_for(replace(orders, frame=frame), members, period, days)
    called = {**{unit.name: unit.name for unit in members.units}, **members.names}
    tables = []
    for table in of_units(unit_tables(bulletins, known_units(seen, county)), seen.units, county):
        lines = tuple(replace(line, name=called[line.name]) for line in table.lines if line.name in called)
        if lines:
            tables.append((replace(table, lines=lines), narrowed(board, [line.name for line in lines])))
    return Second(tuple(tables))


def known_units(seen: SeenExports, county: str) -> Callable[[str], bool]:
    """Whether a name is one of a unit as the exports write it."""
    keys = {key_of(text) for text in seen.units} | {core(text, county) for text in seen.units}
    return lambda name: key_of(name) in keys or core(name, county) in keys
