"""The canonical dispatches: what intake hands over, one row per dispatch (or per settled order).

Every later step sees only these columns; no personal data is among them. Types are named here once and turned
into the engine's own by ``intake``.
"""

from __future__ import annotations

from enum import StrEnum


class ColumnType(StrEnum):
    """Types that all engines share."""

    TEXT = "text"
    WHOLE = "whole"
    FLAG = "flag"
    MOMENT = "moment"


#: Columns read from exports: identifier → type. Absent values are null, never "" or 0.
SOURCE_COLUMNS: dict[str, ColumnType] = {
    "order_id": ColumnType.TEXT,
    "unit": ColumnType.TEXT,  # registered name, the profile's outside label, or null when settled on the line
    "channel": ColumnType.TEXT,
    "request_type": ColumnType.TEXT,
    "category_1": ColumnType.TEXT,
    "category_2": ColumnType.TEXT,
    "category_3": ColumnType.TEXT,
    "district": ColumnType.TEXT,
    "urgency": ColumnType.TEXT,
    "status": ColumnType.TEXT,
    "resolved": ColumnType.TEXT,
    "result_opinion": ColumnType.TEXT,
    "process_opinion": ColumnType.TEXT,
    "stream": ColumnType.TEXT,  # 本级登记 / 上级交办…, where an export tells
    "accepted_at": ColumnType.MOMENT,
    "dispatched_at": ColumnType.MOMENT,
    "acknowledged_at": ColumnType.MOMENT,
    "deadline_at": ColumnType.MOMENT,  # the one in force, extensions included
    "closed_at": ColumnType.MOMENT,
    "callback_at": ColumnType.MOMENT,
    "extension_count": ColumnType.WHOLE,
    "rework_count": ColumnType.WHOLE,
    "returned_count": ColumnType.WHOLE,
    "overdue_mark": ColumnType.FLAG,
    "responded": ColumnType.FLAG,
    "callback_connected": ColumnType.FLAG,
    "excluded": ColumnType.FLAG,  # by the export or by an adjustment; never null
}

#: Columns that intake derives from the above, the registry and the adjustments.
DERIVED_COLUMNS: dict[str, ColumnType] = {
    "group": ColumnType.TEXT,  # the unit's group, null when settled or outside
    "role": ColumnType.TEXT,  # 主办 / 协办
    "dispatched": ColumnType.FLAG,  # handed to a unit (registered or outside)
    "closed": ColumnType.FLAG,  # has a closing time no later than the cut-off
    "closed_on_time": ColumnType.FLAG,  # closed no later than the deadline in force
    "overdue": ColumnType.FLAG,  # closed late, or open past the deadline at the cut-off
    "acknowledged_in_time": ColumnType.FLAG,
    "excused": ColumnType.FLAG,  # by an adjustment
    "handling_seconds": ColumnType.WHOLE,  # dispatch (or acceptance) to closing; null while open
    "handling_workdays": ColumnType.WHOLE,  # the same in workdays, closing day counted
    "source_file": ColumnType.TEXT,
    "source_sheet": ColumnType.TEXT,
    "source_row": ColumnType.WHOLE,
}

COLUMNS: dict[str, ColumnType] = SOURCE_COLUMNS | DERIVED_COLUMNS

#: The two roles of a dispatch.
LEAD, ASSIST = "主办", "协办"
