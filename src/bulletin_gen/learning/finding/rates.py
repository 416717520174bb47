"""The rules of a table's percentages: which count over which, rounded how, and what is printed without a base."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.learning.finding.board import Atom, Board, Rule
from bulletin_gen.learning.finding.counts import Found, information
from bulletin_gen.learning.finding.heads import FEWER_IS_BETTER, NARROW, STRONG, lacks_on_time, names, time_of
from bulletin_gen.learning.reading.printedcells import is_number, normal, styles_of
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import NumberStyle, format_number

_OPINION = late(r"满意|评价|测评")
_ASKED = late(r"满意|评价|测评|解决|回访")
_MARGIN = 16
_NEAR = 2
#: States of some orders only: rates are of them where the head says so.
_PARTIAL = NARROW - {"closed_on_time"}
_LIKELY = 8
#: So many lines may be missed by a rule that is told as the nearest.
_SHARE_MISSED = 8


class RateRule(Struct, frozen=True):
    """One count over another, or one minus that; ``empty``: what is printed without a base (None: not seen)."""

    numerator: Rule
    denominator: Rule
    complement: bool
    style: NumberStyle
    empty: str | None = None


def exact_of(board: Board, rule: RateRule) -> tuple[Fraction | None, ...]:
    """A rate of every unit; None without a base."""
    return tuple(_joint([upper], [lower], rule) for upper, lower in zip(*_both(board, rule), strict=True))


def joint_rate(board: Board, rule: RateRule, members: Sequence[int]) -> Fraction | None:
    """A rate of the units at these places together; None without a base."""
    upper, lower = _both(board, rule)
    return _joint([upper[i] for i in members], [lower[i] for i in members], rule)


def _both(board: Board, rule: RateRule) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return board.counts(rule.numerator.bits & board.region), board.counts(rule.denominator.bits & board.region)


def _joint(upper: Sequence[int], lower: Sequence[int], rule: RateRule) -> Fraction | None:
    return _share(sum(upper), sum(lower), rule.complement) if sum(lower) else None


class FoundRate(Struct, frozen=True):
    """What was found for a column of percentages; see ``counts.Found``."""

    head: str
    rule: RateRule | None
    misses: tuple[int, ...] = ()
    others: tuple[RateRule, ...] = ()
    bits: float = 0
    needed: float = 0

    @property
    def telling(self) -> bool:
        """Whether the column says enough that chance cannot have made the rule fit."""
        return self.bits >= self.needed


class _Pair(Struct, frozen=True):
    numerator: Rule
    denominator: Rule
    complement: bool
    cost: int


def found_rate(
    board: Board,
    head: str,
    cells: Sequence[str],
    counts: Sequence[Found],
    time: str,
    part: Atom | None,
    *,
    points: Fraction | None = None,
    likely: bool = False,
) -> FoundRate:
    """The rule of one column of percentages. ``counts``: what was found for the table's counts, of which rates are
    usually made; ``time`` and ``part`` are those that the table goes by. ``points``: the cells are points instead, of
    so many full marks. ``likely``: only rules that the head itself says."""
    column = _RateCells(board, cells, points)
    pairs = sorted(_pairs(board, head, counts, time, part), key=lambda pair: pair.cost)
    if points is not None or likely:
        # Points are asked for time by time and part by part: only what the head itself says.
        pairs = [pair for pair in pairs if pair.cost <= _LIKELY]
    fitting: list[tuple[_Pair, RateRule]] = []
    nearest: tuple[int, RateRule | None, tuple[int, ...]] = (len(cells) // _SHARE_MISSED + 1, None, ())
    for pair in pairs:
        if fitting and pair.cost > fitting[0][0].cost + _NEAR:
            break
        for style in column.styles:
            rule, misses = column.tried(pair, style, most=nearest[0])
            if rule is not None and not misses:
                fitting.append((pair, rule))
                break
            if rule is not None and len(misses) < nearest[0]:
                nearest = (len(misses), rule, misses)
    bits, needed = information(cells), _MARGIN + max(len(pairs), 2).bit_length()
    if not fitting:
        return FoundRate(head, nearest[1], nearest[2], (), bits, needed)
    printed = {found.rule.bits for found in counts if found.rule is not None and not found.misses}
    return FoundRate(head, fitting[0][1], (), _different([rule for _, rule in fitting], printed), bits, needed)


def _different(rules: Sequence[RateRule], printed: set[int]) -> tuple[RateRule, ...]:
    """The rules after the first that another month would tell from it: over another of the printed counts (应办 or
    办理, though all are closed this time), or by another time."""
    seen = {_told(rules[0])}
    others: list[RateRule] = []
    for rule in rules[1:]:
        broad = all(atom.column == "closed" or _is_rated(atom) for atom in rule.denominator.states)
        likely = rule.denominator.bits in printed or rule.denominator.time != rules[0].denominator.time
        likely = likely and broad
        if likely and rule.complement == rules[0].complement and _told(rule) not in seen:
            seen.add(_told(rule))
            others.append(rule)
    return tuple(others)


def _told(rule: RateRule) -> tuple[object, ...]:
    return (rule.denominator.time, *sorted(atom.key for atom in rule.denominator.atoms))


class _RateCells:
    """The cells of a column, the most telling ones first, and the counts that have been worked out."""

    def __init__(self, board: Board, cells: Sequence[str], points: Fraction | None = None) -> None:
        self.board, self.cells, self.points = board, cells, points
        self.styles = list(styles_of(cells, percent=points is None))
        usual = [normal(cell) for cell in cells]
        self.order = sorted(range(len(cells)), key=lambda i: (usual.count(usual[i]), i))
        self._counts: dict[int, tuple[int, ...]] = {}

    def counts(self, bits: int) -> tuple[int, ...]:
        if bits not in self._counts:
            self._counts[bits] = self.board.counts(bits)
        return self._counts[bits]

    def _value(self, share: Fraction) -> Fraction:
        return share if self.points is None else share * self.points

    def tried(self, pair: _Pair, style: NumberStyle, most: int) -> tuple[RateRule | None, tuple[int, ...]]:
        """The pair as a rule with the lines that it misses; no rule where these are ``most`` or more."""
        upper = self.counts(pair.numerator.bits & self.board.region)
        lower = self.counts(pair.denominator.bits & self.board.region)
        misses: list[int] = []
        empties: list[tuple[int, str]] = []
        for i in self.order:
            cell = normal(self.cells[i])
            if not lower[i]:
                empties.append((i, cell))
            elif cell != format_number(self._value(_share(upper[i], lower[i], pair.complement)), style):
                misses.append(i)
                if len(misses) >= most:
                    return None, ()
        empty, odd = _empty_text(empties, numbers=self.points is not None)
        misses += odd
        if len(misses) >= most:
            return None, ()
        return RateRule(pair.numerator, pair.denominator, pair.complement, style, empty), tuple(sorted(misses))


def _share(upper: int, lower: int, complement: bool) -> Fraction:
    share = Fraction(upper, lower)
    return 1 - share if complement else share


def _empty_text(cells: Sequence[tuple[int, str]], *, numbers: bool = False) -> tuple[str | None, list[int]]:
    """What is printed without a base: the text that most of these cells hold; the others are missed."""
    texts = [text for _, text in cells]
    if not texts:
        return None, []
    usual = max(dict.fromkeys(texts), key=texts.count)
    if not numbers and is_number(usual) and Fraction(usual.rstrip("%")) not in (0, 100):
        return None, [i for i, _ in cells]
    return usual, [i for i, text in cells if text != usual]


def _pairs(board: Board, head: str, counts: Sequence[Found], time: str, part: Atom | None) -> Iterator[_Pair]:
    """Numerators and denominators that may be meant: the table's own counts first, then others."""
    printed = [found.rule for found in counts if found.rule is not None and not found.misses]
    own = {rule.bits for rule in printed}
    bases: dict[tuple[int, tuple[str, ...]], tuple[Rule, int]] = {}
    # Parts of the orders that the table's own columns are of: 不满意率 of the hotline's alone.
    others = {
        rule.subset.key: rule.subset for rule in printed if rule.subset and (not part or rule.subset.key != part.key)
    }
    tried = [*_bases(board, head, time, part)]
    tried += [(rule, cost + 1) for other in others.values() for rule, cost in _bases(board, head, time, other)]
    for rule, cost in sorted(tried, key=lambda one: one[1]):
        rated = tuple(atom.column for atom in rule.states if _is_rated(atom))
        if rated or rule.bits not in own:
            bases.setdefault((rule.bits, rated), (rule, cost))
    for base, extra in (*((rule, 0) for rule in printed), *bases.values()):
        for upper in printed:
            if upper.bits & board.region and {a.key for a in upper.atoms} != {a.key for a in base.atoms}:
                cost = _cost(head, upper, base, printed=base.bits in own)
                yield from _both_ways(head, upper, base, extra + cost)
        for atom in board.states:
            if any(_same_question(atom, each) for each in base.states):
                continue
            inner = base.bits & atom.bits
            if inner and inner != base.bits and inner not in own:
                states = (*(each for each in base.states if each.column != atom.column), atom)
                upper = Rule(base.time, states, base.subset, inner)
                cost = _cost(head, upper, base, printed=base.bits in own)
                yield from _both_ways(head, upper, base, extra + 1 + cost)
            elif inner == base.bits and names(head, atom) and atom.column not in {each.column for each in base.states}:
                upper = Rule(base.time, (*base.states, atom), base.subset, inner)
                yield from _both_ways(head, upper, base, extra + 1 + _cost(head, upper, base))


