"""Scores of weighted rates from which so many points go for every order of a count: 办结率×40＋满意率×60－0.5×退回."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from msgspec import Struct

from bulletin_gen.canonical import COLUMNS, LABELS
from bulletin_gen.learning.finding.board import Atom, Board, Rule
from bulletin_gen.learning.finding.counts import SumRule, information
from bulletin_gen.learning.finding.scoring.scores import (
    FoundScore,
    PerItem,
    RateColumn,
    ScoreRule,
    Weighed,
    equations,
    has_gaps,
    is_inverted,
    least_squares,
    tried,
    values_of,
)
from bulletin_gen.learning.reading.printedcells import is_number, styles_of
from bulletin_gen.learning.saying import said_state

#: Points go in such steps; whole weights come out so near whole numbers; no more rates are tried together.
_STEP, _NEAR_WHOLE, _MOST_RATES = Fraction(1, 10), 0.3, 5
#: So many lines more than there are numbers to find must come out, so many units must have such orders (one alone would
#: explain any single wrong score), and the column must say so many bits.
_SPARE, _LEAST_UNITS, _BITS = 6, 4, 24
#: Two counts are tried together only among so many of the likeliest.
_PAIRED = 24


class UnitCount(Struct, frozen=True):
    """A count by unit; ``rule`` is None for a printed column, which is called by its head."""

    name: str
    counts: tuple[int, ...]
    rule: Rule | SumRule | None = None


def counted(board: Board, printed: Mapping[str, Sequence[int]], time: str, part: Atom | None) -> tuple[UnitCount, ...]:
    """The counts for which points may be taken off: the ``printed`` columns first, then what became of the orders that
    the table goes by (``time``, ``part``), and how often. Of those that are the same for every unit the first."""
    found = [UnitCount(head, tuple(column)) for head, column in printed.items()]
    inner = board.times.get(time, board.everything) & board.dispatched & (part.bits if part else board.everything)
    for atom in sorted(board.states, key=lambda each: each.cost):
        bits = inner & atom.bits
        found.append(UnitCount(f"{_called(atom)}件数", board.counts(bits), Rule(time, (atom,), part, bits)))
    for name, layers in board.amounts.items() if part is None else ():
        often = [sum(each) for each in zip(*(board.counts(inner & layer) for layer in layers), strict=True)]
        found.append(UnitCount(LABELS[name], tuple(often), SumRule(name, time)))
    first: dict[tuple[int, ...], UnitCount] = {}
    for each in found:
        if len([count for count in each.counts if count]) >= _LEAST_UNITS and len(set(each.counts)) > 1:
            first.setdefault(each.counts, each)
    return tuple(first.values())


def _called(atom: Atom) -> str:
    """What a count by a condition is called: 超期, 退回 for 是否退回."""
    own = atom.condition is True and atom.column not in COLUMNS
    return atom.column.removeprefix("是否") if own else said_state(atom)


def found_deducted(
    head: str, cells: Sequence[str], rates: Sequence[RateColumn], counts: Sequence[UnitCount]
) -> FoundScore | None:
    """The whole weights of rates and the points for each order of the fewest counts that give every score, the most
    rates first; None where none do."""
    if not all(map(is_number, cells)) or information(cells) < _BITS:
        return None
    for chosen in _chosen_rates(rates):
        for items in (*((each,) for each in counts), *combinations(counts[:_PAIRED], 2)):
            if len(cells) >= len(chosen) + len(items) + _SPARE:
                fitting = tuple(_rules(chosen, items, cells))
                if fitting:
                    return FoundScore(head, fitting[0], (), fitting[1:], has_gaps(fitting[0], rates))
    return None


def _chosen_rates(rates: Sequence[RateColumn]) -> Iterator[tuple[RateColumn, ...]]:
    for size in range(min(len(rates), _MOST_RATES), 0, -1):
        yield from combinations(rates, size)


def _rules(chosen: Sequence[RateColumn], items: Sequence[UnitCount], cells: Sequence[str]) -> Iterator[ScoreRule]:
    """The rule of these rates and counts, by the rates as printed or exact, where it gives every score."""
    for rounded in (True, False):
        values = {rate.head: values_of(rate, rounded=rounded) for rate in chosen}
        terms, points = _solved(chosen, values, items, cells)
        if not terms:
            continue
        each = tuple(
            PerItem(item.name, worth, item.counts, item.rule) for item, worth in zip(items, points, strict=True)
        )
        rule = ScoreRule(tuple(terms), rounded, next(styles_of(cells, percent=False)), items=each)
        found, misses = tried(rule, values, cells, range(len(cells)), 1)
        if misses == ():
            yield found


def _solved(
    chosen: Sequence[RateColumn],
    values: Mapping[str, Sequence[Fraction | None]],
    items: Sequence[UnitCount],
    cells: Sequence[str],
) -> tuple[list[Weighed], list[Fraction]]:
    """The whole weights and the points that come nearest; nothing where they come near none, or to nothing."""
    rows = list(equations(chosen, values, cells, [item.counts for item in items]))
    size = len(chosen) + len(items)
    found = least_squares(rows, size) if len(rows) >= size + _SPARE else []
    weights, worth = found[: len(chosen)], found[len(chosen) :]
    if not found or any(round(w) <= 0 or abs(w - round(w)) > _NEAR_WHOLE for w in weights):
        return [], []
    points = [round(Fraction(each) / _STEP) * _STEP for each in worth]
    if not all(points):
        return [], []
    return [Weighed(rate.head, round(w), is_inverted(rate)) for rate, w in zip(chosen, weights, strict=True)], points
