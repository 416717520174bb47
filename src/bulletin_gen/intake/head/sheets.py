"""One grid → its raw columns: only rows of orders and only wanted columns, and an account of all other rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest

import polars as pl
from msgspec import Struct

from bulletin_gen.intake.cells.grids import Grid, column_letters
from bulletin_gen.intake.cells.rawcolumns import RawColumns
from bulletin_gen.intake.cells.text import NOTHING, Cell, cell_text, key_of
from bulletin_gen.intake.head.heads import DEPTH, HeadWords, TableHead, find_head
from bulletin_gen.intake.head.synonyms import head_key
from bulletin_gen.leaves.frugal import late

#: So many rows at a time: fewer cost more calls of the engine than they save, more leave the processor's cache.
_CHUNK = 2048

REPEATED_HEAD = "重复的表头"
SECOND_HEAD = "另一个表头"
BELOW = "另一个表头下面的行"
TOTAL = "合计行"
BLANK = "空行"
NOTE = "表外说明"
NO_ID = "没有工单编号"

#: What stands in the place of an order's number and is none.
_NO_IDS = NOTHING | {
    "0", "00", "000", "空白", "（空白）", "(空白)", "（空）", "(空)", "无编号", "暂无编号", "未编号", "没有编号",
    "未知", "不详", "待定", "待补", "补录",
}  # fmt: skip
_BLANK_IDS = frozenset(text for text in _NO_IDS if text.isascii())
#: A cell without a letter or a digit: #, ／, －－, ***.
_ONLY_SIGNS = late(r"^[\W_]+$", re.MULTILINE)
_TOTAL_WORDS = (
    r"(?:合计|总计|小计|共计|总数|总和|汇总|累计|总共|[总合一]?共有?[:：]?\d|平均值?|[∑Σ]|第\d+页"
    r"|(?:工单|记录|案件|诉求|数据)?总?(?:工单|记录|案件|件|条|单|行)数|(?:工单|记录|案件|诉求|数据)总数)"
)
#: How a row of totals begins; and a label that says nothing but that: 全县总计, 本页合计：12件, 共12条, 累计(件).
_TOTAL = late(rf"(?:(?:(?:本|全|各|以上|当)\S{{0,4}})?{_TOTAL_WORDS}|(?:grand|sub)?-?totals?\b)", re.IGNORECASE)
_BARE_TOTAL = late(
    rf"{_TOTAL.pattern}(?:数|行|值|量|数量)?[\d,.:;(/]*(?:[条件行单项户笔个]|记录|工单|数据)*\)?。?", re.IGNORECASE
)
_TOTAL_SIGNS = frozenset("合总小共汇累本全各以当一")
#: What a row of totals holds beside its label: counts, shares, durations.
_SUM = late(r"[-—/]|[\d,.]+ ?[%％]?(?:条|件|次|个|天|小时|分)?")
#: A row of so many names of columns is a head.
_FEWEST_HEADS = 4
#: An order tells at least so much beside its number and a label: who, when, how.
_TELLING = 3
_NOTES = ("注:", "备注", "说明", "制表", "填表", "审核", "统计", "导出", "数据", "*", "※", "附注")


class Sheet(Struct, frozen=True):
    """What was taken from one grid. ``frame`` is raw: texts as typed, times as found, ``source_row``."""

    file: str
    sheet: str
    heads: Mapping[str, str]  # canonical column → head as written
    letters: Mapping[str, str]  # canonical column → its letters in the spreadsheet
    frame: pl.DataFrame
    read: int
    set_aside: Mapping[str, int]
    without_id: tuple[int, ...]  # rows that look like orders and have no id
    second_heads: tuple[int, ...] = ()  # rows with the head again, in another order
    slipped: tuple[int, ...] = ()  # rows of a text table with more cells than its head
    short: tuple[int, ...] = ()  # orders of a text table with fewer
    left: int = 0
    hidden_rows: int = 0


def take_sheet(grid: Grid, vocabulary: HeadWords) -> tuple[TableHead | None, Iterator[list[Cell]], list[list[Cell]]]:
    """The head of a grid, the rows after it, and the rows down to it."""
    rows = iter(grid.rows)
    top = list(islice(rows, DEPTH))
    head = find_head(top, vocabulary)
    after = top[head.last :] if head else []
    return head, chain(after, rows), top


def read_sheet(
    grid: Grid, head: TableHead, rows: Iterator[list[Cell]], places: Mapping[str, Sequence[int]], vocabulary: HeadWords
) -> Sheet:
    """The rows of orders below ``head``. ``places`` says in which columns each canonical column is."""
    sorter, columns = Sorter(head, tuple(places["order_id"]), vocabulary), RawColumns(places, grid.epoch)
    number = head.last + 1
    width, slipped, short = len(head.names), list[int](), list[int]()
    named = max((index for index, name in enumerate(head.names, 1) if name), default=0)
    while chunk := list(islice(rows, _CHUNK)):
        if grid.text:
            slipped += [number + index for index, row in enumerate(chunk) if any(map(_says, row[width:]))]
        cells = _transposed(chunk)
        kept, numbers = sorter.sort(chunk, cells, number)
        if grid.text:
            short += [own for own, row in zip(numbers, kept, strict=True) if len(row) < named]
        if kept:
            columns.add(cells if kept is chunk else _transposed(kept), numbers)
        number += len(chunk)
    frame = columns.frame()
    heads = {column: head.names[indexes[0]] for column, indexes in places.items()}
    letters = {column: column_letters(grid.left + indexes[0]) for column, indexes in places.items()}
    counts = sorter.counts()
    read = frame.height + sum(counts.values())
    frame, lost = _own_numbers(grid, frame, tuple(sorter.without_id))
    return Sheet(
        grid.file, grid.sheet, heads, letters, frame, read, counts, lost,
        tuple(sorter.second_heads), tuple(slipped), tuple(short), grid.left, grid.filtered,
    )  # fmt: skip


def _own_numbers(grid: Grid, frame: pl.DataFrame, lost: tuple[int, ...]) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """The frame and the rows without id with the sheet's own row numbers, where rows were left out."""
    if not grid.numbers:
        return frame, lost
    own = pl.Series(grid.numbers, dtype=pl.Int64)
    numbered = frame.with_columns(own.gather(frame["source_row"] - 1).alias("source_row"))
    return numbered, tuple(grid.numbers[row - 1] for row in lost)


