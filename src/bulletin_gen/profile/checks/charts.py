"""Checks of charts: their rows, their numbers, and what a form of chart can show."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import (
    Path,
    Slip,
    assessed_names,
    conflict,
    group_names,
    unknown,
    unknown_rows,
    unknowns,
)
from bulletin_gen.profile.checks.spans import span
from bulletin_gen.profile.document import ChartRule

#: What of an earlier period a chart can put beside the number of this one; since new year, in a chart of periods.
_BEFORE = ("上期", "上年同期")
_OF_PERIODS = (*_BEFORE, "累计")
_OF_UNITS = ("groups", "top", "skip_without")
#: More series than there are greys and patterns that an eye tells apart.
MOST_SERIES = 6


def charts(profile: Profile) -> Iterator[Slip]:
    """Rows and numbers of charts."""
    for name, chart in profile.charts.items():
        yield from chart_slips(("charts", name), chart, profile)


def chart_slips(path: Path, chart: ChartRule, profile: Profile) -> Iterator[Slip]:
    """Everything in one chart that leads nowhere or cannot be shown."""
    yield from _rows(path, chart, profile)
    yield from _values(path, chart, profile)
    yield from _form(path, chart, profile)
    yield from _series(path, chart)
    yield from _split(path, chart, profile)
    yield from span(path, chart, profile)


def _rows(path: Path, chart: ChartRule, profile: Profile) -> Iterator[Slip]:
    made = [f"breakdown.{name}" for name in profile.breakdowns] + [f"list.{name}" for name in profile.lists]
    yield from unknown_rows((*path, "rows"), chart.rows, ["units", "groups", "figures", "periods", *made], "图的行")
    yield from unknowns((*path, "groups"), chart.groups, group_names(profile), "分组")
    yield from unknowns((*path, "figures"), chart.figures, (*profile.measures, *profile.rates), "计数或率")
    if chart.skip_without:
        yield from unknown((*path, "skip_without"), chart.skip_without, profile.measures, "计数")
    if (chart.rows == "figures") != bool(chart.figures):
        advice = "“行”写“指标”，“指标”写要画的几个数，如 [受理, 办结]"
        yield conflict((*path, "figures"), "指标图没有指标，或写了指标而行不是指标", "两项一起写", advice)
    for key in _OF_UNITS if "units" not in (chart.rows, chart.split) else ():
        if getattr(chart, key) and not (chart.split and key == "top"):
            advice = "类别的项数写在 breakdowns 的 top、rest 里，名单的写在 lists 里"
            yield conflict((*path, key), "只有按单位画的图能写这一项", "rows: units", advice)


def _values(path: Path, chart: ChartRule, profile: Profile) -> Iterator[Slip]:
    if not chart.values:
        yield conflict((*path, "values"), "图里没有数", "至少一个数")
    for index, column in enumerate(chart.columns):
        name, said = column.compared
        yield from unknown((*path, "values", index), name, _allowed(chart, profile), "图里的数")
        if said:
            allowed = _OF_PERIODS if chart.rows == "periods" else _BEFORE
            yield from unknown((*path, "values", index), said, allowed, "比较")
    kinds = dict.fromkeys(kind for column in chart.columns if (kind := _kind(column.compared[0], chart, profile)))
    if len(kinds) > 1:
        expected = "都是件数，或都是百分数，或都是天数"
        yield conflict((*path, "values"), "一张图里的数要同一种单位", expected, "分成两张图", "、".join(kinds))


def _split(path: Path, chart: ChartRule, profile: Profile) -> Iterator[Slip]:
    """Periods of which each unit, group or value has a series."""
    if not chart.split:
        return
    made = [f"breakdown.{name}" for name in profile.breakdowns] + [f"list.{name}" for name in profile.lists]
    yield from unknown_rows((*path, "split"), chart.split, ["units", "groups", *made], "分别画的对象")
    if chart.rows != "periods":
        advice = "写 rows: periods；只画一期的，把它写在 rows 里"
        yield conflict((*path, "split"), "只有各期的图能分别画", "rows: periods", advice)
    if len(chart.values) != 1 or any(column.compared[1] for column in chart.columns):
        advice = "几个数分成几张图；不写 上期、上年同期、累计"
        yield conflict((*path, "values"), "分别画的图只画一个数", "一个计数或率", advice, "、".join(chart.values))
    if (chart.top or 0) > MOST_SERIES:
        expected = f"不超过{MOST_SERIES}"
        yield conflict((*path, "top"), "一张图里的线太多，分不清", expected, "分成几张图，或用表格", str(chart.top))
    if chart.series:
        yield conflict((*path, "series"), "分别画的图不写图例", "不写 series", "线按单位、类别的名称叫")


def _allowed(chart: ChartRule, profile: Profile) -> Collection[str]:
    kind, _ = chart.parted if chart.split else chart.shape
    if kind == "figures":
        return ["value"]
    counted = [*profile.measures, *profile.rates]
    if kind == "breakdown":
        return ["count", "share", *counted]
    assessed = [name for name in assessed_names(profile) if name != "grade"]
    return counted if kind in ("groups", "periods") else [*assessed, *counted]


#: What a rate that is no percentage is counted in.
_KINDS = {"": "比值", "day": "天数", "ten_thousand": "每万人件数"}


def _kind(name: str, chart: ChartRule, profile: Profile) -> str:
    """What a number is counted in; "" for one that is not known, or that stands for several."""
    if name == "value":
        kinds = {_kind(each, chart, profile) for each in chart.figures if each != "value"}
        return "、".join(sorted(kinds)) if len(kinds) > 1 else next(iter(kinds), "")
    if rate := profile.rates.get(name):
        return "百分数" if profile.style(rate.style).percent else _KINDS[rate.per]
    if name == "share":
        return "百分数"
    return "件数" if name == "count" or name in profile.measures else "分数"


def _form(path: Path, chart: ChartRule, profile: Profile) -> Iterator[Slip]:
    """What a form of chart can show: parts of a whole, and how many series."""
    (kind, name), shown = chart.shape, "、".join(chart.values)
    parts = all(value == "share" or _kind(value, chart, profile) == "件数" for value in chart.values)
    if chart.form == "ring" and (len(chart.values) != 1 or not parts):
        expected = "一个计数，或 count、share"
        yield conflict((*path, "values"), "环形图画的是各部分占多少", expected, "率用柱形、条形", shown)
    rule = profile.breakdowns.get(name) if kind == "breakdown" else None
    if chart.form == "ring" and rule is not None and rule.top is not None and not rule.rest:
        advice = f"在 breakdowns.{name} 里写 rest: 其他，或用柱形、条形"
        yield conflict((*path, "form"), "环形图要画全部，这个类别只列前几项", "列出其余的类别", advice)
    if chart.form == "ring" and (kind in ("list", "figures", "periods") or chart.top):
        expected = "单位、分组或类别，不写 top"
        yield conflict((*path, "form"), "环形图要画全部，这里只有一部分", expected, "用柱形、条形")
    few = len(chart.values) < 2 and not chart.split
    if chart.form == "stacked" and (few or not parts or "share" in chart.values):
        expected = "两个以上计数"
        yield conflict((*path, "values"), "堆积柱形要几个能相加的计数", expected, "一个数的用柱形", shown)


def _series(path: Path, chart: ChartRule) -> Iterator[Slip]:
    if chart.series and len(chart.series) != len(chart.values):
        expected = f"{len(chart.values)}个，与 values 一一对应"
        yield conflict((*path, "series"), "图例的叫法和数的个数不同", expected, found="、".join(chart.series))
    if len(chart.values) > MOST_SERIES:
        yield conflict((*path, "values"), "一张图里的数太多，分不清", f"不超过{MOST_SERIES}个", "分成几张图")
