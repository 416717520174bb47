"""The registry of units from units.csv: checked, in the profile's groups, valid in the period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.intake.cells.text import key_of, tidy
from bulletin_gen.intake.files.tabletext import csv_rows, read_text
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, stop
from bulletin_gen.profile.intake import Units

#: Heads of units.csv, in order. 单位名称 and 分组 are required.
HEADS = ("单位名称", "分组", "简称", "表内名称", "别名", "启用日期", "停用日期")
_ALIAS_SEPARATORS = "；;、\n"


def load_registry(path: Path, units: Units, first: date, last: date) -> tuple[Registry, tuple[Issue, ...]]:
    """The units of ``path`` (units.csv) that exist on a day from ``first`` to ``last``, in the order ``units.sort``.

    Units of other times stay known as ``retired``. Wrong lines are issues; a missing file or head stops the run.
    """
    found, issues = read_units(path)
    issues += _check_groups(found, units, path.name)
    valid = [unit for unit in found if unit.valid_in(first, last)]
    valid = [unit for unit in valid if not _taken_over(unit, valid, first, last)]
    retired = [unit for unit in found if unit not in valid]
    by_name, clashes = _by_name(valid, path.name)
    if not valid and not issues:
        clashes.append(error("units.none", "本期没有有效的单位", Place(file=path.name), advice="检查启用、停用日期"))
    registry = Registry(
        units=tuple(_sorted(valid, units)),
        groups=tuple(group.name for group in units.groups),
        by_name=by_name,
        retired={name: unit for unit in retired for name in unit.names if name not in by_name},
    )
    return registry, tuple(issues + clashes)


def _taken_over(unit: Unit, units: Sequence[Unit], first: date, last: date) -> bool:
    """Whether a unit that ends within the period goes on as one that begins in it and has its name among its aliases: a
    renamed unit is counted under its new name from the month of the change on."""
    if unit.last is None or not first <= unit.last <= last:
        return False
    return any(
        other.first is not None
        and other.first > unit.last
        and key_of(unit.name) in {key_of(alias) for alias in other.aliases}
        for other in units
    )


def read_units(path: Path) -> tuple[list[Unit], list[Issue]]:
    """Every unit of units.csv in order, whatever its dates, and what is wrong with its lines."""
    if not path.is_file():
        raise stop(
            "units.missing", "缺少单位名册", Place(file=path.name), expected=f"{path.parent.name} 文件夹下的 units.csv",
            advice=f"表头：{','.join(HEADS)}",
        )  # fmt: skip
    units, issues = parse_units(read_text(path), path.name)
    if not units and not issues:
        raise stop("units.none", "名册里还没有单位", Place(file=path.name), advice="一行一个单位，写单位名称和分组")
    return units, issues


def parse_units(text: str, name: str) -> tuple[list[Unit], list[Issue]]:
    """``read_units`` for a text; ``name`` is how messages call the file."""
    rows = enumerate(csv_rows(text), 1)
    heads = _heads(next(rows, (1, []))[1], name)
    units: list[Unit] = []
    issues: list[Issue] = []
    for line, row in rows:
        cells = {head: tidy(row[index]) if index < len(row) else "" for head, index in heads.items()}
        if any(cells.values()):
            try:
                units.append(_unit(cells, len(units), Place(file=name, row=line)))
            except BulletinError as reason:
                issues += reason.issues
    return units, issues


def _heads(row: Sequence[str], name: str) -> dict[str, int]:
    places = {tidy(text): index for index, text in enumerate(row) if tidy(text)}
    missing = [head for head in HEADS[:2] if head not in places]
    unknown = [head for head in places if head not in HEADS]
    if missing or unknown:
        found = "、".join(places) or "空"
        raise stop("units.heads", "单位名册的表头不对", Place(file=name, row=1), found=found, expected="，".join(HEADS))
    return places


def _unit(cells: dict[str, str], order: int, place: Place) -> Unit:
    name, group = cells["单位名称"], cells["分组"]
    if not name or not group:
        raise stop("units.blank", "单位名称或分组空白", place, advice="每行都要写单位名称和分组")
    first, last = (_day(cells.get(head, ""), head, place) for head in ("启用日期", "停用日期"))
    if first and last and last < first:
        raise stop("units.dates", "停用日期早于启用日期", place, found=f"{first} 至 {last}")
    aliases = tuple(dict.fromkeys(_split(cells.get("别名", ""))))
    return Unit(name, group, order, cells.get("简称", ""), cells.get("表内名称", ""), aliases, first, last)


def owner_of(alias: str, unit: str, units: Sequence[Unit]) -> Unit | None:
    """Another unit than the one named ``unit`` that has a name of ``alias`` (which may be several, as in a cell of
    units.csv) while that unit is there too; None where the alias is free."""
    wanted = {key_of(name) for name in _split(alias)}
    own = [each for each in units if key_of(each.name) == key_of(unit)]
    named_so = [each for each in units if each not in own and wanted & {key_of(name) for name in each.names}]
    return next((other for other in named_so if any(map(other.meets, own))), None)


def _split(text: str) -> Iterator[str]:
    for separator in _ALIAS_SEPARATORS:
        text = text.replace(separator, "；")
    return filter(None, (part.strip() for part in text.split("；")))


def _day(text: str, head: str, place: Place) -> date | None:
    if not text:
        return None
    parts = text.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "").replace(".", "-").split("-")
    try:
        return date(*map(int, parts))
    except (ValueError, TypeError) as reason:
        raise stop("units.day", f"{head}不是日期", place, found=text, expected="如 2024-05-01") from reason


def _check_groups(units: Sequence[Unit], rules: Units, name: str) -> list[Issue]:
    groups = [group.name for group in rules.groups]
    return [
        error(
            "units.group", "分组不在 profile.yaml 里", Place(file=name, key=unit.name),
            found=unit.group, expected="、".join(groups), advice="改 units.csv 的分组，或在 units.groups 里加上",
        )
        for unit in units
        if unit.group not in groups
    ]  # fmt: skip


def _by_name(units: Sequence[Unit], name: str) -> tuple[dict[str, Unit], list[Issue]]:
    """Every written name → unit; a name that two units claim is an issue."""
    known: dict[str, Unit] = {}
    by_name: dict[str, Unit] = {}
    issues: list[Issue] = []
    for unit in units:
        for written in unit.names:
            other = known.setdefault(key_of(written), unit)
            if other is unit:
                by_name[written] = unit
            else:
                issues.append(_clash(name, written, other, unit))
    return by_name, issues


def _clash(file: str, written: str, one: Unit, other: Unit) -> Issue:
    return error(
        "units.clash", "同一名称属于两个单位", Place(file=file, key=written), found=f"{one.name}、{other.name}",
        expected="每个名称、简称、别名只属于一个本期有效的单位", advice="改其中一个的名称或别名，或填启用、停用日期",
    )  # fmt: skip


def _sorted(units: Sequence[Unit], rules: Units) -> list[Unit]:
    places = {group.name: place for place, group in enumerate(rules.groups)}
    key = _sort_key(rules.sort)
    return sorted(units, key=lambda unit: (places.get(unit.group, len(places)), key(unit)))


def _sort_key(sort: str) -> Callable[[Unit], tuple[object, ...]]:
    if sort == "registered":
        return lambda unit: (unit.order,)
    from bulletin_gen.leaves.sorting import pinyin_key, stroke_key

    key = pinyin_key() if sort == "pinyin" else stroke_key()
    return lambda unit: (key(unit.name), unit.order)
