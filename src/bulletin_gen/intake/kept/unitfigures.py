"""单位数据.xlsx: figures of each unit that no order holds (知识库条数, 数据质量得分), units by columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from bulletin_gen.county.registry import Registry
from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.text import Cell, cell_text, shown
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.intake.kept.resolve import UnitNames, unknown_unit
from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, errors, warning
from bulletin_gen.leaves.numbers import ungrouped
from bulletin_gen.profile import Profile

#: Heads of the column that names the units.
UNIT_HEADS = ("单位", "单位名称", "承办单位", "责任单位")
_TOTALS = ("合计", "总计", "小计", "平均")

Figures = dict[str, dict[str, Fraction]]


def unit_figures(
    path: Path, profile: Profile, registry: Registry
) -> tuple[Mapping[str, Mapping[str, Fraction]], tuple[Issue, ...]]:
    """Unit → measure → figure, for the measures that the profile calls ``by_unit``, and what its writer should know.

    Raises ``BulletinError`` with every finding: a file or column that is missing, a unit that nobody knows or that is
    there twice, a cell that is no number, a unit without a figure in a group whose others have one.
    """
    wanted = {rule.label or name: name for name, rule in profile.measures.items() if rule.by_unit}
    if not wanted:
        return {}, _not_asked(path)
    if not path.is_file():
        raise BulletinError([_missing_file(path, wanted)])
    grid, number, heads, rows = _sheet(path)
    place = Place(file=path.name, sheet=grid.sheet, row=number)
    issues = [*_heads(heads, wanted, place)]
    figures = _read(rows, heads, wanted, UnitNames.of(registry), place, issues)
    issues += _left_out(figures, wanted, registry, place)
    if errors(issues):
        raise BulletinError(issues)
    return figures, tuple(issues)


def _not_asked(path: Path) -> tuple[Issue, ...]:
    if not path.is_file():
        return ()
    advice = "在 profile.yaml 的“计数”里写 名称: {人工提供: 是, 逐个单位: 是}，或移走这个文件"
    return (warning("unit_figures.unused", "单位数据没有用上", Place(file=path.name), advice=advice),)


def _missing_file(path: Path, wanted: Mapping[str, str]) -> Issue:
    expected = f"一张表，列名：单位、{'、'.join(wanted)}"
    return error(
        "unit_figures.missing", "缺少单位数据", Place(file=path.name), expected=expected,
        advice="逐个单位填好，放进期间文件夹；不要这些数的，删去 profile.yaml 里写了 逐个单位 的计数",
    )  # fmt: skip


def _sheet(path: Path) -> tuple[Grid, int, dict[str, int], list[list[Cell]]]:
    """The first sheet with a head that names units: its head row, its heads with their places, the rows below."""
    for grid in open_file(path):
        rows = list(grid.rows)
        for number, row in enumerate(rows[:10], 1):
            heads = {cell_text(cell): index for index, cell in reversed(list(enumerate(row))) if cell_text(cell)}
            if any(head in UNIT_HEADS for head in heads):
                return grid, number, heads, rows[number:]
    place = Place(file=path.name)
    raise BulletinError([error("unit_figures.heads", "单位数据的表头不对", place, expected="一列叫“单位”")])


def _heads(heads: Mapping[str, int], wanted: Mapping[str, str], place: Place) -> Iterator[Issue]:
    for label in wanted:
        if label not in heads:
            near = alike(label, heads)
            advice = f"是不是“{near[0]}”？两处写成一样" if near else "补上这一列"
            yield error("unit_figures.column", "单位数据缺少一列", place, expected=label, advice=advice)
    for head in heads:
        if head not in wanted and head not in UNIT_HEADS and head != "序号":
            advice = "要用就在 profile.yaml 里定义：supplied: true, by_unit: true"
            yield warning("unit_figures.idle", "单位数据里用不上的列", place, found=shown(head), advice=advice)


def _read(
    rows: Sequence[Sequence[Cell]], heads: Mapping[str, int], wanted: Mapping[str, str], names: UnitNames,
    head: Place, issues: list[Issue],
) -> Figures:  # fmt: skip
    unit_at = next(index for title, index in heads.items() if title in UNIT_HEADS)
    columns = {label: heads[label] for label in wanted if label in heads}
    figures: Figures = {}
    for number, row in enumerate(rows, (head.row or 0) + 1):
        place = Place(file=head.file, sheet=head.sheet, row=number)
        text = _text(row, unit_at)
        if not text or text in _TOTALS:
            continue
        unit = names.find(text)
        if unit is None:
            issues.append(unknown_unit(text, names, place))
        elif unit.name in figures:
            issues.append(error("unit_figures.twice", "单位写了两次", place, found=text, advice="只留一行"))
        else:
            figures[unit.name] = dict(_numbers(row, columns, wanted, place, issues))
    return figures


def _text(row: Sequence[Cell], index: int) -> str:
    return cell_text(row[index]) if index < len(row) else ""


def _numbers(
    row: Sequence[Cell], columns: Mapping[str, int], wanted: Mapping[str, str], place: Place, issues: list[Issue]
) -> Iterator[tuple[str, Fraction]]:
    for label, index in columns.items():
        text = _text(row, index)
        if not text:
            continue
        try:
            yield wanted[label], Fraction(ungrouped(text))
        except (ValueError, ZeroDivisionError):
            told = Place(place.file, place.sheet, place.row, label)
            issues.append(
                error("unit_figures.number", "单位数据不是数", told, found=shown(text), expected="数，如 56、1,430")
            )


def _left_out(figures: Figures, wanted: Mapping[str, str], registry: Registry, place: Place) -> Iterator[Issue]:
    """Units without a figure in a group whose others have one, and columns that nobody has filled in: nothing is taken
    for zero."""
    for label, name in wanted.items():
        groups = {unit.group for unit in registry.units if name in figures.get(unit.name, {})}
        if not groups:
            yield error(
                "unit_figures.blank", f"{label}一个单位也没有填", Place(place.file, place.sheet, column=label),
                expected="每个单位一个数", advice="逐个单位填好；没有的写 0",
            )  # fmt: skip
        lacking = [u.name for u in registry.units if u.group in groups and name not in figures.get(u.name, {})]
        if lacking:
            yield error(
                "unit_figures.blank", f"有的单位没有填{label}", Place(place.file, place.sheet, column=label),
                found="、".join(lacking), expected="同组的每个单位都有数", advice="没有的写 0",
            )  # fmt: skip
