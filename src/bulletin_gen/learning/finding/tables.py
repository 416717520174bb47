"""One printed table of units, column by column: what each prints, and in which order its rows stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Atom, Board, Rule
from bulletin_gen.learning.finding.counts import (
    Chosen,
    Found,
    SumRule,
    at_time,
    candidates_of,
    chosen_together,
    common_part,
    exact_rules,
    found_sum,
)
from bulletin_gen.learning.finding.rates import FoundRate, PrintedRate, exact_of, found_rate, printed_rate
from bulletin_gen.learning.finding.scoring.deducted import counted, found_deducted
from bulletin_gen.learning.finding.scoring.points import found_points
from bulletin_gen.learning.finding.scoring.scores import (
    Band,
    FoundScore,
    RankRule,
    RateColumn,
    bands_of,
    found_score,
    rank_rule,
)
from bulletin_gen.learning.finding.scoring.terms import TermSheet, term_sheet
from bulletin_gen.learning.reading.printed import UnitTable
from bulletin_gen.learning.reading.printedcells import (
    is_bare_percent_column,
    is_count_column,
    is_decimal_column,
    is_nothing,
    is_number,
    is_percent_column,
    value_of,
    whole,
)
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import format_number

_SCORE = late(r"指标|得分|总分|综合|评分|分值|成绩|考核分")
_GRADE = late(r"等级|等次|评价|档次|星级")
_RANK = late(r"排名|名次|位次|排序")
#: So many pairs of equal rows tell what these go by: beside a dozen columns and both ways, chance gives fewer.
_TELLING_PAIRS = 5


class LearntTable(Struct, frozen=True):
    """What was found for a table. ``order``: by what its rows are sorted, as a profile says it; ``unknown``: heads of
    columns that no orders give; ``rank``: how the places in ``rank_head`` (or in place of the rows' numbers, where it
    is empty) follow the column ``ranked_by``; ``printed``: rates of two printed columns; ``closings``: columns of
    what is closed that would print the same by when it was closed; ``sums``: columns that add up how often something
    happened, which no count gives."""

    table: UnitTable
    chosen: Chosen
    rates: Mapping[str, FoundRate]
    score: FoundScore | None
    bands: tuple[Band, ...] | None
    grade_head: str
    rank_head: str
    order: tuple[str, ...]
    unknown: tuple[str, ...]
    sheet: TermSheet | None = None
    rank: RankRule | None = None
    ranked_by: str = ""
    printed: Mapping[str, PrintedRate] = {}
    closings: tuple[str, ...] = ()
    sums: Mapping[str, SumRule] = {}

    @property
    def missed(self) -> int:
        """How many cells are not given."""
        return sum(
            len(each.misses) if each.rule is not None else len(self.table.lines)
            for each in self.found()
            if each.head not in self.sums
        )

    def found(self) -> list[Found | FoundRate | FoundScore]:
        """What was found for every column that orders can give."""
        found: list[Found | FoundRate | FoundScore] = [*self.chosen.found.values()]
        found += self.rates.values()
        found += self.sheet.rates if self.sheet else ()
        return [*found, self.score] if self.score else found


def learnt(board: Board, table: UnitTable, *, scores: bool = True) -> LearntTable:
    """The rules of ``table``, whose units are the board's in the same order. ``scores``: also that of its scores, which
    takes the longest."""
    every = {head: table.column(i) for i, head in enumerate(table.heads)}
    sheet = term_sheet(board, every)
    points = {sheet.total, *(term.head for term in sheet.terms)} if sheet else set()
    columns = {head: cells for head, cells in every.items() if head not in points}
    counts = {
        head: _counts(cells)
        for head, cells in columns.items()
        if is_count_column(cells) and not _judged(head) and not is_bare_percent_column(head, cells)
    }
    chosen = _chosen(board, counts)
    found = list(chosen.found.values())
    sums = {
        each.head: summed
        for each in found
        if (each.rule is None or each.misses)
        and (summed := found_sum(board, each.head, counts[each.head], chosen.time)) is not None
    }
    rates = {
        head: found_rate(board, head, cells, found, chosen.time, chosen.part)
        for head, cells in columns.items()
        if is_percent_column(cells) or is_bare_percent_column(head, cells)
    }
    rates = _in_one_style(rates, columns)
    wholes = {each.head: _whole(board, each) for each in found if each.rule is not None and not each.misses}
    printed = {
        head: quotient
        for head, rate in rates.items()
        if rate.rule is None and (quotient := printed_rate(head, columns[head], counts, wholes)) is not None
    }
    rates = {head: rate for head, rate in rates.items() if head not in printed}
    score = _score(board, columns, rates, printed, counts, chosen) if scores else None
    grade_head, bands = _grades(columns, score)
    own = {head: cells for head, cells in columns.items() if head not in printed or printed[head].lower}
    rank_head, ranked_by, rank = _rank(table, own, score)
    known = {*counts, *rates, *printed, *([score.head] if score else []), grade_head, rank_head}
    unknown = tuple(head for head in table.heads if head not in known | points)
    order = order_of(table, every, known | points, FoundScore(sheet.total, None) if sheet else score)
    return LearntTable(
        table, chosen, rates, score, bands, grade_head, rank_head, order, unknown, sheet, rank, ranked_by, printed,
        sums=sums,
    )  # fmt: skip


def _whole(board: Board, found: Found) -> int:
    """What all units have of a count, those included that the table does not print."""
    return (found.rule.bits & board.dispatched).bit_count() if found.rule is not None else 0


def _in_one_style(rates: Mapping[str, FoundRate], columns: Mapping[str, Sequence[str]]) -> dict[str, FoundRate]:
    """Rates that print nothing but 100% or 0% are written as the table's others, which show their digits."""
    mute = {head for head in rates if set(columns[head]) <= {"100%", "0%", "", "-", "—", "/"}}
    styles = [rate.rule.style for head, rate in rates.items() if head not in mute and rate.rule]
    usual = max(styles, key=styles.count) if styles else None
    if usual is None or format_number(Fraction(1), usual) != "100%":
        return dict(rates)
    return {
        head: replace(rate, rule=replace(rate.rule, style=usual)) if head in mute and rate.rule else rate
        for head, rate in rates.items()
    }


