"""How a table fits a page: type size and column widths from the content (a Chinese character 2, a digit 1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Place, stop
from bulletin_gen.render.layout import LANDSCAPE, TABLE_SIZES, Layout
from bulletin_gen.render.measure import width
from bulletin_gen.render.titles import within_words
from bulletin_gen.tree import Cell, Table, plain

_SIZES = tuple(TABLE_SIZES)
#: A head is set in one line where there is room, in more where there is not.
_HEAD_LINES = (1, 2, 3, 4)
#: How much wider a column may become so that its head is not broken within a word, in half characters.
_FOR_WORDS = 4
_SOLID = late(r"[0-9A-Za-z.%+\-/]+")
_NUMERIC = late(r"[+\-−]?[0-9][0-9.,]*(?:%|％|‰|分)?|[-—－/]|")
_DIGIT = late("[0-9]")
#: Names may be squeezed into two lines, texts longer than a line of names into more; nothing below so many halves.
_NARROWEST_TEXT, _LONGEST_NAME, _TEXT_LINES = 8, 44, 5
#: Of the width that is left over each column gets a share by its own width, up to this many half characters.
_SHARE_CAP = 16


class ColumnNeed(Struct, frozen=True):
    """What one column asks for, in half characters. A column of numbers is never narrower than its widest."""

    natural: int
    least: int
    head: int  # its head on one line
    numeric: bool = False
    widest_number: int = 0


#: A cell where it stands: grid column, the cell, its characters.
Placed = tuple[int, Cell, str]
Grid = tuple[tuple[Placed, ...], ...]


class TablePlan(Struct, frozen=True):
    """How a table is set: type size in points, column widths in twips, the inset of numbers per column; its cells."""

    size: float
    widths: tuple[int, ...]
    insets: tuple[int, ...]
    landscape: bool
    head: Grid
    body: Grid


def placed(rows: tuple[tuple[Cell, ...], ...], columns: int) -> Grid:
    """Every cell with its grid column; cells that reach down push later rows' cells aside."""
    busy: dict[int, int] = {}  # column → first row in which it is free again
    return tuple(tuple(_placed_row(row, index, columns, busy)) for index, row in enumerate(rows))


def _placed_row(row: tuple[Cell, ...], index: int, columns: int, busy: dict[int, int]) -> Iterator[Placed]:
    column = 0
    for cell in row:
        while busy and column < columns and busy.get(column, 0) > index:
            column += 1
        yield column, cell, plain(cell.text)
        if cell.down > 1:
            busy.update(dict.fromkeys(range(column, column + cell.span), index + cell.down))
        column += cell.span


def plan(table: Table, layout: Layout, *, upright_only: bool = False) -> TablePlan:
    """The largest type and the more upright page on which the table fits.

    Raises ``BulletinError`` when its columns fit no page.
    """
    head, body = placed(table.head, table.columns), placed(table.rows, table.columns)
    contents = column_contents(body, table.columns)
    whole = [demands(head, contents, lines, words=True) for lines in _HEAD_LINES]
    broken = [demands(head, contents, lines) for lines in _HEAD_LINES]
    for size, landscape, squeeze in _attempts(False if upright_only else table.landscape):
        available = LANDSCAPE.width(layout) if landscape else layout.width
        # Rather a long name in two lines than heads that are broken within words.
        near = _lacks(whole[-1], available, size) <= _FOR_WORDS
        for asked, squeezed in (
            *((each, squeeze) for each in whole),
            (whole[-1], squeeze or near),
            *((each, squeeze) for each in broken),
        ):
            widths = _fit(asked, available, size, squeeze=squeezed)
            if widths:
                insets = tuple(_inset(column, got, size) for column, got in zip(asked, widths, strict=True))
                return TablePlan(size, widths, insets, landscape, head, body)
    raise stop(
        "table.too_wide",
        "表格太宽",
        Place(key=plain(table.title)),
        found=f"{table.columns}列，六号字横排也放不下",
        expected="一页放得下的列数",
        advice="在配置中减少该表的列，或拆成两张表",
    )


