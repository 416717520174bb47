"""What is looked at before and after a decision is written by hand: grade and unit, and whether it changes anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.intake.doubts.decided import vain_excuses
from bulletin_gen.intake.kept.resolve import UnitNames, unknown_unit
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.leaves.personal import masked_id

if TYPE_CHECKING:
    from bulletin_gen.county.registry import Registry
    from bulletin_gen.profile import Profile


def refuse_grade(grade: str, kind: AdjustmentKind, profile: Profile) -> None:
    """``BulletinError`` where ``grade`` is none of the county's; nothing where the county has no grades at all."""
    known = [band.grade for band in profile.grades]
    if kind is AdjustmentKind.REGRADED and grade and known and grade not in known:
        raise stop(
            "decide.grade", "没有这个等级，没有记入", found=grade, expected="、".join(known), advice="改 --grade"
        )


def registered(unit: str, registry: Registry) -> str:
    """The registered name of the unit that is called ``unit``, in short or by another name too; ``BulletinError`` with
    the names it may mean where none is called so. "" stays."""
    found = UnitNames.of(registry).find(unit) if unit else None
    if unit and found is None:
        raise BulletinError([unknown_unit(unit, UnitNames.of(registry), Place(file="--unit"))])
    return found.name if found else ""


def in_vain(county: Path, period: str, decisions: Sequence[Adjustment]) -> Iterator[str]:
    """In words, which of the decisions are about orders that the period does not have, or excuse what is not overdue;
    that it was not looked at where the orders cannot be read."""
    from bulletin_gen.pipeline import gather

    try:
        found = gather(county, period)
    except BulletinError:
        yield "工单现在读不成，没有核对工单编号；运行 generate 时会说明"
        return
    known = set(found.intake.dispatches["order_id"].to_list())
    for each in decisions:
        if each.order_id and each.order_id not in known:
            yield f"本期的工单里没有 {masked_id(each.order_id)}：核对编号；写错了就删去这一行"
    for each in vain_excuses(decisions, found.intake.dispatches, found.rules.profile):
        yield f"{masked_id(each.order_id)} 没有超期，免责不起作用，数不会变：核对编号；写错了就删去这一行"
