"""Places the figures of tables: a cell is known by the name in its row and the head of its column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.drafts.holding.lines import squeezed
from bulletin_gen.marks import PrintedLine
from bulletin_gen.word.model import Revision, WordTable

#: How much (percent) of a column must be words, and different ones, so that it names its rows.
_NAMING = 80
#: So many marks of a printed row say which row of a draft it has become.
_LEAST_MARKS = 2
#: A part of a divided table has at least so many of its rows.
_LEAST_PART = 2
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
        """The name of a row, from the nearest naming column on the left of ``column``, or in it; where that is empty
        (合计 over several columns), from the nearest words on its left."""
        before = [each for each in self.naming if each <= column] or list(self.naming[:1])
        there = range(before[-1], 0, -1) if before else ()
        texts = (squeezed(self.texts.get((row, each), "")) for each in there)
        found = next(filter(None, texts), "")
        return "" if any(character.isdigit() for character in found) else found

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


def pair_tables(printed: Sequence[ComparedGrid], draft: Sequence[WordTable]) -> dict[int, tuple[int, ...]]:
    """Index of a printed table → of the draft's tables that it has become: one, or its parts where somebody has divided
    it."""
    scores = [
        (score, -abs(one - other), one, other)
        for one, grid in enumerate(printed)
        for other, table in enumerate(draft)
        if (score := _likeness(grid, table)) >= _KNOWN
    ]
    pairs: dict[int, int] = {}
    for _, _, one, other in sorted(scores, reverse=True):
        if one not in pairs and other not in pairs.values():
            pairs[one] = other
    found: dict[int, tuple[int, ...]] = {one: (other,) for one, other in pairs.items()}
    for other, table in enumerate(draft):
        if any(other in each for each in found.values()):
            continue
        for one, each in found.items():
            if _is_part(printed[one], table, [draft[index] for index in each]):
                found[one] = tuple(sorted((*each, other)))
                break
    return found


def is_like(printed: Sequence[ComparedGrid], table: WordTable) -> bool:
    """Whether a table of a draft looks like one that was printed."""
    return any(_likeness(grid, table) >= _KNOWN for grid in printed)


def _likeness(grid: ComparedGrid, table: WordTable) -> int:
    return _shared(grid.words(), _words_of(table))


def _words_of(table: WordTable) -> Counter[str]:
    return Counter(squeezed(cell.text) for cell in table.cells if cell.text)


def _is_part(grid: ComparedGrid, table: WordTable, others: Sequence[WordTable]) -> bool:
    """Whether a table has rows of a printed one that its other parts lack, and none that these have."""
    names = {squeezed(grid.texts.get((row, column), "")) for row in grid.rows for column in grid.naming} - {""}
    ours = names & set(_words_of(table))
    theirs = {name for other in others for name in names & set(_words_of(other))}
    rows = table.size[0] - _heads_again(grid, table)
    return len(ours) >= _LEAST_PART and ours.isdisjoint(theirs) and len(ours) * 2 > rows and _as_wide(table, others[0])


def _as_wide(table: WordTable, other: WordTable) -> bool:
    return table.size[1] == other.size[1]


def _heads_again(grid: ComparedGrid, table: WordTable) -> int:
    """How many rows at the top of a part say the printed heads again."""
    heads = [squeezed(text) for (row, _), text in sorted(grid.texts.items()) if row <= grid.heads]
    there = [squeezed(cell.text) for cell in table.cells if cell.row <= grid.heads]
    return grid.heads if heads and Counter(heads) == Counter(there) else 0


def joined(parts: Sequence[WordTable], grid: ComparedGrid) -> WordTable:
    """One table of the parts, rows counted through, heads that are said again left out; each cell knows where it
    stands by its paragraphs."""
    first, *more = parts
    rows, cells, revised = first.size[0], [*first.cells], [*first.revised]
    for part in more:
        heads = _heads_again(grid, part)
        cells += [replace(cell, row=cell.row - heads + rows) for cell in part.cells if cell.row > heads]
        revised += [(row - heads + rows, revision) for row, revision in part.revised if row > heads]
        rows += part.size[0] - heads
    return replace(first, size=(rows, first.size[1]), cells=tuple(cells), revised=tuple(revised))


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


def renamed_rows(
    printed: ComparedGrid, draft: ComparedGrid, marks: dict[str, tuple[int, int]], by_cell: dict[tuple[int, int], str]
) -> dict[tuple[int, int], str]:
    """Row and column of a draft's cell that names its row otherwise than it was printed → the printed name: where the
    row still has the marks of the printed one's cells, or stands in its place with all its other texts."""
    rows: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for (row, _), mark in by_cell.items():
        if mark in marks:
            rows[row][marks[mark][0]] += 1
    same = {row for row in printed.rows if _as_printed(printed, draft, row)}
    first = {row: counts.most_common(1)[0] for row, counts in rows.items()}
    homes = {row: best for row, (best, times) in first.items() if times >= _LEAST_MARKS}
    found: dict[tuple[int, int], str] = {}
    for column in printed.naming:
        ours = {row: squeezed(printed.texts.get((row, column), "")) for row in printed.rows}
        theirs = {row: squeezed(draft.texts.get((row, column), "")) for row in draft.rows}
        for row, name in ours.items():
            there = homes.get(row, row if row in same else None)
            if name and name not in theirs.values() and there in theirs and theirs[there] not in ours.values():
                found[there, column] = printed.texts[row, column]
    return found