#: Under this name the time that a whole table goes by is asked for.
WHOLE_TABLE = "时间"


def with_time(board: Board, table: LearntTable, place: int) -> LearntTable:
    """The table by another of the times by which it prints the same: 0 is the one that was taken."""
    chosen = table.chosen
    if place <= 0 or place > len(chosen.other_times):
        return replace(table, chosen=replace(chosen, other_times=()))
    time = chosen.other_times[place - 1]

    def moved(rule: Rule) -> Rule:
        return at_time(board, rule, time) if rule.time == chosen.time else rule

    found = {head: replace(each, rule=moved(each.rule)) if each.rule else each for head, each in chosen.found.items()}
    rates = {
        head: replace(
            each,
            rule=replace(each.rule, numerator=moved(each.rule.numerator), denominator=moved(each.rule.denominator)),
        )
        if each.rule
        else each
        for head, each in table.rates.items()
    }
    return replace(table, chosen=replace(chosen, found=found, time=time, other_times=()), rates=rates)


def nested(table: LearntTable) -> LearntTable:
    """Counts that a rate divides by a part of the orders are of that part too: 返工 over 办理 counts what is closed."""
    found = dict(table.chosen.found)
    rates = dict(table.rates)
    for head, rate in table.rates.items():
        if rate.rule is None or rate.misses or rate.rule.numerator.time != rate.rule.denominator.time:
            continue
        inner = _inside(rate.rule.numerator, rate.rule.denominator)
        for name, each in found.items():
            if each.rule == rate.rule.numerator and not each.misses:
                found[name] = replace(each, rule=inner)
        rates[head] = replace(rate, rule=replace(rate.rule, numerator=inner))
    return replace(table, chosen=replace(table.chosen, found=found), rates=rates)


