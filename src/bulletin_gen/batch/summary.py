"""批量汇总.xlsx: the account of every county, the counties together, and their order in each rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from bulletin_gen.batch.city import standings, totals
from bulletin_gen.batch.run import Outcome
from bulletin_gen.numbers import Count
from bulletin_gen.render.gridbook import Cell, Grid, write_grids

SUMMARY_FILE = "批量汇总.xlsx"
#: How many reasons of one county are written out: a cell holds no more than 32,767 characters.
MOST_REASONS = 20
_TOTAL_HEADS = ("期间", "指标", "合计", "县数", "分子", "分母")
_STANDING_HEADS = ("期间", "指标", "名次", "地区", "数值", "分子", "分母")


def write_summary(outcomes: Sequence[Outcome], unassigned: Mapping[str, int] | None = None) -> bytes:
    """The workbook's bytes. ``unassigned``: rows of a divided workbook that belong to no county, by the name there."""
    rates = _rate_labels(outcomes)
    grids = [
        Grid("各县", _heads(rates), tuple(_county_rows(outcomes, rates)), _widths(rates)),
        Grid(
            "合计",
            ("期间", "指标", "合计", "县数", "分子", "分母"),
            tuple(_total_rows(outcomes)),
            (12, 20, 14, 8, 14, 14),
        ),
        Grid(
            "排名",
            ("期间", "指标", "名次", "地区", "数值", "分子", "分母"),
            tuple(_standing_rows(outcomes)),
            (12, 20, 8, 16, 12, 12, 12),
        ),
    ]
    if unassigned is not None:
        rows = tuple((name, count) for name, count in unassigned.items())
        grids.append(Grid("未分配的工单", ("表中写法", "行数"), rows, (30, 10)))
    return write_grids(grids, "批量汇总")


def _heads(rates: Mapping[str, str]) -> tuple[str, ...]:
    before = ("序号", "县文件夹", "地区", "期间", "结果", "读入工单", "使用", "不计")
    return (*before, *rates.values(), "各等级单位数", "问题", "用时（秒）", "文件或原因")


def _widths(rates: Mapping[str, str]) -> tuple[int, ...]:
    return (6, 16, 14, 12, 9, 10, 10, 8, *(12 for _ in rates), 22, 24, 10, 70)


def _rate_labels(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The rates that any county has, by name, in order of first appearance."""
    labels: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.record:
            for name, line in outcome.record.account.rates.items():
                labels.setdefault(name, line.label)
    return labels


def _county_rows(outcomes: Iterable[Outcome], rates: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    for number, outcome in enumerate(outcomes, 1):
        yield (number, outcome.county, *_middle(outcome, rates), _seconds(outcome), files_or_reasons(outcome))


def _middle(outcome: Outcome, rates: Mapping[str, str]) -> tuple[Cell, ...]:
    if outcome.record is None:
        blanks = ("" for _ in range(len(rates) + 4))
        return ("", outcome.period, str(outcome.status), *blanks, _kinds(outcome))
    account = outcome.record.account
    aside = sum(account.set_aside.values())
    values = (account.rates[name].text if name in account.rates else "" for name in rates)
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
    """The bulletin's files, or why there are none."""
    if outcome.record is not None:
        return "、".join(name for name in outcome.record.files if not name.endswith(".json"))
    lines = [str(issue) for issue in outcome.issues[:MOST_REASONS]]
    more = len(outcome.issues) - MOST_REASONS
    return "\n".join([*lines, f"……另有 {more} 条"] if more > 0 else lines)


def _total_rows(outcomes: Iterable[Outcome]) -> Iterator[tuple[Cell, ...]]:
    for each in totals(outcomes):
        fraction = ("", "") if each.denominator is None else (_exact(each.numerator), _exact(each.denominator))
        yield (each.period, each.label, each.text, each.counties, *fraction)


def _standing_rows(outcomes: Iterable[Outcome]) -> Iterator[tuple[Cell, ...]]:
    for each in standings(outcomes):
        place = "" if each.place is None else each.place
        yield (each.period, each.label, place, each.county, each.text, _exact(each.numerator), _exact(each.denominator))


def _exact(value: Count) -> Cell:
    return value.numerator if isinstance(value, int) or Fraction(value).denominator == 1 else str(value)
