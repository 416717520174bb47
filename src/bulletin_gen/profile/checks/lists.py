"""Checks of lists of units and of orders."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.adjustments import AdjustmentKind
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.counting import counted
from bulletin_gen.profile.checks.finding import (
    Path,
    Slip,
    assessed_names,
    conflict,
    group_names,
    not_added,
    order_keys,
    sortable,
    unknown,
    unknown_keys,
    unknowns,
)
from bulletin_gen.profile.checks.scoring import threshold
from bulletin_gen.profile.scoring import Bound, UnitList

_KINDS = tuple(kind.value for kind in AdjustmentKind)


def unit_lists(profile: Profile) -> Iterator[Slip]:
    """What lists of units refer to, and bounds that cannot be met."""
    for name, rule in profile.lists.items():
        path: Path = ("lists", name)
        yield from _bounds((*path, "where"), rule, profile)
        yield from _others(path, rule, profile)
        yield from order_keys((*path, "order"), rule.order, sortable(profile))
    yield from _circles(profile)


def _others(path: Path, rule: UnitList, profile: Profile) -> Iterator[Slip]:
    yield from unknowns((*path, "any_list"), rule.any_list, profile.lists, "名单")
    yield from unknowns((*path, "groups"), rule.groups, group_names(profile), "分组")
    for key in ("add", "remove"):
        yield from unknowns((*path, key), getattr(rule, key), _KINDS, "记录类型")
    yield from unknowns((*path, "sums"), rule.sums, profile.measures, "计数")
    yield from unknown_keys((*path, "share_of"), rule.share_of, profile.measures, "计数")
    for index, name in enumerate(rule.sums):
        yield from not_added((*path, "sums", index), name, profile)
    for name in rule.share_of:
        yield from not_added((*path, "share_of", name), name, profile)
    for measure, base in rule.share_of.items():
        yield from unknown((*path, "share_of", measure), base, profile.measures, "计数")


def _bounds(path: Path, rule: UnitList, profile: Profile) -> Iterator[Slip]:
    allowed = [*profile.measures, *profile.rates, *assessed_names(profile), "group"]
    for name, bound in rule.where.items():
        here = (*path, name)
        yield from unknown(here, name, allowed, "计数、率或评价结果")
        if name in allowed:
            yield from _bound_fits(here, name, bound, profile)
        for key in ("below", "at_most", "at_least", "above", "equals"):
            yield from threshold((*here, key), name, getattr(bound, key), profile)


def _bound_fits(path: Path, name: str, bound: Bound, profile: Profile) -> Iterator[Slip]:
    words = {"grade": [band.grade for band in profile.grades], "group": group_names(profile)}.get(name)
    written = set(bound.model_dump(exclude_none=True))
    if words is not None:
        yield from unknowns((*path, "in"), bound.in_ or (), words, "等级" if name == "grade" else "分组")
        if written != {"in_"}:
            yield conflict(path, f"{name} 不能比大小", f"in: [{'、'.join(words)}] 中的几个")
    elif bound.in_ is not None:
        yield conflict(path, "in 只用于 grade 和 group", "below、at_most、at_least、above、equals 之一")
    if bound.empty is not None and name not in profile.rates:
        yield conflict((*path, "empty"), "empty 只用于率", "用 equals: 0", found=name)
    if _never(bound):
        yield conflict(path, "界限自相矛盾，没有单位符合", "下限低于上限")


def _never(bound: Bound) -> bool:
    lows = [value for value in (bound.at_least, bound.above, bound.equals) if value is not None]
    highs = [value for value in (bound.at_most, bound.below, bound.equals) if value is not None]
    if not lows or not highs or max(lows) < min(highs):
        return False
    strict = max(lows) == bound.above or min(highs) == bound.below
    return max(lows) > min(highs) or strict


def _circles(profile: Profile) -> Iterator[Slip]:
    for name in profile.lists:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            rule = profile.lists.get(waiting.pop())
            new = set(rule.any_list if rule else ()) - reached
            reached |= new
            waiting += new
        if name in reached:
            yield conflict(("lists", name, "any_list"), "名单互相并入，没有尽头", "any_list 不绕回自己", found=name)


def order_lists(profile: Profile) -> Iterator[Slip]:
    """What lists of orders refer to."""
    for name, rule in profile.order_lists.items():
        path: Path = ("order_lists", name)
        yield from counted((*path, "measure"), rule.measure, profile)
        yield from order_keys((*path, "order"), rule.order, ["count", *sortable(profile)])
