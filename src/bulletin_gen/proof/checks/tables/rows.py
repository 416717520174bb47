"""Rows of tables: numbered one by one, in order, no rate above a hundred, no part greater than its whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import number
from bulletin_gen.proof.checks.tables.columns import (
    ColumnContent,
    TableColumn,
    TableView,
    cell_objection,
    figure_pairs,
    is_of_measures,
    views,
)
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.names import is_town

#: So many rows make a rule that one row breaks.
_ROWS = 8
#: So many times may a table begin anew with a greater number: another group.
_GROUPS = 4
#: Rates of what has been done: never more than all. 完成率 may be, of a target.
_BOUNDED = late(r"(?:办结|结案|满意|按[期时]|响应|签收|解决|回复|接通|返工|重办|退回|超期|逾期|办理)[^/÷]*率")


def check_table_rows(discourse: Discourse) -> Iterator[Objection]:
    """What the rows of a table say of each other."""
    for seen in discourse.once(views):
        if is_of_measures(seen):
            continue
        yield from _serials(seen)
        yield from _above_hundred(seen)
        yield from _out_of_order(seen)
        yield from _parts_above_wholes(seen)


def _serials(seen: TableView) -> Iterator[Objection]:
    """序号: one more than in the row above, or one again."""
    for column in (each for each in seen.columns if "序号" in each.head):
        values = [figure.value if figure else None for figure in column.figures]
        steps = [_follows(values, row) for row in range(1, len(values))]
        if sum(steps) * 2 < len(steps) or len(steps) < 3:
            continue
        for row, fits in enumerate(steps, 1):
            before = values[row - 1]
            if not fits and before is not None and not (row > 1 and not steps[row - 2] and _follows(values, row, 2)):
                words = (number(before + 1), f"上一行的序号是{number(before)}")
                yield cell_objection("numbering", Gravity.WRONG, seen.table.rows[row], column.place, words)


def _follows(values: Sequence[Fraction | None], row: int, by: int = 1) -> bool:
    value, before = values[row], values[row - by]
    return value is None or before is None or value == before + by or value == 1


def _above_hundred(seen: TableView) -> Iterator[Objection]:
    for column in seen.of(ColumnContent.RATE, ColumnContent.SHARE):
        if column.content is ColumnContent.RATE and not _BOUNDED.search(column.head):
            continue
        for row, figure in enumerate(column.figures):
            if figure and figure.value > 100:
                words = ("不超过100%", f"“{column.head}”不能超过100%")
                yield cell_objection("rate_possible", Gravity.WRONG, seen.table.rows[row], column.place, words)


def _out_of_order(seen: TableView) -> Iterator[Objection]:
    """A table that falls by one of its columns but for one row."""
    data, sorts = seen.data(), _sorts(seen)
    found = []
    if sum(
        1
        for row in data
        if re.match(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|^周[一二三四五六日]|季度$", seen.names[row])
    ) * 2 > len(data):
        return  # in the order of time
    for column in seen.of(ColumnContent.COUNT, ColumnContent.NUMBER, ColumnContent.RATE):
        values = [figure.value if (figure := column.figures[row]) else None for row in data]
        known = [(row, value) for row, value in zip(data, values, strict=True) if value is not None]
        if len(known) < _ROWS or len({value for _, value in known}) < 5:
            continue
        odd = _odd_rows(known, sorts)
        if odd == []:
            return  # in order by this column: the others follow no order of their own
        if odd is not None and len(odd) == 1 and dict(known)[odd[0]]:
            found.append((column, odd[0]))  # what did not occur is listed where its kind stands
    if len(found) == 1:
        column, row = found[0]
        shown = seen.table.rows[row].cells[column.place]
        words = ("按次序的数", f"其他各行按“{column.head}”由大到小，只有这一行的{shown}不在次序上")
        yield cell_objection("order", Gravity.DOUBTFUL, seen.table.rows[row], column.place, words)


def _sorts(seen: TableView) -> list[tuple[bool, str]]:
    """Of what sort each row is: a town or an office, and the group that a column of words names again and again."""
    groups = [""] * len(seen.names)
    for column in seen.of(ColumnContent.WORDS):
        cells = [row.cells[column.place] if column.place < len(row.cells) else "" for row in seen.table.rows]
        if 1 < len(set(cells)) <= len(cells) // 3:
            groups = cells
            break
    return [(is_town(name), group) for name, group in zip(seen.names, groups, strict=True)]


def _odd_rows(known: Sequence[tuple[int, Fraction]], sorts: Sequence[tuple[bool, str]]) -> list[int] | None:
    """The rows without which the numbers fall; a rise that no single row explains, or with which another sort of rows
    begins, is a new group. ``None``: no order."""
    values = [value for _, value in known]
    odd: list[int] = []
    groups = 0
    for i in range(len(values) - 1):
        if values[i] >= values[i + 1]:
            continue
        if sorts[known[i][0]] != sorts[known[i + 1][0]]:
            groups += 1
            continue
        low = i == 0 or values[i - 1] >= values[i + 1]
        high = i + 2 >= len(values) or values[i] >= values[i + 2]
        if low and i > 0:
            odd.append(known[i][0])
        elif high and i + 2 < len(values):
            odd.append(known[i + 1][0])
        else:
            groups += 1
    return odd if groups <= _GROUPS and len(odd) <= 1 else None


def _parts_above_wholes(seen: TableView) -> Iterator[Objection]:
    """按期办结数 above 办结数: a column whose head holds another's, in one row greater than it."""
    counts = seen.of(ColumnContent.COUNT)
    for part in counts:
        for whole in (each for each in counts if each is not part and _is_part(part.head, each.head)):
            above = [row for row, one, other in figure_pairs(part, whole) if one.value > other.value]
            if len(above) == 1 and len(seen.data()) >= _ROWS:
                row = above[0]
                words = (f"不超过{_text(whole, row)}", f"“{part.head}”不会多于“{whole.head}”，其他各行都不多于")
                yield cell_objection("le", Gravity.WRONG, seen.table.rows[row], part.place, words)


def _is_part(part: str, whole: str) -> bool:
    """Whether a head names a part of another's: 按期办理数 of 办理数, 办结量 of 承办量."""
    stem = re.sub(r"[数量件（）()]", "", part)
    other = re.sub(r"[数量件（）()]", "", whole)
    nested = len(other) >= 2 and stem != other and stem.endswith(other)
    closed = re.search(r"办结|办理|结案", stem) and re.search(r"^(?:应办|承办|受理|派|交办|转办)", other)
    return bool(nested or (closed and "应" not in stem))


def _text(column: TableColumn, row: int) -> str:
    figure = column.figures[row]
    return number(figure.value) if figure else ""