class ChangedHead(Struct, frozen=True):
    """A head over a column that is otherwise where it was printed: its cell, as printed and as people have made it."""

    row: int
    column: int
    was: str
    now: str


def changed_heads(
    printed: ComparedGrid, draft: ComparedGrid, marks: dict[str, tuple[int, int]], by_cell: dict[tuple[int, int], str]
) -> tuple[ChangedHead, ...]:
    """The heads that people have put into other words, over columns that have their marks or their texts still; none
    where columns were put in or taken out."""
    heads = {at: text for at, text in printed.texts.items() if at[0] <= printed.heads}
    if {at for at in draft.texts if at[0] <= draft.heads} != set(heads):
        return ()
    return tuple(
        ChangedHead(row, column, text, draft.texts[row, column])
        for (row, column), text in sorted(heads.items())
        if squeezed(draft.texts[row, column]) != squeezed(text) and _stays(printed, draft, column, marks, by_cell)
    )


def _stays(
    printed: ComparedGrid, draft: ComparedGrid, column: int,
    marks: dict[str, tuple[int, int]], by_cell: dict[tuple[int, int], str],
) -> bool:  # fmt: skip
    """Whether a column stands where it was printed."""
    homes = [marks[mark][1] == column for at, mark in by_cell.items() if at[1] == column and mark in marks]
    if homes:
        return sum(homes) * 2 > len(homes)
    ours, theirs = (
        Counter(squeezed(text) for (row, at), text in grid.texts.items() if at == column and row > grid.heads)
        for grid in (printed, draft)
    )
    return _shared(ours, theirs) >= _NAMING


def with_heads(draft: ComparedGrid, heads: Sequence[ChangedHead]) -> ComparedGrid:
    """A draft's grid with the heads that were printed in place of those that people changed."""
    return replace(draft, texts=draft.texts | {(each.row, each.column): each.was for each in heads})


def _as_printed(printed: ComparedGrid, draft: ComparedGrid, row: int) -> bool:
    """Whether a row has, but for its names, the texts that were printed in it, numbers among them."""
    others = [(at, text) for at, text in printed.texts.items() if at[0] == row and at[1] not in printed.naming]
    same = all(squeezed(draft.texts.get(at, "")) == squeezed(text) for at, text in others)
    return same and printed.rows == draft.rows and any(character.isdigit() for _, text in others for character in text)


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
