"""Finding the head of a table, wherever it is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec import Struct

from bulletin_gen.intake.cells.text import Cell, cell_text
from bulletin_gen.intake.head.synonyms import IDLE, PERSONAL, SYNONYMS, head_key
from bulletin_gen.profile.intake import IntakeRules

#: How many rows from the top a head may be below titles.
DEPTH = 40


class HeadWords(Struct, frozen=True):
    """Head names of one county: normalised head → canonical column, the profile's names first."""

    mapped: Mapping[str, str]  # by the profile
    usual: Mapping[str, str]  # by the synonyms
    idle: frozenset[str]  # known and not wanted
    written: Mapping[str, str] = {}  # names of the profile as they are written there

    @classmethod
    def of(cls, rules: IntakeRules) -> HeadWords:
        """The vocabulary of a profile; a name that the profile maps or ignores loses its usual meaning."""
        mapped = {head_key(name): column for column, names in rules.columns.items() for name in names}
        ignored = {head_key(name) for name in rules.ignore_columns}
        usual = {
            head_key(name): column
            for column, names in SYNONYMS.items()
            if column not in rules.constants
            for name in names
            if head_key(name) not in mapped and head_key(name) not in ignored
        }
        idle = {head_key(name) for name in PERSONAL | IDLE} - mapped.keys() - usual.keys()
        written = {head_key(name): name for names in rules.columns.values() for name in names}
        return cls(mapped, usual, frozenset(ignored | idle), written)

    def knows(self, head: str) -> bool:
        """Whether ``head`` is any known head."""
        key = head_key(head)
        return key in self.mapped or key in self.usual or key in self.idle


class TableHead(Struct, frozen=True):
    """A found head: ``first``…``last`` are its rows (from 1), ``names`` the lowest name of each column.

    ``upper`` is the upper level as it stands, where there are two.
    """

    first: int
    last: int
    names: tuple[str, ...]
    upper: tuple[str, ...] = ()

    def titles(self, index: int) -> tuple[str, ...]:
        """What a profile may call a column: upper and lower name together, or the lower name."""
        name = self.names[index]
        over = self.over[index] if self.upper else ""
        return (over + name, name) if over and over != name else (name,)

    @property
    def over(self) -> tuple[str, ...]:
        """The upper name above each column: a merged cell stands for all columns to its right up to the next."""
        names: list[str] = []
        for name in self.upper:
            names.append(name or (names[-1] if names else ""))
        return tuple(names)

    def meaning(self, index: int, vocabulary: HeadWords) -> str | None:
        """The canonical column that a column is, by the profile or by the synonyms."""
        keys = [head_key(title) for title in self.titles(index)]
        found = (names.get(key) for names in (vocabulary.mapped, vocabulary.usual) for key in keys)
        return next(filter(None, found), None)

    def places(self, vocabulary: HeadWords) -> dict[str, list[int]]:
        """Canonical column → where it is, in the order of its names in the profile or the synonyms.

        The synonyms count only where none of the profile's names for that column stands in the head.
        """
        mapped, usual = (self._hits(names) for names in (vocabulary.mapped, vocabulary.usual))
        return {column: mapped.get(column) or usual[column] for column in (mapped | usual)}

    def _hits(self, names: Mapping[str, str]) -> dict[str, list[int]]:
        order = {key: rank for rank, key in enumerate(names)}
        hits: dict[str, list[tuple[int, int]]] = {}
        for index in range(len(self.names)):
            key = next((key for title in self.titles(index) if (key := head_key(title)) in names), None)
            if key:
                hits.setdefault(names[key], []).append((order[key], index))
        return {column: [index for _, index in sorted(found)] for column, found in hits.items()}


def find_head(rows: Sequence[Sequence[Cell]], vocabulary: HeadWords) -> TableHead | None:
    """The head among the first ``rows``: the row, or pair of rows, with the most known names; None without one."""
    texts = [tuple(cell_text(value) for value in row) for row in rows[:DEPTH]]
    names = {name for name in set(chain.from_iterable(texts)) if name and vocabulary.knows(name)}
    best: TableHead | None = None
    most = 1
    for head in candidates(texts):
        known = len({head_key(name) for name in head.names if name in names})
        if known > most and "order_id" in head.places(vocabulary):
            best, most = head, known
    return best


def candidates(texts: Sequence[tuple[str, ...]]) -> list[TableHead]:
    """Every row as a head, and every pair of rows as one with an upper level."""
    single = [TableHead(row, row, names) for row, names in enumerate(texts, 1)]
    double = [
        TableHead(row, row + 1, tuple(low or high for high, low in zip(upper, lower, strict=True)), upper)
        for row, (upper, lower) in enumerate(zip(texts, texts[1:], strict=False), 1)
        if len(upper) == len(lower)
    ]
    return single + double
