"""The tables of units in a published bulletin: names, groups, heads, cells, rows of totals."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.intake.cells.text import tidy
from bulletin_gen.learning.reading.headrows import with_folded_heads
from bulletin_gen.learning.reading.printedcells import is_nothing, is_whole, whole
from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.grids import is_numeric
from bulletin_gen.proof.reading.publication import PrintedRow, PrintedTable, Publication

_TOTAL = late(
    r"^(?:合计|总计|小计|共计|总数|全[市县区旗州]|平均|平均值|[\u4e00-\u9fff（）()、]{1,8}(?:合计|总计|小计|共计|平均|平均值))$"
)
_PART = late("小计")
_NUMBERING = late("^(?:序号|编号)$")
_SERIAL = late(r"^(?:序号|编号|名次|排名|位次|排序)$")
_NUMBER_ALONE = late(r"^[（(]?[一二三四五六七八九十]+[）)]?[、.．]?$")
_NUMBER_BEFORE = late(r"^(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、.．])")
#: Lines that are sentences, or go on with the text, whatever stands behind them.
_SENTENCE = late(r"[。；！]|[：:，,、]$|[见如]下表|如下|[，,].*\d")
_PAGE = late(r"续|页|注：|备注")
_NAMES = late(r"单位|部门|乡镇|街道|县区|区县|镇街|机构|名称")
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
    means, which are no units either; ``titled``: whether its groups stand in rows of their own."""

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
    titled: bool = False

    @property
    def serials(self) -> tuple[str, ...]:
        """The rows' numbers, from the first unit to the last."""
        return tuple(line.serial for line in self.lines)

    @property
    def total(self) -> SumLine | None:
        """The row of sums of the whole table."""
        return next((row for row in reversed(self.sums) if not self._is_part(row)), None)

    @property
    def subtotals(self) -> tuple[SumLine, ...]:
        """The rows of sums of its groups."""
        return tuple(each for each in self.sums if self._is_part(each))

    def is_ahead(self, row: SumLine) -> bool:
        """Whether a row of sums stands before the lines that it adds up."""
        mine = [i for i, line in enumerate(self.lines) if not self._is_part(row) or line.group == row.group]
        return bool(mine) and row.above <= mine[0]

    def _is_part(self, row: SumLine) -> bool:
        grouped = len({line.group for line in self.lines}) > 1
        within = row.above < len(self.lines) or bool(_PART.search(row.label))
        return grouped and within and not _adds_up(row, self.lines)

    def column(self, index: int) -> tuple[str, ...]:
        """The cells of one column, from the first unit to the last."""
        return tuple(line.cells[index] for line in self.lines)


def title_of(caption: str) -> str:
    """A table's caption where it is a title; "" for a sentence that only happens to stand right before the table."""
    return "" if _SENTENCE.search(caption.strip()) else caption


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
    rows = [
        row for each in _all_rows(table) if len((row := _whole_row(each, len(table.heads))).cells) == len(table.heads)
    ]
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
    titles = _titles(rows, names, group, known)
    lines, sums = _lines(rows, _Places(names, group, serial, tuple(columns)), titles)
    if len(lines) < _FEWEST:
        return None
    heads = tuple(table.heads[i] for i in columns)
    group_head = table.heads[group] if group is not None else ""
    called = table.heads[names] or "承办单位"
    means = tuple(label for row in rows if "平均" in (label := _sum_label(row, names)))
    title = title_of(table.caption)
    numbered = table.heads[serial] if serial is not None else ""
    return UnitTable(
        file,
        title,
        heads,
        lines,
        sums,
        numbered,
        called,
        group_head,
        table.order,
        means,
        bool(titles),
    )


def _all_rows(table: PrintedTable) -> list[PrintedRow]:
    """The rows of a table, with those that hold one text alone in their places."""
    rows = list(table.rows)
    for place, row in reversed(table.between):
        rows.insert(place, row)
    return rows


def _whole_row(row: PrintedRow, size: int) -> PrintedRow:
    """A row that holds one text alone with all cells of the table: merged across, it is read with fewer."""
    short = len(row.cells) < size and len(_words(row)) == 1
    return replace(row, cells=(*row.cells, *[""] * (size - len(row.cells)))) if short else row


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


