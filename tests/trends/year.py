"""A year of an invented county: orders from a seed, a rule that changes in July, an April that nobody generated."""

from __future__ import annotations

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bulletin_gen.pipeline import Options, generate

YEAR, MISSING, CHANGED = 2031, 4, 7
UNITS = {"城管局": "县直单位", "教育局": "县直单位", "青石镇": "乡镇", "白杨镇": "乡镇"}
HEADS = (
    "工单编号",
    "受理时间",
    "诉求类型",
    "派单时间",
    "承办单位",
    "办理时限",
    "办结时间",
    "回访时间",
    "办理结果满意度",
)
BEFORE, AFTER = "[满意, 基本满意]", "[满意]"
PROFILE = """
种类: 自己的通报
地区: 云溪县
公文: {标题: "关于{月份}份热线办理情况的通报"}
读表:
  列: {order_id: 工单编号, accepted_at: 受理时间, request_type: 诉求类型, dispatched_at: 派单时间, unit: 承办单位,
    deadline_at: 办理时限, closed_at: 办结时间, callback_at: 回访时间, result_opinion: 办理结果满意度}
  数据截止: 期末+30天
单位: {分组: [县直单位, 乡镇]}
计数:
  受理: {时间: 受理时间}
  应办: {时间: 办理时限}
  办结: {属于: 应办, 条件: {closed: 是}}
  回访: {时间: 回访时间}
  满意: {属于: 回访, 条件: {result_opinion: OPINIONS}}
  在办: {时间: {受理时间: 截至期末}}
率:
  办结率: {称呼: 办结率, 分子: 办结, 分母: 应办}
  满意率: {称呼: 满意率, 分子: 满意, 分母: 回访}
类别:
  诉求类型: {按计数: 受理, 按列: request_type}
"""
TRENDS = """
表格:
  各月:
    标题: "{年份}年各月情况"
    行: 期间
    位置: 正文
    列:
      - {列名: 期间, 内容: 名称}
      - {列名: 受理, 内容: 受理, 空格写: —}
      - {列名: 受理同比, 内容: 受理：同比, 空格写: —}
      - {列名: 年初以来受理, 内容: 受理：累计, 空格写: —}
      - {列名: 满意率, 内容: 满意率, 空格写: —}
      - {列名: 年初以来办结率, 内容: 办结率：累计, 空格写: —}
  各单位各月:
    标题: 各单位各月受理
    期数: 近3期
    列:
      - {列名: 单位, 内容: 单位}
      - {列名: 受理, 内容: 受理：各期, 空格写: —}
    合计行: {行名: 合计}
图:
  走势:
    标题: "{年份}年各月受理"
    图形: 折线
    行: 期间
    数: [受理, 受理：上年同期]
  满意走势:
    标题: 各月满意率
    图形: 折线
    行: 期间
    期数: 近12期
    数: 满意率
  各单位走势: {标题: 各单位受理走势, 图形: 折线, 行: 期间, 分别画: 单位, 排序: 登记顺序, 数: 受理}
  各单位满意走势: {标题: 各单位满意率走势, 图形: 折线, 行: 期间, 分别画: 单位, 排序: 登记顺序, 数: 满意率}
  各组走势: {标题: 各组受理, 图形: 堆积柱形, 行: 期间, 分别画: 分组, 排序: 登记顺序, 数: 受理}
  类型走势: {标题: 各类诉求, 图形: 柱形, 行: 期间, 期数: 近3期, 分别画: 类别.诉求类型, 数: 件数}
"""
WORDING = "{期间}共受理{受理}件。"
WORDS_OF_YEAR = """
{期间}共受理{受理}件【，今年以来累计受理{受理：累计}件】【，同比{受理：累计：同比}】。
{表：各月}
{图：走势}
{图：满意走势}
{图：各单位走势}
{图：各单位满意走势}
{图：各组走势}
{图：类型走势}
"""


