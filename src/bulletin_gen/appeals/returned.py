"""Sheets that come back: every line that asks for something, as a proposal with what stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.appeals.behind import kinds_of
from bulletin_gen.appeals.elsewhere import written_elsewhere
from bulletin_gen.appeals.model import (
    COUNTY,
    GUIDE,
    KIND,
    NUMBER,
    ORDERS,
    PERIOD,
    REASON,
    UNIT,
    AppealRow,
    Proposal,
)  # fmt: skip
from bulletin_gen.appeals.prepare import orders_of
from bulletin_gen.intake.cells.text import Cell, cell_text, id_text, shown
from bulletin_gen.intake.doubts.decided import vain_excuses
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, stop
from bulletin_gen.leaves.personal import masked, masked_id
from bulletin_gen.public.numbers import numbers_in
from bulletin_gen.public.people import names_in
from bulletin_gen.public.scan import apart, masked_text

if TYPE_CHECKING:
    from datetime import date

    from bulletin_gen.appeals.model import ListedOrder
    from bulletin_gen.pipeline import GatheredPeriod

_SUFFIXES = (".xlsx", ".xls", ".ods", ".xlsm")
_HEAD_ROWS = 10


def returned_files(given: Sequence[Path]) -> tuple[Path, ...]:
    """The workbooks among ``given``, and those in its folders, by name; ``BulletinError`` where there is none."""
    found: list[Path] = []
    for path in given:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [
            each for each in inside
            if each == path or (each.suffix.lower() in _SUFFIXES and not each.name.startswith(("~$", ".~")))
        ]  # fmt: skip
    if not found:
        raise stop(
            "appeals.none", "没有交回的核对表", Place(file=str(given[0])), expected="、".join(_SUFFIXES),
            advice="写交回的核对表文件，或放它们的文件夹",
        )  # fmt: skip
    return tuple(found)


def read_appeals(files: Sequence[Path]) -> tuple[tuple[AppealRow, ...], tuple[Issue, ...]]:
    """The lines of ``files`` that ask for something; why a file could not be read (the others are read all the same),
    and what was written in other places. Telephone and identity numbers in reasons are masked, and names of people who
    call where they are known for such."""
    rows: list[AppealRow] = []
    issues: list[Issue] = []
    for path in files:
        try:
            found, elsewhere = _rows(path)
            rows += found
            issues += elsewhere
        except BulletinError as reason:
            issues += reason.issues
    return tuple(rows), tuple(issues)


def _rows(path: Path) -> tuple[list[AppealRow], list[Issue]]:
    """The lines of a sheet that ask for something, and what stands elsewhere in it."""
    grids = {grid.sheet: list(grid.rows) for grid in open_file(path)}
    if missing := [name for name in (GUIDE, ORDERS) if name not in grids]:
        raise stop(
            "appeals.sheet", "不是核对表", Place(file=path.name), found=f"没有工作表“{'”“'.join(missing)}”",
            advice="请单位在发下去的核对表里填写，不要另做表",
        )  # fmt: skip
    head, heads = _heads(path, grids[ORDERS])
    return [*_asking(path, grids, head, heads)], [*written_elsewhere(path, grids, heads, head)]


def _asking(
    path: Path, grids: Mapping[str, Sequence[Sequence[Cell]]], head: int, heads: Mapping[str, int]
) -> Iterator[AppealRow]:
    said = {cell_text(row[0]): cell_text(row[1]) for row in grids[GUIDE] if len(row) > 1}
    for at, row in enumerate(grids[ORDERS][head:], head + 1):
        cells: dict[str, Cell] = {name: row[column] if column < len(row) else "" for name, column in heads.items()}
        kind, reason = cell_text(cells[KIND]), _nobodys(cell_text(cells[REASON]))
        if kind or reason:
            place, order = Place(file=path.name, sheet=ORDERS, row=at), id_text(cell_text(cells[NUMBER]))
            owner = (said.get(COUNTY, ""), said.get(UNIT, ""), said.get(PERIOD, ""))
            yield AppealRow(place, *owner, order, kind, reason)


def _nobodys(text: str) -> str:
    """A reason without the numbers and the names of people who call, as the gate for public copies finds them."""
    numbers = numbers_in(text)
    return masked(masked_text(text, apart(names_in(text, (), numbers))))


def _heads(path: Path, rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    wanted = (NUMBER, KIND, REASON)
    for number, row in enumerate(rows[:_HEAD_ROWS], 1):
        heads = {cell_text(value): at for at, value in enumerate(row) if cell_text(value) in wanted}
        if len(heads) == len(wanted):
            return number, heads
    raise stop(
        "appeals.heads", "核对表的表头不对", Place(file=path.name, sheet=ORDERS), expected="、".join(wanted),
        advice="请单位不要改表头",
    )  # fmt: skip


def proposals(rows: Sequence[AppealRow], found: GatheredPeriod) -> tuple[Proposal, ...]:
    """Every appeal with its number and what stands against it, in the order of the files."""
    listed = orders_of(found)
    vain = {each.order_id for each in _vain(rows, found)}
    made: list[Proposal] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 1):
        order = listed.get(row.unit, {}).get(row.order)
        faults = [*_faults_of_sheet(row, found), *_faults_of_line(row, found, order, listed)]
        if (first := seen.setdefault((row.unit, row.order), number)) != number:
            faults.append(f"与第{first}条是同一件工单")
        if row.order in vain and not faults and row.kind == AdjustmentKind.EXCUSED.value:
            faults.append("这一件没有超期，免责不起作用")
        made.append(Proposal(number, row, order.counted if order else (), tuple(faults)))
    return tuple(made)


def _vain(rows: Sequence[AppealRow], found: GatheredPeriod) -> Sequence[Adjustment]:
    """The excuses asked for that would change no number."""
    asked = [Adjustment(AdjustmentKind.EXCUSED, row.order, row.unit) for row in rows if row.order]
    return vain_excuses(asked, found.intake.dispatches, found.rules.profile)


def _faults_of_sheet(row: AppealRow, found: GatheredPeriod) -> Iterator[str]:
    if row.county != found.rules.profile.county:
        yield f"是别的县的核对表：{shown(row.county) or '没有写县'}"
    if row.period != found.period.key:
        yield f"是别的期间的核对表：{shown(row.period) or '没有写期间'}，应为 {found.period.key}"
    if row.unit not in {unit.name for unit in found.inputs.registry.units}:
        yield f"名册里没有这个单位：{shown(row.unit) or '没有写单位'}"


def _faults_of_line(
    row: AppealRow, found: GatheredPeriod, order: ListedOrder | None, listed: dict[str, dict[str, ListedOrder]]
) -> Iterator[str]:
    kinds = [kind.value for kind in kinds_of(found.rules.profile)]
    if not row.kind:
        yield "没有选申诉类型"
    elif not kinds:
        yield "本县的规则不分免责、剔除，记了认定数也不会变"
    elif row.kind not in kinds:
        yield f"申诉类型不对：{shown(row.kind)}，应为{'或'.join(kinds)}"
    if not row.reason:
        yield "没有写理由"
    if not row.order:
        yield "没有工单编号"
    elif order is None and any(row.order in orders for orders in listed.values()):
        yield "不是这个单位的工单"
    elif order is None:
        yield "本期可以申诉的工单里没有这一件"
    for decided in found.inputs.adjustments:
        same = decided.kind.value == row.kind and decided.order_id == row.order
        if same and row.order and decided.unit in ("", row.unit):
            yield f"已有同样的认定（{decided.place}）"


def decision_of(proposal: Proposal, by: str, day: date) -> Adjustment:
    """The decision that an accepted proposal becomes: of this unit's part in the order alone."""
    row = proposal.row
    reason = f"{row.unit}申诉：{row.reason}"
    return Adjustment(AdjustmentKind(row.kind), row.order, row.unit, reason=reason, decided_by=by, decided_on=day)


def order_shown(proposal: Proposal) -> str:
    """The order's number as a message may show it."""
    return masked_id(proposal.row.order) or "（没有编号）"
