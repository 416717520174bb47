"""Whether an earlier period counted alike: by codes of the rules themselves, whatever things are called and however a
program says them; where a record is older than these codes, by the words of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from bulletin_gen.facts.saved.explain import choices, rule_of
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile

#: What a rate is called and how it is printed or scored is no matter of how it is counted.
_OF_RATES = {"numerator", "denominator", "complement", "per"}
_ALIKE: Mapping[str, str] = {}


def rule_codes(profile: Profile) -> dict[str, str]:
    """The code of the rule of every measure and rate, as facts.json keeps it."""
    return {name: rule_code(profile, name) for name in (*profile.measures, *profile.rates)}


def labels_of(profile: Profile) -> dict[str, str]:
    """What each measure, rate and breakdown is called, as facts.json keeps it: by that it is found again when a profile
    gives it another name."""
    parts = (profile.measures, profile.rates, profile.breakdowns)
    return {name: rule.label or name for part in parts for name, rule in part.items()}


def rule_code(profile: Profile, name: str, formerly: Mapping[str, str] = _ALIKE) -> str:
    """A code that two rules share only where they count alike; of what they rest on they hold no more than its name,
    where that is in ``formerly`` the one that it had then."""
    rate = profile.rates.get(name)
    if rate is not None:
        said: dict[str, Any] = _named(rate.model_dump(mode="json", include=_OF_RATES), formerly)
    else:
        rule = profile.measures[name].model_dump(mode="json", exclude={"label"}, exclude_defaults=True)
        said = _in_any_order(_named(rule, formerly))
        said["choices"] = sorted(choices(profile, {name}))
    return blake2b(msgspec.json.encode(said, order="sorted"), digest_size=8).hexdigest()


def _named(rule: dict[str, Any], formerly: Mapping[str, str]) -> dict[str, Any]:
    """A rule with the measures that it names under their former names."""
    one: dict[str, Any] = {
        key: formerly.get(rule[key], rule[key]) for key in ("numerator", "denominator", "of") if rule.get(key)
    }
    many: dict[str, Any] = {
        key: [formerly.get(each, each) for each in rule[key]] for key in ("plus", "less") if key in rule
    }
    return {**rule, **one, **many}


def _in_any_order(rule: dict[str, Any]) -> dict[str, Any]:
    """A measure's rule with what has no order sorted: sums of measures, and the values that a condition allows."""
    ordered = {key: sorted(value) if key in ("plus", "less") else value for key, value in rule.items()}
    conditions: dict[str, dict[str, Any]] = rule.get("where", {})
    where = {
        column: {word: sorted(value, key=repr) if isinstance(value, list) else value for word, value in each.items()}
        for column, each in conditions.items()
    }
    return {**ordered, "where": where}


def counts_alike(
    profile: Profile, name: str, period: Period, rule: str, code: str | None, formerly: Mapping[str, str] = _ALIKE
) -> bool:
    """Whether a run of ``period`` would now count a measure or a rate as the record says that has this ``rule``, in
    words, and this ``code``; None where it is older than codes. ``formerly``: what the record called otherwise."""
    if code is None:
        return rule == rule_of(profile, name, period.name)
    return code == rule_code(profile, name, formerly)
