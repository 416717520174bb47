"""The orders as bits: one whole number a condition, one bit a dispatch, so that rules are tried by the ten thousand.

The dispatches of the printed units come first, unit by unit in printed order, so that a unit's count is the number of
ones in a slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.canonical import CONTENT, DISCONTENT, NOT_GIVEN
from bulletin_gen.intake.cells.values import NO, YES
from bulletin_gen.leaves.periods import Period

#: The times that a count may go by, the usual ones first; "" stands for none.
TIMES = ("accepted_at", "dispatched_at", "deadline_at", "closed_at", "callback_at")
_OPINIONS = ("result_opinion", "process_opinion")
#: What stands for an opinion where nobody was reached.
UNREACHED = "未回访"
_SUBSETS = ("channel", "request_type", "stream", "urgency", "district")
_HOW_OFTEN, _MOST_TIMES = ("rework_count", "extension_count", "returned_count"), 20
#: A column with more values than this is no kind by which offices leave orders out.
_MOST_VALUES = 40


class Atom(Struct, frozen=True):
    """One condition: a column and what it must be, as a profile writes it; ``bits`` the dispatches that meet it."""

    column: str
    condition: Any
    bits: int
    cost: int = 2

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other conditions."""
        return self.column, repr(self.condition)


class Rule(Struct, frozen=True):
    """A count's rule: the time within the period ("" for none) and conditions that all must hold."""

    time: str
    states: tuple[Atom, ...] = ()
    subset: Atom | None = None
    bits: int = 0

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Every condition."""
        return (*self.states, *([self.subset] if self.subset else []))

    def and_state(self, atom: Atom) -> Rule:
        """The same with one state more."""
        return Rule(self.time, (*self.states, atom), self.subset, self.bits & atom.bits)

    def said(self) -> dict[str, Any]:
        """The rule as a profile's measure says it."""
        said: dict[str, Any] = {"time": self.time} if self.time else {}
        where = {atom.column: atom.condition for atom in self.atoms}
        return said | ({"where": where} if where else {})


class Board(Struct, frozen=True):
    """The conditions over one set of dispatches. ``spans``: first bit and number of bits of each printed unit;
    ``region``: all bits of printed units; ``first``: the first dispatch of each order; ``columns``: of every column by
    which things are sorted, the bits of each value; ``before``: taken in before the period; ``open``: not closed;
    ``absent``: conditions on what the orders hold that none meets this time; ``amounts``: of every column that says
    how often something happened, those where it did once at least, twice at least, and so on."""

    units: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    region: int
    everything: int
    times: Mapping[str, int]
    states: tuple[Atom, ...]
    subsets: tuple[Atom, ...]
    columns: Mapping[str, Mapping[str, int]]
    dispatched: int
    orders: Sequence[str]
    seconds: Sequence[int]
    before: int = 0
    open: int = 0
    absent: tuple[Atom, ...] = ()
    amounts: Mapping[str, tuple[int, ...]] = {}

    def counts(self, bits: int) -> tuple[int, ...]:
        """How many of these dispatches each printed unit has."""
        return tuple((bits >> first & (1 << length) - 1).bit_count() for first, length in self.spans)

    def whole(self, bits: int) -> int:
        """How many dispatches of all."""
        return bits.bit_count()

    def single(self, bits: int) -> int:
        """How many different orders these dispatches are of."""
        return len({self.orders[i] for i in ones(bits)})


def narrowed(board: Board, units: Sequence[str]) -> Board:
    """The same dispatches seen for some of the units, in this order."""
    spans = [board.spans[board.units.index(unit)] for unit in units]
    region = 0
    for first, length in spans:
        region |= ((1 << length) - 1) << first
    return replace(board, units=tuple(units), spans=tuple(spans), region=region)


def together(board: Board) -> Board:
    """The same dispatches seen as those of one unit: all that were handed out."""
    length = board.dispatched.bit_length()
    return replace(board, units=("",), spans=((0, length),), region=(1 << length) - 1)


def ones(bits: int) -> Iterator[int]:
    """The places of the ones, from the last."""
    text = bin(bits)[:1:-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)


def packed(values: Iterable[bool | None]) -> int:
    """A column of truth values as bits, the first value lowest; what is unknown does not hold."""
    text = "".join("1" if value else "0" for value in values)
    return int(text[::-1], 2) if text else 0


def board_of(dispatches: pl.DataFrame, units: Sequence[str], period: Period, own: Sequence[str] = ()) -> Board:
    """``dispatches`` (canonical, with what holds at the cut-off) as bits; ``units`` in printed order; ``own``: columns
    of the office's own, of a few values each."""
    place = {unit: i for i, unit in enumerate(units)}
    order = dispatches["unit"].replace_strict(place, default=len(units), return_dtype=pl.Int64)
    # What was settled on the line stands last, so that all that was handed out is one slice too.
    order = order + dispatches["unit"].is_null().cast(pl.Int64)
    frame = dispatches.with_columns(order.alias("place~")).sort("place~", maintain_order=True)
    sizes = dict(frame["place~"].value_counts(name="n").rows())
    spans, first = [], 0
    for i in range(len(units)):
        spans.append((first, sizes.get(i, 0)))
        first += sizes.get(i, 0)
    columns = {name: dict(_values(frame, name)) for name in (*_SUBSETS, "group", "category_1", "category_2", "status")}
    possible = list(_possible(frame))
    return Board(
        tuple(units), tuple(spans), (1 << first) - 1, (1 << frame.height) - 1, dict(_times(frame, period)),
        tuple(_states((*possible, *_own(frame, own)), frame.height)), tuple(_subsets(columns)), columns,
        packed(frame["unit"].is_not_null()),
        frame["order_id"].fill_null("").to_list(), frame["handling_seconds"].fill_null(0).to_list(),
        packed(frame["accepted_at"] < period.start), packed(~frame["closed"]),
        tuple(atom for atom in possible if not atom.bits and frame[atom.column].is_not_null().any()),
        {name: _amounts(frame[name]) for name in _HOW_OFTEN},
    )  # fmt: skip