class _Places(Struct, frozen=True):
    names: int
    group: int | None
    serial: int | None
    columns: tuple[int, ...]


def _titles(rows: Sequence[PrintedRow], names: int, group: int | None, known: Callable[[str], bool]) -> dict[int, str]:
    """The rows that hold nothing but the name of the group whose units follow (row → group)."""
    if group is not None:
        return {}
    alone = {i: words.pop() for i, row in enumerate(rows) if len(words := _words(row)) == 1}
    alone = {
        i: said
        for i, said in alone.items()
        if not (is_total(said) or is_numeric(said) or known(said) or _PAGE.search(said))
    }
    titles = {i: _NUMBER_BEFORE.sub("", said) for i, said in alone.items() if _leads(rows, names, i, alone)}
    return titles if len(set(titles.values())) > 1 else {}


def _leads(rows: Sequence[PrintedRow], names: int, place: int, alone: Container[int]) -> bool:
    """Whether a unit's row follows, or one of sums and then a unit's."""
    match [bool(_sum_label(row, names)) for row in rows[place + 1 : place + 3]]:
        case [False, *_]:
            return place + 1 not in alone
        case [True, False]:
            return True
    return False


def _words(row: PrintedRow) -> set[str]:
    """What a row says, each text once, numbers of headings aside."""
    return {said for cell in row.cells if (said := _plain(cell)) and not _NUMBER_ALONE.match(said)}


def _lines(
    rows: Sequence[PrintedRow], places: _Places, titles: dict[int, str]
) -> tuple[tuple[UnitLine, ...], tuple[SumLine, ...]]:
    names, group, serial = places.names, places.group, places.serial
    lines: list[UnitLine] = []
    sums: list[SumLine] = []
    last = ""
    for place, row in enumerate(rows):
        if place in titles:
            last = titles[place]
            continue
        label = _sum_label(row, names)
        if group is not None and not (label and is_total(row.cells[group])):
            last = _plain(row.cells[group]) or last
        name = " ".join(row.cells[names].split())
        cells = tuple(_plain(row.cells[index]) for index in places.columns)
        if label and "平均" in label:
            continue  # a mean is no sum
        if label:
            sums.append(SumLine(label, "", cells, len(lines)))
        elif name and any(cells):
            number = _plain(row.cells[serial]) if serial is not None else ""
            lines.append(UnitLine(last, name, cells, row.where, number))
    return tuple(lines), tuple(_of_group(row, lines) for row in sums)


def _of_group(row: SumLine, lines: Sequence[UnitLine]) -> SumLine:
    """A row of sums with the group that it adds up: the one before it, or the one behind it where its label or its
    numbers say so."""
    near = [lines[i].group for i in (row.above - 1, row.above) if 0 <= i < len(lines)]
    said = [group for group in near if group and group in row.label]
    added = [group for group in near if _adds_up(row, [line for line in lines if line.group == group])]
    return replace(row, group=next(iter((*said, *added, *near)), ""))


def _adds_up(row: SumLine, lines: Sequence[UnitLine]) -> bool:
    """Whether most of a row's counts are the sums of those lines."""
    counts = [i for i, cell in enumerate(row.cells) if is_whole(cell) and whole(cell)]
    columns = [[line.cells[i] for line in lines] for i in counts]
    summed = [all(is_whole(cell) or is_nothing(cell) for cell in cells) for cells in columns]
    right = [
        sum(whole(cell) for cell in cells if is_whole(cell)) == whole(row.cells[i])
        for i, cells, fit in zip(counts, columns, summed, strict=True)
        if fit
    ]
    return bool(lines) and sum(right) * 2 > len(right)


def is_total(cell: str) -> bool:
    """Whether a cell names a row of sums."""
    return bool(_TOTAL.match(_plain(cell)))


def _sum_label(row: PrintedRow, names: int) -> str:
    """How a row of sums is called, in the column of names or any before it; "" for another row."""
    said = [_plain(cell) for cell in row.cells[: names + 1]]
    return next((cell for cell in reversed(said) if _TOTAL.match(cell)), "")


def _plain(cell: str) -> str:
    return "".join(tidy(cell).split())