def _inside(upper: Rule, lower: Rule) -> Rule:
    columns = {atom.column for atom in upper.states}
    more = tuple(atom for atom in lower.states if atom.column not in columns)
    implied = {"closed"} & {atom.column for atom in more} and "closed_on_time" in columns
    return (
        upper
        if not more or implied
        else Rule(upper.time, (*upper.states, *more), upper.subset, upper.bits & lower.bits)
    )


def with_choice(table: LearntTable, head: str, place: int) -> LearntTable:
    """The table with another of the rules that fit a column, as somebody has answered: 0 is the one that was taken."""
    found = table.chosen.found.get(head)
    if found is not None and found.rule is not None and 0 < place <= len(found.others):
        chosen = replace(found, rule=found.others[place - 1], others=())
        rates = {name: _with_rule(rate, found.rule, found.others[place - 1]) for name, rate in table.rates.items()}
        return replace(table, chosen=replace(table.chosen, found={**table.chosen.found, head: chosen}), rates=rates)
    rate = table.rates.get(head)
    if rate is not None and rate.rule is not None and 0 < place <= len(rate.others):
        return replace(table, rates={**table.rates, head: replace(rate, rule=rate.others[place - 1], others=())})
    if found is not None:
        return replace(
            table, chosen=replace(table.chosen, found={**table.chosen.found, head: replace(found, others=())})
        )
    return replace(table, rates={**table.rates, head: replace(rate, others=())}) if rate is not None else table


def _with_rule(rate: FoundRate, old: Rule, new: Rule) -> FoundRate:
    """A rate of what a printed count is of follows its answer: both rules give each unit the same."""
    if rate.rule is None or rate.misses or old not in (rate.rule.numerator, rate.rule.denominator):
        return rate
    upper, lower = (new if each == old else each for each in (rate.rule.numerator, rate.rule.denominator))
    return replace(rate, rule=replace(rate.rule, numerator=upper, denominator=lower))


def _judged(head: str) -> bool:
    return bool(
        _SCORE.search(head) or _RANK.search(head) or (_GRADE.search(head) and not re.search("[数率件量次]", head))
    )


def _counts(cells: Sequence[str]) -> tuple[int, ...]:
    return tuple(0 if is_nothing(cell) else whole(cell) for cell in cells)


def _chosen(board: Board, counts: Mapping[str, Sequence[int]]) -> Chosen:
    candidates = candidates_of(board)
    fits = [head for head, column in counts.items() if exact_rules(candidates, column)]
    parts: list[Atom] = common_part(board, counts, fits)
    return chosen_together(candidates_of(board, parts) if parts else candidates, counts)


def _score(
    board: Board,
    columns: Mapping[str, Sequence[str]],
    rates: Mapping[str, FoundRate],
    printed: Mapping[str, PrintedRate],
    counts: Mapping[str, Sequence[int]],
    chosen: Chosen,
) -> FoundScore | None:
    """The score by weights of rates; where none give it, by points for each order of a count, or by both."""
    sure = {name: column for name, column in counts.items() if (f := chosen.found[name]).rule and not f.misses}
    head = next((head for head, cells in columns.items() if _SCORE.search(head) and is_decimal_column(cells)), None)
    other = next((head for head in columns if _SCORE.search(head) and head not in counts), "")
    if head is None:
        return found_points(other, columns[other], sure) if other else None
    known = [RateColumn(name, exact_of(board, rate.rule), rate.rule.style) for name, rate in rates.items() if rate.rule]
    known += [RateColumn(name, rate.shares, rate.style) for name, rate in printed.items()]
    weighed = found_score(head, columns[head], known)
    if weighed.rule is not None and not weighed.misses:
        return weighed
    cells = columns[head]
    by_items = found_points(head, cells, sure)
    return by_items or found_deducted(head, cells, known, counted(board, sure, chosen.time, chosen.part)) or weighed


