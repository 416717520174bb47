"""units.csv changed a row at a time; its encoding, line ends, other rows and columns stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bulletin_gen.county.registry import Unit
from bulletin_gen.intake.cells.text import key_of, tidy
from bulletin_gen.intake.files.tabletext import csv_rows, decode
from bulletin_gen.intake.kept.profiling import encoded_like, with_alias
from bulletin_gen.intake.kept.units import HEADS, parse_units
from bulletin_gen.leaves.issues import BulletinError, Place, stop

_NAME = "units.csv"


def with_units(data: bytes, names: Sequence[str], group: str) -> bytes:
    """The content of a units.csv with ``names`` registered in ``group``, behind the units that it has."""
    known = {key_of(each) for unit in _units(data) for each in unit.names}
    twice = [name for name in names if key_of(name) in known]
    if twice:
        raise stop("units.twice", "名册里已有这个名称", Place(file=_NAME), found="、".join(twice[:5]))
    if not group:
        raise stop("units.blank", "没有选分组", Place(file=_NAME), advice="选一个分组再登记")
    return _with_rows(data, lambda rows, head: rows + [_row(head, {HEADS[0]: n, HEADS[1]: group}) for n in names])


def with_aliases(data: bytes, unit: str, aliases: Sequence[str]) -> bytes:
    """The content with every one of ``aliases`` added to ``unit``."""
    for alias in aliases:
        data = with_alias(data, unit, alias, _NAME)
    return data


def with_unit_row(data: bytes, unit: str, cells: Mapping[str, str]) -> bytes:
    """The content with the cells of ``unit`` (head → text) as given; without ``cells`` the unit is taken out."""

    def change(rows: list[list[str]], head: list[str]) -> list[list[str]]:
        place = next((i for i, row in enumerate(rows) if key_of(_cell(row, head, HEADS[0])) == key_of(unit)), None)
        if place is None:
            raise stop("units.unknown", "名册里没有这个单位", Place(file=_NAME), found=unit)
        changed = [_row(head, dict(zip(head, _padded(rows[place], head), strict=False)) | dict(cells))] if cells else []
        return [*rows[:place], *changed, *rows[place + 1 :]]

    changed = _with_rows(data, change)
    _, issues = parse_units(decode(changed, _NAME), _NAME)
    if issues:
        raise BulletinError(issues)
    return changed


def pasted_units(text: str, group: str) -> tuple[tuple[str, str], ...]:
    """(name, group) of each line that was pasted from a spreadsheet: a name, and behind a tab or comma its group."""
    found = []
    for line in text.replace("\r\n", "\n").split("\n"):
        parts = [tidy(part) for part in line.replace("，", ",").replace("\t", ",").split(",")]
        if parts[0] and parts[0] != HEADS[0]:
            found.append((parts[0], parts[1] if len(parts) > 1 and parts[1] else group))
    return tuple(found)


def with_pasted(data: bytes, pairs: Sequence[tuple[str, str]]) -> bytes:
    """The content with every pasted unit registered."""
    for group in dict.fromkeys(group for _, group in pairs):
        data = with_units(data, list(dict.fromkeys(name for name, each in pairs if each == group)), group)
    return data


def _units(data: bytes) -> list[Unit]:
    return parse_units(decode(data, _NAME), _NAME)[0]


def _with_rows(data: bytes, change: Callable[[list[list[str]], list[str]], list[list[str]]]) -> bytes:
    text = decode(data, _NAME)
    rows = [row for row in csv_rows(text) if row]
    head = [tidy(cell) for cell in rows[0]] if rows else list(HEADS)
    if HEADS[0] not in head:
        raise stop("units.heads", "单位名册的表头不对", Place(file=_NAME, row=1), expected="，".join(HEADS))
    return encoded_like([rows[0] if rows else head, *change(rows[1:], head)], data, text)


def _cell(row: Sequence[str], head: Sequence[str], name: str) -> str:
    place = head.index(name)
    return row[place] if place < len(row) else ""


def _padded(row: Sequence[str], head: Sequence[str]) -> list[str]:
    return [*row, *([""] * (len(head) - len(row)))]


def _row(head: Sequence[str], cells: Mapping[str, str]) -> list[str]:
    return [cells.get(name, "") for name in head]
