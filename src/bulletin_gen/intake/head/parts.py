"""One workbook divided among counties: each county's rows kept aside as a part that intake reads like a file.

A part holds cells as they were read, under the head of the workbook, with the workbook's own row numbers. Cells that
no county reads (personal data among them) are blanked before anything is kept. Of rows of no county only their number
is kept, and names that look like a county's.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.text import Cell, cell_text, key_of
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.intake.head.heads import HeadWords, TableHead
from bulletin_gen.intake.head.sheets import NO_ID, Sorter, take_sheet
from bulletin_gen.intake.head.synonyms import PERSONAL
from bulletin_gen.leaves.issues import Issue, Place, stop, warning

#: How many rows are held back before they are written out.
_MOST_HELD = 100_000
#: What rows without a county's name are counted under, and those whose name is not shown.
NAMELESS, OTHERS = "（空白）", "（其他写法）"
#: No name of a county is longer. A cell that slipped by a column may hold a telephone number or an address.
_LONGEST_NAME = 12
#: Only so many names of no county are listed, the most frequent ones.
_MOST_NAMES = 50


class CountyPart(Struct, frozen=True):
    """The rows of one county: where they are kept, how messages call their file, how many there are, and the files
    (those in an archive too) to which accounts count them."""

    path: Path
    name: str
    rows: int
    files: tuple[str, ...]

    def grids(self) -> Iterator[Grid]:
        """The sheets with this county's rows, each with the head of its sheet."""
        sheets: dict[tuple[str, str], Grid] = {}
        rows: dict[tuple[str, str], list[list[Any]]] = {}
        numbers: dict[tuple[str, str], list[int]] = {}
        for grid, kept, at in self._records():
            key = (grid.file, grid.sheet)
            if key not in sheets:
                sheets[key], rows[key], numbers[key] = grid, list(grid.rows), list(range(1, len(list(grid.rows)) + 1))
            rows[key] += kept
            numbers[key] += at
        for key, grid in sheets.items():
            yield replace(grid, rows=rows[key], numbers=tuple(numbers[key]))

    def _records(self) -> Iterator[tuple[Grid, list[list[Any]], list[int]]]:
        with self.path.open("rb") as file:
            while True:
                try:
                    record = pickle.load(file)  # noqa: S301 — written by this run, in its own folder
                except EOFError:
                    return
                yield record


class Division(Struct, frozen=True):
    """A workbook divided: the parts by county, rows of no county by the name that stands there, and the sum of all.

    Rows that are none of orders (（合计行）…) are among the latter, and names that are not shown under （其他写法）.
    """

    parts: Mapping[str, CountyPart]
    unassigned: Mapping[str, int]
    read: int
    issues: tuple[Issue, ...] = ()


def divide(
    files: Sequence[Path], by: str, counties: Mapping[str, str], vocabularies: Sequence[HeadWords], folder: Path
) -> Division:
    """Reads ``files`` once and keeps each row for the county that its column ``by`` names.

    ``counties``: normalised name → county; ``vocabularies``: how the counties call the columns. Raises
    ``BulletinError`` when a file cannot be read or no sheet has the column.
    """
    divider = _Divider(by, counties, vocabularies, folder)
    for path in files:
        for grid in open_file(path):
            divider.take(grid)
    return divider.division([path.name for path in files])


class _Table(Struct, frozen=True):
    """A sheet's orders: its head and what is above, the rows below, and what its columns are for."""

    head: TableHead
    rows: Iterator[list[Cell]]
    top: list[list[Cell]]
    column: int  # whose cells name the county
    idle: list[int]
    sorter: Sorter


class _Divider(Struct):
    by: str
    counties: Mapping[str, str]
    vocabularies: Sequence[HeadWords]
    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    unassigned: dict[str, int] = field(default_factory=dict)
    no_orders: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    files: dict[str, None] = field(default_factory=dict)  # those with a sheet of orders, in order

    def take(self, grid: Grid) -> None:
        """Divides one sheet; one without a head of orders has nothing to divide."""
        table = self._table(grid)
        if table is None:
            return
        if grid.hidden:
            place = Place(file=grid.file, sheet=grid.sheet)
            self.issues.append(
                warning("sheet.hidden", "隐藏的工作表没有读取", place, advice="确要统计就取消隐藏再运行")
            )
            return
        self.files[grid.file] = None
        self._divide(replace(grid, rows=table.top[: table.head.last]), table)

    def _table(self, grid: Grid) -> _Table | None:
        rows: Any = iter(grid.rows)
        for vocabulary in self.vocabularies:
            head, after, top = take_sheet(replace(grid, rows=rows), vocabulary)
            if head is not None:
                sorter = Sorter(head, tuple(head.places(vocabulary)["order_id"]), vocabulary)
                return _Table(head, after, top, self._column(head, grid), self._idle(head), sorter)
            rows = chain(top, rows)
        return None

    def _column(self, head: TableHead, grid: Grid) -> int:
        for index in range(len(head.names)):
            if key_of(self.by) in {key_of(title) for title in head.titles(index)}:
                return index
        raise stop(
            "batch.by", "没有用来分县的列", Place(grid.file, grid.sheet, head.last),
            found="、".join(filter(None, head.names)), expected=f"一列叫“{self.by}”", advice="检查 --by",
        )  # fmt: skip

    def _idle(self, head: TableHead) -> list[int]:
        """Columns that every county leaves unread."""
        keys = [{key_of(title) for title in head.titles(index)} for index in range(len(head.names))]
        return [
            index
            for index, titles in enumerate(keys)
            if all(titles & vocabulary.idle for vocabulary in self.vocabularies) and key_of(self.by) not in titles
        ]

    def _divide(self, sheet: Grid, table: _Table) -> None:
        held: dict[str, tuple[list[list[Cell]], list[int]]] = {}
        names: dict[str, str | None] = {}
        column, count = table.column, 0
        for number, row in enumerate(table.rows, table.head.last + 1):
            written = cell_text(row[column]) if column < len(row) else ""
            if written not in names:
                names[written] = self.counties.get(key_of(written)) if written else None
            county = names[written]
            if county is None:
                self._of_nobody(row, written, table.sorter)
                continue
            for index in table.idle:
                if index < len(row):
                    row[index] = ""
            kept, numbers = held.setdefault(county, ([], []))
            kept.append(row)
            numbers.append(number)
            count += 1
            if count % _MOST_HELD == 0:
                self._flush(sheet, held)
        self._flush(sheet, held)

    def _of_nobody(self, row: list[Cell], written: str, sorter: Sorter) -> None:
        """Counts a row of no county; a blank one is none."""
        if not written and not any(cell_text(cell) for cell in row):
            return
        reason = sorter.reason(row)
        counts, name = (self.unassigned, written) if reason in (None, NO_ID) else (self.no_orders, f"（{reason}）")
        counts[name] = counts.get(name, 0) + 1

    def _flush(self, sheet: Grid, held: dict[str, tuple[list[list[Cell]], list[int]]]) -> None:
        for county, (rows, numbers) in held.items():
            with self._path(county).open("ab") as file:
                pickle.dump((sheet, rows, numbers), file, protocol=5)
            self.counts[county] = self.counts.get(county, 0) + len(rows)
        held.clear()

    def _path(self, county: str) -> Path:
        return self.folder / f"{county}.part"

    def division(self, names: Sequence[str]) -> Division:
        """What came of it all."""
        if not self.files:
            raise stop(
                "file.no_orders", "没有找到工单表", found="、".join(names), expected="至少一张表有工单编号等表头",
                advice="确认文件是工单导出",
            )  # fmt: skip
        name, files = "、".join(names), tuple(self.files)
        parts = {county: CountyPart(self._path(county), name, count, files) for county, count in self.counts.items()}
        nobody = self._shown_names() | self.no_orders
        return Division(parts, nobody, sum(self.counts.values()) + sum(nobody.values()), tuple(self.issues))

    def _shown_names(self) -> dict[str, int]:
        """The rows of nobody by names that may be shown; the rest, which may be personal, together."""
        personal = key_of(self.by) in map(key_of, PERSONAL)
        frequent = sorted(self.unassigned, key=lambda name: -self.unassigned[name])
        fit = [] if personal else [name for name in frequent if _is_like_a_name(name)][:_MOST_NAMES]
        names = {name: self.unassigned[name] for name in sorted(fit)}
        blank = self.unassigned.get("", 0)
        others = sum(self.unassigned.values()) - sum(names.values()) - blank
        return names | ({OTHERS: others} if others else {}) | ({NAMELESS: blank} if blank else {})


def _is_like_a_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NAME and not any(character.isdigit() for character in text)
