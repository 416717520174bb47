"""Tables that copying has laid flat, one cell a line: the rows are found again by the kinds of cells that repeat."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.publication import PrintedRow

_WIDEST = 24
_ROWS = 3
#: So many of the cells must be of their column's kind.
_REGULAR = 0.95
_NUMBER = late(r"^[-+]?\d[\d,]*(?:\.\d+)?(?:件|个|分|家|次|天)?$")
_PERCENT = late(r"^[-+]?\d[\d,]*(?:\.\d+)?\s*[%％]$")
_NONE = late(r"^[-—–/]*$")
_FIRST_HEAD = late(
    r"^(?:序\s*号|单\s*位|单位名称|部门|部门名称|承办单位|责任单位|乡镇.*|区县|县区|类\s*别|类\s*型|名\s*称|排名|名次)$"
)


class LaidFlat(Struct, frozen=True):
    """How cells fold into rows: where the first row begins, how many cells each has."""

    start: int
    width: int


def unfold(cells: Sequence[tuple[str, int]]) -> list[PrintedRow] | None:
    """The rows (a head row first, where the cells before the rows are one) that cells with their lines make up;
    ``None`` where they do not repeat."""
    kinds = [_kind(text) for text, _ in cells]
    found = _repetition(kinds)
    if found is None:
        return None
    rows = [_row(cells[i : i + found.width]) for i in range(found.start, len(cells) - found.width + 1, found.width)]
    head = _head(cells[: found.start], found.width)
    return [head, *rows] if head else rows


def _kind(text: str) -> str:
    if _NONE.match(text):
        return "?"
    return "%" if _PERCENT.match(text) else "n" if _NUMBER.match(text) else "w"


def _repetition(kinds: Sequence[str]) -> LaidFlat | None:
    for width in range(2, _WIDEST + 1):
        for start in range(min(len(kinds), 3 * width + 8)):
            if _repeats(kinds, LaidFlat(start, width)):
                return LaidFlat(start, width)
    return None


def _repeats(kinds: Sequence[str], flat: LaidFlat) -> bool:
    """Whether rows of this width from this start have columns of one kind each, names and numbers among them, and
    leave little behind."""
    rows = (len(kinds) - flat.start) // flat.width
    if rows < _ROWS or rows * flat.width * 2 < len(kinds):
        return False
    first = [_main(kinds[flat.start + column :: flat.width][:rows]) for column in range(flat.width)]
    if first[:2].count("w") != 1 or not set(first) & {"n", "%"} or kinds[flat.start] != first[0]:
        return False
    used = kinds[flat.start : flat.start + rows * flat.width]
    fitting = sum(1 for i, kind in enumerate(used) if kind in ("?", first[i % flat.width]))
    return fitting >= _REGULAR * len(used)


def _main(column: Sequence[str]) -> str:
    return max("wn%?", key=lambda kind: (column.count(kind), kind != "?"))


def _row(cells: Sequence[tuple[str, int]]) -> PrintedRow:
    texts = tuple(text for text, _ in cells)
    return PrintedRow(texts, " | ".join(texts), cells[0][1])


def _head(cells: Sequence[tuple[str, int]], width: int) -> PrintedRow | None:
    """The cells before the rows, where from 序号 or 单位 on there are as many as the rows have."""
    starts = [i for i, (text, _) in enumerate(cells) if _FIRST_HEAD.match(text)]
    return next((_row(cells[i:]) for i in starts if len(cells) - i == width), None)
