"""The rules of a table's whole numbers, chosen for all columns together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Atom, Board, Rule
from bulletin_gen.learning.finding.heads import STRONG, names, names_part, time_of, weight
from bulletin_gen.leaves.frugal import late

#: What another time than the table's, another part of the orders, or none, speaks against a rule.
_OTHER_TIME, _OTHER_PART, _TIMELESS = 4, 5, 5
#: LearntRules as good as the best but for so much are told beside it.
_NEAR = 2
#: So many rules of the same dispatches are kept, the simplest.
_KEPT = 80
#: One line in so many may be missed by a part of the orders that is looked for.
_PART_MISSES = 10
#: One line in so many may be missed by a rule that is told as the nearest.
_SHARE_MISSED = 8
#: Heads of columns that may add up; so many bits more than the margin tell one of the few sums that there are.
_HOW_OFTEN, _SUM_BITS = late("次"), 5
#: Beyond what any of the tried rules would give by chance, a column must say so many bits more to prove one.
_MARGIN = 16


class Candidates(Struct, frozen=True):
    """Every rule that was tried, by the dispatches that it counts among the printed units'."""

    board: Board
    rules: Mapping[int, tuple[Rule, ...]]
    by_total: Mapping[int, tuple[int, ...]]


class Found(Struct, frozen=True):
    """What was found for a column of counts. ``misses``: the lines that the rule does not give; ``others``: rules that
    fit as well and are nearly as likely; ``bits``: how much the column says, ``needed``: how much a proof takes."""

    head: str
    rule: Rule | None
    misses: tuple[int, ...] = ()
    others: tuple[Rule, ...] = ()
    bits: float = 0
    needed: float = 0

    @property
    def telling(self) -> bool:
        """Whether the column says enough that chance cannot have made the rule fit."""
        return self.bits >= self.needed


def candidates_of(board: Board, parts: Sequence[Atom] = ()) -> Candidates:
    """Every time × up to two states × one part of the orders. ``parts``: parts that were found by themselves."""
    found: dict[int, list[Rule]] = {}
    for rule in _every_rule(board, parts):
        region = rule.bits & board.region
        kept = found.setdefault(region, [])
        if len(kept) < _KEPT:
            kept.append(rule)
    by_total: dict[int, list[int]] = {}
    for region in found:
        by_total.setdefault(region.bit_count(), []).append(region)
    return Candidates(
        board, {key: tuple(rules) for key, rules in found.items()}, {n: tuple(each) for n, each in by_total.items()}
    )


def _every_rule(board: Board, parts: Sequence[Atom]) -> Iterator[Rule]:
    """The simplest first."""
    times = [("", board.everything), *board.times.items()]
    for states in _combinations(board):
        bits = board.everything
        for atom in states:
            bits &= atom.bits
        chosen = (*parts, *board.subsets) if len(states) < 2 else parts
        for part in (None, *chosen):
            inner = bits & part.bits if part else bits
            if not inner:
                continue
            for time, within in times:
                if inner & within:
                    yield Rule(time, states, part, inner & within)


def _combinations(board: Board) -> Iterator[tuple[Atom, ...]]:
    yield ()
    for atom in board.states:
        yield (atom,)
    for one, other in combinations(board.states, 2):
        if one.column != other.column:
            yield (one, other)


def exact_rules(candidates: Candidates, column: Sequence[int]) -> list[int]:
    """The sets of dispatches whose counts are the column's, unit by unit."""
    board, wanted = candidates.board, tuple(column)
    return [region for region in candidates.by_total.get(sum(wanted), ()) if _is(board, region, wanted)]


def _is(board: Board, region: int, wanted: Sequence[int]) -> bool:
    for (first, length), count in zip(board.spans, wanted, strict=True):
        if (region >> first & (1 << length) - 1).bit_count() != count:
            return False
    return True


