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
from bulletin_gen.intake.head.needs import Needs, needs_of
from bulletin_gen.intake.head.sheets import Sheet, read_sheet, take_sheet
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, stop, warning
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
        try:
            for grid in open_file(path) if isinstance(path, Path) else path.grids():
                _take(grid, vocabulary, needs, sheets, unused, issues)
        except BulletinError as reason:
            issues += reason.issues
    if not sheets and not any(issue.code.startswith("file.") for issue in issues):
        issues.append(_no_orders(files))
    return sheets, unused, issues


def _take(
    grid: Grid, vocabulary: HeadWords, needs: Needs,
    sheets: list[Sheet], unused: list[SheetAccount], issues: list[Issue],
) -> None:  # fmt: skip
    head, rows, top = take_sheet(grid, vocabulary)
    if head is None or grid.hidden:
        _leave(grid, head, rows, top, unused, issues)
        return
    places, found = choose(grid, head, top, vocabulary, needs)
    issues += found
    sheets.append(read_sheet(grid, head, rows, places))


def _leave(
    grid: Grid, head: TableHead | None, rows: Iterator[list[Cell]], top: list[list[Cell]],
    unused: list[SheetAccount], issues: list[Issue],
) -> None:  # fmt: skip
    """An account of a sheet that is not read; a warning where orders may be on it."""
    count = sum(1 for row in (rows if head else (*top, *rows)) if any(cell_text(value) for value in row))
    if not count:
        return
    reason = HIDDEN if head else NO_HEAD
    unused.append(SheetAccount(grid.file, grid.sheet, count, 0, {reason: count}))
    if head:
        place = Place(file=grid.file, sheet=grid.sheet)
        advice = "确要统计就取消隐藏再运行；不要就删除该表"
        issues.append(warning("sheet.hidden", "隐藏的工作表没有读取", place, found=f"{count}行", advice=advice))


def _no_orders(files: Sequence[Path | CountyPart]) -> Issue:
    names = "、".join(path.name for path in files)
    return error(
        "file.no_orders", "没有找到工单表", found=names, expected="至少一张表有工单编号等表头",
        advice="确认文件是工单导出；列名特别的，在 profile.yaml 的 intake.columns 里写明",
    )  # fmt: skip


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
