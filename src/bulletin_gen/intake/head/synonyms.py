"""Which column heads mean what, as seen in exports. The profile's own names come before these."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin_gen.canonical import AUXILIARY_COLUMNS, LABELS
from bulletin_gen.intake.cells.text import key_of
from bulletin_gen.leaves.frugal import late

#: How heads of deadlines begin that an approved extension has moved: they come first, where there are several.
EXTENDED = "延期后"

#: Canonical column → heads, the most telling first. ``co_units`` and ``deadline_days`` serve only to derive others.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "order_id": (
        "工单编号",
        "受理编号",
        "诉求编号",
        "工单号",
        "流水号",
        "案件编号",
        "任务号",
        "工单流水号",
        "事项编号",
        *("受理单号", "诉求单号", "工单单号", "办件编号", "办件号", "登记编号", "业务编号", "热线编号"),
    ),
    "unit": ("承办单位", "承办部门", "责任单位", "主办单位", "办理单位", "二级单位", "责任部门", "主办部门"),
    "co_units": ("协办单位", "协办部门"),
    "channel": ("受理渠道", "工单来源", "诉求来源", "来源渠道", "来源", "渠道", "来电渠道", "受理方式"),
    "request_type": (
        "诉求类型",
        "工单类型",
        "来电类别",
        "工单类别",
        "来电类型",
        "事项类型",
        "诉求性质",
        "工单性质",
        "事项性质",
    ),
    "category_1": (
        "一级分类",
        "问题分类",
        "诉求类别",
        "热点类别",
        "一级类别",
        "诉求分类",
        "事项分类",
        "诉求大类",
        "问题大类",
        "事项大类",
    ),
    "category_2": ("二级分类", "二级类别", "诉求小类", "问题小类", "事项小类"),
    "category_3": ("三级分类", "三级类别", "诉求细类", "问题细类"),
    "district": ("区县", "所属区域", "事发地", "街道", "所属区县", "行政区划", "所属街道", "所属乡镇"),
    "urgency": ("紧急程度", "紧急级别", "缓急程度"),
    "status": ("工单状态", "状态", "办理状态", "当前状态"),
    "resolved": ("是否解决", "问题是否解决", "解决情况", "诉求是否解决"),
    "result_opinion": (
        "办理结果评价",
        "办理结果满意度",
        "回访结果",
        "是否满意",
        "满意度",
        "办理结果是否满意",
        "满意度评价",
    ),
    "process_opinion": ("服务过程评价", "服务过程满意度", "服务态度满意度", "办理过程满意度", "服务过程是否满意"),
    "stream": ("登记来源", "工单级别", "受理级别", "工单流向"),
    "accepted_at": (
        "受理时间",
        "来电时间",
        "创建时间",
        "登记时间",
        "受理日期",
        "诉求时间",
        "诉求登记时间",
        "受理登记时间",
    ),
    "dispatched_at": ("派单时间", "转办时间", "交办时间", "首次转办时间", "派发时间", "转派时间"),
    "acknowledged_at": ("签收时间", "接收时间", "接单时间"),
    "deadline_at": (
        *("延期后截止时间", "延期后办理时限", "延期后时限", "延期后截止日期", "延期后办结时限", "延期后到期时间"),
        *("延期后办理截止时间", "延期后应办结时间", "延期后期限"),
        *("办理时限", "截止时间", "办理截止时间", "应办结时间", "办结时限", "办结截止时间", "截止日期"),
        *("要求办结时间", "规定办结时间"),
    ),
    "closed_at": (
        *("办结时间", "办理完成时间", "结案时间", "反馈时间", "回复时间", "完成时间", "办毕时间"),
        *("实际办结时间", "实际办理时间"),
    ),
    "callback_at": ("回访时间", "回访日期"),
    "extension_count": ("延期次数", "申请延期次数", "是否延期"),
    "rework_count": ("返工次数", "重办次数", "退回重办次数", "发回重办", "是否重办", "是否返工", "发回重办次数"),
    "returned_count": ("退单次数", "退回次数", "是否退单"),
    "overdue_mark": ("是否超期", "超期标识", "是否逾期", "超期状态", "是否超时"),
    "responded": ("是否联系群众", "先行联系", "是否响应", "是否先行联系"),
    "callback_connected": ("是否接通", "回访状态", "回访是否接通"),
    "excluded": ("不纳入考核", "剔除", "申诉结果", "是否剔除", "是否不纳入考核"),
    "deadline_days": ("办理天数", "处理时限", "时限天数"),
    "deadline_unit": ("时限单位",),
}

#: What a citizen says is called by what it is and how it is told; who says it by the person and what is noted of them.
_TOLD = (
    ("诉求", "问题", "工单", "事项", "来电", "反映", "投诉", "求助", "举报", "信件", "来信", "留言", "案件"),
    (
        *("内容", "概述", "概要", "摘要", "简述", "描述", "详情", "详述", "梗概", "标题", "经过", "原文", "全文"),
        "情况说明",
    ),
)
_PERSONS = (
    (
        *("诉求人", "来电人", "反映人", "投诉人", "求助人", "来访人", "来信人", "联系人", "信访人", "留言人", "举报人"),
        *("申请人", "市民", "群众"),
    ),
    (
        *("", "姓名", "名称", "电话", "手机", "手机号", "手机号码", "号码", "电话号码", "联系电话", "联系方式", "地址"),
        *("住址", "身份证", "身份证号", "身份证号码", "证件号码", "性别", "年龄"),
    ),
)

#: Heads of citizens' data and of free text: recognised so that they are never guessed at, and dropped when read.
PERSONAL: frozenset[str] = frozenset(
    (
        *("姓名", "来电人", "诉求人", "反映人", "市民姓名", "联系人", "性别", "年龄", "诉求人姓名", "来电人姓名"),
        *("群众姓名", "反映人姓名", "投诉人", "投诉人姓名", "联系人姓名", "群众", "来访人"),
        *(
            "举报人",
            "申请人",
            "市民电话",
            "身份证号码",
            "反映内容",
            "反映事项",
            "来电内容",
            "事项内容",
            "诉求描述",
            "问题内容",
            "投诉内容",
            "求助内容",
        ),
        *("来电号码", "联系电话", "联系方式", "电话", "手机号", "手机号码", "来电电话"),
        *(
            "电话号码",
            "联系号码",
            "群众电话",
            "诉求人电话",
            "来电人电话",
            "反映人电话",
            "联系人电话",
            "家庭住址",
            "住址",
        ),
        *("证件号码", "身份证号", "证件类型", "地址", "联系地址", "详细地址", "事发地址", "诉求地址"),
        *("诉求内容", "主要内容", "问题描述", "工单内容", "内容", "工单标题", "标题", "诉求标题"),
        *(
            "办理结果",
            "办理意见",
            "办理情况",
            "答复内容",
            "回复内容",
            "反馈内容",
            "处理结果",
            "回访内容",
            "回访备注",
            "备注",
        ),
        *(what + how for named, told in (_TOLD, _PERSONS) for what in named for how in told),
        *("受理员", "坐席", "话务员", "回访人", "回访员", "经办人", "承办人", "办理人"),
    )
)

#: Heads that say nothing of use and are no cause for doubt.
IDLE: frozenset[str] = frozenset(("序号", "编号", "行号"))


#: What forms put around the names of fields: stars and words that say a field must be filled in.
_DRESS = late(r"^[*★☆●·]+|[*★☆:]+$|[(\[【](?:必填项?|必选项?|选填项?|必录项?|不可为空|只读)[)\]】]")


def head_key(text: str) -> str:
    """What is compared when two heads are the same head: as names, and without what forms put around them."""
    key = key_of(text)
    return _DRESS.sub("", key) or key


def head_of(column: str) -> str:
    """How a column is called when no sheet is at hand: its label, which is one of its usual heads."""
    if column in AUXILIARY_COLUMNS:
        return AUXILIARY_COLUMNS[column][0]
    return LABELS.get(column, column)  # an office's own column is called by its name
