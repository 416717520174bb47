"""The tables of units in a published bulletin: names, groups, heads, cells, rows of totals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.intake.cells.text import tidy
from bulletin_gen.learning.reading.headrows import with_folded_heads
from bulletin_gen.proof.reading.grids import is_numeric
from bulletin_gen.proof.reading.publication import PrintedRow, PrintedTable, Publication

_TOTAL = re.compile(
    r"^(?:合计|总计|小计|共计|总数|全[市县区旗州]|平均|平均值|[\u4e00-\u9fff（）()、]{1,8}(?:合计|总计|小计|共计|平均|平均值))$"
)
_PART = re.compile("小计")
_NUMBERING = re.compile("^(?:序号|编号)$")
_SERIAL = re.compile(r"^(?:序号|编号|名次|排名|位次|排序)$")
_NAMES = re.compile(r"单位|部门|乡镇|街道|县区|区县|镇街|机构|名称")
#: So many of a table's rows must be known units for it to be one of units.
_KNOWN = 0.5
_FEWEST = 3


class UnitLine(Struct, frozen=True):
    """One unit's row: the group that it stands in ("" for none), its name as printed, the cells by column; ``serial``:
    its number."""

    group: str
    name: str
    cells: tuple[str, ...]
    where: str
    serial: str = ""


class SumLine(Struct, frozen=True):
    """A row of sums: how it is called, the group that it stands behind, its cells by column, how many lines of units
    stand above it."""

    label: str
    group: str
    cells: tuple[str, ...]
    above: int


class UnitTable(Struct, frozen=True):
    """A table of units as printed. ``heads`` are those of ``columns`` alone; ``sums`` the rows of sums; ``serial``:
    the head of the rows' numbers; ``order``: its place among all passages and tables of its file; ``means``: rows of
    means, which are no units either."""

    file: str
    caption: str
    heads: tuple[str, ...]
    lines: tuple[UnitLine, ...]
    sums: tuple[SumLine, ...] = ()
    serial: str = ""
    name_head: str = "承办单位"
    group_head: str = ""
    order: int = 0
    means: tuple[str, ...] = ()

    @property
    def serials(self) -> tuple[str, ...]:
        """The rows' numbers, from the first unit to the last."""
        return tuple(line.serial for line in self.lines)

    @property
    def total(self) -> SumLine | None:
        """The row of sums of the whole table."""
        return self.sums[-1] if self.sums and not self._is_part(self.sums[-1]) else None

    @property
    def subtotals(self) -> tuple[SumLine, ...]:
        """The rows of sums of its groups."""
        return tuple(each for each in self.sums if self._is_part(each))

    def _is_part(self, row: SumLine) -> bool:
        grouped = len({line.group for line in self.lines}) > 1
        return grouped and (row.above < len(self.lines) or bool(_PART.search(row.label)))

    def column(self, index: int) -> tuple[str, ...]:
        """The cells of one column, from the first unit to the last."""
        return tuple(line.cells[index] for line in self.lines)


def unit_tables(publications: Iterable[Publication], known: Callable[[str], bool]) -> list[UnitTable]:
    """The tables whose rows are units; ``known`` tells whether a name is one of a unit of the orders."""
    found: list[UnitTable] = []
    for publication in publications:
        for table in with_folded_heads(publication.tables):
            made = _unit_table(publication.name, table, known)
            if made is not None:
                _add(found, made)
    return found


def _add(found: list[UnitTable], table: UnitTable) -> None:
    """Adds a table, or its rows to one before with the same heads and other units: the next page of a workbook."""
    names = {line.name for line in table.lines}
    before = found[-1] if found else None
    same = before is not None and (before.heads, before.file, before.caption) == (
        table.heads,
        table.file,
        table.caption,
    )
    same = same and before is not None and before.name_head == table.name_head
    if before is not None and same and names.isdisjoint(line.name for line in before.lines):
        moved = tuple(replace(row, above=row.above + len(before.lines)) for row in table.sums)
        found[-1] = replace(
            before,
            lines=before.lines + table.lines,
            sums=before.sums + moved,
        )
    else:
        found.append(table)


