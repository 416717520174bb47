"""Checks of measures and of everything that is made of them: rates, quotients, breakdowns, comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.canonical import ColumnType
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import (
    Path,
    Slip,
    columns_of,
    conflict,
    group_names,
    style_names,
    styles,
    unknown,
    unknowns,
)
from bulletin_gen.profile.checks.reading import conditions, listed_words, words
from bulletin_gen.profile.graph import circle_from
from bulletin_gen.profile.measures import Breakdown, Measure, Rate

_SECONDS = "handling_seconds"


def measures(profile: Profile) -> Iterator[Slip]:
    """Columns, values and other measures that measures refer to, and rules that exclude each other."""
    for name, rule in profile.measures.items():
        path: Path = ("measures", name)
        yield from styles(path, rule, ("style",), profile)
        yield from _references(path, rule, profile)
        yield from _columns(path, rule, profile)
        yield from _exclusive(path, rule)
    yield from _circles(profile)


def _references(path: Path, rule: Measure, profile: Profile) -> Iterator[Slip]:
    if rule.of is not None:
        yield from counted((*path, "of"), rule.of, profile)
    for key in ("plus", "less"):
        yield from unknowns((*path, key), getattr(rule, key), profile.measures, "计数")


def _columns(path: Path, rule: Measure, profile: Profile) -> Iterator[Slip]:
    for column in rule.time:
        yield from unknown((*path, "time", column), column, columns_of(ColumnType.MOMENT, profile=profile), "时间列")
    yield from conditions((*path, "where"), rule.where, profile)
    if rule.sum is not None:
        yield from unknown((*path, "sum"), rule.sum, columns_of(ColumnType.WHOLE, profile=profile), "整数列")
    if rule.levels:
        yield from unknown(
            (*path, "level_column"), rule.level_column, columns_of(ColumnType.TEXT, profile=profile), "文字列"
        )
        yield from words((*path, "levels"), rule.level_column, dict(rule.levels), profile)


def _exclusive(path: Path, rule: Measure) -> Iterator[Slip]:
    written = rule.model_fields_set - {"label"}
    formula = {"plus", "less"} & written
    if rule.by_unit and not rule.supplied:
        yield conflict(
            (*path, "by_unit"), "by_unit 要和 supplied: true 一起写", "supplied: true", "补上 supplied: true"
        )
    elif rule.supplied and written - {"supplied", "by_unit", "style"}:
        yield conflict(path, "手工提供的计数不能再写计数规则", "只写 label 和 supplied: true", "删去其他键")
    elif formula and written - {"plus", "less", "supplied"}:
        yield conflict(path, "算式和计数条件不能同时写", "只写 plus、less，或只写条件", "拆成两个计数")
    if rule.less and not rule.plus:
        yield conflict((*path, "less"), "只有 less 没有 plus", "plus 写被减的计数，less 写减去的计数")
    if rule.style and not rule.supplied:
        yield conflict((*path, "style"), "样式只用于人工提供的数", "supplied: true", "删去 style：数出来的件数是整数")
    if rule.sum is not None and rule.levels:
        yield conflict(path, "sum 和 levels 不能同时写", "二者写一个")
    if rule.levels and rule.count == "orders":
        # One order's units may be judged differently: it would count once in each level and once in all.
        yield conflict((*path, "count"), "按取值加权的计数只能按派单计", "count: dispatches", found="orders")


def _circles(profile: Profile) -> Iterator[Slip]:
    told: set[str] = set()
    for name in profile.measures:
        circle = circle_from(profile, name)
        if circle and not told & set(circle):
            told |= set(circle)
            found = " → ".join([*circle, circle[0]])
            yield conflict(("measures", name), "计数互相引用，没有尽头", "of、plus、less 不绕回自己", found=found)


def counted(path: Path, name: str, profile: Profile) -> Iterator[Slip]:
    """Findings when ``name`` is no measure, or one that is not counted order by order."""
    yield from unknown(path, name, profile.measures, "计数")
    rule = profile.measures.get(name)
    if rule is not None and not rule.counts_rows:
        why = "手工提供" if rule.supplied else "由其他计数相加减而来"
        expected = "逐件由工单计得的计数"
        yield conflict(path, "这个计数不是逐件计得的", expected, f"“{name}”{why}，换一个计数", name)


def rates(profile: Profile) -> Iterator[Slip]:
    """Measures and styles of rates."""
    for name, rate in profile.rates.items():
        path: Path = ("rates", name)
        for key in ("numerator", "denominator"):
            yield from unknown((*path, key), getattr(rate, key), profile.measures, "计数")
        yield from styles(path, rate, ("style", "table_style", "score_style"), profile)
        top = profile.measures.get(rate.numerator)
        if rate.per == "day" and top is not None and not _in_seconds(top):
            expected = f"numerator 是对 {_SECONDS} 求和的计数"
            yield conflict((*path, "per"), "per: day 只把秒数换算成天", expected, "删去 per，或换一个分子")
        if rate.per == "ten_thousand":
            yield from _per_ten_thousand(path, rate, profile)


def _per_ten_thousand(path: Path, rate: Rate, profile: Profile) -> Iterator[Slip]:
    """Counts for each 10,000 people are no shares: neither percentages nor what is left of one."""
    if rate.complement:
        yield conflict((*path, "complement"), "每万人多少件没有“1减去”", "不写 complement", "删去 complement")
    for key in ("style", "table_style"):
        style = getattr(rate, key)
        if style in style_names(profile) and profile.style(style).percent:
            expected = "不是百分数的样式，如 number"
            yield conflict((*path, key), "每万人多少件不是百分数", expected, f"写 {key}: number", style)


def _in_seconds(rule: Measure) -> bool:
    """Whether a measure sums seconds, or is made in a way that does not tell."""
    if rule.sum is not None:
        return rule.sum == _SECONDS or rule.sum not in columns_of(ColumnType.WHOLE)
    return not rule.counts_rows


def quotients(profile: Profile) -> Iterator[Slip]:
    """Measures and styles of quotients."""
    for name, quotient in profile.quotients.items():
        path: Path = ("quotients", name)
        yield from unknown((*path, "numerator"), quotient.numerator, profile.measures, "计数")
        yield from unknown((*path, "denominator"), quotient.denominator, [*profile.measures, "days"], "计数")
        yield from styles(path, quotient, ("style",), profile)


def breakdowns(profile: Profile) -> Iterator[Slip]:
    """Measures, columns, values and styles of breakdowns."""
    texts = columns_of(ColumnType.TEXT, ColumnType.WHOLE, ColumnType.FLAG, profile=profile)
    texts += [column for column, own in profile.intake.own_columns.items() if own.type == "date"]
    for name, rule in profile.breakdowns.items():
        path: Path = ("breakdowns", name)
        yield from counted((*path, "measure"), rule.measure, profile)
        yield from unknowns((*path, "by"), rule.by, texts, "能分解的列")
        if rule.about:
            yield from unknown((*path, "about"), rule.about, texts, "能分解的列")
        if rule.base:
            yield from unknown((*path, "base"), rule.base, profile.measures, "计数")
            if rule.base in profile.measures and profile.measures[rule.base].levels:
                yield conflict(
                    (*path, "base"), "按取值加权的计数不能作占比的分母", "不带 levels 的计数", found=rule.base
                )
        yield from styles(path, rule, ("style", "table_style", "total_style"), profile)
        yield from _breakdown_rules(path, rule, profile)


def _breakdown_rules(path: Path, rule: Breakdown, profile: Profile) -> Iterator[Slip]:
    if not 1 <= len(rule.by) <= 2:
        yield conflict((*path, "by"), "按一列或两列分解", "一个或两个标准列")
    if rule.order == "listed" and not rule.listed:
        yield conflict((*path, "order"), "order: listed 要有 listed", "在 listed 里写出先后")
    if len(rule.by) == 1 and rule.by[0] in profile.intake.every_column:
        yield from listed_words((*path, "listed"), rule.by[0], rule.listed, profile)
    if rule.rest and rule.top is None:
        yield conflict((*path, "rest"), "有 rest 而没有 top", "写 top：列出前几项")
    measure = profile.measures.get(rule.measure)
    if measure is not None and measure.levels:
        yield conflict((*path, "measure"), "按取值加权的计数不能分解", "不带 levels 的计数")


def comparisons(profile: Profile) -> Iterator[Slip]:
    """What is compared, for which scope, and whether the change can be expressed so."""
    for name, rule in profile.comparisons.items():
        path: Path = ("comparisons", name)
        yield from unknown((*path, "of"), rule.of, [*profile.measures, *profile.rates], "计数或率")
        yield from unknown((*path, "scope"), rule.scope, ["total", *group_names(profile)], "范围")
        yield from styles(path, rule, ("style",), profile)
        if rule.change == "points" and rule.of in profile.measures:
            yield conflict((*path, "change"), "计数没有百分点", "relative（百分比）或 count（件数）")
        if rule.change == "count" and rule.of in profile.rates:
            yield conflict((*path, "change"), "率的增减不能按件数", "points（百分点）或 relative（百分比）")
