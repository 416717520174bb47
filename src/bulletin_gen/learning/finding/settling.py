"""A second month settles what the first left open: which of the rules that fitted alike print its cells too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.learning.finding.board import Atom, Board, Rule
from bulletin_gen.learning.finding.closings import CLOSINGS, by_closing
from bulletin_gen.learning.finding.counts import Found
from bulletin_gen.learning.finding.rates import FoundRate, RateRule
from bulletin_gen.learning.finding.tables import WHOLE_TABLE, LearntTable, with_time
from bulletin_gen.learning.reading.printed import UnitTable
from bulletin_gen.learning.reading.printedcells import is_nothing, is_number, is_whole, normal, whole
from bulletin_gen.leaves.numbers import format_number


class Second(Struct, frozen=True):
    """A second month: the orders seen for the units of each of its printed tables."""

    tables: tuple[tuple[UnitTable, Board], ...]


def settled(second: Second, tables: Sequence[LearntTable], boards: Sequence[Board]) -> dict[str, int]:
    """The answers that ``second`` gives to what ``tables`` (each with its ``boards``) leave open: question → place of
    the answer that alone fits best, from 1."""
    answers: dict[str, int] = {}
    for table, board in zip(tables, boards, strict=True):
        times = [with_time(board, table, place) for place in range(len(table.chosen.other_times) + 1)]
        time = _best([_missed(second, each) for each in times]) if len(times) > 1 else 0
        if time:
            answers[WHOLE_TABLE] = time
        other = by_closing(board, table) if table.closings else None
        if other is not None and (place := _best([_missed(second, each) for each in (table, other)])):
            answers[CLOSINGS] = place
        # What is asked of the columns is asked by the settled time.
        for head, rules in _open(times[time - 1] if time else table):
            if place := _best([_misses(second, head, rule) for rule in rules]):
                answers[head] = place
    return answers


def proved_again(second: Second, tables: Sequence[LearntTable]) -> dict[str, int]:
    """Column → how many of its lines in the second month the taken rule misses; only columns that both months print."""
    rules = [each for table in tables for each in _taken(table)]
    missed = {head: _misses(second, head, rule) for head, rule in rules}
    return {head: many for head, many in missed.items() if many is not None}


def _columns(table: LearntTable) -> list[Found | FoundRate]:
    return [*table.chosen.found.values(), *table.rates.values()]


def _taken(table: LearntTable) -> Iterator[tuple[str, Rule | RateRule]]:
    yield from ((each.head, each.rule) for each in _columns(table) if each.rule is not None)


def _open(table: LearntTable) -> Iterator[tuple[str, Sequence[Rule | RateRule]]]:
    for each in _columns(table):
        if each.rule is not None and each.others and not each.misses:
            yield each.head, (each.rule, *each.others)


def _missed(second: Second, table: LearntTable) -> int | None:
    every = [missed for head, rule in _taken(table) if (missed := _misses(second, head, rule)) is not None]
    return sum(every) if every else None


def _best(missed: Sequence[int | None]) -> int:
    """The place, from 1, of what misses the fewest lines alone; 0 where nothing is told."""
    known = [each for each in missed if each is not None]
    if len(known) < len(missed) or known.count(min(known, default=0)) != 1:
        return 0
    return known.index(min(known)) + 1


def _misses(second: Second, head: str, rule: Rule | RateRule) -> int | None:
    """How many lines of the second month's column a rule does not print; None where it has no such column."""
    for table, board in second.tables:
        if head not in table.heads:
            continue
        cells = table.column(table.heads.index(head))
        printed = _rates(rule, board) if isinstance(rule, RateRule) else _counts(rule, board)
        return sum(1 for cell, said in zip(cells, printed, strict=True) if not _same(cell, said))
    return None


def _same(cell: str, said: str) -> bool:
    if is_whole(cell) and said.isdigit():
        return whole(cell) == int(said)
    return normal(cell) == said if is_number(cell) else is_nothing(cell) and (is_nothing(said) or said == "0")


def _counts(rule: Rule, board: Board) -> list[str]:
    return [str(count) for count in board.counts(moved(rule, board).bits & board.region)]


def _rates(rule: RateRule, board: Board) -> list[str]:
    upper = board.counts(moved(rule.numerator, board).bits & board.region)
    lower = board.counts(moved(rule.denominator, board).bits & board.region)
    said = []
    for above, below in zip(upper, lower, strict=True):
        share = Fraction(above, below) if below else None
        share = 1 - share if share is not None and rule.complement else share
        said.append(normal(rule.empty or "") if share is None else format_number(share, rule.style))
    return said


def moved(rule: Rule, board: Board) -> Rule:
    """The same rule over another month's dispatches."""
    bits = board.times.get(rule.time, 0) if rule.time else board.everything
    atoms = [_atom(atom, board) for atom in rule.atoms]
    for atom in atoms:
        bits &= atom.bits
    states, part = atoms[: len(rule.states)], atoms[len(rule.states) :]
    return Rule(rule.time, tuple(states), part[0] if part else None, bits)


def _atom(atom: Atom, board: Board) -> Atom:
    for known in (*board.states, *board.absent, *board.subsets):
        if known.key == atom.key:
            return known
    values = board.columns.get(atom.column, {})
    none_of = atom.condition.get("none_of", ()) if isinstance(atom.condition, dict) else None
    listed = atom.condition if isinstance(atom.condition, list) else []
    bits = 0
    for value, each in values.items():
        if (none_of is not None and value not in none_of) or value in listed:
            bits |= each
    return Atom(atom.column, atom.condition, bits, atom.cost)