def nearest_rule(candidates: Candidates, column: Sequence[int], head: str) -> tuple[Rule | None, tuple[int, ...]]:
    """The rule that misses the fewest lines, and those lines."""
    board, total = candidates.board, sum(column)
    best: Rule | None = None
    # What misses more is no rule of this column at all.
    missed: tuple[int, ...] = tuple(range(len(column) // _SHARE_MISSED + 2))
    allowed = max(3, total // 20)
    for count, regions in candidates.by_total.items():
        if abs(count - total) > allowed:
            continue
        for region in regions:
            misses = _misses(board, region, column, len(missed))
            if misses is not None and len(misses) <= len(missed):
                rule = min(candidates.rules[region], key=lambda one: cost(one, head, "", None))
                if len(misses) < len(missed) or best is None or _less(rule, best, head):
                    best, missed = rule, misses
    return best, missed if best is not None else ()


def _less(one: Rule, other: Rule, head: str) -> bool:
    return cost(one, head, "", None) < cost(other, head, "", None)


def _misses(board: Board, region: int, column: Sequence[int], most: int) -> tuple[int, ...] | None:
    """The lines whose count is another; None beyond ``most``."""
    missed: list[int] = []
    for i, ((first, length), count) in enumerate(zip(board.spans, column, strict=True)):
        if (region >> first & (1 << length) - 1).bit_count() != count:
            missed.append(i)
            if len(missed) > most:
                return None
    return tuple(missed)


def cost(rule: Rule, head: str, time: str, part: Atom | None) -> int:
    """What speaks against a rule for a column of this head in a table that goes by ``time`` and ``part``."""
    named = time_of(head)
    wanted = named if named in STRONG else time or named
    speaks = weight(head, rule.states)
    if not rule.time:
        speaks += _TIMELESS
    elif wanted and rule.time != wanted:
        # Even of a head that names its time another may be meant, where all other columns go by that.
        speaks += _OTHER_TIME if rule.time != time else 2
    if rule.subset is not None and names_part(head, rule.subset):
        speaks -= _NEAR
    elif (rule.subset.key if rule.subset else None) != (part.key if part else None):
        speaks += _OTHER_PART + (rule.subset.cost if rule.subset else 0)
    return speaks


def information(column: Sequence[int | str]) -> float:
    """How much a column says, in bits: none where all cells are alike."""
    sizes = Counter(column)
    return sum(math.log2(len(column) / size) * size for size in sizes.values())


class Chosen(Struct, frozen=True):
    """What was found for every column of counts, and the time and the part of the orders that the table goes by;
    ``other_times``: those by which all the same columns would print the same."""

    found: Mapping[str, Found]
    time: str
    part: Atom | None
    other_times: tuple[str, ...] = ()


def chosen_together(candidates: Candidates, columns: Mapping[str, Sequence[int]]) -> Chosen:
    """The rule of every column (head → counts by printed unit): the time and the part of the orders are those that all
    columns together are most likely to go by."""
    exact = {head: exact_rules(candidates, column) for head, column in columns.items()}
    fits = {head: [rule for region in regions for rule in candidates.rules[region]] for head, regions in exact.items()}
    time, part = _common(fits, columns)
    found = {head: _found(candidates, head, column, fits[head], time, part) for head, column in columns.items()}
    return Chosen(found, time, part, tuple(_other_times(candidates.board, found, columns, time)))


def _other_times(
    board: Board, found: Mapping[str, Found], columns: Mapping[str, Sequence[int]], time: str
) -> Iterator[str]:
    mine = {head: each.rule for head, each in found.items() if each.rule and each.rule.time == time and not each.misses}
    telling = [head for head in mine if found[head].telling]
    for other in board.times:
        if other != time and telling:
            moved = {head: at_time(board, rule, other) for head, rule in mine.items()}
            if all(_is(board, rule.bits & board.region, columns[head]) for head, rule in moved.items()):
                yield other


def at_time(board: Board, rule: Rule, time: str) -> Rule:
    """The same rule by another time; what was closed in the period is closed by any."""
    states = rule.states
    if rule.time == "closed_at" and not any(atom.column in ("closed", "closed_on_time") for atom in states):
        states += tuple(atom for atom in board.states if atom.column == "closed" and atom.condition is True)
    moved = Rule(time, states, rule.subset, board.times[time])
    for atom in moved.atoms:
        moved = replace(moved, bits=moved.bits & atom.bits)
    return moved


def _common(fits: Mapping[str, Sequence[Rule]], columns: Mapping[str, Sequence[int]]) -> tuple[str, Atom | None]:
    """The time and the part with which the columns' best rules cost the least together. Columns that say little
    (overdue ones, mostly zero) count for little."""
    heads = [head for head in columns if fits[head] and any(columns[head])]
    times = {rule.time for head in heads for rule in fits[head] if rule.time} or {""}
    parts: dict[object, Atom | None] = {None: None}
    for head in heads:
        parts |= {rule.subset.key: rule.subset for rule in fits[head] if rule.subset}

    def together(time: str, part: Atom | None) -> float:
        best = {head: min(cost(rule, head, time, part) for rule in fits[head]) for head in heads}
        # A head's own word for its time counts a little: 承办 goes by the dispatch, where nothing says otherwise.
        unsaid = {head: 1 if time_of(head) not in (time, "", *STRONG) else 0 for head in heads}
        return sum((best[head] + unsaid[head]) * min(information(columns[head]), 60) for head in heads)

    if not heads:
        return "", None
    pairs = [(time, part) for time in sorted(times, key=_place) for part in parts.values()]
    return min(pairs, key=lambda pair: (together(*pair), pair[1].cost if pair[1] else 0))


def _place(time: str) -> int:
    order = ("accepted_at", "dispatched_at", "deadline_at", "closed_at", "callback_at", "")
    return order.index(time)


def _found(
    candidates: Candidates, head: str, column: Sequence[int], fits: Sequence[Rule], time: str, part: Atom | None
) -> Found:
    bits = information(column)
    if not any(column) and (empty := _of_none(candidates.board, head, time, part)):
        return Found(head, empty, (), (), bits, _MARGIN)
    needed = math.log2(max(len(candidates.rules), 2)) + _MARGIN
    if not fits:
        rule, misses = nearest_rule(candidates, column, head)
        return Found(head, rule, misses, (), bits, needed)
    ranked = sorted(fits, key=lambda rule: (cost(rule, head, time, part), len(rule.atoms), _place(rule.time)))
    best = ranked[0]
    limit = cost(best, head, time, part) + _NEAR
    others = tuple(
        rule for rule in ranked[1:] if cost(rule, head, time, part) <= limit and not _adds_nothing(rule, best)
    )
    return Found(head, best, (), others, bits, needed)


def _of_none(board: Board, head: str, time: str, part: Atom | None) -> Rule | None:
    """For a column of zeros the count that its head names and that no order has: 延期次数, where none was extended."""
    named = [atom for atom in board.absent if names(head, atom)]
    best = min(named, key=lambda atom: weight(head, (atom,)), default=None)
    return Rule(time, (best,), part, 0) if best is not None else None


def _adds_nothing(rule: Rule, best: Rule) -> bool:
    """Whether a rule is the best one with a condition more, which all its dispatches meet this time."""
    mine = {atom.key for atom in best.atoms}
    return rule.bits == best.bits and rule.time == best.time and mine < {atom.key for atom in rule.atoms}


def parts_of(board: Board, column: Sequence[int]) -> list[Atom]:
    """The parts of the orders, of several values of one column left out or taken, that give a column under some time:
    for offices that leave out three mailboxes. Columns of few values only."""
    found: dict[tuple[str, str], Atom] = {}
    for name, values in board.columns.items():
        if not 3 <= len(values) <= 12:
            continue
        for within in board.times.values():
            for taken in _sums(board, {v: bits & within for v, bits in values.items()}, column):
                atom = _part(name, values, taken)
                found[atom.key] = atom
    return list(found.values())


def _sums(board: Board, values: Mapping[str, int], column: Sequence[int]) -> Iterable[tuple[str, ...]]:
    counts = {value: board.counts(bits) for value, bits in values.items() if bits & board.region}
    totals = {value: sum(each) for value, each in counts.items()}
    wanted = sum(column)
    allowed = len(column) // _PART_MISSES
    for size in range(2, len(totals) + 1):
        for taken in combinations(totals, size):
            # A unit whose orders are written under another name than the bulletin's lacks them.
            if abs(sum(totals[value] for value in taken) - wanted) * _PART_MISSES <= wanted:
                sums = (sum(counts[value][i] for value in taken) for i in range(len(column)))
                if sum(1 for one, count in zip(sums, column, strict=True) if one != count) <= allowed:
                    yield taken


def _part(name: str, values: Mapping[str, int], taken: Sequence[str]) -> Atom:
    left = sorted(set(values) - set(taken))
    bits = 0
    for value in taken:
        bits |= values[value]
    if len(left) < len(taken):
        return Atom(name, {"none_of": left}, bits, 3 + len(left))
    return Atom(name, sorted(taken), bits, 3 + len(taken))


def common_part(board: Board, columns: Mapping[str, Sequence[int]], fits: Iterable[str]) -> list[Atom]:
    """Parts for the first column of which no single value explains what is left out."""
    explained = set(fits)
    for head, column in columns.items():
        if head not in explained and any(column) and not any(names(head, atom) for atom in board.states):
            return parts_of(board, column)
    return []


class SumRule(Struct, frozen=True):
    """A column that adds up how often something happened (``column``), of the orders by a ``time``."""

    column: str
    time: str

    def said(self) -> dict[str, str]:
        """The rule as a profile's measure says it."""
        return {"sum": self.column} | ({"time": self.time} if self.time else {})


def found_sum(board: Board, head: str, column: Sequence[int], time: str) -> SumRule | None:
    """The sum that a column of times prints in every line (重办次数, some orders twice); ``time``: by which the table's
    other columns go, which is tried first. None where the column says too little to tell."""
    if not _HOW_OFTEN.search(head) or information(column) < _MARGIN + _SUM_BITS:
        return None
    for tried in sorted((*board.times, ""), key=lambda each: (each != time, _place(each))):
        within = board.times.get(tried, board.everything) & board.region
        for name, layers in board.amounts.items():
            counts = [board.counts(within & layer) for layer in layers]
            if counts and [sum(each) for each in zip(*counts, strict=True)] == list(column):
                return SumRule(name, tried)
    return None
