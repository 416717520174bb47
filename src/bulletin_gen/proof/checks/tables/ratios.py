"""Columns of one number for each of another (每万人, 每百户, 席均): which two is inferred from the rows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import fit
from bulletin_gen.proof.checks.evidence import number
from bulletin_gen.proof.checks.tables.columns import ColumnContent, TableColumn, TableView, cell_objection, views
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Gravity, Objection

#: So many rows must follow a rule that one breaks.
_ROWS = 4
_PER = late(r"每|均|/|比")


def check_table_ratios(discourse: Discourse) -> Iterator[Objection]:
    """Every column of such numbers with one row that does not follow."""
    for seen in discourse.once(views):
        for column in seen.of(ColumnContent.NUMBER):
            plain = [figure for figure in column.figures if figure]
            if not _PER.search(column.head) or any(each.percent for each in plain):
                continue
            if any(each.shown.digits for each in plain):
                yield from _judged(seen, column)


def _judged(seen: TableView, column: TableColumn) -> Iterator[Objection]:
    others = [each for each in seen.of(ColumnContent.COUNT, ColumnContent.NUMBER) if each is not column]
    for part, whole in permutations(others, 2):
        for times in (1, 100, 1000, 10000):
            rows = [
                row
                for row, figure in enumerate(column.figures)
                if figure and _exact(part, whole, times, row) is not None
            ]
            off = [row for row in rows if not _fits(column, part, whole, times, row)]
            if len(rows) - len(off) >= _ROWS and len(off) == 1:
                row = off[0]
                value, a, b = _exact(part, whole, times, row) or Fraction(0), part.figures[row], whole.figures[row]
                said = number(value)
                divided = "÷".join(number(each.value) for each in (a, b) if each)
                why = f"其他各行本列都等于{part.head}÷{whole.head}，本行是{divided}={said}"
                yield cell_objection("rate", Gravity.DOUBTFUL, seen.table.rows[row], column.place, (said, why))
                return


def _exact(part: TableColumn, whole: TableColumn, times: int, row: int) -> Fraction | None:
    one, other = part.figures[row], whole.figures[row]
    return times * one.value / other.value if one and other and other.value else None


def _fits(column: TableColumn, part: TableColumn, whole: TableColumn, times: int, row: int) -> bool:
    figure, exact = column.figures[row], _exact(part, whole, times, row)
    return bool(figure and exact is not None and fit(exact, figure.shown))
