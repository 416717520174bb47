"""The account of rows: each row that was read is used or set aside for one reason, and the sums agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from msgspec import Struct, field

from bulletin_gen.canonical import LABELS
from bulletin_gen.intake.dispatches.handed import ROW
from bulletin_gen.intake.head.sheets import Sheet


class Filling(Struct, frozen=True):
    """How many cells of a column are ``blank``, ``of`` the dispatches (or orders) that could have something there."""

    blank: int
    of: int


class SheetAccount(Struct, frozen=True):
    """What became of the rows of one sheet: ``read`` = ``used`` + the sum of ``set_aside``. ``filling``: by the label
    of each column that the profile looks at, how full it is among the rows that are used."""

    file: str
    sheet: str
    read: int
    used: int
    set_aside: Mapping[str, int] = field(default_factory=dict)  # reason → rows
    filling: Mapping[str, Filling] = field(default_factory=dict)


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

    def accounts(self, frame: pl.DataFrame, columns: Sequence[str] = ()) -> tuple[SheetAccount, ...]:
        """One account a sheet; ``frame`` holds the dispatches that are used in the end, ``columns`` are looked at."""
        first = 0
        accounts = []
        for sheet in self._sheets:
            after = first + sheet.frame.height
            aside = dict(sheet.set_aside) | {
                reason: count for reason in self._left if (count := self._count(reason, first, after))
            }
            own = frame.filter(frame[ROW].is_between(first, after, closed="left"))
            filling = _filling(own, [column for column in columns if column in sheet.frame.columns])
            accounts.append(SheetAccount(sheet.file, sheet.sheet, sheet.read, own[ROW].n_unique(), aside, filling))
            first = after
        return tuple(accounts)

    def _count(self, reason: str, first: int, after: int) -> int:
        return sum(int(rows.is_between(first, after, closed="left").sum()) for rows in self._left[reason])


#: Columns that an order settled on the line has no use for.
OF_HANDLING = (
    "unit", "dispatched_at", "acknowledged_at", "deadline_at", "closed_at", "callback_at", "extension_count",
    "rework_count", "returned_count", "overdue_mark", "responded", "callback_connected", "result_opinion",
    "process_opinion", "resolved",
)  # fmt: skip


def _filling(frame: pl.DataFrame, columns: Sequence[str]) -> dict[str, Filling]:
    handed = frame.filter(pl.col("unit").is_not_null())
    among = {column: handed if column in OF_HANDLING else frame for column in columns}
    return {LABELS[column]: Filling(rows[column].null_count(), rows.height) for column, rows in among.items()}
