"""The Markdown that templates and people write, read into blocks of the tree.

A subset with the habits of Chinese office text: headings ``#`` to ``####`` are numbered by level (一、（一）1.（1）),
``1.`` items become numbered paragraphs, ``**…**`` at the beginning of a clause is a run-in head in 楷体 (under 1. and
（1） in the body's 仿宋), a line in 【】 is a column title. CommonMark's own rules would print the asterisks of
``**一是加强督办。**各单位…``, because a closing ``**`` between a full-width stop and a character does not close there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.facts.figure import CLOSE, MIDDLE, OPEN
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import numeral
from bulletin_gen.tree import (
    NARRATIVE,
    NUMBERING,
    Block,
    Chart,
    ColumnTitle,
    Emphasis,
    Heading,
    Paragraph,
    Run,
    Table,
    Text,
)

#: The id under which templates say "here stands the table NAME".
TABLE_MARK = "!table"
#: The same for "here stands the chart NAME".
CHART_MARK = "!chart"

_MARKS = late(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
_TABLE, _CHART = (late(f"{OPEN}{mark}{MIDDLE}([^{CLOSE}]*){CLOSE}") for mark in (TABLE_MARK, CHART_MARK))
_HEADING = late(r"(#{1,4})\s*(\S.*)")
_ITEM = late(r"(\d{1,2})[.．、](?!\d)\s*(\S.*)")
_SUB_ITEM = late(r"（(\d{1,2})）\s*(\S.*)")
_BULLET = late(r"[-+*]\s+(\S.*)")
_PIECES = late(f"({OPEN}[^{MIDDLE}]*{MIDDLE}|{CLOSE}|\\*\\*)")
_LINE_IN_FIGURE = "\x1e"

_ITEM_LEVEL, _SUB_ITEM_LEVEL = 3, 4
_TYPED_ITEM = late(r"[0-9]{1,2}[.．、](?![0-9])|[（(][0-9]{1,2}[）)]")


class _Kind(Enum):
    COLUMN_TITLE = auto()
    HEADING = auto()
    ITEM = auto()
    PARAGRAPH = auto()
    TABLE = auto()
    CHART = auto()


class _Piece(Struct, frozen=True):
    """One block before numbering. ``typed``: the number that an item was written with; ``part``: see ``read_parts``."""

    kind: _Kind
    source: str
    level: int = 0
    typed: int = 0
    part: int = 0


def visible(text: str) -> str:
    """The characters that will be printed: without the marks around figures."""
    return _MARKS.sub(r"\2", text)


def placed_tables(text: str) -> frozenset[str]:
    """The names of the tables that a rendered template places."""
    return frozenset(_TABLE.findall(text))


def placed_charts(text: str) -> frozenset[str]:
    """The same of charts."""
    return frozenset(_CHART.findall(text))


def placed(mark: str, name: str) -> str:
    """A paragraph that says "here stands NAME"; ``mark``: of a table or a chart."""
    return f"\n\n{OPEN}{mark}{MIDDLE}{name}{CLOSE}\n\n"


#: Makes a table from its name, a chart from its name and its place among the charts, from 1.
FindTable = Callable[[str], Table]
FindChart = Callable[[str, int], Chart]


def _no_chart(name: str, number: int) -> Chart:
    raise LookupError(f"no charts here: {name}, {number}")


def read_blocks(text: str, find_table: FindTable, find_chart: FindChart = _no_chart) -> tuple[Block, ...]:
    """The blocks of a rendered template. Headings without anything below them are left out."""
    return tuple(block for _, block in read_parts([text], find_table, find_chart))


def read_parts(
    parts: Sequence[str], find_table: FindTable, find_chart: FindChart = _no_chart
) -> tuple[tuple[int, Block], ...]:
    """The blocks of a text that comes in parts, numbered through, each with the index of the part that it is from."""
    found = [replace(piece, part=part) for part, text in enumerate(parts) for piece in _pieces(_shield_lines(text))]
    numbers = _Numbers()
    return tuple((piece.part, _block(piece, numbers, find_table, find_chart)) for piece in _without_empty(found))


def read_text(text: str) -> Text:
    """Runs of a line: figures by their marks, run-in heads by ``**``."""
    return tuple(_merged(_runs(_PIECES.split(text))))


def _shield_lines(text: str) -> str:
    # A name may carry a second line; it must not end the line of text in which it stands.
    return _MARKS.sub(lambda mark: mark[0].replace("\n", _LINE_IN_FIGURE), text)


def _pieces(text: str) -> Iterator[_Piece]:
    current: _Piece | None = None
    for line in (raw.strip() for raw in text.split("\n")):
        found = _piece(line) if line else None
        if current and line and found and found.kind is _Kind.PARAGRAPH and not _BULLET.fullmatch(line):
            current = replace(current, source=_joined(current.source, line))
            continue
        if current:
            yield current
        current = None
        if found and found.kind in (_Kind.PARAGRAPH, _Kind.ITEM):
            current = found
        elif found:
            yield found
    if current:
        yield current


def _piece(line: str) -> _Piece:
    if found := _TABLE.fullmatch(line):
        return _Piece(_Kind.TABLE, found[1])
    if found := _CHART.fullmatch(line):
        return _Piece(_Kind.CHART, found[1])
    if found := _HEADING.fullmatch(line):
        return _Piece(_Kind.HEADING, found[2], len(found[1]))
    if found := _ITEM.fullmatch(line):
        return _Piece(_Kind.ITEM, found[2], _ITEM_LEVEL, int(found[1]))
    if found := _SUB_ITEM.fullmatch(line):
        return _Piece(_Kind.ITEM, found[2], _SUB_ITEM_LEVEL, int(found[1]))
    seen = visible(line)
    if seen.startswith("【") and seen.endswith("】"):
        return _Piece(_Kind.COLUMN_TITLE, line)
    bullet = _BULLET.fullmatch(line)
    return _Piece(_Kind.PARAGRAPH, bullet[1] if bullet else line)


def _joined(before: str, after: str) -> str:
    # Lines of one paragraph: Chinese needs no space between them, two Latin words do.
    left, right = visible(before)[-1:], visible(after)[:1]
    between = " " if left.isascii() and right.isascii() and left.isalnum() and right.isalpha() else ""
    return before + between + after


def _without_empty(pieces: list[_Piece]) -> list[_Piece]:
    kept: list[_Piece] = []
    for piece in reversed(pieces):
        follower = kept[-1] if kept else None
        if not _is_title(piece) or (follower and not (_is_title(follower) and follower.level <= piece.level)):
            kept.append(piece)
    return kept[::-1]


def _is_title(piece: _Piece) -> bool:
    return piece.kind in (_Kind.HEADING, _Kind.COLUMN_TITLE)


class _Numbers:
    """Counts headings and items while a document is read from top to bottom."""

    def __init__(self) -> None:
        self._headings = [0] * 5
        self._items = [0] * 5
        self._typed = [0] * 5
        self._level = 0
        self._charts = 0

    def chart(self) -> int:
        """The number of the next chart: they are counted through the whole document."""
        self._charts += 1
        return self._charts

    def column_title(self) -> None:
        """Under a column title everything starts anew."""
        self._restart(0)

    def heading(self, level: int) -> str:
        """The number of the next heading of this level."""
        self._restart(level)
        self._headings[level] += 1
        return _number(level, self._headings[level])

    def item(self, level: int, typed: int) -> str:
        """The number of the next item; a list that is typed from 1 again starts again."""
        level = max(level, min(self._level + 1, _SUB_ITEM_LEVEL))
        if typed == 1 and self._typed[level] > 1:
            self._items[level] = 0
        self._typed[level] = typed
        self._items[level] += 1
        self._items[level + 1 :] = [0] * (4 - level)
        return _number(level, self._items[level])

    def _restart(self, level: int) -> None:
        self._headings[level + 1 :] = [0] * (4 - level)
        self._items = [0] * 5
        self._typed = [0] * 5
        self._level = level


def _number(level: int, count: int) -> str:
    if level == 1:
        return f"{numeral(count)}、"
    if level == 2:
        return f"（{numeral(count)}）"
    return f"{count}." if level == _ITEM_LEVEL else f"（{count}）"


def _block(piece: _Piece, numbers: _Numbers, find_table: FindTable, find_chart: FindChart) -> Block:
    if piece.kind is _Kind.TABLE:
        return find_table(piece.source)
    if piece.kind is _Kind.CHART:
        return find_chart(piece.source, numbers.chart())
    text = read_text(piece.source)
    if piece.kind is _Kind.COLUMN_TITLE:
        numbers.column_title()
        return ColumnTitle(text)
    if piece.kind is _Kind.HEADING:
        return Heading(piece.level, _numbered(numbers.heading(piece.level), _without_stop(text)))
    if piece.kind is _Kind.ITEM:
        return Paragraph(_numbered(numbers.item(piece.level, piece.typed), _without_face(text)))
    return Paragraph(_without_face(text) if _TYPED_ITEM.match(visible(piece.source).lstrip("*")) else text)


def _without_face(text: Text) -> Text:
    # Heads numbered 1. and （1） are set as the body is; only those numbered （一） are in 楷体 (GB/T 9704 7.3.3).
    if not any(run.emphasis for run in text):
        return text
    return tuple(_merged(replace(run, emphasis=Emphasis.PLAIN) if run.emphasis else run for run in text))


def _numbered(number: str, text: Text) -> Text:
    return (Run(number, figure=NUMBERING), *text)


def _without_stop(text: Text) -> Text:
    # A heading on its own line has no full stop.
    last = text[-1]
    if last.text.endswith("。") and last.text != "。":
        return (*text[:-1], replace(last, text=last.text[:-1]))
    return text


def _runs(pieces: list[str]) -> Iterator[Run]:
    figure, own, emphasis, before = "", "", Emphasis.PLAIN, ""
    for index, piece in enumerate(pieces):
        if piece.startswith(OPEN):
            figure, own = piece[1:-1], ""
        elif piece == CLOSE:
            if own:
                yield Run(own.replace(_LINE_IN_FIGURE, "\n"), figure, emphasis)
                before = own[-1]
            figure, own = "", ""
        elif figure and not figure.startswith(NARRATIVE):
            own += piece  # whatever signs a figure's text holds, it is one text
        elif piece == "**" and _switches(emphasis, before, pieces[index + 1 :]):
            emphasis = Emphasis.PLAIN if emphasis else Emphasis.KAI
        elif piece:
            # The blank that Markdown authors put behind a run-in head has no place in Chinese text.
            said = piece.lstrip() if pieces[index - 1] == "**" else piece
            yield Run(said.replace(_LINE_IN_FIGURE, "\n"), figure, emphasis)
            before = piece[-1]


def _switches(emphasis: Emphasis, before: str, rest: list[str]) -> bool:
    """Whether ``**`` begins or ends a run-in head. In 张** it is a hidden name: nothing begins behind a character."""
    if emphasis:
        return True
    return not (before.isalnum() or before == "*") and "**" in rest


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        if last and (last.figure, last.emphasis) == (run.figure, run.emphasis) and not _is_figure(run):
            last = replace(last, text=last.text + run.text)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _is_figure(run: Run) -> bool:
    return bool(run.figure) and not run.figure.startswith(NARRATIVE)
