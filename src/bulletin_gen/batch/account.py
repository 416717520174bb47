"""What a batch says of one bulletin: rows, measures, rates, grades and issues, kept in its record for later runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field, to_builtins

from bulletin_gen.indicators import SCALES, Ratio
from bulletin_gen.leaves.issues import count_by_kind
from bulletin_gen.leaves.numbers import Count, NumberStyle, Rounding, Zeros

if TYPE_CHECKING:
    from bulletin_gen.facts import Facts
    from bulletin_gen.intake.dispatches.ledger import SheetAccount
    from bulletin_gen.leaves.issues import Issue
    from bulletin_gen.profile import Profile
    from bulletin_gen.profile.scoring import Term


class Definition(Struct, frozen=True):
    """What a figure is: two counties' figures may be added up or ranked only where this is the same."""

    label: str
    meaning: str


class MeasureLine(Struct, frozen=True):
    """A county's count, with its rule in words; ``seconds`` where it is a sum of durations."""

    what: Definition
    rule: str
    value: Count
    seconds: bool = False


class RateLine(Struct, frozen=True):
    """A county's rate, with its rule in words.

    Its value is ``numerator`` over ``denominator`` and ``scale``, also where it is the complement of a quotient (an
    on-time rate told by what is overdue). ``seconds``: whether either is a sum of durations.
    """

    what: Definition
    rule: str
    text: str
    numerator: Count
    denominator: Count
    scale: Count
    low_is_good: bool
    style: NumberStyle
    seconds: tuple[bool, bool] = (False, False)

    @property
    def value(self) -> Fraction | None:
        """The exact value; None when the denominator is zero."""
        return Ratio(self.numerator, self.denominator, scale=self.scale).value


class BatchAccount(Struct, frozen=True):
    """One bulletin in a few lines: ``measures`` and ``rates`` by name."""

    county: str
    kind: str
    read: int
    used: int
    set_aside: Mapping[str, int]
    issues: Mapping[str, int]
    grades: Mapping[str, int]
    measures: Mapping[str, MeasureLine]
    rates: Mapping[str, RateLine] = field(default_factory=dict)


def account_of(
    profile: Profile, facts: Facts, accounts: Iterable[SheetAccount], issues: Iterable[Issue]
) -> BatchAccount:
    """The account of a finished bulletin."""
    sheets = list(accounts)
    return BatchAccount(
        county=facts.county.text,
        kind=profile.kind,
        read=sum(sheet.read for sheet in sheets),
        used=sum(sheet.used for sheet in sheets),
        set_aside=_summed(sheet.set_aside for sheet in sheets),
        issues=count_by_kind(issues),
        grades={name: _whole(facts.grades[name].count.value) for name in facts.grades},
        measures=_measures(profile, facts),
        rates=_rates(profile, facts),
    )


def _measures(profile: Profile, facts: Facts) -> dict[str, MeasureLine]:
    from bulletin_gen.facts.saved.explain import definition

    lines: dict[str, MeasureLine] = {}
    for name in profile.measures:
        figure = facts.total.table.get(name)
        if figure is not None and isinstance(figure.value, (int, Fraction)):
            seconds = _in_seconds(profile, name)
            lines[name] = MeasureLine(_definition(profile, name), definition(profile, name), figure.value, seconds)
    return lines


def _rates(profile: Profile, facts: Facts) -> dict[str, RateLine]:
    from bulletin_gen.facts.saved.explain import definition

    lines: dict[str, RateLine] = {}
    for name, rule in profile.rates.items():
        figure = facts.total.table.get(name)
        if figure is None or figure.numerator is None or figure.denominator is None:
            continue
        scale = SCALES[rule.per]
        above = figure.denominator * scale - figure.numerator if rule.complement else figure.numerator
        lines[name] = RateLine(
            _definition(profile, name),
            definition(profile, name),
            figure.text,
            above,
            figure.denominator,
            scale,
            _low_is_good(profile, name),
            profile.style(rule.table_style or rule.style).number_style(),
            (_in_seconds(profile, rule.numerator), _in_seconds(profile, rule.denominator)),
        )
    return lines


def _definition(profile: Profile, name: str) -> Definition:
    from bulletin_gen.batch.meaning import meaning_of
    from bulletin_gen.facts.saved.explain import measure_label

    return Definition(measure_label(profile, name), meaning_of(profile, name))


def _in_seconds(profile: Profile, name: str) -> bool:
    rule = profile.measures[name]
    return rule.sum == "handling_seconds" or any(_in_seconds(profile, part) for part in (*rule.plus, *rule.less))


def _low_is_good(profile: Profile, name: str) -> bool:
    """Whether the county's own rules prefer low values of the rate; durations are low by nature."""
    if profile.rates[name].per == "day":
        return True
    terms = [term for score in profile.score.values() for term in score.terms if term.rate == name]
    return any(term.inverted != _falls(term) for term in terms)


def _falls(term: Term) -> bool:
    """Whether a term gives less the more goes into it."""
    if term.steps:
        steps = sorted(term.steps, key=lambda step: step.from_)
        return steps[-1].points < steps[0].points
    return term.line is not None and term.line.full_to is not None


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _summed(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for reason, count in part.items():
            total[reason] = total.get(reason, 0) + count
    return total


def account_to(account: BatchAccount) -> dict[str, Any]:
    """The account as JSON keeps it."""
    from bulletin_gen.facts.saved.save import exact_text

    # Whole numbers stay such; only fractions go through the hook.
    content: dict[str, Any] = to_builtins(account, enc_hook=exact_text)
    return content


def account_from(content: Mapping[str, Any]) -> BatchAccount:
    """What ``account_to`` made; ``KeyError``, ``TypeError`` or ``ValueError`` when it is something else."""
    known = {name: content[name] for name in BatchAccount.__struct_fields__}
    known["measures"] = {name: _measure_from(line) for name, line in content["measures"].items()}
    known["rates"] = {name: _rate_from(line) for name, line in content["rates"].items()}
    return BatchAccount(**known)


def _measure_from(line: Mapping[str, Any]) -> MeasureLine:
    return MeasureLine(**{**line, "what": Definition(**line["what"]), "value": _count(line["value"])})


def _rate_from(line: Mapping[str, Any]) -> RateLine:
    counts = {name: _count(line[name]) for name in ("numerator", "denominator")}
    seconds = tuple(line["seconds"])
    return RateLine(**{**line, **counts, "what": Definition(**line["what"]), "style": _style(line), "seconds": seconds})


def _style(line: Mapping[str, Any]) -> NumberStyle:
    style = line["style"]
    return NumberStyle(**{**style, "rounding": Rounding(style["rounding"]), "zeros": Zeros(style["zeros"])})


def _count(value: int | str) -> Count:
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact
