"""批量汇总.xlsx: the account of every county, the counties together, and their order in each rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from bulletin_gen.batch.account import Definition
from bulletin_gen.batch.city import by_definition, names_of, standings, totals
from bulletin_gen.batch.run import Outcome
from bulletin_gen.indicators import SECONDS_A_DAY
from bulletin_gen.leaves.numbers import Count, NumberStyle, format_number
from bulletin_gen.render.books.gridbook import BookSheet, Cell, write_grids

SUMMARY_FILE = "批量汇总.xlsx"
#: How many reasons of one county are written out: a cell holds no more than 32,767 characters.
MOST_REASONS = 20
_TOTAL_HEADS = ("期间", "指标", "合计", "县数", "分子", "分母", "口径")
_STANDING_HEADS = ("期间", "指标", "名次", "地区", "数值", "分子", "分母", "县数", "口径")
_DAYS = NumberStyle(2)

Names = Mapping[Definition, str]


def write_summary(outcomes: Sequence[Outcome], unassigned: Mapping[str, int] | None = None) -> bytes:
    """The workbook's bytes. ``unassigned``: rows of a divided workbook that belong to no county, by the name there."""
    names = names_of(outcomes)
    rates = {what: names[what] for what in _rates_of(outcomes)}
    grids = [
        BookSheet("各县", _heads(rates), tuple(_county_rows(outcomes, rates)), _widths(rates)),
        BookSheet("合计", _TOTAL_HEADS, tuple(_total_rows(outcomes, names)), (12, 24, 14, 8, 14, 14, 80)),
        BookSheet("排名", _STANDING_HEADS, tuple(_standing_rows(outcomes, names)), (12, 24, 8, 16, 12, 12, 12, 8, 80)),
    ]
    if unassigned is not None:
        rows = tuple((name, count) for name, count in unassigned.items())
        grids.append(BookSheet("未分配的工单", ("表中写法", "行数"), rows, (30, 10)))
    return write_grids(grids, "批量汇总")


def _heads(rates: Names) -> tuple[str, ...]:
    before = ("序号", "县文件夹", "地区", "期间", "结果", "读入工单", "使用", "不计")
    return (*before, *rates.values(), "各等级单位数", "问题", "用时（秒）", "文件或原因")


def _widths(rates: Names) -> tuple[int, ...]:
    return (6, 16, 14, 12, 9, 10, 10, 8, *(12 for _ in rates), 22, 24, 10, 70)


def _rates_of(outcomes: Iterable[Outcome]) -> dict[Definition, None]:
    """The rates that any county has, in order of first appearance."""
    return {line.what: None for outcome in outcomes if outcome.record for line in outcome.record.account.rates.values()}


def _county_rows(outcomes: Iterable[Outcome], rates: Names) -> Iterator[tuple[Cell, ...]]:
    for number, outcome in enumerate(outcomes, 1):
        yield (number, outcome.county, *_middle(outcome, rates), _seconds(outcome), files_or_reasons(outcome))


def _middle(outcome: Outcome, rates: Names) -> tuple[Cell, ...]:
    if outcome.record is None:
        blanks = ("" for _ in range(len(rates) + 4))
        return ("", outcome.period, str(outcome.status), *blanks, _kinds(outcome))
    account = outcome.record.account
    aside = sum(account.set_aside.values())
    lines = by_definition(account.rates)
    values = (lines[what].text if what in lines else "" for what in rates)
    grades = "、".join(f"{grade} {count}" for grade, count in account.grades.items())
    return (
        account.county, outcome.period, str(outcome.status), account.read, account.used, aside, *values, grades,
        "、".join(f"{kind} {count}" for kind, count in account.issues.items()),
    )  # fmt: skip


def _kinds(outcome: Outcome) -> str:
    return "、".join(dict.fromkeys(issue.kind for issue in outcome.issues))


def _seconds(outcome: Outcome) -> Cell:
    # A time is no figure of any bulletin: one decimal, as text, so that nobody sums it up.
    return f"{outcome.seconds:.1f}" if outcome.seconds else ""


def files_or_reasons(outcome: Outcome) -> str:
    """The bulletin's files, or why there are none; then what else is to be known of it."""
    lines = [str(issue) for issue in outcome.issues[:MOST_REASONS]]
    if outcome.record is not None:
        lines.insert(0, "、".join(name for name in outcome.record.files if not name.endswith(".json")))
    more = len(outcome.issues) - MOST_REASONS
    return "\n".join([*lines, f"……另有 {more} 条"] if more > 0 else lines)


def _total_rows(outcomes: Iterable[Outcome], names: Names) -> Iterator[tuple[Cell, ...]]:
    for each in totals(outcomes):
        above = _amount(each.numerator, in_seconds=each.seconds[0])
        shown: tuple[Cell, ...] = (above, each.counties, "", "")
        if each.denominator is not None:
            shown = (each.text, each.counties, above, _amount(each.denominator, in_seconds=each.seconds[1]))
        yield (each.period, names[each.what], *shown, each.rule)


def _standing_rows(outcomes: Iterable[Outcome], names: Names) -> Iterator[tuple[Cell, ...]]:
    for each in standings(outcomes):
        line, place = each.line, "" if each.place is None else each.place
        parts = zip((line.numerator, line.denominator), line.seconds, strict=True)
        fraction = (_amount(value, in_seconds=seconds) for value, seconds in parts)
        yield (
            each.period, names[line.what], place, each.county, each.text, *fraction, each.counties, line.rule,
        )  # fmt: skip


def _amount(value: Count, *, in_seconds: bool) -> Cell:
    """A number, where a workbook can hold it exactly; a duration as text with its unit."""
    exact = Fraction(value)
    if in_seconds:
        return f"{format_number(exact / SECONDS_A_DAY, _DAYS)}天（{exact}秒）"
    if exact.denominator == 1:
        return exact.numerator
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return decimal if Fraction(decimal) == exact else str(exact)
