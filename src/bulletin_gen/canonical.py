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
    "closed": ColumnType.FLAG,  # has a closing time up to the cut-off
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

#: Columns of exports that only serve to tell others: identifier → what a clerk calls it and what stands in it.
AUXILIARY_COLUMNS: dict[str, tuple[str, str]] = {
    "co_units": ("协办单位", "单位，可以几个；每个单位各计一次派单"),
    "deadline_days": ("办理天数", "整数，可以带单位：5、5.0、5个工作日、五日内、48小时；没有办理时限时据此推算"),
    "deadline_unit": ("时限单位", "工作日、日（天）、小时；办理天数自己没有写单位时用"),
}

#: The two roles of a dispatch.
LEAD, ASSIST = "主办", "协办"

#: What a clerk calls each column.
LABELS: dict[str, str] = {
    "order_id": "工单编号",
    "unit": "承办单位",
    "group": "分组",
    "role": "主办协办",
    "channel": "受理渠道",
    "request_type": "诉求类型",
    "category_1": "一级分类",
    "category_2": "二级分类",
    "category_3": "三级分类",
    "district": "所属区域",
    "urgency": "紧急程度",
    "status": "工单状态",
    "resolved": "解决情况",
    "result_opinion": "办理结果评价",
    "process_opinion": "服务过程评价",
    "stream": "登记来源",
    "accepted_at": "受理时间",
    "dispatched_at": "派单时间",
    "acknowledged_at": "签收时间",
    "deadline_at": "办理时限",
    "closed_at": "办结时间",
    "callback_at": "回访时间",
    "extension_count": "延期次数",
    "rework_count": "返工次数",
    "returned_count": "退单次数",
    "overdue_mark": "超期标识",
    "responded": "是否联系群众",
    "callback_connected": "回访是否接通",
    "excluded": "不纳入考核",
    "dispatched": "已派单",
    "closed": "已办结",
    "closed_on_time": "按期办结",
    "overdue": "超期",
    "acknowledged_in_time": "按时签收",
    "excused": "免责",
    "handling_seconds": "办理时长（秒）",
    "handling_workdays": "办理工作日数",
    "source_file": "来源文件",
    "source_sheet": "来源工作表",
    "source_row": "来源行",
}

#: Opinions as exports write them: the content ones, the discontent ones, and what means that nobody answered.
CONTENT = ("非常满意", "满意", "比较满意", "基本满意")
DISCONTENT = ("不满意", "非常不满意")
NOT_GIVEN = ("未评价", "不评价", "未回访", "不接受回访")
OPINIONS = (*CONTENT, "一般", *DISCONTENT, *NOT_GIVEN)

#: Columns whose values are known even where the profile has no words of its own for them.
VOCABULARIES: dict[str, tuple[str, ...]] = {
    "result_opinion": OPINIONS,
    "process_opinion": OPINIONS,
    "role": (LEAD, ASSIST),
}

#: Columns of any words, of which a profile may have its own for some: the others stay as they are written.
OPEN_COLUMNS = ("request_type", "channel", "stream", "category_1", "category_2", "category_3", "district")

#: Types of request that are written with or without 类.
REQUEST_TYPES = frozenset(
    ("咨询", "求助", "投诉", "举报", "建议", "表扬", "其他", "其它", "投诉举报", "意见建议", "感谢", "诉求", "求决")
)


def request_type_name(text: str) -> str:
    """The plain name of a type of request: 咨询类 is 咨询, whoever writes it. Other words stay as they are."""
    return text[:-1] if text.endswith("类") and text[:-1] in REQUEST_TYPES else text
