"""Series over periods: what each category, channel, unit and the whole had, as earlier runs recorded it and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from bulletin_gen.county.workspace import County
from bulletin_gen.digest.model import PastRun, Scene
from bulletin_gen.digest.rule import Track
from bulletin_gen.facts.asked.values import own_names, recorded_names
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.facts.saved.save import load_base
from bulletin_gen.leaves.periods import Period, PeriodKind
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import made_of

#: How far back records are looked for; of weeks, a year and a little.
_FAR = {PeriodKind.WEEK: 60}
_MONTHS = 36


def earlier_runs(county: County, profile: Profile, period: Period) -> tuple[PastRun, ...]:
    """What runs of earlier periods of the same kind recorded, oldest first. Raises ``BulletinError`` where a record is
    not one of this county and period."""
    found = []
    for _ in range(_FAR.get(period.kind, _MONTHS)):
        period = period.previous()
        path = county.facts_of(period)
        if path.is_file():
            found.append(PastRun(period, load_base(path, profile.county, period, profile)[0]))
    return tuple(reversed(found))


class TrackedSeries(Struct, frozen=True):
    """One count or rate of one scope. ``kind``: whole, unit or value; ``holder``: how a sentence names the scope
    (nothing for the whole); ``named``: how people do; ``of``: the measure or rate; ``now``: this period's figure."""

    kind: str
    holder: str
    named: str
    prefix: str
    of: str
    now: Figure
    breakdown: str = ""

    @property
    def key(self) -> str:
        """The id of its figure, which is the same in every period."""
        return f"{self.prefix}.{self.of}"


class Tracks:
    """All series of a scene, and their past."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.profile = scene, scene.profile
        self._made: dict[str, tuple[ScopeFacts, ...]] = {}
        self._known: dict[str, frozenset[str]] = {}

    @cached_property
    def rates(self) -> tuple[str, ...]:
        """The rates that are looked at: shares of orders. Mean durations are none."""
        profile = self.profile
        return tuple(
            name
            for name, rule in profile.rates.items()
            if not rule.per and not any(profile.measures[each].sum for each in (rule.numerator, rule.denominator))
        )

    @cached_property
    def counts(self) -> tuple[str, ...]:
        """The measures that are looked at: counted from orders by themselves, and not told by a rate already."""
        told = {self.profile.rates[name].numerator for name in self.profile.rates}
        return tuple(
            name
            for name, rule in self.profile.measures.items()
            if rule.counts_rows and not rule.sum and not rule.levels and name not in told
        )

    def wholes(self, names: tuple[str, ...]) -> Iterator[TrackedSeries]:
        """The whole county's series of these measures or rates."""
        total = self.scene.facts.total
        yield from (TrackedSeries("whole", "", "", "total", name, total[name]) for name in names if name in total)

    def parts(self, name: str) -> Iterator[TrackedSeries]:
        """The series of a measure or rate of all units and values of categories."""
        for unit in self.scene.facts.units:
            if name in unit and unit.name.text:
                yield TrackedSeries("unit", unit.name.text, unit.name.text, f"units.{unit.key}", name, unit[name])
        for key, rule in self.profile.breakdowns.items():
            for value in self._values(key) if name in (*self.rates, rule.measure) else ():
                if name in value:
                    said = f"{rule.label or key}：{value.name.text}"
                    prefix = f"values.{key}.{value.name.text}"
                    yield TrackedSeries("value", said, value.name.text, prefix, name, value[name], key)

    def _values(self, breakdown: str) -> tuple[ScopeFacts, ...]:
        """The values of a breakdown that this period or an earlier one had."""
        if breakdown not in self._made:
            self._made[breakdown] = self._made_values(breakdown)
        return self._made[breakdown]

    def _made_values(self, breakdown: str) -> tuple[ScopeFacts, ...]:
        values, measure = self.scene.facts.desk.values, self.profile.breakdowns[breakdown].measure
        before = recorded_names((key for run in self.scene.past for key in run.base.values), breakdown, measure)
        names = own_names((*values.names(breakdown), *before))
        return tuple(scope for name in names if (scope := values.scope(breakdown, name)) is not None)

    # the past of a series

    def was(self, series: TrackedSeries, run: PastRun) -> Fraction | None:
        """What an earlier period had of a series; None where it did not know it, or counted it otherwise."""
        if run.period in self.other_rules.get(series.of, ()):
            return None
        return self._recorded(series, series.of, run)

    def known(self, series: TrackedSeries) -> list[Fraction]:
        """What the earlier periods that knew a series had of it, oldest first."""
        found = (self.was(series, run) for run in self.scene.past)
        return [value for value in found if value is not None]

    def _recorded(self, series: TrackedSeries, name: str, run: PastRun) -> Fraction | None:
        value = run.base.values.get(f"{series.prefix}.{name}")
        if value is None and series.breakdown in self._known_breakdowns(run) and name in self.profile.measures:
            return Fraction(0)  # the period knew the category, and nobody in it
        return value

    def _known_breakdowns(self, run: PastRun) -> frozenset[str]:
        if run.period.key not in self._known:
            ids = (key.split(".", 2)[1] for key in run.base.values if key.startswith("values."))
            self._known[run.period.key] = frozenset(ids)
        return self._known[run.period.key]

    @cached_property
    def other_rules(self) -> Mapping[str, frozenset[Period]]:
        """By measure or rate: the earlier periods that counted it by another rule."""
        watched = (*self.counts, *self.rates, *(rule.measure for rule in self.profile.breakdowns.values()))
        return {
            name: frozenset(run.period for run in self.scene.past if _other_rule(self.profile, name, run))
            for name in dict.fromkeys(watched)
        }

    def track(self, series: TrackedSeries) -> Track:
        """A series as the rule takes it."""
        past, rate = self.scene.past, self.profile.rates.get(series.of)
        year_ago = self._years_ago
        if rate is None:
            before = (self.was(series, run) for run in past)
            return Track(
                series.key, (*map(_float, before), _float(series.now.value)), (), year_ago, series.kind == "value"
            )
        pairs = [self._pair(series, run) for run in past]
        pairs.append((_float(series.now.numerator), _float(series.now.denominator)))
        hits, of = zip(*pairs, strict=True)
        return Track(series.key, hits, of, year_ago)

    def _pair(self, series: TrackedSeries, run: PastRun) -> tuple[float | None, float | None]:
        rate = self.profile.rates[series.of]
        if run.period in self.other_rules.get(series.of, ()):
            return None, None
        names = (rate.numerator, rate.denominator)
        hits, of = (_float(self._recorded(series, name, run)) for name in names)
        return hits, of

    @cached_property
    def _years_ago(self) -> tuple[int, ...]:
        wanted, at = [], self.scene.period
        for _ in range(3):
            at = at.year_ago()
            wanted.append(at)
        return tuple(index for index, run in enumerate(self.scene.past) if run.period in wanted)


def _float(value: int | Fraction | Decimal | None) -> float | None:
    return None if value is None else float(value)


def _other_rule(profile: Profile, name: str, run: PastRun) -> bool:
    """Whether a period counted a measure or a rate, or anything behind it, by another rule than a run would now."""
    return any(run.base.other_rule(profile, each, run.period) for each in made_of(profile, name))


def label_of(profile: Profile, series: TrackedSeries) -> str:
    """What the count or rate of a series is called."""
    return measure_label(profile, series.of)
