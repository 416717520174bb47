"""What a digest says, as frozen values: findings with their figures, sentences to paste, and the orders behind them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct

from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.everything import Facts
from bulletin_gen.inputs import Inputs
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile

if TYPE_CHECKING:
    from bulletin_gen.intake.read import Intake

#: A row of an export as ``explaining.rows.shown_rows`` gives it: nothing of a citizen.
OrderLine = tuple[str | int, ...]


class NoticeKind(StrEnum):
    """Kinds of findings, in the order in which they are shown; the value is what users read."""

    COUNT = "件数异动"
    RATE = "比率异动"
    PLACE = "集中反映"
    MISSING = "与上期相比缺了的"
    RECORD = "创新高、新低"
    BOUND = "接近界线的单位"
    OPEN = "久未办结"


class Notice(Struct, frozen=True):
    """One finding. ``about``: what it is about; ``text``: all of it in words with its numbers.

    ``sentence``: the same for 正文.txt, with names in braces in place of numbers, and ``printed`` what that prints now;
    "" where it cannot be said so. ``note``: for narrative.md. ``figures``: ids of facts that it speaks of. ``orders``:
    the rows behind it, which are ``orders_are``.
    """

    kind: NoticeKind
    about: str
    text: str
    sentence: str = ""
    printed: str = ""
    note: str = ""
    figures: tuple[str, ...] = ()
    orders: tuple[OrderLine, ...] = ()
    orders_are: str = ""


class Digest(Struct, frozen=True):
    """What stands out in a county's period. ``past``: the names of the earlier periods that it was held against, oldest
    first; ``remarks``: what could not be judged, and why."""

    county: str
    period: str
    past: tuple[str, ...]
    remarks: tuple[str, ...]
    notices: tuple[Notice, ...]

    def of_kind(self, kind: NoticeKind) -> tuple[Notice, ...]:
        """The findings of a kind, the most striking first."""
        return tuple(each for each in self.notices if each.kind is kind)


class PastRun(Struct, frozen=True):
    """An earlier period and what its run recorded."""

    period: Period
    base: Base


class KeptOrders(Struct, frozen=True):
    """An earlier period and the orders that its recorded run counted."""

    period: Period
    orders: pl.DataFrame


class Scene(Struct, frozen=True):
    """All that findings look at: the period's facts and orders, the records of earlier periods (oldest first), the
    orders of the period before where they are still there, and those that earlier runs have kept (oldest first)."""

    profile: Profile
    period: Period
    inputs: Inputs
    intake: Intake
    facts: Facts
    past: tuple[PastRun, ...]
    before: pl.DataFrame | None = None
    kept: tuple[KeptOrders, ...] = ()

    @property
    def cut_off(self) -> datetime:
        """Up to when what happened counts."""
        return self.profile.intake.cut_off_moment(self.period)

    @property
    def last(self) -> PastRun | None:
        """The period just before, where it was recorded."""
        return self.past[-1] if self.past and self.past[-1].period == self.period.previous() else None
