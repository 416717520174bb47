"""Exports as they arrive: each is read as the same orders, or something is said that names the file and the place in
it. The orders are those of a small county whose right figures are known."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from audit.small_county import HEADS, PERIOD, UNITS, Row, lay_out, rules
from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.pipeline import survey
from intake.sample import write_xlsx

Grid = list[list[Any]]
Specimen = Callable[[Path], object]
COLUMN = {head: place for place, head in enumerate(HEADS)}
_TIMES = ("受理时间", "派单时间", "办理时限", "办结时间", "回访时间")
#: Two rows in the middle.
SOME = (5, 9)


def profile() -> dict[str, Any]:
    made = rules()
    made["measures"] |= {
        "web": {"label": "网办", "of": "dispatches", "where": {"channel": "网站"}},
        "pleased": {"label": "满意", "of": "dispatches", "where": {"result_opinion": "满意"}},
        "again": {"label": "返工", "of": "dispatches", "where": {"rework_count": {"at_least": 1}}},
        "called": {"label": "回访", "time": "callback_at"},
    }
    names = (("网办", "web"), ("满意", "pleased"), ("返工", "again"), ("回访", "called"))
    made["tables"]["units"]["columns"] += [{"head": head, "value": value} for head, value in names]
    return made


def _order(n: int) -> Row:
    moment = datetime.fromisoformat("2031-04-21") + timedelta(hours=7 * n % 160)
    dispatched = moment + timedelta(minutes=15)
    closed = dispatched + timedelta(hours=(5, 20, 40, 60, 90, 110)[n * 5 % 6])
    said = [
        *(
            moment,
            ("电话", "网站", "微信")[n % 3],
            ("求助", "投诉", "咨询")[n % 4 % 3],
            ("市场监管", "交通", "住建")[n % 3],
        ),
        *("噪音", dispatched, UNITS[n * n % 6], dispatched + timedelta(days=3), closed, "已办结"),
        *(str(int(n % 7 == 0)), closed + timedelta(hours=3), ("满意", "满意", "不满意", "基本满意")[n % 4]),
    ]
    return dict(zip(HEADS, (f"JX2031{n:04d}", *map(str, said)), strict=True))


ORDERS = [_order(n) for n in range(24)]
GRID: Grid = [list(HEADS), *(list(row.values()) for row in ORDERS)]


def text(grid: Iterable[Iterable[Any]], **dialect: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **{"lineterminator": "\n", **dialect}).writerows(grid)
    return out.getvalue()


def told(folder: Path, specimen: Specimen) -> tuple[dict[str, str], list[Issue]]:
    """The figures (none of a refusal) and the issues, where the specimen stands in place of the orders."""
    county = lay_out(folder / "县", profile=profile(), orders=ORDERS)
    (county / PERIOD / "工单.csv").unlink()
    specimen(county / PERIOD)
    try:
        found = survey(county, None)
    except BulletinError as refused:
        return {}, list(refused.issues)
    return {key: figure.text for key, figure in found.facts.figures.items()}, list(found.issues)


@cache
def right() -> dict[str, str]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        figures, issues = told(Path(folder), bytes_of(text(GRID)))
    assert figures and not issues
    return figures


def bytes_of(content: str, encoding: str = "utf-8", name: str = "o.csv") -> Specimen:
    return lambda period: (period / name).write_bytes(content.encode(encoding))


def sheets(*grids: Grid, names: Iterable[str] = ("一", "二"), name: str = "o.xlsx") -> Specimen:
    return lambda period: write_xlsx(period / name, dict(zip(names, grids, strict=False)))


def changed(head: str, value: str | Callable[[str], Any], rows: Iterable[int] = range(1, 25)) -> Grid:
    """The orders with other values in a column: the same in each of the rows, or made of what stands there."""
    grid = [list(row) for row in GRID]
    for row in rows:
        cell = grid[row][COLUMN[head]]
        grid[row][COLUMN[head]] = value(cell) if callable(value) else value
    return grid


def heads(change: Callable[[str], str]) -> Grid:
    return [[change(head) for head in HEADS], *GRID[1:]]


def beside(head: str, value: Callable[[int], str], at: int = 14) -> Grid:
    """The orders with one column more."""
    return [[*row[:at], value(number) if number else head, *row[at:]] for number, row in enumerate(GRID)]


def without(head: str, grid: Grid) -> Grid:
    return [[cell for place, cell in enumerate(row) if place != COLUMN[head]] for row in grid]


def times(change: Callable[[datetime], str]) -> Grid:
    grid = [list(row) for row in GRID]
    for row in grid[1:]:
        for head in _TIMES:
            row[COLUMN[head]] = change(datetime.fromisoformat(row[COLUMN[head]]))
    return grid


def sections() -> Grid:
    """Each unit's name in a row of its own, above its orders."""
    grid: Grid = [list(HEADS)]
    for unit in UNITS:
        grid.append([unit, *[""] * 13])
        grid += [[*row[:7], "", *row[8:]] for row in GRID[1:] if row[7] == unit]
    return grid


