"""Tables against themselves and the text: ranks by scores, growth by the earlier period's column, names of towns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import round_exact
from bulletin_gen.proof.arithmetic import fit, one_digit_apart
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, proven
from bulletin_gen.proof.checks.tables.columns import (
    ColumnContent,
    TableColumn,
    TableView,
    cell_objection,
    cell_proven,
    views,
)
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.names import NameBook
from bulletin_gen.proof.sentences.mentions import Mention, Role

_SCORE = late(r"得分|分数|总分|成绩|综合分|评分")
_EARLIER = late(r"上月|上周|上期|上季|上年|去年|同期")
_BEFORE_NAME = late(r"^.*(?:其次|依次|分别|最多的?|最少的?)(?:是|为)")
#: A name before its number: 甲局,为; and how far before the number it may begin.
_APART, _APART_REACH = late(r"(?P<name>[^,;。:是为]{2,12}),为$"), 15
#: A rule needs so many rows.
_ROWS = 4


def check_ranks(discourse: Discourse) -> Iterator[Objection | Proven]:
    """名次 by the only column of scores; 环比 by the column of the earlier period."""
    for seen in discourse.once(views):
        yield from _ranks(seen)
        yield from _growth(seen)


def check_named(discourse: Discourse) -> Iterator[Objection | Proven]:
    """What the text says of units of the table by a slip: their number, or their name."""
    tables = [seen for seen in discourse.once(views) if len(seen.names) >= _ROWS]
    books = [(seen, NameBook(seen.names)) for seen in tables]
    for utterance in discourse.utterances:
        for seen, book in books:
            yield from _slips(utterance, seen, book)
            yield from _whole_rates(utterance, seen)
        yield from _towns(utterance, tables)


def _ranks(seen: TableView) -> Iterator[Objection | Proven]:
    ranks = [each for each in seen.of(ColumnContent.RANK) if re.search(r"排名|名次|位次", each.head)]
    scores = [each for each in seen.of(ColumnContent.NUMBER, ColumnContent.COUNT) if _SCORE.search(each.head)]
    if len(ranks) != 1:
        return
    if len(scores) != 1:
        scores = _ranked_by(seen, ranks[0])
    if len(scores) != 1:
        return
    rank, score = ranks[0], scores[0]
    rows = [row for row in seen.data() if rank.figures[row] and score.figures[row]]
    values = [_value(score, row) for row in rows]
    places = [Fraction(1 + sum(1 for each in values if each > value)) for value in values]
    off = [i for i, row in enumerate(rows) if _value(rank, row) != places[i]]
    if len(rows) < _ROWS or len(off) > 1:
        return
    for i, row in enumerate(rows):
        if i not in off:
            yield cell_proven("order", seen.table.rows[row], rank.place)
        elif values.count(values[i]) == 1:
            words = (number(places[i]), f"按“{score.head}”由高到低，{number(values[i])}排第{number(places[i])}")
            yield cell_objection("order", Gravity.WRONG, seen.table.rows[row], rank.place, words)


def _ranked_by(seen: TableView, rank: TableColumn) -> list[TableColumn]:
    """The column by which all rows but one at most are ranked, the greatest first."""
    found = []
    for column in seen.of(ColumnContent.RATE, ColumnContent.COUNT, ColumnContent.NUMBER, ColumnContent.SHARE):
        rows = [row for row in seen.data() if rank.figures[row] and column.figures[row]]
        values = [_value(column, row) for row in rows]
        off = [
            row
            for row, value in zip(rows, values, strict=True)
            if _value(rank, row) != 1 + sum(1 for each in values if each > value)
        ]
        if len(rows) >= _ROWS and len(set(values)) >= _ROWS - 1 and len(off) <= 1:
            found.append((len(off), column))
    least = min((each[0] for each in found), default=0)
    return [column for off, column in found if off == least]


def _value(column: TableColumn, row: int) -> Fraction:
    figure = column.figures[row]
    assert figure
    return figure.value


def _growth(seen: TableView) -> Iterator[Objection | Proven]:
    """(本月-上月)÷上月, where the table has both columns and most rows keep to it."""
    counts = seen.of(ColumnContent.COUNT, ColumnContent.NUMBER)
    counts = [each for each in counts if not any(figure.percent for figure in each.figures if figure)]
    earlier = [each for each in counts if _EARLIER.search(each.head)]
    now = [each for each in counts if not _EARLIER.search(each.head)]
    earlier = earlier or now
    yield from _differences(seen)
    for growth in seen.of(ColumnContent.GROWTH):
        best: tuple[list[int], list[int]] = ([], [])
        pair: tuple[TableColumn, TableColumn] | None = None
        for one in now:
            for base in earlier:
                if one is base:
                    continue
                rows = [r for r, g in enumerate(growth.figures) if g and one.figures[r] and base.figures[r]]
                rows = [r for r in rows if _value(base, r)]
                right = [r for r in rows if _grows(growth, one, base, r)]
                if len(right) > len(best[0]):
                    best, pair = (right, [r for r in rows if r not in right]), (one, base)
        if pair and len(best[0]) >= 3 and len(best[1]) * 2 <= len(best[0]):
            yield from _said(seen, growth, pair, best)


def _differences(seen: TableView) -> Iterator[Objection | Proven]:
    """增减: one column less another, where most rows keep to it and some are not nothing."""
    for column in seen.of(ColumnContent.NUMBER, ColumnContent.COUNT):
        if not re.search(r"增减|差额|变化", column.head) or any(each.percent for each in column.figures if each):
            continue
        counts = [each for each in seen.of(ColumnContent.COUNT) if each is not column]
        for one, other in permutations(counts, 2):
            rows = [r for r, each in enumerate(column.figures) if each and one.figures[r] and other.figures[r]]
            off = [r for r in rows if _value(one, r) - _value(other, r) != _value(column, r)]
            telling = [r for r in rows if r not in off and _value(column, r)]
            if len(telling) >= 3 and len(off) * 3 <= len(rows):
                yield from _less(seen, column, (one, other), off)
                break


def _less(
    seen: TableView, column: TableColumn, pair: tuple[TableColumn, TableColumn], off: Sequence[int]
) -> Iterator[Objection]:
    for row in off:
        one, other = _value(pair[0], row), _value(pair[1], row)
        why = f"本列等于{pair[0].head}-{pair[1].head}：{number(one)}-{number(other)}={number(one - other)}"
        gravity = Gravity.WRONG if len(off) == 1 else Gravity.DOUBTFUL
        yield cell_objection("difference", gravity, seen.table.rows[row], column.place, (number(one - other), why))


def _whole_rates(utterance: Utterance, seen: TableView) -> Iterator[Objection | Proven]:
    """总体满意率 in the text, in a sentence with the total row's counts: the rate of that row."""
    for rate in utterance.mentions:
        if rate.role is not Role.RATE or not rate.quantity.is_percent:
            continue
        here = {each.quantity.value for each in utterance.counts() if each.sentence == rate.sentence}
        for row in (i for i, total in enumerate(seen.totals) if total):
            counts = {figure.value for column in seen.of(ColumnContent.COUNT) if (figure := column.figures[row])}
            columns = [each for each in seen.of(ColumnContent.RATE) if each.head and rate.name.endswith(each.head)]
            figure = columns[0].figures[row] if len(columns) == 1 else None
            overall = re.match(r"(?:全[市县区镇]|总体|整体|综合|合计|平均|总)", rate.name or "")
            if (
                figure is None
                or not (len(here & counts) >= 2 or overall)
                or figure.shown.digits != rate.quantity.shown.digits
            ):
                continue
            if figure.value == rate.quantity.shown.value:
                yield proven("text_table", utterance, (rate.begin, rate.end))
            else:
                said = f"{round_exact(figure.value, figure.shown.digits)}%"
                words = (printed(utterance, rate), said, f"表中合计行的{columns[0].head}是{said}")
                yield objection("text_table", Gravity.DOUBTFUL, utterance, (rate.begin, rate.end), words)


