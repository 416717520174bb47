"""A document as its editor knows it: every character with the printed figure that it belongs to, edits done to both.

An edit is done twice, here and by a program. Where both give the same words, this is the truth about every figure.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word import WordParagraph, WordTable, paragraphs, read_word


@dataclass
class Letter:
    """A character. ``mark``: the printed figure whose digit it is; ``typed``: it was put in by hand."""

    text: str
    mark: str = ""
    typed: bool = False
    source: str = ""  # the figure that it is a copy of
    deleted: bool = False  # by a tracked change that is still open
    inserted: bool = False  # by such a change


Line = list[Letter]


def said(line: Line) -> str:
    """What stands in a line when all changes are accepted."""
    return "".join(each.text for each in line if not each.deleted)


def _line(paragraph: WordParagraph, marks: Collection[str]) -> Line:
    found = [Letter(each) for each in paragraph.text]
    for bookmark in paragraph.bookmarks:
        if bookmark.name in marks:
            for letter in found[bookmark.start : bookmark.end]:
                letter.mark = bookmark.name
    return found


@dataclass
class TypedTable:
    """A table of figures: for each row its cells by column (from 1; merged cells at their first), a line each."""

    number: int
    rows: list[dict[int, Line]]
    first: str  # the text of its first cell, by which programs find it
    plain: list[bool]  # rows that have a cell in every column
    changed: bool = False


@dataclass
class Typed:
    """The document: paragraphs of the body that are not empty, tables, and the operations for a program."""

    lines: list[Line]
    tables: list[TypedTable]
    rest: list[Line] = field(default_factory=list)  # of tables that only lay out: nobody edits them
    steps: list[tuple[str, ...]] = field(default_factory=list)
    calls: list[tuple[str, ...]] = field(default_factory=list)  # the same for a program that finds places by text
    tracking: bool = False
    touched: set[int] = field(default_factory=set)  # ids of lines that were edited

    def _both(self, *step: str) -> None:
        self.steps.append(step)
        self.calls.append(step)

    # ---- what people do -------------------------------------------------------------------------------------
    def type_over(self, at: int, start: int, end: int, words: str, mark: str = "", *, how: str = "type") -> None:
        """Selects characters of a paragraph and types; digits typed for a figure's go by its ``mark``."""
        self.steps.append((how, str(at), str(start), str(end), words))
        self.calls.append(("type", str(at), *self._by_text(at, start, end, words)))
        self._put(self.lines[at], start, end, words, mark)

    def _by_text(self, at: int, start: int, end: int, words: str) -> tuple[str, str, str]:
        """What is to be searched for in a paragraph, how many like it stand before, and what is typed over it."""
        text = "".join(each.text for each in self.lines[at])
        if start == end:  # a program cannot select nothing: a few characters before are typed again
            start = max(0, end - 4, text.rfind("\n", 0, end) + 1)
            words = text[start:end] + words
        if start == end:  # or some behind, at the start of a line
            end = start + 4
            words += text[start:end]
        return text[start:end], str(text[:start].count(text[start:end])), words

    def _put(self, line: Line, start: int, end: int, words: str, mark: str = "") -> None:
        self.touched.add(id(line))
        new = [Letter(each, mark, typed=True, inserted=self.tracking) for each in words]
        if self.tracking:
            for letter in line[start:end]:
                letter.deleted = True
            line[end:end] = new
        else:
            line[start:end] = new

    def retype(self, at: int, start: int, end: int, digits: dict[str, str], *, after: str = "") -> None:
        """Types a sentence again, some figures with other ``digits``, and some words after its first comma."""
        line = self.lines[at]
        new: Line = []
        for letter in line[start:end]:
            if letter.mark in digits:
                if not new or new[-1].mark != letter.mark:
                    new += [Letter(each, letter.mark, typed=True) for each in digits[letter.mark]]
            else:
                new.append(Letter(letter.text, letter.mark, source=letter.source))
            if letter.text == "，" and after:
                new += [Letter(each, typed=True) for each in after]
                after = ""
        for letter in new:
            letter.inserted = self.tracking
        self.steps.append(("type", str(at), str(start), str(end), "".join(each.text for each in new)))
        self.touched.add(id(line))
        if self.tracking:
            for letter in line[start:end]:
                letter.deleted = True
            line[end:end] = new
        else:
            line[start:end] = new

    def replace_all(self, old: str, new: str) -> None:
        """Replaces in the whole document; a figure keeps its mark where its digits were replaced."""
        self._both("replaceall", old, new)
        for line in self.everywhere():
            text, start = "".join(each.text for each in line), 0
            while (start := text.find(old, start)) >= 0:
                marks = {each.mark for each in line[start : start + len(old)] if each.mark}
                self._put(line, start, start + len(old), new, marks.pop() if len(marks) == 1 else "")
                text = "".join(each.text for each in line)
                start += len(new) + (len(old) if self.tracking else 0)

    def everywhere(self) -> list[Line]:
        return self.lines + self.rest + [line for table in self.tables for row in table.rows for line in row.values()]

    def cut(self, at: int, start: int, end: int, to: int, place: int) -> None:
        """Cuts characters and pastes them before ``place`` of another paragraph."""
        self.steps.append(("cut", str(at), str(start), str(end), str(to), str(place)))
        piece = self.lines[at][start:end]
        del self.lines[at][start:end]
        self.lines[to][place:place] = piece
        self.touched |= {id(self.lines[at]), id(self.lines[to])}

    def copy(self, at: int, start: int, end: int, to: int, place: int) -> None:
        """Copies characters; those of the copy are nobody's."""
        self.steps.append(("copy", str(at), str(start), str(end), str(to), str(place)))
        piece = [Letter(each.text, typed=True, source=each.mark) for each in self.lines[at][start:end]]
        self.lines[to][place:place] = piece
        self.touched.add(id(self.lines[to]))

    def move_line(self, at: int, before: int) -> None:
        """Cuts a whole paragraph and pastes it before another one."""
        self._both("movepara", str(at), str(before))
        line = self.lines.pop(at)
        self.lines.insert(before - (1 if before > at else 0), line)

    def split(self, at: int, place: int) -> None:
        """Presses Enter within a paragraph."""
        self.steps.append(("split", str(at), str(place)))
        line = self.lines[at]
        self.lines[at : at + 1] = [line[:place], line[place:]]
        self.touched |= {id(each) for each in self.lines[at : at + 2]}

    def join(self, at: int) -> None:
        """Takes the end of a paragraph away, so that the next runs on."""
        self.steps.append(("join", str(at)))
        self.lines[at : at + 2] = [self.lines[at] + self.lines[at + 1]]
        self.touched.add(id(self.lines[at]))

    def delete_line(self, at: int) -> None:
        """Deletes a paragraph."""
        self._both("delpara", str(at))
        self.lines.pop(at)

    def track(self, on: bool) -> None:
        """Switches the recording of changes."""
        self._both("track", "on" if on else "off")
        self.tracking = on

    def decide(self, accepted: bool) -> None:
        """Accepts or refuses all tracked changes."""
        self._both("accept" if accepted else "reject")
        for line in self.everywhere():
            line[:] = [each for each in line if not (each.deleted if accepted else each.inserted)]
            for letter in line:
                letter.deleted = letter.inserted = False

    def plain(self, *step: str) -> None:
        """What changes no words: bookmarks lost, formats, comments, another file format."""
        self.steps.append(step)

    # ---- tables ---------------------------------------------------------------------------------------------
    def type_cell(self, table: int, row: int, column: int, words: str) -> None:
        """Types over a whole cell."""
        found = self.tables[table]
        line = found.rows[row - 1][column]
        self.steps.append(("cell", *self._known(table), str(row), str(column), words))
        mark = next((each.mark for each in line if each.mark), "")
        line[:] = [Letter(each, mark, typed=True) for each in words]
        found.changed = True

    def remove_row(self, table: int, row: int) -> None:
        """Deletes a row."""
        self._both("rowdel", *self._known(table), str(row))
        found = self.tables[table]
        del found.rows[row - 1], found.plain[row - 1]
        found.changed = True

    def add_row(self, table: int, behind: int, words: dict[int, str]) -> None:
        """Inserts a row and types its cells."""
        self.steps.append(("rowadd", *self._known(table), str(behind)))
        found = self.tables[table]
        found.rows.insert(behind, {column: [] for column in found.rows[behind - 1]})
        found.plain.insert(behind, True)
        for column, text in words.items():
            self.steps.append(("cell", *self._known(table), str(behind + 1), str(column), text))
            found.rows[behind][column] = [Letter(each, typed=True) for each in text]
        found.changed = True

    def delete_table(self, table: int) -> None:
        """Deletes a table."""
        self.steps.append(("tabledel", *self._known(table)))
        del self.tables[table]

    def _known(self, table: int) -> tuple[str, str]:
        first = self.tables[table].first
        return first, str([each.first for each in self.tables[:table]].count(first))


