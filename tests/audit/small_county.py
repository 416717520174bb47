"""A county of six units and twelve orders, written as an office with English keys has it; a test changes its parts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import yaml

PERIOD = "2031-W17"  # 21 to 27 April
UNITS = ("东镇", "西镇", "南镇", "甲局", "乙局", "丙局")
HEADS = (
    "工单编号",
    "受理时间",
    "受理渠道",
    "诉求类型",
    "一级分类",
    "二级分类",
    "派单时间",
    "承办单位",
    "办理时限",
    "办结时间",
    "工单状态",
    "返工次数",
    "回访时间",
    "办理结果满意度",
)
Row = dict[str, str]


def rows(count: int = 12) -> list[Row]:
    """Orders of one day, handed out in turn, closed in time."""
    day, done = "2031-04-22", "2031-04-24"
    return [
        dict(
            zip(
                HEADS,
                (
                    f"A{n:03d}",
                    f"{day} 09:00:00",
                    ("电话", "网站")[n % 2],
                    "求助",
                    ("市场", "交通", "住建")[n % 3],
                    "噪音",
                    f"{day} 10:00:00",
                    UNITS[n % 6],
                    "2031-04-26 18:00:00",
                    f"{done} 10:00:00",
                    "已办结",
                    "0",
                    f"{done} 15:00:00",
                    "满意",
                ),
                strict=True,
            )
        )
        for n in range(count)
    ]


def rules() -> dict[str, Any]:
    """What profile.yaml says."""
    return {
        "kind": "热线周报",
        "county": "试县",
        "document": {
            "mark": "热线周报",
            "title": "{{ period.name }}热线运行情况",
            "document_number": "第{{ document.issue_number }}期",
            "issuer": "试县热线",
        },
        "units": {"groups": [{"name": "镇街", "noun": "镇街"}, {"name": "县直", "noun": "部门"}]},
        "measures": {
            "accepted": {"label": "受理", "time": "accepted_at", "count": "orders"},
            "dispatches": {"label": "承办", "time": "accepted_at", "where": {"dispatched": True}},
            "closed": {"label": "办结", "of": "dispatches", "where": {"closed": True}},
            "late": {"label": "超期", "of": "dispatches", "where": {"overdue": True}},
        },
        "rates": {"closing": {"label": "办结率", "numerator": "closed", "denominator": "dispatches"}},
        "breakdowns": {
            "channels": {"label": "渠道", "measure": "accepted", "by": "channel"},
            "types": {"label": "类别", "measure": "accepted", "by": "request_type"},
            "hot": {"label": "热点", "measure": "accepted", "by": "category_1", "top": 5, "about": "category_2"},
        },
        "tables": {
            "units": {
                "title": "办理情况",
                "columns": [
                    {"head": "单位", "value": "unit"},
                    {"head": "承办", "value": "dispatches"},
                    {"head": "超期", "value": "late"},
                ],
            }
        },
    }


def lay_out(
    folder: Path,
    *,
    profile: Mapping[str, Any] | None = None,
    orders: Sequence[Row] | None = None,
    supplied: str = "document: {issue_number: 17, dated: 2031-04-30}\n",
    template: str = "",
    facts: str | None = None,
) -> Path:
    """The county in ``folder``; ``template``: what its own weekly.md.j2 says in the block ``places``."""
    period = folder / PERIOD
    period.mkdir(parents=True)
    (folder / "profile.yaml").write_text(yaml.safe_dump(dict(profile or rules()), allow_unicode=True), encoding="utf-8")
    units = "\n".join(f"{unit},{'镇街' if unit.endswith('镇') else '县直'},,,,," for unit in UNITS)
    (folder / "units.csv").write_text(
        f"单位名称,分组,简称,表内名称,别名,启用日期,停用日期\n{units}\n", encoding="utf-8"
    )
    (period / "supplied.yaml").write_text(supplied, encoding="utf-8")
    (period / "narrative.md").write_text("# 热线信息\n\n县热线整理问答口径。\n", encoding="utf-8")
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["类型", "工单编号", "单位", "分值", "等级", "理由", "决定人", "决定日期"])
    workbook.save(period / "adjustments.xlsx")
    text, kept = io.StringIO(), list(orders if orders is not None else rows())
    writer = csv.DictWriter(text, list(kept[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    (period / "工单.csv").write_text(text.getvalue(), encoding="utf-8")
    if template:
        (folder / "templates").mkdir()
        own = f'{{% extends "kinds/weekly.md.j2" %}}\n{{% block places %}}\n{template}\n{{% endblock %}}\n'
        (folder / "templates" / "weekly.md.j2").write_text(own, encoding="utf-8")
    if facts is not None:
        (folder / "facts").mkdir()
        (folder / "facts" / "2031-W16.json").write_text(facts, encoding="utf-8")
    return folder
