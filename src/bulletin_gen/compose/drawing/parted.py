"""Charts over periods in which each unit, group or value has a series of its own: one number, as it was in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bulletin_gen.compose.tablerows import Row
from bulletin_gen.compose.texts import figure_text, profile_text
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile.checks.charts import MOST_SERIES
from bulletin_gen.profile.document import ChartRule
from bulletin_gen.tree import Text


class Course(Struct, frozen=True):
    """One of the rows with what it had in each period of the span; ``figures`` is None where nothing is known."""

    whose: Figure
    figures: tuple[Figure | None, ...]

    @property
    def known(self) -> bool:
        """Whether it has any number at all."""
        return any(each is not None and each.value is not None for each in self.figures)


class Courses(Struct, frozen=True):
    """What a chart over ``periods`` draws, the first to be drawn first, and what must be said below it."""

    periods: tuple[Period, ...]
    labels: tuple[Text, ...]
    drawn: tuple[Course, ...]
    notes: tuple[Text, ...]


def courses(name: str, rule: ChartRule, facts: Facts, rows: Sequence[Row]) -> Courses:
    """The courses of ``rows``, units, groups or values as this period has them in the order in which they are wanted.

    More of them than an eye tells apart are not drawn, which the notes say; so is what a single one lacks of periods
    that others have.
    """
    trends, value = facts.desk.trends, rule.values[0]
    periods = trends.periods(rule.span)
    found = [_course(row, value, periods, facts) for row in rows]
    made = [each for each in found if each is not None and each.known]
    drawn = tuple(made[: min(rule.top or MOST_SERIES, MOST_SERIES)])
    names = [value] if value in facts.total else []
    labels = tuple(figure_text(trends.label(period, periods, names)) for period in periods)
    rest = rule.parted[0] == "breakdown"
    timeless = [_whose(row) for row, each in zip(rows, found, strict=True) if each is None and rest]
    said = (*_left_out(name, rule, facts, len(drawn), len(made)), *_timeless(timeless), *_gaps(facts, periods, drawn))
    return Courses(periods, labels, drawn, tuple(map(profile_text, said)))


def _course(row: Row, value: str, periods: Sequence[Period], facts: Facts) -> Course | None:
    whose, name = _whose(row), row.own.get(value, value)
    if whose is None or row.scope is None or name not in row.scope:
        return None
    now = row.scope.table[name]
    return Course(whose, tuple(facts.desk.trends.figure(period, now, name) for period in periods))


def _whose(row: Row) -> Figure | None:
    return row.figures.get("unit") or row.figures.get("name")


def _left_out(name: str, rule: ChartRule, facts: Facts, shown: int, count: int) -> Iterator[str]:
    """That lines are missing which the county's rules did not leave out."""
    if count > shown and (rule.top or count) > shown:
        numbers = {"drawn": shown, "left": count - shown}
        said = {part: facts.desk.number_of(f"charts.{name}.{part}", number) for part, number in numbers.items()}
        yield f"注：只画前{said['drawn']}个，另{said['left']}个没有画。"


def _timeless(whose: Sequence[Figure | None]) -> Iterator[str]:
    """What only this period knows: values put together into one are others each time."""
    if names := [str(each) for each in whose if each is not None]:
        yield f"注：{'、'.join(names)}每期包含的不同，没有画。"


def _gaps(facts: Facts, periods: Sequence[Period], drawn: Sequence[Course]) -> Iterator[str]:
    lines = []
    for each in drawn:
        pairs = zip(periods, each.figures, strict=True)
        lines.append((each.whose, [period for period, figure in pairs if figure is None]))
    yield from facts.desk.trends.gap_notes(lines)