def typed(path: Path, run: RecordedRun) -> Typed:
    """The document at ``path``, which ``run`` has written, before anybody edits it."""
    file = read_word(path)
    figures = {line.cell[0] for line in run.printed if line.cell}
    marks = {each.mark for line in run.printed for each in line.figures if each.mark}
    lines = [_line(each, marks) for each in file.body if isinstance(each, WordParagraph) and each.text.strip()]
    tables = [_table(each, marks) for each in file.tables if each.number in figures]
    others = [cell for each in file.tables if each.number not in figures for cell in each.cells]
    rest = [_line(each, marks) for cell in others for each in paragraphs(cell.blocks)]
    return Typed(lines, tables, rest)


def _table(table: WordTable, marks: Collection[str]) -> TypedTable:
    rows: list[dict[int, Line]] = [{} for _ in range(table.size[0])]
    for cell in table.cells:
        lines = [_line(each, marks) for each in paragraphs(cell.blocks) if each.text.strip()]
        rows[cell.row - 1][cell.column] = lines[0] if len(lines) == 1 else [Letter(each) for each in cell.text]
    whole = [len(row) == table.size[1] for row in rows]
    single = [not any(c.row <= at + 1 < c.row + c.rows and c.rows > 1 for c in table.cells) for at in range(len(rows))]
    first = table.cells[0].text
    return TypedTable(table.number, rows, first, [one and two for one, two in zip(whole, single, strict=True)])