def _same_question(atom: Atom, base: Atom) -> bool:
    """Whether a base has answered already what a condition asks; an opinion, or that there is one, is wider."""
    return atom.column == base.column and "opinion" not in atom.column and base.condition != {"present": True}


def _both_ways(head: str, upper: Rule, base: Rule, cost: int) -> Iterator[_Pair]:
    against = bool(FEWER_IS_BETTER.search(head))
    late = any(atom.column in _PARTIAL or _is_discontent(atom) for atom in upper.states)
    yield _Pair(upper, base, False, cost + (3 if late and not against else 0))
    yield _Pair(upper, base, True, cost + 2 + (3 if late == against else 0))


def _is_discontent(atom: Atom) -> bool:
    return (
        "opinion" in atom.column
        and isinstance(atom.condition, list)
        and all("不满意" in str(v) for v in atom.condition)
    )


def _bases(board: Board, head: str, time: str, part: Atom | None) -> Iterator[tuple[Rule, int]]:
    """Denominators that no column prints: each time, the table's part, no state or one."""
    named, opinion = time_of(head), 0 if _OPINION.search(head) else 3
    for at, within in board.times.items():
        wanted = named if named in STRONG else time
        extra = 0 if at == wanted else 2 if at == _told_by(head) else 3
        inner = within & part.bits if part else within
        yield Rule(at, (), part, inner), extra + 1
        for atom in board.states:
            if inner & atom.bits:
                yield Rule(at, (atom,), part, inner & atom.bits), extra + 1 + (opinion if _is_rated(atom) else 1)


