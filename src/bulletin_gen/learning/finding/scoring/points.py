"""Scores that take so many points off, or add them, for every order of a printed count: 100 − 2 × 超期 − 1 × 不满意."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from bulletin_gen.learning.finding.counts import information
from bulletin_gen.learning.finding.scoring.scores import FoundScore, PerItem, ScoreRule, least_squares
from bulletin_gen.learning.reading.printedcells import is_number, normal, styles_of, value_of
from bulletin_gen.leaves.numbers import format_number

#: Points go in such steps; no more counts than these are tried together.
_STEP, _MOST_COUNTS = Fraction(1, 10), 3
#: So many lines more than there are numbers to find must come out, and the column must say so many bits.
_SPARE, _BITS = 4, 24


def found_points(head: str, cells: Sequence[str], counts: Mapping[str, Sequence[int]]) -> FoundScore | None:
    """The base and the points each order of the fewest counts is worth that give every score; None where none do, or
    where several counts do."""
    if not all(map(is_number, cells)) or information(cells) < _BITS:
        return None
    told = {name: column for name, column in counts.items() if len(set(column)) > 1}
    for size in range(1, _MOST_COUNTS + 1):
        rules = [rule for names in combinations(told, size) if (rule := _rule(names, cells, told)) is not None]
        if rules:
            return FoundScore(head, rules[0]) if len(rules) == 1 else None
    return None


def _rule(names: Sequence[str], cells: Sequence[str], counts: Mapping[str, Sequence[int]]) -> ScoreRule | None:
    if len(cells) < len(names) + 1 + _SPARE:
        return None
    rows = [([1.0, *(float(counts[name][i]) for name in names)], float(value_of(cell))) for i, cell in enumerate(cells)]
    solved = [round(Fraction(weight) / _STEP) * _STEP for weight in least_squares(rows, len(names) + 1)]
    if not solved or not all(solved):
        return None
    base, *each = solved
    style = next(styles_of(cells, percent=False))
    made = [
        base + sum(points * counts[name][i] for name, points in zip(names, each, strict=True))
        for i in range(len(cells))
    ]
    if [format_number(score, style) for score in made] != [normal(cell) for cell in cells]:
        return None
    items = tuple(PerItem(name, points) for name, points in zip(names, each, strict=True))
    return ScoreRule((), False, style, items=items, base=base)
