"""The values that every reader of files makes: a publication, its passages and its tables."""

from __future__ import annotations

from msgspec import Struct


class Passage(Struct, frozen=True):
    """One paragraph or line of text. ``line`` counts the file's lines (of Word files: its paragraphs), from 1;
    ``order`` is its place among all passages and tables; ``place`` says in Chinese where it is."""

    text: str
    line: int
    order: int
    place: str = ""

    @property
    def where(self) -> str:
        """Where it is, for people."""
        return self.place or f"第{self.line}行"


class PrintedRow(Struct, frozen=True):
    """One row of a table: its cells, and the row as it stands in the file (cells joined by `` | `` where the format
    has real cells)."""

    cells: tuple[str, ...]
    raw: str
    line: int
    place: str = ""

    @property
    def where(self) -> str:
        """Where it is, for people."""
        return self.place or f"第{self.line}行"


class PrintedTable(Struct, frozen=True):
    """A table, joined over its pages. ``heads`` are the names of its columns; ``repeated`` the head rows that later
    parts carry, as they stand; ``caption`` is the line above, or a row that only holds a title; ``between``: the rows
    that hold one text alone, each with how many rows stand before it: names of groups."""

    heads: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    caption: str
    order: int
    head: PrintedRow | None = None
    repeated: tuple[PrintedRow, ...] = ()
    between: tuple[tuple[int, PrintedRow], ...] = ()


class Publication(Struct, frozen=True):
    """A bulletin as it was read: its file's name, passages and tables in their order."""

    name: str
    passages: tuple[Passage, ...]
    tables: tuple[PrintedTable, ...]
