"""Several periods in a row: those of this year so far, or the last few, and what each is called beside the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bulletin_gen.leaves.periods import Period, PeriodKind, month
from bulletin_gen.profile.checks.spans import LONGEST, YEAR, length_of


def step_of(period: Period) -> Period:
    """The period as its neighbours are: of cumulative months (1—4月) the last one."""
    return month(period.last.year, period.last.month) if period.kind is PeriodKind.MONTHS else period


def spanned(period: Period, span: str) -> tuple[Period, ...]:
    """The periods of a span that ends with ``period``, oldest first."""
    length = length_of(span)
    backwards = _back(step_of(period), length or LONGEST)
    kept = [each for each in backwards if length or each.year == step_of(period).year]
    return tuple(reversed(kept))


def since_new_year(period: Period) -> tuple[Period, ...]:
    """The periods of its year up to ``period``, oldest first."""
    return spanned(period, YEAR)


def _back(period: Period, count: int) -> Iterator[Period]:
    for _ in range(count):
        yield period
        period = period.previous()


def short_label(period: Period, among: Sequence[Period]) -> str:
    """What a period is called among others: 3月, with the year where one begins that is not all of them's."""
    said = _SHORT[period.kind](period) if period.kind in _SHORT else period.short_name
    years = {each.year for each in among}
    before = [each for each in among if each.year == period.year and each.first < period.first]
    return said if len(years) == 1 or before or period.kind is PeriodKind.YEAR else f"{period.year}年{said}"


_SHORT: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.WEEK: lambda period: f"第{period.number}周",
    PeriodKind.YEAR: lambda period: period.name,
}