@dataclass(frozen=True)
class Row:
    """An order as the script made it."""

    accepted: datetime
    kind: str
    unit: str
    due: datetime
    closed: datetime | None
    called: datetime | None
    opinion: str


def rows_of(year: int, number: int) -> list[Row]:
    """The orders that were accepted in a month: the same from the same seed."""
    draw = Random(f"{year}-{number}")
    days = monthrange(year, number)[1]
    return [_row(draw, datetime(year, number, 1) + timedelta(minutes=draw.randrange(days * 1440))) for _ in range(
        draw.randint(40, 60) + number
    )]  # fmt: skip


def _row(draw: Random, accepted: datetime) -> Row:
    closed = accepted + timedelta(hours=draw.randint(5, 160)) if draw.random() < 0.9 else None
    called = closed + timedelta(hours=draw.randint(1, 200)) if closed and draw.random() < 0.7 else None
    opinion = draw.choice(("满意", "满意", "满意", "基本满意", "不满意")) if called else ""
    due = accepted + timedelta(days=5)
    return Row(accepted, draw.choice(("咨询", "求助")), draw.choice(list(UNITS)), due, closed, called, opinion)


def all_rows() -> list[Row]:
    """Every order of the year and of the one before."""
    return [row for year in (YEAR - 1, YEAR) for number in range(1, 13) for row in rows_of(year, number)]


def make(folder: Path, rows: list[Row], last: int = 12) -> Path:
    """The county with every month of two years generated up to ``last`` but the missing one; that month's bulletins."""
    folder.mkdir(parents=True)
    lines = ["单位名称,分组,简称,表内名称,别名,启用日期,停用日期"]
    lines += [f"{unit},{group},,,,," for unit, group in UNITS.items()]
    (folder / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for year, number in [(YEAR - 1, each) for each in range(1, 13)] + [(YEAR, each) for each in range(1, last + 1)]:
        if (year, number) != (YEAR, MISSING):
            _month(folder, rows, year, number)
            final = (year, number) == (YEAR, last)
            new = year == YEAR and number >= CHANGED
            profile = PROFILE.replace("OPINIONS", AFTER if new else BEFORE) + (TRENDS if final else "")
            (folder / "profile.yaml").write_text(profile, encoding="utf-8")
            (folder / "正文.txt").write_text(WORDS_OF_YEAR if final else WORDING, encoding="utf-8")
            out = folder.parent / f"out-{year}-{number:02d}"
            generate(folder, f"{year}-{number:02d}", out, Options(formats=("docx", "html")))
    return out


def _month(folder: Path, rows: list[Row], year: int, number: int) -> None:
    """The month's export: what it looks at is in it, whenever it was accepted."""
    place = folder / f"{year}-{number:02d}"
    place.mkdir()
    first = datetime(year, number, 1)
    kept = [row for row in rows if row.accepted < first + timedelta(days=31) and _touches(row, year, number)]
    with (place / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        writer.writerows(_cells(index, row) for index, row in enumerate(rows) if row in kept)
    source = Path(__file__).parents[2] / "examples/junan/2021-W43/adjustments.xlsx"
    (place / "adjustments.xlsx").write_bytes(source.read_bytes())
    (place / "supplied.yaml").write_text("document: {dated: 2031-12-31}\n", encoding="utf-8")
    (place / "narrative.md").write_text("", encoding="utf-8")


def _touches(row: Row, year: int, number: int) -> bool:
    moments = (row.accepted, row.due, row.called)
    return any(moment is not None and (moment.year, moment.month) == (year, number) for moment in moments)


def _cells(index: int, row: Row) -> list[str]:
    moments = (row.accepted, row.due, row.closed, row.called)
    accepted, due, closed, called = (f"{moment:%Y-%m-%d %H:%M}" if moment else "" for moment in moments)
    return [f"{3100000 + index}", accepted, row.kind, accepted, row.unit, due, closed, called, row.opinion]