def _grows(growth: TableColumn, now: TableColumn, base: TableColumn, row: int) -> bool:
    figure = growth.figures[row]
    assert figure
    change = _value(now, row) - _value(base, row)
    same_way = change * figure.value > 0 or (not change and not figure.value)
    slack = sum(
        (each.shown.step / 2 for c in (now, base) if (each := c.figures[row]) and each.shown.digits), Fraction(0)
    )
    if slack and _value(base, row) > slack:
        low = 100 * (change - slack) / (_value(base, row) + slack)
        high = 100 * (change + slack) / (_value(base, row) - slack)
        return low <= figure.value <= high
    return same_way and bool(fit(100 * change / _value(base, row), figure.shown))


def _said(
    seen: TableView, growth: TableColumn, pair: tuple[TableColumn, TableColumn], rows: tuple[list[int], list[int]]
) -> Iterator[Objection | Proven]:
    for row in rows[0]:
        yield cell_proven("growth", seen.table.rows[row], growth.place)
    for row in rows[1]:
        now, base = _value(pair[0], row), _value(pair[1], row)
        figure = growth.figures[row]
        assert figure
        sign = "-" if now < base else ""
        follows = sign + percent(abs(now - base), base, figure.shown.digits)
        why = f"本列等于({pair[0].head}-{pair[1].head})÷{pair[1].head}：({number(now)}-{number(base)})÷{number(base)}"
        gravity = Gravity.WRONG if len(rows[1]) == 1 else Gravity.DOUBTFUL
        yield cell_objection("growth", gravity, seen.table.rows[row], growth.place, (follows, why))


