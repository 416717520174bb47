"""Adjustments from adjustments.xlsx: what people decided, each line checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bulletin_gen.adjustments import HEADS, Adjustment, AdjustmentKind
from bulletin_gen.county.registry import Registry
from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.moments import parse_moment
from bulletin_gen.intake.cells.text import Cell, cell_text, id_text, shown
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.intake.kept.resolve import UnitNames, unknown_unit
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, stop, warning
from bulletin_gen.leaves.personal import masked

#: The sheet that holds the decisions; other sheets explain.
SHEET = "调整记录"
#: Points of more digits before or behind the point are no points; worked with exactly they would take for ever.
_MOST_DIGITS = 7
_NEEDS_ORDER = {AdjustmentKind.EXCUSED, AdjustmentKind.EXCLUDED}
_NEEDS_POINTS = {AdjustmentKind.BONUS, AdjustmentKind.PENALTY}


def read_adjustments(path: Path, registry: Registry) -> tuple[tuple[Adjustment, ...], tuple[Issue, ...]]:
    """The decisions recorded in ``path`` in order, and what is wrong with its lines.

    The sheet is the one named 调整记录, or the first that has the heads. A file without it stops the run; a wrong
    line is an error issue and is left out. Why and by whom something was decided belongs to the record: telephone and
    identity numbers in it are masked.
    """
    grid, head_row, heads, rows = _find_sheet(path)
    names = UnitNames.of(registry)
    decisions: list[Adjustment] = []
    issues: list[Issue] = []
    for number, row in enumerate(rows, head_row + 1):
        cells = {head: row[index] if index < len(row) else "" for head, index in heads.items()}
        if all(cell_text(value) == "" for value in cells.values()):
            continue
        try:
            decision = _decision(cells, names, Place(file=path.name, sheet=grid.sheet, row=number))
        except BulletinError as reason:
            issues += reason.issues
            continue
        decisions.append(decision)
        issues += _doubts(decision)
    return tuple(decisions), tuple(issues)


def _find_sheet(path: Path) -> tuple[Grid, int, dict[str, int], list[list[Cell]]]:
    grids = [(grid, list(grid.rows)) for grid in open_file(path)]
    grids.sort(key=lambda found: found[0].sheet != SHEET)
    for grid, rows in grids:
        for number, row in enumerate(rows[:10], 1):
            heads = {cell_text(value): index for index, value in enumerate(row) if cell_text(value) in HEADS}
            if {"类型", "理由"} <= heads.keys():
                return grid, number, heads, rows[number:]
    raise stop("adjustments.heads", "调整记录的表头不对", Place(file=path.name), expected="、".join(HEADS))


def _decision(cells: dict[str, Cell], names: UnitNames, place: Place) -> Adjustment:
    texts = {head: cell_text(value) for head, value in cells.items()}
    kind = _kind(texts["类型"], place)
    decision = Adjustment(
        kind=kind,
        order_id=id_text(texts.get("工单编号", "")),
        unit=_unit(texts.get("单位", ""), names, place),
        points=_points(texts.get("分值", ""), place),
        grade=masked(texts.get("等级", "")),
        reason=masked(texts["理由"]),
        decided_by=masked(texts.get("决定人", "")),
        decided_on=_day(cells.get("决定日期", ""), place),
        place=place,
    )
    _check(decision)
    return decision


def _kind(text: str, place: Place) -> AdjustmentKind:
    try:
        return AdjustmentKind(text)
    except ValueError as reason:
        allowed = "、".join(AdjustmentKind)
        raise stop("adjustments.kind", "调整类型不对", place, found=shown(text) or "空", expected=allowed) from reason


def _unit(text: str, names: UnitNames, place: Place) -> str:
    if not text:
        return ""
    unit = names.find(text)
    if unit is None:
        raise BulletinError([unknown_unit(text, names, place)])
    return unit.name


def _points(text: str, place: Place) -> Decimal | None:
    if not text:
        return None
    try:
        points = Decimal(masked(text).removesuffix("分"))
    except InvalidOperation as reason:
        raise stop("adjustments.points", "分值不是数", place, found=shown(text), expected="正数，如 0.5") from reason
    if points.is_finite() and not -_MOST_DIGITS < points.adjusted() < _MOST_DIGITS:
        raise stop("adjustments.points", "分值不是数", place, found=shown(text), expected="正数，如 0.5")
    if not points.is_finite() or points <= 0:
        raise stop(
            "adjustments.points", "分值不是正数", place, found=shown(text), expected="正数；加分还是扣分由类型决定"
        )
    return points


def _day(value: Cell, place: Place) -> date | None:
    if cell_text(value) == "":
        return None
    moment = value if isinstance(value, date) else parse_moment(cell_text(value))
    if moment is None:
        raise stop(
            "adjustments.day", "决定日期不是日期", place, found=shown(cell_text(value)), expected="如 2024-05-31"
        )
    return moment.date() if isinstance(moment, datetime) else moment


def _check(decision: Adjustment) -> None:
    """The parts that a kind cannot do without."""
    missing: Sequence[str] = [
        name
        for name, absent in (
            ("工单编号", decision.kind in _NEEDS_ORDER and not decision.order_id),
            ("单位", decision.kind not in _NEEDS_ORDER and not decision.unit),
            ("分值", decision.kind in _NEEDS_POINTS and decision.points is None),
            ("等级", decision.kind is AdjustmentKind.REGRADED and not decision.grade),
        )
        if absent
    ]
    if missing:
        raise stop("adjustments.incomplete", f"“{decision.kind}”缺少{'、'.join(missing)}", decision.place)


def _doubts(decision: Adjustment) -> list[Issue]:
    if decision.reason:
        return []
    return [warning("adjustments.reason", "调整记录没有写理由", decision.place, advice="补上理由，备查")]