_OLD = str.maketrans("单编号时间办", "單編號時間辦")
_HALVES = (GRID[:13], [GRID[0], *GRID[13:]])

SAME: dict[str, Specimen] = {
    "gbk": bytes_of(text(GRID), "gbk"),
    "utf-16 with its mark": bytes_of(text(GRID), "utf-16"),
    "blank lines first": bytes_of("\n\n" + text(GRID)),
    "two marks": bytes_of("\ufeff\ufeff" + text(GRID)),
    "a line that names the separator": bytes_of("sep=;\n" + text(GRID, delimiter=";")),
    "lines that end as on old Macintoshes": bytes_of(text(GRID, lineterminator="\r")),
    "the end of a file of DOS": bytes_of(text(GRID) + "\x1a"),
    "a comma more in each row": bytes_of(text(GRID).replace("\n", ",\n")),
    "sixty blank rows in the middle": bytes_of(text(GRID[:12]) + ",,,,,,,,,,,,,\n" * 60 + text(GRID[12:])),
    "the head on each page": bytes_of(text([*GRID[:10], GRID[0], *GRID[10:]])),
    "cells as formulas of texts": bytes_of("\n".join(",".join(f'="{cell}"' for cell in row) for row in GRID)),
    "tabs behind cells": bytes_of(text([[f"{cell}\t" for cell in row] for row in GRID])),
    "tabs before cells": bytes_of(text([[f"\t{cell}" for cell in row] for row in GRID])),
    "tabs behind cells, semicolons": bytes_of(text([[f"{cell}\t" for cell in row] for row in GRID], delimiter=";")),
    "tabs between cells, commas in them": bytes_of(text(changed("二级分类", "噪音"), delimiter="\t")),
    "days with strokes": bytes_of(text(times(lambda t: f"{t.year}/{t.month}/{t.day} {t.hour}:{t:%M:%S}"))),
    "days in words": bytes_of(text(times(lambda t: f"{t:%Y年%m月%d日 %H时%M分%S秒}"))),
    "fourteen digits": bytes_of(text(times(lambda t: f"{t:%Y%m%d%H%M%S}"))),
    "before and after noon": bytes_of(
        text(times(lambda t: f"{t:%Y-%m-%d} {'上午' if t.hour < 12 else '下午'} {(t.hour - 1) % 12 + 1}:{t:%M:%S}"))
    ),
    "invisible characters in times": bytes_of(text(times(lambda t: f"\u200b{t:%Y-%m-%d}\u00a0{t:%H:%M:%S}\u202c"))),
    "heads broken over lines": sheets(heads(lambda head: f"{head[:2]}\n{head[2:]}")),
    "heads with invisible characters": sheets(heads(lambda head: "\u200b".join(head) + "\ufeff")),
    "heads that say what must be filled": sheets(heads(lambda head: f"*{head}（必填）：")),
    "a statistic first": sheets([["承办单位", "受理件数"], *([unit, "4"] for unit in UNITS)], GRID),
    "an empty sheet first": sheets([], GRID),
    "two sheets, the second in another order": sheets(_HALVES[0], [row[::-1] for row in _HALVES[1]]),
    "a second time of dispatch": sheets(beside("二次派单时间", lambda n: "2031-05-09 18:00:00" if n % 3 else "")),
    "who else took part": sheets(beside("承办单位（协办）", lambda n: UNITS[n % 6], 2)),
    "grand total": sheets([*GRID, ["Grand Total", *[""] * 10, "4", "", ""]]),
    "who drew it up": sheets([*GRID, ["制表人：张三", "", "", "审核：李四", *[""] * 10]]),
    "numbers with their unit": sheets(changed("返工次数", lambda said: f"{said}次")),
    "a wide digit": sheets(changed("返工次数", lambda said: chr(ord(said) + 0xFEE0))),
    "ids that are numbers, some as texts": sheets(
        [GRID[0], *([int(row[0][2:]) if n % 2 else row[0][2:], *row[1:]] for n, row in enumerate(GRID[1:]))]
    ),
}  # fmt: skip