def _told_by(head: str) -> str:
    """The time at which what a rate is about becomes known: people are asked when they are called."""
    return "callback_at" if _ASKED.search(head) else "closed_at" if "办结" in head else ""


def _is_rated(atom: Atom) -> bool:
    return "opinion" in atom.column and isinstance(atom.condition, list) and len(atom.condition) > 1


def _cost(head: str, upper: Rule, base: Rule, *, printed: bool = False) -> int:
    """What the head's words speak against a pair: what the numerator has and the denominator has not must be named.
    ``printed``: the base is a count of the table, of which the numerator is then a part."""
    mine = {atom.key for atom in base.states}
    more = [atom for atom in upper.states if atom.key not in mine]
    if not more:
        return 9
    told = any(names(head, atom) for atom in more)
    odd = [atom for atom in base.states if atom.key not in {each.key for each in upper.states} and not _is_rated(atom)]
    opinion = [atom for atom in more if "opinion" in atom.column]
    cost = (0 if told else 4) + sum(2 for atom in more if not names(head, atom)) + sum(atom.cost for atom in more)
    # Of all that was to be done, where nothing says of which part of it.
    cost += (0 if printed else 3 * len(odd)) + sum(1 for atom in base.states if not _is_rated(atom))
    cost += sum(3 for atom in base.states if atom.column in NARROW and not names(head, atom))
    cost += 4 if lacks_on_time(head, upper.states) else 0
    if opinion:
        # Satisfaction is of those who have an opinion.
        same = any(atom.column == opinion[0].column for atom in base.states)
        cost += (0 if same else 3) + _mood(head, opinion[0])
    return cost


def _mood(head: str, atom: Atom) -> int:
    unhappy = all("不满意" in str(value) for value in atom.condition) if isinstance(atom.condition, list) else False
    return 0 if unhappy == ("不满意" in head) else 5


class PrintedRate(Struct, frozen=True):
    """A rate of two of the table's own columns, of which the orders do not give both; without ``lower`` the share of
    the first in what all lines have of it."""

    upper: str
    lower: str
    complement: bool
    style: NumberStyle
    empty: str | None
    shares: tuple[Fraction | None, ...]


#: Shares that print another whole's digits in each of a few lines say enough.
_FEW_BITS = 4
_SHARE = late("占比|比重|比例|份额|^占")


def printed_rate(
    head: str, cells: Sequence[str], counts: Mapping[str, Sequence[int]], wholes: Mapping[str, int] = {}
) -> PrintedRate | None:
    """The two printed columns of counts whose quotient a column prints in every line; None where none do, or where the
    column says too little to tell. ``wholes``: what all units have of a count, of which the first few may print their
    shares."""
    if information(cells) < (_FEW_BITS if _SHARE.search(head) and wholes else _MARGIN):
        return None
    pairs = [(upper, lower) for lower in counts for upper in counts if upper != lower]
    pairs += [(upper, "") for upper in counts if any(counts[upper])]
    # What the head itself speaks of is meant before any other.
    pairs.sort(key=lambda pair: -sum(len(os.path.commonprefix([head, name])) for name in pair))
    tried = (_quotient(pair, complement, cells, counts, wholes) for pair in pairs for complement in (False, True))
    return next((found for found in tried if found is not None), None)


def _quotient(
    pair: tuple[str, str], complement: bool, cells: Sequence[str], counts: Mapping[str, Sequence[int]],
    wholes: Mapping[str, int],
) -> PrintedRate | None:  # fmt: skip
    upper = counts[pair[0]]
    lower = counts[pair[1]] if pair[1] else [wholes.get(pair[0], sum(upper))] * len(upper)
    shares = [_share(above, below, complement) if below else None for above, below in zip(upper, lower, strict=True)]
    empty, odd = _empty_text([(i, normal(cells[i])) for i, share in enumerate(shares) if share is None])
    for style in styles_of(cells, percent=True) if not odd else ():
        said = [
            normal(cell) if share is None else format_number(share, style)
            for share, cell in zip(shares, cells, strict=True)
        ]
        if said == [normal(cell) for cell in cells]:
            return PrintedRate(*pair, complement, style, empty, tuple(shares))
    return None
