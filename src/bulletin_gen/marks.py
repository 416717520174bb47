"""Living figures: every printed number of a bulletin carries a mark, by which it is found again in an edited draft.

A mark is a word of letters that a document holds as the name of a bookmark around the digits. It is made of the
figure's id and of how many times the figure stands in the bulletin, so that it is the same in every run and, as ids
are, from period to period.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.leaves.frugal import late
from bulletin_gen.tree import Annex, Block, Bulletin, Cell, Chart, Head, Imprint, Run, Table, Text, is_fact, plain

T = TypeVar("T", bound=Struct)

#: What all marks begin with; the mark of the whole document has one letter more.
PREFIX, RUN_PREFIX, ACCEPTED_PREFIX = "bg", "bgx", "bgz"
#: No z: it says that a mark is an echo.
_LETTERS = "abcdefghijklmnopqrstuvwxy"
#: The low letter first.
_PAIRS = tuple(low + high for high in _LETTERS for low in _LETTERS)
#: 25 to the power of nine: of 10,000 figures, two share a code once in 80,000 bulletins; ``marked`` then says so.
_LENGTH = 9
_DIGIT, _DIGITS = late(r"[0-9]"), late(r"[0-9](?:.*[0-9])?", re.DOTALL)
#: Behind the mark of a text that the document prints a second time, in the list of annexes.
ECHO = "z"


class PrintedFigure(Struct, frozen=True, array_like=True):
    """Where a figure stands in a line, from ``start`` to ``end``; its id; its mark, "" for one without digits."""

    start: int
    end: int
    figure: str
    mark: str = ""


class PrintedLine(Struct, frozen=True, omit_defaults=True):
    """A paragraph or a cell of a table as it was printed. ``cell``: number of the table, row, column (from 1)."""

    text: str
    figures: tuple[PrintedFigure, ...] = ()
    cell: tuple[int, int, int] | None = None
    head: bool = False


def letters(text: str) -> str:
    """A code of letters for a text, always the same."""
    number = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
    found = ""
    for _ in range(_LENGTH // 2):
        number, pair = divmod(number, len(_PAIRS))
        found += _PAIRS[pair]
    return found + _LETTERS[number % len(_LETTERS)]


def _in_letters(number: int) -> str:
    if number < len(_LETTERS):
        return _LETTERS[number]
    rest, digit = divmod(number, len(_LETTERS))
    return _LETTERS[digit] + _in_letters(rest)


def mark_of(figure: str, occurrence: int) -> str:
    """The mark of a figure where it is printed for the ``occurrence``-th time, from 0."""
    return f"{PREFIX}{letters(figure)}{_in_letters(occurrence)}"


def run_mark(county: str, period: str) -> str:
    """The mark of all bulletins of a county and a period (its key): whose a draft is."""
    return f"{RUN_PREFIX}{letters(f'{county}|{period}')}"


def accepted_mark(figure: str, words: str) -> str:
    """The mark of a draft in which people have been asked about the ``words`` that they call a figure, and left them
    so: they are not asked again."""
    return f"{ACCEPTED_PREFIX}{letters(f'{figure}|{words}')}"


def marked(bulletin: Bulletin) -> Bulletin:
    """The bulletin with a mark on every run that prints a figure with digits."""
    seen: Counter[str] = Counter()
    codes: dict[str, str] = {}

    def mark(text: Text) -> Text:
        if not any(run.figure for run in text):
            return text
        runs = []
        for run in text:
            if run.figure and is_fact(run.figure) and _DIGIT.search(run.text):
                code = mark_of(run.figure, seen[run.figure])
                if codes.setdefault(code, run.figure) != run.figure:
                    raise ValueError(f"one mark for two figures: {codes[code]}, {run.figure}")
                seen[run.figure] += 1
                run = replace(run, mark=code)
            runs.append(run)
        return tuple(runs)

    return with_texts(bulletin, mark)


def digits_of(text: str) -> tuple[int, int]:
    """From the first digit of a printed figure to behind its last: what a mark is around."""
    found = _DIGITS.search(text)
    if found is None:
        raise ValueError(f"no digit in {text!r}")
    return found.span()


def echoed(text: Text) -> Text:
    """A text that is printed a second time: its marks say so, since a name can stand in a document once only."""
    return tuple(replace(run, mark=run.mark + ECHO) if run.mark else run for run in text)


def with_texts(bulletin: Bulletin, change: Callable[[Text], Text]) -> Bulletin:
    """The bulletin with every text that may print figures changed, in the order of the document."""
    head = _changed(bulletin.head, ("number", "running_number", "issuer", "dated"), change)
    titled = _changed(bulletin, ("title", "addressees"), change)
    body = tuple(_block(block, change) for block in bulletin.body)
    signature = _changed(bulletin.signature, ("dated",), change)
    note = change(bulletin.note)
    annexes = tuple(_annex(annex, change) for annex in bulletin.annexes)
    imprint = _imprint(bulletin.imprint, change) if bulletin.imprint else None
    return replace(titled, head=head, body=body, signature=signature, note=note, annexes=annexes, imprint=imprint)


def _changed(value: T, names: tuple[str, ...], change: Callable[[Text], Text]) -> T:
    return replace(value, **{name: change(getattr(value, name)) for name in names})


def _annex(annex: Annex, change: Callable[[Text], Text]) -> Annex:
    title = change(annex.title)
    return replace(annex, title=title, blocks=tuple(_block(block, change) for block in annex.blocks))


def _imprint(imprint: Imprint, change: Callable[[Text], Text]) -> Imprint:
    lines = tuple((label, change(text)) for label, text in imprint.lines)
    return replace(_changed(imprint, ("printed_by", "printed_on", "copies"), change), lines=lines)


def _block(block: Block, change: Callable[[Text], Text]) -> Block:
    if isinstance(block, Chart):
        return replace(block, caption=change(block.caption), notes=tuple(change(note) for note in block.notes))
    if not isinstance(block, Table):
        return replace(block, text=change(block.text))
    title = change(block.title)
    head, rows = (tuple(_row(row, change) for row in part) for part in (block.head, block.rows))
    return replace(block, title=title, head=head, rows=rows, notes=tuple(change(note) for note in block.notes))


def _row(row: tuple[Cell, ...], change: Callable[[Text], Text]) -> tuple[Cell, ...]:
    return tuple(replace(cell, text=change(cell.text)) for cell in row)


def printed_lines(bulletin: Bulletin) -> tuple[PrintedLine, ...]:
    """Every paragraph and cell that prints words, in the order of the document."""
    return tuple(line for line in _lines(bulletin) if line.text)


def _lines(bulletin: Bulletin) -> Iterator[PrintedLine]:
    yield from map(_line, _head_lines(bulletin.head))
    yield from map(_line, (bulletin.title, bulletin.addressees))
    tables = Counter[str]()
    for block in bulletin.body:
        yield from _block_lines(block, tables)
    if bulletin.list_annexes:
        yield from map(_line, _listed(bulletin.annexes))
    yield from map(_line, (bulletin.signature.dated, bulletin.note))
    for annex in bulletin.annexes:
        yield PrintedLine(annex.label)
        yield _line(annex.title)
        for block in annex.blocks:
            yield from _block_lines(block, tables)
    if bulletin.imprint:
        imprint = bulletin.imprint
        yield from (_line((Run(f"{label}："), *text)) for label, text in imprint.lines)
        yield _line(imprint.copies)
        yield _line((*imprint.printed_by, Run("\t"), *imprint.printed_on))


def _head_lines(head: Head) -> tuple[Text, ...]:
    issued = (*head.issuer, Run("\t"), *head.dated) if head.issuer or head.dated else ()
    return head.number, head.running_number, issued


def _listed(annexes: tuple[Annex, ...]) -> Iterator[Text]:
    for number, annex in enumerate(annexes, 1):
        prefix = f"{annex.word}：" if number == 1 else ""
        yield (Run(prefix + (f"{number}." if len(annexes) > 1 else "")), *echoed(annex.title))


def _line(text: Text, cell: tuple[int, int, int] | None = None, *, head: bool = False) -> PrintedLine:
    found: list[PrintedFigure] = []
    at = 0
    for run in text:
        if run.figure and is_fact(run.figure) and run.text:
            found.append(PrintedFigure(at, at + len(run.text), run.figure, run.mark))
        at += len(run.text)
    return PrintedLine(plain(text), tuple(found), cell, head)


def _block_lines(block: Block, tables: Counter[str]) -> Iterator[PrintedLine]:
    if isinstance(block, Chart):
        yield from map(_line, (block.caption, *block.notes))
        return
    if not isinstance(block, Table):
        yield _line(block.text)
        return
    tables["all"] += 1
    yield _line(block.title)
    for row, column, cell in _placed(block):
        yield _line(cell.text, (tables["all"], row, column), head=row <= len(block.head))
    yield from map(_line, block.notes)


def _placed(table: Table) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with its row and column, from 1; what a cell above covers is passed over."""
    covered: dict[int, int] = {}  # column → last row that a cell above covers
    for row, cells in enumerate((*table.head, *table.rows), 1):
        column = 1
        for cell in cells:
            while covered.get(column, 0) >= row:
                column += 1
            yield row, column, cell
            covered |= dict.fromkeys(range(column, column + cell.span), row + cell.down - 1)
            column += cell.span
