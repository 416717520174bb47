"""Places the figures of tables: a cell is known by the name in its row and the head of its column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.drafts.holding.lines import squeezed
from bulletin_gen.marks import PrintedLine
from bulletin_gen.word.model import Revision, WordTable

#: How much (percent) of a column must be words, and different ones, so that it names its rows.
_NAMING = 80
#: Tables are the same one when so much (percent) of what names their rows and columns is there.
_KNOWN = 30


class ComparedGrid(Struct, frozen=True):
    """A table to be compared: texts by row and column, how many rows are its head, the columns that name its rows."""

    texts: dict[tuple[int, int], str]
    heads: int
    naming: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows below the head."""
        return tuple(sorted({row for row, _ in self.texts if row > self.heads}))

    def head_of(self, column: int) -> str:
        """What stands above a column."""
        return "/".join(self.texts.get((row, column), "") for row in range(1, self.heads + 1))

    def label(self, row: int, column: int) -> str:
        """The name of a row, from the nearest naming column on the left of ``column``, or in it."""
        before = [each for each in self.naming if each <= column] or list(self.naming[:1])
        return squeezed(self.texts.get((row, before[-1]), "")) if before else ""

    def words(self) -> Counter[str]:
        """What names the table's rows and columns."""
        names = (self.texts.get((row, column), "") for row in self.rows for column in self.naming)
        heads = (text for (row, _), text in self.texts.items() if row <= self.heads)
        return Counter(squeezed(each) for each in (*names, *heads) if each)


class Addressed(Struct, frozen=True):
    """A cell with the address under which it is looked for: name of its row, head of its column."""

    row: int
    column: int
    label: str
    head: str
    text: str


def printed_grid(lines: Sequence[PrintedLine]) -> ComparedGrid:
    """The grid of a table as it was printed, from its cells."""
    texts = {(each.cell[1], each.cell[2]): each.text for each in lines if each.cell}
    heads = max((each.cell[1] for each in lines if each.cell and each.head), default=0)
    return ComparedGrid(texts, heads, _naming(texts, heads))


def draft_grid(table: WordTable, like: ComparedGrid) -> ComparedGrid:
    """The grid of a draft's table, rows that a tracked change deletes left out; head and names as in ``like``."""
    gone = {row for row, revision in table.revised if revision is Revision.DELETED}
    texts = {(cell.row, cell.column): cell.text for cell in table.cells if cell.row not in gone}
    return ComparedGrid(texts, like.heads, _naming(texts, like.heads))


def _naming(texts: dict[tuple[int, int], str], heads: int) -> tuple[int, ...]:
    columns: defaultdict[int, list[str]] = defaultdict(list)
    for (row, column), text in texts.items():
        if row > heads and text:
            columns[column].append(squeezed(text))
    rows = len({row for row, _ in texts if row > heads})
    return tuple(column for column in sorted(columns) if _names_rows(columns[column], rows))


def _names_rows(texts: Sequence[str], rows: int) -> bool:
    if len(texts) * 2 < rows:
        return False  # names of groups, of which each covers several rows
    words = [text for text in texts if not any(character.isdigit() for character in text)]
    return len(words) * 100 >= len(texts) * _NAMING and len(set(words)) * 100 >= len(words) * _NAMING


def pair_tables(printed: Sequence[ComparedGrid], draft: Sequence[WordTable]) -> dict[int, int]:
    """Index of a printed table → of the draft's table that it has become."""
    scores = [
        (score, -abs(one - other), one, other)
        for one, grid in enumerate(printed)
        for other, table in enumerate(draft)
        if (score := _shared(grid.words(), Counter(squeezed(cell.text) for cell in table.cells if cell.text))) >= _KNOWN
    ]
    pairs: dict[int, int] = {}
    for _, _, one, other in sorted(scores, reverse=True):
        if one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs


def _shared(wanted: Counter[str], found: Counter[str]) -> int:
    whole = sum(wanted.values())
    return sum((wanted & found).values()) * 100 // whole if whole else 0


def addressed(grid: ComparedGrid) -> list[Addressed]:
    """The cells below the head with their addresses."""
    return [
        Addressed(row, column, grid.label(row, column), grid.head_of(column), text)
        for (row, column), text in sorted(grid.texts.items())
        if row > grid.heads
    ]


class CellHeld(Struct, frozen=True):
    """A printed cell and the draft's cell that it has become, if any; ``sure``: by its address, with no doubt."""

    printed: Addressed
    draft: Addressed | None
    sure: bool = True


def hold_cells(
    printed: ComparedGrid, draft: ComparedGrid, marks: dict[str, tuple[int, int]], by_cell: dict[tuple[int, int], str]
) -> list[CellHeld]:
    """Each printed cell beside the draft's. ``marks``: mark → row and column where the draft has it; ``by_cell``:
    row and column of a printed cell → its mark. What the address does not find, marks or an untouched place may."""
    theirs = addressed(draft)
    by_address: defaultdict[tuple[str, str], list[Addressed]] = defaultdict(list)
    at = {(each.row, each.column): each for each in theirs}
    for each in theirs:
        by_address[each.label, each.head].append(each)
    ours = addressed(printed)
    counts = Counter((each.label, each.head) for each in ours)
    held: list[CellHeld] = []
    used: set[tuple[int, int]] = set()
    for cell in ours:
        found = by_address[cell.label, cell.head]
        target = found[0] if cell.label and found and counts[cell.label, cell.head] == 1 else None
        if target:
            used.add((target.row, target.column))
        held.append(CellHeld(cell, target))
    same_shape = {(each.row, each.column) for each in ours} <= set(at) and printed.rows == draft.rows
    for index, pair in enumerate(held):
        here = (pair.printed.row, pair.printed.column)
        place = marks.get(by_cell.get(here, "")) or (here if same_shape else None)
        if pair.draft is None and place in at and place not in used:
            used.add(place)
            held[index] = CellHeld(pair.printed, at[place], same_shape and _same_address(pair.printed, at[place]))
    return held


def _same_address(one: Addressed, other: Addressed) -> bool:
    return (one.row, one.column, one.label, one.head) == (other.row, other.column, other.label, other.head)