def _grades(columns: Mapping[str, Sequence[str]], score: FoundScore | None) -> tuple[str, tuple[Band, ...] | None]:
    for head, cells in columns.items():
        words = {cell for cell in cells if cell}
        if score and _GRADE.search(head) and not any(is_number(cell) for cell in cells) and len(words) <= 8:
            return head, bands_of(columns[score.head], cells)
    return "", None


def _rank(
    table: UnitTable, columns: Mapping[str, Sequence[str]], score: FoundScore | None
) -> tuple[str, str, RankRule | None]:
    """The column of places, what it follows and how; the head is empty for places in place of the rows' numbers."""
    groups = [line.group for line in table.lines]
    places = [(head, columns[head]) for head in columns if _RANK.search(head)]
    if _RANK.search(table.serial):
        places.append(("", table.serials))
    first = [score.head] if score else []
    heads = [*first, *(head for head in reversed([*columns]) if head not in first and not _RANK.search(head))]
    for head, ranks in places:
        for other in heads:
            if (rule := rank_rule(ranks, columns[other], groups)) is not None:
                return head, other, rule
    return "", "", None


def order_of(
    table: UnitTable, columns: Mapping[str, Sequence[str]], known: set[str], score: FoundScore | None
) -> tuple[str, ...]:
    """By what the rows are sorted within their group, as ``-head``; equal ones stand as registered. The score first,
    then the columns from the left. Nothing where no column is sorted or too few differ to tell."""
    groups = [line.group for line in table.lines]
    heads = ([score.head] if score else []) + [head for head in table.heads if head in known]
    numbers = {
        head: [value_of(cell.replace(",", "")) for cell in columns[head]]
        for head in heads
        if all(is_number(cell) for cell in columns[head])
    }
    for head, values in numbers.items():
        for sign in (-1, 1):
            if _sorted(values, groups, sign):
                key = f"{'-' if sign < 0 else ''}{head}"
                return (
                    key,
                    *_second_key(values, groups, {h: v for h, v in numbers.items() if h != head}),
                    "registered",
                )
    return ("registered",)


def _second_key(
    values: Sequence[Fraction], groups: Sequence[str], others: Mapping[str, Sequence[Fraction]]
) -> tuple[str, ...]:
    """What equal rows go by among themselves, where enough of them say so: the first such column."""
    pairs = _equal(values, groups)
    for head, each in others.items():
        for sign in (-1, 1):
            steps = [sign * (each[i + 1] - each[i]) for i in pairs]
            if all(step >= 0 for step in steps) and sum(step > 0 for step in steps) >= _TELLING_PAIRS:
                return (f"{'-' if sign < 0 else ''}{head}",)
    return ()


def _equal(values: Sequence[Fraction], groups: Sequence[str]) -> list[int]:
    """The rows that the next one of their group equals."""
    return [i for i in range(len(values) - 1) if (values[i], groups[i]) == (values[i + 1], groups[i + 1])]


def is_tied(table: LearntTable) -> bool:
    """Whether rows are equal in what they are sorted by, and nothing tells which comes first."""
    keys = [key.removeprefix("-") for key in table.order if key != "registered"]
    if len(keys) != 1 or keys[0] not in table.table.heads:
        return False
    cells = table.table.column(table.table.heads.index(keys[0]))
    return bool(_equal([value_of(cell.replace(",", "")) for cell in cells], [line.group for line in table.table.lines]))


def _sorted(values: Sequence[Fraction], groups: Sequence[str], sign: int) -> bool:
    steps = 0
    for before, after, one, other in zip(values, values[1:], groups, groups[1:], strict=False):
        if one == other:
            if sign * before > sign * after:
                return False
            steps += before != after
    return steps >= 3
