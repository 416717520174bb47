"""What does not say any more in a returned sheet what the figures and orders are: told, for only appeals are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bulletin_gen.appeals.model import COUNTED, COUNTY, FIGURES, GUIDE, NUMBER, ORDERS, PERIOD, UNIT, UnitSheet
from bulletin_gen.intake.cells.text import Cell, cell_text, id_text, shown
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, warning
from bulletin_gen.leaves.personal import masked

Rows = Sequence[Sequence[Cell]]
_HEAD_ROWS = 10


def altered_cells(files: Sequence[Path], sheets: Sequence[UnitSheet]) -> tuple[Issue, ...]:
    """An issue for each cell of ``files`` that says of a figure or an order what ``sheets``, as they would be sent now,
    do not; nothing of files that cannot be read or are of others, which is said elsewhere."""
    known = {(each.county, each.unit, each.period): each for each in sheets}
    found: list[Issue] = []
    for path in files:
        try:
            grids: Mapping[str, Rows] = {grid.sheet: list(grid.rows) for grid in open_file(path)}
        except BulletinError:
            continue
        said = {cell_text(row[0]): cell_text(row[1]) for row in grids.get(GUIDE, ()) if len(row) > 1}
        sheet = known.get((said.get(COUNTY, ""), said.get(UNIT, ""), said.get(PERIOD, "")))
        if sheet is not None:
            found += [*_figures(path, grids.get(FIGURES, ()), sheet), *_orders(path, grids.get(ORDERS, ()), sheet)]
    return tuple(found)


def _figures(path: Path, rows: Rows, sheet: UnitSheet) -> Iterator[Issue]:
    """Rows below the head, in the order in which they were sent."""
    for at, figure in enumerate(sheet.figures, 2):
        row = [cell_text(cell) for cell in rows[at - 1]] if at <= len(rows) else []
        place = Place(file=path.name, sheet=FIGURES, row=at)
        wanted = [figure.table or "（正文）", figure.label, figure.text]
        if row[:3] != wanted and any(row[:3]):
            same = row[:2] == wanted[:2]
            now = row[2] if same and len(row) > 2 else "，".join(each for each in row[:3] if each)
            yield _told(place, now or "空", f"{figure.label} {figure.text}" if same else "，".join(wanted))
        elif not any(row[:3]):
            yield _told(place, "这一行没有了", f"{figure.label} {figure.text}")


def _orders(path: Path, rows: Rows, sheet: UnitSheet) -> Iterator[Issue]:
    head = next((at for at, row in enumerate(rows[:_HEAD_ROWS]) if NUMBER in map(cell_text, row)), None)
    if head is None:
        return
    heads = [cell_text(cell) for cell in rows[head]]
    orders = {id_text(each.number): each for each in sheet.orders}
    for at, row in enumerate(rows[head + 1 :], head + 2):
        said = dict(zip(heads, map(cell_text, row), strict=False))
        order = orders.get(id_text(said.get(NUMBER, "")))
        if order is None:
            continue  # no order of this unit's: an appeal for it is refused
        wanted = {**dict(order.cells), COUNTED: "、".join(order.counted)}
        for name, text in wanted.items():
            if name in said and said[name] != text:
                yield _told(Place(file=path.name, sheet=ORDERS, row=at), f"{name}：{said[name] or '空'}", text or "空")


def _told(place: Place, found: str, expected: str) -> Issue:
    return warning(
        "appeals.altered", "表里的数或工单与现在的数据不同", place,
        found=masked(shown(found)), expected=masked(expected),
        advice="单位改过，或发出以后数据变了：程序不照表里的改；要改的请单位写申诉，或自己用 decide 记",
    )  # fmt: skip
