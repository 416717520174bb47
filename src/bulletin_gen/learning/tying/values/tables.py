"""Tables within the text whose rows are categories, channels, types or groups: 诉求来源, 数量, 占比."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from bulletin_gen.intake.cells.text import key_of, tidy
from bulletin_gen.learning.reading.front import full_width
from bulletin_gen.learning.reading.printed import is_total
from bulletin_gen.learning.reading.printedcells import (
    is_bare_percent_column,
    is_nothing,
    is_number,
    is_percent_column,
    is_whole,
    styles_of,
    whole,
)
from bulletin_gen.learning.tying.values.breakdowns import Breakdowns
from bulletin_gen.learning.tying.values.lists import SORTS, ValueLists
from bulletin_gen.learning.tying.values.names import ListedValue
from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.publication import PrintedTable

#: So many of a column's words must be values of the orders, of so many at least.
_SHARE, _FEWEST = 0.8, 2
_COUNTED, _COMPARED = late("件|数|量"), late("比|增|减|升|降|差|幅")
_CHANGES = (("同比", late("同比|同期|上年|去年")), ("环比", late("环比|上月|上期|上周")))


class ValueBlock(Struct, frozen=True):
    """Columns that belong together: those of ``names`` (of ``column``'s values), counts, shares, changes of the counts
    (place → 同比 or 环比), of the rows' numbers (``serial``); ``lines``: each row's value with its cells; ``total``:
    the row of sums; ``first``, ``last``: the columns of the table that it takes up."""

    column: str
    names: int
    counts: int
    shares: int | None
    changes: Mapping[int, str]
    serial: int | None
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    total: tuple[str, ...] | None
    first: int = 0
    last: int = 0


class TiedTable(Struct, frozen=True):
    """A table of values that the orders give: where it stood, its heads, the cells (row's name, head, printed)."""

    name: str
    caption: str
    cells: tuple[tuple[str, str, str], ...]


class ValueTables(Struct):
    """Finds them and says them in the rules of ``lists``; ``missed``: heads of tables that no orders give."""

    lists: ValueLists
    tied: list[TiedTable]
    missed: list[str]

    def put(self, tables: Sequence[PrintedTable]) -> None:
        """Adds each table to the rules, at the place where it stands."""
        for table in tables:
            blocks = list(_blocks(table, self.lists.totals.board.columns))
            said = [self._said(table, block) for block in blocks]
            if not blocks or any(each is None for each in said):
                self.missed.append(table.caption or "、".join(head for head in table.heads if head))
                continue
            self._add(table, blocks, [each for each in said if each is not None])

    def _said(self, table: PrintedTable, block: ValueBlock) -> dict[str, Any] | None:
        """The columns of a block as a profile's table says them, and of what its rows are."""
        run = [_item(block, value, cells) for value, cells in block.lines]
        found = self.lists.counted(block.column, run)
        if found is None or found[3] < max(_FEWEST, _SHARE * len(run)):
            return None
        rule, handed, orders, _ = found
        # One cell that the bulletin prints wrong is shown beside what the orders give; its share says nothing.
        right = [item for item in run if self.lists.is_count(block.column, item, found)]
        shares = any(item.share for item in right)
        base = self.lists.share_base(rule, handed=handed, orders=orders, run=right) if shares else None
        if shares and base is None:
            return None
        whole = block.total[block.shares] if block.total and block.shares is not None else ""
        head = full_width(table.heads[block.names])
        self._without(table, block)
        name = Breakdowns(self.lists.totals).table_of(
            block.column,
            re.sub(r"[^\u4e00-\u9fff]", "", head) or "类别",
            found,
            base,
            run,
            table.heads[block.counts],
            whole,
        )
        known: dict[int, str] = {block.names: "name", block.counts: "count"}
        known |= {block.shares: "share"} if block.shares is not None else {}
        known |= {block.serial: "serial"} if block.serial is not None else {}
        self._as_printed(table, block)
        known |= {place: f"count：{kind}" for place, kind in block.changes.items()}
        columns = [{"head": table.heads[place], "value": known[place]} for place in sorted(known)]
        for place, column in zip(sorted(known), columns, strict=True):
            if place in block.changes and (empty := _empty_cell(block, place)):
                column["blank"] = empty
        said: dict[str, Any] = {"rows": f"breakdown.{name}", "columns": columns}
        return said | ({"total": {"label": _label(block.total, block.first, block.names)}} if block.total else {})

    def _without(self, table: PrintedTable, block: ValueBlock) -> None:
        """Columns of which nothing is known are told: the learnt table has none."""
        known = {block.names, block.counts, block.shares, block.serial, *block.changes}
        places = [i for i in range(block.first, block.last) if i not in known and any(_column(_cells_of(table), i))]
        if places:
            title = table.caption or table.heads[block.names]
            self.lists.totals.rules.left_out.append((title, tuple(table.heads[i] or f"第{i + 1}列" for i in places)))

    def _as_printed(self, table: PrintedTable, block: ValueBlock) -> None:
        """Changes are written with the digits of the column; a plus sign is not printed, and that is said."""
        rules = self.lists.totals.rules
        for place, kind in block.changes.items():
            cells = [cells[place] for _, cells in block.lines if len(cells) > place and is_number(cells[place])]
            if kind not in ("同比", "环比") or not cells or cells[0][-1] not in "%％":
                continue
            style = rules.style(next(styles_of(cells, percent=True)))
            if style != "rate":
                rules.words.setdefault("change_style", style)
            if plus := next((cell for cell in cells if cell.startswith("+")), ""):
                rules.remarks.append(f"表里“{table.heads[place]}”的增长印作“{plus}”，照学得的规则不印加号")

    def _add(self, table: PrintedTable, blocks: Sequence[ValueBlock], said: Sequence[dict[str, Any]]) -> None:
        rules = self.lists.totals.rules
        names = [rules.free_table(next(c["head"] for c in each["columns"] if c["value"] == "name")) for each in said]
        for name, each in zip(names, said, strict=True):
            rules.tables[name] = each | {"place": "body" if len(said) == 1 else "part"}
        whole_name = names[0]
        if len(said) > 1:
            whole_name = rules.free_table("与".join(names))
            rules.tables[whole_name] = {"beside": names, "place": "body"}
        rules.placed.append((table.order, whole_name))
        cells = tuple(cell for block in blocks for cell in _cells(table, block))
        self.tied.append(TiedTable(whole_name, table.caption or whole_name, cells))


def _item(block: ValueBlock, value: str, cells: Sequence[str]) -> ListedValue:
    share = cells[block.shares] if block.shares is not None and len(cells) > block.shares else ""
    return ListedValue(value, whole(cells[block.counts]), share if is_number(share) else "", 0, 0)


def _cells(table: PrintedTable, block: ValueBlock) -> Iterator[tuple[str, str, str]]:
    """The cells that the orders give: not the changes, whose bases are another period's."""
    places = [block.counts, *([block.shares] if block.shares is not None else [])]
    rows = [(cells[block.names], cells) for _, cells in block.lines]
    rows += [(_label(block.total, block.first, block.names), block.total)] if block.total else []
    for name, cells in rows:
        yield from ((name, table.heads[place], cells[place]) for place in places if len(cells) > place)


def _blocks(table: PrintedTable, columns: Mapping[str, Mapping[str, int]]) -> Iterator[ValueBlock]:
    """The blocks of a table, from the left: a column of values with what stands behind it."""
    rows = _cells_of(table)
    sums = [row for row in rows if any(is_total(cell) for cell in row[:2])]
    rows = [row for row in rows if row not in sums]
    starts = {
        place: column for place in range(len(table.heads)) if (column := _sorted_by(_column(rows, place), columns))
    }
    serials = {place: _serial_before(table, rows, place) for place in starts}
    begins = [place if serials[place] is None else place - 1 for place in starts]
    ends = [*begins[1:], len(table.heads)][: len(starts)]
    for (names, column), end in zip(starts.items(), ends, strict=True):
        own = [row for row in rows if len(row) > names + 1 and row[names]]
        known = _known(columns[column])
        lines = tuple((known[_stem(row[names])], row) for row in own if _stem(row[names]) in known)
        behind = range(names + 1, end)
        counts = next((i for i in behind if all(len(r) > i and is_whole(r[i]) for r in own)), None)
        if counts is None or len(lines) < len(own):
            continue
        shares = next(
            (i for i in behind if i != counts and _is_share(table.heads[i], _column(own, i))),
            None,
        )
        changes = {i: kind for i in behind if i not in (counts, shares) and (kind := _change(table.heads[i]))}
        first = 0 if names == min(starts) else names if serials[names] is None else names - 1
        summed = (row for row in sums if len(row) > counts and _label(row, first, names) and is_whole(row[counts]))
        total = next(summed, None)
        yield ValueBlock(column, names, counts, shares, changes, serials[names], lines, total, first, end)


def _label(row: Sequence[str], first: int, names: int) -> str:
    """How a row of sums is called, in the column of the names or one of its block before; "" for another row."""
    return next((cell for cell in row[first : names + 1] if is_total(cell)), "")


def _empty_cell(block: ValueBlock, place: int) -> str:
    """What stands in a column where there is nothing to compare with."""
    return next((cells[place] for _, cells in block.lines if len(cells) > place and is_nothing(cells[place])), "")


def _cells_of(table: PrintedTable) -> list[tuple[str, ...]]:
    return [tuple(full_width(tidy(cell)) for cell in row.cells) for row in table.rows]


def _serial_before(table: PrintedTable, rows: Sequence[Sequence[str]], names: int) -> int | None:
    """The column right before the names that numbers the rows 1, 2, 3; None where there is none."""
    cells = [row[names - 1] for row in rows if len(row) > names] if names else []
    numbered = bool(cells) and cells == [str(i) for i in range(1, len(cells) + 1)]
    return names - 1 if numbered and not re.search("名次|排名|位次", table.heads[names - 1]) else None


def _is_share(head: str, cells: Sequence[str]) -> bool:
    """Whether a column prints shares, with their sign or under a head that has it."""
    return not _change(head) and (is_percent_column(cells) or is_bare_percent_column(head, cells))


def _change(head: str) -> str:
    """What a column prints of another period: a change, or the count itself where its head says 上周件数."""
    kind = next((kind for kind, words in _CHANGES if words.search(head)), "")
    own = kind and _COUNTED.search(head) and not _COMPARED.search(head)
    return {"同比": "上年同期", "环比": "上期"}[kind] if own else kind


def _column(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows if len(row) > place and row[place]]


def _sorted_by(cells: Sequence[str], columns: Mapping[str, Mapping[str, int]]) -> str:
    """The column of the orders whose values these cells are; "" where they are none's."""
    best, most = "", 0
    for column in SORTS:
        known = _known(columns.get(column, {}))
        hits = sum(1 for cell in cells if _stem(cell) in known)
        if hits >= max(_FEWEST, _SHARE * len(cells)) and hits > most:
            best, most = column, hits
    return best


def _known(values: Mapping[str, int]) -> dict[str, str]:
    return {_stem(value): value for value in values}


def _stem(value: str) -> str:
    return key_of(value).removesuffix("类")
