"""Heads of several rows: those that stand over their columns, and those that copying has pushed to the left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.intake.cells.text import tidy
from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.grids import SHARE_HEAD, is_numeric
from bulletin_gen.proof.reading.publication import PrintedTable

_WORD = late(r"单位|部门|乡镇|街道|名称|县区|区县|镇街")
_SUM = late(r"^(?:总计|合计|小计|共计|总数)$")
#: A head is no longer than this; what is, is a note.
_LONGEST = 20
#: So many ways of sharing out the lower heads are tried.
_MOST = 20_000


class HeadLeaf(Struct, frozen=True):
    """A column's heads from the uppermost down; ``group``: which of the upper heads it stands under (-1: none)."""

    path: tuple[str, ...]
    group: int = -1


def with_folded_heads(tables: Sequence[PrintedTable]) -> list[PrintedTable]:
    """Tables under heads of several rows: the reader takes each upper row for a table without rows."""
    joined: list[PrintedTable] = []
    above: list[PrintedTable] = []
    for table in tables:
        if not table.rows:
            above.append(table)
            continue
        upper = [each for each in above if each.order == table.order and not _is_note(each.heads)]
        joined += [each for each in above if each.order != table.order]
        above = []
        joined.append(_under(upper, table))
    return [*joined, *above]


def _is_note(heads: Sequence[str]) -> bool:
    return any(len(head) > _LONGEST or "{" in head for head in heads)


def _under(upper: Sequence[PrintedTable], table: PrintedTable) -> PrintedTable:
    if not upper:
        return table
    caption = next((each.caption for each in upper if each.caption), table.caption)
    rows = [*(each.heads for each in upper), table.heads]
    if _is_pushed(rows):
        heads = _shared_out([[head for head in row if head] for row in rows], _cells(table))
        return replace(table, heads=heads, caption=caption) if heads else table
    width = max(len(row) for row in (*rows, *_cells(table)))
    wide = [(*row, *[""] * (width - len(row))) for row in rows]
    heads = wide[-1]
    for row in reversed(wide[:-1]):
        heads = _folded(row, heads)
    return replace(table, heads=heads, caption=caption)


def _folded(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two rows of heads as one: a blank above goes on with what stands to its left, where there is a head below."""
    heads: list[str] = []
    last = ""
    for above, below in zip(upper, lower, strict=True):
        last = above or (last if below else "")
        heads.append(last if last == below or not below else f"{last}{below}" if last else below)
    return tuple(heads)


def _is_pushed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lower heads begin at the left edge though an upper one stands there: their places are lost."""
    return bool(rows[0] and rows[0][0]) and any(row and row[0] not in ("", rows[0][0]) for row in rows[1:])


def _cells(table: PrintedTable) -> list[tuple[str, ...]]:
    """The rows of the usual width."""
    widths = [len(row.cells) for row in table.rows]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return [tuple(tidy(cell) for cell in row.cells) for row in table.rows if len(row.cells) == usual]


def _shared_out(rows: Sequence[Sequence[str]], cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The head of every column: of all ways to put lower heads under upper ones the one that fits what stands in the
    columns (percentages under rates, names under 单位, sums that are sums). Empty where none fits."""
    width = len(cells[0])
    kinds = [_kind([row[i] for row in cells]) for i in range(width)]
    fitting = [
        leaves
        for leaves in islice(_ways(rows), _MOST)
        if len(leaves) == width and all(map(_fits, (leaf.path[-1] for leaf in leaves), kinds))
    ]
    if not fitting:
        return ()
    best = max(fitting, key=lambda leaves: _likely(leaves, cells))
    return _named(best)


def _ways(rows: Sequence[Sequence[str]]) -> Iterator[tuple[HeadLeaf, ...]]:
    """Every way in which each row's heads stand, in their order, under some of the heads above."""
    first, *lower = rows
    if not lower:
        yield tuple(HeadLeaf((head,), place) for place, head in enumerate(first))
        return
    for below in _ways(lower):
        tops = list(dict.fromkeys(leaf.group for leaf in below))
        for parts in range(1, min(len(tops), len(first)) + 1):
            for starts in combinations(range(1, len(tops)), parts - 1):
                bounds = [0, *starts, len(tops)]
                for chosen in combinations(range(len(first)), parts):
                    yield _placed(first, below, tops, bounds, chosen)


def _placed(
    first: Sequence[str], below: Sequence[HeadLeaf], tops: Sequence[int], bounds: Sequence[int], chosen: Sequence[int]
) -> tuple[HeadLeaf, ...]:
    leaves: list[HeadLeaf] = []
    for place, head in enumerate(first):
        if place not in chosen:
            leaves.append(HeadLeaf((head,), place))
            continue
        part = chosen.index(place)
        mine = set(tops[bounds[part] : bounds[part + 1]])
        leaves += [HeadLeaf((head, *leaf.path), place) for leaf in below if leaf.group in mine]
    return tuple(leaves)


def _kind(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell and not re.fullmatch(r"[-—–/]+", cell)]
    if not filled:
        return "?"
    if not all(map(is_numeric, filled)):
        return "w"
    return "%" if sum(cell[-1] in "%％" for cell in filled) * 2 > len(filled) else "n"


def _fits(head: str, kind: str) -> bool:
    if kind == "?":
        return True
    if SHARE_HEAD.search(head):
        return kind == "%"
    return (kind == "w") == bool(_WORD.search(head)) and (kind != "%" or "度" in head)


def _likely(leaves: Sequence[HeadLeaf], cells: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Sums that are sums; groups of one size under the same head; heads that begin alike."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for leaf in leaves:
        if len(leaf.path) > 1:
            groups.setdefault(leaf.path[:-1], []).append(leaf.path[-1])
    alike = [tuple(heads) for heads in groups.values()]
    return _sums(leaves, cells), len(alike) - len(set(alike)), -len({len(heads) for heads in alike})


def _sums(leaves: Sequence[HeadLeaf], cells: Sequence[Sequence[str]]) -> int:
    """How many columns under 总计 are in every row the sum of the others of their group."""
    found = 0
    for place, leaf in enumerate(leaves):
        if _SUM.match(leaf.path[-1]) and len(leaf.path) > 1:
            others = [i for i, other in enumerate(leaves) if i != place and other.path[0] == leaf.path[0]]
            found += bool(others) and all(_number(row[place]) == sum(_number(row[i]) for i in others) for row in cells)
    return found


def _number(cell: str) -> int:
    return int(cell) if re.fullmatch(r"\d+", cell) else 0


def _named(leaves: Sequence[HeadLeaf]) -> tuple[str, ...]:
    """One head a column: the last two of its path, the upper one alone for its sum."""
    names: list[str] = []
    for leaf in leaves:
        upper = leaf.path[-2] if len(leaf.path) > 1 else ""
        name = upper if _SUM.match(leaf.path[-1]) and upper else upper + leaf.path[-1]
        names.append(name if name not in names else "".join(leaf.path))
    return tuple(names)
