"""Rates and shares in tables: which columns they come from is inferred from the rows, and held against the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from msgspec import Struct

from bulletin_gen.proof.arithmetic import bases, percent_fit, possible, whole_bases
from bulletin_gen.proof.checks.evidence import number, percent
from bulletin_gen.proof.checks.tables.columns import (
    ColumnContent,
    Figures,
    TableColumn,
    TableView,
    cell_objection,
    cell_proven,
    figure_pairs,
    is_of_measures,
    views,
)
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Gravity, Objection, Proven

#: A rule is believed when so many of the rows that can tell follow it, and so many there are.
_AGREE = Fraction(85, 100)
_ROWS = 3
#: So many rows make a rule that one row breaks.
_MANY = 8


class Quotients(Struct, frozen=True):
    """A rule for a column of rates: part ÷ whole, or what is left of the whole."""

    part: TableColumn
    whole: TableColumn
    rest: bool

    def fit(self, row: int, rate: Figures) -> str | None:
        """How the row's rate follows; ``None`` where it does not, ``blank`` where the whole is nothing."""
        part, whole = self.part.figures[row], self.whole.figures[row]
        if not part or not whole:
            return "blank"
        if not whole.value:
            return "blank"
        return percent_fit(self.taken(part, whole), whole.value, rate.shown)

    def taken(self, part: Figures, whole: Figures) -> Fraction:
        """What is divided."""
        return whole.value - part.value if self.rest else part.value


