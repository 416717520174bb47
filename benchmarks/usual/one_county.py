"""平江's bulletin the usual way: pandas counts, docxtpl fills a Word template, openpyxl writes the annex.

Written with care for speed: columns chosen on reading, counts vectorised, the template made beforehand.
"""

from __future__ import annotations

import json
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from docxtpl import DocxTemplate
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from ruamel.yaml import YAML

START, END = pd.Timestamp(2024, 5, 1), pd.Timestamp(2024, 6, 1)
TAKEN = ["工单编号", "受理时间", "受理渠道", "一级分类", "承办单位", "办理时限", "办结时间", "是否超期"]
TAKEN += ["退回重办次数", "回访时间", "办理结果满意度"]
RATED = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
HEADS = ["分组", "部门名称", "受理案件数", "应办理数", "办理数", "办结率", "按期办理数", "按期办结率"]
HEADS += ["返工数", "返工率", "回访不满意数", "回访不满意率", "综合指标值", "等级评价"]


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, set[str]]:
    times = ["受理时间", "办理时限", "办结时间", "回访时间"]
    options: dict[str, Any] = {"engine": "openpyxl", "usecols": TAKEN, "dtype": {"工单编号": str}, "parse_dates": times}
    orders = pd.read_excel(folder / "2024-05" / "orders.xlsx", **options)
    letters = pd.read_excel(folder / "2024-05" / "letters.xlsx", **options)
    units = pd.read_csv(folder / "units.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
    decided = pd.read_excel(folder / "2024-05" / "adjustments.xlsx", dtype=str, engine="openpyxl")
    return orders, letters, units, set(decided.loc[decided["类型"] == "免责", "工单编号"])


def resolve(frame: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    names: dict[str, str] = {}
    for row in units.itertuples(index=False):
        for name in (row.单位名称, row.简称, row.表内名称, *str(row.别名).split("；")):
            if name:
                names[str(name)] = str(row.单位名称)
    written = frame["承办单位"].str.strip()
    return frame.assign(unit=written.map(names).where(written.notna()), dispatched=written.notna())


def within(column: pd.Series) -> pd.Series:
    return (column >= START) & (column < END)


def flags(orders: pd.DataFrame, excused: set[str]) -> pd.DataFrame:
    due = within(orders["办理时限"]) & orders["dispatched"]
    closed = due & (orders["办结时间"] < END)
    late = orders["是否超期"] == "是"
    called = within(orders["回访时间"]) & orders["办理结果满意度"].isin(RATED)
    return orders.assign(
        accepted=within(orders["受理时间"]) & orders["dispatched"],
        due=due,
        closed=closed,
        on_time=closed & ~late,
        rework=closed & (orders["退回重办次数"].fillna(0).astype(int) > 0),
        overdue=due & late,
        unexcused=due & late & ~orders["工单编号"].isin(excused),
        called=called,
        dissatisfied=called & orders["办理结果满意度"].isin(["不满意", "非常不满意"]),
    )


def percent(numerator: int, denominator: int, empty: str) -> tuple[Decimal, str]:
    if denominator == 0:
        return Decimal(empty.rstrip("%")), empty
    value = (Decimal(100) * numerator / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return value, f"{value.normalize():f}%"


def grade(score: Decimal) -> tuple[str, int]:
    for name, least, deduct in (("A", 90, 0), ("B", 85, 2), ("C", 80, 4)):
        if score >= least:
            return name, deduct
    return "D", 6


def assess(counts: pd.DataFrame, units: pd.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for unit in units.itertuples(index=False):
        c = counts.loc[unit.单位名称] if unit.单位名称 in counts.index else counts.iloc[0] * 0
        completion, shown_completion = percent(c.closed, c.due, "0%")
        on_time, shown_on_time = percent(c.on_time, c.due, "0%")
        rework, shown_rework = percent(c.rework, c.closed, "0%")
        dissatisfied, shown_dissatisfied = percent(c.dissatisfied, c.called, "0%")
        points = completion * 30 + on_time * 30 + (100 - rework) * 20 + (100 - dissatisfied) * 20
        score = (points / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        name, deduct = grade(score)
        cells = [unit.分组, unit.表内名称 or unit.单位名称, c.accepted, c.due, c.closed, shown_completion, c.on_time]
        cells += [shown_on_time, c.rework, shown_rework, c.dissatisfied, shown_dissatisfied]
        cells += [f"{score.normalize():f}", name]
        rows.append({
            "cells": [str(cell) for cell in cells], "unit": unit.单位名称, "short": unit.简称 or unit.单位名称,
            "group": unit.分组, "score": score, "grade": name, "deduct": deduct, "closed": int(c.closed),
            "overdue": int(c.overdue),
        })  # fmt: skip
    groups = {name: place for place, name in enumerate(dict.fromkeys(units["分组"]))}
    return sorted(rows, key=lambda row: (groups[row["group"]], -row["score"]))


def context(folder: Path, orders: pd.DataFrame, letters: pd.DataFrame, rows: list[dict[str, Any]]) -> dict[str, Any]:
    requests = orders[within(orders["受理时间"])]
    categories = requests["一级分类"].value_counts()
    boxes = letters["受理渠道"].value_counts()
    mayor = letters[(letters["受理渠道"] == "市长信箱") & letters["办理结果满意度"].isin(RATED)]
    satisfied = mayor["办理结果满意度"].isin(RATED[:3]).sum()
    supplied = YAML(typ="safe").load(folder / "2024-05" / "supplied.yaml")["document"]
    sections = (folder / "2024-05" / "narrative.md").read_text(encoding="utf-8").split("\n# ")
    groups = list(dict.fromkeys(row["group"] for row in rows))[::-1]
    late = [row for row in rows if row["overdue"]]
    unexcused = orders[orders["unexcused"]].groupby("unit")["工单编号"].apply(lambda ids: sorted(ids))
    return {
        "number": supplied["issue_number"], "dated": f"{supplied['dated']:%Y年%-m月%-d日}",
        "accepted": int(orders["accepted"].sum()),
        "categories": [(n, int(c), percent(int(c), len(requests), "0%")[1]) for n, c in categories.head(5).items()],
        "volume": [(g, _top(rows, g, "closed")) for g in groups], "scores": [(g, _top(rows, g, "score")) for g in groups],
        "overdue_total": int(orders["overdue"].sum()),
        "overdue": sorted(((r["short"], r["overdue"]) for r in late), key=lambda each: -each[1]),
        "letters": len(letters), "boxes": list(boxes.items()), "mayor": percent(int(satisfied), len(mayor), "0%")[1],
        "unexcused": [(unit, len(ids), "、".join(ids)) for unit, ids in unexcused.items()],
        "grades": [(g, [r["short"] for r in rows if r["grade"] == g]) for g in "BCD"],
        "narrative": [line for section in sections for line in section.split("\n")[1:] if line.strip()],
        "rows": [row["cells"] for row in rows],
    }  # fmt: skip


def _top(rows: list[dict[str, Any]], group: str, key: str) -> str:
    members = sorted((row for row in rows if row["group"] == group), key=lambda row: -row[key])
    return "、".join(row["short"] for row in members[:3])


def write_annex(rows: list[dict[str, Any]], path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    thin = Side(style="thin")
    border, centre = Border(thin, thin, thin, thin), Alignment(horizontal="center", vertical="center", wrap_text=True)
    head, body = Font(name="黑体", bold=True), Font(name="宋体")
    for number, cells in enumerate([HEADS, *(row["cells"] for row in rows)], 1):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in cells])
        for cell in sheet[number]:
            cell.border, cell.alignment, cell.font = border, centre, head if number == 1 else body
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    book.save(path)


def main(folder: Path, template: Path, out: Path) -> None:
    orders, letters, units, excused = read(folder)
    orders = flags(resolve(orders, units), excused)
    wanted = ["accepted", "due", "closed", "on_time", "rework", "overdue", "unexcused", "called", "dissatisfied"]
    rows = assess(orders.groupby("unit")[wanted].sum().astype(int), units)
    document = DocxTemplate(template)
    document.render(context(folder, orders, letters, rows))
    document.save(out / "通报.docx")
    write_annex(rows, out / "附表.xlsx")
    (out / "annex.json").write_text(json.dumps([row["cells"] for row in rows], ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
