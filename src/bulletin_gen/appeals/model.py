"""What a unit's sheet holds, and what comes back in it, as values."""

from __future__ import annotations

from msgspec import Struct

from bulletin_gen.adjustments import AdjustmentKind
from bulletin_gen.leaves.issues import Place

#: The sheets of a 核对表, in order.
GUIDE, FIGURES, ORDERS = "说明", "本单位数据", "工单申诉"
#: What the first sheet says of itself: whose it is is read again when it comes back.
COUNTY, UNIT, PERIOD, UNTIL = "县", "单位", "期间", "交回时间"
#: Heads of the orders: the four that are read again, and what stands between them.
NUMBER, COUNTED, KIND, REASON = "工单编号", "计入", "申诉类型", "理由"


class UnitFigure(Struct, frozen=True):
    """A figure of a unit as the bulletin prints it. ``table``: the title of its table, "" where no table prints it."""

    table: str
    label: str
    text: str
    figure: str


class ListedOrder(Struct, frozen=True):
    """An order behind a unit's figures: its number fit to be shown, times and categories by head, what it counts in."""

    number: str
    cells: tuple[tuple[str, str], ...]
    counted: tuple[str, ...]


class UnitSheet(Struct, frozen=True):
    """All that goes to one unit. ``unit`` is the registered name; ``kinds``: what it may ask for."""

    county: str
    unit: str
    period: str
    period_name: str
    figures: tuple[UnitFigure, ...]
    orders: tuple[ListedOrder, ...]
    kinds: tuple[AdjustmentKind, ...]


class AppealRow(Struct, frozen=True):
    """One line of a returned sheet that asks for something, as typed."""

    place: Place
    county: str
    unit: str
    period: str
    order: str
    kind: str
    reason: str


class Proposal(Struct, frozen=True):
    """An appeal as shown to whoever decides. ``number`` from 1; ``faults``: why it can be no decision, none for one
    that can; ``counted``: which figures of the unit the order counts in."""

    number: int
    row: AppealRow
    counted: tuple[str, ...]
    faults: tuple[str, ...]