def _times(frame: pl.DataFrame, period: Period) -> Iterator[tuple[str, int]]:
    for name in TIMES:
        bits = packed(_within(frame[name], period.start, period.end))
        if bits:
            yield name, bits


def _within(moments: pl.Series, start: datetime, end: datetime) -> pl.Series:
    return (moments >= start) & (moments < end)


def _values(frame: pl.DataFrame, name: str) -> Iterator[tuple[str, int]]:
    for value in frame[name].drop_nulls().unique(maintain_order=True).to_list():
        yield value, packed(frame[name] == value)


def _states(possible: Iterable[Atom], every: int) -> Iterator[Atom]:
    """Every condition about what became of a dispatch that some meet and some do not."""
    for atom in possible:
        some = 0 < atom.bits.bit_count() < every
        # That all are closed is said of them nevertheless, and divided by.
        if some or (atom.bits and atom.column in ("closed", "closed_on_time")):
            yield atom


def _possible(frame: pl.DataFrame) -> Iterator[Atom]:
    for name in ("closed", "closed_on_time", "overdue", "responded", "callback_connected", "acknowledged_in_time"):
        yield Atom(name, True, packed(frame[name]))
    for name in ("closed", "overdue", "responded", "callback_connected"):
        yield Atom(name, False, packed(~frame[name]), 3)
    yield Atom("excluded", False, packed(~frame["excluded"]), 3)
    for name in _HOW_OFTEN:
        yield Atom(name, {"at_least": 1}, packed(frame[name] >= 1))
    for name in _OPINIONS:
        yield from _opinions(frame, name)
    for value in _few(frame["resolved"]):
        yield Atom("resolved", [value], packed(frame["resolved"] == value), 3)
    yield Atom("callback_at", {"present": True}, packed(frame["callback_at"].is_not_null()), 3)


def _own(frame: pl.DataFrame, columns: Sequence[str]) -> Iterator[Atom]:
    """The values of the office's own columns; of yes and no also whether either is written."""
    for name in columns:
        values = _few(frame[name])
        if is_yes_no(values):
            yield Atom(name, True, packed(frame[name] == YES))
            yield Atom(name, False, packed(frame[name] == NO), 3)
        else:
            yield from (Atom(name, [value], packed(frame[name] == value), 3) for value in values)
        yield Atom(name, {"present": True}, packed(frame[name].is_not_null()), 3)


def is_yes_no(values: Sequence[str]) -> bool:
    """Whether a column's values are yes and no."""
    return set(values) <= {YES, NO} and YES in values


def _opinions(frame: pl.DataFrame, name: str) -> Iterator[Atom]:
    """The usual sets of opinions, as far as they occur; the blunter ones first."""
    present = _few(frame[name])
    sets: list[tuple[list[str], int]] = [
        ([value for value in present if value not in NOT_GIVEN], 2),
        ([value for value in present if value in CONTENT], 2),
        ([value for value in present if value in DISCONTENT], 2),
        ([value for value in present if value in (*CONTENT, "一般")], 3),
        ([value for value in present if value in (*DISCONTENT, "一般")], 3),
        ([value for value in present if value in CONTENT and value != "基本满意"], 3),
        *(([value], 3) for value in present),
    ]
    if any(value in DISCONTENT for value in present):
        # Who says nothing counts as content with some offices.
        discontent = [value for value in present if value in DISCONTENT]
        heard = ~frame[name].is_in(discontent).fill_null(value=False)
        yield Atom(name, {"none_of": sorted(discontent)}, packed(heard), 4)
    if UNREACHED in present and len(present) > 1:
        yield Atom(name, {"none_of": [UNREACHED]}, packed((frame[name] != UNREACHED).fill_null(value=True)), 4)
    seen: set[tuple[str, ...]] = set()
    for values, cost in sets:
        if values and tuple(values) not in seen:
            seen.add(tuple(values))
            yield Atom(name, sorted(values), packed(frame[name].is_in(values)), cost)


def _amounts(column: pl.Series) -> tuple[int, ...]:
    most = min(int(str(column.max() or 0)), _MOST_TIMES)
    return tuple(packed(column >= times) for times in range(1, most + 1))


def _few(column: pl.Series) -> list[str]:
    values = column.drop_nulls().unique().sort().to_list()
    return values if len(values) <= _MOST_VALUES else []


def _subsets(columns: Mapping[str, Mapping[str, int]]) -> Iterator[Atom]:
    """One value alone, or all but one."""
    for name in _SUBSETS:
        values = columns[name]
        if 1 < len(values) <= _MOST_VALUES:
            whole = 0
            for bits in values.values():
                whole |= bits
            for value, bits in values.items():
                yield Atom(name, [value], bits, 3)
                yield Atom(name, {"none_of": [value]}, whole & ~bits, 3)
