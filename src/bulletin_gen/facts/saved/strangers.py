"""Bases of categories that nobody has heard of: what is typed beside no value would be compared with nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.county.basekeys import figure_id
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.facts.breakdowns import value_name
from bulletin_gen.facts.changes import BASE_KEYS, Bases
from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.issues import Issue, Place, Severity
from bulletin_gen.profile import Profile
from bulletin_gen.profile.requesttypes import plain_value
from bulletin_gen.tally import Counts

_SHOWN = 8


def unknown_values(profile: Profile, supplied: Supplied, counts: Counts, bases: Bases) -> Iterator[Issue]:
    """For each base of a category's value that no order, no rule and no earlier run knows: a warning where a known one
    is called nearly so, else a note, since a category of last year may be empty now."""
    written = {
        (against, key): identifier
        for against, base in supplied.bases.by_name().items()
        for key in base.figures
        if (identifier := figure_id(profile, key)) is not None and identifier.startswith("values.")
    }
    if not written:
        return
    typed = {(part[0], plain_value(profile, *part)) for part in map(_value_of, written.values())}
    recorded = {key for base in bases.values() for key in base.values if key.startswith("values.")}
    recorded = {key for key in recorded if _value_of(key) not in typed}
    for (against, key), identifier in written.items():
        breakdown, value = _value_of(identifier)
        value = plain_value(profile, breakdown, value)
        known = _known(profile, breakdown, counts)
        if value in known or any(each.startswith(f"values.{breakdown}.{value}.") for each in recorded):
            continue
        parent, _, sub = value.partition(".")
        if sub and parent in known:
            continue
        yield _issue(against, key, value, known)


def _value_of(identifier: str) -> tuple[str, str]:
    """The breakdown and the value of values.BREAKDOWN.VALUE.MEASURE."""
    breakdown, _, rest = identifier.removeprefix("values.").partition(".")
    return breakdown, rest.rpartition(".")[0]


def _known(profile: Profile, breakdown: str, counts: Counts) -> list[str]:
    """The values that orders have, the most frequent first, and those that rules name."""
    rule = profile.breakdowns[breakdown]
    counted = [value_name(rule, each.values) for each in counts.breakdowns.get(breakdown, ())]
    others = [value_name(rule, values) for values in counts.values.get(breakdown, ())]
    named = map(str, profile.counted_values(rule.by[0])) if len(rule.by) == 1 else ()
    return list(dict.fromkeys(name for name in (*counted, *others, *rule.listed, *named) if name))


def _issue(against: str, key: str, value: str, known: list[str]) -> Issue:
    near = alike(value, known, 3)
    shown = "、".join(known[:_SHOWN]) + (f"等{len(known)}种" if len(known) > _SHOWN else "")
    of = BASE_KEYS.get(against, against)
    return Issue(
        "supplied.value",
        "基数里的类别，导出表里没有",
        Severity.WARNING if near else Severity.NOTE,
        Place(file="supplied.yaml", key=f"基数 → {of} → 数字 → {key}"),
        value,
        (f"相近的有：{'、'.join(near)}；" if near else "") + f"表里有：{shown}",
        "写错了的改成表里的写法；本期确实没有这一类的，不用改",
    )
