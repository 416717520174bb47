"""Sums in tables (total rows, total columns), heads that change from page to page, order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.adding.addends import near
from bulletin_gen.proof.checks.evidence import number
from bulletin_gen.proof.checks.tables.columns import (
    ColumnContent,
    TableColumn,
    TableView,
    cell_objection,
    cell_proven,
    is_of_measures,
    views,
)
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Gravity, Objection, Proven, quoted
from bulletin_gen.proof.reading.publication import PrintedTable
from bulletin_gen.proof.sentences.numerals import numeral

_AGREE = Fraction(85, 100)
#: A smaller sum may be some other number by chance.
_TELLING = 50
_NUMERAL = r"\d{1,2}|[一二三四五六七八九十]"
_SUM_HEAD = late(r"合计|总计|小计|总分|总得分|综合得分|总数|总量|共计")


class RowSum(Struct, frozen=True):
    """A column that is the sum of neighbouring columns."""

    total: TableColumn
    parts: tuple[TableColumn, ...]

    def sum(self, row: int) -> Fraction | None:
        """The parts' sum in a row; ``None`` where one has no number."""
        figures = [part.figures[row] for part in self.parts]
        return sum((each.value for each in figures if each), Fraction(0)) if any(figures) else None

    def telling(self, row: int) -> bool:
        """Whether the row can tell: two parts at least are not nothing."""
        return sum(1 for part in self.parts if (each := part.figures[row]) and each.value) >= 2


def check_table_sums(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Total rows, total columns, repeated heads and the order of rows."""
    yield from check_captions(discourse)
    for seen in discourse.once(views):
        table = seen.table
        if is_of_measures(seen):
            continue
        for column in seen.of(ColumnContent.COUNT):
            yield from _total_rows(seen, column)
            yield from _total_elsewhere(discourse, seen, column)
        yield from _row_sums(seen)
        yield from _heads(table)
        yield from _order(seen)


def _total_rows(seen: TableView, column: TableColumn) -> Iterator[Objection | Proven]:
    since: list[Fraction] = []
    whole: list[Fraction] = []
    for row, figure in enumerate(column.figures):
        value = figure.value if figure else Fraction(0)
        if not seen.totals[row]:
            since.append(value)
            whole.append(value)
            continue
        if figure and len(whole) >= 2:
            yield from _total(seen, column, row, (since, whole))
        since = []


def _total_elsewhere(discourse: Discourse, seen: TableView, column: TableColumn) -> Iterator[Proven]:
    """A column without a total row that makes up a number of the text or of another column."""
    if any(seen.totals) or len(column.figures) < 2:
        return
    total = sum((figure.value for figure in column.figures if figure), Fraction(0))
    stated = {mention.quantity.value for _, mention in discourse.all_counts()}
    cells = {
        figure.value
        for other in seen.of(ColumnContent.COUNT)
        if other is not column
        for figure in other.figures
        if figure
    }
    if total >= _TELLING and total in stated | cells:
        yield cell_proven("sum", seen.table.rows[0], column.place)


def _total(
    seen: TableView, column: TableColumn, row: int, runs: tuple[list[Fraction], list[Fraction]]
) -> Iterator[Objection | Proven]:
    figure = column.figures[row]
    assert figure
    sums = [sum(run, Fraction(0)) for run in runs if len(run) >= 2]
    if figure.value in sums:
        yield cell_proven("sum", seen.table.rows[row], column.place)
    elif sums and (gravity := _total_gravity(seen, row, figure.value, sums[-1])):
        why = f"本列各行相加得{number(sums[-1])}"
        yield cell_objection("sum", gravity, seen.table.rows[row], column.place, (number(sums[-1]), why))


def _total_gravity(seen: TableView, row: int, printed: Fraction, total: Fraction) -> Gravity | None:
    """Sure where another column adds up or the total just misses; a doubt where it does not seem to be a sum at all."""
    others = 0
    for column in seen.of(ColumnContent.COUNT):
        figure = column.figures[row]
        each = sum((f.value for i, f in enumerate(column.figures) if f and not seen.totals[i]), Fraction(0))
        others += bool(figure and figure.value == each and each)
    if others or near(total, printed):
        return Gravity.WRONG
    return Gravity.DOUBTFUL if total > printed else None


def _row_sums(seen: TableView) -> Iterator[Objection | Proven]:
    numeric = seen.of(ColumnContent.COUNT, ColumnContent.NUMBER)
    for column in (each for each in numeric if each.content is ColumnContent.COUNT or _SUM_HEAD.search(each.head)):
        rule = _sum_rule(seen, column, numeric)
        if rule:
            yield from _by_sum_rule(seen, rule)


def _sum_rule(seen: TableView, column: TableColumn, numeric: Sequence[TableColumn]) -> RowSum | None:
    """The longest run of columns beside this one that add up to it in nearly all rows that tell."""
    named = bool(_SUM_HEAD.search(column.head))
    at = list(numeric).index(column)
    before = [tuple(numeric[i:at]) for i in range(at - 1)]
    after = [tuple(numeric[at + 1 : i]) for i in range(len(numeric), at + 2, -1)]
    for parts in (*before, *after):
        rule = RowSum(column, parts)
        rows = [row for row, figure in enumerate(column.figures) if figure and rule.telling(row)]
        fitting = sum(1 for row in rows if rule.sum(row) == _value(column, row))
        kinds = {tuple(_value(each, row) for each in (column, *parts)): row for row in rows}
        varied = sum(1 for row in kinds.values() if rule.sum(row) == _value(column, row))
        enough = len(kinds) >= (2 if named else 5) and len(rows) >= 3 and varied * 4 >= len(kinds) * 3
        opposite = len(parts) == 2 and _are_opposite(parts[0].head, parts[1].head)
        if opposite and len(kinds) >= 4 and fitting >= max(len(rows) - 1, 3):
            return rule
        whole_too = any(seen.totals[row] and rule.sum(row) == _value(column, row) for row in rows)
        if whole_too and len(kinds) >= 5 and fitting >= max(len(rows) - 1, 4) and len(parts) == 2:
            if any(re.search("增减|差|较|变化", each.head) for each in (column, *parts)):
                continue  # a difference has a rule of its own
            return rule
        if enough and (fitting >= _AGREE * len(rows) or (named and fitting >= max(len(rows) - 1, 3))):
            return rule
    return None


def _are_opposite(one: str, other: str) -> bool:
    """Whether the heads of two columns make up a whole between them: 满意件数, 不满意件数."""
    shorter, longer = sorted((re.sub(r"[(（].*", "", each) for each in (one, other)), key=len)
    if longer in (f"不{shorter}", f"未{shorter}", f"非{shorter}", f"无{shorter}"):
        return True
    late = next((each for each in (one, other) if re.search("超期|逾期|超时|未按[期时]", each)), None)
    timely = other if late == one else one
    return late is not None and bool(re.search("(?<!未)按[期时]|及时", timely)) and not re.search("率", one + other)


def _value(column: TableColumn, row: int) -> Fraction | None:
    figure = column.figures[row]
    return figure.value if figure else None


def _by_sum_rule(seen: TableView, rule: RowSum) -> Iterator[Objection | Proven]:
    column = rule.total
    for row, figure in enumerate(column.figures):
        total = rule.sum(row)
        if not figure or total is None:
            continue
        if total == figure.value:
            yield cell_proven("row_sum", seen.table.rows[row], column.place)
        else:
            heads = "＋".join(part.head for part in rule.parts)
            gravity = Gravity.WRONG if _SUM_HEAD.search(column.head) else Gravity.DOUBTFUL
            words = (number(total), f"其他各行本列都等于{heads}，本行相加得{number(total)}")
            yield cell_objection("row_sum", gravity, seen.table.rows[row], column.place, words)


def _heads(table: PrintedTable) -> Iterator[Objection]:
    """A head that reads otherwise on a later page."""
    for row in table.repeated:
        for place, cell in enumerate(row.cells):
            name = re.sub(r"\s+", "", cell)
            if place < len(table.heads) and name != table.heads[place]:
                start = row.raw.find(cell)
                why = f"同一表格前面的表头是“{table.heads[place]}”"
                quote = quoted(row.raw, max(start - 12, 0), start + len(cell))
                yield Objection(
                    "header", Gravity.WRONG, quote, cell, table.heads[place], why, row.line, start, row.where
                )
                break


def check_captions(discourse: Discourse) -> Iterator[Proven]:
    """前五, 十大 above a table of as many rows."""
    for seen in discourse.once(views):
        table = seen.table
        match = re.search(rf"前({_NUMERAL})[位名]?|({_NUMERAL})大", table.caption)
        if match and numeral(match[1] or match[2]) == len(seen.data()):
            yield Proven("count", table.caption, table.rows[0].line)


def _order(seen: TableView) -> Iterator[Proven]:
    """Tables in falling order of a column."""
    data = seen.data()
    for column in seen.of(ColumnContent.COUNT, ColumnContent.NUMBER):
        values = [value for row in data if (value := _value(column, row)) is not None]
        falls = all(one >= other for one, other in zip(values, values[1:], strict=False))
        if len(values) >= 3 and len(set(values)) > 1 and falls:
            yield cell_proven("order", seen.table.rows[data[0]], column.place)
            if seen.table.caption:
                yield Proven("order", seen.table.caption, seen.table.rows[0].line)
            return
