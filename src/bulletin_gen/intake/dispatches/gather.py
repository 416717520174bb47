"""Every sheet of every file: those with a head of orders are read, the others are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.rawcolumns import DAMAGED
from bulletin_gen.intake.cells.text import Cell, cell_text
from bulletin_gen.intake.dispatches.handed import ROW
from bulletin_gen.intake.dispatches.ledger import SheetAccount
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.intake.head.columns import choose
from bulletin_gen.intake.head.heads import HeadWords, TableHead
from bulletin_gen.intake.head.nearest import NearHead, headless, nearest_head, not_recognised, without_orders
from bulletin_gen.intake.head.needs import Needs, needs_of
from bulletin_gen.intake.head.sheets import Sheet, read_sheet, take_sheet
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, errors, stop, warning
from bulletin_gen.profile import Profile

if TYPE_CHECKING:
    from bulletin_gen.intake.head.parts import CountyPart

NO_HEAD = "没有工单表头的工作表"
HIDDEN = "隐藏的工作表"


def gather(files: Sequence[Path | CountyPart], profile: Profile) -> tuple[list[Sheet], list[SheetAccount], list[Issue]]:
    """The sheets of orders of ``files``, the accounts of the other sheets, and what is wrong with files and heads."""
    if not files:
        raise stop("file.none", "没有工单文件", expected="期间文件夹里有平台导出的工单表（.xlsx、.xls、.csv 等）")
    sheets: list[Sheet] = []
    unused: list[SheetAccount] = []
    issues: list[Issue] = []
    vocabulary, needs = HeadWords.of(profile.intake), needs_of(profile)
    for path in files:
        taken = _File(vocabulary, needs)
        try:
            for grid in open_file(path) if isinstance(path, Path) else path.grids():
                taken.take(grid)
        except BulletinError as reason:
            issues += (*taken.issues, *reason.issues)
        else:
            issues += (*taken.issues, *taken.without_orders(path.name))
        sheets += taken.sheets
        unused += taken.unused
    return sheets, unused, issues


class _File:
    """What one file gives: its sheets of orders, the accounts of the others, what is wrong with it."""

    def __init__(self, vocabulary: HeadWords, needs: Needs) -> None:
        self.sheets: list[Sheet] = []
        self.unused: list[SheetAccount] = []
        self.issues: list[Issue] = []
        self._vocabulary, self._needs = vocabulary, needs
        self._near: NearHead | None = None
        self._hidden = False
        self._headless: list[Issue] = []

    def take(self, grid: Grid) -> None:
        """Reads a sheet of orders; an account of one that is not read."""
        head, rows, top = take_sheet(grid, self._vocabulary)
        if head is None or grid.hidden:
            self._leave(grid, head, rows, top)
            return
        places, found = choose(grid, head, top, self._vocabulary, self._needs)
        self.issues += found
        self.sheets.append(read_sheet(grid, head, rows, places, self._vocabulary))

    def _leave(self, grid: Grid, head: TableHead | None, rows: Iterator[list[Cell]], top: list[list[Cell]]) -> None:
        count = sum(1 for row in (rows if head else (*top, *rows)) if any(cell_text(value) for value in row))
        if not count:
            return
        self.unused.append(SheetAccount(grid.file, grid.sheet, count, 0, {HIDDEN if head else NO_HEAD: count}))
        if head:
            self._hidden = True
            place, advice = Place(file=grid.file, sheet=grid.sheet), "确要统计就取消隐藏再运行；不要就删除该表"
            self.issues.append(
                warning("sheet.hidden", "隐藏的工作表没有读取", place, found=f"{count}行", advice=advice)
            )
            return
        near = nearest_head(top, self._vocabulary)
        if near and near.is_export and not grid.hidden:
            self.issues.append(not_recognised(grid, near))
        elif not grid.hidden and (found := headless(grid, top, count)):
            self._headless.append(found)
        if near and (self._near is None or near.known > self._near.known):
            self._near = near

    def without_orders(self, name: str) -> list[Issue]:
        """An error where the file was read to its end, and no sheet of it, or not each that should, holds orders."""
        if self.sheets:
            return self._headless
        if errors(self.issues):
            return []
        return [without_orders(name, self._near, self._hidden)]


def stack(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """All sheets as one frame, each row with its file and sheet, numbered through."""
    frames = [
        sheet.frame.with_columns(pl.lit(sheet.file).alias("source_file"), pl.lit(sheet.sheet).alias("source_sheet"))
        for sheet in sheets
    ]
    empty = {"order_id": pl.String, "unit": pl.String, DAMAGED: pl.Boolean, "source_row": pl.Int64}
    empty |= {"source_file": pl.String, "source_sheet": pl.String}
    together = pl.concat([pl.DataFrame(schema=empty), *frames], how="diagonal")
    return together.with_row_index(ROW).with_columns(pl.col(DAMAGED).fill_null(value=False))