def check_table_rates(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every column of rates and of shares."""
    for seen in discourse.once(views):
        if is_of_measures(seen):
            continue
        for column in seen.of(ColumnContent.RATE):
            yield from _rates(seen, column)
        for column in seen.of(ColumnContent.GROWTH):
            yield from _growth(seen, column)
        for column in seen.of(ColumnContent.SHARE):
            shares = list(_shares(discourse, seen, column))
            yield from shares or (_rates(seen, column) if _rule(seen, column) else ())


def _rates(seen: TableView, column: TableColumn) -> Iterator[Objection | Proven]:
    rule = _rule(seen, column)
    if rule is None:
        yield from _unexplained(seen, column)
        return
    for row, rate in enumerate(column.figures):
        how = rule.fit(row, rate) if rate else "blank"
        if how and how != "blank":
            yield cell_proven("rate", seen.table.rows[row], column.place, how)
        if rate and (how is None or how == "cut"):
            yield _off(seen, column, rule, row, how)


def _off(seen: TableView, column: TableColumn, rule: Quotients, row: int, how: str | None) -> Objection:
    part, whole, rate = rule.part.figures[row], rule.whole.figures[row], column.figures[row]
    assert part and whole and rate
    taken = rule.taken(part, whole)
    head = f"{rule.whole.head}-{rule.part.head}" if rule.rest else rule.part.head
    follows = percent(taken, whole.value, rate.shown.digits)
    exact = percent(taken, whole.value, rate.shown.digits + 2)
    why = f"本列等于{head}÷{rule.whole.head}：{number(taken)}÷{number(whole.value)}={exact}"
    kind, gravity = ("rounding", Gravity.DOUBTFUL) if how else ("rate", Gravity.WRONG)
    others = [i for i, each in enumerate(column.figures) if each and _tells(rule, i, each)]
    agreeing = sum(1 for i in others if rule.fit(i, _figure(column, i)))
    if how is None and (seen.totals[row] or agreeing < _AGREE * len(others)):
        gravity = Gravity.DOUBTFUL
    return cell_objection(kind, gravity, seen.table.rows[row], column.place, (follows, why))


def _rule(seen: TableView, column: TableColumn) -> Quotients | None:
    """The two columns that explain the rates, where rows enough tell and agree."""
    best: tuple[tuple[Fraction, int, int], Quotients] | None = None
    for part, whole in permutations(seen.of(ColumnContent.COUNT), 2):
        for rest in (False, True):
            rule = Quotients(part, whole, rest)
            if (weight := _weight(column, rule, seen.totals)) and (best is None or weight > best[0]):
                best = weight, rule
    return best[1] if best else None


def _weight(column: TableColumn, rule: Quotients, totals: Sequence[bool]) -> tuple[Fraction, int, int] | None:
    """How well a rule explains a column: agreement of the telling rows, the names' likeness, plainness."""
    telling = [row for row, rate in enumerate(column.figures) if rate and _tells(rule, row, rate)]
    fitting = sum(1 for row in telling if rule.fit(row, _figure(column, row)))
    named = _alike(rule.part.head, column.head)
    enough = len(telling) >= _ROWS or (named and len(telling) >= 1)
    units = [row for row in telling if not totals[row]]  # of a total its counts may be wrong
    missing = [row for row in units if not rule.fit(row, _figure(column, row))]
    whole_but_one = len(telling) >= _ROWS and fitting == len(telling) - 1
    units_but_one = len(units) >= _ROWS and len(missing) == 1
    all_but_one = bool(named) and not rule.rest and (whole_but_one or units_but_one)
    all_but_one = all_but_one or (units_but_one and len(units) >= _ROWS + 2 and not rule.rest)
    if not enough or (fitting < _AGREE * len(telling) and not all_but_one):
        return _trivial(column, rule) if len(telling) <= 1 else None
    return Fraction(fitting, len(telling)), named + _is_due(rule.whole.head), 0 if rule.rest else 1


def _trivial(column: TableColumn, rule: Quotients) -> tuple[Fraction, int, int] | None:
    """A column of 0% and 100% only is explained by columns whose heads say so."""
    rows = [(row, rate) for row, rate in enumerate(column.figures) if rate]
    named = _alike(rule.part.head, column.head) and not rule.rest
    fitting = sum(1 for row, rate in rows if rule.fit(row, rate))
    if not named or not rows or fitting < len(rows) * (_AGREE if len(rows) >= _MANY else 1):
        return None
    return Fraction(1), 1 + _is_due(rule.whole.head), 1


def _figure(column: TableColumn, row: int) -> Figures:
    figure = column.figures[row]
    assert figure
    return figure


def _tells(rule: Quotients, row: int, rate: Figures) -> bool:
    """Whether a row can tell rules apart: neither 0% nor 100%, and a whole that is not nothing."""
    whole = rule.whole.figures[row]
    return rate.value not in (0, 100) and bool(whole and whole.value and rule.part.figures[row])


def _alike(count: str, rate: str) -> int:
    """Whether a count's head names what a rate's head names: 按期办理数 and 按期办结率."""
    stem, other = _stem(rate), _stem(count)
    alike = sum(1 for sign in stem if sign in other)
    return int(bool(stem) and bool(other) and alike * 4 >= len(stem) * 3 and alike * 4 >= len(other) * 3)


def _stem(head: str) -> str:
    """A head's meaning: 按期办结率, 按期办理数（件） → 按期办."""
    return re.sub(r"办理|办结|结案", "办", re.sub(r"[(（][^)）]*[)）]|已|工单|案件|[数量件率]", "", head))


def _is_due(head: str) -> int:
    return int(head.startswith("应") or bool(re.search(r"受理|派|交办|总", head)))


def _unexplained(seen: TableView, column: TableColumn) -> Iterator[Objection | Proven]:
    """Rates whose columns are not in the table: can they be rates of so many at all?"""
    counts = seen.of(ColumnContent.COUNT)
    part = next((each for each in counts if _alike(each.head, column.head)), None)
    if part is not None:
        yield from _of_unknown_whole(seen, column, part)
    elif counts and counts[0].place < column.place:
        yield from _of_at_most(seen, column, counts[0])


def _of_unknown_whole(seen: TableView, column: TableColumn, part: TableColumn) -> Iterator[Objection | Proven]:
    pairs = list(figure_pairs(column, part))
    off = [row for row, rate, count in pairs if not _has_whole(rate, count)]
    for row, _, count in pairs:
        if row not in off:
            yield cell_proven("rate_possible", seen.table.rows[row], column.place)
        elif len(pairs) >= _MANY and len(off) <= len(pairs) * (1 - _AGREE):
            why = f"没有哪个整数作分母，能由“{part.head}”{number(count.value)}得出这个比率"
            words = ("由整数分母得出的比率", why)
            yield cell_objection("rate_possible", Gravity.DOUBTFUL, seen.table.rows[row], column.place, words)


def _has_whole(rate: Figures, count: Figures) -> bool:
    """Whether some whole number makes this rate of this count; nothing of anything is 0%."""
    if not count.value or not rate.value:
        return count.value == rate.value
    bounds = bases(count.value, rate.shown)
    return bounds is not None and bounds[1].__floor__() >= max(bounds[0], count.value)


def _of_at_most(seen: TableView, column: TableColumn, count: TableColumn) -> Iterator[Objection | Proven]:
    """The rates of few orders: the impossible are asked about, and those that break what all other rows keep to."""
    pairs = [(row, rate, most) for row, rate, most in figure_pairs(column, count) if not seen.totals[row]]
    pairs = [each for each in pairs if each[2].value and each[1].value <= 100]
    exact = _exactly_of(pairs)
    for row, rate, most in pairs:
        if not possible(rate.shown, int(most.value)):
            why = f"{count.head}{number(most.value)}以内的任何两个数相除都得不出这个比率，除非分母另有所指"
            words = ("分母是否大于" + count.head, why)
            yield cell_objection("rate_possible", Gravity.DOUBTFUL, seen.table.rows[row], column.place, words)
        elif exact and not _is_of(rate, most):
            near = (rate.value * most.value / 100).__floor__()
            options = [percent(Fraction(part), most.value, rate.shown.digits) for part in (near, near + 1)]
            why = f"其他各行的比率都是{count.head}的几分之几，{number(most.value)}件中取多少件都得不出这一个"
            words = ("或".join(options), why)
            yield cell_objection("rate_possible", Gravity.DOUBTFUL, seen.table.rows[row], column.place, words)
        else:
            yield cell_proven("rate_possible", seen.table.rows[row], column.place)


def _exactly_of(pairs: Sequence[tuple[int, Figures, Figures]]) -> bool:
    """Whether the rates are of just these counts: in nearly all rows that can tell some whole part gives the rate."""
    telling = [(rate, most) for _, rate, most in pairs if rate.value not in (0, 100) and _can_tell(rate, most)]
    fitting = sum(1 for rate, most in telling if _is_of(rate, most))
    return len(telling) >= 5 and fitting >= len(telling) * _AGREE


def _can_tell(rate: Figures, most: Figures) -> bool:
    """Whether a rate of so many is seldom printed so by chance: the parts stand far apart."""
    return bool(most.value * 4 <= 100 * 10**rate.shown.digits)


def _is_of(rate: Figures, most: Figures) -> bool:
    near = (rate.value * most.value / 100).__floor__()
    return any(percent_fit(Fraction(part), most.value, rate.shown) for part in (near, near + 1))


def _growth(seen: TableView, column: TableColumn) -> Iterator[Objection | Proven]:
    """同比, 环比 columns: whole earlier counts that give them, of the counts on their left."""
    counts = [each for each in seen.of(ColumnContent.COUNT) if each.place < column.place]
    counts = [each for each in counts if not re.search(r"去年|上年|同期|上一?[月周季期]|前期|20\d\d年", each.head)]
    rows = [row for row, figure in enumerate(column.figures) if figure and counts and counts[-1].figures[row]]
    right = [row for row in rows if whole_bases(_figure(counts[-1], row).value, _figure(column, row).shown)]
    if len(right) < 2 or len(right) < _AGREE * len(rows):
        return
    for row in rows:
        if row in right:
            yield cell_proven("growth_base", seen.table.rows[row], column.place)
        else:
            now = number(_figure(counts[-1], row).value)
            words = ("由整数原数得出的幅度", f"没有哪个整数作原数，能由{now}得出这个增减幅度")
            yield cell_objection("growth_base", Gravity.WRONG, seen.table.rows[row], column.place, words)


def _shares(discourse: Discourse, seen: TableView, column: TableColumn) -> Iterator[Objection | Proven]:
    """占比 columns: each count ÷ one base, the total row's or a number of the text."""
    counts = [each for each in seen.of(ColumnContent.COUNT) if each.place < column.place]
    counts = counts or seen.of(ColumnContent.COUNT)
    if not counts:
        return
    part = counts[-1]
    base = _base(discourse, seen, column, part)
    if base is None:
        explained = _of_another_column(discourse, seen, column, counts[:-1])
        if explained is None:
            return
        part, base = explained
    for row, share in enumerate(column.figures):
        count = part.figures[row]
        if not share or not count:
            continue
        yield from _share(seen, column, row, (count.value, base))
    yield from _whole_shares(seen, column)


def _of_another_column(
    discourse: Discourse, seen: TableView, column: TableColumn, counts: Sequence[TableColumn]
) -> tuple[TableColumn, Fraction] | None:
    """The count column further left, with its base, that explains the shares: 2030年, 2029年, 占比."""
    found = []
    for part in counts:
        base = _base(discourse, seen, column, part)
        rows = [row for row in seen.data() if column.figures[row] and part.figures[row]]
        if base is not None and (fitting := _rounded(base, column, part, rows)) >= _ROWS:
            found.append((fitting, part.place, part, base))
    return max(found, key=lambda each: each[:2])[2:] if found else None


def _share(
    seen: TableView, column: TableColumn, row: int, of: tuple[Fraction, Fraction]
) -> Iterator[Objection | Proven]:
    share, printed = _figure(column, row), seen.table.rows[row]
    how = percent_fit(*of, share.shown)
    if how:
        yield cell_proven("share", printed, column.place, how)
    if how in ("rounded", "both"):
        return
    follows = percent(*of, share.shown.digits)
    why = f"{number(of[0])}÷{number(of[1])}={percent(*of, share.shown.digits + 2)}"
    close = abs(100 * of[0] / of[1] - share.value) <= 2 * share.shown.step
    kind, gravity = ("rounding", Gravity.DOUBTFUL) if how or (close and seen.totals[row]) else ("share", Gravity.WRONG)
    yield cell_objection(kind, gravity, printed, column.place, (follows, why))


def _whole_shares(seen: TableView, column: TableColumn) -> Iterator[Proven]:
    """合计 100% over shares that do add up to a hundred, within rounding."""
    data = [_figure(column, row) for row in seen.data() if column.figures[row]]
    total = sum((each.value for each in data), Fraction(0))
    adds_up = bool(data) and abs(total - 100) <= len(data) * data[0].shown.step / 2
    for row, figure in enumerate(column.figures):
        if seen.totals[row] and figure and figure.value == 100 and adds_up:
            yield cell_proven("share_sum", seen.table.rows[row], column.place)


def _base(discourse: Discourse, seen: TableView, column: TableColumn, part: TableColumn) -> Fraction | None:
    """The number of which most rows are the printed share."""
    rows = [row for row in seen.data() if column.figures[row] and part.figures[row]]
    totals = [part.figures[row] for row, total in enumerate(seen.totals) if total]
    candidates = [each.value for each in totals if each]
    candidates += [sum((_figure(part, row).value for row in rows), Fraction(0))]
    candidates += [mention.quantity.value for _, mention in discourse.all_counts()]
    explaining = [each for each in _unique(candidates) if _explains(each, column, part, rows)]
    return max(explaining, key=lambda each: _rounded(each, column, part, rows), default=None)


def _rounded(base: Fraction, column: TableColumn, part: TableColumn, rows: Sequence[int]) -> int:
    """How many rows a base explains by rounding."""
    fits = (percent_fit(_figure(part, row).value, base, _figure(column, row).shown) for row in rows)
    return sum(1 for fit in fits if fit in ("both", "rounded"))


def _unique(values: Sequence[Fraction]) -> Iterator[Fraction]:
    yield from dict.fromkeys(each for each in values if each > 0)


def _explains(base: Fraction, column: TableColumn, part: TableColumn, rows: Sequence[int]) -> bool:
    fitting = sum(1 for row in rows if percent_fit(_figure(part, row).value, base, _figure(column, row).shown))
    return len(rows) >= 2 and fitting >= max(2, (_AGREE * len(rows)).__floor__())
