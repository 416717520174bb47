"""Invented months as a county's folder: exports, registry, rules and sentences."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bulletin_gen.pipeline import Options, generate
from digest.months import DISTRICTS, UNITS, County, Event, Order, history

#: What of a citizen stands in every row of the exports.
CITIZEN = ("王小明", "13812345678", "来电人反映家门口的路灯不亮")
HEADS = ("工单编号", "受理时间", "受理渠道", "诉求类型", "一级分类", "二级分类", "所属区域", "派单时间", "承办单位",
         "办理时限", "办结时间", "办理结果满意度", "来电人", "联系电话", "诉求内容")  # fmt: skip
PROFILE = """
种类: 自己的通报
地区: 云溪县
公文: {标题: "关于{月份}份热线办理情况的通报"}
读表:
  列: {order_id: 工单编号, accepted_at: 受理时间, channel: 受理渠道, request_type: 诉求类型, category_1: 一级分类,
    category_2: 二级分类, district: 所属区域, dispatched_at: 派单时间, unit: 承办单位, deadline_at: 办理时限,
    closed_at: 办结时间, result_opinion: 办理结果满意度}
  不用的列: [来电人, 联系电话, 诉求内容]
  数据截止: 期末+30天
单位: {分组: [县直单位, 乡镇]}
计数:
  受理: {时间: 受理时间}
  转办: {属于: 受理, 条件: {dispatched: 是}}
  按期办结: {属于: 转办, 条件: {closed_on_time: 是}}
  评价: {属于: 受理, 条件: {result_opinion: [满意, 不满意]}}
  满意: {属于: 评价, 条件: {result_opinion: 满意}}
率:
  按期办结率: {称呼: 按期办结率, 分子: 按期办结, 分母: 转办}
  满意率: {称呼: 满意率, 分子: 满意, 分母: 评价}
类别:
  热点问题: {按计数: 受理, 按列: category_1}
  诉求类型: {按计数: 受理, 按列: request_type}
  受理渠道: {按计数: 受理, 按列: channel}
名单:
  不达标单位: {称呼: 不达标单位, 条件: {按期办结率: {below: 90%}}, 排序: [按期办结率]}
"""
#: What happens in the last month of the example.
_SEED, _EVENT = 109, Event("拖欠工资", "民政局", ("中和乡", "宅基地", "卫健局"), ())
WORDING = "{期间}共受理{受理}件，按期办结率{按期办结率}。\n{文字：热点问题}\n"


def new_county(folder: Path, wording: str = WORDING) -> Path:
    """A county's folder without any period."""
    folder.mkdir(parents=True)
    lines = ["单位名称,分组,简称,表内名称,别名,启用日期,停用日期"]
    lines += [f"{unit},{'乡镇' if unit in DISTRICTS else '县直单位'},,,,," for unit in UNITS]
    (folder / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / "正文.txt").write_text(wording, encoding="utf-8")
    return folder


def add_month(folder: Path, year: int, number: int, orders: Sequence[Order], heads: Sequence[str] = HEADS) -> str:
    """The export of a month and what lies beside it; the period's key."""
    key = f"{year}-{number:02d}"
    place = folder / key
    place.mkdir()
    with (place / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(_cells(f"{year}{number:02d}{index:05d}", order) for index, order in enumerate(orders))
    source = Path(__file__).parents[2] / "examples/junan/2021-W43/adjustments.xlsx"
    (place / "adjustments.xlsx").write_bytes(source.read_bytes())
    (place / "supplied.yaml").write_text("document: {dated: 2034-12-31}\n", encoding="utf-8")
    (place / "narrative.md").write_text("# 热点问题\n", encoding="utf-8")
    return key


def is_closed(order: Order) -> bool:
    """What is late and of which nobody was asked is still open."""
    return order.in_time or order.content is not None


def _cells(number: str, order: Order) -> dict[str, str]:
    due = order.accepted + timedelta(days=5)
    closed = _time(order.accepted + timedelta(days=2 if order.in_time else 8)) if is_closed(order) else ""
    opinion = "" if order.content is None else "满意" if order.content else "不满意"
    values = (number, _time(order.accepted), order.channel, order.kind, order.category, order.sub, order.district,
              _time(order.accepted), order.unit, _time(due), closed, opinion, *CITIZEN)  # fmt: skip
    return dict(zip(HEADS, values, strict=True))


def _time(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def generated(folder: Path, months: Sequence[tuple[tuple[int, int], list[Order]]]) -> list[str]:
    """Every month generated, so that its facts are recorded; their keys."""
    keys = []
    for (year, number), orders in months:
        keys.append(add_month(folder, year, number, orders))
        generate(folder, keys[-1], folder.parent / "out", Options())
    return keys


def example(folder: Path) -> str:
    """The county of the page on digests: thirteen months generated, the fourteenth as it came; the key of that."""
    event = _EVENT
    months = history(County(_SEED, punctual=(event.late,)), 14, lambda index: event if index == 13 else None)
    generated(new_county(folder), months[:-1])
    (year, number), orders = months[-1]
    return add_month(folder, year, number, orders)