def _attempts(landscape: bool | None) -> list[tuple[float, bool, bool]]:
    """(size, landscape, squeeze) from the best to the last resort."""
    upright = [(size, False, squeeze) for squeeze in (False, True) for size in _SIZES[:2]]
    turned = [(size, True, squeeze) for size in _SIZES for squeeze in (False, True)]
    small = [(size, False, squeeze) for size in _SIZES[2:] for squeeze in (False, True)]
    if landscape is None:
        return upright + small[:2] + turned
    return turned if landscape else upright + small


class Content(Struct, frozen=True):
    """What stands in one column: the widest text and unbreakable piece in half characters, and of what sort."""

    widest: int
    solid: int  # in a column of numbers the widest of them
    numeric: bool
    label: int  # width for names of groups beside their rows, which run downwards; 0 for other columns


def column_contents(body: Grid, columns: int) -> list[Content]:
    """The contents of each column's cells below the head."""
    texts: list[set[str]] = [set() for _ in range(columns)]
    labels = [False] * columns
    for row in body:
        for column, cell, text in row:
            if cell.span == 1 and column < columns:
                texts[column].add(text)
                labels[column] |= cell.down > 2
    return [_content(cells, label) for cells, label in zip(texts, labels, strict=True)]


def _content(texts: set[str], label: bool) -> Content:
    widest = max(map(_cell_width, texts), default=0)
    if _are_numbers(texts):
        numbers = max((_cell_width(text) for text in texts if _NUMERIC.fullmatch(text)), default=0)
        return Content(widest, numbers, True, _label_width(texts) if label else 0)
    solid = max((_cell_width(match) for text in texts for match in _SOLID.findall(text)), default=0)
    return Content(widest, solid, False, _label_width(texts) if label else 0)


def _are_numbers(texts: set[str]) -> bool:
    """Whether a column holds numbers; a few words without digits among them (未回访) do not change that."""
    others = [text for text in texts if not _NUMERIC.fullmatch(text)]
    return 2 * len(others) < len(texts) and not any(map(_DIGIT.search, others))


