"""What is closed, counted by when it came in or by when it was closed: an export of one period's orders alone does not
tell these apart, and a wider one will."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Board, Rule
from bulletin_gen.learning.finding.counts import Chosen, at_time
from bulletin_gen.learning.finding.rates import FoundRate, exact_of
from bulletin_gen.learning.finding.tables import LearntTable

#: Under this name it is asked by which time closed ones count.
CLOSINGS = "办结时间"
_CLOSED_AT = "closed_at"
_CLOSED = ("closed", "closed_on_time")


def by_closing(board: Board, table: LearntTable) -> LearntTable | None:
    """The table with its closed ones counted by when they were closed; None where it would print something else, or
    where no telling column counts any."""
    time = table.chosen.time
    if time in ("", _CLOSED_AT) or _CLOSED_AT not in board.times:
        return None
    found, rates = dict(table.chosen.found), dict(table.rates)
    for head in _heads(table):
        rule = found[head].rule
        found[head] = replace(found[head], rule=_moved(board, rule, time)) if rule else found[head]
    for head, rate in table.rates.items():
        if rate.rule is not None:
            upper, lower = (_moved(board, rule, time) for rule in (rate.rule.numerator, rate.rule.denominator))
            rates[head] = replace(rate, rule=replace(rate.rule, numerator=upper, denominator=lower))
    moved = replace(table, chosen=replace(table.chosen, found=found), rates=rates, closings=())
    return moved if any(found[head].telling for head in _heads(table)) and _alike(board, table, moved) else None


def with_closings(board: Board, table: LearntTable, answer: int) -> LearntTable:
    """The table as somebody has answered (2: by when they were closed), or with the columns that are to be asked for
    (``answer`` 0)."""
    other = by_closing(board, table)
    if other is None or answer == 1:
        return table
    changed = [head for head, rate in table.rates.items() if rate.rule != other.rates[head].rule]
    return other if answer else replace(table, closings=(*_heads(table), *changed))


def _heads(table: LearntTable) -> Iterator[str]:
    for head, found in table.chosen.found.items():
        if found.rule is not None and not found.misses and _is_closed(found.rule, table.chosen.time):
            yield head


def _is_closed(rule: Rule, time: str) -> bool:
    return rule.time == time and any(atom.column in _CLOSED and atom.condition is True for atom in rule.states)


def _moved(board: Board, rule: Rule, time: str) -> Rule:
    return at_time(board, rule, _CLOSED_AT) if _is_closed(rule, time) else rule


def _alike(board: Board, one: LearntTable, other: LearntTable) -> bool:
    """Whether both print the same, column by column."""
    counts = all(_counts(board, one.chosen, head) == _counts(board, other.chosen, head) for head in one.chosen.found)
    return counts and all(_shares(board, rate) == _shares(board, other.rates[head]) for head, rate in one.rates.items())


def _counts(board: Board, chosen: Chosen, head: str) -> tuple[int, ...]:
    rule = chosen.found[head].rule
    return board.counts(rule.bits & board.region) if rule else ()


def _shares(board: Board, rate: FoundRate) -> object:
    return exact_of(board, rate.rule) if rate.rule else ()
