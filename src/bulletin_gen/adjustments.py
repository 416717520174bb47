"""Adjustments: what people decided, order by order or unit by unit, as recorded in adjustments.xlsx."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from bulletin_gen.leaves.issues import Place


class AdjustmentKind(StrEnum):
    """The kinds of decision; the value is what the sheet's 类型 column says."""

    EXCUSED = "免责"  # overdue with an accepted excuse
    EXCLUDED = "剔除"  # leaves the assessment, stays in the volume
    BONUS = "加分"
    PENALTY = "扣分"
    COMMENDED = "表扬"
    NOT_COMMENDED = "撤销表扬"
    CRITICISED = "批评"
    NOT_CRITICISED = "撤销批评"
    REGRADED = "调整等级"


class Adjustment(Struct, frozen=True):
    """One decision. ``order_id`` or ``unit`` (registered name) or both say what it is about."""

    kind: AdjustmentKind
    order_id: str = ""
    unit: str = ""
    points: Decimal | None = None  # as typed, positive; the kind gives the sign
    grade: str = ""  # for 调整等级
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    place: Place = field(default_factory=Place)


#: Heads of the sheet, in order.
HEADS = ("类型", "工单编号", "单位", "分值", "等级", "理由", "决定人", "决定日期")