def _label_width(texts: set[str]) -> int:
    """Half characters in which names of groups break evenly: no line of a single character."""
    lengths = [-(-width(text) // 2) for text in texts]
    even = (per_line for per_line in (2, 3, 4, 5, 6) if all(n % per_line != 1 and n <= 4 * per_line for n in lengths))
    return 2 * next(even, 4)


@lru_cache(maxsize=16384)
def _cell_width(text: str) -> int:
    """Half characters with room to spare for percent signs, which many faces set wider."""
    return width(text) + text.count("%")


def demands(head: Grid, contents: list[Content], head_lines: int, *, words: bool = False) -> list[ColumnNeed]:
    """What each column asks for when heads are set in up to ``head_lines`` lines; ``words``: without breaking any."""
    given = [content.label or max(content.widest, content.solid) for content in contents]
    heads = _heads(head, len(contents), head_lines, given if words else [])
    whole = _heads(head, len(contents), 1, [])
    return [_demand(content, *widths) for content, *widths in zip(contents, heads, whole, strict=True)]


def _demand(content: Content, head: int, whole_head: int) -> ColumnNeed:
    if content.numeric:
        wide = max(content.widest, head)
        return ColumnNeed(wide, wide, whole_head, True, content.solid)
    if content.label:
        wide = max(content.label, content.solid, head)
        return ColumnNeed(wide, wide, whole_head)
    wide = max(content.widest, head)
    return ColumnNeed(wide, max(_squeezed(content.widest), content.solid, head), whole_head)


def _squeezed(widest: int) -> int:
    """The least width of a column of texts: names in two lines, longer texts in more."""
    lines = 2 if widest <= _LONGEST_NAME else _TEXT_LINES
    return min(widest, max(_NARROWEST_TEXT, -(-widest // lines) + 2))


def _heads(head: Grid, columns: int, lines: int, given: list[int]) -> list[int]:
    """Widths that heads want; ``given``: what the cells below want, where heads are to keep their words whole."""
    least = [2] * columns
    for column, cell, text in (each for row in head for each in row):
        covered = range(column, min(column + cell.span, columns))
        wanted = _head_width(text, lines)
        if given and cell.span == 1 and column < columns:
            wanted = _for_words(text, max(wanted, given[column]), wanted)
        missing = wanted - sum(least[i] for i in covered)
        for i in covered:
            least[i] += max(0, -(-missing // len(covered)))
    return least


def _head_width(text: str, lines: int) -> int:
    """Half characters of a head in at most ``lines`` lines of at least two characters each."""
    whole = width(text)
    per_line = max(-(-whole // lines), min(whole, 4))
    solid = max(map(_cell_width, _SOLID.findall(text)), default=0)
    return max(per_line + per_line % 2, solid)


def _for_words(text: str, wide: int, otherwise: int) -> int:
    """The least width from ``wide`` on in which no line of a head ends within a word."""
    within = within_words(text)
    for halves in range(wide, min(wide + _FOR_WORDS, width(text)) + 1):
        if not within & _line_ends(text, halves):
            return halves
    return otherwise


def _line_ends(text: str, halves: int) -> set[int]:
    """Where lines of so many half characters end."""
    ends, used = set(), 0
    for position, character in enumerate(text):
        wide = width(character) if character != "\n" else 0
        if used + wide > halves and used:
            ends.add(position)
            used = 0
        used = 0 if character == "\n" else used + wide
    return ends


def _lacks(asked: list[ColumnNeed], available: int, size: float) -> float:
    """By how many half characters the columns are too wide."""
    return (sum(each.natural * size * 10 + TABLE_SIZES[size].padding for each in asked) - available) / (size * 10)


def _fit(asked: list[ColumnNeed], available: int, size: float, *, squeeze: bool) -> tuple[int, ...]:
    """Widths in twips that fill ``available``, or none."""
    half, padding = size * 10, TABLE_SIZES[size].padding
    natural = [round(column.natural * half) + padding for column in asked]
    if sum(natural) <= available:
        return _spread(natural, [round(column.head * half) + padding for column in asked], available)
    least = [round(column.least * half) + padding for column in asked]
    if not squeeze or sum(least) > available:
        return ()
    room = available - sum(least)
    wish = sum(natural) - sum(least)
    return _filled([low + room * (high - low) // wish for low, high in zip(least, natural, strict=True)], available)


def _spread(widths: list[int], heads: list[int], available: int) -> tuple[int, ...]:
    """The width that is left: heads come on one line where it suffices, the rest is shared.

    A column whose head stays on several lines gets no more, since the head would break unevenly; a wide one gets no
    more than a middling one.
    """
    widths = list(widths)
    for index in sorted(range(len(widths)), key=lambda i: heads[i] - widths[i]):
        missing = max(0, heads[index] - widths[index])
        widths[index] += missing if missing <= available - sum(widths) else 0
    whole = [wide >= head for wide, head in zip(widths, heads, strict=True)]
    open_to = whole if any(whole) else [True] * len(widths)
    weights = [min(wide, _SHARE_CAP * 120) * may for wide, may in zip(widths, open_to, strict=True)]
    rest, shares = available - sum(widths), sum(weights)
    return _filled([wide + rest * weight // shares for wide, weight in zip(widths, weights, strict=True)], available)


def _filled(widths: list[int], available: int) -> tuple[int, ...]:
    """What rounding leaves goes to the widest."""
    widest = widths.index(max(widths))
    widths[widest] += available - sum(widths)
    return tuple(widths)


def _inset(column: ColumnNeed, got: int, size: float) -> int:
    """Right indent that centres a column of right-aligned numbers, so that digits stand under digits."""
    if not column.numeric or not column.widest_number:
        return 0
    return max(0, (got - 2 * TABLE_SIZES[size].margin - round(column.widest_number * size * 10)) // 2)
