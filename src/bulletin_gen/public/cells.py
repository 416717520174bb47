"""Small cells of a table: counts that are so few that they may lead to a person, and what would give them away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bulletin_gen.leaves.frugal import late
from bulletin_gen.public.clean import cells_of, words_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What is printed in the place of a number that is not published.
HIDDEN = "*"
_COUNT = late(r"^\d{1,3}(?:,\d{3})*$|^\d+$")
_PERCENT = late(r"^-?\d+(?:\.\d+)?\s*[%％]$")
_TOTAL = late(r"合计|总计|小计|总数|总量|共计")
#: Columns of numbers that count no orders.
_NO_COUNT = late(r"序号|编号|排名|名次|位次|得分|分数|扣分|加分|评分|总分|天|时长|小时|月|年|日|期|率|比|%|％")


class CountTable:
    """The cells of a Word table that are counts, by row and column, and which of them are hidden."""

    def __init__(self, table: Any) -> None:
        """``table`` is its XML. Rows of another width than most (heads that are joined) are left alone."""
        rows = cells_of(table)
        width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
        self.rows = [row for row in rows if len(row) == width]
        self.texts = [[words_of(cell).strip() for cell in row] for row in self.rows]
        self.first = next((i for i, row in enumerate(self.texts) if any(_COUNT.match(each) for each in row)), 0)
        self.heads = ["".join(row[column] for row in self.texts[: self.first]) for column in range(width)]
        self.totals = {i for i, row in enumerate(self.texts) if any(_TOTAL.search(each) for each in row[:3])}
        self.counted = [column for column in range(width) if self._is_counted(column)]
        self.hidden: set[tuple[int, int]] = set()

    def _is_counted(self, column: int) -> bool:
        cells = [row[column] for row in self.texts[self.first :]]
        filled = [each for each in cells if each and each not in "-—－–/"]
        return bool(filled) and all(_COUNT.match(each) for each in filled) and not _NO_COUNT.search(self.heads[column])

    def value(self, row: int, column: int) -> int:
        """The count of a cell; 0 where there is none."""
        text = self.texts[row][column].replace(",", "")
        return int(text) if text.isdigit() else 0

    def lines(self) -> Iterator[list[tuple[int, int]]]:
        """The cells that add up to a printed total: of each column down to its total row, of each row with a total."""
        for column in self.counted:
            line: list[tuple[int, int]] = []
            for row in range(self.first, len(self.texts)):
                if row in self.totals:
                    yield line
                    line = []
                else:
                    line.append((row, column))
        whole = [column for column in self.counted if _TOTAL.search(self.heads[column])]
        for row in range(self.first, len(self.texts)) if whole else ():
            yield [(row, column) for column in self.counted if column not in whole]

    def hide_below(self, least: int) -> None:
        """Hides the counts from 1 to ``least`` - 1, and a second one where a total would give a single one away."""
        for row in range(self.first, len(self.texts)):
            if row not in self.totals:
                small = [column for column in self.counted if 0 < self.value(row, column) < least]
                self.hidden |= {(row, column) for column in small}
        lines = [line for line in self.lines() if len(line) > 1]
        for _ in range(len(lines)):
            alone = [line for line in lines if sum(cell in self.hidden for cell in line) == 1]
            if not alone:
                return
            for line in alone:
                self._hide_another(line)

    def _hide_another(self, line: Sequence[tuple[int, int]]) -> None:
        others = sorted((self.value(*cell), cell) for cell in line if cell not in self.hidden and self.value(*cell))
        if others:
            self.hidden.add(others[0][1])

    def rates(self) -> Iterator[tuple[int, int]]:
        """The percentages of the rows in which a count is hidden: they would give it away."""
        for row in {row for row, _ in self.hidden}:
            for column, text in enumerate(self.texts[row]):
                if _PERCENT.match(text):
                    yield row, column


def hide_small_cells(root: Any, least: int) -> int:
    """Hides the counts below ``least`` in every table of a part; how many cells were hidden."""
    hidden = 0
    for element in root.iter(f"{_W}tbl") if least > 1 else ():
        table = CountTable(element)
        table.hide_below(least)
        for row, column in {*table.hidden, *table.rates()}:
            _write(table.rows[row][column])
            hidden += 1
    return hidden


def _write(cell: Any) -> None:
    """Puts the sign in the place of a cell's text; the first piece keeps its format."""
    for i, text in enumerate(cell.iter(f"{_W}t")):
        text.text = "" if i else HIDDEN
