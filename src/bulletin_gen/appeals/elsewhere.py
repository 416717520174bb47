"""What a unit has written into its sheet in other places than the two that are asked for: told, for it is not read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bulletin_gen.appeals.model import COUNTED, FIGURES, GUIDE, KIND, NUMBER, ORDERS, REASON
from bulletin_gen.appeals.prepare import SHOWN_TO_UNITS
from bulletin_gen.canonical import LABELS
from bulletin_gen.intake.cells.text import Cell, cell_text, id_text, shown
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.leaves.personal import masked

#: The program's columns on the sheet of figures, and on the guide.
_OWN_COLUMNS = {FIGURES: 3, GUIDE: 2}
_HEADS = frozenset((NUMBER, COUNTED, KIND, REASON, *(LABELS[name] for name in SHOWN_TO_UNITS)))
_COMMENTS = late(r"xl/(?:comments|threadedComments/).*\.xml|xl/comments.*\.xml")
_ANNOTATED = b"<office:annotation"
_ADVICE = "程序只读“申诉类型”“理由”两列：看过以后，要申诉的请单位写到那两列，或自己用 decide 记"


def written_elsewhere(
    path: Path, grids: Mapping[str, Sequence[Sequence[Cell]]], heads: Mapping[str, int], head: int
) -> Iterator[Issue]:
    """An issue for each thing beside the columns of the appeal: comments, rows that are no order's, columns more.
    ``heads``: where the columns of the orders are, below row ``head``."""
    if has_comments(path):
        yield _told(Place(file=path.name), "有批注，程序不读批注")
    yield from _among_orders(path, grids[ORDERS], {heads[KIND], heads[REASON]}, head)
    for sheet, own in _OWN_COLUMNS.items():
        for at, row in enumerate(grids.get(sheet, ()), 1):
            more = "，".join(filter(None, (cell_text(cell) for cell in row[own:])))
            if more:
                yield _told(Place(file=path.name, sheet=sheet, row=at), more)


def _among_orders(path: Path, rows: Sequence[Sequence[Cell]], asked: set[int], head: int) -> Iterator[Issue]:
    """Rows that hold a sentence and no order, and what stands under heads that are not the program's."""
    own = {at for at, cell in enumerate(rows[head - 1]) if cell_text(cell) in _HEADS}
    for at, row in enumerate(rows[head:], head + 1):
        said = {column: text for column, cell in enumerate(row) if (text := cell_text(cell))}
        place = Place(file=path.name, sheet=ORDERS, row=at)
        if len(said) == 1 and not asked & set(said) and not _is_number(sentence := next(iter(said.values()))):
            yield _told(place, sentence)
        elif more := "，".join(text for column, text in said.items() if column not in own):
            yield _told(place, more)


def _is_number(text: str) -> bool:
    """Whether a cell is an order's number alone, or the sentence that a sheet without orders has."""
    return bool(re.fullmatch(r"[0-9A-Za-z_\-—－…]+", id_text(text))) or text == "本期没有可以申诉的工单。"


def has_comments(path: Path) -> bool:
    """Whether the workbook at ``path`` has comments on cells: the sheets that were sent have none."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as parts:
        names = parts.namelist()
        if any(_COMMENTS.fullmatch(name) for name in names):
            return True
        return "content.xml" in names and _ANNOTATED in parts.read("content.xml")


def _told(place: Place, found: str) -> Issue:
    return warning("appeals.elsewhere", "写在别处的意见", place, found=masked(shown(found)), advice=_ADVICE)
