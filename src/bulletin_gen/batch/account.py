"""What a batch says of one bulletin: rows, measures, rates, grades and issues, kept in its record for later runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from bulletin_gen.issues import count_by_kind
from bulletin_gen.numbers import Count, NumberStyle, Rounding, Zeros

if TYPE_CHECKING:
    from bulletin_gen.facts import Facts
    from bulletin_gen.intake.ledger import SheetAccount
    from bulletin_gen.issues import Issue
    from bulletin_gen.profile import Profile


class RateLine(Struct, frozen=True):
    """A county's rate as two numbers, with how it is worked out and printed."""

    label: str
    text: str
    numerator: Count
    denominator: Count
    complement: bool
    scale: int
    low_is_good: bool
    style: NumberStyle


class Account(Struct, frozen=True):
    """One bulletin in a few lines. ``measures``: name → (label, whole count); ``rates`` by name."""

    county: str
    kind: str
    read: int
    used: int
    set_aside: Mapping[str, int]
    issues: Mapping[str, int]
    grades: Mapping[str, int]
    measures: Mapping[str, tuple[str, int]]
    rates: Mapping[str, RateLine] = field(default_factory=dict)


def account_of(profile: Profile, facts: Facts, accounts: Iterable[SheetAccount], issues: Iterable[Issue]) -> Account:
    """The account of a finished bulletin."""
    sheets = list(accounts)
    total = facts.total.table
    return Account(
        county=facts.county.text,
        kind=profile.kind,
        read=sum(sheet.read for sheet in sheets),
        used=sum(sheet.used for sheet in sheets),
        set_aside=_summed(sheet.set_aside for sheet in sheets),
        issues=count_by_kind(issues),
        grades={name: _whole(facts.grades[name].count.value) for name in facts.grades},
        measures={
            name: (rule.label or name, value)
            for name, rule in profile.measures.items()
            if name in total and isinstance(value := total[name].value, int)
        },
        rates=_rates(profile, facts),
    )


def _rates(profile: Profile, facts: Facts) -> dict[str, RateLine]:
    inverted = {term.rate for rule in profile.score.values() for term in rule.terms if getattr(term, "inverted", False)}
    lines: dict[str, RateLine] = {}
    for name, rule in profile.rates.items():
        figure = facts.total.table.get(name)
        if figure is not None and figure.numerator is not None and figure.denominator is not None:
            style = profile.style(rule.table_style or rule.style).number_style()
            scale = 86400 if rule.per == "day" else 1
            low = name in inverted or rule.per == "day"
            counts = (figure.numerator, figure.denominator)
            lines[name] = RateLine(rule.label or name, figure.text, *counts, rule.complement, scale, low, style)
    return lines


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _summed(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for reason, count in part.items():
            total[reason] = total.get(reason, 0) + count
    return total


def account_to(account: Account) -> dict[str, Any]:
    """The account as JSON keeps it."""
    content = {name: getattr(account, name) for name in Account.__struct_fields__}
    content["rates"] = {name: _rate_to(line) for name, line in account.rates.items()}
    return content


def _rate_to(line: RateLine) -> dict[str, Any]:
    from bulletin_gen.facts.save import exact_text

    style = line.style
    return {
        "label": line.label,
        "text": line.text,
        "numerator": exact_text(line.numerator),
        "denominator": exact_text(line.denominator),
        "complement": line.complement,
        "scale": line.scale,
        "low_is_good": line.low_is_good,
        "style": [style.digits, str(style.rounding), str(style.zeros), style.percent],
    }


def account_from(content: Mapping[str, Any]) -> Account:
    """What ``account_to`` made; ``KeyError``, ``TypeError`` or ``ValueError`` when it is something else."""
    known = {name: content[name] for name in Account.__struct_fields__}
    known["measures"] = {name: (label, int(value)) for name, (label, value) in content["measures"].items()}
    known["rates"] = {name: _rate_from(line) for name, line in content["rates"].items()}
    return Account(**known)


def _rate_from(line: Mapping[str, Any]) -> RateLine:
    digits, rounding, zeros, percent = line["style"]
    return RateLine(
        line["label"],
        line["text"],
        _count(line["numerator"]),
        _count(line["denominator"]),
        line["complement"],
        line["scale"],
        line["low_is_good"],
        NumberStyle(digits, Rounding(rounding), Zeros(zeros), percent),
    )


def _count(value: int | str) -> Count:
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact
