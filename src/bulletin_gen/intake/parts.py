"""One workbook divided among counties: each county's rows kept aside as a part that intake reads like a file.

A part holds cells as they were read, under the head of the workbook, with the workbook's own row numbers. Cells that
no county reads (personal data among them) are blanked before anything is kept.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.intake.files import open_file
from bulletin_gen.intake.grids import Grid
from bulletin_gen.intake.heads import Head, Vocabulary
from bulletin_gen.intake.sheets import take_sheet
from bulletin_gen.intake.text import Cell, cell_text, key_of
from bulletin_gen.issues import Issue, Place, stop, warning

#: How many rows are held back before they are written out.
_MOST_HELD = 100_000
#: What rows without a county's name are counted under.
NAMELESS = "（空白）"


class Part(Struct, frozen=True):
    """The rows of one county: where they are kept, how messages call their file, how many there are."""

    path: Path
    name: str
    rows: int

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
    """A workbook divided: the parts by county, rows of no county by the name that stands there, and the sum of all."""

    parts: Mapping[str, Part]
    unassigned: Mapping[str, int]
    read: int
    issues: tuple[Issue, ...] = ()


def divide(
    files: Sequence[Path], by: str, counties: Mapping[str, str], vocabularies: Sequence[Vocabulary], folder: Path
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


class _Divider(Struct):
    by: str
    counties: Mapping[str, str]
    vocabularies: Sequence[Vocabulary]
    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    unassigned: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    sheets: int = 0

    def take(self, grid: Grid) -> None:
        """Divides one sheet; one without a head of orders has nothing to divide."""
        found = self._head(grid)
        if found is None:
            return
        head, rows, top, column, idle = found
        if grid.hidden:
            place = Place(file=grid.file, sheet=grid.sheet)
            self.issues.append(
                warning("sheet.hidden", "隐藏的工作表没有读取", place, advice="确要统计就取消隐藏再运行")
            )
            return
        self.sheets += 1
        self._divide(replace(grid, rows=top[: head.last]), head, rows, column, idle)

    def _head(self, grid: Grid) -> tuple[Head, Iterator[list[Cell]], list[list[Cell]], int, list[int]] | None:
        rows: Any = iter(grid.rows)
        for vocabulary in self.vocabularies:
            head, after, top = take_sheet(replace(grid, rows=rows), vocabulary)
            if head is not None:
                return head, after, top, self._column(head, grid), self._idle(head)
            rows = chain(top, rows)
        return None

    def _column(self, head: Head, grid: Grid) -> int:
        for index in range(len(head.names)):
            if key_of(self.by) in {key_of(title) for title in head.titles(index)}:
                return index
        raise stop(
            "batch.by", "没有用来分县的列", Place(grid.file, grid.sheet, head.last),
            found="、".join(filter(None, head.names)), expected=f"一列叫“{self.by}”", advice="检查 --by",
        )  # fmt: skip

    def _idle(self, head: Head) -> list[int]:
        """Columns that every county leaves unread."""
        keys = [{key_of(title) for title in head.titles(index)} for index in range(len(head.names))]
        return [
            index
            for index, titles in enumerate(keys)
            if all(titles & vocabulary.idle for vocabulary in self.vocabularies) and key_of(self.by) not in titles
        ]

    def _divide(self, sheet: Grid, head: Head, rows: Iterator[list[Cell]], column: int, idle: list[int]) -> None:
        held: dict[str, tuple[list[list[Cell]], list[int]]] = {}
        names: dict[str, str | None] = {}
        count = 0
        for number, row in enumerate(rows, head.last + 1):
            written = cell_text(row[column]) if column < len(row) else ""
            if written not in names:
                names[written] = self.counties.get(key_of(written)) if written else None
            county = names[written]
            if county is None:
                if written or any(cell_text(cell) for cell in row):
                    self.unassigned[written or NAMELESS] = self.unassigned.get(written or NAMELESS, 0) + 1
                continue
            for index in idle:
                if index < len(row):
                    row[index] = ""
            kept, numbers = held.setdefault(county, ([], []))
            kept.append(row)
            numbers.append(number)
            count += 1
            if count % _MOST_HELD == 0:
                self._flush(sheet, held)
        self._flush(sheet, held)

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
        if not self.sheets:
            raise stop(
                "file.no_orders", "没有找到工单表", found="、".join(names), expected="至少一张表有工单编号等表头",
                advice="确认文件是工单导出",
            )  # fmt: skip
        parts = {county: Part(self._path(county), "、".join(names), count) for county, count in self.counts.items()}
        read = sum(self.counts.values()) + sum(self.unassigned.values())
        return Division(parts, dict(sorted(self.unassigned.items())), read, tuple(self.issues))
