"""Printed tables that are one: the same heads over the units of several groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from bulletin_gen.learning.reading.front import with_period
from bulletin_gen.learning.reading.printed import UnitTable
from bulletin_gen.leaves.periods import Period

_NO_GROUP = "承办单位"
#: A title has so many characters at least: 乡镇.
_TITLED = 2


def joined(tables: Sequence[UnitTable]) -> list[tuple[UnitTable, tuple[UnitTable, ...]]]:
    """Tables that are learnt together, with the printed ones behind each: those of the same heads with other units are
    one of several groups, each called by its title."""
    kinds: dict[tuple[str, ...], list[UnitTable]] = {}
    for table in _without_repeats(tables):
        kinds.setdefault(table.heads, []).append(table)
    made: list[tuple[UnitTable, tuple[UnitTable, ...]]] = []
    for same in kinds.values():
        taken = _once_each(same)
        taken = [_named(table, name) for table, name in zip(taken, _group_names(taken), strict=True)]
        lines = tuple(line for part in taken for line in part.lines)
        made.append((replace(taken[0], lines=lines), tuple(taken)))
    return made


def _without_repeats(tables: Sequence[UnitTable]) -> list[UnitTable]:
    """Tables that a later one holds again, cell by cell though under other heads, are left out: the annex is meant."""
    return [
        table for place, table in enumerate(tables) if not any(_repeats(table, other) for other in tables[place + 1 :])
    ]


def _repeats(table: UnitTable, other: UnitTable) -> bool:
    if len(table.heads) != len(other.heads) or table.heads == other.heads:
        return False
    cells = {line.name: line.cells for line in other.lines}
    same = sum(1 for line in table.lines if cells.get(line.name) == line.cells)
    return same * 10 >= len(table.lines) * 9


def _once_each(tables: Sequence[UnitTable]) -> list[UnitTable]:
    """Each table once: one that the text and the annex both hold is taken where it says more, in groups (a column, a
    table each) or lines."""
    taken: list[UnitTable] = []
    files = [table.file for table in tables]

    def less(table: UnitTable) -> tuple[bool, int, int]:
        return (not table.group_head, -files.count(table.file), -len(table.lines))

    for table in sorted(tables, key=less):
        names = {line.name for line in table.lines}
        if all(names.isdisjoint(line.name for line in other.lines) for other in taken):
            taken.append(table)
    return sorted(taken, key=tables.index)


def _named(table: UnitTable, group: str) -> UnitTable:
    lines = tuple(replace(line, group=line.group or group) for line in table.lines)
    return replace(table, lines=lines)


def _group_names(tables: Sequence[UnitTable]) -> list[str]:
    """What tells the titles apart: what is common to all before and behind is left out."""
    captions = [re.sub(r"[\d年月日份第期周附件表：:\s]", "", table.caption) for table in tables]
    if len(tables) == 1 or len(set(captions)) < len(captions):
        return [_NO_GROUP if len(tables) == 1 else f"第{i}组" for i in range(1, len(tables) + 1)]
    before = _common(captions)
    behind = _common([caption[::-1] for caption in captions])
    names = [caption[before : len(caption) - behind or None] for caption in captions]
    return [name or f"第{i}组" for i, name in enumerate(names, 1)]


def _common(texts: Sequence[str]) -> int:
    count = 0
    for letters in zip(*texts, strict=False):
        if len(set(letters)) > 1:
            break
        count += 1
    return count


def titles_of(parts: Sequence[UnitTable], period: Period) -> list[str]:
    """The title of each table; of those that have none of their own, their group where several are printed."""
    titles = [_title(part, period) for part in parts]
    several = len(parts) > 1
    return [
        title if title and title not in titles[:i] else f"{part.lines[0].group}情况" if several else f"附表{i + 1}"
        for i, (part, title) in enumerate(zip(parts, titles, strict=True))
    ]


def _title(part: UnitTable, period: Period) -> str:
    own = re.sub(r"^附[件表]\d*[：:]?|^[（(]?单位[：:].*$", "", part.caption).strip()
    return with_period(own, period) if len(re.findall(r"[\u4e00-\u9fff]", own)) >= _TITLED else ""
