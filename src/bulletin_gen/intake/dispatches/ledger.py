"""The account of rows: each row that was read is used or set aside for one reason, and the sums agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from msgspec import Struct, field

from bulletin_gen.intake.dispatches.handed import ROW
from bulletin_gen.intake.head.sheets import Sheet


class SheetAccount(Struct, frozen=True):
    """What became of the rows of one sheet: ``read`` = ``used`` + the sum of ``set_aside``."""

    file: str
    sheet: str
    read: int
    used: int
    set_aside: Mapping[str, int] = field(default_factory=dict)  # reason → rows


class Ledger:
    """Follows rows through the steps. A row leaves when none of its dispatches is left."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._left: dict[str, list[pl.Series]] = {}

    def keep(self, reason: str, frame: pl.DataFrame, wanted: pl.Expr | pl.Series) -> pl.DataFrame:
        """The rows of ``frame`` for which ``wanted`` holds; source rows that vanish with it are set aside."""
        kept = frame.filter(wanted)
        if kept.height < frame.height:
            gone = frame.filter(~frame[ROW].is_in(kept[ROW].implode()))[ROW].unique()
            self._left.setdefault(reason, []).append(gone)
        return kept

    def accounts(self, frame: pl.DataFrame) -> tuple[SheetAccount, ...]:
        """One account a sheet; ``frame`` holds the dispatches that are used in the end."""
        first = 0
        accounts = []
        for sheet in self._sheets:
            after = first + sheet.frame.height
            aside = dict(sheet.set_aside) | {
                reason: count for reason in self._left if (count := self._count(reason, first, after))
            }
            used = frame.filter(frame[ROW].is_between(first, after, closed="left"))[ROW].n_unique()
            accounts.append(SheetAccount(sheet.file, sheet.sheet, sheet.read, used, aside))
            first = after
        return tuple(accounts)

    def _count(self, reason: str, first: int, after: int) -> int:
        return sum(int(rows.is_between(first, after, closed="left").sum()) for rows in self._left[reason])