def _slips(utterance: Utterance, seen: TableView, book: NameBook) -> Iterator[Objection]:
    """甲局（208件），乙局（123件）: beside one that is the column's, one that misses it by a digit."""
    by_sentence: dict[tuple[int, str], list[tuple[Mention, int]]] = {}
    for each in utterance.counts():
        if (row := _row_of(utterance, each, book)) is not None:
            by_sentence.setdefault((each.sentence, each.quantity.unit), []).append((each, row))
    for pairs in by_sentence.values():
        if len(pairs) < 2:
            continue
        for column in seen.of(ColumnContent.COUNT):
            figures = [(mention, column.figures[row], row) for mention, row in pairs]
            off = [
                (mention, figure, row)
                for mention, figure, row in figures
                if figure and figure.value != mention.quantity.value
            ]
            told = all(figure for _, figure, _ in figures) and len(off) == 1
            if told and not _in_row(seen, off[0][2], off[0][0].quantity.value):
                mention, figure, _ = off[0]
                if figure and one_digit_apart(figure.value, mention.quantity.value):
                    why = f"同句别的单位的数与表中“{column.head}”一致，表中该单位是{number(figure.value)}"
                    words = (printed(utterance, mention), number(figure.value), why)
                    yield objection("text_table", Gravity.DOUBTFUL, utterance, (mention.begin, mention.end), words)


def _row_of(utterance: Utterance, mention: Mention, book: NameBook) -> int | None:
    """The row of the unit that a count's label names, also behind 其次为."""
    names = (mention.label, _BEFORE_NAME.sub("", mention.words).strip("("))
    apart = _APART.search(utterance.text, max(mention.start - _APART_REACH, 0), mention.start)
    every = [*names, *([apart["name"]] if apart else [])]
    return next((row for name in every if name and (row := book.row(name)) is not None), None)


def _in_row(seen: TableView, row: int, value: Fraction) -> bool:
    figures = (column.figures[row] for column in seen.columns)
    return any(each.value == value for each in figures if each)


def _towns(utterance: Utterance, tables: Sequence[TableView]) -> Iterator[Objection]:
    """太平镇 in the text, 太平乡 in the table."""
    every = {re.sub(r"\s", "", name) for seen in tables for name in seen.names}
    for name in sorted(every):
        town = re.fullmatch(r"(?P<stem>[\u4e00-\u9fff]{2,4})(?P<sort>镇|乡|街道)", name)
        if not town:
            continue
        for match in re.finditer(
            rf"(?:^|(?<=[、,。;:(和及与])){town['stem']}(?:镇|乡|街道)(?![\u4e00-\u9fff]{{0,2}}(?:村|社区))",
            utterance.text,
        ):
            if match[0] != name and match[0] not in every:
                words = (match[0], name, f"表中没有“{match[0]}”，有“{name}”")
                yield objection("name", Gravity.DOUBTFUL, utterance, match.span(), words)
