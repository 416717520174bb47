"""The decisions that grading takes in: adjustments by unit, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.leaves.issues import Issue, error, warning
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile import Profile

#: Kinds that are about a unit and are used here; the others act on orders before they are counted.
_UNIT_KINDS = (
    AdjustmentKind.BONUS,
    AdjustmentKind.PENALTY,
    AdjustmentKind.COMMENDED,
    AdjustmentKind.NOT_COMMENDED,
    AdjustmentKind.CRITICISED,
    AdjustmentKind.NOT_CRITICISED,
    AdjustmentKind.REGRADED,
)


class Decisions(Struct, frozen=True):
    """Unit decisions in the sheet's order by registered name of the unit."""

    by_unit: Mapping[str, tuple[Adjustment, ...]] = field(default_factory=dict)

    def of(self, unit: str, kinds: Iterable[str]) -> tuple[Adjustment, ...]:
        """Those of one unit and of these kinds (names as in the sheet's 类型 column)."""
        wanted = set(kinds)
        return tuple(adjustment for adjustment in self.by_unit.get(unit, ()) if adjustment.kind.value in wanted)

    def units_with(self, kinds: Iterable[str]) -> dict[str, Adjustment]:
        """Units that such a decision names, with the first one."""
        wanted = set(kinds)
        named: dict[str, Adjustment] = {}
        for unit, adjustments in self.by_unit.items():
            for adjustment in adjustments:
                if adjustment.kind.value in wanted:
                    named.setdefault(unit, adjustment)
        return named


def collect(
    adjustments: Sequence[Adjustment], registry: Registry, profile: Profile
) -> tuple[Decisions, tuple[Issue, ...]]:
    """Decisions by unit; an entry that names no registered unit, or that no rule uses, is an issue."""
    by_unit: dict[str, tuple[Adjustment, ...]] = {}
    issues: list[Issue] = []
    used = kinds_in_use(profile)
    for adjustment in adjustments:
        of_unit = adjustment.kind in _UNIT_KINDS
        unit = _unit_of(adjustment, registry) if of_unit else None
        if of_unit and unit is None:
            issues.append(_unmatched(adjustment))
            continue
        if adjustment.kind.value not in used:
            issues.append(_unused(adjustment))
        if unit is not None:
            by_unit[unit.name] = (*by_unit.get(unit.name, ()), adjustment)
    return Decisions(by_unit), tuple(issues)


def kinds_in_use(profile: Profile) -> set[str]:
    """The kinds of decision that some rule of the profile takes in."""
    used = {AdjustmentKind.REGRADED.value} if profile.grades else set()
    for score in profile.score.values():
        used.update(kind for term in score.terms if term.entries for kind in term.entries.kinds)
    for rule in profile.lists.values():
        used.update((*rule.add, *rule.remove))
    rules = profile.measures.values()
    if any("excused" in rule.where for rule in rules):
        used.add(AdjustmentKind.EXCUSED.value)
    if any(rule.assessed or "excluded" in rule.where for rule in rules):
        used.add(AdjustmentKind.EXCLUDED.value)
    return used


def unheard(kind: AdjustmentKind, profile: Profile) -> str:
    """What is to be said of a decision of this kind where no rule of ``profile`` takes it in, so that it changes no
    number; "" where one does."""
    if kind.value in kinds_in_use(profile):
        return ""
    return f"本县的规则不用“{kind.value}”：记了，数也不会变。要起作用，{_how_to_hear(kind)}"


def _how_to_hear(kind: AdjustmentKind) -> str:
    known = {
        AdjustmentKind.EXCUSED: "在 profile.yaml 计数的条件里写 免责: 否（where: {excused: false}）",
        AdjustmentKind.EXCLUDED: "在 profile.yaml 的计数里写 剔除不计: 是（assessed: true）",
        AdjustmentKind.REGRADED: "在 profile.yaml 里写等级（grades）",
    }
    return known.get(kind, "在 profile.yaml 的评分（score）或名单（lists）里采用这一类")


def describe(adjustment: Adjustment) -> str:
    """An entry in a few words: 加分 某局 2分（理由）."""
    points = f" {adjustment.points:f}分" if adjustment.points is not None else ""
    grade = f" {adjustment.grade}" if adjustment.grade else ""
    reason = f"（{adjustment.reason}）" if adjustment.reason else ""
    return f"{adjustment.kind.value} {adjustment.unit or masked_id(adjustment.order_id)}{points}{grade}{reason}"


def _unit_of(adjustment: Adjustment, registry: Registry) -> Unit | None:
    for unit in registry.units:
        if unit.name == adjustment.unit:
            return unit
    known = registry.by_name.get(adjustment.unit)
    return known if known in registry.units else None


def _unmatched(adjustment: Adjustment) -> Issue:
    return error(
        "adjustments.unit_unmatched",
        "人工记录没有对应的单位",
        adjustment.place,
        found=describe(adjustment),
        expected="units.csv 里本期有效的单位名称",
        advice="在“单位”列写明登记的单位名称，或删去这一行",
    )


def _unused(adjustment: Adjustment) -> Issue:
    return warning(
        "adjustments.unused",
        "人工记录未被任何规则采用",
        adjustment.place,
        found=describe(adjustment),
        advice=f"如应生效，{_how_to_hear(adjustment.kind)}；否则可删去这一行",
    )