class Sorter:
    """Tells rows of orders from everything else that stands in a table, and counts the latter."""

    def __init__(self, head: TableHead, id_places: tuple[int, ...], vocabulary: HeadWords) -> None:
        self.without_id: list[int] = []
        self.second_heads: list[int] = []
        self._ids = id_places
        self._vocabulary = vocabulary
        self._keys = [tuple(map(head_key, level)) for level in (head.names, head.upper) if level]
        self._levels = [{key for key in keys if key} for keys in self._keys]
        self._counts: dict[str, int] = {}
        self._blank: list[int] = []
        self._last = 0
        self._below = False  # whether a head in another order has come

    def sort(
        self, rows: list[list[Cell]], cells: list[tuple[Cell, ...]], first: int
    ) -> tuple[list[list[Cell]], Sequence[int]]:
        """The rows of orders and their numbers, ``first`` being the number of the first row; ``cells`` by column."""
        aside = set(self._aside(rows, cells, first))
        if not aside:
            self._last = first + len(rows) - 1
            return rows, range(first, first + len(rows))
        kept = [index for index in range(len(rows)) if index not in aside]
        if kept:
            self._last = max(self._last, first + kept[-1])
        return [rows[index] for index in kept], [first + index for index in kept]

    def _aside(self, rows: list[list[Cell]], cells: list[tuple[Cell, ...]], first: int) -> Iterator[int]:
        """The rows that are none of orders."""
        odd = set() if self._all_orders(cells) else set(self._odd(rows))
        for index, row in enumerate(rows) if odd or self._below else ():
            # Below a head in another order every row is looked at.
            if (index in odd or self._below) and self._set_aside(row, first + index):
                yield index

    def _all_orders(self, cells: list[tuple[Cell, ...]]) -> bool:
        """Whether a look at all ids together shows that no row needs a closer one."""
        place = self._ids[0]
        if place >= len(cells) or set(map(type, cells[place])) != {str}:
            return False
        ids = "".join(map(str, cells[place]))
        plain = ids.isascii() and len(ids.split()) == 1 and _BLANK_IDS.isdisjoint(cells[place])
        plain = plain and "total" not in ids.lower() and not _ONLY_SIGNS.search("\n".join(map(str, cells[place])))
        return plain and (place == 0 or not any(_is_total_sign(value) for value in cells[0]))

    def _odd(self, rows: list[list[Cell]]) -> list[int]:
        """Which rows need a closer look: their id is blank, or holds Chinese as heads, totals and notes do."""
        ids, starts = _cells(rows, self._ids[0]), _cells(rows, 0)
        return [
            index
            for index, (text, start) in enumerate(zip(ids, starts, strict=True))
            if not text.isascii()
            or text.isspace()
            or text in _BLANK_IDS
            or _ONLY_SIGNS.match(text)
            or "total" in text[:12].lower()
            or _is_total_sign(start)
        ]

    def reason(self, row: list[Cell]) -> str | None:
        """Why a single row with content is none of an order; None for one that is."""
        return self._reason(row, [text for cell in row if (text := cell_text(cell))]) if self._odd([row]) else None

    def counts(self) -> dict[str, int]:
        """How many rows were set aside, by reason. Blank rows below the last row with content are not rows."""
        blank = sum(1 for number in self._blank if number < self._last)
        return self._counts | ({BLANK: blank} if blank else {})

    def _set_aside(self, row: list[Cell], number: int) -> bool:
        texts = [text for value in row if (text := cell_text(value))]
        if not texts:
            self._blank.append(number)
            return True
        self._last = max(self._last, number)
        reason = self._reason(row, texts)
        # What stands below a head in another order is no row of this table.
        reason = BELOW if self._below and reason in (None, NO_ID) else reason
        if reason is None:
            return False
        if reason == NO_ID:
            self.without_id.append(number)
        if reason == SECOND_HEAD:
            self.second_heads.append(number)
            self._below = True
        if reason == REPEATED_HEAD:
            self._below = False
        self._counts[reason] = self._counts.get(reason, 0) + 1
        return True

    def _reason(self, row: list[Cell], texts: list[str]) -> str | None:
        if self._is_head(texts):
            return REPEATED_HEAD if self._same_places(row) else SECOND_HEAD
        order_id = next((text for index in self._ids if index < len(row) and (text := cell_text(row[index]))), "")
        order_id = "" if order_id in _NO_IDS or _ONLY_SIGNS.match(order_id) else order_id
        if any(_is_total(label, order_id, texts) for label in texts[:2]):
            return TOTAL
        masked = len(texts) > _TELLING and _ONLY_SIGNS.match(texts[0])  # ***: an order, its number hidden
        if len(texts) == 1 or (order_id in ("", texts[0]) and key_of(texts[0]).startswith(_NOTES) and not masked):
            return NOTE
        return None if order_id else NO_ID

    def _is_head(self, texts: list[str]) -> bool:
        """Whether a row repeats the head, or is one of another table: no order consists of names of columns."""
        keys = {head_key(text) for text in texts}
        if any(len(keys & level) * 2 > len(keys) for level in self._levels):
            return True
        return len(keys) >= _FEWEST_HEADS and sum(map(self._vocabulary.knows, keys)) * 2 > len(keys)

    def _same_places(self, row: list[Cell]) -> bool:
        """Whether a head that comes again has its names where the first one has them."""
        keys = [head_key(cell_text(value)) for value in row]
        return any(
            all(not key or (index < len(level) and key == level[index]) for index, key in enumerate(keys))
            for level in self._keys
        )


def _is_total(label: str, order_id: str, texts: Sequence[str]) -> bool:
    """Whether a row with ``label`` at its start holds sums. An order's title may begin so: then the row says who, when
    or how, and has a number of its own or should have one."""
    plain = unicodedata.normalize("NFKC", label).replace(" ", "")
    if not _TOTAL.match(plain):
        return False
    telling = sum(1 for text in texts if text not in (label, order_id) and not _SUM.fullmatch(text))
    own = order_id != label and any(sign.isdigit() for sign in order_id)
    # A row that says who, when and how is an order, though its number is missing.
    return order_id == label or telling < (1 if own and not _BARE_TOTAL.fullmatch(plain) else _TELLING)


def _cells(rows: list[list[Cell]], index: int) -> list[str]:
    """The texts of a column; what is no text counts as one that needs no look."""
    try:
        return [_seen(row[index]) for row in rows]
    except IndexError:  # text files have rows of different lengths
        return [str(row[index] or "") if index < len(row) else "" for row in rows]


def _seen(value: Cell) -> str:
    """A text as it is; a number that is none as well, any other as one that needs no look."""
    if type(value) is str:
        return value
    return "" if value is None else "1" if value else "0"


def _says(value: Cell) -> bool:
    return bool(value) and bool(cell_text(value))


def _is_total_sign(value: Cell) -> bool:
    return type(value) is str and value[:1] in _TOTAL_SIGNS


def _transposed(rows: list[list[Cell]]) -> list[tuple[Cell, ...]]:
    try:
        return list(zip(*rows, strict=True))
    except ValueError:  # text files have rows of different lengths
        return list(zip_longest(*rows, fillvalue=""))
