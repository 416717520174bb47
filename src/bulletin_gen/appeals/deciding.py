"""What is looked at before and after a decision is written by hand: grade and unit, and whether it changes anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.intake.doubts.decided import vain_excuses
from bulletin_gen.intake.kept.resolve import UnitNames, unknown_unit
from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, errors, stop
from bulletin_gen.leaves.personal import masked_id

if TYPE_CHECKING:
    from bulletin_gen.county.registry import Registry
    from bulletin_gen.county.workspace import County, PeriodInputs
    from bulletin_gen.intake.read import Intake
    from bulletin_gen.profile import Profile

#: So many numbers are offered for one that is not known, each at least so like it (of 100).
_NEAREST, _ALIKE = 3, 60


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


def refuse_unknown(decisions: Sequence[Adjustment], intake: Intake, insist: str) -> None:
    """``BulletinError`` where a decision is about an order that the period does not have, or that was not handed to the
    unit it names, with the numbers it may mean: every later step would refuse to go on. ``insist``: what to do where
    the order is exported later. Nothing is said where the orders could not all be read: it may be among the others."""
    if not_whole(intake):
        return
    known: dict[str, set[str]] = {}
    for order, unit in intake.dispatches.select("order_id", "unit").iter_rows():
        known.setdefault(str(order), set()).add(str(unit or ""))
    wrong = [
        each for each in decisions
        if each.order_id and (each.order_id not in known or (each.unit and each.unit not in known[each.order_id]))
    ]  # fmt: skip
    if wrong:
        raise BulletinError([_unknown(each, known, insist) for each in wrong])


def _unknown(decision: Adjustment, known: Mapping[str, set[str]], insist: str) -> Issue:
    shown = masked_id(decision.order_id)
    if handed := known.get(decision.order_id):
        said = "、".join(sorted(filter(None, handed))) or "没有派给单位"
        return error(
            "decide.not_theirs", "这张工单没有派给这个单位，没有记入", found=f"{shown} {decision.unit}",
            expected=f"这张工单派给的单位：{said}", advice=f"核对编号和单位；{insist}",
        )  # fmt: skip
    near = [each for each in alike(decision.order_id, known, _NEAREST, _ALIKE) if masked_id(each) == each]
    said = f"，相近的有 {'、'.join(near)}" if near else ""
    return error(
        "decide.unknown", "本期的工单里没有这个编号，没有记入", found=shown, expected=f"本期读到的工单编号{said}",
        advice=f"核对编号；{insist}",
    )  # fmt: skip


def not_whole(intake: Intake) -> bool:
    """Whether orders may be missing from what was read: something is to be put right first, or there are none."""
    return bool(errors(intake.issues)) or intake.dispatches.is_empty()


def orders_for(decided: PeriodInputs, county: County, profile: Profile, registry: Registry) -> Intake:
    """The orders that decisions of a period may be about, also while the rest of its folder is still to be filled in,
    or what was decided before is wrong."""
    from bulletin_gen.intake.read import read_orders

    return read_orders(decided.orders, profile, registry, decided.period, county=county.folder)


def in_vain(decisions: Sequence[Adjustment], intake: Intake, profile: Profile) -> Iterator[str]:
    """In words, which of the decisions are about orders that the period does not have, or excuse what is not overdue;
    that the numbers were not looked at where orders may be missing."""
    known = set(intake.dispatches["order_id"].to_list())
    unknown = [masked_id(each.order_id) for each in decisions if each.order_id and each.order_id not in known]
    if unknown and not_whole(intake):
        yield "工单现在读不成，没有核对工单编号；运行 generate 时会说明"
    elif unknown:
        yield f"本期的工单里没有 {'、'.join(unknown)}：导出以前 generate 不写通报；写错了就删去这一行"
    for each in vain_excuses(decisions, intake.dispatches, profile):
        yield f"{masked_id(each.order_id)} 没有超期，免责不起作用，数不会变：核对编号；写错了就删去这一行"
