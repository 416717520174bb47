"""Score sheets: a column of totals, the columns of points that it adds up, and the rate behind each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.learning.finding.board import Atom, Board
from bulletin_gen.learning.finding.rates import FoundRate, found_rate
from bulletin_gen.learning.reading.printedcells import is_number, value_of
from bulletin_gen.leaves.frugal import late

_TOTAL = late(r"合计|总分|总得分|得分合计|综合得分|总计")
_FEWEST = 2
#: Only columns of so few values say of which orders a score is.
_FEW_VALUES = 4


class FoundTerm(Struct, frozen=True):
    """A column of points: full marks times a rate; or points given by hand around ``base``, where no rate does."""

    head: str
    points: Fraction
    rate: FoundRate | None
    base: Fraction | None = None


class TermSheet(Struct, frozen=True):
    """The terms whose sum a column of totals prints. ``time``: the time that its rates go by."""

    total: str
    terms: tuple[FoundTerm, ...]
    time: str = ""

    @property
    def rates(self) -> tuple[FoundRate, ...]:
        """The rates behind the points."""
        return tuple(term.rate for term in self.terms if term.rate is not None)


def term_sheet(board: Board, columns: Mapping[str, Sequence[str]]) -> TermSheet | None:
    """The sheet, where a column is the sum of others in every line; None where none is."""
    numbers = {h: [value_of(c) for c in cells] for h, cells in columns.items() if all(is_number(c) for c in cells)}
    total = next((head for head in numbers if _TOTAL.search(head)), None)
    if total is None:
        return None
    heads = [head for head in numbers if head != total and not columns[head][0].endswith("%")]
    sums = [sum(numbers[head][i] for head in heads) for i in range(len(numbers[total]))]
    if len(heads) < _FEWEST or sums != numbers[total]:
        return None
    return _sheet(board, total, {head: columns[head] for head in heads})


def _sheet(board: Board, total: str, columns: Mapping[str, Sequence[str]]) -> TermSheet:
    """The sheet by the time and the part of the orders by which most of its points come out, the usual ones first; one
    column that no rate gives is what people enter."""
    best, most = _Tried("", {}), -1
    for time, part in _ways(board):
        tried = _Tried(time, {h: found_rate(board, h, c, [], time, part, points=_full(c)) for h, c in columns.items()})
        if tried.given > most:
            best, most = tried, tried.given
        if most >= len(columns) - 1:
            break
    return TermSheet(total, tuple(_term(head, cells, best.rates[head]) for head, cells in columns.items()), best.time)


class _Tried(Struct, frozen=True):
    time: str
    rates: dict[str, FoundRate]

    @property
    def given(self) -> int:
        return sum(1 for rate in self.rates.values() if rate.rule is not None and not rate.misses)


def _ways(board: Board) -> Iterator[tuple[str, Atom | None]]:
    """Each time with all orders, then with those of one value of a column of few."""
    single = [atom for atom in board.subsets if isinstance(atom.condition, list)]
    few = [atom for atom in single if len(board.columns[atom.column]) <= _FEW_VALUES]
    for part in (None, *few):
        yield from ((time, part) for time in board.times)


def _term(head: str, cells: Sequence[str], rate: FoundRate) -> FoundTerm:
    fits = rate.rule is not None and not rate.misses and rate.bits > 0
    usual = max(cells, key=list(cells).count)
    return FoundTerm(head, _full(cells), rate if fits else None, None if fits else value_of(usual))


def _full(cells: Sequence[str]) -> Fraction:
    """Full marks: the most that anybody has."""
    return max(value_of(cell) for cell in cells)
