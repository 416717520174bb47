"""Bases of comparisons as people write them, labels from wide to narrow: 受理, 乡镇：受理, 诉求类型：咨询类：受理."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile import Profile

_PARTS = late(r"[：:]")
#: What a scope has besides counts and rates.
_ASSESSED = {"得分": "score", "名次": "rank"}
_MEAN = "平均"


def figure_id(profile: Profile, written: str, units: Mapping[str, str] | None = None) -> str | None:
    """The id of the figure that a key of supplied.yaml means; None where it means none.

    ``units``: every name of the registry → the registered one; without them any name that is no group's is taken for
    a unit's.
    """
    *wide, label = (part.strip() for part in _PARTS.split(written))
    if "." in written or not wide and label in (*profile.measures, *profile.rates):
        return written if "." in written else f"total.{label}"
    name = named(profile, label)
    if name is None:
        return _mean(profile, wide, label)
    scope = _scope(profile, wide, units)
    return f"{scope}.{name}" if scope else None


def ways(profile: Profile) -> str:
    """How bases of the whole, of groups, units and categories are written in this county: 受理；乡镇：受理；…"""
    label = next((rule.label or name for name, rule in profile.measures.items() if not rule.supplied), "受理")
    group = next((group.label or group.name for group in profile.units.groups), "某某镇")
    found = [f"全部的写“{label}”", f"分组、单位的写“{group}：{label}”"]
    labels = {rule.label or name: rule.measure for name, rule in profile.breakdowns.items()}
    for name, measure in list(labels.items())[:1]:
        others = f"（类别有{'、'.join(labels)}）" if len(labels) > 1 else ""
        found.append(f"类别的写“{name}：取值：{profile.measures[measure].label or measure}”{others}")
    return "，".join(found)


def named(profile: Profile, label: str) -> str | None:
    """The measure, rate or score of that label or key."""
    rules = {**profile.measures, **profile.rates}
    if label in rules:
        return label
    labels = {rule.label: name for each in (profile.measures, profile.rates) for name, rule in each.items()}
    return (labels.get(label) or _ASSESSED.get(label)) if label else None


def _mean(profile: Profile, wide: list[str], label: str) -> str | None:
    name = named(profile, label.removeprefix(_MEAN)) if label.startswith(_MEAN) else None
    scope = _scope(profile, wide, None)
    return f"mean.{scope}.{name}" if name and scope and not scope.startswith(("units.", "values.")) else None


def _scope(profile: Profile, wide: list[str], units: Mapping[str, str] | None) -> str | None:
    if not wide or wide == ["全部"]:
        return "total"
    if len(wide) == 2:
        for key, rule in profile.breakdowns.items():
            if wide[0] in (key, rule.label):
                return f"values.{key}.{wide[1]}"
        return None
    for group in profile.units.groups:
        if wide[0] in (group.name, group.label):
            return f"groups.{group.name}"
    unit = (wide[0] if units is None else units.get(wide[0])) if len(wide) == 1 else None
    return f"units.{unit}" if unit else None
