"""Plain text and Markdown: lines are passages, lines of cells are tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.aligned import aligned_rows
from bulletin_gen.proof.reading.flat import unfold
from bulletin_gen.proof.reading.grids import Gathered, is_numeric, joined
from bulletin_gen.proof.reading.publication import Passage, PrintedRow, Publication

_RULE = late(r"^[\s|:+-]*$")
#: A line of a page holds at least so many characters.
_LONG = 40
#: So many cells, each no longer than this, make a table that was laid flat.
_FLAT, _CELL = 12, 24
_STOP = late(r"[。；：！？;:!?）)”…]$")
_BEGINNING = late(r"^(?:[（(]?[一二三四五六七八九十\d]+[、.．）)]|附件|附：|抄送|主送|各)")
_HEADING = late(r"^#{1,6}\s+")


def read_lines(name: str, text: str) -> Publication:
    """The publication that ``text`` holds. Rows are lines with tabs or with ``|`` between cells."""
    gathered: list[Passage | Gathered] = []
    lines = list(enumerate(text.splitlines(), 1))
    while lines:
        if aligned := aligned_rows(lines):
            gathered.append(Gathered(list(aligned), len(gathered), closed=True))
            lines = lines[len(aligned) :]
            continue
        flat = _laid_flat(lines)
        rows = unfold([(_cell(line), number) for number, line in lines[:flat] if _cell(line)]) if flat else None
        if rows:
            gathered.append(Gathered(rows, len(gathered), closed=True))
            lines = lines[flat:]
        else:
            _add_lines(gathered, lines[: max(flat, 1)])
            lines = lines[max(flat, 1) :]
    return joined(name, gathered)


def _add_lines(gathered: list[Passage | Gathered], lines: Sequence[tuple[int, str]]) -> None:
    for number, line in lines:
        row = as_row(line, number)
        if row is None:
            _add_passage(gathered, line, number)
        elif row.cells:
            _add_row(gathered, row)


def _laid_flat(lines: Sequence[tuple[int, str]]) -> int:
    """How many lines from the first on hold one short cell each, where there are enough to be a table."""
    length = next((i for i, (_, line) in enumerate(lines) if not _holds_one_cell(line)), len(lines))
    filled = sum(1 for _, line in lines[:length] if _cell(line))
    numbers = sum(1 for _, line in lines[:length] if is_numeric(_cell(line)))
    return length if filled >= _FLAT and numbers * 4 >= filled else 0


def _holds_one_cell(line: str) -> bool:
    return len(_cell(line)) <= _CELL and "|" not in _cell(line) and "\t" not in line.strip() and not _STOP.search(line)


def _cell(line: str) -> str:
    """What a line holds, without the ``|`` at its end; a line of nothing but ``|`` holds nothing."""
    return line.strip().strip("|").strip()


def _add_passage(gathered: list[Passage | Gathered], line: str, number: int) -> None:
    text = _HEADING.sub("", line.strip())
    if text and gathered and isinstance(gathered[-1], Passage) and goes_on(gathered[-1].text, text):
        gathered[-1] = Passage(gathered[-1].text + text, gathered[-1].line, gathered[-1].order)
    elif text:
        gathered.append(Passage(text, number, len(gathered)))
    elif gathered and isinstance(gathered[-1], Gathered):
        gathered[-1].closed = True


def _add_row(gathered: list[Passage | Gathered], row: PrintedRow) -> None:
    last = gathered[-1] if gathered else None
    if isinstance(last, Gathered) and not last.closed:
        last.rows.append(row)
    else:
        gathered.append(Gathered([row], len(gathered)))


def goes_on(before: str, text: str) -> bool:
    """Whether ``text`` is the rest of a sentence that a page's end broke: no stop before it, no beginning in it."""
    broken = len(before) >= _LONG and bool(re.search("[，。；,;]", before)) and not _STOP.search(before)
    return broken and not _BEGINNING.match(text)


def as_row(line: str, number: int) -> PrintedRow | None:
    """The cells of a line that is a table's row (none for a rule of dashes); ``None`` for any other line."""
    if "\t" in line.strip() and "|" not in line:
        return PrintedRow(tuple(cell.strip() for cell in line.strip("\n").split("\t")), line.strip(), number)
    if not line.count("|") or (line.count("|") == 1 and (len(line) > _LONG or re.search("[，。；]", line))):
        return None
    if _RULE.match(line) and "-" in line:
        return PrintedRow((), line, number)
    return PrintedRow(tuple(_cells(line)), line.strip(), number)


def _cells(line: str) -> Iterator[str]:
    """The cells; a line that begins with ``|`` has a frame, one with a space before it an empty first cell."""
    inner = line.rstrip().removeprefix("|").removesuffix("|")
    yield from (cell.strip().removesuffix("(vMerge)") for cell in inner.split("|"))
