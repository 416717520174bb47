"""What the kinds of results are called in Chinese."""

from __future__ import annotations

#: Kind of result → its Chinese name.
KINDS = {
    "share": "占比",
    "base_unstated": "占比的分母文中没有",
    "rounding": "舍入",
    "share_sum": "占比之和",
    "rate": "比率",
    "rate_possible": "不可能的比率",
    "mean": "日均",
    "sum": "合计",
    "row_sum": "横向合计",
    "repeat": "前后说法不一",
    "growth": "增减幅度",
    "difference": "差数",
    "growth_base": "增减幅度没有整数原数",
    "over100": "下降超过100%",
    "pp_unit": "应用百分点",
    "yoy_mom": "同比、环比",
    "count": "个数",
    "order": "次序",
    "le": "部分大于全部",
    "top_n": "前几位",
    "top_n_tie": "并列未列出",
    "text_table": "文表不一",
    "name": "名称",
    "header": "表头",
    "numbering": "序号",
    "title_month": "标题月份",
    "missing_number": "缺数字",
    "missing_unit": "缺单位",
    "unit_mismatch": "单位不符",
    "range": "范围不全",
    "percent_sign": "百分号",
    "date": "日期",
    "date_zero": "日期虚位",
    "punct": "标点",
    "typo": "错字",
    "heading": "标题",
    "stray": "多余的字",
    "web_residue": "网页残留",
    # Found by the facts (``totals``), accepted by this name as those above.
    "totals": "总数",
}


def kind_name(kind: str) -> str:
    """The Chinese name of a kind of result."""
    return KINDS.get(kind, kind)
