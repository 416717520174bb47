"""Units that orders name and the registry lacks, before any bulletin is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bulletin_gen.county.registry import Registry
from bulletin_gen.intake.cells.text import key_of
from bulletin_gen.intake.showing.inspect import UnitName, inspect_files
from bulletin_gen.leaves.issues import Issue, Place, error
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import Units


def unregistered(files: Sequence[Path], profile: Profile, registry: Registry) -> tuple[Issue, ...]:
    """An error for each unknown name of each sheet of ``files``, with its count and the nearest registered names.

    Names that ``units.outside`` takes in are none.
    """
    sheets = inspect_files(files, profile, registry).sheets
    return tuple(
        _issue(each, Place(sheet.file, sheet.sheet), profile.units)
        for sheet in sheets
        for each in sheet.units
        if not each.unit and not _meant_outside(each.text, profile.units)
    )


def _meant_outside(text: str, rules: Units) -> bool:
    if not rules.outside:
        return False
    return not rules.outside_names or key_of(text) in map(key_of, (rules.outside, *rules.outside_names))


def _left_out(rules: Units) -> str:
    """How units that are not assessed are left out: both keys are needed."""
    if rules.outside:
        return "不考核的写进 profile.yaml 的 单位 → 未登记单位写法"
    return (
        "不考核的，在 profile.yaml 的“单位”里写 未登记单位: 统一计入的名称（如 其他单位）和 未登记单位写法: [这个写法]"
    )


def _issue(unit: UnitName, place: Place, rules: Units) -> Issue:
    near = f"；相近的有：{'、'.join(unit.nearest)}" if unit.nearest else ""
    return error(
        "unit.unknown",
        "未登记的单位",
        place,
        found=f"{unit.text}（{unit.count} 件）",
        expected=f"units.csv 里的单位{near}",
        advice=f"在 units.csv 里登记，或加为某单位的别名；{_left_out(rules)}",
    )