def _unit_table(file: str, table: PrintedTable, known: Callable[[str], bool]) -> UnitTable | None:
    rows = [row for row in table.rows if len(row.cells) == len(table.heads)]
    names = _name_column(table, rows, known)
    if names is None:
        return None
    group = _group_column(table, rows, names)
    columns = [
        i for i in range(len(table.heads)) if i not in (names, group) and not (i < names and _is_serial(table.heads[i]))
    ]
    columns = [i for i in columns if not _NUMBERING.match(table.heads[i])]
    columns = [i for i in columns if any(row.cells[i].strip() for row in rows)]
    serial = next((i for i, head in enumerate(table.heads[:names]) if _is_serial(head)), None)
    lines, sums = _lines(rows, names, group, columns, serial)
    if len(lines) < _FEWEST:
        return None
    heads = tuple(table.heads[i] for i in columns)
    group_head = table.heads[group] if group is not None else ""
    called = table.heads[names] or "承办单位"
    means = tuple(label for row in rows if "平均" in (label := _sum_label(row, names)))
    numbered = table.heads[serial] if serial is not None else ""
    return UnitTable(file, table.caption, heads, lines, sums, numbered, called, group_head, table.order, means)


def _is_serial(head: str) -> bool:
    return bool(_SERIAL.match(head))


def _name_column(table: PrintedTable, rows: Sequence[PrintedRow], known: Callable[[str], bool]) -> int | None:
    """The column most of whose cells are units of the orders."""
    best, most = None, 0
    for index in range(len(table.heads)):
        cells = [row.cells[index] for row in rows if row.cells[index] and not _TOTAL.match(_plain(row.cells[index]))]
        hits = len({cell for cell in cells if known(cell)})
        if cells and hits >= max(_FEWEST, _KNOWN * len(cells)) and hits > most:
            best, most = index, hits
    if best is None and table.heads:
        best = _by_head(table, rows)
    return best


def _by_head(table: PrintedTable, rows: Sequence[PrintedRow]) -> int | None:
    """The column called 单位 whose cells are all different words: of units that the orders write otherwise."""
    for index, head in enumerate(table.heads):
        cells = [row.cells[index] for row in rows if row.cells[index]]
        words = [cell for cell in cells if not is_numeric(cell)]
        if _NAMES.search(head) and len(words) >= _FEWEST and len(set(words)) == len(words) == len(cells):
            return index
    return None


def _group_column(table: PrintedTable, rows: Sequence[PrintedRow], names: int) -> int | None:
    """The column before the names in which few words repeat (or stand once and are blank below)."""
    for index in range(names):
        cells = [_plain(row.cells[index]) for row in rows]
        words = {cell for cell in cells if cell and not is_numeric(cell) and not _TOTAL.match(cell)}
        if words and len(words) * 2 <= len(rows) and not _is_serial(table.heads[index]):
            return index
    return None


def _lines(
    rows: Sequence[PrintedRow], names: int, group: int | None, columns: Sequence[int], serial: int | None
) -> tuple[tuple[UnitLine, ...], tuple[SumLine, ...]]:
    lines: list[UnitLine] = []
    sums: list[SumLine] = []
    last = ""
    for row in rows:
        label = _sum_label(row, names)
        if group is not None and not (label and is_total(row.cells[group])):
            last = _plain(row.cells[group]) or last
        name = " ".join(row.cells[names].split())
        cells = tuple(_plain(row.cells[index]) for index in columns)
        if label and "平均" in label:
            continue  # a mean is no sum
        if label:
            sums.append(SumLine(label, lines[-1].group if lines else last, cells, len(lines)))
        elif name and any(cells):
            number = _plain(row.cells[serial]) if serial is not None else ""
            lines.append(UnitLine(last, name, cells, row.where, number))
    return tuple(lines), tuple(sums)


def is_total(cell: str) -> bool:
    """Whether a cell names a row of sums."""
    return bool(_TOTAL.match(_plain(cell)))


def _sum_label(row: PrintedRow, names: int) -> str:
    """How a row of sums is called, in the column of names or any before it; "" for another row."""
    said = [_plain(cell) for cell in row.cells[: names + 1]]
    return next((cell for cell in reversed(said) if _TOTAL.match(cell)), "")


def _plain(cell: str) -> str:
    return "".join(tidy(cell).split())