#: What is wrong, and a word of what must be said of it.
TOLD: dict[str, tuple[str, Specimen]] = {
    "traditional heads": ("表头", sheets(heads(lambda head: head.translate(_OLD)))),
    "two encodings in one file": (
        "o.csv",
        lambda period: (period / "o.csv").write_bytes(text(GRID[:12]).encode("gbk") + text(GRID[12:]).encode()),
    ),
    "a comma without quotation marks": (
        "第6行",
        bytes_of("\n".join(",".join(row if n != 5 else [*row[:5], "灯,坏", *row[6:]]) for n, row in enumerate(GRID))),
    ),
    "cut in its last row": ("第25行", bytes_of(text(GRID)[:-60])),
    "day before month": ("受理时间", bytes_of(text(times(lambda t: f"{t:%d/%m/%Y %H:%M:%S}")))),
    "three days as a time": ("办理时限", bytes_of(text(changed("办理时限", "3个工作日")))),
    "a word as a time": ("办结时间", bytes_of(text(changed("办结时间", "未办结", SOME)))),
    "the wrong year": ("year_apart|受理时间|办结", bytes_of(text(changed("办结时间", lambda t: f"2013{t[4:]}", SOME)))),
    "two unit columns": ("承办单位", sheets(beside("责任单位", lambda n: UNITS[n % 6], 2))),
    "a column twice": ("承办单位", sheets(beside("承办单位", lambda n: UNITS[n % 6]))),
    "main unit by another name": ("承办单位", sheets(heads(lambda head: head.replace("承办单位", "主责局")))),
    "below the head what to fill in": ("第2行", sheets([GRID[0], ["必填"] * 14, *GRID[1:]])),
    "an example below the head": ("第2行.*示例", sheets([GRID[0], ["示例：JX20310000", *GRID[1][1:]], *GRID[1:]])),
    "no head": ("o.xlsx", sheets(GRID[1:])),
    "a second sheet without head": ("二", sheets(GRID[:13], GRID[13:])),
    "a second sheet without units": ("二", sheets(_HALVES[0], without("承办单位", _HALVES[1]))),
    "a second sheet without opinions": ("二.*办理结果评价", sheets(_HALVES[0], without("办理结果满意度", _HALVES[1]))),
    "a second sheet without channels": ("受理渠道", sheets(_HALVES[0], without("受理渠道", _HALVES[1]))),
    "a copy of it all": ("重复", sheets(GRID, GRID, names=("工单", "备份"))),
    "withdrawn ones on a sheet of their own": (
        "作废",
        sheets(GRID, [GRID[0], *(["Z" + row[0], *row[1:]] for row in GRID[1:4])], names=("工单", "作废")),
    ),
    "a file of samples": ("样例.xlsx", sheets(GRID, name="工单样例.xlsx")),
    "names of units in rows of their own": ("承办单位|工单编号", sheets(sections())),
    "units only in the first row of each": (
        "承办单位",
        sheets([*GRID[:2], *([*row[:7], row[7] if row[7] != before[7] else "", *row[8:]]
                             for before, row in zip(sorted(GRID[1:], key=lambda r: r[7]),
                                                    sorted(GRID[1:], key=lambda r: r[7])[1:], strict=False))]),
    ),
    "the same as above: channel": ("第6行 “受理渠道”列", sheets(changed("受理渠道", "同上", SOME))),
    "the same as above: category": ("第10行 “一级分类”列", sheets(changed("一级分类", "〃", SOME))),
    "the same as above: type": ("第6行 “诉求类型”列", sheets(changed("诉求类型", "”", SOME))),
    "the same as above: unit": ("第6行 “承办单位”列", sheets(changed("承办单位", "同上", SOME))),
    "the same as above: text table": ("第6行 “受理渠道”列", bytes_of(text(changed("受理渠道", '"', SOME)))),
    "a blank in a channel": ("受理渠道.*“电话”.*“电 话”2件", sheets(changed("受理渠道", "电 话", SOME))),
    "a blank in a category": ("一级分类.*“市场 监管”2件", sheets(changed("一级分类", "市场 监管", SOME))),
    "a full stop behind a type": ("诉求类型", sheets(changed("诉求类型", "求助。", SOME))),
    "capitals": ("受理渠道", sheets(changed("受理渠道", lambda said: {"网站": "WEB", "微信": "web"}.get(said, said)))),
    "a number twice": ("第[26]行.*JX20310001.*不一样|两张", sheets(changed("工单编号", "JX20310001", (5,)))),
    "a number twice, spelt otherwise": ("JX20310001", sheets(changed("工单编号", "ＪＸ ２０３１０００１", (5,)))),
    "a number and a stroke": ("工单编号", sheets(changed("工单编号", "13800138000", (5,)))),
    "withdrawn": ("工单状态.*已撤单（共2件）", sheets(changed("工单状态", "已撤单", SOME))),
    "deleted": ("工单状态.*已删除", sheets(changed("工单状态", "已删除", SOME))),
    "a test": ("测试", sheets([*GRID, ["测试001", *GRID[1][1:]]])),
    "TEST": ("TEST", sheets([*GRID, ["TEST-7", *GRID[1][1:]]])),
    "one of many states": ("重复工单", sheets(changed("工单状态", "重复工单", (3,)))),
    "ids that Excel has rounded": ("工单编号", bytes_of(text(changed("工单编号", "2.03104E+17")))),
    "ticks for units": ("承办单位", sheets(changed("承办单位", "√", SOME))),
    "how often, in words": ("返工次数", sheets(changed("返工次数", "多次", SOME))),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_it_is_read_as_the_same_orders(name: str, tmp_path: Path) -> None:
    figures, issues = told(tmp_path, SAME[name])
    assert (figures == right(), [str(issue) for issue in issues]) == (True, [])


@pytest.mark.parametrize("name", TOLD)
def test_it_is_told_by_its_place(name: str, tmp_path: Path) -> None:
    word, specimen = TOLD[name]
    figures, issues = told(tmp_path, specimen)
    said = "\n".join(map(str, issues))
    assert re.search(word, said), (figures == right(), said)


#: Right as they stand, and like what is told.
SILENT: dict[str, Specimen] = {
    "an order of two units": sheets([*GRID, [*GRID[1][:7], "乙局", *GRID[1][8:]]]),
    "states of every kind": sheets(changed("工单状态", lambda said: said, ())),
    "a letter before numbers": sheets(changed("工单编号", lambda said: f"TE{said}")),
    "a sheet of its own for each half": sheets(*_HALVES, names=("网站备用", "电话")),
    "values that share their first words": sheets(changed("一级分类", "市场监管（含物价）", SOME)),
    "units with strokes": sheets(changed("二级分类", "噪音/油烟", SOME)),
}


@pytest.mark.parametrize("name", SILENT)
def test_what_is_right_is_not_told(name: str, tmp_path: Path) -> None:
    figures, issues = told(tmp_path, SILENT[name])
    assert figures and [str(issue) for issue in issues] == []


@pytest.mark.parametrize(
    ("check", "name"),
    [
        ("same_as_above", "the same as above: channel"),
        ("two_orders", "a number twice"),
        ("perhaps_no_order", "withdrawn"),
        ("alike_values", "a blank in a channel"),
    ],
)
def test_each_doubt_is_a_check_of_its_own(check: str, name: str, tmp_path: Path) -> None:
    assert check in {issue.code for issue in told(tmp_path, TOLD[name][1])[1]}
